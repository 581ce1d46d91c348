//! Each kind of change, told with what was, what is, and where both are written.

use super::{built_as_of, changed, lines, told};
use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// A workspace with a catalog of its own, in which the control `FAX-01` says what it is given to say.
fn with_control(control: &str) -> Workspace {
    Workspace::base().file("profiles/acme/catalog/fax.yaml", catalog(control))
}

fn catalog(control: &str) -> String {
    format!(
        "schema: onus.controls/1\ndomain: logging\ncontrols:\n  - {control}\n    title: Fax log\n    \
         objective: Every fax is logged.\n    parts:\n      - {{ id: data, layer: governance, customer: Keeps the log. }}\n"
    )
}

#[test]
fn services_that_were_added_and_removed() {
    let report = changed(Workspace::base(), |workspace| {
        workspace.replace(PROJECT, "{ use: aws.s3 }", "{ use: aws.sqs, regions: [eu-west-1] }")
    });
    assert_eq!(
        lines(&report, "service"),
        [
            "neutral removed aws.s3 | class: abstracted > - | web.yaml:6 -",
            "neutral added aws.sqs | class: - > abstracted; regions: - > eu-west-1 | - web.yaml:6",
        ]
    );
}

#[test]
fn a_service_in_other_regions() {
    let report = changed(Workspace::base(), |workspace| {
        workspace.replace(PROJECT, "{ use: aws.s3 }", "{ use: aws.s3, regions: [eu-west-1] }")
    });
    let expected = "neutral changed aws.s3 | regions: - > eu-west-1 | web.yaml:6 web.yaml:6";
    assert_eq!(lines(&report, "service"), [expected]);
}

#[test]
fn a_duty_that_moves_from_the_provider_to_a_party() {
    let report = changed(Workspace::base(), |workspace| {
        workspace.append(
            PROJECT,
            "overrides:\n  - { control: PAT-01, part: host-os, service: aws.ec2, duties: { verify: customer }, \
             reason: We check it. }\n",
        )
    });
    let moved = lines(&report, "responsibility");
    let cell = moved.iter().find(|line| line.contains("PAT-01/host-os")).expect("the cell is told of");
    let (about, places) = cell.rsplit_once(" | ").expect("places come last");
    assert_eq!(
        about,
        "neutral changed PAT-01/host-os for aws.ec2 | responsibility: inherited > shared; verify: provider > Platform Team"
    );
    assert!(places.starts_with("demarcation.yaml:") && places.ends_with(" web.yaml:8"), "{places}");
}

#[test]
fn a_duty_that_moves_from_party_to_party() {
    let report = changed(Workspace::base(), |workspace| {
        workspace
            .replace(ORGANIZATION, "Platform Team }", "Platform Team }\n  - { id: contoso, name: Contoso }")
            .append(
                ORGANIZATION,
                "  - { control: PAT-01, part: guest-os, service: aws.ec2, duties: [operate], to: contoso }\n",
            )
    });
    let expected = "neutral changed PAT-01/guest-os for aws.ec2 | operate: Platform Team > Contoso | \
                    organization.yaml:9 organization.yaml:11";
    assert_eq!(lines(&report, "responsibility"), [expected]);
}

#[test]
fn a_duty_that_nobody_holds_any_more_is_for_the_worse() {
    let report = changed(Workspace::base(), |workspace| {
        workspace.replace(ORGANIZATION, "{ to: platform }", "{ domain: logging, to: platform }")
    });
    let moved = lines(&report, "responsibility");
    assert!(!moved.is_empty() && moved.iter().all(|line| line.starts_with("worse changed ")), "{moved:#?}");
    assert!(moved.iter().any(|line| line.contains("operate: Platform Team > nobody")), "{moved:#?}");
    let back = changed(
        Workspace::base().replace(ORGANIZATION, "{ to: platform }", "{ domain: logging, to: platform }"),
        |workspace| workspace.replace(ORGANIZATION, "{ domain: logging, to: platform }", "{ to: platform }"),
    );
    assert!(lines(&back, "responsibility").iter().all(|line| line.starts_with("better changed ")));
}

