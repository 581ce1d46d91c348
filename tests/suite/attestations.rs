//! What reports on providers prove, by provider and framework, on 15 November 2026. What is to be said of each case is
//! worked out by hand.

mod gaps;

use serde_json::{Value, json};

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const VALID: &str = "valid-until: 2027-12-31";

/// A vendor beside AWS, whose services are finished software.
const RACK: &str =
    "schema: onus.providers/1\nproviders:\n  - { id: rack, name: Rack Hosting Ltd., short-name: Rack }\n";
const VAULT: &str = "schema: onus.services/1\nprovider: rack\nservices:\n  - id: rack.vault\n    name: Rack Vault\n    \
    class: software\n    traits: [stores-data]\n";

/// Nothing of our own that a provider does not have, so that what is physical is the providers' alone.
const PREMISES: &str = "attributes:\n  has-offices: { value: false, reason: Everybody works at home. }\n  \
    has-data-rooms: { value: false, reason: There are none. }\n";

/// The base workspace with frameworks, the vendor's service beside Amazon EC2 and S3, and reports, each given by its keys
/// beside id (`r1`, `r2` …), title (`Report 1` …), services and regions (`all` unless given).
fn with_reports(frameworks: &str, reports: &[&str]) -> Workspace {
    let entry = |(place, keys): (usize, &&str)| {
        let number = place + 1;
        let all = |key: &str| {
            let given = keys.split(", ").any(|entry| entry.starts_with(&format!("{key}:")));
            if given { String::new() } else { format!(", {key}: all") }
        };
        let (services, regions) = (all("services"), all("regions"));
        format!("  - {{ id: r{number}, title: Report {number}{services}{regions}, {keys} }}\n")
    };
    let list: String = reports.iter().enumerate().map(entry).collect();
    let lines = if reports.is_empty() { String::new() } else { format!("attestations:\n{list}") };
    Workspace::base()
        .file("profiles/acme/catalog/rack.yaml", RACK)
        .file("profiles/acme/catalog/vault.yaml", VAULT)
        .append(ORGANIZATION, &format!("frameworks: [{frameworks}]\n{PREMISES}{lines}"))
        .append(PROJECT, "  - { use: rack.vault }\n")
}

fn matrix(workspace: &Workspace) -> Value {
    workspace.run(&["build", "--document", "matrix", "--deny", "nothing"]).ended_with(0);
    workspace.json("output/acme/web/matrix.json")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

/// The proof of the cell of a service on its facilities, which are never the customer's in the cloud.
fn of_facilities(matrix: &Value, service: &str) -> Value {
    let mut cells = list(&matrix["controls"]).iter().flat_map(|control| list(&control["cells"]));
    let found = cells.find(|cell| cell["layer"] == "facilities" && cell["service"] == service);
    found.expect("a cell on the layer").get("proof").expect("a proof").clone()
}

/// What proves a framework for S3: the ids.
fn proving(workspace: &Workspace, framework: &str) -> Value {
    of_facilities(&matrix(workspace), "aws.s3")[0]["by"][framework].clone()
}

fn requirement<'v>(matrix: &'v Value, framework: &str, id: &str) -> &'v Value {
    let mut tables = list(&matrix["frameworks"]).iter();
    let table = tables.find(|table| table["id"] == framework).expect("the framework is in use");
    list(&table["requirements"]).iter().find(|found| found["id"] == id).expect("a requirement")
}

