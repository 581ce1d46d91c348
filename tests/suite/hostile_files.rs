//! Inputs that cannot lie in a repository: files that are no text, too large, too deep or no files at all, and an
//! output that cannot be written. None of them may crash the program, hold it up, or touch what was written before.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

use std::fs;

use serde_json::Value;

use crate::workspace::{Run, Workspace};

const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// The only diagnostic of a workspace in which one thing is wrong, as code and place; builds and checks it.
#[track_caller]
fn only_mistake(workspace: Workspace) -> (String, Value) {
    let workspace = workspace.file("output/acme/web/responsibility-matrix.md", "an older document");
    let before = workspace.tree("output");
    let build = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let check = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
    assert_eq!(workspace.tree("output"), before, "the output was touched");
    assert_eq!(build.stdout, check.stdout);
    only_record(&check)
}

#[track_caller]
fn only_record(run: &Run) -> (String, Value) {
    let records = run.records("diagnostic");
    assert_eq!(records.len(), 1, "{}", run.stdout);
    let label = &records[0]["labels"][0];
    let place = format!("{}:{}:{}", label["file"].as_str().unwrap_or("-"), label["line"], label["column"]);
    (format!("{} {place}", records[0]["code"].as_str().expect("a code")), records[0].clone())
}

#[test]
fn a_file_that_is_not_utf_8_is_pointed_at_where_it_stops_being() {
    let text = b"schema: onus.project/1\nid: web\nname: Caf\xe9\n";
    let (found, record) = only_mistake(Workspace::base().file(PROJECT, text));
    assert_eq!(found, "not-utf8 profiles/acme/projects/web.yaml:3:10");
    assert_eq!(record["hint"], "save the file as UTF-8");
}

#[test]
fn a_register_that_is_not_utf_8_leaves_those_who_refer_to_it_in_peace() {
    let register =
        b"schema: onus.evidence/1\nevidence:\n  - { id: scan, title: Caf\xe9, kind: ticket, location: X, \
        collected: 2026-10-01 }\n";
    let statement = "statements:\n  - { control: LOG-01, status: planned, evidence: [scan] }\n";
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + statement;
    let (found, _) =
        only_mistake(workspace.file("profiles/acme/evidence/register.yaml", register).file(PROJECT, project));
    assert_eq!(found, "not-utf8 profiles/acme/evidence/register.yaml:3:27");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_mistakes() {
    let workspace = Workspace::base();
    let project = format!("\u{feff}{}", workspace.read(PROJECT).replace('\n', "\r\n"));
    workspace.file(PROJECT, project).run(&["check"]).ended_with(0);
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused_at_once() {
    let flow = format!("description: {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let flow_mappings = format!("description: {}{}\n", "{a: ".repeat(10_000), "}".repeat(10_000));
    let block = format!("description:\n  {}x\n", "- ".repeat(10_000));
    let keys = format!("description:\n  {}x\n", "? ".repeat(10_000));
    let unclosed = format!("description: {}", "[".repeat(10_000));
    for (shape, text) in [
        ("lists", flow),
        ("mappings", flow_mappings),
        ("dashes", block),
        ("keys", keys),
        ("unclosed", unclosed),
    ] {
        let workspace = Workspace::base();
        let project = workspace.read(PROJECT) + &text;
        let (found, record) = only_mistake(workspace.file(PROJECT, project));
        assert!(found.starts_with("too-deep profiles/acme/projects/web.yaml:"), "{shape}: {found}");
        assert_eq!(record["message"], "values are nested more than 60 levels deep", "{shape}");
    }
}

#[test]
fn ten_thousand_levels_of_indentation_are_refused_at_once() {
    // Each level one space further in: fifty million spaces would be too large a file, this is what fits.
    let mut text = String::from("description:\n");
    for level in 1..5_000 {
        text.push_str(&" ".repeat(level));
        text.push_str("a:\n");
    }
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + &text;
    let (found, _) = only_mistake(workspace.file(PROJECT, project));
    assert!(found.starts_with("too-deep profiles/acme/projects/web.yaml:"), "{found}");
}

#[test]
fn aliases_that_stand_for_a_thousand_million_values_are_refused_at_once() {
    let mut text = String::from("parameters:\n  a0: &a0 lol\n");
    for level in 1..10 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![before; 10].join(", ")));
    }
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + &text;
    let (found, record) = only_mistake(workspace.file(PROJECT, project));
    // 10 + 110 + 1,110 values are still allowed; the fourth list would bring ten times 1,111 of them.
    assert!(found.starts_with("too-many-aliases profiles/acme/projects/web.yaml:12:"), "{found}");
    assert_eq!(record["hint"], "write the values out");
}

