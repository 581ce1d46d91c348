//! A character that no font has is shown once in a run, where somebody wrote it.

use serde_json::Value;

use crate::workspace::{Run, Workspace};

const PROFILE: &str = "profiles/acme/organization.yaml";

/// Places and messages of the warnings about characters.
#[track_caller]
fn warnings(run: &Run) -> Vec<(String, String)> {
    let of = |found: &Value| {
        let label = &found["labels"][0];
        let file = label["file"].as_str().unwrap_or_default();
        let place = format!("{file}:{}:{}", label["line"], label["column"]);
        (place, found["message"].as_str().unwrap_or_default().to_owned())
    };
    let found = run.records("diagnostic");
    assert!(found.iter().all(|found| found["code"] == "missing-glyph" && found["severity"] == "warning"));
    found.iter().map(of).collect()
}

#[track_caller]
fn built(workspace: &Workspace) -> Vec<(String, String)> {
    let arguments = ["build", "--format", "pdf", "--message-format", "json", "--deny", "error"];
    warnings(&workspace.run(&arguments).ended_with(0))
}

#[track_caller]
fn rendered(markdown: &str) -> Vec<(String, String)> {
    let workspace = Workspace::empty().file("page.md", markdown);
    warnings(&workspace.run(&["render", "page.md", "--message-format", "json"]).ended_with(0))
}

/// The number of the first line of a profile that starts like this.
fn line(workspace: &Workspace, path: &str, start: &str) -> usize {
    let text = workspace.read(path);
    1 + text.lines().position(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no `{start}`"))
}

#[test]
fn a_name_is_pointed_at_once_for_all_its_documents() {
    let name = Workspace::base().read(PROFILE);
    let name = name.lines().find(|line| line.starts_with("name: ")).expect("it has a name");
    let workspace = Workspace::base().replace(PROFILE, name, "name: Acme 株 # not 式 here");
    let place = format!("{PROFILE}:{}:12", line(&workspace, PROFILE, "name: "));
    assert_eq!(built(&workspace), [(place, "no font has the character `株` (U+682A)".to_owned())]);
    let workspace = Workspace::base().replace(PROFILE, name, "name: \"# Acme \\u682A\"");
    let place = format!("{PROFILE}:{}:15", line(&workspace, PROFILE, "name: "));
    assert_eq!(built(&workspace)[0].0, place);
}

#[test]
fn a_comment_is_not_the_place_of_a_character() {
    let workspace = Workspace::base();
    let text = format!("# 株\n{}", workspace.read(PROFILE));
    let template = "---\ntitle: T\nscope: organization\n---\n# T\n\n株 &#x5F0F;\n";
    let workspace = workspace.file(PROFILE, text).file("templates/own.md", template);
    let found: Vec<String> = built(&workspace).into_iter().map(|(place, _)| place).collect();
    // An HTML entity stands nowhere as itself.
    assert_eq!(found, ["templates/own.md:1:1", "templates/own.md:7:1"]);
}

#[test]
fn a_file_that_is_set_on_its_own_is_pointed_at() {
    let markdown = "---\ntitle: T\n---\n# T\n\n| a | b |\n|---|---|\n| x | y株 |\n\n株 and 株\n";
    let message = "no font has the character `株` (U+682A)".to_owned();
    assert_eq!(rendered(markdown), [("page.md:8:8".to_owned(), message)]);
    // A header line takes the title from the front matter.
    let markdown = "---\ntitle: 式\n---\n# T\n\n<!-- page-break -->\n\nnext\n";
    assert_eq!(rendered(markdown)[0].0, "page.md:2:8");
}

#[test]
fn very_many_characters_are_summed_up() {
    // The first 300 ideographs of Unicode's block, from U+4E00 on.
    let text: String = ('\u{4e00}'..='\u{4f2b}').collect();
    let found = rendered(&format!("{text}\n"));
    assert_eq!(found.len(), 9);
    assert_eq!(found[7], ("page.md:1:8".to_owned(), "no font has the character `万` (U+4E07)".to_owned()));
    let message = "no font has 292 other characters of this file, from `丈` (U+4E08) to `伫` (U+4F2B)";
    assert_eq!(found[8], ("page.md:1:9".to_owned(), message.to_owned()));
    assert_eq!(rendered("一丁丂七丄丅丆万丈\n").len(), 9);
}

#[test]
fn a_character_that_cannot_be_seen_is_named_by_its_number() {
    assert_eq!(rendered("a \u{e000} b\n")[0].1, "no font has the character U+E000");
}
