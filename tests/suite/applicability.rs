//! Statements of applicability: why each requirement applies or does not. Expected values by hand, from the catalog's layers and
//! needs.

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";

const FRAMEWORK: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Halls, satisfied-by: [PHY-01/facilities] }
  - { id: R-2, title: Media, satisfied-by: [MED-02/issue] }
  - { id: R-3, title: Board, organizational: Only they can. }
  - { id: R-4, title: Mail, satisfied-by: [PHY-01/facilities] }
  - { id: R-5, title: Guests, satisfied-by: [LOG-01/guest-os] }
";

fn of(frameworks: &str) -> String {
    let profile = format!(
        "frameworks: [{frameworks}]\nattributes:\n  uses-removable-media: {{ value: false, reason: None is allowed. }}\nstatements:\n  \
         - {{ requirement: house/R-4, status: not-applicable, text: We have no mail. }}\n"
    );
    let workspace =
        Workspace::base().file("profiles/acme/catalog/house.yaml", FRAMEWORK).append(ORGANIZATION, &profile);
    let arguments =
        ["build", "--document", "statement-of-applicability", "--format", "md", "--deny", "nothing"];
    workspace.run(&arguments).ended_with(0);
    workspace.read("output/acme/web/statement-of-applicability.md")
}

#[test]
fn each_requirement_says_why_it_applies_or_does_not() {
    let text = of("house");
    for row in [
        "| R-1 | Halls | Yes: S | Inherited | Inherited | PHY-01 ‡ |",
        "| R-2 | Media | **No:** None is allowed. | – | Not applicable | MED-02 |",
        "| R-3 | Board | Yes: O | Customer | Not documented | – |",
        "| R-4 | Mail | **No:** We have no mail. | – | Not applicable | PHY-01 ¶ |",
        "| R-5 | Guests | Yes: S: guest operating system | Customer | Not documented | LOG-01; 0/2 |",
    ] {
        assert!(text.contains(row), "{row}: {text}");
    }
    assert!(text.contains("| House rules | 3 | 2 | 0 | 0 | 0 | 0 | 1 | 2 |"), "{text}");
}

#[test]
fn annex_a_comes_first() {
    let text = of("house, iso-27001-2022");
    let place = |heading: &str| text.find(heading).unwrap_or_else(|| panic!("{heading}: {text}"));
    assert!(place("\n## ISO/IEC 27001:2022 Annex A\n") < place("\n## House rules\n"));
}

#[test]
fn a_project_without_a_framework_has_no_statement_of_applicability() {
    let document = "output/acme/web/statement-of-applicability.md";
    let workspace = Workspace::base();
    workspace.run(&["build", "--format", "md", "--deny", "nothing"]).ended_with(0);
    assert!(!workspace.path(document).exists());
    let workspace =
        Workspace::base().append("profiles/acme/projects/web.yaml", "frameworks: [iso-27001-2022]\n");
    workspace.run(&["build", "--format", "md", "--deny", "nothing"]).ended_with(0);
    assert!(workspace.path(document).exists());
}
