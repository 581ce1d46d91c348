//! The matrix of a project that has everything that a matrix can have.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use crate::workspace::Workspace;

/// The matrix of a small project with evidence, reports and accepted risks of every state.
pub(super) fn full() -> &'static Value {
    static FULL: OnceLock<Value> = OnceLock::new();
    FULL.get_or_init(|| {
        let organization = "frameworks: [nist-800-53-r5/low]\ncustomers: { name: Merchants }\nattributes: { has-offices: { value: false, reason: \
            Everybody works at home. } }\nassertion: It is so.\napprovals:\n  \
            - { role: approved, who: platform, title: Lead, on: 2026-10-01, for: { document: plan-of-action } }\nsystem: \
            { identifier: W-1, status: operational, authorized-on: 2026-01-31, confidentiality: low, integrity: low, \
            availability: low, users: [People], data: [Orders] }\nattestations:\n  \
            - { id: soc, provider: aws, title: SOC 2, opinion: unqualified, frameworks: [nist-800-53-r5], services: [aws.s3], \
            regions: all, period: 2025-10-01/2026-09-30, \
            bridge-letters: [{ title: Letter, period: 2026-10-01/2026-12-31 }] }\n\
            statements:\n  - { control: LOG-01, status: planned, owner: platform, due: 2027-01-31, text: Soon. }\n  \
            - { control: LOG-01, part: data, service: aws.s3, status: partial, owner: platform, due: 2027-01-31, text: Half. }\n  \
            - { requirement: nist-800-53-r5/AU-2, status: partial, owner: platform, due: 2027-01-31, text: Half. }\n\
            confirmed:\n  - { requirement: nist-800-53-r5/AU-6, by: Ada, on: 2026-11-01, reason: Read. }\n\
            risk-acceptances:\n  \
            - { id: RA-1, control: LOG-01, reason: Agreed., approver: Board, from: 2026-01-01, until: 2026-11-14 }\n  \
            - { id: RA-2, control: LOG-01, reason: Agreed., approver: Board, from: 2026-01-01, until: 2026-11-15 }\n  \
            - { id: RA-3, control: LOG-01, reason: Agreed., approver: Board, from: 2026-11-16, until: 2026-11-17 }\n";
        let entry = |id: &str, keys: &str| {
            format!("  - {{ id: {id}, title: {id}, controls: [LOG-01, LOG-02/retention], {keys} }}\n")
        };
        let ticket = "kind: ticket, location: SEC-1";
        let register = [
            entry("current", "kind: file, location: a.txt, collected: 2026-11-01, provided-by: platform"),
            entry("altered", &format!("kind: file, location: a.txt, collected: 2026-11-01, sha256: {}", "a".repeat(64))),
            entry("missing", "kind: file, location: b.txt, collected: 2026-11-01"),
            entry("due", "kind: url, location: https://a.example, collected: 2026-11-01, valid-until: 2026-11-20"),
            entry("stale", &format!("{ticket}, collected: 2026-01-01, cadence: weekly")),
            entry("future", &format!("{ticket}, collected: 2027-01-01")),
            entry("report", "kind: attestation, location: soc, collected: 2026-11-01, classification: public"),
        ];
        Workspace::base()
            .append("profiles/acme/organization.yaml", organization)
            .file(
                "profiles/acme/catalog/providers.yaml",
                "schema: onus.providers/1\nproviders:\n  - { id: acme, name: Acme Ltd }\n",
            )
            .file(
                "profiles/acme/catalog/services.yaml",
                "schema: onus.services/1\nprovider: acme\nservices:\n  - { id: acme.kubernetes, name: Kubernetes, class: \
                self-hosted, traits: [runs-code, guest-os], \
                settings: [{ part: LOG-01/guest-os, setting: opt-in }] }\n",
            )
            .file("profiles/acme/projects/zone.yaml", ZONE)
            .append("profiles/acme/projects/web.yaml", SHOP)
            .file("profiles/acme/evidence/a.txt", "hello\n")
            .file(
                "profiles/acme/evidence/register.yaml",
                format!("schema: onus.evidence/1\nevidence:\n{}", register.concat()),
            )
            .matrix()
    })
}

/// A project that offers the patching of machines.
const ZONE: &str = "\
schema: onus.project/1
id: zone
name: Landing zone
services: [{ use: aws.ec2 }]
statements: [{ control: PAT-01, status: implemented, owner: platform, text: Images are built each week. }]
offers:
  - id: images
    title: Patched images
    controls: [PAT-01/guest-os]
    duties: { manage: offered, operate: offered, verify: shared }
    evidence: [current]
    text: Images are built each week.
    asks:
      - { id: LZ-1, text: Machines start from our images., controls: [PAT-01] }
";

/// What the project adds that has everything: it inherits, offers, and uses a service that stands on another.
const SHOP: &str = "  - { use: aws.cloudtrail, mode: one trail }
  - { use: acme.kubernetes, as: nodes, runs-on: { service: aws.ec2, up-to: guest-os } }
  - { use: acme.kubernetes, as: spare, runs-on: { service: aws.lightsail, up-to: guest-os } }
inherits:
  - from: acme/zone
    answers: { LZ-1: { status: implemented, evidence: [current] } }
offers:
  - id: hooks
    title: Signed calls
    controls: [PAT-01]
    duties: { manage: offered }
  - id: shop
    title: The shop
    to: customers
    controls: [LOG-01]
    duties: { manage: offered, operate: offered, verify: offered }
    asks:
      - { id: M-1, text: Look at your records., controls: [LOG-01], origination: configured-by-customer }
      - { id: M-2, text: Name your users., controls: [LOG-01], origination: provided-by-customer }
      - { id: M-3, text: Tell us., controls: [LOG-01], origination: shared }
";

/// The full matrix with few of the things that it has many of, and whatever else they name: it is tried many times.
pub(super) fn small() -> Value {
    let mut matrix = full().clone();
    let keep = |list: &mut Value, is_kept: &mut dyn FnMut(&Value) -> bool| {
        list.as_array_mut().expect("a list").retain(|entry| is_kept(entry));
    };
    keep(&mut matrix["controls"], &mut |control| {
        ["LOG-01", "PAT-01"].map(Value::from).contains(&control["id"])
    });
    keep(&mut matrix["frameworks"][0]["requirements"], &mut |row| {
        ["AU-2", "AU-6"].map(Value::from).contains(&row["id"])
    });
    let mut shares = BTreeSet::new();
    keep(&mut matrix["customers"]["frameworks"][0]["requirements"], &mut |row| {
        shares.insert(row["share"].to_string())
    });
    keep(&mut matrix["findings"], &mut |finding| {
        finding["evidence"] == "stale" || finding["control"] == "LOG-01"
    });
    let text = matrix["controls"].to_string();
    for table in ["claims", "texts"] {
        let entries = matrix[table].as_object_mut().expect("an object");
        entries.retain(|name, _| text.contains(name.as_str()));
    }
    matrix
}
