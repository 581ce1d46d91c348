//! What an organisation runs itself: Kubernetes and GitLab on rented machines, GitHub as finished software, offices, and no
//! offices at all.

use std::sync::OnceLock;

use serde_json::Value;

use super::{built, cases};
use crate::workspace::Workspace;

/// Kubernetes of our own on EC2, GitLab of our own on EC2, and GitHub with code of ours.
fn stacks() -> &'static Value {
    static MATRIX: OnceLock<Value> = OnceLock::new();
    MATRIX.get_or_init(|| {
        let services = "schema: onus.services/1\nprovider: acme\nservices:\n  - { id: acme.kubernetes, name: Kubernetes, \
                        class: self-hosted, traits: [runs-code, guest-os, engine-version, starts-from-images] }\n  - { id: \
                        acme.gitlab, name: GitLab, class: packaged, traits: [runs-code, guest-os, engine-version, \
                        stores-data, own-accounts] }\n";
        let github = "schema: onus.services/1\nprovider: github\nservices:\n  - id: github.cloud\n    name: GitHub\n    \
                      class: software\n    traits: [runs-code, stores-data, public-endpoint, own-accounts, \
                      has-network-rules]\n    exceptions:\n      - when: { layer: application, needs: [runs-code] }\n        \
                      duties: { manage: customer, operate: customer, verify: customer }\n        reason: Workflows are \
                      written by the customer.\n";
        let providers = "schema: onus.providers/1\nproviders:\n  - { id: acme, name: Acme Ltd }\n  - { id: github, name: \
                         GitHub Inc. }\n";
        let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - { use: aws.ec2 }\n  - { use: \
                       acme.kubernetes, runs-on: { service: aws.ec2, up-to: guest-os } }\n  - { use: acme.gitlab, runs-on: { \
                       service: aws.ec2, up-to: host-os } }\n  - { use: github.cloud }\n";
        let workspace = Workspace::base()
            .file("profiles/acme/catalog/services.yaml", services)
            .file("profiles/acme/catalog/github.yaml", github)
            .file("profiles/acme/catalog/providers.yaml", providers)
            .file("profiles/acme/projects/web.yaml", project);
        built(&workspace)
    })
}

/// A company that says nothing about its offices, beside S3.
fn with_offices() -> &'static Value {
    static MATRIX: OnceLock<Value> = OnceLock::new();
    MATRIX.get_or_init(|| company("  has-offices: true\n  has-data-rooms: true\n"))
}

/// A company whose people all work from home.
fn without_offices() -> &'static Value {
    static MATRIX: OnceLock<Value> = OnceLock::new();
    MATRIX.get_or_init(|| {
        company(
            "  has-offices: { value: false, reason: Everybody works from home. }\n  has-data-rooms: { value: false, reason: \
             All machines are rented. }\n",
        )
    })
}

fn company(attributes: &str) -> Value {
    let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices: [{ use: aws.s3 }]\n";
    let workspace = Workspace::base()
        .append("profiles/acme/organization.yaml", &format!("attributes:\n{attributes}"))
        .file("profiles/acme/projects/web.yaml", project);
    built(&workspace)
}

cases! { stacks;
    own_kubernetes_has_no_building_of_its_own: "acme.kubernetes" "PHY-01/facilities" NOTHING,
        "Shared Responsibility Model", "the building below is that of the machines, once";
    the_building_below_own_kubernetes_is_aws_s: "aws.ec2" "PHY-01/facilities" PROVIDER,
        "Shared Responsibility Model", "AWS protects the sites of EC2, whatever runs on it";
    the_guest_below_own_kubernetes_is_patched_once: "acme.kubernetes" "PAT-01/guest-os" NOTHING,
        "Security in Amazon EC2", "the guest belongs to the machine";
    own_kubernetes_is_patched_by_its_owner: "acme.kubernetes" "PAT-01/platform" CUSTOMER,
        "Kubernetes: Upgrade A Cluster", "whoever runs a cluster upgrades it";
    own_kubernetes_is_configured_by_its_owner: "acme.kubernetes" "CFG-01/platform" CUSTOMER,
        "Kubernetes: Securing a Cluster", "whoever runs a cluster secures its interfaces";
    images_on_own_kubernetes_are_the_owner_s: "acme.kubernetes" "VRT-04/application" CUSTOMER,
        "Kubernetes: Pod Security Standards", "limits of containers are set by whoever runs them";
    own_gitlab_is_updated_by_its_owner_with_what_its_maker_releases: "acme.gitlab" "PAT-01/platform" BOTH_DO,
        "GitLab: Upgrade GitLab", "the maker releases fixes, and whoever runs an instance installs them";
    own_gitlab_s_machines_are_patched_by_its_owner: "acme.gitlab" "PAT-01/guest-os" CUSTOMER,
        "GitLab: Hardening - Operating System Recommendations", "the system below is the administrator's";
    own_gitlab_s_hosts_are_those_of_ec2: "acme.gitlab" "PAT-01/host-os" NOTHING,
        "Shared Responsibility Model", "hosts belong to the rented machines";
    own_gitlab_s_accounts_are_its_owner_s: "acme.gitlab" "IAM-10/identity" CUSTOMER,
        "GitLab: Moderate users", "administrators add, block and remove users";
    workflows_on_github_are_ours: "github.cloud" "DEV-01/code" CUSTOMER,
        "Security hardening for GitHub Actions", "workflows and what they run are written by the customer";
    libraries_of_workflows_are_ours: "github.cloud" "PAT-05/application" CUSTOMER,
        "Security hardening for GitHub Actions", "actions of third parties are pinned and updated by the customer";
    github_s_hosts_are_github_s: "github.cloud" "PAT-01/host-os" PROVIDER,
        "GitHub Enterprise Cloud: about", "GitHub hosts and updates the product";
    members_of_github_are_ours: "github.cloud" "IAM-01/people" CUSTOMER,
        "Roles in an organization", "owners decide who may do what";
}

cases! { with_offices;
    offices_are_locked_by_those_who_work_there: "-" "PHY-07/rooms" CUSTOMER,
        "Shared Responsibility Model", "AWS protects its own sites, not those of customers";
    screens_in_offices_are_ours: "-" "PHY-11/output" CUSTOMER,
        "Shared Responsibility Model", "AWS protects its own sites, not those of customers";
    laptops_are_ours: "-" "END-06/endpoints" CUSTOMER,
        "Shared Responsibility Model", "client devices are not among what AWS runs";
}

cases! { without_offices;
    a_company_without_offices_has_none_to_lock: "-" "PHY-07/rooms" NOTHING,
        "Shared Responsibility Model", "there is no room of the customer's";
    a_company_without_offices_still_has_laptops: "-" "END-06/endpoints" CUSTOMER,
        "Shared Responsibility Model", "client devices are not among what AWS runs";
    a_company_without_offices_rents_guarded_halls: "aws.s3" "PHY-01/facilities" PROVIDER,
        "AWS Data Centers: Our Controls", "access to data centres is approved, checked and logged by AWS";
}