#[test]
fn a_few_aliases_to_one_large_list_are_counted_by_what_they_stand_for() {
    let list = vec!["a"; 9_000].join(", ");
    let text = format!("parameters:\n  a: &a [{list}]\n  b: *a\n  c: *a\n");
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + &text;
    let (found, _) = only_mistake(workspace.file(PROJECT, project));
    assert_eq!(found, "too-many-aliases profiles/acme/projects/web.yaml:10:6");
}

#[test]
fn an_alias_inside_what_it_stands_for_is_refused() {
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + "parameters: &a { b: *a }\n";
    let (found, _) = only_mistake(workspace.file(PROJECT, project));
    assert_eq!(found, "too-many-aliases profiles/acme/projects/web.yaml:7:21");
}

#[test]
fn honest_aliases_are_read() {
    let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - { use: aws.ec2, regions: &here \
        [eu-west-1, eu-central-1] }\n  - { use: aws.s3, regions: *here }\n";
    let workspace = Workspace::base().file(PROJECT, project);
    workspace.run(&["build", "--document", "matrix"]).ended_with(0);
    let matrix = workspace.json("output/acme/web/matrix.json");
    let services = matrix["services"].as_array().expect("a list");
    let bucket = services.iter().find(|service| service["id"] == "aws.s3").expect("it is in use");
    assert_eq!(bucket["regions"], serde_json::json!(["eu-central-1", "eu-west-1"]));
}

#[test]
fn a_file_over_16_mib_is_not_read() {
    let mut text = b"schema: onus.project/1\nid: web\nname: Web\n#".to_vec();
    text.resize(16 * 1024 * 1024 + 1, b'x');
    let (found, record) = only_mistake(Workspace::base().file(PROJECT, text));
    assert_eq!(found, "file-too-large profiles/acme/projects/web.yaml:1:1");
    assert_eq!(record["message"], "`profiles/acme/projects/web.yaml` is larger than 16 MiB");
}

#[test]
fn a_template_that_is_not_utf_8_or_too_large_is_refused() {
    let text = b"---\ntitle: Letter\nscope: project\n---\n# Caf\xe9\n";
    let (found, _) = only_mistake(Workspace::base().file("templates/letter.md", text));
    assert_eq!(found, "not-utf8 templates/letter.md:5:6");
    let (found, _) =
        only_mistake(Workspace::base().file("templates/letter.md", vec![b'x'; 16 * 1024 * 1024 + 1]));
    assert_eq!(found, "file-too-large templates/letter.md:1:1");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_link_out_of_the_workspace_is_not_followed() {
        let elsewhere =
            Workspace::empty().file("secret.yaml", "schema: onus.project/1\nid: secret\nname: Secret\n");
        let workspace = Workspace::base();
        symlink(elsewhere.path("secret.yaml"), workspace.path("profiles/acme/projects/link.yaml"))
            .expect("a link");
        let (found, record) = only_mistake(workspace);
        assert_eq!(found, "outside-workspace profiles/acme/projects/link.yaml:1:1");
        assert!(!record.to_string().contains("Secret"));
    }

    #[test]
    fn a_folder_that_is_a_link_out_of_the_workspace_is_not_read() {
        let elsewhere = Workspace::base();
        let workspace = Workspace::base();
        symlink(elsewhere.path("profiles/acme"), workspace.path("profiles/stranger")).expect("a link");
        let found = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
        assert!(!found.records("diagnostic").is_empty());
        for record in found.records("diagnostic") {
            assert_eq!(record["code"], "outside-workspace", "{record}");
        }
    }

    #[test]
    fn links_that_lead_in_circles_end() {
        let workspace =
            Workspace::base().file("profiles/acme/catalog/own.yaml", "schema: onus.providers/1\n");
        for name in ["a", "b", "c", "d", "e", "f"] {
            symlink(".", workspace.path(&format!("profiles/acme/catalog/{name}"))).expect("a link");
        }
        // What they lead to is read once; that the search grows with their number alone is counted in `growth`.
        workspace.run(&["check"]).ended_with(0);
    }

    #[test]
    fn a_pipe_instead_of_a_file_does_not_hold_the_program_up() {
        let workspace = Workspace::base();
        let pipe = workspace.path("profiles/acme/projects/pipe.yaml");
        assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo is there").success());
        let (found, record) = only_mistake(workspace);
        assert_eq!(found, "unreadable profiles/acme/projects/pipe.yaml:1:1");
        assert_eq!(record["message"], "`profiles/acme/projects/pipe.yaml` is not a plain file");
    }

    #[test]
    fn a_link_to_nothing_is_reported() {
        let workspace = Workspace::base();
        symlink("nowhere.yaml", workspace.path("profiles/acme/projects/link.yaml")).expect("a link");
        let (found, _) = only_mistake(workspace);
        assert_eq!(found, "unreadable profiles/acme/projects/link.yaml:1:1");
    }

    #[test]
    fn a_file_name_that_is_not_utf_8_is_not_passed_over() {
        let workspace = Workspace::base();
        let name = OsStr::from_bytes(b"caf\xe9.yaml");
        fs::copy(workspace.path(PROJECT), workspace.path("profiles/acme/projects").join(name))
            .expect("a copy");
        let (found, record) = only_mistake(workspace);
        assert_eq!(found, "unreadable profiles/acme/projects/caf\u{fffd}.yaml:1:1");
        assert_eq!(record["hint"], "rename the file");
    }

    #[test]
    fn a_template_whose_name_has_a_control_character_names_no_document() {
        let text = "---\ntitle: Letter\nscope: project\n---\n# Letter\n";
        let (found, record) = only_mistake(Workspace::base().file("templates/a\u{7}b.md", text));
        assert_eq!(found, "bad-document-name templates/a\u{7}b.md:1:1");
        assert!(record["message"].as_str().expect("a message").contains("`a<U+0007>b.md`"), "{record}");
    }

    #[test]
    fn a_link_in_the_output_does_not_lead_out_of_it() {
        let elsewhere = Workspace::empty().file("keep.txt", "not ours");
        let workspace = Workspace::base().file("output/keep.txt", "not ours");
        symlink(elsewhere.path(""), workspace.path("output/acme")).expect("a link");
        let run = workspace.run(&["build", "--document", "matrix"]).ended_with(2);
        assert!(
            run.stderr.contains("output/acme` is a link, and nothing is written through links"),
            "{}",
            run.stderr
        );
        assert_eq!(elsewhere.tree("").len(), 1);
    }

    #[test]
    fn more_documents_than_open_files_are_written() {
        let mut workspace = Workspace::base();
        for number in 0..60 {
            let project = format!("schema: onus.project/1\nid: p{number}\nname: Project {number}\n");
            workspace = workspace.file(&format!("profiles/acme/projects/p{number}.yaml"), project);
        }
        let mut command = assert_cmd::Command::new("sh");
        command.current_dir(workspace.path("")).arg("-c").arg(format!(
            "ulimit -n 32 && exec {} build --document matrix --as-of 2026-11-15",
            env!("CARGO_BIN_EXE_onus")
        ));
        Run::of(command).ended_with(0);
        // The matrix and the revisions of 61 projects, the manifest.
        assert_eq!(workspace.tree("output/acme").len(), 123);
    }
}

