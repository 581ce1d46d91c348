//! The customer responsibility matrix, which goes to the organisation's own customers: made only where something is offered to
//! them, and never saying *ours* of what no offer covers.

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const SHOP: &str = "profiles/acme/projects/web.yaml";
const DOCUMENT: &str = "output/acme/web/customer-responsibility-matrix.md";

const FRAMEWORK: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Halls, satisfied-by: { equal: [PHY-01/facilities] } }
  - { id: R-2, title: Keys, satisfied-by: { equal: [CRY-03] } }
  - { id: R-3, title: Logs, satisfied-by: { equal: [LOG-02] } }
  - { id: R-4, title: Plans, satisfied-by: { equal: [GOV-10] } }
  - { id: R-5, title: Keys and more, satisfied-by: { subset: [CRY-03] }, remainder: Keys of guests are counted. }
  - { id: R-6, title: Keys perhaps, satisfied-by: { intersects: [CRY-03] } }
  - { id: R-7, title: Keys by word, satisfied-by: { equal: [CRY-03] } }
";

const OFFERS: &str = "\
statements:
  - { control: CRY-03, status: implemented, owner: platform, text: Keys. }
  - { control: LOG-02, status: implemented, owner: platform, text: Logs. }
  - { requirement: house/R-7, status: partial, owner: platform, due: 2999-01-01, text: Half of it. }
offers:
  - id: shop
    title: The shop
    to: customers
    controls: [PHY-01/facilities, CRY-03, LOG-02]
    duties: { manage: offered, operate: offered, verify: offered }
    text: We run the shop.
    asks:
      - { id: M-1, text: Look at your records., controls: [LOG-02], origination: configured-by-customer }
";

fn shop(offers: &str) -> Workspace {
    Workspace::base()
        .file("profiles/acme/catalog/house.yaml", FRAMEWORK)
        .append(ORGANIZATION, "frameworks: [house]\ncustomers: { name: Merchants }\n")
        .append(SHOP, offers)
}

fn built(workspace: &Workspace) -> String {
    let arguments =
        ["build", "--document", "customer-responsibility-matrix", "--format", "md", "--deny", "nothing"];
    workspace.run(&arguments).ended_with(0);
    workspace.read(DOCUMENT)
}

/// The cells of a requirement behind its title.
fn row(text: &str, id: &str) -> String {
    let start = format!("| {id} | ");
    let line = text.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{id}: {text}"));
    line.trim_start_matches(&start).split_once(" | ").expect("a title").1.to_owned()
}

#[test]
fn each_requirement_says_whose_it_is_what_is_left_and_what_it_rests_on() {
    let text = built(&shop(OFFERS));
    for (id, cells) in [
        ("R-1", "Ours | Nothing | AWS: none |"),
        ("R-2", "Ours | Nothing | "),
        ("R-3", "Shared | M-1. Each its own: "),
        ("R-4", "Yours | All of it | – |"),
        ("R-5", "Shared | Not covered: Keys of guests are counted. | "),
        ("R-6", "Shared | Not known to be covered in full. | "),
        ("R-7", "Shared | Not met in full yet. | "),
    ] {
        assert!(row(&text, id).starts_with(cells), "{id}: {}", row(&text, id));
    }
    assert!(text.contains("| House rules | 7 | 2 | 4 | 1 |"), "{text}");
    assert!(
        text.contains("| M-1 | Look at your records. | Configured by customer | House rules: R-3 |"),
        "{text}"
    );
    assert!(text.contains("| The shop | We run the shop. | In full |"), "{text}");
}

#[test]
fn an_offer_for_some_regions_covers_nothing_elsewhere() {
    let in_regions = |used: &str, offered: &str| {
        let offers = OFFERS.replace("    text: We", &format!("    regions: [{offered}]\n    text: We"));
        let regions =
            format!("{{ use: aws.ec2, regions: [{used}] }}\n  - {{ use: aws.s3, regions: [{used}] }}\n");
        let workspace = shop(&offers)
            .replace(SHOP, "{ use: aws.ec2 }\n  - { use: aws.s3 }\n", &regions)
            .replace(ORGANIZATION, "{ use: aws.iam }", &format!("{{ use: aws.iam, regions: [{used}] }}"));
        row(&built(&workspace), "R-1").split(" | ").next().expect("a cell").to_owned()
    };
    assert_eq!(in_regions("eu-west-1", "eu-west-1"), "Ours");
    assert_eq!(in_regions("eu-west-1, eu-west-2", "eu-west-1"), "Shared");
    assert_eq!(in_regions("eu-west-2", "eu-west-1"), "Yours");
}

#[test]
fn an_offer_that_is_not_kept_leaves_it_to_customers_and_shows_nothing_internal() {
    let late = OFFERS.replace("CRY-03, status: implemented", "CRY-03, status: planned, due: 2026-01-01");
    let workspace = shop(&late).replace(
        ORGANIZATION,
        "{ id: platform, name: Platform Team }",
        "{ id: platform, name: Platform Team, contact: platform@acme.example }",
    );
    let text = built(&workspace);
    // What the provider does about keys customers still have through us.
    assert!(row(&text, "R-2").starts_with("Shared | Yours: Key management. | "), "{}", row(&text, "R-2"));
    assert!(text.contains("| In part: the rest is left to you |"), "{text}");
    for private in ["Platform Team", "platform@acme.example", "profiles/", "2026-01-01", "overdue"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
}

#[test]
fn it_is_made_only_for_projects_that_offer_something_to_customers() {
    let to_projects =
        OFFERS.replace("    to: customers\n", "").replace("[PHY-01/facilities, CRY-03, LOG-02]", "[LOG-02]");
    for (offers, wanted) in [("", false), (to_projects.as_str(), false), (OFFERS, true)] {
        let workspace = shop(offers);
        let listed = workspace.run(&["list", "documents"]).ended_with(0).stdout;
        assert_eq!(listed.contains("customer-responsibility-matrix"), wanted, "{listed}");
        workspace.run(&["build", "--format", "md", "--deny", "nothing"]).ended_with(0);
        assert_eq!(workspace.path(DOCUMENT).exists(), wanted);
    }
}
