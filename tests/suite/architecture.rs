//! The shape of the source: imports point one way, files stay short, each stage keeps to its trade, and every code is
//! explained and provoked.

#![allow(clippy::disallowed_methods, reason = "a test reads the source")]

mod rules;

use std::collections::BTreeSet;
use std::fs;

use onus_core::assess::FindingCode;
use onus_core::diagnostic::Code;

use crate::workspace::{repository, tree};

use rules::{Offender, repository_sources};

/// Crates whose `lib.rs` lists the modules in the order in which data passes through them; each module may use those before
/// it. The others are small enough for the rule on circles.
const IN_ORDER: [&str; 3] = ["src", "crates/core/src", "crates/typeset/src"];

/// Longest file of the source in lines.
const LONGEST: usize = 400;

/// The folders of the crates.
fn crate_names() -> Vec<String> {
    let folders = fs::read_dir(repository().join("crates")).expect("the crates are in a folder");
    let names = folders.map(|entry| entry.expect("it can be read").file_name().into_string().expect("UTF-8"));
    let names: Vec<String> = names.collect();
    assert!(names.len() > 3, "only {names:?} were found");
    names
}

/// Every Rust file of the program and its crates by its path in the repository, with its text.
fn sources() -> Vec<(String, String)> {
    let crates = crate_names().into_iter().map(|name| format!("crates/{name}/src"));
    let folders = crates.chain(["src".to_owned()]);
    let mut sources = Vec::new();
    for folder in folders {
        let files = tree(&repository().join(&folder)).into_iter().filter(|(path, _)| path.ends_with(".rs"));
        sources.extend(files.map(|(path, bytes)| {
            (format!("{folder}/{path}"), String::from_utf8(bytes).expect("source is UTF-8"))
        }));
    }
    assert!(sources.len() > 300, "only {} files were found", sources.len());
    sources
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The module that a file belongs to, by its path below the folder of its crate.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The modules that the `lib.rs` in a folder lists.
fn modules_in_order(folder: &str) -> Vec<String> {
    let listed = read(&format!("{folder}/lib.rs"));
    let lines = listed.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line));
    let named = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    named.map(str::to_owned).collect()
}

/// The source without comments, in which other modules may be spoken about.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules of this crate that a text names after `crate::`, in braces too.
fn named_modules(text: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (at, prefix) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &text[at + prefix.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            modules.extend(first_words_of_group(group));
        } else {
            modules.insert(word(rest));
        }
    }
    modules
}

