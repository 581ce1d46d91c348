//! Names of services in tools: which service a type of resources belongs to, and what decides where a type alone does not.

#![allow(clippy::disallowed_methods, reason = "tests read fixtures")]

use std::collections::BTreeMap;
use std::sync::Arc;

use onus::load::load;
use onus_core::model::Catalog;
use onus_core::validate::validate;

use crate::workspace::{Workspace, fixtures, repository};

fn catalog() -> Arc<Catalog> {
    validate(&load(repository()).expect("this repository is a workspace").texts).catalog
}

/// The services of a type, without their provider, by the properties that a resource has.
fn services<'c>(catalog: &'c Catalog, tool: &str, kind: &str, properties: &[(&str, &str)]) -> Vec<&'c str> {
    let values = |path: &str| -> Vec<String> {
        properties.iter().filter(|(known, _)| *known == path).map(|(_, value)| (*value).to_owned()).collect()
    };
    let found = catalog.services_of_type(tool, kind, &values);
    found.iter().map(|service| service.id.as_str().trim_start_matches("aws.")).collect()
}

/// Each line of the table has a type, the properties that a resource has, an arrow and the services.
#[test]
fn each_type_of_resources_belongs_to_the_service_that_its_provider_documents_it_under() {
    let table = std::fs::read_to_string(fixtures().join("names/types.txt")).expect("the fixture is there");
    let catalog = catalog();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (asked, expected) = line.split_once(" ->").expect("an arrow in each line");
        let mut words = asked.split_whitespace();
        let kind = words.next().expect("a type");
        let tool = if kind.starts_with("aws_") { "terraform" } else { "cloudformation" };
        let properties: Vec<(&str, &str)> = words.filter_map(|word| word.split_once('=')).collect();
        let expected: Vec<&str> = expected.split_whitespace().collect();
        let found = services(&catalog, tool, kind, &properties);
        if found != expected {
            wrong.push(format!("{asked}: {}, not {}", found.join(" "), expected.join(" ")));
        }
        *counts.entry(tool).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counts.values().all(|count| *count >= 100), "{counts:?}");
}

#[test]
fn a_name_ends_at_a_border_or_says_with_a_star_that_it_does_not() {
    let catalog = catalog();
    let services = |tool, kind| services(&catalog, tool, kind, &[]);
    assert_eq!(services("terraform", "aws_route_table_association"), ["vpc"]);
    assert_eq!(services("terraform", "aws_route53_zone"), ["route53"]);
    assert_eq!(services("terraform", "aws_kmsomething"), Vec::<&str>::new());
    assert_eq!(services("cloudformation", "AWS::EC2::TransitGatewayRoute"), ["transit-gateway"]);
    assert_eq!(services("cloudformation", "aws::s3::bucket"), ["s3"]);
    assert_eq!(services("arn", "ec2:vpc-endpoint/vpce-0a1b"), ["privatelink"]);
    assert_eq!(services("iam", "kafka-cluster"), ["msk", "msk-serverless"]);
}

