//! Where requirements originate. Expected values by hand, from the definitions of FedRAMP's control summaries and the rules of
//! docs/chains.md. Logs are the customer's alone, data centres the provider's alone.

use serde_json::Value;

use crate::chains::{INHERITS, LANDING_ZONE};
use crate::diff;
use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const SHOP: &str = "profiles/acme/projects/web.yaml";
const ZONE: &str = "profiles/acme/projects/zone.yaml";

const FRAMEWORK: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Halls, satisfied-by: [PHY-01/facilities] }
  - { id: R-2, title: Retention, satisfied-by: [LOG-02/retention] }
  - { id: R-3, title: Protection, satisfied-by: [LOG-02/protection] }
  - { id: R-4, title: Logs, satisfied-by: [LOG-02] }
  - { id: R-5, title: Both, satisfied-by: [PHY-01/facilities, LOG-02/retention] }
  - { id: R-6, title: Board, organizational: Only they can. }
";

/// What the shop says when its own team protects the logs.
const SHOP_TEAM: &str = "\
parties:
  - { id: shop, name: Shop Team }
delegations:
  - { control: LOG-02, part: protection, to: shop }
";

/// The base workspace, whose platform team of the organisation does everything, with the house rules.
fn house() -> Workspace {
    Workspace::base()
        .file("profiles/acme/catalog/house.yaml", FRAMEWORK)
        .append(ORGANIZATION, "frameworks: [house]\n")
}

/// The web shop inherits from a landing zone.
fn with_zone(zone: &str) -> Workspace {
    house().file(ZONE, zone).append(SHOP, INHERITS)
}

/// The originations of each requirement of a project, in the order of the framework.
#[track_caller]
fn of_project(workspace: &Workspace, path: &str) -> Vec<String> {
    workspace.run(&["build", "--document", "matrix", "--deny", "nothing"]).ended_with(0);
    listed(&workspace.json(&format!("output/{path}/matrix.json")))
}

fn listed(matrix: &Value) -> Vec<String> {
    let rows = matrix["frameworks"][0]["requirements"].as_array().expect("a list").iter();
    rows.map(|row| {
        let words = row["originations"].as_array().expect("a list").iter();
        let words: Vec<&str> = words.map(|word| word.as_str().expect("a word")).collect();
        format!("{} {}", row["id"].as_str().expect("an id"), words.join(" "))
    })
    .collect()
}

/// The originations of one requirement of the web shop.
#[track_caller]
fn of_shop(workspace: &Workspace, requirement: &str) -> String {
    let start = format!("{requirement} ");
    let found = of_project(workspace, "acme/web").into_iter().find(|line| line.starts_with(&start));
    found.expect("a requirement").trim_start_matches(&start).to_owned()
}

#[test]
fn parties_of_the_organisation_are_corporate_those_of_a_project_system_specific_and_both_hybrid() {
    let shop = house().append(SHOP, SHOP_TEAM);
    // Nothing proves what the provider does in its halls.
    let expected = ["R-1 ", "R-2 corporate", "R-3 system-specific", "R-4 hybrid", "R-5 corporate", "R-6 "];
    assert_eq!(of_project(&shop, "acme/web"), expected);
    let parties = shop.json("output/acme/web/matrix.json")["parties"].clone();
    assert_eq!(parties[0]["acts_for"], "organization");
    assert_eq!(parties[1]["acts_for"], "system");
    // The two sides of one cell: the shop team checks what the platform team does.
    let checks = SHOP_TEAM.replace("to: shop", "duties: [verify], to: shop");
    assert_eq!(of_shop(&house().append(SHOP, &checks), "R-3"), "hybrid");
}

#[test]
fn a_party_that_says_for_whom_it_acts_needs_no_file_to_say_it() {
    let named = house().append(SHOP, &SHOP_TEAM.replace("Team }", "Team, acts-for: organization }"));
    assert_eq!(of_shop(&named, "R-4"), "corporate");
    let own =
        house().replace(ORGANIZATION, "name: Platform Team }", "name: Platform Team, acts-for: system }");
    assert_eq!(of_shop(&own, "R-4"), "system-specific");
    let replaced = house().append(SHOP, "parties:\n  - { id: platform, name: Platform Team }\n");
    assert_eq!(
        of_shop(&replaced, "R-4"),
        "system-specific",
        "the project's entry replaces the organisation's"
    );
}

