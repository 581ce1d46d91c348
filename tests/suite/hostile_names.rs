//! Names and texts that would break a table, a page or a path: they reach matrix.json, and charts, letter by letter.

use lopdf::Document as Pdf;

use crate::shared::pdf_objects::alternatives;
use crate::workspace::Workspace;

/// Each as a YAML double-quoted text, which is JSON's.
const HOSTILE: [&str; 10] = [
    "a | b || c",
    "`code` and ``more``",
    "<script>alert('x')</script> & <!-- -->",
    "one\ntwo\n\n# three",
    "{{ organization.name }} {% for x in y %} {# no #}",
    "\u{202e}right to left\u{202c} שלום مرحبا",
    "👩‍💻 🏴‍☠️ e\u{301}",
    "[link](javascript:alert(1)) ![image](x)",
    "\\ \\| \" ' : - # % @ & *",
    "...\n---\nschema: onus.project/1",
];

#[test]
fn hostile_names_are_carried_literally() {
    for text in HOSTILE {
        let quoted = serde_json::Value::from(text).to_string();
        let organization = format!(
            "schema: onus.organization/1\nid: acme\nname: {quoted}\nparties:\n  - {{ id: platform, name: {quoted} }}\n\
             services:\n  - {{ use: aws.iam, purpose: {quoted} }}\ndelegations:\n  - {{ to: platform }}\n"
        );
        let project = format!(
            "schema: onus.project/1\nid: web\nname: {quoted}\nservices:\n  - {{ use: aws.ec2 }}\noverrides:\n  \
             - {{ control: PAT-01, part: guest-os, service: aws.ec2, duties: {{ operate: provider }}, reason: {quoted} }}\n"
        );
        let workspace = Workspace::base()
            .file("profiles/acme/organization.yaml", organization)
            .file("profiles/acme/projects/web.yaml", project);
        workspace.run(&["check"]).ended_with(0);
        workspace.run(&["build", "--format", "json"]).ended_with(0);
        let matrix = workspace.json("output/acme/web/matrix.json");
        assert_eq!(matrix["organization"]["name"], text);
        assert_eq!(matrix["project"]["name"], text);
        let controls = matrix["controls"].as_array().expect("a list");
        let patching = controls.iter().find(|control| control["id"] == "PAT-01").expect("it is there");
        let cells = patching["cells"].as_array().expect("a list");
        let guest = cells.iter().find(|cell| cell["part"] == "guest-os" && cell["service"] == "aws.ec2");
        let name = guest.expect("it is there")["claims"][0].as_str().expect("a name");
        assert_eq!(matrix["claims"][name]["reason"], text.trim());
    }
}

#[test]
fn braces_in_a_statement_are_filled_in_once_and_never_again() {
    let organization = "parameters: { a: \"{{ parameters.b }}\", b: \"secret\" }\nstatements:\n  \
        - { control: LOG-01, status: implemented, text: 'Kept for {{ parameters.a }}, \\{{ literally }}.' }\n";
    let workspace = Workspace::base();
    let organization = workspace.read("profiles/acme/organization.yaml") + organization;
    let workspace = workspace.file("profiles/acme/organization.yaml", organization);
    workspace.run(&["build", "--format", "json"]).ended_with(0);
    let matrix = workspace.json("output/acme/web/matrix.json");
    let controls = matrix["controls"].as_array().expect("a list");
    let logging = controls.iter().find(|control| control["id"] == "LOG-01").expect("it is there");
    assert_eq!(logging["statement"]["text"], "Kept for {{ parameters.b }}, {{ literally }}.");
}

#[test]
fn names_of_projects_cannot_break_a_chart() {
    let name = "a] \\\"b\\\", `c` %%{init: {}}%% <script> #35; | x";
    let project =
        format!("schema: onus.project/1\nid: shop\nname: \"{name}\"\nservices:\n  - {{ use: aws.s3 }}\n");
    let chart = "---
title: Chart
scope: organization
---
# Chart

```mermaid
xychart-beta horizontal
    title \"Controls\"
    x-axis [{% for entry in projects %}{{ entry.project.name | label }}{% if not loop.last %}, {% endif %}{% endfor %}]
    y-axis 0 --> 9
    bar [1, 2]
```
";
    let workspace =
        Workspace::base().file("profiles/acme/projects/shop.yaml", project).file("templates/chart.md", chart);
    workspace.run(&["build", "--document", "chart"]).ended_with(0);
    let text = workspace.read("output/acme/chart.md");
    let (_, chart) = text.split_once("```mermaid\n").expect("it is there");
    let (chart, _) = chart.split_once("\n```").expect("it is there");
    let axis = chart.lines().find(|line| line.trim_start().starts_with("x-axis")).expect("it is there");
    // As mermaid reads it: two names in quotes, and nothing between them that it could take for anything else.
    assert_eq!(axis.matches('"').count(), 4, "{axis}");
    assert!(!axis.contains("%%") && !axis.contains('<') && !axis.contains('`'), "{axis}");
    let pdf = Pdf::load(workspace.path("output/acme/chart.pdf")).expect("it was written");
    let shown = "a] \"b\", `c` %%{init: {}}%% <script> #35; | x";
    assert!(alternatives(&pdf)[0].contains(shown), "{:?}", alternatives(&pdf));
}
