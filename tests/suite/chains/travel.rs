//! Evidence that an offer names: it supports what others inherit, goes into their packages, and stays that of its project.

use serde_json::{Value, json};

use super::{INHERITS, LANDING_ZONE, ORGANIZATION, SHOP, findings, matrix_of, with_zone};
use crate::package::unpacked;
use crate::workspace::Workspace;

const REGISTER: &str = "profiles/acme/projects/zone/evidence/register.yaml";

/// Evidence of the landing zone: on the control, on a part of it, on nothing that is offered, restricted, and not offered.
const EVIDENCE: &str = "\
schema: onus.evidence/1
evidence:
  - { id: log-settings, title: Settings of the trail, kind: file, location: files/trail.txt, controls: [LOG-02], collected: 2026-11-01, valid-until: 2026-12-31 }
  - { id: lock, title: Lock of the bucket, kind: ticket, location: T-7, controls: [LOG-02/retention], collected: 2026-11-01 }
  - { id: accounts, title: List of accounts, kind: file, location: files/accounts.txt, controls: [AST-01], collected: 2026-11-01 }
  - { id: attack, title: Attack test, kind: file, location: files/attack.txt, controls: [LOG-02], collected: 2026-11-01, classification: restricted }
  - { id: diary, title: Diary, kind: file, location: files/diary.txt, controls: [LOG-02], collected: 2026-11-01 }
";

const NAMED: &str = "    evidence: [log-settings, lock, accounts, attack]\n";

fn zone() -> String {
    LANDING_ZONE.replace("    text: One trail", &format!("{NAMED}    text: One trail"))
}

fn with_evidence(zone: &str, inherits: &str) -> Workspace {
    let files = "profiles/acme/projects/zone/evidence/files";
    with_zone(zone, inherits)
        .file(REGISTER, EVIDENCE)
        .file(&format!("{files}/trail.txt"), "locked\n")
        .file(&format!("{files}/accounts.txt"), "12\n")
        .file(&format!("{files}/attack.txt"), "weak\n")
        .file(&format!("{files}/diary.txt"), "dear diary\n")
}

/// The evidence of other projects in the cells of a part, by service.
fn of_part(matrix: &Value, part: &str) -> Vec<Value> {
    let controls = matrix["controls"].as_array().expect("a list");
    let control = controls.iter().find(|one| one["id"] == "LOG-02").expect("a control");
    let cells = control["cells"].as_array().expect("a list").iter();
    let inherited = cells.filter(|cell| cell["part"] == part && !cell["upstream"].is_null());
    inherited.map(|cell| cell["upstream"][0]["evidence"].clone()).collect()
}

#[test]
fn evidence_of_an_offer_stands_in_the_cells_that_it_supports_and_counts_nowhere_else() {
    let workspace = with_evidence(&zone(), INHERITS);
    let matrix = matrix_of(&workspace, "web");
    // What names no part of the offer supports all of it.
    let retention = json!(["log-settings", "lock", "attack", "accounts"]);
    assert_eq!(of_part(&matrix, "retention")[0], retention);
    assert_eq!(of_part(&matrix, "protection")[0], json!(["log-settings", "attack", "accounts"]));
    let shown = &matrix["inherits"][0]["evidence"];
    assert_eq!(
        shown[0],
        json!({
            "id": "log-settings", "title": "Settings of the trail", "valid_until": "2026-12-31", "kind": "file",
            "collected": "2026-11-01", "state": "current", "classification": "internal",
            "supports": ["LOG-02/retention", "LOG-02/protection"],
        })
    );
    assert_eq!(shown[3]["classification"], "restricted");
    assert_eq!(shown.as_array().map(Vec::len), Some(4), "the diary is not offered");
    let own = matrix["evidence"].as_array().expect("a list");
    assert!(own.iter().all(|piece| piece["id"] != "log-settings"), "it is that of the other project");
}

#[test]
fn documents_list_it_under_its_controls_as_that_of_the_other_project() {
    let shared = zone().replace("verify: offered", "verify: shared");
    let workspace = with_evidence(&shared, INHERITS).replace(
        ORGANIZATION,
        "id: acme\n",
        "id: acme\nframeworks: [nist-800-53-r5]\n",
    );
    workspace.run(&["build", "--format", "md", "--deny", "nothing"]).ended_with(0);
    let handout = workspace.read("output/acme/web/auditor-handout.md");
    assert!(handout.contains("*Of other projects:* `log-settings` (2026-11-01), "), "{handout}");
    let row = "| `log-settings` | Settings of the trail | `acme/zone` | 2026-11-01 | 2026-12-31 | Current |";
    assert!(handout.contains(row), "{handout}");
    assert!(handout.contains("| `attack` § | Attack test | `acme/zone` |"), "{handout}");
}

