//! Worked cases by service. Each names the page of AWS's documentation that says so; the expected duties are read
//! from that page by hand, in the order manage, operate, verify.

use super::{CUSTOMER, Matrix, PROVIDER, World};

const MANAGED_PLATFORM: &str = "customer provider customer";

fn matrix(service: &str) -> Matrix {
    World::using(&[service]).matrix()
}

#[track_caller]
fn has(service: &str, expected: &[(&str, &str)]) {
    let matrix = matrix(service);
    for (part, duties) in expected {
        assert_eq!(matrix.duties(part, service), *duties, "{part} for {service}");
    }
}

/// "AWS shared responsibility model for Amazon ECS": with Fargate, customers do not secure the compute.
#[test]
fn fargate_leaves_no_guest_to_the_customer() {
    has("aws.ecs-fargate", &[("PAT-01/guest-os", PROVIDER), ("PAT-01/application", CUSTOMER)]);
    let matrix = matrix("aws.ecs-fargate");
    for part in ["SYS-02/hardening", "SYS-02/administration", "MAL-01/guest-os", "LOG-01/guest-os"] {
        assert!(!matrix.applies(part, "aws.ecs-fargate"), "{part}");
    }
}

/// "Fargate platform versions for Amazon ECS": the task names a version, AWS patches it.
#[test]
fn fargate_platforms_are_chosen_by_the_customer_and_patched_by_the_provider() {
    has("aws.ecs-fargate", &[("PAT-01/platform", MANAGED_PLATFORM)]);
}

/// "AWS shared responsibility model for Amazon ECS": container instances are the customer's.
#[test]
fn ecs_on_ec2_leaves_the_container_instances_to_the_customer() {
    has("aws.ecs-ec2", &[("PAT-01/guest-os", CUSTOMER), ("SYS-02/hardening", CUSTOMER)]);
}

/// "Security in Amazon EKS": control plane and etcd are AWS's; the node's operating system, with updates and security
/// patches, is the customer's.
#[test]
fn eks_splits_control_plane_and_nodes() {
    has(
        "aws.eks",
        &[
            ("PAT-01/guest-os", CUSTOMER),
            ("PAT-01/platform", "customer shared customer"),
            ("NET-01/network", CUSTOMER),
        ],
    );
}

/// "Set actions for AWS Fargate OS patching events": Amazon EKS periodically patches the OS of Fargate nodes.
#[test]
fn eks_on_fargate_leaves_no_nodes_to_the_customer() {
    has("aws.eks-fargate", &[("PAT-01/guest-os", PROVIDER), ("PAT-01/platform", MANAGED_PLATFORM)]);
    assert!(!matrix("aws.eks-fargate").applies("SYS-02/hardening", "aws.eks-fargate"));
}

/// "Security considerations for Amazon EKS Auto Mode": AWS patches nodes and replaces them within 21 days; nobody
/// else logs on to them. Networks stay with the customer.
#[test]
fn eks_auto_mode_gives_the_nodes_to_the_provider() {
    has("aws.eks-auto", &[("PAT-01/guest-os", PROVIDER), ("NET-01/network", CUSTOMER)]);
    assert!(!matrix("aws.eks-auto").applies("SYS-02/administration", "aws.eks-auto"));
}

/// "Maintaining a DB instance": the customer sets version and window, Amazon RDS applies the update in it.
#[test]
fn rds_engine_patching_is_managed_and_verified_by_the_customer_and_operated_by_the_provider() {
    has("aws.rds", &[("PAT-01/platform", MANAGED_PLATFORM)]);
}

/// "What is Amazon Relational Database Service (Amazon RDS)?": operating system patching is AWS's; "Maintaining a DB
/// instance": in the window that the customer sets, and earlier where the customer says so.
#[test]
fn rds_has_no_guest_of_the_customers() {
    has("aws.rds", &[("PAT-01/guest-os", "shared provider shared")]);
    assert!(!matrix("aws.rds").applies("SYS-02/administration", "aws.rds"));
}