#[test]
fn a_duty_that_nobody_holds_gives_no_word() {
    let nobody =
        house().replace(ORGANIZATION, "  - { to: platform }", "  - { layer: network, to: platform }");
    assert_eq!(of_shop(&nobody, "R-4"), "");
}

#[test]
fn what_a_provider_does_is_inherited_only_if_a_valid_authorisation_proves_it_for_the_framework() {
    let with_report = |keys: &str| {
        let report = format!(
            "attestations:\n  - {{ id: ato, provider: aws, title: Authorisation, services: all, regions: all, {keys} }}\n"
        );
        house().append(ORGANIZATION, &report)
    };
    let current = "period: 2026-01-01/2026-12-31";
    let proven = with_report(&format!("{current}, kind: fedramp, frameworks: [house]"));
    let expected = [
        "R-1 inherited",
        "R-2 corporate",
        "R-3 corporate",
        "R-4 corporate",
        "R-5 corporate inherited",
        "R-6 ",
    ];
    assert_eq!(of_project(&proven, "acme/web"), expected);
    let of_another = with_report(&format!("{current}, kind: fedramp, frameworks: [nist-800-53-r5]"));
    assert_eq!(of_shop(&of_another, "R-1"), "");
    let lapsed = with_report("period: 2024-01-01/2024-12-31, kind: fedramp, frameworks: [house]");
    assert_eq!(of_shop(&lapsed, "R-5"), "corporate");
    // These prove it for the framework, and authorise nothing.
    for kind in ["kind: soc-2", "kind: iso-27001", "kind: pci-aoc", "auditor: Nobody"] {
        let other = with_report(&format!("{current}, {kind}, frameworks: [house]"));
        assert_eq!(of_shop(&other, "R-1"), "", "{kind}");
        let matrix = other.json("output/acme/web/matrix.json");
        assert_eq!(matrix["frameworks"][0]["requirements"][0]["proof"][0]["proven"], "all", "{kind}");
    }
}

#[test]
fn what_is_inherited_from_a_project_without_authorisation_counts_as_its_parties() {
    assert_eq!(of_shop(&with_zone(LANDING_ZONE), "R-4"), "system-specific");
    let corporate = LANDING_ZONE.replace("Cloud Team }", "Cloud Team, acts-for: organization }");
    assert_eq!(of_shop(&with_zone(&corporate), "R-4"), "corporate");
    // The platform team of the organisation checks here what the cloud team of the landing zone does there.
    let shared = LANDING_ZONE.replace("verify: offered", "verify: shared");
    assert_eq!(of_shop(&with_zone(&shared), "R-4"), "hybrid");
    let everybody = with_zone(LANDING_ZONE).append(ORGANIZATION, "system: { authorized-on: 2026-01-31 }\n");
    assert_eq!(of_shop(&everybody, "R-4"), "system-specific", "the landing zone itself is not authorised");
}

#[test]
fn what_is_inherited_from_an_authorised_project_is_inherited() {
    let authorized = format!("{LANDING_ZONE}system: {{ authorized-on: 2026-01-31 }}\n");
    assert_eq!(of_shop(&with_zone(&authorized), "R-4"), "inherited");
    assert_eq!(
        of_project(&with_zone(&authorized), "acme/zone")[3],
        "R-4 system-specific",
        "its own duties are its own"
    );
    let shared = authorized.replace("verify: offered", "verify: shared");
    assert_eq!(of_shop(&with_zone(&shared), "R-4"), "corporate inherited");
    let planned = authorized.replace("status: implemented", "status: planned, due: 2999-01-01");
    assert_eq!(
        of_shop(&with_zone(&planned), "R-4"),
        "corporate",
        "an offer that is not kept counts for nothing"
    );
    let later = format!("{LANDING_ZONE}system: {{ authorized-on: 2999-01-31 }}\n");
    let stderr = with_zone(&later).run(&["check"]).ended_with(2).stderr;
    assert!(stderr.contains("error[future-day]"), "{stderr}");
}

#[test]
fn a_project_that_passes_on_what_it_inherits_passes_on_for_whom_the_parties_act() {
    let middle = "schema: onus.project/1\nid: middle\nname: Middle\nservices:\n  - { use: aws.cloudtrail }\n\
        inherits: [{ from: acme/zone }]\noffers:\n  - { id: on, title: Passed on, controls: [LOG-02], \
        duties: { manage: offered, operate: offered, verify: offered } }\n";
    let chain = |zone: &str| {
        house()
            .file(ZONE, zone)
            .file("profiles/acme/projects/middle.yaml", middle)
            .append(SHOP, "inherits: [{ from: acme/middle }]\n")
    };
    assert_eq!(of_shop(&chain(LANDING_ZONE), "R-2"), "system-specific");
    let authorized = format!("{LANDING_ZONE}system: {{ authorized-on: 2026-01-31 }}\n");
    assert_eq!(of_project(&chain(&authorized), "acme/middle")[1], "R-2 inherited");
    assert_eq!(
        of_shop(&chain(&authorized), "R-2"),
        "system-specific",
        "the one in the middle is not authorised"
    );
}

