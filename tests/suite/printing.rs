//! Nothing that a file says steers a terminal or a build server, whichever command prints it.

use crate::package::{bytes, sealed};
use crate::workspace::Workspace;

/// A text with everything that must not reach a terminal as it is, as YAML and JSON write it.
const HOSTILE: &str = r#""x\n::error::said\u009b31m\u202eb\u00a0c\u200bd\u00ade\u2028f\ufeffg ##vso[task.x]h ##[error]i\u001b[31mj""#;

/// Characters that no output may have.
const UNSEEN: &str = "\u{7}\u{8}\u{b}\u{c}\r\u{1b}\u{7f}\u{85}\u{9b}\u{a0}\u{ad}\u{61c}\u{200b}\u{200e}\u{2028}\u{202e}\u{2066}\u{feff}";

/// Checks what a command printed, on both streams.
#[track_caller]
fn is_printable(workspace: &Workspace, arguments: &[&str]) -> String {
    let run = workspace.run(arguments);
    for printed in [&run.stdout, &run.stderr] {
        let found = printed.chars().find(|c| UNSEEN.contains(*c));
        assert_eq!(found, None, "{arguments:?}: {printed:?}");
        for line in printed.lines() {
            assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line:?}");
            assert!(!line.contains("##vso[") && !line.contains("##["), "{arguments:?}: {line:?}");
        }
    }
    run.stdout + &run.stderr
}

/// A good workspace in which every text is hostile.
fn workspace() -> Workspace {
    let organization = format!(
        "schema: onus.organization/1\nid: acme\nname: {HOSTILE}\nclassification: {HOSTILE}\nframeworks: \
         [nist-800-53-r5/low]\nparties:\n  - {{ id: platform, name: {HOSTILE} }}\nservices:\n  - {{ use: aws.iam, purpose: \
         {HOSTILE} }}\ndelegations:\n  - {{ to: platform }}\n"
    );
    let project = format!(
        "schema: onus.project/1\nid: web\nname: {HOSTILE}\nservices:\n  - {{ use: aws.ec2, purpose: {HOSTILE} }}\n\
         overrides:\n  - {{ control: PAT-01, part: guest-os, service: aws.ec2, duties: {{ operate: provider }}, reason: \
         {HOSTILE} }}\nrisk-acceptances:\n  - {{ id: r1, control: LOG-01, reason: {HOSTILE}, approver: platform, from: \
         2026-01-01, until: 2026-02-01 }}\n"
    );
    let register = format!(
        "schema: onus.evidence/1\nevidence:\n  - {{ id: scan, title: {HOSTILE}, controls: [LOG-01], kind: ticket, location: \
         {HOSTILE}, collected: 2026-11-01, valid-until: 2026-11-02 }}\n"
    );
    Workspace::base()
        .file("profiles/acme/organization.yaml", organization)
        .file("profiles/acme/projects/web.yaml", project)
        .file("profiles/acme/evidence/register.yaml", register)
}

#[test]
fn answers_of_every_command_quote_nothing_that_a_terminal_obeys() {
    let workspace = workspace();
    let mut said = String::new();
    for arguments in [
        vec!["check", "--deny", "nothing"],
        vec!["build", "--deny", "nothing", "--format", "md,json"],
        vec!["build", "--deny", "nothing", "--check", "-vvv"],
        vec!["list", "projects"],
        vec!["list", "findings"],
        vec!["list", "documents"],
        vec!["list", "services"],
        vec!["explain", "PAT-01"],
        vec!["explain", "aws.ec2"],
        vec!["explain", "LOG-01"],
        vec!["evidence", "list"],
        vec!["evidence", "check"],
        vec!["catalog", "show", "PAT-01", "--organization", "acme"],
        vec!["bundle", "acme/web", "--deny", "nothing", "--output", "package.zip"],
        vec!["verify", "package.zip"],
        vec!["diff", "output", "package.zip"],
        vec!["check", "--deny", "nothing", "--report-json", "-"],
        vec!["check", "--deny", "nothing", "--report-sarif", "-"],
        vec!["check", "--deny", "nothing", "--report-junit", "-"],
        vec!["check", "--deny", "nothing", "--report-summary", "-"],
    ] {
        said += &is_printable(&workspace, &arguments);
        if !arguments.contains(&"-") {
            let json = [arguments.as_slice(), &["--message-format", "json"]].concat();
            is_printable(&workspace, &json);
        }
    }
    // It was there to be shown.
    for shown in ["<U+000A>", "<U+009B>", "<U+202E>", "<U+00A0>", "<U+200B>", "<U+00AD>", "<U+2028>"] {
        assert!(said.contains(shown), "{shown}: {said}");
    }
}