#[test]
fn a_workspace_without_profiles_says_what_to_do() {
    let run = Workspace::empty().run(&["check"]).ended_with(2);
    insta::assert_snapshot!(run.stderr.trim_end(), @"
    error[no-profiles]: there is no `profiles/<organisation>/organization.yaml` here
     |
     = help: `onus init mycompany` makes a workspace to start from
    ");
    let (found, _) =
        only_record(&Workspace::empty().run(&["build", "--message-format", "json"]).ended_with(2));
    assert_eq!(found, "no-profiles -:null:null");
    assert!(Workspace::empty().tree("").is_empty());
}

#[test]
fn a_workspace_that_is_not_there_is_named() {
    let run = Workspace::empty().run(&["check", "--workspace", "nowhere"]).ended_with(2);
    assert!(run.stderr.starts_with("error: cannot open the workspace `nowhere`: "), "{}", run.stderr);
}

#[test]
fn an_output_that_is_a_file_is_left_as_it_is() {
    let workspace = Workspace::base().file("output", "my notes");
    let run = workspace.run(&["build", "--document", "matrix"]).ended_with(2);
    assert!(run.stderr.starts_with("error: cannot write `./output"), "{}", run.stderr);
    assert_eq!(workspace.read("output"), "my notes");
}

#[test]
fn a_file_where_a_folder_must_go_stops_the_build_before_anything_is_replaced() {
    let second = "schema: onus.project/1\nid: aaa\nname: First by name\n";
    let workspace = Workspace::base()
        .file("profiles/acme/projects/aaa.yaml", second)
        .file("output/acme/aaa/matrix.json", "older")
        .file("output/acme/web", "my notes");
    let before = workspace.tree("output");
    let run = workspace.run(&["build", "--document", "matrix"]).ended_with(2);
    assert!(run.stderr.contains("cannot write `./output/acme/web"), "{}", run.stderr);
    assert_eq!(workspace.tree("output"), before);
}

#[test]
fn a_folder_where_a_file_must_go_stops_the_build_before_anything_is_replaced() {
    let second = "schema: onus.project/1\nid: aaa\nname: First by name\n";
    let workspace = Workspace::base()
        .file("profiles/acme/projects/aaa.yaml", second)
        .file("output/acme/aaa/matrix.json", "older")
        .file("output/acme/web/matrix.json/keep.txt", "my notes");
    let before = workspace.tree("output");
    let run = workspace.run(&["build", "--document", "matrix"]).ended_with(2);
    assert!(run.stderr.contains("cannot write `./output/acme/web/matrix.json`"), "{}", run.stderr);
    assert_eq!(workspace.tree("output"), before);
}
