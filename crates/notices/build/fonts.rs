//! The fonts that are compiled in. A font says in its name table whose it is, and packages carry longer texts beside it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Component;
use crate::texts::{self, Notice};
use crate::tree::Package;

/// A typeface and where its package keeps it.
struct Font {
    name: &'static str,
    package: &'static str,
    /// One of its files; the others of the family say the same.
    file: &'static str,
    license: &'static str,
    /// Files about the licence, in the package.
    texts: &'static [&'static str],
    /// A licence whose text is not among them.
    standard: Option<&'static str>,
}

const FONTS: [Font; 4] = [
    Font {
        name: "DejaVu Sans",
        package: "dejavu",
        file: "assets/dejavu-fonts-ttf-2.37/ttf/DejaVuSans.ttf",
        license: "Bitstream Vera and Arev licences",
        texts: &["assets/dejavu-fonts-ttf-2.37/LICENSE"],
        standard: None,
    },
    Font {
        name: "DejaVu Sans Mono",
        package: "dejavu",
        file: "assets/dejavu-fonts-ttf-2.37/ttf/DejaVuSansMono.ttf",
        license: "Bitstream Vera licence",
        texts: &["assets/dejavu-fonts-ttf-2.37/LICENSE"],
        standard: None,
    },
    Font {
        name: "Noto Emoji",
        package: "epaint_default_fonts",
        file: "fonts/NotoEmoji-Regular.ttf",
        license: "OFL-1.1",
        texts: &["fonts/OFL.txt"],
        standard: None,
    },
    // This version of Noto Sans says that it is under the Apache licence; its package adds the Open Font License, under
    // which later versions are. Both texts are shown.
    Font {
        name: "Noto Sans",
        package: "notosans",
        file: "fonts/NotoSans-Regular.ttf",
        license: "Apache-2.0",
        texts: &["fonts/LICENSE_OFL.txt"],
        standard: Some("Apache-2.0"),
    },
];

/// Numbers of names in a font: ISO/IEC 14496-22, `name`.
const COPYRIGHT: u16 = 0;
const VERSION: u16 = 5;
const LICENSE: u16 = 13;
const LICENSE_ADDRESS: u16 = 14;

/// The fonts whose packages were found, which is all of them wherever licences of packages are.
pub(crate) fn collect(places: &BTreeMap<Package, PathBuf>) -> Result<Vec<Component>, Box<dyn Error>> {
    let mut found = Vec::new();
    for font in &FONTS {
        let Some((package, folder)) = places.iter().find(|(package, _)| package.name == font.package) else {
            continue;
        };
        found.push(component(font, package, folder)?);
    }
    Ok(found)
}

fn component(font: &Font, package: &Package, folder: &Path) -> Result<Component, Box<dyn Error>> {
    let path = folder.join(font.file);
    let bytes = fs::read(&path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    let name = |number| name(&bytes, number).unwrap_or_default();
    let version = name(VERSION);
    let says = [name(COPYRIGHT), name(LICENSE), name(LICENSE_ADDRESS)];
    let says: Vec<&str> = says.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let mut notices =
        vec![Notice { origin: format!("{}, name table", font.file), content: says.join("\n\n") }];
    for text in font.texts {
        notices.push(Notice { origin: (*text).to_owned(), content: texts::read(&folder.join(text))? });
    }
    notices.extend(font.standard.and_then(texts::standard));
    Ok(Component {
        name: font.name.to_owned(),
        // "Version 1.04 uh"
        version: version.split(' ').nth(1).unwrap_or_default().to_owned(),
        kind: "Font",
        license: font.license.to_owned(),
        repository: None,
        checksum: None,
        dependencies: vec![package.clone()],
        texts: notices,
    })
}

/// A name in English, as Windows reads it: UTF-16, big end first.
fn name(font: &[u8], wanted: u16) -> Option<String> {
    const WINDOWS: u16 = 3;
    const ENGLISH: u16 = 0x409;
    let table = (0..number(font, 4)?).map(usize::from).find_map(|entry| {
        let at = 12 + 16 * entry;
        (font.get(at..at + 4)? == b"name").then(|| long(font, at + 8)).flatten()
    })?;
    let texts = table + usize::from(number(font, table + 4)?);
    (0..number(font, table + 2)?).map(usize::from).find_map(|record| {
        let at = table + 6 + 12 * record;
        let is_it = number(font, at)? == WINDOWS
            && number(font, at + 4)? == ENGLISH
            && number(font, at + 6)? == wanted;
        if !is_it {
            return None;
        }
        let from = texts + usize::from(number(font, at + 10)?);
        let units = font.get(from..from + usize::from(number(font, at + 8)?))?.chunks_exact(2);
        Some(String::from_utf16_lossy(
            &units.map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect::<Vec<_>>(),
        ))
    })
}

fn number(font: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?))
}

fn long(font: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?)).ok()
}
