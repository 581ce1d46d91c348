//! The expected values of the shared responsibility model itself, for a project that uses exactly EC2, S3 and
//! DynamoDB. Source: AWS, "Shared Responsibility Model" (inherited, shared and customer specific controls).

use super::{CUSTOMER, Matrix, PROVIDER, SHARED, World};

const SERVICES: [&str; 3] = ["aws.ec2", "aws.s3", "aws.dynamodb"];

fn matrix() -> Matrix {
    World::using(&SERVICES).matrix()
}

#[track_caller]
fn all_are(responsibility: &str, controls: &[&str]) {
    let matrix = matrix();
    for control in controls {
        assert_eq!(matrix.responsibility(control), responsibility, "{control}");
    }
}

#[test]
fn physical_controls_are_inherited() {
    all_are("inherited", &["PHY-01", "PHY-02", "MED-01"]);
}

#[test]
fn environmental_controls_are_inherited() {
    all_are("inherited", &["ENV-01", "ENV-02"]);
}

#[test]
fn the_host_operating_system_is_inherited() {
    all_are("inherited", &["SYS-01"]);
}

#[test]
fn the_virtualisation_layer_is_inherited() {
    all_are("inherited", &["VRT-01", "VRT-02"]);
}

#[test]
fn firmware_and_hardware_maintenance_is_inherited() {
    all_are("inherited", &["HWM-01", "HWM-02", "HWM-03"]);
}

#[test]
fn patch_management_is_shared() {
    all_are("shared", &["PAT-01"]);
}

#[test]
fn the_provider_patches_the_hosts_of_all_three() {
    let matrix = matrix();
    for service in SERVICES {
        assert_eq!(matrix.duties("PAT-01/host-os", service), PROVIDER, "{service}");
    }
}

#[test]
fn the_customer_patches_the_guest_of_ec2_and_the_provider_those_of_s3_and_dynamodb() {
    let matrix = matrix();
    assert_eq!(matrix.duties("PAT-01/guest-os", "aws.ec2"), CUSTOMER);
    assert_eq!(matrix.duties("PAT-01/guest-os", "aws.s3"), PROVIDER);
    assert_eq!(matrix.duties("PAT-01/guest-os", "aws.dynamodb"), PROVIDER);
}

#[test]
fn security_groups_are_the_customers() {
    all_are("customer", &["NET-01"]);
}

#[test]
fn the_guest_operating_system_is_the_customers() {
    all_are("customer", &["SYS-02"]);
}

#[test]
fn zone_security_is_the_customers() {
    all_are("customer", &["NET-02"]);
}

#[test]
fn iam_permissions_are_the_customers() {
    all_are("customer", &["IAM-01"]);
}

#[test]
fn data_classification_is_the_customers() {
    all_are("customer", &["DAT-02"]);
}

#[test]
fn data_handling_is_the_customers() {
    all_are("customer", &["DAT-01"]);
}

#[test]
fn asset_classification_is_the_customers() {
    all_are("customer", &["AST-01"]);
}

#[test]
fn customer_applications_are_the_customers() {
    all_are("customer", &["DEV-01"]);
}

#[test]
fn configuration_management_is_shared_because_each_configures_its_own_layers() {
    let matrix = matrix();
    assert_eq!(matrix.responsibility("CFG-01"), "shared");
    assert_eq!(matrix.duties("CFG-01/host-os", "aws.ec2"), PROVIDER);
    assert_eq!(matrix.duties("CFG-01/guest-os", "aws.ec2"), CUSTOMER);
    assert_eq!(matrix.duties("CFG-01/application", "aws.s3"), CUSTOMER);
}

#[test]
fn awareness_and_training_is_shared_because_each_trains_its_own_people() {
    let matrix = matrix();
    assert_eq!(matrix.responsibility("AWR-01"), "shared");
    assert_eq!(matrix.duties("AWR-01/workforce", "-"), SHARED);
}

#[test]
fn resilience_across_zones_is_shared_because_the_provider_builds_zones_and_the_customer_spreads_over_them() {
    let matrix = matrix();
    assert_eq!(matrix.responsibility("BCM-02"), "shared");
    assert_eq!(matrix.duties("BCM-02/facilities", "aws.ec2"), PROVIDER);
    assert_eq!(matrix.duties("BCM-02/network", "aws.ec2"), CUSTOMER);
}
