//! `onus list`: what there is and who uses it.

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
