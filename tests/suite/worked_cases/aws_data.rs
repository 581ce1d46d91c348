//! AWS services that keep content.

use serde_json::Value;

use super::{cases, matrix_of};

fn matrix() -> &'static Value {
    matrix_of(&[
        "aws.s3",
        "aws.ebs",
        "aws.efs",
        "aws.rds",
        "aws.aurora",
        "aws.dynamodb",
        "aws.redshift",
        "aws.elasticache",
        "aws.opensearch",
        "aws.kms",
        "aws.secrets-manager",
        "aws.backup",
        "aws.cloudwatch",
    ])
}

cases! { matrix;
    s3_disks_are_aws_s: "aws.s3" "MED-01/hardware" PROVIDER,
        "Data deletion in the shared responsibility model", "AWS sanitises and destroys media";
    s3_has_no_guest_to_harden: "aws.s3" "SYS-02/hardening" NOTHING,
        "Shared Responsibility Model", "abstracted services have no operating system of the customer";
    s3_hosts_are_aws_s: "aws.s3" "PAT-01/host-os" PROVIDER,
        "Security in Amazon S3", "AWS protects what runs the service";
    s3_public_access_is_the_customer_s: "aws.s3" "IAM-04/identity" CUSTOMER,
        "Blocking public access to your Amazon S3 storage", "the customer decides who reaches a bucket";
    s3_versions_are_the_customer_s: "aws.s3" "BCK-03/data" CUSTOMER,
        "Retaining multiple versions of objects with S3 Versioning", "the customer turns versions and locks on";
    s3_durability_is_aws_s: "aws.s3" "BCK-03/hardware" PROVIDER,
        "Data protection in Amazon S3", "AWS keeps objects on several devices and repairs lost copies";
    s3_classification_is_the_customer_s: "aws.s3" "DAT-01/stored" CUSTOMER,
        "Security in Amazon S3", "the sensitivity of content is the customer's to judge";
    s3_region_is_chosen_by_the_customer: "-" "DAT-04/data" CUSTOMER,
        "Data Privacy FAQ", "content stays in the region that the customer chose";
    ebs_volumes_are_wiped_by_aws: "aws.ebs" "MED-01/hardware" PROVIDER,
        "Data protection in Amazon EBS", "blocks are wiped before they are used again";
    rds_guest_is_patched_by_aws_in_the_window: "aws.rds" "PAT-01/guest-os" IN_WINDOW,
        "Maintaining a DB instance", "AWS patches the operating system, and the customer sets the window and applies what waits";
    rds_backups_are_taken_on_order: "aws.rds" "BCK-01/copies" ON_ORDER,
        "Introduction to backups", "AWS takes automated backups in the window and for the days that the customer sets";
    rds_restores_are_the_customer_s: "aws.rds" "BCK-02/data" CUSTOMER,
        "Restoring to a DB instance", "the customer starts a restore and checks it";
    rds_database_accounts_are_the_customer_s: "aws.rds" "IAM-10/identity" CUSTOMER,
        "Master user account privileges", "accounts inside the engine are created and revoked by the customer";
    rds_security_groups_are_the_customer_s: "aws.rds" "NET-01/network" CUSTOMER,
        "Controlling access with security groups", "the customer writes the rules in front of the instance";
    rds_encryption_is_done_on_order: "aws.rds" "CRY-01/data" ON_ORDER,
        "Encrypting Amazon RDS resources", "the customer chooses encryption and key at creation, RDS encrypts";
    rds_zones_are_chosen_by_the_customer: "aws.rds" "BCM-02/network" ON_ORDER,
        "Configuring and managing a Multi-AZ deployment", "RDS keeps the standby where the customer asked for one";
    aurora_guest_is_patched_by_aws_in_the_window: "aws.aurora" "PAT-01/guest-os" IN_WINDOW,
        "Maintaining an Amazon Aurora DB cluster", "AWS updates the system in the window that the customer sets";
    aurora_engine_is_updated_on_order: "aws.aurora" "PAT-01/platform" ON_ORDER,
        "Maintaining an Amazon Aurora DB cluster", "updates are installed by AWS in the customer's window";
    dynamodb_encryption_is_done_on_order: "aws.dynamodb" "CRY-01/data" ON_ORDER,
        "DynamoDB encryption at rest", "all tables are encrypted, with the key that the customer chose";
    dynamodb_backups_are_the_customer_s_choice: "aws.dynamodb" "BCK-01/isolation" CUSTOMER,
        "Using AWS Backup with DynamoDB", "copies to other accounts and regions are set up by the customer";
    redshift_guest_is_patched_by_aws_in_the_window: "aws.redshift" "PAT-01/guest-os" IN_WINDOW,
        "Maintenance windows", "AWS patches the nodes in the window that the customer sets";
    redshift_users_are_the_customer_s: "aws.redshift" "IAM-10/identity" CUSTOMER,
        "Amazon Redshift database security", "users, groups and grants in the database are the customer's";
    elasticache_engine_is_updated_on_order: "aws.elasticache" "PAT-01/platform" ON_ORDER,
        "Service updates in ElastiCache", "AWS publishes and installs updates, the customer picks when";
    opensearch_guest_is_patched_by_aws_in_the_window: "aws.opensearch" "PAT-01/guest-os" IN_WINDOW,
        "Service software updates in Amazon OpenSearch Service", "AWS builds and installs updates, which the customer starts or schedules";
    kms_modules_are_aws_s: "aws.kms" "CRY-03/hardware" PROVIDER,
        "AWS KMS cryptographic details", "key material stays in validated modules that AWS runs";
    kms_key_policies_are_the_customer_s: "aws.kms" "CRY-03/keys" CUSTOMER,
        "Key policies in AWS KMS", "the customer says who may use and administer a key";
    secrets_are_rotated_by_rules_of_the_customer: "aws.secrets-manager" "CRY-03/keys" CUSTOMER,
        "Rotate AWS Secrets Manager secrets", "the customer turns rotation on and sets its schedule";
    backup_plans_are_the_customer_s: "aws.backup" "BCK-01/isolation" CUSTOMER,
        "Backup vaults", "vaults, copies and locks are chosen by the customer";
    cloudwatch_retention_is_the_customer_s: "aws.cloudwatch" "LOG-02/retention" CUSTOMER,
        "Change log data retention in CloudWatch Logs", "log groups keep records for as long as the customer says";
    cloudwatch_alarms_are_the_customer_s: "-" "LOG-03/data" CUSTOMER,
        "Using Amazon CloudWatch alarms", "the customer sets alarms and answers them";
}
