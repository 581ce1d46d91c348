//! Between projects, of one organisation and of two.

use serde_json::Value;

use super::{INHERITS, LANDING_ZONE, ORGANIZATION, SHOP, ZONE, cells, findings, matrix_of, with_zone};
use crate::workspace::Workspace;

const BOTH: [&str; 2] = ["aws.ec2: inherited from [acme/zone]", "aws.s3: inherited from [acme/zone]"];
const OWN: [&str; 2] = ["aws.ec2: customer from []", "aws.s3: customer from []"];

#[test]
fn a_cell_is_inherited_from_the_project_that_offers_it_by_the_party_that_acts_there() {
    let workspace = with_zone(LANDING_ZONE, INHERITS);
    let matrix = matrix_of(&workspace, "web");
    assert_eq!(cells(&matrix, "LOG-02", "retention"), BOTH);
    let controls = matrix["controls"].as_array().expect("a list");
    let control = controls.iter().find(|one| one["id"] == "LOG-02").expect("a control");
    let upstream = &control["cells"][0]["upstream"][0];
    assert_eq!(upstream["offer"], "trail");
    assert_eq!(upstream["by"]["operate"], "Cloud Team");
    let explained = workspace.run(&["explain", "LOG-02", "--project", "web"]).ended_with(0).stdout;
    assert!(explained.contains("Landing zone (acme/zone), by Cloud Team"), "{explained}");
    assert!(explained.contains("One trail of all accounts, kept under a lock."), "{explained}");
    // What is the landing zone's own stays so.
    assert_eq!(
        cells(&matrix_of(&workspace, "zone"), "LOG-02", "retention"),
        ["aws.cloudtrail: customer from []"]
    );
}

#[test]
fn a_planned_control_of_the_other_project_is_a_finding_and_its_cells_fall_back() {
    let planned = LANDING_ZONE.replace("status: implemented", "status: planned, due: 2999-01-01");
    let workspace = with_zone(&planned, INHERITS);
    assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"), OWN);
    let found = findings(&workspace, "inherited-");
    assert_eq!(
        found,
        [
            "inherited-not-implemented Log retention and protection is not inherited from acme/zone by the offer `trail`: it is \
             stated as planned there"
        ]
    );
}

#[test]
fn an_offer_counts_only_with_a_statement_a_party_and_valid_evidence() {
    let fallen = |zone: String, why: &str| {
        let workspace = with_zone(&zone, INHERITS);
        assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"), OWN, "{why}");
        let found = findings(&workspace, "inherited-");
        assert!(found.len() == 1 && found[0].ends_with(why), "{found:?}");
    };
    let start = LANDING_ZONE.find("statements:").expect("a list");
    let end = LANDING_ZONE.find("offers:").expect("a list");
    fallen(format!("{}{}", &LANDING_ZONE[..start], &LANDING_ZONE[end..]), "nothing is stated about it there");
    let stale = LANDING_ZONE.replace("    regions: [eu-west-1]\n    text", "    evidence: [old]\n    text");
    let register = "  - { id: old, title: Old export, kind: ticket, location: T-1, collected: 2020-01-01, valid-until: 2020-02-01 }\n";
    let workspace = with_zone(&stale, INHERITS).append("profiles/acme/evidence/register.yaml", register);
    assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"), OWN);
    let found = findings(&workspace, "inherited-");
    assert!(found.len() == 1 && found[0].starts_with("inherited-stale "), "{found:?}");
    assert!(found[0].ends_with("the evidence `old` is no longer valid"), "{found:?}");
    let nobody =
        LANDING_ZONE.replace("  - { control: LOG-02, to: cloud }", "  - { control: LOG-03, to: cloud }");
    let workspace = with_zone(&nobody, INHERITS).replace(
        ORGANIZATION,
        "  - { to: platform }\n",
        "  - { layer: network, to: platform }\n",
    );
    let found = findings(&workspace, "inherited-");
    assert!(found[0].ends_with("a duty that is offered is assigned to no party there"), "{found:?}");
}

#[test]
fn a_region_that_is_not_offered_and_an_exception_are_left_out() {
    let elsewhere = with_zone(LANDING_ZONE, INHERITS).replace(
        SHOP,
        "{ use: aws.s3 }",
        "{ use: aws.s3, regions: [eu-west-1, eu-north-1] }",
    );
    assert_eq!(cells(&matrix_of(&elsewhere, "web"), "LOG-02", "retention"), [BOTH[0], OWN[1]]);
    let found = findings(&elsewhere, "inherited-");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("inherited-region-out-of-scope "), "{found:?}");
    let except =
        format!("{INHERITS}    except: [{{ control: LOG-02, part: retention, reason: Our own. }}]\n");
    let workspace = with_zone(LANDING_ZONE, &except);
    let matrix = matrix_of(&workspace, "web");
    assert_eq!(cells(&matrix, "LOG-02", "retention"), OWN);
    assert_eq!(cells(&matrix, "LOG-02", "protection"), ["-: inherited from [acme/zone]"]);
    assert_eq!(findings(&workspace, "inherited-"), [""; 0], "a decision with a reason is no gap");
}