#[test]
fn a_statement_that_is_put_back() {
    let statement = |keys: &str| format!("statements:\n  - {{ control: LOG-01, {keys} }}\n");
    let before = Workspace::base()
        .append(ORGANIZATION, &statement("status: implemented, owner: platform, text: Kept for 400 days."));
    let report = changed(before, |workspace| {
        workspace
            .replace(ORGANIZATION, "status: implemented, owner: platform", "status: planned, due: 2027-01-31")
            .replace(ORGANIZATION, "400 days", "365 days")
    });
    let expected = "worse changed LOG-01 | status: implemented > planned; owner: Platform Team > -; due: - > 2027-01-31; \
                    text: Kept for 400 days. > Kept for 365 days. | organization.yaml:11 organization.yaml:11";
    assert_eq!(lines(&report, "statement"), [expected]);
}

#[test]
fn statements_that_were_added_and_removed() {
    let statement = |control: &str| {
        format!(
            "statements:\n  - {{ control: {control}, status: implemented, owner: platform, text: Done. }}\n"
        )
    };
    let before = Workspace::base().append(ORGANIZATION, &statement("LOG-01"));
    let report = changed(before, |workspace| workspace.replace(ORGANIZATION, "LOG-01", "LOG-02"));
    assert_eq!(
        lines(&report, "statement"),
        [
            "worse removed LOG-01 | status: implemented > -; owner: Platform Team > -; text: Done. > - | organization.yaml:11 -",
            "better added LOG-02 | status: - > implemented; owner: - > Platform Team; text: - > Done. | - organization.yaml:11",
        ]
    );
}

fn register(entries: &str) -> String {
    format!("schema: onus.evidence/1\nevidence:\n{entries}")
}

const TICKET: &str = "controls: [LOG-01], kind: ticket, location: SEC-1, collected: 2026-11-01";

#[test]
fn evidence_that_was_added_and_removed() {
    let before =
        Workspace::base().file(REGISTER, register(&format!("  - {{ id: old-one, title: Old, {TICKET} }}\n")));
    let report = changed(before, |workspace| {
        workspace.replace(REGISTER, "old-one, title: Old", "new-one, title: New")
    });
    assert_eq!(
        lines(&report, "evidence"),
        [
            "worse removed old-one | state: current > -; collected: 2026-11-01 > -; supports: LOG-01 > - | register.yaml:3 -",
            "better added new-one | state: - > current; collected: - > 2026-11-01; supports: - > LOG-01 | - register.yaml:3",
        ]
    );
}

#[test]
fn evidence_whose_file_is_another() {
    let entry = "  - { id: trail, title: Trail, controls: [LOG-01], kind: file, location: a.txt, collected: 2026-11-01 }\n";
    let before =
        Workspace::base().file(REGISTER, register(entry)).file("profiles/acme/evidence/a.txt", "abc");
    let report = changed(before, |workspace| workspace.file("profiles/acme/evidence/a.txt", "hello\n"));
    // printf abc | sha256sum; printf 'hello\n' | sha256sum
    let expected =
        "neutral changed trail | digest: ba7816bf8f01 > 5891b5b522d5 | register.yaml:3 register.yaml:3";
    assert_eq!(lines(&report, "evidence"), [expected]);
    assert_eq!(report["changes"], 1);
}