#[test]
fn what_is_no_longer_valid_is_listed_with_its_state_and_supports_no_cell() {
    let workspace = with_evidence(&zone(), INHERITS);
    let on = |day: &str| -> Value {
        workspace.run(&["build", "--format", "json", "--deny", "nothing", "--as-of", day]).ended_with(0);
        workspace.json("output/acme/web/matrix.json")
    };
    for (day, state) in [("2026-11-15", "current"), ("2026-12-30", "due-soon"), ("2027-01-01", "stale")] {
        assert_eq!(on(day)["inherits"][0]["evidence"][0]["state"], state, "the build cache knows {day}");
    }
    assert_eq!(of_part(&on("2027-01-01"), "retention"), [Value::Null; 0]);
    // A second piece that goes missing changes no offer that is not kept anyway, but documents must say so.
    on("2027-01-01");
    let workspace = workspace.file("profiles/acme/projects/zone/evidence/files/accounts.txt", "");
    workspace.run(&["build", "--format", "json", "--deny", "nothing", "--as-of", "2027-01-01"]).ended_with(0);
    let matrix = workspace.json("output/acme/web/matrix.json");
    assert_eq!(matrix["inherits"][0]["evidence"][2]["state"], "missing");
}

/// The files of the package of the web shop, which `onus verify` has checked.
#[track_caller]
fn packed(workspace: &Workspace, name: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let day = ["--as-of", "2026-11-15", "--deny", "nothing"];
    workspace.run(&[["bundle", "web", "--output", name].as_slice(), &day].concat()).ended_with(0);
    workspace.run(&["verify", name]).ended_with(0);
    unpacked(&workspace.tree("")[name])
}

#[test]
fn a_package_has_what_is_inherited_and_the_evidence_that_offers_name() {
    let workspace = with_evidence(&zone(), INHERITS);
    let files = packed(&workspace, "p.zip");
    let inherited: Vec<&str> =
        files.keys().map(String::as_str).filter(|path| path.starts_with("inherited/")).collect();
    let expected = [
        "inherited/acme/zone/evidence/accounts/accounts.txt",
        "inherited/acme/zone/evidence/log-settings/trail.txt",
        "inherited/acme/zone/offers.json",
    ];
    assert_eq!(inherited, expected, "nothing that no offer names");
    assert_eq!(files[expected[1]], b"locked\n");
    let offers: Value = serde_json::from_slice(&files[expected[2]]).expect("JSON");
    assert_eq!((&offers["schema"], &offers["offers"][0]["id"]), (&json!("onus.offer/1"), &json!("trail")));
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    let listed = manifest["files"].as_array().expect("a list").iter();
    let listed: Vec<&Value> = listed.filter(|file| !file["from"].is_null()).collect();
    assert!(listed.iter().all(|file| file["from"] == "acme/zone"));
    let kinds: Vec<&Value> = listed.iter().map(|file| &file["kind"]).collect();
    assert_eq!(kinds, ["evidence", "evidence", "offers"]);
    assert_eq!(listed[1]["supports"]["controls"], json!(["LOG-02/retention", "LOG-02/protection"]));
    let withheld = manifest["withheld"].as_array().expect("a list").iter();
    let withheld: Vec<String> = withheld
        .filter(|one| one["from"] == "acme/zone")
        .map(|one| {
            format!("{} {}", one["id"].as_str().expect("an id"), one["reason"].as_str().expect("a word"))
        })
        .collect();
    assert_eq!(withheld, ["lock elsewhere", "attack on-request"]);
    let readme = String::from_utf8(files["README.md"].clone()).expect("text");
    assert!(
        readme.contains("| attack | Attack test (from acme/zone) | current | LOG-02/retention,"),
        "{readme}"
    );
    let inputs = manifest["inputs"].as_array().expect("a list");
    assert!(inputs.iter().any(|input| input["path"] == super::ZONE), "{inputs:?}");
    let validator = crate::package::validator();
    assert!(validator.is_valid(&manifest));
    packed(&workspace, "again.zip");
    let tree = workspace.tree("");
    assert_eq!(tree["p.zip"], tree["again.zip"], "the same bytes twice");
}

#[test]
fn a_package_has_the_offer_file_of_another_organisation() {
    let acme = with_evidence(&zone(), "");
    let offered = acme.run(&["offer", "zone", "--as-of", "2026-11-01"]).ended_with(0).stdout;
    let bolt = Workspace::base()
        .file("profiles/acme/catalog/offers/zone.json", &offered)
        .replace(ORGANIZATION, "id: acme", "id: bolt")
        .append(SHOP, "inherits:\n  - { from: acme/zone, offer-file: catalog/offers/zone.json }\n")
        .append(
            "profiles/acme/evidence/register.yaml",
            "  - { id: log-settings, title: Our own, kind: ticket, location: T-1, controls: [AST-01], collected: 2026-11-01 }\n",
        );
    let files = packed(&bolt, "p.zip");
    assert_eq!(files["inherited/acme/zone/zone.json"], offered.as_bytes());
    let inherited = files.keys().filter(|path| path.starts_with("inherited/")).count();
    assert_eq!(inherited, 1, "evidence stays with the other organisation");
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    let place = "profiles/acme/catalog/offers/zone.json";
    let has = |list: &str, key: &str| {
        manifest[list].as_array().expect("a list").iter().any(|one| one[key] == place)
    };
    assert!(has("files", "source") && has("inputs", "path"));
    // The same id is the project's own in one list, and the other organisation's in the other.
    let matrix: Value = serde_json::from_slice(&files["matrix.json"]).expect("JSON");
    let own = matrix["evidence"].as_array().expect("a list").iter().find(|one| one["id"] == "log-settings");
    assert_eq!(own.expect("its own")["title"], "Our own");
    assert_eq!(matrix["inherits"][0]["evidence"][0]["title"], "Settings of the trail");
}