#[test]
fn what_is_asked_and_not_answered_and_what_is_offered_to_nobody_are_findings() {
    let silent = with_zone(LANDING_ZONE, "inherits: [{ from: acme/zone }]\n");
    assert_eq!(
        findings(&silent, "inherited-"),
        [
            "inherited-ask-unanswered acme/zone asks for `LZ-1`, which is not answered: Accounts come from the pipeline."
        ]
    );
    assert_eq!(findings(&silent, "offer-unused"), [""; 0]);
    let alone = with_zone(LANDING_ZONE, "");
    assert_eq!(findings(&alone, "offer-unused"), ["offer-unused no project inherits the offer `trail`"]);
    let idle = LANDING_ZONE.replace("    duties: {", "    services: [aws.rds]\n    duties: {");
    let found = findings(&with_zone(&idle, INHERITS), "without-effect");
    assert_eq!(
        found,
        [
            "without-effect what is inherited from acme/zone by the offer `trail` changes no cell of the project"
        ]
    );
}

#[test]
fn the_offer_that_names_its_part_holds_before_one_that_selects_a_layer() {
    // LOG-03/network is on the layer of the second offer, too.
    let two = LANDING_ZONE
        .replace(
            "controls: [LOG-02]\n    duties: { manage: offered, operate: offered, verify: offered }",
            "controls: [LOG-03/network]\n    duties: { operate: shared }",
        )
        .replace("control: LOG-02, status", "control: LOG-03, status")
        .replace(
            "  - { use: aws.cloudtrail, regions: [eu-west-1] }",
            "  - { use: aws.vpc, regions: [eu-west-1] }",
        )
        + "  - { id: hub, title: Hub, layer: network, duties: { manage: offered, operate: offered, verify: offered } }\n";
    let workspace = with_zone(&two, INHERITS);
    assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-03", "network"), ["-: shared from [acme/zone]"]);
}

#[test]
fn another_organisation_inherits_from_the_file_of_an_offer() {
    let acme = with_zone(LANDING_ZONE, "");
    let offered = acme.run(&["offer", "zone", "--as-of", "2026-03-01"]).ended_with(0).stdout;
    let heir = |file: &str, more: &str| {
        Workspace::base()
            .file("profiles/acme/catalog/offers/zone.json", file)
            .replace(ORGANIZATION, "id: acme", "id: bolt")
            .append(SHOP, &format!("inherits:\n  - from: acme/zone\n    offer-file: catalog/offers/zone.json\n    answers: {{ LZ-1: {{ status: implemented }} }}\n{more}"))
    };
    let matrix = |workspace: &Workspace, day: &str| -> Value {
        workspace.run(&["build", "--format", "json", "--deny", "nothing", "--as-of", day]).ended_with(0);
        workspace.json("output/bolt/web/matrix.json")
    };
    let limited = heir(&offered, "    valid-until: 2026-12-31\n");
    assert_eq!(cells(&matrix(&limited, "2026-12-31"), "LOG-02", "retention"), BOTH);
    assert_eq!(
        cells(&matrix(&limited, "2027-01-01"), "LOG-02", "retention"),
        OWN,
        "the build cache knows the day"
    );
    let early = limited.run(&["check", "--as-of", "2026-02-28"]).ended_with(2).stderr;
    assert!(
        early.contains("error[offer-file-later]: the offers are as of 2026-03-01, after 2026-02-28"),
        "{early}"
    );
    let altered = heir(&offered.replace("\"offered\"", "\"shared\""), "");
    assert!(altered.run(&["check"]).ended_with(2).stderr.contains("error[offer-file-altered]"));
    // Laid out in another way it is the same file.
    let value: Value = serde_json::from_str(&offered).expect("JSON");
    let compact = heir(&value.to_string(), "");
    assert_eq!(cells(&matrix(&compact, "2026-12-31"), "LOG-02", "retention"), BOTH);
}

#[test]
fn a_file_is_written_beside_no_file_that_is_read() {
    let workspace = with_zone(LANDING_ZONE, "");
    let over = workspace.run(&["offer", "zone", "--output", ZONE]).ended_with(2).stderr;
    assert!(over.contains("zone.yaml"), "{over}");
    assert_eq!(workspace.read(ZONE), LANDING_ZONE);
    workspace.run(&["offer", "zone", "--output", "zone.json"]).ended_with(0);
    assert_eq!(workspace.json("zone.json")["project"]["id"], "zone");
    let none = workspace.run(&["offer", "web"]).ended_with(2).stderr;
    assert!(none.contains("`web` offers nothing"), "{none}");
}
