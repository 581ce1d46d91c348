//! Licence texts of packages: their own files, or where they have none the standard text of the licence they name.

use std::error::Error;
use std::fs;
use std::path::Path;

/// A text and where it is from.
pub(crate) struct Notice {
    pub(crate) origin: String,
    pub(crate) content: String,
}

/// Words by which files with licences and notices are known.
const WORDS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "AUTHORS"];

/// Endings of files that are about licences and are none, such as a module `license.rs`.
const NO_TEXTS: [&str; 10] = ["rs", "c", "h", "py", "sh", "html", "toml", "json", "yml", "yaml"];

/// Folders of which nothing is compiled into the program.
const ASIDE: [&str; 7] = ["tests", "test", "examples", "benches", "fuzz", "target", ".github"];

/// Standard texts, in the order in which they are taken where a package leaves the choice. Apache's is complete without
/// the name of a copyright holder, which a package without a licence file does not give.
const STANDARD: [(&str, &str); 3] = [
    ("Apache-2.0", include_str!("../../../LICENSE-APACHE")),
    ("MIT", include_str!("../texts/MIT.txt")),
    ("BSD-3-Clause", include_str!("../texts/BSD-3-Clause.txt")),
];

/// All texts of an unpacked package; what it bundles of others, such as C libraries, is in folders below.
pub(crate) fn of_package(folder: &Path, license: &str) -> Result<Vec<Notice>, Box<dyn Error>> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort_by(|one, other| one.origin.cmp(&other.origin));
    // Names of authors alone are no licence.
    if found.iter().all(|notice| notice.origin.ends_with("AUTHORS")) {
        found.extend(stand_in(folder, license)?);
    }
    Ok(found)
}

fn collect(folder: &Path, below: &str, found: &mut Vec<Notice>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let origin = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !ASIDE.contains(&name.as_str()) {
            collect(&entry.path(), &origin, found)?;
        } else if kind.is_file() && is_notice(&name) {
            found.push(Notice { origin, content: read(&entry.path())? });
        }
    }
    Ok(())
}

fn is_notice(name: &str) -> bool {
    let upper = name.to_uppercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_font_license = ["OFL.TXT", "UFL.TXT"].contains(&upper.as_str());
    !NO_TEXTS.contains(&ending) && (is_font_license || WORDS.iter().any(|word| upper.contains(word)))
}

/// A text without what differs for no reason (line ends of Windows, spaces at ends of lines, empty lines around it) and
/// without what a terminal does not show as text, such as the form feeds of old licences.
pub(crate) fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes).replace('\t', "    ").replace('\u{feff}', "");
    let lines = text.lines().map(|line| line.replace(char::is_control, "").trim_end().to_owned());
    Ok(lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned())
}

/// The text of a licence by its SPDX identifier.
pub(crate) fn standard(wanted: &str) -> Option<Notice> {
    let (id, text) = STANDARD.into_iter().find(|(id, _)| *id == wanted)?;
    Some(Notice { origin: format!("standard text of {id}"), content: text.trim_matches('\n').to_owned() })
}

/// What is said for a package without a text of its own.
fn stand_in(folder: &Path, license: &str) -> Result<Option<Notice>, Box<dyn Error>> {
    let names = |id: &str| license.split([' ', '(', ')']).any(|word| word == id);
    let Some((id, text)) = STANDARD.into_iter().find(|(id, _)| names(id)) else { return Ok(None) };
    let authors = match authors(&fs::read_to_string(folder.join("Cargo.toml"))?) {
        names if names.is_empty() => "no authors".to_owned(),
        names => names,
    };
    Ok(Some(Notice {
        origin: format!("standard text of {id}"),
        content: format!(
            "The package has no licence text. Its manifest names the licence {license} and {authors}.\n\n{}",
            text.trim_matches('\n')
        ),
    }))
}

/// The authors of a manifest as cargo writes it when it packs: a list of plain strings.
fn authors(manifest: &str) -> String {
    let list = manifest.split_once("\nauthors = [").and_then(|(_, rest)| rest.split_once(']'));
    let quoted = list.map_or("", |(list, _)| list).split('"').skip(1).step_by(2);
    quoted.collect::<Vec<_>>().join(", ")
}