#[test]
fn explain_names_project_party_offer_asks_with_answers_and_evidence() {
    let answered = INHERITS.replace("status: implemented }", "status: implemented, text: By ticket. }");
    let workspace = with_evidence(&zone(), &answered);
    let arguments = ["explain", "LOG-02/retention", "--project", "web", "--service", "aws.s3"];
    let text = workspace.run(&arguments).ended_with(0).stdout;
    for line in [
        "    offer trail of Landing zone (acme/zone), by Cloud Team: Record of all calls\n",
        "      One trail of all accounts, kept under a lock.\n",
        "      offered in profiles/acme/projects/zone.yaml:13:",
        ", inherited in profiles/acme/projects/web.yaml:",
        "      asks LZ-1: Accounts come from the pipeline.\n        answered: implemented, By ticket. (profiles/acme/projects/web.yaml:",
        "      evidence log-settings from acme/zone, Settings of the trail: current, collected 2026-11-01, valid until 2026-12-31\n",
    ] {
        assert!(text.contains(line), "no {line} in:\n{text}");
    }
    let silent = with_evidence(&zone(), "inherits: [{ from: acme/zone }]\n");
    let text = silent.run(&arguments).ended_with(0).stdout;
    assert!(
        text.contains("      asks LZ-1: Accounts come from the pipeline.\n        not answered\n"),
        "{text}"
    );
    let run = workspace.run(&[&arguments[..], &["--message-format", "json"]].concat()).ended_with(0);
    let record: Value = serde_json::from_str(run.stdout.lines().next().expect("a line")).expect("JSON");
    let upstream = &record["controls"][0]["cells"][0]["upstream"][0];
    assert_eq!((&upstream["offer"], &upstream["by"]), (&json!("trail"), &json!(["Cloud Team"])));
}

#[test]
fn parts_that_the_catalog_does_not_have_are_a_finding() {
    let control = "schema: onus.controls/1\ndomain: logging\ncontrols:\n  - id: FAX-01\n    title: Fax log\n    \
        objective: Every fax is logged.\n    parts:\n      - { id: log, layer: governance, customer: Keeps it. }\n";
    let zone = LANDING_ZONE.replace("controls: [LOG-02]", "controls: [LOG-02, FAX-01]").replace(
        "statements:\n",
        "statements:\n  - { control: FAX-01, status: implemented, owner: cloud, text: Kept. }\n",
    );
    let acme = with_zone(&zone, "").file("profiles/acme/catalog/fax.yaml", control);
    let offered = acme.run(&["offer", "zone", "--as-of", "2026-11-01"]).ended_with(0).stdout;
    let bolt = Workspace::base()
        .file("profiles/acme/catalog/offers/zone.json", &offered)
        .replace(ORGANIZATION, "id: acme", "id: bolt")
        .append(SHOP, "inherits:\n  - { from: acme/zone, offer-file: catalog/offers/zone.json }\n");
    let found = findings(&bolt, "inherited-part");
    let expected = "inherited-part-unknown acme/zone by the offer `trail` does what the catalog does not have: `FAX-01/log`";
    assert_eq!(found, [expected]);
    assert_eq!(findings(&bolt, "without-effect"), [""; 0]);
    let known = bolt.file("profiles/acme/catalog/fax.yaml", control);
    assert_eq!(findings(&known, "inherited-part"), [""; 0]);
}

#[test]
fn twenty_thousand_offers_are_a_list_and_one_more_is_a_mistake() {
    let message = |inherits: &str, offers: &str| {
        let workspace =
            Workspace::base().file("profiles/acme/catalog/offers/zone.json", offers).append(SHOP, inherits);
        let run = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
        run.records("diagnostic")[0]["message"].as_str().expect("a text").to_owned()
    };
    let expected = "expected at most 20000 items, found more";
    let items = [("offers", "{ id: a, title: A, duties: {} }"), ("inherits", "{ from: acme/zone }")];
    for (key, item) in items {
        assert_eq!(
            message(&format!("{key}: [{}]\n", vec![item; 20_001].join(", ")), "{}"),
            expected,
            "{key}"
        );
    }
    let zone =
        with_zone(LANDING_ZONE, "").run(&["offer", "zone", "--as-of", "2026-11-01"]).ended_with(0).stdout;
    let file = |count| {
        let mut file: Value = serde_json::from_str(&zone).expect("JSON");
        let part = file["offers"][0]["parts"][0].take();
        file["offers"][0]["parts"] = vec![part; count].into();
        file.to_string()
    };
    let inherits = "inherits: [{ from: contoso/zone, offer-file: catalog/offers/zone.json }]\n";
    assert_eq!(message(inherits, &file(20_001)), expected);
    assert!(message(inherits, &file(20_000)).ends_with("is not as its organisation wrote it"));
}