#[test]
fn what_is_inherited_from_another_organisation_is_inherited_only_if_its_file_says_so() {
    let heir = |zone: &str| {
        let offered = house().file(ZONE, zone).run(&["offer", "zone", "--as-of", "2026-03-01"]).ended_with(0);
        house()
            .file("profiles/acme/catalog/offers/zone.json", offered.stdout)
            .replace(ORGANIZATION, "id: acme", "id: bolt")
            .append(SHOP, "inherits: [{ from: acme/zone, offer-file: catalog/offers/zone.json }]\n")
    };
    let unknown = heir(LANDING_ZONE);
    assert!(!unknown.read("profiles/acme/catalog/offers/zone.json").contains("authorized_on"));
    assert_eq!(of_project(&unknown, "bolt/web")[3], "R-4 ");
    let authorized = heir(&format!("{LANDING_ZONE}system: {{ authorized-on: 2026-01-31 }}\n"));
    assert_eq!(of_project(&authorized, "bolt/web")[3], "R-4 inherited");
}

#[test]
fn what_customers_are_asked_to_do_comes_last() {
    let offers = "\
statements:
  - { control: LOG-02, status: implemented, owner: platform, text: Logs. }
offers:
  - id: shop
    title: The shop
    to: customers
    controls: [PHY-01/facilities, LOG-02]
    duties: { manage: offered, operate: offered, verify: offered }
    asks:
      - { id: M-1, text: Look at your records., controls: [LOG-02/retention] }
      - { id: M-2, text: Bring a store., controls: [LOG-02/retention], origination: provided-by-customer }
      - { id: M-3, text: Set the days., controls: [LOG-02/protection], origination: configured-by-customer }
";
    let asking = house().append(SHOP, offers);
    let expected = [
        "R-1 ",
        "R-2 corporate provided-by-customer shared",
        "R-3 corporate configured-by-customer",
        "R-4 corporate configured-by-customer provided-by-customer shared",
        "R-5 corporate provided-by-customer shared",
        // It is theirs, but nothing is known of what they do.
        "R-6 ",
    ];
    assert_eq!(of_project(&asking, "acme/web"), expected);
}

#[test]
fn what_does_not_apply_originates_nowhere() {
    let out = house().append(SHOP, "not-applicable:\n  - { control: LOG-02, reason: No logs. }\n");
    assert_eq!(of_shop(&out, "R-4"), "");
    assert_eq!(of_shop(&out, "R-5"), "");
    let stated = "statements:\n  - { requirement: house/R-4, status: not-applicable, owner: platform, text: No logs. }\n";
    let stated = house().append(SHOP, stated);
    assert_eq!(of_shop(&stated, "R-4"), "");
    assert_eq!(of_shop(&stated, "R-2"), "corporate");
}

#[test]
fn an_incremental_build_and_a_comparison_know_for_whom_the_parties_of_another_project_act() {
    let report = diff::changed(with_zone(LANDING_ZONE), |workspace| {
        workspace.replace(ZONE, "Cloud Team }", "Cloud Team, acts-for: organization }")
    });
    // In both projects.
    let line = "neutral changed house/R-2, house/R-3, house/R-4, house/R-5 | originations: system specific > corporate | - -";
    assert_eq!(diff::lines(&report, "requirement"), [line]);
    let workspace = with_zone(LANDING_ZONE);
    assert_eq!(of_shop(&workspace, "R-4"), "system-specific");
    let workspace = workspace.append(ZONE, "system: { authorized-on: 2026-01-31 }\n");
    assert_eq!(of_shop(&workspace, "R-4"), "inherited", "the build cache knows the authorisation");
    let workspace = workspace.replace(ZONE, "system: { authorized-on: 2026-01-31 }\n", "");
    let workspace = workspace.replace(ZONE, "Cloud Team }", "Cloud Team, acts-for: organization }");
    assert_eq!(of_shop(&workspace, "R-4"), "corporate", "the build cache knows for whom parties act");
}
