//! Entries of the catalog and of profiles select cells with the same keys, and what selects or changes nothing is told.

use onus_core::model::Duty;

use super::{CUSTOMER, PROVIDER, World, uses};

/// Finished software that runs code of its customers, as GitHub does with workflows.
fn hub(exceptions: &str) -> String {
    format!(
        "schema: onus.services/1\nprovider: hub\nservices:\n  - id: hub.cloud\n    name: Hub\n    class: software\n    \
         traits: [stores-data, runs-code, public-endpoint]\n    exceptions:\n{exceptions}"
    )
}

const PROVIDERS: &str = "schema: onus.providers/1\nproviders:\n  - { id: hub, name: Hub Inc. }\n";

fn world(exceptions: &str) -> World {
    World::using(&["hub.cloud"])
        .file("catalog/providers.yaml", PROVIDERS)
        .file("catalog/hub.yaml", &hub(exceptions))
}

/// GitHub's documentation: its customers write and review workflows; GitHub runs its own code, defends its front against
/// floods of requests, and its customers decide whose addresses may come in.
#[test]
fn code_on_finished_software_is_ours_and_the_vendors_own_code_is_not() {
    let matrix = world(
        "      - when: { layer: application, needs: [runs-code] }\n        \
         duties: { manage: customer, operate: customer, verify: customer }\n        reason: Workflows are ours.\n      \
         - when: { control: NET-06, part: network }\n        duties: { manage: customer }\n        reason: Its allow list.\n",
    )
    .matrix();
    assert_eq!(matrix.duties("CAP-01/application", "hub.cloud"), CUSTOMER);
    assert_eq!(matrix.duties("DEV-05/host-os", "hub.cloud"), PROVIDER);
    assert_eq!(matrix.duties("NET-03/network", "hub.cloud"), PROVIDER);
    assert!(matrix.duties("NET-06/network", "hub.cloud").starts_with("customer "));
    assert_eq!(matrix.ranks("CAP-01/application", "hub.cloud"), ["service", "demarcation"]);
}

#[test]
fn a_part_can_run_differently_for_services_with_a_trait() {
    let control = "schema: onus.controls/1\ndomain: data\ncontrols:\n  - id: ACME-01\n    title: Copies\n    \
        objective: Copies are made.\n    parts:\n      - id: copies\n        layer: data\n        provider: Copies.\n        \
        customer: Copies.\n        overrides:\n          - when: { traits: [runs-code] }\n            \
        duties: { operate: provider }\n            reason: It copies what runs.\n";
    let matrix = World::using(&["aws.ec2", "aws.s3"]).file("catalog/controls.yaml", control).matrix();
    assert_eq!(matrix.duties("ACME-01/copies", "aws.ec2"), "customer provider customer");
    assert_eq!(matrix.duties("ACME-01/copies", "aws.s3"), CUSTOMER);
}

#[test]
fn overrides_select_by_layer_domain_class_trait_and_need() {
    let cases = [
        ("layer: guest-os", "PAT-01/guest-os", "aws.ec2", true),
        ("layer: guest-os", "DAT-01/stored", "aws.s3", false),
        ("domain: patching, class: infrastructure", "PAT-01/guest-os", "aws.ec2", true),
        ("domain: patching, classes: [managed]", "PAT-01/guest-os", "aws.ec2", false),
        ("trait: guest-os, layer: guest-os", "PAT-01/guest-os", "aws.ec2", true),
        ("traits: [stores-data], layer: data", "DAT-01/stored", "aws.s3", true),
        ("needs: [runs-code]", "CAP-01/application", "aws.ec2", true),
        ("needs: [runs-code]", "DAT-01/stored", "aws.s3", false),
    ];
    for (keys, part, service, matches) in cases {
        let entry = format!("overrides:\n  - {{ {keys}, duties: {{ verify: shared }}, reason: Agreed. }}\n");
        let matrix = World::new("", &format!("{}{entry}", uses(&["aws.ec2", "aws.s3"]))).matrix();
        assert_eq!(matrix.ranks(part, service).contains(&"project"), matches, "{keys} {part}");
    }
}

