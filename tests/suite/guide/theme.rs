//! The page on PDFs: its theme is one that the program takes, and every key and placeholder has its row.

use std::fs;

use crate::workspace::{Workspace, repository};

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_theme_that_the_page_shows_has_no_mistakes() {
    let page = read("docs/pdf.md");
    let themes: Vec<&str> = page
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.starts_with("# templates/theme.yaml"))
        .collect();
    assert_eq!(themes.len(), 1);
    let workspace = Workspace::base().file("templates/theme.yaml", themes[0]);
    let run = workspace.run(&["check", "--message-format", "json"]);
    assert!(run.records("diagnostic").is_empty(), "{}", run.stdout);
    assert_ne!(run.code, 2);
}

#[test]
fn every_key_that_a_theme_can_have_is_explained() {
    let page = read("docs/pdf.md");
    let source = read("src/theme/schema.rs");
    let key = |line: &str| {
        let (name, kind) = line.trim().trim_start_matches("pub(super) ").split_once(": ")?;
        let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        (is_name && kind.ends_with(',')).then(|| name.replace('_', "-"))
    };
    let keys: Vec<String> = source.lines().filter_map(key).collect();
    assert!(keys.len() > 60, "only {} keys were found", keys.len());
    let silent: Vec<&String> = keys.iter().filter(|key| !page.contains(&format!("| `{key}` |"))).collect();
    assert!(silent.is_empty(), "docs/pdf.md has no row for {silent:?}");
}

#[test]
fn every_placeholder_is_explained() {
    let page = read("docs/pdf.md");
    let words = onus_typeset::theme::Placeholder::ALL.iter().map(|placeholder| placeholder.word());
    let silent: Vec<&str> = words.filter(|word| !page.contains(&format!("| `{{{word}}}` |"))).collect();
    assert!(silent.is_empty(), "docs/pdf.md has no row for {silent:?}");
}
