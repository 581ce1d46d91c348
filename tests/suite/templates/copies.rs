//! `onus templates`: what there is, copies of what is built in, and what becomes of them when that changes.

use onus_core::digest::Sha256Digest;
use serde_json::Value;

use crate::workspace::{Workspace, repository};

/// The rows of `onus templates list` whose names have some words, as `name | scope | origin | copy`.
fn listed(workspace: &Workspace, words: &str) -> Vec<String> {
    let run = workspace.run(&["templates", "list", "--message-format", "json"]).ended_with(0);
    let text = |record: &Value, key: &str| record[key].as_str().unwrap_or("no text").to_owned();
    let row = |record: Value| ["name", "scope", "origin", "copy"].map(|key| text(&record, key)).join(" | ");
    run.records("template").into_iter().map(row).filter(|row| row.contains(words)).collect()
}

#[allow(clippy::disallowed_methods, reason = "the templates are read as they are shipped")]
fn built_in(name: &str) -> String {
    std::fs::read_to_string(repository().join(format!("templates/{name}.md"))).expect("a built-in template")
}

/// A copy that an older version of onus made.
fn older(text: &str) -> String {
    let (before, rest) = text.split_once("sha256:").expect("a copy says what it is of");
    format!("{before}sha256:{}{}", "0".repeat(64), &rest[64..])
}

#[test]
fn the_list_says_whose_a_template_is() {
    let own = "---\ntitle: Mine\nscope: project\nformats: [markdown]\n---\n# {{ document.title }}\n";
    let workspace = Workspace::base()
        .file("templates/mine.md", own)
        .file("templates/evidence-register.md", own.replace("Mine", "Evidence"))
        .file("templates/auditor-handout.md", built_in("auditor-handout"));
    assert_eq!(listed(&workspace, "mine"), ["mine | project | own | "]);
    assert_eq!(listed(&workspace, "evidence-register"), ["evidence-register | project | replaced | "]);
    assert_eq!(listed(&workspace, "auditor-handout"), ["auditor-handout | project | built-in | "]);
    assert_eq!(listed(&workspace, "parts/common"), ["parts/common | part | built-in | "]);
    let text = workspace.run(&["templates", "list"]).ended_with(0).stdout;
    let row = text.lines().find(|line| line.starts_with("mine ")).expect("a row");
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words, ["mine", "project", "markdown", "Mine", "own"]);
}

