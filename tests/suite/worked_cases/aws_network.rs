//! AWS services that connect, guard and record.

use serde_json::Value;

use super::{cases, matrix_of};

fn matrix() -> &'static Value {
    matrix_of(&[
        "aws.vpc",
        "aws.elb",
        "aws.cloudfront",
        "aws.route53",
        "aws.iam",
        "aws.cloudtrail",
        "aws.guardduty",
        "aws.waf",
        "aws.acm",
        "aws.sqs",
        "aws.api-gateway",
        "aws.direct-connect",
    ])
}

cases! { matrix;
    vpc_routes_are_the_customer_s: "aws.vpc" "NET-02/routes" CUSTOMER,
        "Configure route tables", "the customer decides where subnets send traffic";
    vpc_flow_logs_are_the_customer_s: "-" "LOG-03/network" CUSTOMER,
        "Logging IP traffic using VPC Flow Logs", "the customer creates flow logs and reads them";
    vpc_tenants_are_kept_apart_by_aws: "aws.vpc" "NET-10/virtualization" PROVIDER,
        "Infrastructure security in Amazon VPC", "isolation between virtual networks is AWS's";
    backbone_is_aws_s: "aws.vpc" "NET-03/physical-network" PROVIDER,
        "Shared Responsibility Model", "networking equipment between sites is AWS's";
    load_balancer_certificates_are_the_customer_s: "aws.elb" "CRY-02/network" CUSTOMER,
        "SSL certificates for your Application Load Balancer", "certificate and security policy are chosen by the customer";
    load_balancer_nodes_are_aws_s: "aws.elb" "PAT-01/guest-os" PROVIDER,
        "Infrastructure security in Elastic Load Balancing", "AWS runs and patches the nodes";
    distributions_are_defended_by_both: "aws.cloudfront" "NET-03/network" SHARED,
        "Best Practices for DDoS Resiliency", "AWS absorbs floods at the edge, the customer sets limits and rules";
    zones_are_written_by_the_customer: "-" "NET-04/zones" CUSTOMER,
        "Security in Amazon Route 53", "AWS answers queries, the customer keeps the records";
    iam_policies_are_the_customer_s: "aws.iam" "IAM-01/people" CUSTOMER,
        "Security best practices in IAM", "least privilege is granted by the customer";
    iam_engine_is_aws_s: "aws.iam" "IAM-05/platform" PROVIDER,
        "Infrastructure security in AWS Identity and Access Management", "AWS evaluates requests and runs the service";
    trail_is_protected_by_the_customer: "-" "LOG-02/protection" CUSTOMER,
        "Security best practices in AWS CloudTrail", "bucket, lock and integrity checks are set by the customer";
    guardduty_findings_are_answered_by_the_customer: "-" "LOG-04/data" CUSTOMER,
        "Security in Amazon GuardDuty", "AWS detects, the customer reads and acts";
    queue_policies_are_the_customer_s: "aws.sqs" "IAM-01/people" CUSTOMER,
        "Security in Amazon SQS", "access to queues is granted by the customer";
    queue_hosts_are_aws_s: "aws.sqs" "PAT-01/host-os" PROVIDER,
        "Security in Amazon SQS", "AWS runs what queues stand on";
    meeting_points_are_guarded_on_both_sides: "aws.direct-connect" "PHY-01/facilities" SHARED,
        "Requesting cross connects at AWS Direct Connect locations", "AWS has its devices in buildings of other operators";
    meeting_points_are_supplied_on_both_sides: "aws.direct-connect" "ENV-02/hardware" SHARED,
        "Requesting cross connects at AWS Direct Connect locations", "each side looks after its own devices";
    meeting_points_have_no_ports_to_filter: "aws.direct-connect" "NET-01/network" NOTHING,
        "Infrastructure security in AWS Direct Connect", "virtual interfaces carry routes and no port rules";
    certificates_of_acm_are_renewed_by_aws: "aws.acm" "PAT-01/host-os" PROVIDER,
        "Security in AWS Certificate Manager", "AWS runs the authority that issues and renews";
}
