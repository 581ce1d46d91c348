//! What stands on what, and services that are used several times. Expected values by hand, from the rules of docs/profiles.md.

use serde_json::Value;

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// Kubernetes of our own.
fn with_kubernetes(services: &str) -> Workspace {
    Workspace::base()
        .file(
            "profiles/acme/catalog/providers.yaml",
            "schema: onus.providers/1\nproviders:\n  - { id: acme, name: Acme Ltd }\n",
        )
        .file(
            "profiles/acme/catalog/services.yaml",
            "schema: onus.services/1\nprovider: acme\nservices:\n  - { id: acme.kubernetes, name: Kubernetes, class: self-hosted, traits: [runs-code, guest-os] }\n",
        )
        .file(PROJECT, format!("schema: onus.project/1\nid: web\nname: Web shop\nservices:\n{services}"))
        .append(
            ORGANIZATION,
            "attestations:\n  - { id: soc2, provider: aws, title: SOC 2, kind: soc-2, services: all, regions: all, valid-until: 2999-01-01 }\n",
        )
}

#[track_caller]
fn matrix(workspace: &Workspace) -> Value {
    workspace.run(&["build", "--format", "json", "--deny", "nothing"]).ended_with(0);
    workspace.json("output/acme/web/matrix.json")
}

/// `service (name): responsibility` of the cells on a layer.
fn on_layer(matrix: &Value, layer: &str) -> Vec<String> {
    let controls = matrix["controls"].as_array().expect("a list").iter();
    let cells = controls.flat_map(|control| control["cells"].as_array().expect("a list"));
    let mut found: Vec<String> = cells
        .filter(|cell| cell["layer"] == layer)
        .map(|cell| {
            let (service, name) =
                (cell["service"].as_str().unwrap_or("-"), cell["as"].as_str().unwrap_or(""));
            format!("{service} {name}: {}", cell["responsibility"].as_str().expect("a word"))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn own_kubernetes_on_rented_machines_leaves_the_building_to_their_provider() {
    let services = "  - { use: acme.kubernetes, runs-on: { service: aws.ec2, up-to: guest-os } }\n";
    let workspace = with_kubernetes(services);
    let matrix = matrix(&workspace);
    // aws.iam is of the base workspace's organisation.
    let physical = ["aws.ec2 : inherited", "aws.iam : inherited"];
    assert_eq!(on_layer(&matrix, "facilities"), physical);
    assert_eq!(on_layer(&matrix, "hardware"), physical);
    let guest = on_layer(&matrix, "guest-os");
    assert!(
        guest.iter().all(|cell| !cell.starts_with("acme.kubernetes")),
        "made once, for the machines: {guest:?}"
    );
    let platform = on_layer(&matrix, "platform");
    assert!(platform.iter().any(|cell| cell == "acme.kubernetes : customer"), "{platform:?}");
    assert!(
        platform.iter().all(|cell| !cell.starts_with("aws.ec2")),
        "above the machines nothing is theirs: {platform:?}"
    );
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let codes: Vec<Value> = run.records("finding").into_iter().map(|found| found["code"].clone()).collect();
    assert!(
        !codes.contains(&"attestation-missing".into()),
        "the report on AWS proves what AWS does: {codes:?}"
    );
    let services = matrix["services"].as_array().expect("a list");
    let machines = services.iter().find(|one| one["id"] == "aws.ec2").expect("it is in use");
    assert_eq!(machines["only_up_to"], "guest-os");
    let kubernetes = services.iter().find(|one| one["id"] == "acme.kubernetes").expect("it is in use");
    assert_eq!(kubernetes["runs_on"]["service"], "aws.ec2");
}

#[test]
fn machines_that_are_in_use_themselves_have_all_of_their_cells() {
    let services = "  - { use: aws.ec2, purpose: Nodes }\n  - { use: acme.kubernetes, runs-on: { service: aws.ec2, up-to: guest-os } }\n";
    let matrix = matrix(&with_kubernetes(services));
    assert!(on_layer(&matrix, "data").iter().any(|cell| cell.starts_with("aws.ec2 ")));
    assert_eq!(on_layer(&matrix, "facilities"), ["aws.ec2 : inherited", "aws.iam : inherited"]);
}

#[test]
fn a_service_used_twice_has_cells_for_each_use_and_selectors_know_both_names() {
    let workspace = Workspace::base()
        .replace(PROJECT, "  - { use: aws.s3 }\n", "  - { use: aws.s3, as: files, regions: [eu-west-1] }\n  - { use: aws.s3, as: logs, mode: Glacier, regions: [eu-north-1] }\n")
        .append(PROJECT, "overrides:\n  - { layer: data, service: logs, duties: { operate: provider }, reason: Managed for us. }\n");
    let matrix = matrix(&workspace);
    let data = on_layer(&matrix, "data");
    assert!(data.contains(&"aws.s3 files: customer".to_owned()), "{data:?}");
    assert!(data.contains(&"aws.s3 logs: shared".to_owned()), "{data:?}");
    assert!(!data.contains(&"aws.s3 logs: customer".to_owned()), "{data:?}");
    let services = matrix["services"].as_array().expect("a list");
    let logs = services.iter().find(|one| one["as"] == "logs").expect("it is in use");
    assert_eq!((&logs["name"], &logs["mode"]), (&"Amazon S3 (logs)".into(), &"Glacier".into()));
}

#[test]
fn a_gap_of_the_organisation_is_found_once_and_says_which_projects_it_affects() {
    let workspace = Workspace::base().file(
        "profiles/acme/projects/app.yaml",
        "schema: onus.project/1\nid: app\nname: App\nservices: [{ use: aws.lambda }]\n",
    );
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding");
    let of = |control: &str| -> Vec<&Value> {
        found.iter().filter(|one| one["control"] == control && one["code"] == "statement-missing").collect()
    };
    let policies = of("GOV-01");
    assert_eq!(policies.len(), 1, "{policies:?}");
    assert_eq!(policies[0]["project"], Value::Null);
    assert_eq!(policies[0]["affects"], serde_json::json!(["app", "web"]));
    assert_eq!(policies[0]["file"], ORGANIZATION);
    // Code is written in each project.
    assert_eq!(of("DEV-01").len(), 2);
}

#[test]
fn an_attribute_that_nobody_stated_is_one_finding_of_the_organisation() {
    let of = |organization: &str, project: &str| -> Vec<String> {
        let workspace = Workspace::base()
            .file(
                "profiles/acme/projects/app.yaml",
                "schema: onus.project/1\nid: app\nname: App\nservices: [{ use: aws.lambda }]\n",
            )
            .append(ORGANIZATION, organization)
            .append(PROJECT, project);
        let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
        let found = run.records("finding").into_iter().filter(|one| one["code"] == "attribute-unstated");
        let found =
            found.filter(|one| one["message"].as_str().is_some_and(|text| text.contains("`has-offices`")));
        found.map(|one| one["affects"].to_string()).collect()
    };
    assert_eq!(of("", ""), [r#"["app","web"]"#]);
    let stated = "attributes:\n  has-offices: true\n";
    assert_eq!(of("", stated), [r#"["app"]"#]);
    assert_eq!(of(stated, ""), [""; 0]);
}

#[test]
fn an_entry_of_the_organisation_that_changes_nothing_in_any_project_is_a_finding_of_its_own() {
    let other = "schema: onus.project/1\nid: app\nname: App\nservices: [{ use: aws.lambda }]\n";
    let idle = |entry: &str| {
        let workspace = Workspace::base()
            .file("profiles/acme/projects/app.yaml", other)
            .append(ORGANIZATION, &format!("overrides:\n  - {{ {entry}, reason: So. }}\n"));
        let found = |arguments: &[&str]| {
            let run = workspace.run(arguments).ended_with(0).records("finding");
            run.into_iter().filter(|one| one["code"] == "without-effect").count()
        };
        let all = found(&["check", "--deny", "nothing", "--message-format", "json"]);
        let one = found(&["check", "--deny", "nothing", "--message-format", "json", "--project", "app"]);
        (all, one)
    };
    assert_eq!(idle("service: aws.rds, duties: { operate: provider }"), (1, 0), "nobody uses RDS");
    assert_eq!(
        idle("layer: data, service: aws.s3, duties: { operate: provider }"),
        (0, 0),
        "the web shop uses S3"
    );
}

#[test]
fn a_part_that_needs_what_the_service_below_lacks_stays_above() {
    // Functions store no data: whatever keeps data on them encrypts its own.
    let services = "  - { use: acme.kubernetes, runs-on: { service: aws.lambda, up-to: data } }\n";
    let workspace = with_kubernetes(services).replace(
        "profiles/acme/catalog/services.yaml",
        "traits: [runs-code, guest-os]",
        "traits: [runs-code, guest-os, stores-data]",
    );
    let matrix = matrix(&workspace);
    let controls = matrix["controls"].as_array().expect("a list").iter();
    let cells = controls.flat_map(|control| control["cells"].as_array().expect("a list"));
    let data = cells.filter(|cell| cell["layer"] == "data" && cell["service"] == "acme.kubernetes");
    assert!(data.count() > 0, "nobody would keep the data");
}

#[test]
fn what_stands_on_a_service_elsewhere_puts_it_in_use_there() {
    let services = "  - { use: aws.ec2, regions: [eu-west-1] }\n  - { use: acme.kubernetes, regions: [us-east-1], runs-on: { service: aws.ec2, up-to: guest-os } }\n";
    let matrix = matrix(&with_kubernetes(services));
    let services = matrix["services"].as_array().expect("a list");
    let ec2 = services.iter().find(|service| service["id"] == "aws.ec2").expect("it is in use");
    assert_eq!(ec2["regions"], serde_json::json!(["eu-west-1", "us-east-1"]));
}

#[test]
fn a_circle_that_a_use_with_a_name_goes_around_is_found() {
    let services = "schema: onus.services/1\nprovider: acme\nservices:\n  \
        - { id: acme.a, name: A, class: self-hosted, traits: [guest-os], runs-on: { service: acme.b, up-to: guest-os } }\n  \
        - { id: acme.b, name: B, class: self-hosted, traits: [guest-os] }\n  \
        - { id: acme.c, name: C, class: self-hosted, traits: [guest-os] }\n";
    let uses = "  - { use: acme.a }\n  - { use: acme.a, as: second, runs-on: { service: acme.c, up-to: guest-os } }\n  \
        - { use: acme.b, runs-on: { service: acme.a, up-to: guest-os } }\n";
    let run = with_kubernetes(uses)
        .file("profiles/acme/catalog/services.yaml", services)
        .run(&["check"])
        .ended_with(2);
    assert!(run.stderr.contains("error[runs-on-circle]"), "{}", run.stderr);
}

#[test]
fn what_carries_others_is_said_by_traits_and_by_the_catalog() {
    let own = |keys: &str| {
        format!(
            "schema: onus.services/1\nprovider: acme\nservices:\n  \
             - {{ id: acme.kubernetes, name: Kubernetes, class: self-hosted, traits: [runs-code, guest-os] }}\n  \
             - {{ id: acme.below, name: Below, {keys} }}\n"
        )
    };
    let code_of = |keys: &str, up_to: &str| {
        let uses =
            format!("  - {{ use: acme.kubernetes, runs-on: {{ service: acme.below, up-to: {up_to} }} }}\n");
        let workspace = with_kubernetes(&uses).file("profiles/acme/catalog/services.yaml", own(keys));
        let run = workspace.run(&["check", "--deny", "nothing"]);
        assert_eq!(run.code == 2, run.stderr.contains("error[cannot-carry]"), "{}", run.stderr);
        run.code
    };
    let cases = [
        // A room of our own, and rented racks.
        ("class: self-hosted", "host-os", 0),
        ("class: self-hosted", "guest-os", 2),
        ("class: infrastructure", "facilities", 2),
        ("class: infrastructure, carries: physical-network", "physical-network", 0),
        ("class: infrastructure, carries: physical-network", "virtualization", 2),
        // Containers without machines of their own.
        ("class: managed, traits: [runs-code]", "platform", 0),
        ("class: managed, traits: [runs-code]", "guest-os", 2),
        ("class: packaged, traits: [guest-os]", "guest-os", 0),
        ("class: abstracted, traits: [stores-data]", "facilities", 2),
    ];
    for (keys, up_to, code) in cases {
        assert_eq!(code_of(keys, up_to), code, "{keys} up to {up_to}");
    }
}

#[test]
fn racks_of_a_provider_carry_machines_and_no_guest_systems() {
    let on = |up_to: &str| {
        let uses = format!(
            "  - {{ use: acme.kubernetes, runs-on: {{ service: aws.outposts-rack, up-to: {up_to} }} }}\n"
        );
        with_kubernetes(&uses).run(&["check", "--deny", "nothing"])
    };
    on("host-os").ended_with(0);
    let refused = on("guest-os").ended_with(2).stderr;
    assert!(refused.contains("help: it carries others up to `host-os`"), "{refused}");
}
