//! How claims, delegations and the lists of organisation and project come together.

use onus::load::load;
use onus_core::model::{Duties, Duty, Holder, Responsibility};
use onus_core::resolve::{Assignee, OfferBook, resolve};
use onus_core::validate::validate;

use super::{CUSTOMER, PROVIDER, World, uses};

impl World {
    /// Who sits where a duty of `CONTROL/part` is to be done for a service: a party, `provider` or `nobody`.
    pub(super) fn assignee(&self, part: &str, service: &str, duty: Duty) -> String {
        let workspace = load(self.folder.path()).expect("the workspace is there");
        let validated = validate(&workspace.texts);
        assert!(validated.mistakes.is_empty(), "{:?}", validated.mistakes);
        let subject = &validated.organizations[0];
        let project = &subject.organization.projects[0];
        let offers = OfferBook::default();
        let (matrix, _) =
            resolve(&workspace.texts.sources, &subject.catalog, &subject.organization, project, &offers);
        let (control, part) = part.split_once('/').expect("CONTROL/part");
        let row = matrix.control(control).expect("a control");
        let is_it = |id: &str| id == service;
        let mut cells = row.cells.iter().filter(|cell| cell.part.id.as_str() == part);
        let cell = cells.find(|cell| cell.service.is_some_and(|s| is_it(s.id.as_str()))).expect("a cell");
        match cell.assignees.get(duty) {
            Assignee::Provider => "provider".to_owned(),
            Assignee::Party(party, _) => party.id.to_string(),
            Assignee::Unassigned => "nobody".to_owned(),
        }
    }
}

fn parties(ids: &[&str]) -> String {
    let lines: String = ids.iter().map(|id| format!("  - {{ id: {id}, name: {id} }}\n")).collect();
    format!("parties:\n{lines}")
}

fn override_of(duties: &str, reason: &str) -> String {
    format!(
        "overrides:\n  - control: DEV-03\n    part: platform\n    service: aws.eks-hybrid-nodes\n    duties: {duties}\n    reason: {reason}\n"
    )
}

const ALL_PROVIDER: &str = "{ manage: provider, operate: provider, verify: provider }";

#[test]
fn duties_amount_to_inherited_customer_or_shared() {
    let (p, c, s) = (Holder::Provider, Holder::Customer, Holder::Shared);
    let amount = |manage, operate, verify| Duties { manage, operate, verify }.responsibility();
    assert_eq!(amount(p, p, p), Responsibility::Inherited);
    assert_eq!(amount(c, c, c), Responsibility::Customer);
    for (manage, operate, verify) in [(s, s, s), (c, p, c), (p, p, c), (c, s, c)] {
        assert_eq!(amount(manage, operate, verify), Responsibility::Shared);
    }
}

#[test]
fn the_roll_up_is_what_all_parts_agree_on_and_shared_otherwise() {
    use Responsibility::{Customer, Inherited, NotApplicable, Shared};
    let cases: [(&[Responsibility], Responsibility); 9] = [
        (&[], NotApplicable),
        (&[NotApplicable, NotApplicable], NotApplicable),
        (&[Inherited, Inherited], Inherited),
        (&[Customer, Customer], Customer),
        (&[Shared], Shared),
        (&[Inherited, Customer], Shared),
        (&[Inherited, Shared], Shared),
        (&[NotApplicable, Customer, NotApplicable], Customer),
        (&[Customer, NotApplicable, Inherited], Shared),
    ];
    for (parts, expected) in cases {
        assert_eq!(Responsibility::fold(parts.iter().copied()), expected, "{parts:?}");
        assert_eq!(Responsibility::fold(parts.iter().rev().copied()), expected, "{parts:?} backwards");
    }
}

#[test]
fn what_is_not_applicable_leaves_the_control_and_the_requirement() {
    let project = format!(
        "{}frameworks: [nist-800-53-r5/moderate]\nnot-applicable:\n  - {{ control: MED-02, reason: No media. }}\n  - {{ control: MED-03, reason: No media. }}\n  - {{ control: MED-05, reason: No media. }}\n",
        uses(&["aws.s3"])
    );
    let matrix = World::new("", &project).matrix();
    assert_eq!(matrix.responsibility("MED-02"), "not-applicable");
    assert_eq!(matrix.control("MED-02")["cells"], serde_json::json!([]));
    assert_eq!(matrix.requirement("nist-800-53-r5", "MP-3")["responsibility"], "not-applicable");
    assert_eq!(matrix.requirement("nist-800-53-r5", "SC-39")["responsibility"], "inherited");
}

