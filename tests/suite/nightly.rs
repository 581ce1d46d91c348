//! Builds that run every night: only what changed is made, nothing is ever torn, and what went wrong is said.

mod disks;
mod editions;
mod faults;
mod incremental;
mod killed;

use std::collections::BTreeMap;

use crate::workspace::Workspace;

/// The base workspace with two projects more, evidence that goes stale, and a report that ends.
pub(crate) fn portfolio() -> Workspace {
    Workspace::base()
        .append(
            "profiles/acme/organization.yaml",
            "\
statements:
  - control: LOG-01
    status: planned
    due: 2026-12-20
    owner: platform
    text: Trails go to the archive.
attestations:
  - { id: soc2, provider: aws, title: AWS SOC 2, services: all, regions: all, valid-until: 2026-12-10 }
",
        )
        .file(
            "profiles/acme/projects/shop.yaml",
            "\
schema: onus.project/1
id: shop
name: Shop
services:
  - { use: aws.lambda, purpose: Checkout }
",
        )
        .file(
            "profiles/acme/projects/ledger.yaml",
            "\
schema: onus.project/1
id: ledger
name: Ledger
services:
  - { use: aws.rds }
",
        )
        .file(
            "profiles/acme/projects/ledger/evidence/register.yaml",
            "\
schema: onus.evidence/1
evidence:
  - id: restore
    title: Restore test
    kind: file
    location: restore.txt
    collected: 2026-10-20
    valid-until: 2026-11-30
    controls: [BCK-01]
",
        )
        .file("profiles/acme/projects/ledger/evidence/restore.txt", "It came back.\n")
}

/// The documents and data of an output folder, without the log of builds.
pub(crate) fn documents(workspace: &Workspace, folder: &str) -> BTreeMap<String, Vec<u8>> {
    workspace.tree(folder)
}

/// Paths that two trees do not have in common.
pub(crate) fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}