#[test]
fn evidence_that_aged_and_its_finding() {
    let workspace = Workspace::base().file(
        REGISTER,
        register(&format!("  - {{ id: scan, title: Scan, {TICKET}, valid-until: 2026-11-20 }}\n")),
    );
    built_as_of(&workspace, "old", "2026-11-19");
    built_as_of(&workspace, "new", "2026-11-21");
    let report = told(&workspace);
    let aged = "worse changed scan | state: due-soon > stale | register.yaml:3 register.yaml:3";
    assert_eq!(lines(&report, "evidence"), [aged]);
    let worse = "worse changed evidence-stale of LOG-01 | severity: note > warning; code: evidence-due > evidence-stale; \
                 text: evidence `scan` is valid until 2026-11-20 > evidence `scan` was valid until \
                 2026-11-20 | register.yaml:3 register.yaml:3";
    assert_eq!(lines(&report, "finding"), [worse]);
    assert_eq!((&report["changes"], &report["worse"]), (&2.into(), &2.into()));
    // People read quotation marks where the message has back quotes, which Markdown would show as they are.
    let text = workspace.run(&["diff", "old", "new"]).ended_with(0).stdout;
    assert!(text.contains("Evidence “scan” was valid until 2026-11-20."), "{text}");
    assert!(!text.contains("\\`"), "{text}");
}

#[test]
fn a_day_later_nothing_is_told_of_findings_that_only_count_days() {
    let workspace = Workspace::base().file(
        REGISTER,
        register(&format!("  - {{ id: scan, title: Scan, {TICKET}, valid-until: 2026-11-20 }}\n")),
    );
    built_as_of(&workspace, "old", "2026-11-18");
    built_as_of(&workspace, "new", "2026-11-19");
    let run = workspace.run(&["diff", "old", "new"]).ended_with(0);
    assert_eq!(run.stdout, "Nothing changed between `old` and `new`.\n");
}

#[test]
fn findings_that_are_new_and_closed() {
    let statement = "statements:\n  - { control: LOG-01, status: implemented, owner: platform, text: Kept for 400 days. }\n";
    let entry = register(&format!("  - {{ id: scan, title: Scan, {TICKET} }}\n"));
    let unproven = || Workspace::base().append(ORGANIZATION, statement);
    let closed = changed(unproven(), |workspace| workspace.file(REGISTER, &entry));
    let expected =
        "better removed evidence-missing of LOG-01 | severity: warning > - | organization.yaml:11 -";
    assert_eq!(lines(&closed, "finding"), [expected]);
    let new = changed(unproven().file(REGISTER, &entry), |workspace| {
        workspace.replace(REGISTER, "LOG-01", "LOG-02")
    });
    let expected = "worse added evidence-missing of LOG-01 | severity: - > warning | - organization.yaml:11";
    assert_eq!(lines(&new, "finding"), [expected]);
}

#[test]
fn a_control_that_was_renamed_is_followed() {
    let statement =
        "statements:\n  - { control: FAX-01, status: implemented, owner: platform, text: Kept. }\n";
    let before = with_control("id: FAX-01").append(ORGANIZATION, statement).file(
        REGISTER,
        register(&format!("  - {{ id: scan, title: Scan, {} }}\n", TICKET.replace("LOG-01", "FAX-01"))),
    );
    let report = changed(before, |workspace| {
        workspace
            .file("profiles/acme/catalog/fax.yaml", catalog("id: TEL-09\n    formerly: [FAX-00, FAX-01]"))
            .replace(ORGANIZATION, "FAX-01", "TEL-09")
            .replace(REGISTER, "FAX-01", "TEL-09")
    });
    assert_eq!(lines(&report, "control"), ["neutral renamed TEL-09 | id: FAX-01 > TEL-09 | - -"]);
    // Statement, evidence, findings and responsibilities are the same; beside the rename, the catalog has another digest.
    assert_eq!(report["changes"], 2, "{report:#}");
    assert_eq!(lines(&report, "catalog").len(), 1);
}

#[test]
fn a_control_that_was_renamed_is_followed_in_whatever_spelling_its_former_id_is_written() {
    let report = changed(with_control("id: FAX-01"), |workspace| {
        workspace.file("profiles/acme/catalog/fax.yaml", catalog("id: TEL-09\n    formerly: [fax-1]"))
    });
    assert_eq!(lines(&report, "control"), ["neutral renamed TEL-09 | id: FAX-01 > TEL-09 | - -"]);
}