/// "What is Amazon Relational Database Service (Amazon RDS)?": backups are AWS's to take; "Backing up, restoring, and
/// exporting data": the customer sets the retention and restores.
#[test]
fn rds_takes_the_backups_that_the_customer_asks_for() {
    has("aws.rds", &[("BCK-01/copies", MANAGED_PLATFORM), ("BCK-02/data", CUSTOMER)]);
}

/// "Controlling access with security groups" (Amazon RDS).
#[test]
fn rds_stands_behind_security_groups_of_the_customer() {
    has("aws.rds", &[("NET-01/network", CUSTOMER), ("NET-02/routes", CUSTOMER)]);
}

/// "Understanding the shared responsibility model for Lambda runtime management": AWS publishes runtime patches and, in
/// the mode the customer left on, applies them.
#[test]
fn lambda_runtimes_are_patched_by_the_provider_in_the_mode_that_the_customer_chose() {
    has("aws.lambda", &[("PAT-01/platform", "customer provider provider"), ("PAT-01/guest-os", PROVIDER)]);
}

/// "Runtime deprecation policy" (AWS Lambda): moving a function to a newer runtime is the customer's.
#[test]
fn lambda_functions_are_moved_off_old_runtimes_by_the_customer() {
    has("aws.lambda", &[("PAT-03/platform", MANAGED_PLATFORM), ("PAT-01/application", CUSTOMER)]);
}

/// "Security in Amazon S3": the customer manages data, classification and permissions.
#[test]
fn s3_content_and_bucket_policies_are_the_customers() {
    let expected =
        ["CRY-11/data", "DAT-01/stored", "IAM-04/identity", "IAM-04/data"].map(|part| (part, CUSTOMER));
    has("aws.s3", &expected);
}

/// "Protecting data with server-side encryption" (Amazon S3): S3 encrypts each object with the key that was chosen.
#[test]
fn s3_encrypts_with_the_key_that_the_customer_chose() {
    has("aws.s3", &[("CRY-01/data", MANAGED_PLATFORM), ("CRY-11/data", CUSTOMER)]);
}

/// "Shared Responsibility Model": for abstracted services, AWS operates infrastructure, operating system and platform.
#[test]
fn dynamodb_has_no_platform_to_patch() {
    has("aws.dynamodb", &[("PAT-01/platform", PROVIDER), ("PAT-01/guest-os", PROVIDER)]);
    assert!(!matrix("aws.dynamodb").applies("PAT-01/application", "aws.dynamodb"));
}

/// "DynamoDB preventative security best practices": DynamoDB encrypts all tables; roles and keys are the customer's.
#[test]
fn dynamodb_encrypts_and_the_customer_grants_access() {
    has(
        "aws.dynamodb",
        &[("CRY-01/data", MANAGED_PLATFORM), ("IAM-01/people", CUSTOMER), ("DAT-01/stored", CUSTOMER)],
    );
}

/// "Shared responsibility model for Elastic Beanstalk platform maintenance": AWS releases platform updates and applies
/// them where managed updates are on; the customer does otherwise, and resolves failed ones.
#[test]
fn elastic_beanstalk_shares_updates_of_system_and_runtime() {
    let split = "customer shared customer";
    has("aws.elastic-beanstalk", &[("PAT-01/guest-os", split), ("PAT-01/platform", split)]);
}

/// "Using the default Amazon Linux AMI for Amazon EMR": security packages at first boot, newer images by new clusters.
#[test]
fn emr_shares_the_system_of_its_clusters() {
    let split = "customer shared customer";
    has("aws.emr", &[("PAT-01/guest-os", split), ("PAT-01/platform", split), ("NET-01/network", CUSTOMER)]);
}

/// "Requirements for Amazon EBS encryption": encryption is transparent once the customer has switched it on.
#[test]
fn ebs_volumes_are_encrypted_by_the_provider_once_the_customer_says_so() {
    has("aws.ebs", &[("CRY-01/data", "customer shared customer")]);
    assert!(!matrix("aws.ebs").applies("PAT-01/guest-os", "aws.ebs"));
}