fn messages(workspace: &Workspace, code: &str) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding").into_iter().filter(|found| found["code"] == code);
    found.map(|found| found["message"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_vendor_without_a_report_beside_aws_with_one_leaves_its_own_half_unproven() {
    let workspace = with_reports(
        "nist-800-53-r5/low",
        &[&format!("provider: aws, frameworks: [nist-800-53-r5], {VALID}")],
    );
    let matrix = matrix(&workspace);
    let by = |reports: Value| json!({ "nist-800-53-r5": reports });
    assert_eq!(of_facilities(&matrix, "aws.s3"), json!([{ "provider": "aws", "by": by(json!(["r1"])) }]));
    assert_eq!(of_facilities(&matrix, "rack.vault"), json!([{ "provider": "rack", "by": by(json!([])) }]));
    // PE-13 is protection against fire: each provider does it in its own buildings.
    let fire = requirement(&matrix, "nist-800-53-r5", "PE-13");
    let expected = json!([
        { "provider": "aws", "reports": ["r1"], "proven": "all" },
        { "provider": "rack", "reports": [], "proven": "none" },
    ]);
    assert_eq!((&fire["responsibility"], &fire["proof"]), (&json!("inherited"), &expected));
    workspace.run(&["build", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    let said = [
        ("auditor-handout", "AWS: Report 1<br>Rack: no valid report"),
        ("responsibility-matrix", "| AWS R1, Rack – |"),
    ];
    for (document, words) in said {
        let text = workspace.read(&format!("output/acme/web/{document}.md"));
        let row = text.lines().find(|line| line.starts_with("| PE-13 |")).expect("a row of the requirement");
        assert!(row.contains(words), "{row}");
        assert!(!text.contains("proven by its"), "{document}");
    }
}

#[test]
fn a_cell_of_the_organisation_names_each_provider_with_a_duty_there() {
    let workspace = with_reports(
        "nist-800-53-r5/low",
        &[&format!("provider: aws, frameworks: [nist-800-53-r5], {VALID}")],
    );
    let matrix = matrix(&workspace);
    let mut cells = list(&matrix["controls"]).iter().flat_map(|control| list(&control["cells"]));
    let cell = cells.find(|cell| cell["service"].is_null() && !list(&cell["proof"]).is_empty());
    let proof = list(&cell.expect("a duty of providers for all of their services")["proof"]);
    let providers: Vec<&Value> = proof.iter().map(|entry| &entry["provider"]).collect();
    assert_eq!(providers, [&json!("aws"), &json!("rack")]);
    assert_eq!(proof[0]["by"]["nist-800-53-r5"], json!(["r1"]));
    assert_eq!(proof[1]["by"]["nist-800-53-r5"], json!([]));
}

#[test]
fn cells_of_the_customer_have_no_proof() {
    let matrix = matrix(&with_reports("nist-800-53-r5/low", &[]));
    let cells: Vec<&Value> =
        list(&matrix["controls"]).iter().flat_map(|control| list(&control["cells"])).collect();
    assert!(cells.iter().any(|cell| cell["responsibility"] == "customer"));
    for cell in cells {
        assert_eq!(list(&cell["proof"]).is_empty(), cell["responsibility"] == "customer", "{cell}");
    }
}

#[test]
fn a_soc_2_report_does_not_count_for_pci_dss_unless_it_is_accepted_with_a_reason() {
    let frameworks = "soc2-tsc-2017, pci-dss-4.0.1";
    let soc2 = with_reports(frameworks, &[&format!("provider: aws, kind: soc-2, type: 2, {VALID}")]);
    assert_eq!(proving(&soc2, "soc2-tsc-2017"), json!(["r1"]));
    assert_eq!(proving(&soc2, "pci-dss-4.0.1"), json!([]));
    let unproven = messages(&soc2, "attestation-framework-unproven");
    assert_eq!(unproven.len(), 1, "{unproven:?}");
    assert!(unproven[0].starts_with("no valid report on AWS attests PCI DSS 4.0.1 for "), "{unproven:?}");
    let accepted = "accepted-for: [{ framework: pci-dss-4.0.1, reason: The assessor agreed. }]";
    let accepted = with_reports(frameworks, &[&format!("provider: aws, kind: soc-2, {accepted}, {VALID}")]);
    assert_eq!(proving(&accepted, "pci-dss-4.0.1"), json!(["r1"]));
    assert!(messages(&accepted, "attestation-framework-unproven").is_empty());
}

#[test]
fn a_kind_stands_for_the_frameworks_that_nobody_doubts() {
    for (kind, framework, stands) in [
        ("pci-aoc", "pci-dss-4.0.1", true),
        ("fedramp", "nist-800-53-r5", true),
        ("iso-27001", "iso-27001-2022", true),
        ("iso-27017", "iso-27017-2015", true),
        ("soc-2", "soc2-tsc-2017", true),
        ("iso-27017", "iso-27001-2022", false),
        ("soc-1", "soc2-tsc-2017", false),
        ("soc-3", "soc2-tsc-2017", false),
        ("fedramp", "nist-800-171-r2", false),
        ("csa-star", "csa-ccm-4.0", false),
        ("own-assessment", "iso-27001-2022", false),
    ] {
        let workspace = with_reports(framework, &[&format!("provider: aws, kind: {kind}, {VALID}")]);
        let expected = if stands { json!(["r1"]) } else { json!([]) };
        assert_eq!(proving(&workspace, framework), expected, "{kind} {framework}");
    }
    // What the file says replaces it.
    let other = "provider: aws, kind: pci-aoc, frameworks: [iso-27001-2022]";
    let workspace = with_reports("pci-dss-4.0.1, iso-27001-2022", &[&format!("{other}, {VALID}")]);
    assert_eq!(proving(&workspace, "pci-dss-4.0.1"), json!([]));
    assert_eq!(proving(&workspace, "iso-27001-2022"), json!(["r1"]));
}

#[test]
fn a_soc_2_report_attests_the_criteria_of_its_categories_only() {
    let proven = |keys: &str, id: &str| {
        let report = format!("provider: [aws, rack], kind: soc-2, {keys}{VALID}");
        let matrix = matrix(&with_reports("soc2-tsc-2017/availability", &[&report]));
        requirement(&matrix, "soc2-tsc-2017", id)["proof"][0]["proven"].clone()
    };
    // CC6.4 is physical access, of the common criteria; A1.2 is environmental protection and backup, of availability.
    for keys in ["", "categories: [security], "] {
        assert_eq!((proven(keys, "CC6.4"), proven(keys, "A1.2")), (json!("all"), json!("none")), "{keys}");
    }
    assert_eq!(proven("categories: [security, availability], ", "A1.2"), "all");
}

#[test]
fn a_report_about_several_providers_proves_the_duties_of_each() {
    let report = format!("provider: [aws, rack], frameworks: [iso-27001-2022], {VALID}");
    let matrix = matrix(&with_reports("iso-27001-2022", &[&report]));
    for service in ["aws.s3", "rack.vault"] {
        assert_eq!(of_facilities(&matrix, service)[0]["by"]["iso-27001-2022"], json!(["r1"]));
    }
}

#[test]
fn a_service_is_proven_if_reports_for_the_framework_cover_all_of_its_regions() {
    let attests = |regions: &str| {
        format!(
            "provider: aws, frameworks: [iso-27001-2022], services: [aws.s3], regions: {regions}, {VALID}"
        )
    };
    let (ireland, virginia) = (attests("[eu-west-1]"), attests("[us-east-1]"));
    let soc2 = format!("provider: aws, kind: soc-2, {VALID}");
    for (reports, expected) in [
        (vec![&ireland, &soc2], json!([])),
        (vec![&ireland, &virginia], json!(["r1", "r2"])),
        (vec![&virginia, &soc2, &ireland], json!(["r1", "r3"])),
    ] {
        let reports: Vec<&str> = reports.into_iter().map(String::as_str).collect();
        let workspace = with_reports("iso-27001-2022", &reports);
        let workspace =
            workspace.replace(PROJECT, "{ use: aws.s3 }", "{ use: aws.s3, regions: [eu-west-1, us-east-1] }");
        assert_eq!(proving(&workspace, "iso-27001-2022"), expected);
        // A service that no report has in scope is not proven by the others.
        let ec2 = of_facilities(&matrix(&workspace), "aws.ec2");
        assert_eq!(ec2[0]["by"]["iso-27001-2022"], json!([]));
    }
}

#[test]
fn a_requirement_is_proven_if_the_reports_that_speak_for_it_cover_all_regions() {
    // Only the second speaks for availability, in one of two regions; both together attest the framework in each.
    let report = |category: &str, region: &str| {
        format!(
            "provider: aws, kind: soc-2, categories: [{category}], services: [aws.s3, aws.ec2, aws.iam], regions: [{region}], {VALID}"
        )
    };
    let (ireland, virginia) = (report("security", "eu-west-1"), report("availability", "us-east-1"));
    let workspace = with_reports("soc2-tsc-2017", &[&ireland, &virginia]).replace(
        PROJECT,
        "  - { use: aws.ec2 }\n  - { use: aws.s3 }\n  - { use: rack.vault }\n",
        "  - { use: aws.s3, regions: [eu-west-1, us-east-1] }\n",
    );
    let matrix = matrix(&workspace);
    assert_eq!(of_facilities(&matrix, "aws.s3")[0]["by"]["soc2-tsc-2017"], json!(["r1", "r2"]));
    let proof = requirement(&matrix, "soc2-tsc-2017", "A1.2")["proof"].clone();
    let aws = list(&proof).iter().find(|entry| entry["provider"] == "aws").expect("AWS keeps the buildings");
    assert_ne!(aws["proven"], "all", "{proof}");
}

#[test]
fn a_report_proves_something_on_the_days_on_which_it_is_relied_on() {
    for (days, proves) in [
        ("valid-until: 2026-11-15", true),
        ("valid-until: 2026-11-14", false),
        ("period: 2025-10-01/2026-09-30", false),
        (
            "period: 2025-10-01/2026-09-30, bridge-letters: [{ title: L, period: 2026-10-01/2026-11-14 }]",
            false,
        ),
        (
            "period: 2025-10-01/2026-09-30, bridge-letters: [{ title: L, period: 2026-10-01/2026-11-15 }]",
            true,
        ),
        ("period: 2026-11-16/2027-11-15", false),
        // Its auditor has signed it by that day, or not yet.
        ("valid-until: 2027-12-31, report-date: 2026-11-15", true),
        ("valid-until: 2027-12-31, report-date: 2026-11-16", false),
    ] {
        let workspace = with_reports("iso-27001-2022", &[&format!("provider: aws, kind: iso-27001, {days}")]);
        let expected = if proves { json!(["r1"]) } else { json!([]) };
        assert_eq!(proving(&workspace, "iso-27001-2022"), expected, "{days}");
    }
}

#[test]
fn an_adverse_opinion_or_a_disclaimer_proves_nothing() {
    for opinion in ["adverse", "disclaimer"] {
        let keys = format!("provider: [aws, rack], kind: iso-27001, opinion: {opinion}, {VALID}");
        let workspace = with_reports("iso-27001-2022", &[&keys]);
        assert_eq!(proving(&workspace, "iso-27001-2022"), json!([]));
        assert_eq!(messages(&workspace, "attestation-adverse").len(), 1);
        let missing = messages(&workspace, "attestation-missing");
        assert!(missing.iter().all(|message| message.contains("adverse or a disclaimer")), "{missing:?}");
        let assurance = matrix(&workspace)["assurance"].clone();
        assert!(list(&assurance).iter().all(|row| list(&row["covered_by"]).is_empty()));
    }
}

#[test]
fn documents_say_who_examined_what_and_until_when_a_report_is_relied_on() {
    let keys = "provider: aws, kind: soc-2, type: 2, auditor: Woodgrove Audit, opinion: qualified, \
        categories: [security, privacy], report-date: 2026-10-20, period: 2025-10-01/2026-09-30, \
        valid-until: 2027-09-30, bridge-letters: [{ title: Letter, period: 2026-10-01/2026-12-31 }], \
        accepted-for: [{ framework: iso-27001-2022, reason: Mapped by us. }], \
        exceptions: [{ text: Two leavers kept access., answer: { status: implemented, owner: platform, text: Ours do not. } }], \
        subservices: [{ provider: rack, method: carve-out }], \
        subservice-controls: [{ id: CSOC-1, provider: rack, text: Doors are locked. }], \
        user-controls: [{ id: CUEC-1, text: Remove leavers., controls: [IAM-02], answer: { status: planned, text: By May. } }]";
    let workspace = with_reports("soc2-tsc-2017/security, iso-27001-2022", &[keys]);
    workspace.run(&["build", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    let register = workspace.read("output/acme/attestation-register.md");
    for words in [
        "Report 1 (SOC 2 Type 2)",
        "Woodgrove Audit, 2026-10-20<br>Qualified, 1 exception",
        "SOC 2 Trust Services Criteria 2017 (security, privacy)<br>Accepted for ISO/IEC 27001:2022 Annex A",
        "2025-10-01 to 2026-09-30<br>Letter, 2026-10-01 to 2026-12-31",
        "| 2026-12-31<br>Bridged |",
        "is accepted for ISO/IEC 27001:2022 Annex A: Mapped by us.",
        "exception: Two leavers kept access. Our answer: Implemented. Ours do not. Owner: Platform Team.",
        "subservice organisations: Rack (carve-out)",
        "expects of Rack (CSOC-1): Doors are locked.",
    ] {
        assert!(register.contains(words), "the register has no `{words}`");
    }
    // The one date is the earlier of the two: the day up to which letters bridge.
    assert!(!register.contains("2027-09-30"), "{register}");
    let sheet = workspace.read("output/acme/services/aws.s3/service-sheet.md");
    let row = "| Report 1 (SOC 2 Type 2) | Woodgrove Audit, qualified, 1 exception | 2025-10-01 to 2026-09-30 | 2026-12-31, bridged |";
    assert!(
        sheet.contains(row) && sheet.contains("| Report 1, CUEC-1 | Remove leavers. | IAM-02 | Planned |"),
        "{sheet}"
    );
    assert!(register.contains("Planned. By May."), "{register}");
    let handout = workspace.read("output/acme/web/auditor-handout.md");
    for words in [
        "Report 1 (SOC 2 Type 2), Woodgrove Audit, 2026-10-20; qualified, 1 audit exception",
        "attests SOC 2 Trust Services Criteria 2017 (security, privacy); accepted for ISO/IEC 27001:2022 Annex A",
        "| 2025-10-01 to 2026-09-30, bridged to 2026-12-31 (Letter); until 2026-12-31, bridged; ",
        "is accepted for ISO/IEC 27001:2022 Annex A: Mapped by us.",
        "audit exception: Two leavers kept access. Answer: Implemented. Ours do not. Owner: Platform Team.",
        "relies on Rack (carve-out).",
        "| CSOC-1, Report 1 | Rack | Doors are locked. |",
        "| CUEC-1, Report 1 | Remove leavers.<br>*By May.* | IAM-02 |",
    ] {
        assert!(handout.contains(words), "the handout has no `{words}`");
    }
    assert!(!handout.contains("2027-09-30"), "{handout}");
}

#[test]
fn a_comparison_says_which_frameworks_a_report_no_longer_proves() {
    let with = |keys: &str| {
        with_reports("pci-dss-4.0.1, iso-27001-2022", &[&format!("provider: aws, {keys}, {VALID}")])
    };
    let (old, new) =
        (with("frameworks: [pci-dss-4.0.1, iso-27001-2022]"), with("kind: iso-27001, opinion: qualified"));
    let (before, after) = (matrix(&old), matrix(&new));
    let files = Workspace::empty().file("old.json", before.to_string()).file("new.json", after.to_string());
    let run = files.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.ended_with(0).stdout).expect("JSON");
    let mut changes = list(&report["groups"]).iter().flat_map(|group| list(&group["changes"]));
    let change = changes.find(|change| change["subject"] == "attestation").expect("the report changed");
    let details = json!([
        { "aspect": "opinion", "before": null, "after": "qualified" },
        { "aspect": "frameworks", "before": "iso-27001-2022, pci-dss-4.0.1", "after": "iso-27001-2022" },
    ]);
    assert_eq!((&change["effect"], &change["details"]), (&json!("worse"), &details));
}
