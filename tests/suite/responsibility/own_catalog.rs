//! What an organisation adds in `catalog/` works exactly like what is built in.

use super::{CUSTOMER, PROVIDER, World, uses};

const MAIL: &str = "schema: onus.services/1
provider: contoso
services:
  - id: contoso.mail
    name: Contoso Mail
    class: software
    traits: [stores-data]
    exceptions:
      - layer: data
        duties: { operate: shared }
        reason: Contoso purges old mail on our order.
        source: Contoso trust centre
";

const CONTOSO: &str = "schema: onus.providers/1
providers:
  - { id: contoso, name: Contoso Ltd }
";

const OWN_CONTROL: &str = "schema: onus.controls/1
domain: data
controls:
  - id: ACME-01
    title: Card numbers
    objective: No store but the vault holds card numbers.
    satisfies: { acme-rules: [R-1] }
    parts:
      - id: scan
        layer: data
        needs: [stores-data]
        provider: Erases what we delete.
        customer: Scans every store for card numbers each night.
        satisfies: { nist-800-53-r5: [SI-12] }
        overrides:
          - classes: [abstracted]
            duties: { operate: shared }
            reason: The service erases on our order.
";

const RULES: &str = "schema: onus.framework/1
id: acme-rules
title: Acme house rules
baselines:
  - { id: core, title: Core }
requirements:
  - { id: R-1, title: Card numbers stay in the vault, baselines: [core] }
  - { id: R-2, title: Hosts are patched, baselines: [core], satisfied-by: [PAT-01/host-os] }
  - { id: R-3, title: Everything is patched, baselines: [core], satisfied-by: [PAT-01, IAM-01] }
  - { id: R-4, title: The board meets, baselines: [core], organizational: Only the board can meet. }
  - { id: R-5, title: Later }
";

#[test]
fn a_service_of_another_provider_takes_part_in_the_matrix_like_a_built_in_one() {
    let matrix = World::using(&["contoso.mail", "aws.s3"])
        .file("catalog/providers.yaml", CONTOSO)
        .file("catalog/services/mail.yaml", MAIL)
        .matrix();
    assert_eq!(matrix.duties("PAT-01/platform", "contoso.mail"), PROVIDER);
    assert_eq!(matrix.duties("DAT-01/stored", "contoso.mail"), "customer shared customer");
    assert_eq!(matrix.ranks("DAT-01/stored", "contoso.mail"), ["service", "demarcation"]);
    assert!(!matrix.applies("NET-01/network", "contoso.mail"));
}

#[test]
fn an_own_control_has_cells_overrides_and_requirements_like_a_built_in_one() {
    let project =
        format!("frameworks: [nist-800-53-r5/moderate, acme-rules]\n{}", uses(&["aws.s3", "aws.ebs"]));
    let matrix = World::new("", &project)
        .file("catalog/rules.yaml", RULES)
        .file("catalog/controls.yaml", OWN_CONTROL)
        .matrix();
    assert_eq!(matrix.duties("ACME-01/scan", "aws.ebs"), CUSTOMER);
    assert_eq!(matrix.duties("ACME-01/scan", "aws.s3"), "customer shared customer");
    assert_eq!(matrix.responsibility("ACME-01"), "shared");
    let si_12 = matrix.requirement("nist-800-53-r5", "SI-12");
    let satisfied_by = si_12["satisfied_by"].as_array().expect("a list");
    assert!(satisfied_by.contains(&"ACME-01/scan".into()), "{satisfied_by:?}");
    let claims = matrix.claims("ACME-01/scan", "aws.s3");
    assert_eq!(claims[0]["file"], "profiles/acme/catalog/controls.yaml");
    assert_eq!(claims[0]["line"], 16);
}

#[test]
fn requirements_of_an_own_framework_roll_up_the_controls_and_parts_that_satisfy_them() {
    let project = format!("frameworks: [acme-rules/core]\n{}", uses(&["aws.s3", "aws.ec2"]));
    let matrix = World::new("", &project)
        .file("catalog/rules.yaml", RULES)
        .file("catalog/controls.yaml", OWN_CONTROL)
        .matrix();
    let amounts = |id| matrix.requirement("acme-rules", id)["responsibility"].clone();
    assert_eq!(amounts("R-1"), "shared", "the control says so");
    assert_eq!(amounts("R-2"), "inherited", "one part of a control");
    assert_eq!(amounts("R-3"), "shared", "two controls");
    assert_eq!(amounts("R-4"), "customer", "the organisation as a whole");
    let rows = matrix.0["frameworks"][0]["requirements"].as_array().expect("a list");
    assert_eq!(rows.len(), 4, "R-5 is in no baseline");
    let satisfied_by = |id| matrix.requirement("acme-rules", id)["satisfied_by"].clone();
    assert_eq!(satisfied_by("R-1"), serde_json::json!(["ACME-01/scan"]), "the only part of its control");
    assert_eq!(satisfied_by("R-2"), serde_json::json!(["PAT-01/host-os"]));
    // Whole controls are all of their parts, whether a service here has them or not: the project uses no platform.
    let all = [
        "IAM-01/people",
        "IAM-01/workloads",
        "PAT-01/host-os",
        "PAT-01/guest-os",
        "PAT-01/platform",
        "PAT-01/application",
    ];
    assert_eq!(satisfied_by("R-3"), serde_json::json!(all));
    assert_eq!(satisfied_by("R-4"), serde_json::json!([]));
}

