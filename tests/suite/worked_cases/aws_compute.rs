//! AWS services that run machines, containers and functions.

use serde_json::Value;

use super::{cases, matrix_of};

fn matrix() -> &'static Value {
    matrix_of(&[
        "aws.ec2",
        "aws.ecs-ec2",
        "aws.ecs-fargate",
        "aws.eks",
        "aws.eks-fargate",
        "aws.eks-auto",
        "aws.lambda",
        "aws.elastic-beanstalk",
        "aws.lightsail",
        "aws.app-runner",
        "aws.batch",
        "aws.emr",
        "aws.ecr",
        "aws.outposts-rack",
        "aws.workspaces",
    ])
}

cases! { matrix;
    ec2_guests_are_hardened_by_the_customer: "aws.ec2" "SYS-02/hardening" CUSTOMER,
        "Security in Amazon EC2", "the customer maintains the guest system and the software on it";
    ec2_guests_are_guarded_against_malware_by_the_customer: "aws.ec2" "MAL-01/guest-os" CUSTOMER,
        "Security in Amazon EC2", "software on the instance, with its protection, is the customer's";
    ec2_guests_are_scanned_by_the_customer: "aws.ec2" "PAT-02/guest-os" CUSTOMER,
        "Update management for Amazon EC2 instances", "the customer patches, updates and secures the guest";
    ec2_images_are_built_by_the_customer: "aws.ec2" "VRT-03/guest-os" CUSTOMER,
        "Shared AMI best practices", "whoever makes an image removes credentials and keeps it current";
    ec2_hypervisor_is_aws_s: "aws.ec2" "VRT-01/virtualization" PROVIDER,
        "Infrastructure security in Amazon EC2", "the Nitro hypervisor and the separation of instances are AWS's";
    ec2_hosts_are_patched_by_aws: "aws.ec2" "SYS-01/patches" PROVIDER,
        "Shared Responsibility Model", "AWS runs and patches the host operating system";
    ec2_firmware_is_aws_s: "aws.ec2" "HWM-01/hardware" PROVIDER,
        "The Security Design of the AWS Nitro System", "firmware of hosts is updated and checked by AWS";
    ec2_disks_are_destroyed_by_aws: "aws.ec2" "HWM-04/hardware" PROVIDER,
        "AWS Data Centers: Our Controls", "media are decommissioned before they leave AWS's control";
    ec2_security_groups_are_the_customer_s: "aws.ec2" "NET-01/network" CUSTOMER,
        "Amazon EC2 security groups for your EC2 instances", "the customer writes the rules that filter traffic";
    ec2_time_in_guests_is_the_customer_s: "aws.ec2" "TIM-01/guest-os" CUSTOMER,
        "Set the time reference on your EC2 instance", "AWS offers a time service, the guest's clock is configured by the customer";
    ec2_logs_of_guests_are_the_customer_s: "aws.ec2" "LOG-01/guest-os" CUSTOMER,
        "Collect metrics, logs, and traces using the CloudWatch agent", "logs of guests are collected by an agent that the customer installs";
    ec2_application_is_patched_by_the_customer: "aws.ec2" "PAT-01/application" CUSTOMER,
        "Security in Amazon EC2", "applications and utilities on instances are the customer's";
    ec2_cooling_is_aws_s: "aws.ec2" "ENV-01/facilities" PROVIDER,
        "AWS Data Centers: Our Controls", "climate, fire detection and water detection are run by AWS";
    ec2_power_is_aws_s: "aws.ec2" "ENV-02/facilities" PROVIDER,
        "AWS Data Centers: Our Controls", "electrical systems are redundant and maintained by AWS";
    ec2_doors_are_aws_s: "aws.ec2" "PHY-01/facilities" PROVIDER,
        "AWS Data Centers: Our Controls", "access to data centres is approved, checked and logged by AWS";
    ec2_visitors_are_aws_s: "aws.ec2" "PHY-02/facilities" PROVIDER,
        "AWS Data Centers: Our Controls", "visitors show identification, sign in and are escorted by AWS's staff";
    ecs_container_instances_are_patched_by_the_customer: "aws.ecs-ec2" "SYS-02/hardening" CUSTOMER,
        "AWS shared responsibility model for Amazon ECS", "instances and their agent are the customer's";
    ecs_fargate_hosts_are_aws_s: "aws.ecs-fargate" "PAT-01/host-os" PROVIDER,
        "Fargate security considerations", "the host and its runtime are patched by AWS";
    ecs_fargate_has_no_guest_to_log_on_to: "aws.ecs-fargate" "SYS-02/administration" NOTHING,
        "Fargate security considerations", "no access to the underlying host is given";
    ecs_fargate_images_are_scanned_by_the_customer: "-" "MAL-03/application" CUSTOMER,
        "Amazon ECS task and container security best practices", "images are scanned by whoever builds them";
    ecs_fargate_task_definitions_are_the_customer_s: "aws.ecs-fargate" "VRT-04/application" CUSTOMER,
        "Amazon ECS task and container security best practices", "root, capabilities and limits are set in the task definition";
    ecs_fargate_isolation_is_aws_s: "aws.ecs-fargate" "VRT-02/virtualization" PROVIDER,
        "Fargate security considerations", "each task has an isolation boundary of its own, kept by AWS";
    ecs_fargate_roles_of_tasks_are_the_customer_s: "aws.ecs-fargate" "IAM-01/workloads" CUSTOMER,
        "Amazon ECS task IAM role", "the customer grants what containers may call";
    eks_control_plane_hosts_are_aws_s: "aws.eks" "PAT-01/host-os" PROVIDER,
        "Security in Amazon EKS", "AWS is responsible for the nodes of the control plane";
    eks_nodes_are_hardened_by_the_customer: "aws.eks" "SYS-02/hardening" CUSTOMER,
        "Security in Amazon EKS", "configuration of nodes and containers is the customer's";
    eks_versions_move_with_both: "aws.eks" "PAT-01/platform" BOTH_DO,
        "Update existing cluster to new Kubernetes version", "AWS replaces the control plane, the customer starts it and updates nodes and add-ons";
    eks_on_fargate_has_no_nodes_to_harden: "aws.eks-fargate" "SYS-02/hardening" NOTHING,
        "AWS Fargate considerations", "pods run without nodes of the customer";
    eks_auto_nodes_are_patched_by_aws: "aws.eks-auto" "PAT-01/guest-os" PROVIDER,
        "Security considerations for Amazon EKS Auto Mode", "AWS patches and replaces managed nodes";
    lambda_hosts_are_aws_s: "aws.lambda" "PAT-01/host-os" PROVIDER,
        "Security in AWS Lambda", "AWS manages infrastructure and operating system";
    lambda_code_is_the_customer_s: "aws.lambda" "DEV-01/code" CUSTOMER,
        "Security in AWS Lambda", "code, its libraries and configuration are the customer's";
    lambda_libraries_are_patched_by_the_customer: "aws.lambda" "PAT-05/application" CUSTOMER,
        "Understanding the shared responsibility model for Lambda runtime management", "dependencies in the package are updated by the customer";
    lambda_execution_roles_are_the_customer_s: "aws.lambda" "IAM-01/workloads" CUSTOMER,
        "Defining Lambda function permissions with an execution role", "the customer grants what a function may do";
    lambda_has_no_guest_to_harden: "aws.lambda" "SYS-02/hardening" NOTHING,
        "Security in AWS Lambda", "customers cannot log on to what runs functions";
    lambda_isolation_is_aws_s: "aws.lambda" "VRT-02/virtualization" PROVIDER,
        "Data plane isolation in AWS Lambda", "execution environments of functions are isolated by AWS";
    beanstalk_code_is_the_customer_s: "aws.elastic-beanstalk" "PAT-01/application" CUSTOMER,
        "Shared responsibility model for Elastic Beanstalk platform maintenance", "the application and what it brings is the customer's";
    lightsail_guests_are_the_customer_s: "aws.lightsail" "PAT-01/guest-os" CUSTOMER,
        "Update management in Amazon Lightsail", "patches of the instance's system are the customer's";
    app_runner_hosts_are_aws_s: "aws.app-runner" "PAT-01/guest-os" PROVIDER,
        "Security in App Runner", "AWS runs what the service stands on";
    app_runner_code_is_the_customer_s: "aws.app-runner" "PAT-01/application" CUSTOMER,
        "Security in App Runner", "source, images and settings are the customer's";
    ecr_images_are_the_customer_s: "aws.ecr" "IAM-01/people" CUSTOMER,
        "Security in Amazon Elastic Container Registry", "who may push and pull is decided by the customer";
    workspaces_desktops_are_patched_by_both: "aws.workspaces" "PAT-01/guest-os" BOTH_DO,
        "Update management in WorkSpaces Personal", "AWS installs updates in the maintenance window unless the customer does it itself";
    outposts_room_is_the_customer_s: "aws.outposts-rack" "PHY-01/facilities" CUSTOMER,
        "Security in AWS Outposts", "the customer secures the place in which the rack stands";
    outposts_equipment_is_maintained_by_aws_where_the_customer_lets_it_in: "aws.outposts-rack" "HWM-01/hardware" LET_IN,
        "Maintain your Outpost", "AWS replaces failed parts, and the customer admits its technicians";
}
