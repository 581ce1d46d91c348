//! Inputs that once made more inherited, or more proven, than is true.

use serde_json::Value;

use super::{INHERITS, LANDING_ZONE, ORGANIZATION, SHOP, ZONE, cells, findings, matrix_of, with_zone};
use crate::workspace::Workspace;

/// The landing zone with these offers in place of its own.
fn zone(offers: &str) -> String {
    let end = LANDING_ZONE.find("offers:").expect("a list");
    format!("{}offers:\n{offers}", &LANDING_ZONE[..end])
}

const FROM_ZONE: &str = "inherits:\n  - from: acme/zone\n";
const OWN: [&str; 2] = ["aws.ec2: customer from []", "aws.s3: customer from []"];
const ALL: &str = "duties: { manage: offered, operate: offered, verify: offered }";

#[test]
fn the_file_of_an_offer_that_is_not_kept_is_read_and_inherited_by_nobody() {
    let planned = LANDING_ZONE.replace("status: implemented", "status: planned, due: 2999-01-01");
    let acme = Workspace::base().file(ZONE, planned);
    acme.run(&["offer", "acme/zone", "--as-of", "2026-11-15", "--output", "zone.json"]).ended_with(0);
    let other = Workspace::base()
        .replace(ORGANIZATION, "id: acme", "id: beta")
        .file("profiles/acme/catalog/offers/zone.json", acme.read("zone.json"))
        .append(
            SHOP,
            "inherits:\n  - { from: acme/zone, offer-file: catalog/offers/zone.json, answers: { LZ-1: { status: implemented } } }\n",
        );
    let found = findings_of_beta(&other);
    assert!(found.iter().any(|code| code == "inherited-not-implemented"), "{found:?}");
}

fn findings_of_beta(workspace: &Workspace) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let code = |found: &Value| found["code"].as_str().expect("a code").to_owned();
    run.records("finding").iter().map(code).collect()
}

#[test]
fn what_a_provider_does_for_the_other_project_is_not_offered() {
    // The provider of a managed database patches its system; the customer of one that is installed does so itself.
    let zone = "schema: onus.project/1\nid: zone\nname: Zone\nservices:\n  - { use: aws.rds, regions: [eu-west-1] }\n\
        statements:\n  - { control: PAT-01, status: implemented, owner: platform, text: Done. }\noffers:\n  \
        - { id: patches, title: Patches, controls: [PAT-01/platform], duties: { manage: offered, operate: offered, verify: offered } }\n";
    let services = "schema: onus.services/1\nprovider: acme\nservices:\n  - { id: acme.queue, name: Queue, class: self-hosted, traits: [runs-code, guest-os] }\n";
    let providers = "schema: onus.providers/1\nproviders:\n  - { id: acme, name: Acme Ltd }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/providers.yaml", providers)
        .file("profiles/acme/catalog/services.yaml", services)
        .file(ZONE, zone)
        .append(SHOP, &format!("  - {{ use: acme.queue }}\n{FROM_ZONE}"));
    let offering = matrix_of(&workspace, "zone");
    let of = |matrix: &Value, service: &str| {
        let controls = matrix["controls"].as_array().expect("a list");
        let control = controls.iter().find(|one| one["id"] == "PAT-01").expect("a control").clone();
        let cells = control["cells"].as_array().expect("a list").clone();
        cells
            .into_iter()
            .find(|cell| cell["part"] == "platform" && cell["service"] == service)
            .expect("a cell")
    };
    assert_eq!(of(&offering, "aws.rds")["operate"], "provider");
    let inheriting = of(&matrix_of(&workspace, "web"), "acme.queue");
    assert_eq!(
        (&inheriting["operate"], &inheriting["responsibility"]),
        (&"customer".into(), &"shared".into())
    );
}

#[test]
fn a_narrow_offer_that_is_not_kept_gives_way_to_no_wider_one() {
    let register = "  - { id: old, title: Old export, kind: ticket, location: T-1, collected: 2020-01-01, valid-until: 2020-02-01 }\n";
    let offers = format!(
        "  - {{ id: narrow, title: Narrow, controls: [LOG-02/retention], {ALL}, evidence: [old] }}\n  - {{ id: wide, title: Wide, controls: [LOG-02], {ALL} }}\n"
    );
    let workspace =
        with_zone(&zone(&offers), FROM_ZONE).append("profiles/acme/evidence/register.yaml", register);
    assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"), OWN);
    assert_eq!(findings(&workspace, "inherited-stale").len(), 1);
}