#[test]
fn the_demarcation_table_speaks_where_nobody_else_does() {
    let matrix = World::using(&["aws.ec2"]).matrix();
    assert_eq!(matrix.ranks("NET-01/network", "aws.ec2"), ["demarcation"]);
}

#[test]
fn a_part_outranks_the_demarcation_table() {
    let matrix = World::using(&["aws.s3"]).matrix();
    assert_eq!(matrix.ranks("CRY-01/data", "aws.s3"), ["part", "demarcation"]);
    assert_eq!(matrix.duties("CRY-01/data", "aws.s3"), "customer provider customer");
}

#[test]
fn a_service_outranks_a_part() {
    let matrix = World::using(&["aws.eks-hybrid-nodes", "aws.rds"]).matrix();
    assert_eq!(matrix.ranks("DEV-03/platform", "aws.eks-hybrid-nodes"), ["service", "part", "demarcation"]);
    assert_eq!(matrix.duties("DEV-03/platform", "aws.rds"), PROVIDER);
    assert_eq!(matrix.duties("DEV-03/platform", "aws.eks-hybrid-nodes"), "customer shared customer");
}

#[test]
fn an_organisation_outranks_a_service() {
    let organization = override_of(ALL_PROVIDER, "A managed cluster.");
    let matrix = World::new(&organization, &uses(&["aws.eks-hybrid-nodes"])).matrix();
    assert_eq!(
        matrix.ranks("DEV-03/platform", "aws.eks-hybrid-nodes"),
        ["organization", "service", "part", "demarcation"]
    );
    assert_eq!(matrix.duties("DEV-03/platform", "aws.eks-hybrid-nodes"), PROVIDER);
}

#[test]
fn a_project_outranks_its_organisation_and_the_decision_keeps_what_it_overruled() {
    let organization = override_of(ALL_PROVIDER, "A managed cluster.");
    let project = override_of("{ manage: customer, operate: customer, verify: customer }", "Not here.");
    let matrix = World::new(&organization, &format!("{}{project}", uses(&["aws.eks-hybrid-nodes"]))).matrix();
    let ranks = matrix.ranks("DEV-03/platform", "aws.eks-hybrid-nodes");
    assert_eq!(ranks, ["project", "organization", "service", "part", "demarcation"]);
    assert_eq!(matrix.duties("DEV-03/platform", "aws.eks-hybrid-nodes"), CUSTOMER);
    let claims = matrix.claims("DEV-03/platform", "aws.eks-hybrid-nodes");
    let place = |claim: usize| {
        (claims[claim]["file"].clone(), claims[claim]["line"].clone(), claims[claim]["reason"].clone())
    };
    assert_eq!(place(0), ("profiles/acme/projects/app.yaml".into(), 7.into(), "Not here.".into()));
    assert_eq!(place(1), ("profiles/acme/organization.yaml".into(), 5.into(), "A managed cluster.".into()));
    assert_eq!(claims[4]["file"], "onus:catalog/demarcation.yaml");
}

#[test]
fn a_claim_decides_only_the_duties_that_it_names() {
    let project = format!(
        "{}{}",
        uses(&["aws.eks-hybrid-nodes"]),
        override_of("{ operate: provider }", "Images are built for us.")
    );
    let matrix = World::new("", &project).matrix();
    assert_eq!(matrix.duties("DEV-03/platform", "aws.eks-hybrid-nodes"), "customer provider customer");
}

#[test]
fn the_most_specific_delegation_holds_whatever_the_order() {
    let mut lines = vec![
        "  - { to: everything }\n",
        "  - { layer: application, to: layer }\n",
        "  - { domain: logging, to: domain }\n",
        "  - { service: aws.ec2, to: service }\n",
        "  - { control: LOG-01, to: control }\n",
        "  - { control: LOG-01, part: application, to: part }\n",
    ];
    let named = parties(&["everything", "layer", "domain", "service", "control", "part"]);
    for expected in ["part", "control", "service", "domain", "layer", "everything"] {
        for backwards in [false, true] {
            let mut written = lines.clone();
            if backwards {
                written.reverse();
            }
            let organization = format!("{named}delegations:\n{}", written.concat());
            let world = World::new(&organization, &uses(&["aws.ec2"]));
            assert_eq!(world.assignee("LOG-01/application", "aws.ec2", Duty::Operate), expected);
        }
        lines.pop();
    }
    let world = World::new(&named, &uses(&["aws.ec2"]));
    assert_eq!(world.assignee("LOG-01/application", "aws.ec2", Duty::Operate), "nobody");
}