#[test]
fn an_entry_takes_the_place_of_a_built_in_one_only_when_it_says_so() {
    let service = |replaces: &str| {
        format!(
            "schema: onus.services/1\nprovider: aws\nservices:\n  - id: aws.s3\n    name: Our S3\n    class: software\n{replaces}"
        )
    };
    let world = |replaces| World::using(&["aws.s3"]).file("catalog/s3.yaml", &service(replaces));
    assert_eq!(world("").mistakes(), ["duplicate-id"]);
    let matrix = world("    replaces: true\n").matrix();
    assert_eq!(matrix.0["services"][0]["class"], "software");
    assert!(!matrix.applies("DAT-01/stored", "aws.s3"), "the new entry has no traits");
}

#[test]
fn replacing_something_that_is_not_there_is_a_mistake() {
    let service = "schema: onus.services/1\nprovider: aws\nservices:\n  - { id: aws.s4, name: S4, class: abstracted, \
                   replaces: true }\n";
    assert_eq!(World::using(&["aws.s3"]).file("catalog/s4.yaml", service).mistakes(), ["nothing-to-replace"]);
}

#[test]
fn a_replaced_control_keeps_nothing_of_the_built_in_one() {
    let control = "schema: onus.controls/1\ndomain: patching\ncontrols:\n  - id: PAT-01\n    title: Our patching\n    \
                   objective: We patch.\n    replaces: true\n    parts:\n      - { id: all, layer: host-os, provider: \
                   Patches. }\n";
    let matrix = World::using(&["aws.s3"]).file("catalog/patching.yaml", control).matrix();
    assert_eq!(matrix.control("PAT-01")["title"], "Our patching");
    assert_eq!(matrix.control("PAT-01")["cells"].as_array().map(Vec::len), Some(1));
    assert_eq!(matrix.responsibility("PAT-01"), "inherited");
}

/// Built-in services name parts of built-in controls in exceptions and settings.
#[test]
fn a_replaced_control_takes_with_it_what_services_say_of_its_parts() {
    let replaced = |domain: &str, id: &str| {
        format!(
            "schema: onus.controls/1\ndomain: {domain}\ncontrols:\n  - id: {id}\n    title: Ours\n    objective: We do \
             it.\n    replaces: true\n    parts:\n      - {{ id: all, layer: host-os, provider: Does it. }}\n"
        )
    };
    let world = World::using(&["aws.s3", "aws.snowball"])
        .file("catalog/keys.yaml", &replaced("cryptography", "CRY-01"))
        .file("catalog/hosts.yaml", &replaced("operating-systems", "SYS-01"));
    assert_eq!(world.mistakes(), Vec::<String>::new());
    assert_eq!(world.matrix().responsibility("CRY-01"), "inherited");
}

#[test]
fn a_replaced_entry_of_the_demarcation_table_moves_the_line_for_every_control() {
    let entry = "schema: onus.demarcation/1\nentries:\n  - layer: guest-os\n    class: infrastructure\n    duties: { \
                 manage: customer, operate: provider, verify: customer }\n    reason: Our landlord installs fixes.\n    \
                 replaces: true\n";
    let matrix = World::using(&["aws.ec2"]).file("catalog/demarcation.yaml", entry).matrix();
    for part in ["PAT-01/guest-os", "SYS-02/hardening", "MAL-01/guest-os"] {
        assert_eq!(matrix.duties(part, "aws.ec2"), "customer provider customer", "{part}");
    }
}

#[test]
fn an_own_class_needs_a_line_on_every_layer() {
    let class = "schema: onus.model/1\nclasses:\n  - { id: edge, title: Edge box, description: A box in our shop. }\n";
    let service =
        "schema: onus.services/1\nprovider: aws\nservices:\n  - { id: aws.box, name: Box, class: edge }\n";
    let world = || {
        let world = World::using(&["aws.box"]).file("catalog/class.yaml", class);
        world.file("catalog/services/box.yaml", service)
    };
    let mistakes = world().mistakes();
    assert_eq!(mistakes, ["no-demarcation"]);
    let layers = [
        "facilities",
        "hardware",
        "physical-network",
        "virtualization",
        "host-os",
        "guest-os",
        "platform",
        "network",
        "identity",
        "application",
        "data",
        "premises",
        "endpoints",
        "workforce",
        "governance",
    ];
    let entry = |layer: &str| {
        let holder = if layer == "hardware" { "provider" } else { "customer" };
        format!(
            "  - layer: {layer}\n    class: edge\n    duties: {{ manage: {holder}, operate: {holder}, verify: {holder} }}\n    \
             reason: The box is rented.\n"
        )
    };
    let table = format!("schema: onus.demarcation/1\nentries:\n{}", layers.map(entry).concat());
    let matrix = world().file("catalog/demarcation.yaml", &table).matrix();
    assert_eq!(matrix.duties("HWM-01/hardware", "aws.box"), PROVIDER);
    assert_eq!(matrix.duties("PHY-01/facilities", "aws.box"), CUSTOMER);
}
