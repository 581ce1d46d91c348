//! The pages on profiles and catalog. A YAML block whose first line is a comment with a path below `profiles/` is a
//! file of the page's workspace; a console block is typed there, and its output compared. Every key that a file may
//! have is a row of a table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::workspace::state_folder;

const PAGES: [&str; 2] = ["docs/profiles.md", "docs/catalog.md"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fenced blocks of a page in one language, without the fences.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks
}

/// The workspace that a page shows.
#[allow(clippy::disallowed_methods, reason = "a test makes its own workspace")]
fn workspace(page: &str) -> TempDir {
    let folder = TempDir::new().expect("the system gives out temporary folders");
    for block in blocks(page, "yaml") {
        let Some(path) = block.lines().next().and_then(|line| line.strip_prefix("# profiles/")) else {
            continue;
        };
        let place: PathBuf = folder.path().join("profiles").join(path);
        fs::create_dir_all(place.parent().expect("below the workspace")).expect("a folder can be made");
        fs::write(place, &block).expect("a file can be written");
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    let output = command
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", state_folder())
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn the_workspaces_that_the_pages_show_have_no_mistakes() {
    for path in PAGES {
        let folder = workspace(&read(path));
        let (code, output) = run(&folder, &["check", "--as-of", "2026-12-01", "--message-format", "json"]);
        assert_ne!(code, Some(2), "{path}: {output}");
        assert!(!output.contains("\"type\":\"diagnostic\""), "{path}: {output}");
    }
}

#[test]
fn commands_in_the_pages_answer_as_shown() {
    for path in PAGES {
        let page = read(path);
        let folder = workspace(&page);
        let consoles = blocks(&page, "console");
        assert!(!consoles.is_empty(), "{path} shows no command");
        for console in consoles {
            let (command, shown) = console.split_once('\n').expect("a command and its answer");
            let arguments: Vec<&str> =
                command.strip_prefix("$ onus ").expect("a command of ours").split_whitespace().collect();
            let (_, output) = run(&folder, &arguments);
            assert_eq!(output.trim_end(), shown.trim_end(), "{path}: {command}");
        }
    }
}

/// The keys of every schema struct in a file, as YAML writes them.
fn keys(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut renamed: Option<String> = None;
    for line in read(source).lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("#[serde(rename = \"") {
            renamed = name.split('"').next().map(str::to_owned);
        } else if let Some((name, _)) =
            line.strip_prefix("pub(crate) ").and_then(|rest| rest.split_once(": "))
        {
            keys.insert(renamed.take().unwrap_or_else(|| name.trim_start_matches("r#").replace('_', "-")));
        }
    }
    keys
}

#[test]
fn every_key_that_a_profile_can_have_is_explained() {
    let page = read("docs/profiles.md");
    let mut all = keys("crates/core/src/schema/organization.rs");
    all.extend(keys("crates/core/src/schema/project.rs"));
    all.extend(keys("crates/core/src/schema/selector.rs"));
    all.extend(keys("crates/core/src/schema/assurance.rs"));
    all.extend(keys("crates/core/src/schema/accountability.rs"));
    assert!(all.len() > 55, "only {} keys were found", all.len());
    let silent: Vec<&String> = all.iter().filter(|key| !page.contains(&format!("| `{key}` |"))).collect();
    assert!(silent.is_empty(), "docs/profiles.md has no row for {silent:?}");
}

#[test]
fn every_key_that_a_list_of_accepted_findings_can_have_is_explained() {
    let page = read("docs/findings.md");
    let all = keys("crates/core/src/schema/findings.rs");
    assert!(all.len() > 10, "only {} keys were found", all.len());
    let silent: Vec<&String> = all.iter().filter(|key| !page.contains(&format!("| `{key}` |"))).collect();
    assert!(silent.is_empty(), "docs/findings.md has no row for {silent:?}");
}

#[test]
fn every_key_that_a_catalog_can_have_is_explained() {
    let page = read("docs/catalog.md");
    let all = keys("crates/core/src/schema/catalog.rs");
    assert!(all.len() > 35, "only {} keys were found", all.len());
    let silent: Vec<&String> = all.iter().filter(|key| !page.contains(&format!("| `{key}` |"))).collect();
    assert!(silent.is_empty(), "docs/catalog.md has no row for {silent:?}");
}

#[test]
fn the_demarcation_table_in_the_guide_is_the_one_in_the_catalog() {
    let catalog: serde_yaml::Value =
        serde_yaml::from_str(&read("catalog/demarcation.yaml")).expect("it is YAML");
    let page = read("docs/catalog.md");
    let table: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|line| !line.starts_with("| Layer | `infrastructure`"))
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    let classes = &table[0][1..];
    for entry in catalog["entries"].as_sequence().expect("a list") {
        let word = |key: &str| entry[key].as_str().expect("a word");
        let row = table.iter().find(|row| row[0] == word("layer")).expect("a row for each layer");
        let column =
            classes.iter().position(|class| *class == word("class")).expect("a column for each class");
        let duties =
            ["manage", "operate", "verify"].map(|duty| entry["duties"][duty].as_str().expect("a word"));
        let expected = if duties.iter().all(|holder| *holder == duties[0]) {
            duties[0].to_owned()
        } else {
            duties.join(" / ")
        };
        assert_eq!(row[column + 1], expected, "{} × {}", word("layer"), word("class"));
    }
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    for page in ["docs/README.md", "docs/profiles.md", "docs/catalog.md"] {
        let text = read(page);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let file = target.split('#').next().expect("split gives a first piece");
            let to_come = ["templates.md", "codes.md", "performance.md"].contains(&file);
            let exists = file.is_empty() || repository().join("docs").join(file).exists();
            assert!(exists || to_come, "{page} links to {target}");
        }
    }
}