#[test]
fn a_delegation_gives_away_only_the_duties_that_it_names() {
    let organization = format!(
        "{}delegations:\n  - {{ to: office }}\n  - {{ layer: guest-os, duties: [operate], to: contoso }}\n",
        parties(&["office", "contoso"])
    );
    let world = World::new(&organization, &uses(&["aws.ec2"]));
    assert_eq!(
        Duty::ALL.map(|duty| world.assignee("PAT-01/guest-os", "aws.ec2", duty)),
        ["office", "contoso", "office"]
    );
    assert_eq!(world.assignee("PAT-01/host-os", "aws.ec2", Duty::Operate), "provider");
}

#[test]
fn a_project_replaces_the_delegation_of_its_organisation_on_the_same_subject_and_no_narrower_one() {
    let organization = format!(
        "{}delegations:\n  - {{ layer: guest-os, to: platform }}\n  - {{ control: MAL-01, to: security }}\n",
        parties(&["platform", "security"])
    );
    let project = format!(
        "{}{}delegations:\n  - {{ layer: guest-os, to: crew }}\n",
        uses(&["aws.ec2"]),
        parties(&["crew"])
    );
    let world = World::new(&organization, &project);
    assert_eq!(world.assignee("PAT-01/guest-os", "aws.ec2", Duty::Manage), "crew");
    assert_eq!(world.assignee("MAL-01/guest-os", "aws.ec2", Duty::Manage), "security");
}

#[test]
fn services_of_organisation_and_project_add_up_with_their_regions() {
    let organization = "services:\n  - { use: aws.iam }\n  - { use: aws.s3, regions: [eu-west-1] }\n";
    let project =
        "services:\n  - { use: aws.s3, regions: [eu-central-1, eu-west-1] }\n  - { use: aws.ec2 }\n";
    let matrix = World::new(organization, project).matrix();
    let services = matrix.0["services"].as_array().expect("a list");
    let ids: Vec<&str> = services.iter().filter_map(|service| service["id"].as_str()).collect();
    assert_eq!(ids, ["aws.ec2", "aws.iam", "aws.s3"]);
    assert_eq!(services[2]["regions"], serde_json::json!(["eu-central-1", "eu-west-1"]));
}

#[test]
fn a_project_replaces_baseline_parameters_and_statements_of_the_same_key_and_keeps_the_others() {
    let statement = |control: &str, text: &str| {
        format!("  - {{ control: {control}, status: implemented, text: \"{text}\" }}\n")
    };
    let organization = format!(
        "frameworks: [nist-800-53-r5/low]\nparameters: {{ days: 30, hour: 4 }}\nstatements:\n{}{}",
        statement("LOG-02", "Kept {{ parameters.days }} days, checked at {{ parameters.hour }}."),
        statement("BCK-01", "Nightly.")
    );
    let project = format!(
        "frameworks: [nist-800-53-r5/high]\nparameters: {{ days: 400 }}\n{}statements:\n{}",
        uses(&["aws.s3"]),
        statement("BCK-01", "Hourly.")
    );
    let matrix = World::new(&organization, &project).matrix();
    assert_eq!(matrix.0["frameworks"][0]["baseline"], "high");
    assert_eq!(matrix.control("LOG-02")["statement"]["text"], "Kept 400 days, checked at 4.");
    assert_eq!(matrix.control("BCK-01")["statement"]["text"], "Hourly.");
}

#[test]
fn not_applicable_entries_of_organisation_and_project_add_up() {
    let entry = |control: &str| format!("not-applicable:\n  - {{ control: {control}, reason: Not here. }}\n");
    let matrix = World::new(&entry("MED-02"), &format!("{}{}", uses(&["aws.s3"]), entry("MAL-02"))).matrix();
    assert_eq!(matrix.responsibility("MED-02"), "not-applicable");
    assert_eq!(matrix.responsibility("MAL-02"), "not-applicable");
}