const TWICE: &str = "schema: onus.services/1
provider: aws
services:
  - id: aws.cake
    name: Cake
    class: abstracted
    names:
      terraform:
        - acme_cake
        - { name: acme_tart, when: { property: kind, is: [\"plum*\"] } }
        - { name: acme_bun, shared: true }
        - { name: acme_roll, when: { property: kind, is: [sweet] } }
        - { name: acme_loaf, when: [{ property: kind, is: [rye] }, { property: size }] }
        - { name: acme_pie, shared: true }
  - id: aws.bread
    name: Bread
    class: abstracted
    names:
      terraform:
        - acme_cake*
        - { name: acme_tart, when: { property: kind, is: [plum-and-nut] } }
        - { name: acme_bun, shared: true }
        - { name: acme_roll, when: { property: kind, is: [plain] } }
        - { name: acme_loaf, when: { property: kind, is: [rye] } }
";

#[test]
fn two_services_with_one_name_need_a_rule_that_tells_them_apart() {
    let check = ["catalog", "check", "--organization", "acme", "--message-format", "json"];
    let run = Workspace::base().file("profiles/acme/catalog/bakery.yaml", TWICE).run(&check).ended_with(2);
    let found: Vec<String> = run
        .records("diagnostic")
        .iter()
        .filter(|found| found["code"] == "name-claimed-twice")
        .map(|found| format!("{} {}", found["labels"][0]["line"], found["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            "9 `aws.bread` and `aws.cake` both have the name `acme_cake` in `terraform`",
            "14 `acme_pie` in `terraform` is shared, but only `aws.cake` has it",
            "10 `aws.bread` and `aws.cake` both have the name `acme_tart` in `terraform`",
        ]
    );
}

#[test]
fn a_shared_name_has_no_rule() {
    let both = "schema: onus.services/1\nprovider: aws\nservices:\n  - id: aws.cake\n    name: Cake\n    class: abstracted\n    \
                names: { terraform: [{ name: acme_cake, shared: true, when: { property: kind } }] }\n";
    let run = Workspace::base().file("profiles/acme/catalog/bakery.yaml", both).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("`shared` means that nothing decides"), "{}", run.stderr);
}

#[test]
fn catalog_show_says_whose_a_type_of_resources_is_and_by_which_name() {
    let workspace = Workspace::base();
    let shown = workspace.run(&["catalog", "show", "aws_eks_cluster"]).ended_with(0).stdout;
    let lines: Vec<&str> = shown
        .lines()
        .map(|line| line.split_once("  (onus:catalog/services/aws/").map_or(line, |(text, _)| text))
        .collect();
    assert_eq!(
        lines,
        [
            "aws_eks_cluster in Terraform",
            "  aws.eks-auto Amazon EKS Auto Mode if compute_config[].enabled is true, as aws_eks_cluster",
            "  aws.eks-hybrid-nodes Amazon EKS Hybrid Nodes if remote_network_config[] is set, as aws_eks_cluster",
            "  otherwise one of these; the type does not say which",
            "    aws.eks Amazon EKS, as aws_eks_cluster",
            "    aws.eks-fargate Amazon EKS on Fargate, as aws_eks_cluster",
        ]
    );
    let run =
        workspace.run(&["catalog", "show", "aws_lambda_function", "--message-format", "json"]).ended_with(0);
    let records: Vec<String> = run
        .records("entry")
        .iter()
        .map(|line| {
            format!("{} {} {} {}", line["service"], line["name"], line["when"], line["line"].is_u64())
        })
        .collect();
    assert_eq!(
        records,
        [
            r#""aws.lambda" "aws_lambda_" [] true"#,
            r#""aws.lambda-images" "aws_lambda_function" [{"property":"package_type","is":["Image"]}] true"#,
            r#""aws.lambda-managed-instances" "aws_lambda_function" [{"property":"capacity_provider_config[]","is":[]}] true"#,
        ]
    );
    for (kind, service) in
        [("states", "aws.step-functions"), ("AWS::EC2::VPC", "aws.vpc"), ("ec2:volume", "aws.ebs")]
    {
        let shown = workspace.run(&["catalog", "show", kind]).ended_with(0).stdout;
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(shown.contains(service), "{shown}");
    }
    let run = workspace.run(&["catalog", "show", "statesman"]).ended_with(2);
    assert!(run.stderr.contains("there is no service"), "{}", run.stderr);
}

#[test]
fn a_misspelt_type_is_not_answered_by_its_beginning() {
    let workspace = Workspace::base();
    for (written, meant) in [
        ("aws_rds_clutser", "aws_rds_cluster"),
        ("AWS::RDS::DBClutser", "AWS::RDS::DBCluster"),
        ("aws_ecs_servcie", "aws_ecs_service"),
    ] {
        let run = workspace.run(&["catalog", "show", written]).ended_with(2);
        assert!(run.stderr.contains(&format!("did you mean `{meant}`?")), "{written}: {}", run.stderr);
    }
    for kind in ["aws_ecs_cluster", "aws_msk_cluster"] {
        workspace.run(&["catalog", "show", kind]).ended_with(0);
    }
    let shown = workspace.run(&["catalog", "show", "aws_sqs_queue_policy"]).ended_with(0).stdout;
    assert!(shown.starts_with("aws_sqs_queue_policy in Terraform, by its beginning\n"), "{shown}");
}