#[test]
fn a_rename_is_undone_on_the_way_back() {
    let before = with_control("id: TEL-09\n    formerly: [FAX-01]");
    let report =
        changed(before, |workspace| workspace.file("profiles/acme/catalog/fax.yaml", catalog("id: FAX-01")));
    assert_eq!(lines(&report, "control"), ["neutral renamed FAX-01 | id: TEL-09 > FAX-01 | - -"]);
}

#[test]
fn a_service_and_a_requirement_that_were_renamed_are_followed() {
    let providers = "schema: onus.providers/1\nproviders: [{ id: kest, name: Kest Ltd }]\n";
    let services = |service: &str| {
        format!(
            "schema: onus.services/1\nprovider: kest\nservices: [{{ {service}, name: Fax, class: software }}]\n"
        )
    };
    let rules = |requirement: &str| {
        format!(
            "schema: onus.framework/1\nid: rules\ntitle: Rules\nrequirements:\n  \
             - {{ {requirement}, title: Logs, satisfied-by: [LOG-01] }}\n"
        )
    };
    let before = Workspace::base()
        .file("profiles/acme/catalog/providers.yaml", providers)
        .file("profiles/acme/catalog/services.yaml", services("id: kest.telefax"))
        .file("profiles/acme/catalog/rules.yaml", rules("id: R-1"))
        .append(ORGANIZATION, "frameworks: [rules]\n")
        .append(PROJECT, "  - { use: kest.telefax }\n");
    let report = changed(before, |workspace| {
        workspace
            .file("profiles/acme/catalog/services.yaml", services("id: kest.fax, formerly: [kest.telefax]"))
            .file("profiles/acme/catalog/rules.yaml", rules("id: R-10, formerly: [R-1]"))
    });
    let renamed = "neutral renamed kest.fax | id: kest.telefax > kest.fax | web.yaml:7 web.yaml:7";
    assert_eq!(lines(&report, "service"), [renamed]);
    assert_eq!(lines(&report, "requirement"), ["neutral renamed rules/R-10 | id: R-1 > R-10 | - -"]);
    // Cells, findings and what covers them are the same; the catalog has another digest.
    assert_eq!(report["changes"], 3, "{report:#}");
}

#[test]
fn controls_that_were_replaced_without_a_word_on_it() {
    let report = changed(with_control("id: FAX-01"), |workspace| {
        workspace.file("profiles/acme/catalog/fax.yaml", catalog("id: TEL-09"))
    });
    assert_eq!(
        lines(&report, "control"),
        [
            "neutral removed FAX-01 | responsibility: shared > - | - -",
            "neutral added TEL-09 | responsibility: - > shared | - -",
        ]
    );
}

#[test]
fn a_requirement_that_another_part_of_its_control_satisfies() {
    let framework = |target: &str| {
        format!(
            "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  \
             - {{ id: R-1, title: Keep logs, satisfied-by: [{target}] }}\n"
        )
    };
    let before = Workspace::base()
        .file("profiles/acme/catalog/house.yaml", framework("LOG-01"))
        .append(ORGANIZATION, "frameworks: [house]\n");
    let report = changed(before, |workspace| {
        workspace.file("profiles/acme/catalog/house.yaml", framework("LOG-01/data"))
    });
    let before = "LOG-01/application, LOG-01/data, LOG-01/guest-os, LOG-01/host-os";
    let requirement = lines(&report, "requirement");
    assert_eq!(requirement.len(), 1, "{requirement:?}");
    assert!(requirement[0].contains(&format!("parts: {before} > LOG-01/data | - -")), "{requirement:?}");
}