/// The first word of every item of `a::b, c::{d, e}, f}`.
fn first_words_of_group(group: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut depth, mut start) = (0_usize, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !c.is_whitespace() => {
                words.push(word(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_test_of_imports_sees_through_braces() {
    let text =
        "use crate::{cmd::{run, Ending}, source::Span};\nuse crate::cli::Cli;\nlet x = crate::plan::plan();";
    let seen: Vec<String> = named_modules(text).into_iter().collect();
    assert_eq!(seen, ["cli", "cmd", "plan", "source"]);
}

#[test]
fn imports_point_one_way() {
    let mut offenders = Vec::new();
    let sources = sources();
    for folder in IN_ORDER {
        let order = modules_in_order(folder);
        assert!(order.len() > 4, "`{folder}/lib.rs` lists {order:?}");
        let mut found = BTreeSet::new();
        for (path, text) in &sources {
            let Some(below) = path.strip_prefix(folder).and_then(|below| below.strip_prefix('/')) else {
                continue;
            };
            let module = module(below);
            if ["main", "lib"].contains(&module) {
                continue;
            }
            let own = order.iter().position(|name| name == module);
            let own = own.unwrap_or_else(|| panic!("`{path}` is in no module of the order"));
            for other in named_modules(&code(text)) {
                let position = order.iter().position(|name| *name == other);
                if position.is_none_or(|position| position > own) {
                    offenders.push(format!("{path} uses `{other}`"));
                }
            }
            found.insert(module.to_owned());
        }
        assert_eq!(found.len(), order.len(), "a module of {folder} has no file");
    }
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

fn expect_none(rule: &str, offenders: &[Offender]) {
    assert!(offenders.is_empty(), "{}", rules::report(rule, offenders));
}

#[test]
fn no_files_or_folders_need_each_other() {
    expect_none("imports that make circles", &rules::import_circles(&repository_sources(repository())));
}

#[test]
fn a_type_name_stands_for_one_type() {
    let offenders = rules::repeated_type_names(&repository_sources(repository()));
    expect_none("type names defined more than once", &offenders);
}

#[test]
fn no_parameter_is_a_tuple_and_no_result_a_wide_one() {
    expect_none("tuples in signatures", &rules::tuples_in_signatures(&repository_sources(repository())));
}

#[test]
fn the_drawing_of_crates_is_what_the_manifests_say() {
    expect_none(
        "crates drawn otherwise than their manifests say",
        &rules::crates_drawn_otherwise(repository()),
    );
}

#[test]
fn no_file_of_the_source_is_too_long() {
    let lengths = sources().into_iter().map(|(path, text)| (text.lines().count(), path));
    let offenders: Vec<String> = lengths
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path} has {lines} lines"))
        .collect();
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

/// True for a text that opens with its purpose; that of a crate can be its README.
fn says_why(text: &str) -> bool {
    text.starts_with("//! ") || text.starts_with("#![doc = include_str!(\"../README.md\")]")
}

#[test]
fn every_file_of_the_source_opens_with_its_purpose() {
    let offenders: Vec<String> =
        sources().into_iter().filter(|(_, text)| !says_why(text)).map(|(path, _)| path).collect();
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

/// Dependencies that are given without a reason: all have one in the workspace's list, to which the crates refer.
fn without_reason(manifest: &str) -> Vec<&str> {
    let (mut dependencies, mut found) = (false, Vec::new());
    for line in manifest.lines() {
        if line.starts_with('[') {
            dependencies = line.contains("dependencies");
        } else if dependencies && line.contains('=') {
            let reason = line.split_once('#').map_or("", |(_, reason)| reason.trim());
            if reason.is_empty() && !line.contains("workspace = true") {
                found.push(line);
            }
        }
    }
    found
}

#[test]
fn every_dependency_says_why_it_is_there() {
    assert_eq!(
        without_reason("[dependencies]\na = \"1\" # why\nb.workspace = true\nc = \"1\""),
        ["c = \"1\""]
    );
    let mut offenders = Vec::new();
    let members = crate_names().into_iter().map(|name| format!("crates/{name}/Cargo.toml"));
    for path in members.chain(["Cargo.toml".to_owned(), "xtask/Cargo.toml".to_owned()]) {
        let manifest = read(&path);
        offenders.extend(without_reason(&manifest).into_iter().map(|line| format!("{path}: {line}")));
    }
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

#[test]
fn only_load_reads_and_only_publish_writes() {
    let touches = |text: &str| ["fs", "tempfile"].iter().any(|word| has_word(text, word));
    let homes: BTreeSet<String> = sources()
        .into_iter()
        .filter(|(_, text)| touches(&code(text)))
        .map(|(path, _)| path.split('/').take(2).collect::<Vec<_>>().join("/"))
        .collect();
    let homes: Vec<&str> = homes.iter().map(String::as_str).collect();
    assert_eq!(homes, ["src/load", "src/publish"]);
}

/// What opens, makes, moves or removes files and folders.
const WRITING: [&str; 15] = [
    "OpenOptions",
    "File::create",
    "File::options",
    "fs::copy",
    "fs::create_dir",
    "fs::hard_link",
    "fs::remove_",
    "fs::rename",
    "fs::set_permissions",
    "fs::write",
    "fs::symlink",
    "tempfile",
    ".persist",
    "rustix::fs",
    "set_permissions",
];

#[test]
fn one_place_opens_files_for_writing() {
    let writes = |text: &str| {
        let text = text.replace("fs::symlink_metadata", "");
        WRITING.iter().any(|word| text.contains(word))
    };
    let homes: BTreeSet<String> = sources()
        .into_iter()
        .filter(|(_, text)| writes(&code(text)))
        .map(|(path, _)| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned())
        .collect();
    // A git revision is unpacked by `load`, into a temporary folder that is new.
    assert_eq!(homes.into_iter().collect::<Vec<_>>(), ["src/load", "src/publish/write"]);
    let in_load =
        sources().into_iter().filter(|(path, text)| path.starts_with("src/load/") && writes(&code(text)));
    assert_eq!(in_load.map(|(path, _)| path).collect::<Vec<_>>(), ["src/load/revision.rs"]);
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !is_letter(before) && !is_letter(after)
    })
}

#[test]
fn only_commands_print_or_ask_the_clock() {
    for (path, text) in sources() {
        let text = code(&text);
        let prints =
            ["println!", "eprintln!", "stdout()", "stderr()", "Local::now", "Utc::now", "SystemTime"];
        let mut found: Vec<&str> = prints.into_iter().filter(|word| text.contains(word)).collect();
        // The times of files are compared with the clock to know which of them can still change unseen; all that comes
        // of it is which files are read again.
        if path == "src/load/stamp.rs" {
            found.retain(|word| *word != "SystemTime");
        }
        assert!(found.is_empty() || path.starts_with("src/cmd/"), "{path} has {found:?}");
    }
}

#[test]
fn only_one_file_knows_serde_yaml() {
    let knows = sources().into_iter().filter(|(_, text)| code(text).contains("serde_yaml"));
    let files: Vec<String> = knows.map(|(path, _)| path).collect();
    assert_eq!(files, ["crates/core/src/source/yaml.rs"]);
}

fn codes() -> Vec<&'static str> {
    let findings = FindingCode::ALL.iter().map(|code| code.as_str());
    Code::ALL.iter().map(|code| code.as_str()).chain(findings).collect()
}

#[test]
fn every_code_has_its_section_in_the_guide_and_every_section_its_code() {
    let page = read("docs/codes.md");
    let sections: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let (codes, listed): (BTreeSet<_>, BTreeSet<_>) =
        (codes().into_iter().collect(), sections.iter().copied().collect());
    let missing: Vec<_> = codes.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&codes).collect();
    assert!(missing.is_empty() && stale.is_empty(), "not in the guide: {missing:?}; only there: {stale:?}");
    assert_eq!(sections.len(), listed.len(), "a section stands twice");
}

#[test]
fn the_guide_says_about_each_code_what_it_means_and_what_to_do() {
    let page = read("docs/codes.md");
    for section in page.split("\n### `").skip(1) {
        let (code, body) = section.split_once('`').expect("the heading ends");
        let body = body.split("\n## ").next().unwrap_or_default().trim();
        assert!(body.len() > 60, "`{code}` has hardly a word");
    }
    for code in Code::ALL.iter().map(|code| (code.as_str(), code.sentence())) {
        assert!(
            page.contains(&format!("### `{}`\n\n{}", code.0, code.1)),
            "`{}` starts with other words",
            code.0
        );
    }
    for code in FindingCode::ALL {
        let (word, severity) = (code.as_str(), code.severity().word());
        let start = format!("### `{word}`\n\n{} Severity: {severity}.", code.sentence());
        assert!(page.contains(&start), "`{word}` starts with other words");
    }
}

#[test]
fn every_code_is_provoked_by_a_fixture_or_a_test() {
    let mut texts = String::new();
    for (path, bytes) in tree(&repository().join("tests")) {
        let counts = path.ends_with(".rs") || path.ends_with("expected.txt");
        if counts && !path.ends_with("architecture.rs") {
            texts.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    let names = |word: &str| {
        let variant: String = word.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        [
            format!("\"{word}\""),
            format!("\"{word} "),
            format!("\n{word} "),
            format!("[{word}]"),
            format!("Code::{variant}"),
        ]
    };
    // An `expected.txt` starts with a code, so the first line counts as well as the others.
    let texts = format!("\n{}", texts.replace('\u{feff}', ""));
    let starts = tree(&repository().join("tests/fixtures/bad-input"))
        .into_iter()
        .filter(|(path, _)| path.ends_with("expected.txt"))
        .filter_map(|(_, bytes)| String::from_utf8(bytes).ok()?.split(' ').next().map(str::to_owned))
        .collect::<BTreeSet<String>>();
    let forgotten: Vec<&str> = codes()
        .into_iter()
        .filter(|word| !starts.contains(*word) && !names(word).iter().any(|name| texts.contains(name)))
        .collect();
    assert!(forgotten.is_empty(), "no test knows {forgotten:?}");
}