/// "Amazon EBS snapshots": the customer decides what is copied, when and where.
#[test]
fn ebs_snapshots_are_the_customers() {
    has(
        "aws.ebs",
        &[("BCK-01/copies", CUSTOMER), ("BCK-01/isolation", CUSTOMER), ("MED-01/hardware", PROVIDER)],
    );
}

/// "Security in Amazon Virtual Private Cloud": security groups, network ACLs and routes are the customer's.
#[test]
fn vpc_routes_and_filters_are_the_customers_and_its_machinery_the_providers() {
    has(
        "aws.vpc",
        &[("NET-01/network", CUSTOMER), ("NET-02/routes", CUSTOMER), ("PAT-01/platform", PROVIDER)],
    );
    assert!(!matrix("aws.vpc").applies("PAT-01/guest-os", "aws.vpc"));
    assert_eq!(matrix("aws.vpc").duties("NET-02/filters", "-"), CUSTOMER);
}

/// "Infrastructure security in Elastic Load Balancing": nodes are AWS's; listeners, TLS policy and security groups are
/// the customer's.
#[test]
fn load_balancer_nodes_are_the_providers_and_their_listeners_the_customers() {
    has(
        "aws.elb",
        &[
            ("PAT-01/guest-os", PROVIDER),
            ("PAT-01/platform", PROVIDER),
            ("CRY-02/network", CUSTOMER),
            ("NET-01/network", CUSTOMER),
        ],
    );
}

/// "AWS KMS concepts" and "Enable automatic key rotation": the modules are AWS's; policies and rotation are the customer's.
#[test]
fn kms_modules_are_the_providers_and_key_rules_the_customers() {
    has("aws.kms", &[("CRY-03/hardware", PROVIDER), ("CRY-03/keys", CUSTOMER), ("IAM-01/people", CUSTOMER)]);
}

/// "Security best practices in AWS CloudTrail": AWS records; trails, integrity checks and the bucket are the customer's.
#[test]
fn cloudtrail_records_what_the_customer_switched_on_and_protects() {
    has(
        "aws.cloudtrail",
        &[("LOG-03/platform", PROVIDER), ("LOG-01/data", MANAGED_PLATFORM), ("LOG-02/retention", CUSTOMER)],
    );
    assert_eq!(matrix("aws.cloudtrail").duties("LOG-02/protection", "-"), CUSTOMER);
}

/// "Security best practices in IAM": AWS evaluates each request, the customer writes what is evaluated.
#[test]
fn iam_evaluates_policies_that_the_customer_writes() {
    has("aws.iam", &[("IAM-05/platform", PROVIDER), ("IAM-01/people", CUSTOMER), ("LOG-06/data", CUSTOMER)]);
    assert_eq!(matrix("aws.iam").duties("IAM-09/identity", "-"), CUSTOMER);
}

/// "Security in Amazon EC2": guest, its software, firewall rules and instance roles are the customer's.
#[test]
fn ec2_leaves_everything_above_the_hypervisor_to_the_customer() {
    let mine =
        ["PAT-01/guest-os", "PAT-01/platform", "PAT-01/application", "NET-01/network", "IAM-01/workloads"];
    has("aws.ec2", &mine.map(|part| (part, CUSTOMER)));
    let theirs = ["PAT-01/host-os", "VRT-02/virtualization", "PHY-01/facilities", "HWM-01/hardware"];
    has("aws.ec2", &theirs.map(|part| (part, PROVIDER)));
}

/// "Resilience in Amazon EFS" and "Managing mount targets": AWS replicates over zones; the customer's security groups
/// guard the mount targets.
#[test]
fn efs_is_replicated_by_the_provider_behind_security_groups_of_the_customer() {
    has("aws.efs", &[("BCM-02/network", MANAGED_PLATFORM), ("NET-01/network", CUSTOMER)]);
}

/// "Protecting data in Amazon CloudFront" and "AWS WAF": AWS absorbs floods, the customer sets rules and limits.
#[test]
fn flood_protection_of_a_distribution_is_shared() {
    has(
        "aws.cloudfront",
        &[("NET-03/network", "shared shared shared"), ("NET-03/physical-network", PROVIDER)],
    );
}