#[test]
fn one_offer_is_inherited_by_one_entry() {
    let twice = "inherits:\n  - from: acme/zone\n    answers: { LZ-1: { status: implemented } }\n  - from: acme/zone\n    offers: [trail]\n    \
        except: [{ control: LOG-02, reason: Not us. }]\n";
    let run = with_zone(LANDING_ZONE, twice).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("error[duplicate-id]: `acme/zone` appears twice"), "{}", run.stderr);
}

#[test]
fn a_region_of_any_service_counts_for_what_the_project_does_once() {
    let offers =
        format!("  - {{ id: plans, title: Plans, controls: [GOV-10], {ALL}, regions: [eu-west-1] }}\n");
    let zone = zone(&offers).replace(
        "statements:\n",
        "statements:\n  - { control: GOV-10, status: implemented, owner: platform, text: Done. }\n",
    );
    let of_project = |regions: &str| {
        let workspace = with_zone(&zone, FROM_ZONE).replace(
            SHOP,
            "{ use: aws.ec2 }",
            &format!("{{ use: aws.ec2, regions: [{regions}] }}"),
        );
        let matrix = matrix_of(&workspace, "web");
        let controls = matrix["controls"].as_array().expect("a list");
        let control = controls.iter().find(|one| one["id"] == "GOV-10").expect("a control");
        let cells = control["cells"].as_array().expect("a list").iter();
        cells.filter(|cell| cell["service"].is_null() && !cell["upstream"].is_null()).count()
    };
    assert!(of_project("eu-west-1") > 0, "the offer is for this region");
    assert_eq!(of_project("us-east-1"), 0);
}

#[test]
fn customers_do_not_have_in_full_what_a_narrower_offer_shares_and_asks_for() {
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  \
        - { id: R-1, title: Logs, satisfied-by: [LOG-02/retention] }\n";
    let offers = format!(
        "statements:\n  - {{ control: LOG-02, status: implemented, owner: platform, text: Logs. }}\noffers:\n  \
        - {{ id: wide, title: Wide, to: customers, controls: [LOG-02], {ALL} }}\n  \
        - {{ id: narrow, title: Narrow, to: customers, controls: [LOG-02/retention], duties: {{ manage: shared }}, asks: \
        [{{ id: M-1, text: Look at them., controls: [LOG-02/retention] }}] }}\n"
    );
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/house.yaml", framework)
        .append(ORGANIZATION, "frameworks: [house]\n")
        .append(SHOP, &offers);
    let matrix = matrix_of(&workspace, "web");
    assert_eq!(matrix["customers"]["frameworks"][0]["requirements"][0]["share"], "shared");
}

#[test]
fn a_search_for_circles_ends_soon() {
    // Each project inherits from all before it: no circle, and more paths than anybody could follow.
    let mut workspace = Workspace::base();
    for number in 0..40 {
        let inherits: String = (0..number).map(|below| format!("  - from: acme/p{below}\n")).collect();
        let offers = format!("offers:\n  - {{ id: trail, title: Trail, controls: [LOG-02], {ALL} }}\n");
        let list = if inherits.is_empty() { String::new() } else { format!("inherits:\n{inherits}") };
        workspace = workspace.file(
            &format!("profiles/acme/projects/p{number}.yaml"),
            format!("schema: onus.project/1\nid: p{number}\nname: P{number}\nservices:\n  - {{ use: aws.cloudtrail }}\n{offers}{list}"),
        );
    }
    let run = workspace.run(&["list", "projects"]).ended_with(0);
    assert!(run.stdout.contains("p39"), "{}", run.stdout);
}

