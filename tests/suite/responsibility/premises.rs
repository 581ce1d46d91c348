//! What is the organisation's own and never a cloud provider's: offices, devices, and what facts about it leave out.
//! Expected values by hand, from what each requirement asks of an organisation with a door.

use super::{CUSTOMER, Matrix, World, uses};

const SERVICES: [&str; 4] = ["aws.s3", "aws.dynamodb", "aws.lambda", "aws.iam"];
const FRAMEWORKS: &str =
    "frameworks: [iso-27001-2022, pci-dss-4.0.1, hipaa-security-rule, nist-800-53-r5, soc2-tsc-2017]\n";

/// Facts of a company without a door.
const WITHOUT_ROOMS: &str = "attributes:\n  has-offices: { value: false, reason: Everybody works from home. }\n  \
                             has-data-rooms: { value: false, reason: All machines are rented. }\n";

fn matrix(organization: &str) -> Matrix {
    World::new(&format!("{FRAMEWORKS}{organization}"), &uses(&SERVICES)).matrix()
}

/// Requirements about buildings and rooms, by framework.
const ROOMS: [(&str, &[&str]); 5] = [
    ("iso-27001-2022", &["A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6"]),
    ("pci-dss-4.0.1", &["9.2.1", "9.2.1.1", "9.2.2", "9.2.3", "9.2.4", "9.3.1", "9.3.2", "9.3.4"]),
    ("hipaa-security-rule", &["164.310(a)(1)"]),
    ("nist-800-53-r5", &["PE-2", "PE-3", "PE-6", "PE-8", "PE-16"]),
    ("soc2-tsc-2017", &["CC6.4"]),
];

/// Requirements about policies and roles for buildings, which even an organisation without rooms has.
const RULES: [(&str, &str); 3] =
    [("pci-dss-4.0.1", "9.1.1"), ("pci-dss-4.0.1", "9.1.2"), ("nist-800-53-r5", "PE-1")];

#[track_caller]
fn rooms_are(matrix: &Matrix, responsibility: &str) {
    for (framework, ids) in ROOMS {
        for id in ids {
            assert_eq!(
                matrix.requirement(framework, id)["responsibility"],
                responsibility,
                "{id} of {framework}"
            );
        }
    }
}

#[test]
fn nothing_about_rooms_is_inherited_from_a_cloud_provider_by_an_organisation_that_says_nothing_about_its_own()
{
    rooms_are(&matrix(""), "shared");
}

#[test]
fn no_requirement_nine_of_pci_is_inherited_by_an_organisation_that_says_nothing() {
    let matrix = matrix("");
    let frameworks = matrix.0["frameworks"].as_array().expect("a list");
    let pci = frameworks.iter().find(|framework| framework["id"] == "pci-dss-4.0.1").expect("it is shown");
    let all = pci["requirements"].as_array().expect("a list");
    let inherited: Vec<&str> = all
        .iter()
        .filter(|requirement| requirement["responsibility"] == "inherited")
        .filter_map(|requirement| requirement["id"].as_str())
        .filter(|id| id.starts_with("9."))
        .collect();
    assert_eq!(inherited, Vec::<&str>::new());
}

#[test]
fn an_organisation_without_rooms_inherits_the_security_of_those_that_it_rents_machines_in() {
    let matrix = matrix(WITHOUT_ROOMS);
    rooms_are(&matrix, "inherited");
    for (framework, id) in RULES {
        assert_eq!(matrix.requirement(framework, id)["responsibility"], "shared", "{id} of {framework}");
    }
    assert_eq!(matrix.responsibility("PHY-07"), "not-applicable");
}

#[test]
fn an_organisation_without_rooms_still_disposes_of_its_devices() {
    let matrix = matrix(WITHOUT_ROOMS);
    assert_eq!(matrix.requirement("iso-27001-2022", "A.7.14")["responsibility"], "shared");
    assert_eq!(matrix.duties("END-01/disposal", "-"), CUSTOMER);
}

#[test]
fn data_centres_of_the_provider_stay_the_providers() {
    let matrix = matrix("");
    for control in ["PHY-01", "PHY-03", "ENV-01", "ENV-02"] {
        assert_eq!(matrix.responsibility(control), "inherited", "{control}");
    }
}

#[test]
fn federal_identity_cards_concern_only_those_who_work_for_federal_agencies() {
    let ids = ["IA-2(12)", "IA-8(1)", "SA-4(10)"];
    let unstated = matrix("");
    let denied = matrix("attributes:\n  us-federal: { value: false, reason: No agency is a customer. }\n");
    for id in ids {
        assert_eq!(unstated.requirement("nist-800-53-r5", id)["responsibility"], "customer", "{id}");
        assert_eq!(denied.requirement("nist-800-53-r5", id)["responsibility"], "not-applicable", "{id}");
    }
}

#[test]
fn what_is_the_same_for_all_services_is_done_once() {
    let matrix = matrix("");
    for part in
        ["END-05/endpoints", "END-06/endpoints", "AUT-01/identity", "IAM-07/elevation", "GOV-09/application"]
    {
        assert_eq!(matrix.duties(part, "-"), CUSTOMER, "{part}");
        assert!(SERVICES.iter().all(|service| !matrix.applies(part, service)), "{part}");
    }
    for part in [
        "END-10/endpoints",
        "IAM-03/review",
        "DAT-05/data",
        "DAT-02/data",
        "DAT-07/data",
        "DAT-08/data",
        "CRY-03/choice",
    ] {
        assert_eq!(matrix.duties(part, "-"), CUSTOMER, "{part}");
        assert!(!matrix.applies(part, "aws.s3"), "{part}");
    }
    assert!(matrix.applies("IAM-01/people", "aws.s3"));
}