#[test]
fn a_framework_that_was_added_and_a_requirement_that_lost_its_control() {
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  - { id: R-1, title: Log faxes }\n";
    let satisfies = "id: FAX-01\n    satisfies: { house: [R-1] }";
    let before = with_control(satisfies)
        .file("profiles/acme/catalog/house.yaml", framework)
        .append(ORGANIZATION, "frameworks: [house]\n");
    let report =
        changed(before, |workspace| workspace.file("profiles/acme/catalog/fax.yaml", catalog("id: FAX-01")));
    assert_eq!(
        lines(&report, "requirement"),
        [
            "worse changed house/R-1 | responsibility: shared > customer; controls: FAX-01 > -; originations: corporate > - | - -"
        ]
    );
    let added = changed(Workspace::base(), |workspace| {
        workspace.append(ORGANIZATION, "frameworks: [soc2-tsc-2017]\n")
    });
    let added = lines(&added, "requirement");
    assert!(
        added[0].starts_with("neutral added soc2-tsc-2017 | baseline: - > all of it; requirements: - > "),
        "{added:?}"
    );
}

#[test]
fn reports_on_providers_and_accepted_risks() {
    let keys = |services: &str, until: &str| {
        format!(
            "attestations:\n  - {{ id: soc, provider: aws, title: SOC 2, services: [{services}], regions: all, \
             period: 2026-01-01/2026-12-31 }}\nrisk-acceptances:\n  - {{ id: RA-1, control: LOG-01, reason: Agreed., \
             approver: Board, from: 2026-01-01, until: {until} }}\n"
        )
    };
    let before = Workspace::base().append(ORGANIZATION, &keys("aws.s3, aws.ec2", "2026-12-31"));
    let report = changed(before, |workspace| {
        workspace.replace(ORGANIZATION, "aws.s3, aws.ec2", "aws.s3").replace(
            ORGANIZATION,
            "until: 2026-12-31",
            "until: 2026-11-01",
        )
    });
    assert_eq!(lines(&report, "attestation"), ["worse changed soc | covers: Amazon EC2 > - | - -"]);
    assert_eq!(
        lines(&report, "risk-acceptance"),
        [
            "worse changed RA-1 | state: in-force > lapsed; in-force: 2026-01-01 to 2026-12-31 > 2026-01-01 to 2026-11-01 | \
          organization.yaml:13 organization.yaml:13"
        ]
    );
    let gone = changed(Workspace::base().append(ORGANIZATION, &keys("aws.s3", "2026-12-31")), |workspace| {
        workspace.replace(ORGANIZATION, &keys("aws.s3", "2026-12-31"), "")
    });
    let removed = lines(&gone, "attestation");
    assert_eq!(
        removed,
        ["worse removed soc | state: current > -; covers: the provider aws as a whole, Amazon S3 > - | - -"]
    );
    assert!(lines(&gone, "risk-acceptance")[0].starts_with("neutral removed RA-1 | state: in-force > -"));
}

#[test]
fn projects_that_were_added_and_removed() {
    let other = "schema: onus.project/1\nid: shop\nname: Shop\nservices:\n  - { use: aws.sqs }\n";
    let report =
        changed(Workspace::base(), |workspace| workspace.file("profiles/acme/projects/shop.yaml", other));
    let added = lines(&report, "project");
    assert!(
        added[0].starts_with("worse added acme/shop | services: - > 2 services; findings: - > "),
        "{added:?}"
    );
    assert_eq!(report["projects_compared"], 1);
    let back = changed(Workspace::base().file("profiles/acme/projects/shop.yaml", other), |workspace| {
        let text = workspace.read("profiles/acme/projects/shop.yaml").replace("id: shop", "id: store");
        workspace.file("profiles/acme/projects/shop.yaml", text)
    });
    let lines = lines(&back, "project");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines.iter().any(|line| line.starts_with("neutral removed acme/shop | services: 2 services > -"))
    );
}