#[test]
fn the_last_word_about_a_use_with_a_name_is_the_one_on_that_name() {
    let statements = "statements:\n  - { control: PAT-01, part: guest-os, service: zebra, status: planned, owner: platform, due: 2999-01-01, text: Later. }\n  \
        - { control: PAT-01, part: guest-os, service: aws.ec2, status: implemented, owner: platform, text: Done. }\n";
    let workspace = Workspace::base()
        .replace(SHOP, "{ use: aws.ec2 }", "{ use: aws.ec2, as: zebra }\n  - { use: aws.ec2, as: bastion }")
        .append(SHOP, statements);
    let matrix = matrix_of(&workspace, "web");
    let controls = matrix["controls"].as_array().expect("a list");
    let control = controls.iter().find(|one| one["id"] == "PAT-01").expect("a control");
    let status = |name: &str| {
        let cells = control["cells"].as_array().expect("a list").iter();
        cells
            .filter(|cell| cell["part"] == "guest-os" && cell["as"] == name)
            .map(|cell| cell["status"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!((status("zebra"), status("bastion")), (vec!["planned".into()], vec!["implemented".into()]));
}

#[test]
fn answers_to_what_is_inherited_still_count() {
    let workspace = with_zone(LANDING_ZONE, INHERITS);
    assert_eq!(
        cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"),
        ["aws.ec2: inherited from [acme/zone]", "aws.s3: inherited from [acme/zone]"]
    );
}

#[test]
fn documents_say_whose_a_part_is_and_what_is_not_inherited() {
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  \
        - { id: R-1, title: Logs, satisfied-by: [LOG-02/retention] }\n  - { id: R-2, title: Media, satisfied-by: [MED-02/issue] }\n  \
        - { id: R-3, title: Halls, satisfied-by: [PHY-01/facilities] }\n";
    let zone = LANDING_ZONE.replace("controls: [LOG-02]", "controls: [LOG-02/retention, LOG-02/protection]");
    let inherits = "inherits:\n  - from: acme/zone\n    answers: { LZ-1: { status: implemented } }\n    \
        except: [{ control: LOG-02, part: protection, reason: We lock them ourselves. }]\n";
    let workspace = with_zone(&zone, inherits).file("profiles/acme/catalog/house.yaml", framework).append(
        ORGANIZATION,
        "frameworks: [house]\nattributes:\n  uses-removable-media: { value: false, reason: None is allowed. }\n  \
        has-data-rooms: { value: false, reason: There are none. }\n  has-offices: { value: false, reason: There are none. }\n",
    );
    workspace.run(&["build", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    let applicability = workspace.read("output/acme/web/statement-of-applicability.md");
    for row in [
        "| R-1 | Logs | Yes: S: emits logs | Inherited | Inherited | LOG-02",
        "| R-2 | Media | **No:** None is allowed. | – | Not applicable | MED-02 |",
        "| R-3 | Halls | Yes: S | Inherited | Inherited | PHY-01 ‡ |",
    ] {
        assert!(applicability.contains(row), "{row}: {applicability}");
    }
    let handout = workspace.read("output/acme/web/auditor-handout.md");
    assert!(handout.contains("\n| Landing zone | **Record of all calls.**"), "{handout}");
    let exception = "| Record of all calls | LOG-02/protection | We lock them ourselves. |";
    assert!(handout.contains(exception), "{handout}");
    // Neither is a report asked for what a project does, nor is its evidence counted where nothing is inherited.
    let row = handout.lines().find(|line| line.starts_with("| R-1 |")).expect("a row");
    assert!(
        row.contains("Landing zone: offer Record of all calls") && !row.contains("No valid report"),
        "{row}"
    );
}

#[test]
fn what_holds_back_the_other_project_itself_holds_back_its_offer() {
    let register = "  - { id: old, title: Old export, kind: ticket, location: T-1, collected: 2020-01-01, valid-until: 2020-02-01, controls: [LOG-02] }\n";
    let workspace =
        with_zone(LANDING_ZONE, INHERITS).append("profiles/acme/evidence/register.yaml", register);
    assert_eq!(cells(&matrix_of(&workspace, "web"), "LOG-02", "retention"), OWN);
    let found = findings(&workspace, "inherited-stale");
    assert!(
        found.iter().all(|message| message.ends_with("the evidence `old` is no longer valid")),
        "{found:?}"
    );
    assert!(!found.is_empty());

    let accepted = "risk-acceptances:\n  - { id: RA-1, control: LOG-02, part: retention, reason: Agreed., approver: Board, \
        from: 2026-01-01, until: 2026-11-14 }\n";
    let lapsed = with_zone(&format!("{LANDING_ZONE}{accepted}"), INHERITS);
    assert_eq!(cells(&matrix_of(&lapsed, "web"), "LOG-02", "retention"), OWN);
    assert_eq!(
        findings(&lapsed, "inherited-not-implemented"),
        [
            "inherited-not-implemented Log retention and protection is not inherited from acme/zone by the offer `trail`: the \
             acceptance `RA-1` of a risk in it has lapsed there"
        ]
    );
    let in_force =
        with_zone(&format!("{LANDING_ZONE}{}", accepted.replace("2026-11-14", "2026-11-15")), INHERITS);
    assert_ne!(cells(&matrix_of(&in_force, "web"), "LOG-02", "retention"), OWN);
}

#[test]
fn an_offer_file_that_is_too_large_is_one_mistake() {
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/offers/zone.json", " ".repeat(16 * 1024 * 1024 + 1))
        .append(SHOP, "inherits:\n  - { from: bolt/zone, offer-file: catalog/offers/zone.json }\n");
    let run = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
    let codes: Vec<Value> =
        run.records("diagnostic").into_iter().map(|found| found["code"].clone()).collect();
    assert_eq!(codes, ["file-too-large"]);
}
