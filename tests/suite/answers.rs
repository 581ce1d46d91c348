//! The commands that answer questions or make something new: list, explain, render, init.

#![allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]

use std::fs;

use serde_json::Value;

use crate::workspace::Workspace;

fn ids(workspace: &Workspace, what: &str) -> Vec<String> {
    let run = workspace.run(&["list", what, "--message-format", "json"]).ended_with(0);
    let names = run.json_lines().into_iter().map(|line| line["id"].as_str().expect("an id").to_owned());
    names.collect()
}

#[test]
fn the_built_in_catalog_can_be_listed_anywhere() {
    let nowhere = Workspace::empty();
    assert!(ids(&nowhere, "services").contains(&"aws.ec2".to_owned()));
    assert!(ids(&nowhere, "controls").contains(&"PAT-01".to_owned()));
    assert!(ids(&nowhere, "frameworks").contains(&"nist-800-53-r5".to_owned()));
    for what in ["projects", "documents", "findings"] {
        let run = nowhere.run(&["list", what]).ended_with(2);
        assert!(run.stderr.contains("onus init"), "{}", run.stderr);
    }
}

#[test]
fn services_are_listed_with_the_projects_that_use_them() {
    let run = Workspace::base().run(&["list", "services", "--message-format", "json"]).ended_with(0);
    let used: Vec<Value> =
        run.records("service").into_iter().filter(|line| line["used-by"] == "web").collect();
    let used: Vec<&str> = used.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(used, ["aws.ec2", "aws.iam", "aws.s3"]);
}

#[test]
fn documents_are_listed_as_they_will_be_written() {
    let workspace = Workspace::base();
    let listed = workspace.run(&["list", "documents", "--message-format", "json"]).ended_with(0);
    let mut listed: Vec<String> = listed
        .records("document")
        .iter()
        .map(|line| format!("{}.md", line["path"].as_str().expect("a path")))
        .collect();
    workspace.run(&["build", "--format", "markdown"]).ended_with(0);
    let mut written: Vec<String> = workspace.tree("output").into_keys().collect();
    written.retain(|path| path.ends_with(".md"));
    listed.sort();
    assert_eq!(listed, written);
}

#[test]
fn findings_are_listed_without_failing_the_run() {
    let workspace = Workspace::base().replace(
        "profiles/acme/organization.yaml",
        "delegations:\n  - { to: platform }\n",
        "",
    );
    let run = workspace.run(&["list", "findings", "--message-format", "json"]).ended_with(0);
    assert!(run.records("finding").iter().any(|found| found["code"] == "duty-without-party"));
}

#[test]
fn a_control_a_part_a_requirement_and_a_service_can_be_explained() {
    let workspace = Workspace::base();
    let organization =
        workspace.read("profiles/acme/organization.yaml") + "frameworks: [nist-800-53-r5/low]\n";
    let workspace = workspace.file("profiles/acme/organization.yaml", organization);
    for (subject, says) in [
        ("PAT-01", "guest-os for Amazon EC2 (aws.ec2) is the customer's responsibility"),
        ("PAT-01/guest-os", "onus:catalog/demarcation.yaml:"),
        ("AC-2", "by Platform Team (profiles/acme/organization.yaml:9:5)"),
        ("nist-800-53-r5/AC-2", "by Platform Team"),
        ("aws.s3", "aws.s3"),
    ] {
        let run = workspace.run(&["explain", subject]).ended_with(0);
        assert!(run.stdout.contains(says), "{subject}:\n{}", run.stdout);
    }
}