#[test]
fn a_built_in_template_is_shown_and_a_misspelt_one_guessed() {
    let workspace = Workspace::base();
    let shown = workspace.run(&["templates", "show", "auditor-handout"]).ended_with(0).stdout;
    assert_eq!(shown, built_in("auditor-handout"));
    let run = workspace.run(&["templates", "copy", "auditor-handuot"]).ended_with(2);
    assert!(run.stderr.contains("there is no built-in template `auditor-handuot`"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `auditor-handout`?"), "{}", run.stderr);
}

#[test]
fn a_copy_knows_its_version_and_is_never_overwritten_by_accident() {
    let workspace = Workspace::base();
    workspace.run(&["templates", "copy", "auditor-handout.md"]).ended_with(0);
    let copy = workspace.read("templates/auditor-handout.md");
    let version = env!("CARGO_PKG_VERSION");
    let line = format!(
        "based-on: \"{version} sha256:{}\"\n",
        Sha256Digest::of(built_in("auditor-handout").as_bytes())
    );
    assert_eq!(copy.replace(&line, ""), built_in("auditor-handout"));
    assert_eq!(
        listed(&workspace, "auditor-handout"),
        [format!("auditor-handout | project | replaced | of {version}")]
    );
    let same = workspace.run(&["templates", "diff", "auditor-handout"]).ended_with(0).stdout;
    assert_eq!(same, "templates/auditor-handout.md says what the built-in template says.\n");
    let workspace = workspace
        .file("templates/auditor-handout.md", copy.replace("# {{ document.title | translate }}", "# Mine"));
    let run = workspace.run(&["templates", "copy", "auditor-handout"]).ended_with(2);
    assert!(run.stderr.contains("already exists") && run.stderr.contains("--force"), "{}", run.stderr);
    assert!(workspace.read("templates/auditor-handout.md").contains("# Mine"));
    let difference = workspace.run(&["templates", "diff", "auditor-handout"]).ended_with(0).stdout;
    assert!(
        difference.contains("\n-# Mine") && difference.contains("\n+# {{ document.title | translate }}"),
        "{difference}"
    );
    workspace.run(&["templates", "copy", "auditor-handout", "--force"]).ended_with(0);
    assert_eq!(workspace.read("templates/auditor-handout.md"), copy);
}

#[test]
fn copies_make_the_documents_that_the_built_in_templates_make() {
    let build = ["build", "--quiet", "--format", "markdown", "--deny", "nothing"];
    let workspace = Workspace::base();
    workspace.run(&build).ended_with(0);
    let before = workspace.read("output/acme/web/responsibility-matrix.md");
    for name in ["responsibility-matrix", "parts/common"] {
        workspace.run(&["templates", "copy", name]).ended_with(0);
    }
    workspace.run(&[&build[..], &["--force"]].concat()).ended_with(0);
    assert_eq!(workspace.read("output/acme/web/responsibility-matrix.md"), before);
    workspace.run(&["check", "--deny", "nothing"]).ended_with(0);
}

#[test]
fn a_copy_of_an_older_version_is_noted_once_in_every_command() {
    let workspace = Workspace::base();
    for name in ["auditor-handout", "parts/common"] {
        workspace.run(&["templates", "copy", name]).ended_with(0);
    }
    let (handout, common) = ("templates/auditor-handout.md", "templates/parts/common.md");
    let (old_handout, old_common) = (older(&workspace.read(handout)), older(&workspace.read(common)));
    let workspace = workspace.file(handout, old_handout).file(common, old_common);
    for command in
        [&["check", "--deny", "nothing"][..], &["build", "--deny", "nothing"], &["templates", "list"]]
    {
        let run = workspace.run(command).ended_with(0);
        assert_eq!(run.stderr.matches("note[template-outdated]").count(), 2, "{}", run.stderr);
        assert!(run.stderr.contains("templates/auditor-handout.md:"), "{}", run.stderr);
        assert!(
            run.stderr.contains("`onus templates diff parts/common` shows the differences"),
            "{}",
            run.stderr
        );
    }
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        listed(&workspace, "parts/common"),
        [format!("parts/common | part | replaced | of {version}, outdated")]
    );
}

#[test]
fn a_copy_of_a_template_that_is_gone_is_noted() {
    let copy = format!(
        "---\ntitle: Former\nscope: project\nbased-on: \"0.1.0 sha256:{}\"\n---\n# Former\n",
        "0".repeat(64)
    );
    let run = Workspace::base().file("templates/former.md", copy).run(&["check", "--deny", "nothing"]);
    let run = run.ended_with(0);
    assert!(run.stderr.contains("there is no built-in template `former` any more"), "{}", run.stderr);
}

#[test]
fn a_line_on_the_origin_that_is_none_is_an_error() {
    let copy = "---\ntitle: Mine\nscope: project\nbased-on: the one before\n---\n# Mine\n";
    let run = Workspace::base().file("templates/mine.md", copy).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("error[bad-front-matter]"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/mine.md:4:"), "{}", run.stderr);
    let part = "---\ntitle: Part\nscope: project\n---\ntext\n";
    let run = Workspace::base().file("templates/parts/mine.md", part).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("have no front matter except `based-on`"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
#[allow(clippy::disallowed_methods, reason = "a test makes a link")]
fn nothing_is_written_through_a_link() {
    let workspace = Workspace::base().file("elsewhere/kept.md", "kept\n").file("templates/x.txt", "");
    let link = workspace.path("templates/auditor-handout.md");
    std::os::unix::fs::symlink(workspace.path("elsewhere/kept.md"), link).expect("a link can be made");
    let run = workspace.run(&["templates", "copy", "auditor-handout", "--force"]).ended_with(2);
    assert!(run.stderr.contains("link"), "{}", run.stderr);
    assert_eq!(workspace.read("elsewhere/kept.md"), "kept\n");
}