#[test]
fn delegations_by_trait_are_more_specific_than_by_class_and_less_than_by_service() {
    let parties = "parties:\n  - { id: a, name: A }\n  - { id: b, name: B }\n  - { id: c, name: C }\ndelegations:\n  \
        - { class: infrastructure, to: a }\n  - { trait: guest-os, to: b }\n  - { service: aws.ebs, to: c }\n";
    let world = World::new(parties, &uses(&["aws.ec2", "aws.ebs"]));
    assert_eq!(world.assignee("PAT-01/guest-os", "aws.ec2", Duty::Manage), "b");
    assert_eq!(world.assignee("DAT-01/stored", "aws.ebs", Duty::Manage), "c");
}

#[test]
fn delegations_that_meet_in_a_service_with_equal_right_are_a_mistake() {
    let parties = "parties:\n  - { id: a, name: A }\n  - { id: b, name: B }\ndelegations:\n  \
        - { trait: guest-os, to: a }\n  - { trait: runs-code, to: b }\n";
    let mistakes = World::new(parties, &uses(&["aws.ec2"])).mistakes();
    assert_eq!(mistakes.first().map(String::as_str), Some("conflicting-delegations"));
    assert_eq!(World::new(parties, &uses(&["aws.s3"])).mistakes(), Vec::<String>::new());
}

#[test]
fn contradictions_in_a_catalog_are_mistakes_whether_the_service_is_used_or_not() {
    let exception = |keys: &str, holder: &str| {
        format!(
            "      - when: {{ {keys} }}\n        duties: {{ manage: {holder} }}\n        reason: Agreed.\n"
        )
    };
    let both = format!("{}{}", exception("layer: data", "customer"), exception("control: DAT-01", "shared"));
    let world = World::using(&["aws.s3"]).file("catalog/providers.yaml", PROVIDERS);
    assert_eq!(world.file("catalog/hub.yaml", &hub(&both)).mistakes(), ["conflicting-claims"]);
    let apart = format!("{}{}", exception("layer: data", "shared"), exception("layer: identity", "customer"));
    let world = World::using(&["aws.s3"]).file("catalog/providers.yaml", PROVIDERS);
    assert_eq!(world.file("catalog/hub.yaml", &hub(&apart)).mistakes(), Vec::<String>::new());
}

#[test]
fn two_overrides_of_a_part_for_one_class_must_agree() {
    let control = |second: &str| {
        format!(
            "schema: onus.controls/1\ndomain: data\ncontrols:\n  - id: ACME-01\n    title: Copies\n    objective: Copies \
             are made.\n    parts:\n      - id: copies\n        layer: data\n        customer: Copies.\n        \
             provider: Copies.\n        overrides:\n          - {{ classes: [managed, software], duties: {{ operate: \
             provider }}, reason: One. }}\n          - {{ classes: [managed], duties: {second}, reason: Two. }}\n"
        )
    };
    let mistakes =
        |second: &str| World::using(&["aws.s3"]).file("catalog/own.yaml", &control(second)).mistakes();
    assert_eq!(mistakes("{ operate: customer }"), ["conflicting-claims"]);
    assert_eq!(mistakes("{ verify: customer }"), Vec::<String>::new());
}

#[test]
fn an_override_that_says_what_holds_anyway_is_without_effect() {
    let with = |holder: &str| {
        let entry = format!(
            "overrides:\n  - {{ control: PAT-01, part: host-os, duties: {{ operate: {holder} }}, reason: Agreed. }}\n"
        );
        World::new("", &format!("{}{entry}", uses(&["aws.s3"]))).findings("without-effect")
    };
    assert_eq!(
        with("provider"),
        ["this override changes no cell of the project; what it says holds without it"]
    );
    assert_eq!(with("shared"), Vec::<String>::new());
}

#[test]
fn an_exception_on_a_layer_of_the_organisation_is_without_effect() {
    let exception = |layer: &str| {
        format!("      - {{ layer: {layer}, duties: {{ operate: customer }}, reason: Agreed. }}\n")
    };
    let found = world(&exception("governance")).findings("without-effect");
    assert_eq!(found, ["this exception changes no cell of Hub"]);
    assert_eq!(world(&exception("host-os")).findings("without-effect"), Vec::<String>::new());
}