#[test]
fn values_are_whole_in_json() {
    let run = workspace().run(&["evidence", "list", "--message-format", "json"]).ended_with(0);
    let meant: String = serde_json::from_str(HOSTILE).expect("it is JSON");
    assert_eq!(run.records("evidence")[0]["location"], meant.as_str());
}

#[test]
fn mistakes_and_errors_quote_nothing_that_a_terminal_obeys() {
    let raw: String = serde_json::from_str(HOSTILE).expect("it is JSON");
    let word = raw.as_str();
    let workspace = Workspace::base();
    for arguments in [
        vec!["check", word],
        vec![word],
        vec!["check", "--as-of", word],
        vec!["check", "--workspace", word],
        vec!["check", "--project", word],
        vec!["explain", word],
        vec!["catalog", "show", word],
        vec!["list", word],
        vec!["licenses", word],
        vec!["verify", word],
        vec!["render", word, "--output", "x.pdf"],
        vec!["diff", word, word],
        vec!["evidence", "add", word],
        vec!["bundle", word],
        vec!["bundle", "acme/web", "--sign", word],
        vec!["verify", "x.zip", "--public-key", word],
    ] {
        is_printable(&workspace, &arguments);
        let run = workspace.run(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    for broken in [
        format!("{HOSTILE}: 1\n"),
        format!("services:\n  - {{ use: {HOSTILE} }}\n"),
        format!("statements:\n  - {{ control: LOG-01, status: {HOSTILE} }}\n"),
        format!("overrides:\n  - {{ control: {HOSTILE}, reason: {HOSTILE} }}\n"),
        "a: \u{9b}31m \u{202e} \u{a0} [\n".to_owned(),
        format!("# {raw}\nnonsense: [\n"),
    ] {
        let workspace = Workspace::base().append("profiles/acme/projects/web.yaml", &broken);
        is_printable(&workspace, &["check"]);
        is_printable(&workspace, &["check", "--message-format", "json"]);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_quote_nothing_that_a_terminal_obeys() {
    let name = "x\n::error::\u{9b}31m\u{202e}\u{a0}";
    let workspace = Workspace::base()
        .file(&format!("profiles/acme/projects/{name}.yaml"), "schema: onus.project/1\nid: a\nnam: b\n")
        .file(&format!("profiles/acme/{name}.yaml"), "schema: onus.project/1\n")
        .file(&format!("templates/{name}.md"), "{% if %}\n")
        .file(&format!("{name}.zip"), bytes(&sealed(false)))
        .file(&format!("{name}.md"), "![a](http://x)\n");
    let package = format!("{name}.zip");
    for arguments in [
        vec!["check"],
        vec!["verify", package.as_str()],
        vec!["bundle", "keygen", "--no-password", "--output", name],
        vec!["init", name],
    ] {
        is_printable(&workspace, &arguments);
    }
}

#[test]
fn the_place_of_a_mistake_counts_the_characters_of_the_file() {
    let workspace =
        Workspace::base().append("profiles/acme/projects/web.yaml", "\"a\u{202e}\u{a0}\": { b: 1 }\n");
    let text = workspace.run(&["check"]).ended_with(2).stderr;
    let line = text.lines().find(|line| line.contains("-->")).expect("a place").trim().to_owned();
    let record =
        &workspace.run(&["check", "--message-format", "json"]).ended_with(2).records("diagnostic")[0];
    let label = &record["labels"][0];
    assert_eq!(
        line,
        format!("--> {}:{}:{}", label["file"].as_str().expect("a file"), label["line"], label["column"])
    );
    assert!(text.contains("\"a<U+202E><U+00A0>\": { b: 1 }"), "{text}");
}