#[test]
fn an_override_is_explained_with_what_it_overruled() {
    let overrides = "overrides:\n  - { control: PAT-01, part: guest-os, service: aws.ec2, \
        duties: { operate: provider }, reason: The images are leased. }\n";
    let workspace = Workspace::base();
    let project = workspace.read("profiles/acme/projects/web.yaml") + overrides;
    let workspace = workspace.file("profiles/acme/projects/web.yaml", project);
    let run = workspace.run(&["explain", "PAT-01/guest-os", "--service", "aws.ec2"]).ended_with(0);
    let winner = run.stdout.find("the project decides operate (operate: provider)").expect("the winner");
    let overruled = run.stdout.find("the demarcation table decides manage and verify").expect("the others");
    assert!(winner < overruled, "{}", run.stdout);
    assert!(
        run.stdout.contains("The images are leased.\n      profiles/acme/projects/web.yaml:8:5"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_unknown_subject_is_refused_with_the_nearest_name() {
    let workspace = Workspace::base();
    for (arguments, hint) in [
        (["PTA-01"].as_slice(), "did you mean `PAT-01`?"),
        (&["PAT-01/gest-os"], "did you mean `guest-os`?"),
        (&["aws.lamda"], "did you mean `aws.lambda`?"),
        (&["PAT-01", "--service", "aws.es2"], "did you mean `aws.ec2`?"),
        (&["nonsense"], "`onus list controls` and `onus list services` show what there is"),
    ] {
        let run = workspace.run(&[["explain"].as_slice(), arguments].concat()).ended_with(2);
        assert!(run.stdout.is_empty());
        assert!(
            run.stderr.contains("error[unknown-selection]") && run.stderr.contains(hint),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_markdown_file_is_set_as_pdf_beside_it_or_where_asked() {
    let workspace = Workspace::empty().file("policy.md", "# Policy\n\nLock the door | *always*.\n");
    workspace.run(&["render", "policy.md"]).ended_with(0);
    workspace.run(&["render", "policy.md", "--output", "other.pdf"]).ended_with(0);
    for name in ["policy.pdf", "other.pdf"] {
        let bytes = fs::read(workspace.path(name)).expect("it was written");
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
    }
    assert_eq!(workspace.tree("").len(), 3, "nothing else is left behind");
}

#[test]
fn a_mistake_in_front_matter_is_pointed_at_and_an_old_pdf_is_kept() {
    let text = "---\ntitle: Policy\npaper: a5\ndate: 2026-02-30\n---\n# Policy\n";
    let workspace = Workspace::empty().file("policy.md", text).file("policy.pdf", "older");
    let run = workspace.run(&["render", "policy.md"]).ended_with(2);
    for says in ["policy.md:3:8", "did you mean `a4`?", "policy.md:4:7", "2 errors in the input"] {
        assert!(run.stderr.contains(says), "{says}:\n{}", run.stderr);
    }
    assert_eq!(workspace.read("policy.pdf"), "older");
    let run = workspace.run(&["render", "nowhere.md"]).ended_with(2);
    assert!(run.stderr.starts_with("error: cannot read `nowhere.md`: "), "{}", run.stderr);
}

#[test]
fn keys_of_other_programs_in_front_matter_are_only_warned_about() {
    let text = "---\ntitel: Policy\nlayout: post\n---\n# Policy\n";
    let workspace = Workspace::empty().file("policy.md", text);
    let run = workspace.run(&["render", "policy.md"]).ended_with(0);
    assert!(run.stderr.contains("warning[unknown-key]: unknown key `titel`"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `title`?"), "{}", run.stderr);
    assert!(!run.stderr.contains("nothing was done"), "{}", run.stderr);
    assert!(workspace.path("policy.pdf").is_file());
}

#[test]
fn a_new_workspace_builds_at_once_whatever_its_folder_is_called() {
    for (name, id) in [
        ("mycompany", "mycompany"),
        ("My Company GmbH", "my-company-gmbh"),
        ("über|co`", "ber-co"),
        ("quotes \" ' and {{ braces }}", "quotes-and-braces"),
        ("日本", "my-organization"),
        ("services", "my-organization"),
        ("a..b", "a-b"),
    ] {
        let workspace = Workspace::empty();
        workspace.run(&["init", name]).ended_with(0);
        let build = ["build", "--workspace", name, "--format", "json", "--format", "markdown"];
        workspace.run(&build).ended_with(0);
        let matrix = workspace.json(&format!("{name}/output/{id}/first/matrix.json"));
        assert_eq!(matrix["organization"]["name"], name);
    }
}

#[test]
fn a_folder_with_something_in_it_is_not_made_a_workspace() {
    let workspace = Workspace::empty().file("full/notes.txt", "mine").file("file", "mine");
    let before = workspace.tree("");
    for name in ["full", "file", "."] {
        let run = workspace.run(&["init", name]).ended_with(2);
        assert!(run.stderr.contains("already exists and is not empty"), "{}", run.stderr);
    }
    assert_eq!(workspace.tree(""), before);
    fs::create_dir(workspace.path("bare")).expect("a folder can be made");
    workspace.run(&["init", "bare"]).ended_with(0);
}
