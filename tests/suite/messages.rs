//! How mistakes look to people: a line of text, a caret, what was meant. Few and short, because every word of them is
//! looked at here.

use crate::workspace::{Workspace, fixtures};

/// What a person sees who checks the workspace of a case.
fn shown(case: &str) -> String {
    let workspace = Workspace::base().overlay(&fixtures().join("bad-input").join(case));
    workspace.run(&["check"]).ended_with(2).stderr.trim_end().to_owned()
}

#[test]
fn a_wrong_name_is_shown_with_the_one_that_was_meant() {
    insta::assert_snapshot!(shown("unknown-service"), @r"
    error[unknown-service]: unknown service `aws.s4`
     --> profiles/acme/projects/web.yaml:6:12
      |
    6 |   - { use: aws.s4 }
      |            ^^^^^^
      |
      = help: did you mean `aws.s3`?
    ");
}

#[test]
fn a_contradiction_is_shown_with_both_sides() {
    insta::assert_snapshot!(shown("conflicting-delegations"), @r"
    error[conflicting-delegations]: two delegations give `verify` to different parties (`platform`, `helper`) and neither is more specific
      --> profiles/acme/organization.yaml:12:46
       |
    11 |   - { domain: logging, duties: [operate, verify], to: platform }
       |                                                       -------- the other delegation
    12 |   - { domain: logging, duties: [verify], to: helper }
       |                                              ^^^^^^
       |
       = help: remove one of them, or narrow one by `control`, `service`, `domain`, `layer` or `duties`
    ");
}

#[test]
fn a_twin_is_shown_in_both_files() {
    insta::assert_snapshot!(shown("duplicate-evidence-across-files"), @r"
    error[duplicate-id]: `scan` appears twice
     --> profiles/acme/evidence/second.yaml:3:11
      |
    3 |   - { id: scan, title: Scan of the web shop, kind: ticket, location: SEC-1, collected: 2026-10-01 }
      |           ^^^^
      |
     ::: profiles/acme/evidence/register.yaml:3:11
      |
    3 |   - { id: scan, title: Scan of the web shop, kind: ticket, location: SEC-1, collected: 2026-10-01 }
      |           ---- first here
      |
      = help: give one of the two another id, or remove it
    ");
}

#[test]
fn a_file_without_text_is_shown_without_a_line() {
    insta::assert_snapshot!(shown("stray-file-in-misnamed-folder"), @r"
    error[unexpected-file]: nothing reads `profiles/acme/project/shop.yaml`
    --> profiles/acme/project/shop.yaml:1:1
     = help: a folder in `profiles` is an organisation: `organization.yaml`, `projects/<project>.yaml`, `evidence/*.yaml`, `catalog/*.yaml` and `findings.yaml`
    ");
}

#[test]
fn mistakes_of_several_kinds_are_shown_together_and_counted() {
    let titles: Vec<String> = shown("many-mistakes-in-many-files")
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(str::to_owned)
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).filter(|line| line.contains("error")).collect();
    insta::assert_snapshot!(titles.join("\n"), @r"
    error[unknown-key]: unknown key `colour`
    error[unknown-service]: unknown service `aws.iamm`
    error[unknown-party]: unknown party `plattform`
    error[yaml-syntax]: not valid YAML: while parsing a node, did not find expected node content
    error[empty-file]: the file is empty
    error[wrong-type]: expected text, found a number
    error[missing-key]: the key `use` is missing
    error[unknown-key]: unknown key `uses`
    error[unknown-word]: unknown value `tickets`
    error[bad-date]: expected a date (YYYY-MM-DD), found `2026-13-01`
    10 errors in the input; nothing was done
    ");
}

#[test]
fn a_mistake_in_a_template_is_shown_in_the_template() {
    insta::assert_snapshot!(shown("template-with-undefined-variable"), @r"
    error[template-undefined]: field `owner_name` is not defined
     --> templates/audit-letter.md:7:19
      |
    7 | Owner: {{ project.owner_name }}
      |                   ^^^^^^^^^^
      |
      = help: available: `boundary`, `data_classification`, `description`, `id`, `name`
    ");
}
