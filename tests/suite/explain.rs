//! `onus explain`: who is responsible for a subject, and why.

use crate::workspace::Workspace;

#[test]
fn a_control_a_part_a_requirement_and_a_service_can_be_explained() {
    let workspace = Workspace::base();
    let organization =
        workspace.read("profiles/acme/organization.yaml") + "frameworks: [nist-800-53-r5/low]\n";
    let workspace = workspace.file("profiles/acme/organization.yaml", organization);
    for (subject, says) in [
        ("PAT-01", "guest-os for Amazon EC2 (aws.ec2) is the responsibility of Acme Ltd"),
        ("PAT-01/guest-os", "onus:catalog/demarcation.yaml:"),
        ("AC-2", "nist-800-53-r5/AC-2 Account Management"),
        ("nist-800-53-r5/AC-2", "by Platform Team; no implementation statement"),
        ("aws.s3", "aws.s3"),
    ] {
        let run = workspace.run(&["explain", subject]).ended_with(0);
        assert!(run.stdout.contains(says), "{subject}:\n{}", run.stdout);
    }
}

#[test]
fn an_override_is_explained_with_what_it_overruled() {
    let overrides = "overrides:\n  - { control: PAT-01, part: guest-os, service: aws.ec2, \
        duties: { operate: provider }, reason: The images are leased. }\n";
    let workspace = Workspace::base();
    let project = workspace.read("profiles/acme/projects/web.yaml") + overrides;
    let workspace = workspace.file("profiles/acme/projects/web.yaml", project);
    let run = workspace.run(&["explain", "PAT-01/guest-os", "--service", "aws.ec2"]).ended_with(0);
    let winner = run.stdout.find("the project decides operate (operate: AWS)").expect("the winner");
    let overruled = run.stdout.find("the demarcation table decides manage and verify").expect("the others");
    assert!(winner < overruled, "{}", run.stdout);
    assert!(
        run.stdout.contains("The images are leased.\n      profiles/acme/projects/web.yaml:8:5"),
        "{}",
        run.stdout
    );
}

/// The base workspace with a statement, a report on AWS, a second project that uses other services, and baselines.
fn told() -> Workspace {
    let lines = "frameworks: [nist-800-53-r5/moderate]
statements:
  - control: PAT-01
    status: partial
    due: 2027-01-31
    owner: platform
    text: |
      Servers are patched every Sunday.

      Images are built anew every night.
    evidence: [patches]
attestations:
  - { id: soc2, provider: aws, title: AWS SOC 2, services: [aws.s3], regions: all, valid-until: 2027-06-30 }
";
    let patches = "  - { id: patches, title: Scan of servers, kind: ticket, location: SEC-7, collected: 2026-11-01, valid-until: 2027-02-01 }\n";
    let shop = "schema: onus.project/1\nid: shop\nname: Shop\nservices: [{ use: aws.rds }]\n";
    Workspace::base()
        .append("profiles/acme/organization.yaml", lines)
        .append("profiles/acme/evidence/register.yaml", patches)
        .file("profiles/acme/projects/shop.yaml", shop)
}

#[test]
fn both_sides_are_named_with_what_they_do_state_and_prove() {
    let workspace = told();
    let run = workspace.run(&["explain", "PAT-01", "--project", "web"]).ended_with(0);
    for says in [
        "PAT-01 Patch management is shared by AWS and Acme Ltd in acme/web",
        "the statement says: partial, due 2027-01-31, owner Platform Team (profiles/acme/organization.yaml:12:5)",
        "    Servers are patched every Sunday. Images are built anew every night.",
        "    evidence: patches (current)",
        "    operate  Acme Ltd, by Platform Team (profiles/acme/organization.yaml:9:5)",
        "    operate  AWS\n",
        "the part of AWS is covered by soc2 AWS SOC 2 (profiles/acme/organization.yaml:",
        "the part of AWS is not proven: no report on the provider covers Amazon EC2",
    ] {
        assert!(run.stdout.contains(says), "{says}:\n{}", run.stdout);
    }
    assert!(run.stdout.lines().any(|line| line.starts_with("    Acme Ltd: ")), "{}", run.stdout);
    assert!(run.stdout.lines().any(|line| line.starts_with("    AWS: ")), "{}", run.stdout);
    for word in ["provider, ", "operate  provider", "customer, by", "by provider"] {
        assert!(!run.stdout.contains(word), "{word}:\n{}", run.stdout);
    }
    let full = workspace.run(&["explain", "PAT-01", "--project", "web", "--full"]).ended_with(0);
    for says in [
        "    Servers are patched every Sunday.\n    \n    Images are built anew every night.\n",
        "    evidence patches Scan of servers: current, collected 2026-11-01, valid until 2027-02-01\n      SEC-7 (profiles/",
    ] {
        let says = says.replace("    \n", "\n");
        assert!(full.stdout.contains(&says), "{says}:\n{}", full.stdout);
    }
}

#[test]
fn programs_get_the_same_as_people() {
    let run = told().run(&["explain", "pat-1/platform", "--message-format", "json"]).ended_with(0);
    let answers = run.records("explanation");
    let shop = answers.iter().find(|answer| answer["project"] == "shop").expect("it uses aws.rds");
    let control = &shop["controls"][0];
    assert_eq!(control["statement"]["status"], "partial");
    assert_eq!(control["evidence"][0]["id"], "patches");
    let cells = control["cells"].as_array().expect("a list");
    let cell = cells.iter().find(|cell| cell["service"] == "aws.rds").expect("it is in use");
    assert_eq!(cell["duties"][1]["holder_name"], "AWS");
    assert_eq!(cell["proofs"][0]["reports"].as_array().map(Vec::len), Some(0));
    assert!(cell["provider"].as_str().is_some_and(|text| !text.is_empty()), "{cell}");
}

#[test]
fn only_projects_that_use_the_service_are_shown() {
    let workspace = told();
    let run = workspace.run(&["explain", "PAT-01/platform", "--service", "aws.rds"]).ended_with(0);
    assert!(run.stdout.contains("in acme/shop") && !run.stdout.contains("acme/web"), "{}", run.stdout);
    for word in ["does not apply", "not applicable"] {
        assert!(!run.stdout.contains(word), "{}", run.stdout);
    }
    let run = workspace.run(&["explain", "PAT-01/platform", "--service", "aws.lambda"]).ended_with(0);
    assert_eq!(
        run.stdout,
        "No project that was asked about uses AWS Lambda (aws.lambda).\n`onus catalog show aws.lambda` shows what the \
         catalog says of it.\n"
    );
    // A part that has nothing to do there says why.
    let run = workspace.run(&["explain", "GOV-01", "--service", "aws.rds"]).ended_with(0);
    assert!(
        run.stdout.contains("is about the organisation as a whole, not about a service"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("has no cell in acme/shop"), "{}", run.stdout);
}

#[test]
fn ids_are_understood_in_every_form() {
    let workspace = told();
    for (written, says) in [
        ("pat-01", "PAT-01 Patch management"),
        ("PAT-1/Guest-OS", "PAT-01/guest-os Patch management"),
        ("AWS.EC2", "aws.ec2 Amazon EC2"),
        ("AC-2 (1)", "nist-800-53-r5/AC-2(1) "),
        ("ac-2.1", "nist-800-53-r5/AC-2(1) "),
        ("AC-02(01)", "nist-800-53-r5/AC-2(1) "),
        ("NIST-800-53-r5/ac-02", "nist-800-53-r5/AC-2 "),
    ] {
        let run = workspace.run(&["explain", written, "--project", "web"]).ended_with(0);
        assert!(run.stdout.starts_with(says), "{written}:\n{}", run.stdout);
        let name = says.split(' ').next().unwrap_or_default().split("/guest-os").next().unwrap_or_default();
        let run = workspace
            .run(&["catalog", "show", written.split("/Guest").next().unwrap_or_default()])
            .ended_with(0);
        let id = name.trim_start_matches("nist-800-53-r5/");
        assert!(run.stdout.starts_with(id), "{written}:\n{}", run.stdout);
    }
    for (title, hint) in [
        ("Patch management", "did you mean `PAT-01` (Patch management)?"),
        ("patch managment", "did you mean `PAT-01` (Patch management)?"),
        ("Amazon EC2", "did you mean `aws.ec2` (Amazon EC2)?"),
        ("iso-27001-2022/A.5.1", "no profile asks for the requirement `iso-27001-2022/A.5.1`"),
    ] {
        let run = workspace.run(&["explain", title]).ended_with(2);
        assert!(run.stderr.contains(hint), "{title}:\n{}", run.stderr);
    }
}

#[test]
fn a_requirement_is_explained_by_the_controls_that_satisfy_it() {
    let workspace = told();
    let run = workspace.run(&["explain", "SI-2", "--project", "web"]).ended_with(0);
    assert!(run.stdout.contains(" PAT-01/guest-os, "), "{}", run.stdout);
    assert!(run.stdout.contains("by Platform Team; partial, 1 piece of evidence"), "{}", run.stdout);
    assert!(!run.stdout.contains("the demarcation table decides"), "{}", run.stdout);
    let run = workspace.run(&["explain", "SI-2", "--project", "web", "--full"]).ended_with(0);
    assert!(run.stdout.contains("the demarcation table decides"), "{}", run.stdout);
}

#[test]
fn a_former_id_is_explained_with_a_note() {
    let control = "schema: onus.controls/1\ndomain: logging\ncontrols:\n  - id: FAX-01\n    title: Fax log\n    \
        objective: Every fax is logged.\n    formerly: [TLX-01]\n    parts:\n      - { id: log, layer: governance, customer: Keeps it. }\n";
    let workspace = Workspace::base().file("profiles/acme/catalog/fax.yaml", control);
    for command in [["explain", "TLX-01"].as_slice(), &["catalog", "show", "tlx-1"]] {
        let run = workspace.run(command).ended_with(0);
        assert!(run.stdout.starts_with("FAX-01 Fax log"), "{}", run.stdout);
        assert!(run.stderr.contains("note[renamed-id]"), "{command:?}: {}", run.stderr);
    }
}

#[test]
fn an_unknown_subject_is_refused_with_the_nearest_name() {
    let workspace = Workspace::base();
    for (arguments, hint) in [
        (["PTA-01"].as_slice(), "did you mean `PAT-01`?"),
        (&["PAT-01/gest-os"], "did you mean `guest-os`?"),
        (&["aws.lamda"], "did you mean `aws.lambda`?"),
        (&["PAT-01", "--service", "aws.es2"], "did you mean `aws.ec2`?"),
        (&["nonsense"], "`onus list controls` and `onus list services` show what there is"),
    ] {
        let run = workspace.run(&[["explain"].as_slice(), arguments].concat()).ended_with(2);
        assert!(run.stdout.is_empty());
        assert!(
            run.stderr.contains("error[unknown-selection]") && run.stderr.contains(hint),
            "{}",
            run.stderr
        );
    }
}

/// S3 under two names, and statements on PAT-01 of which one is narrowed.
fn named_uses() -> Workspace {
    let statements = "statements:\n  \
        - { control: BCK-03, service: files, status: planned, due: 2999-01-01, owner: platform, text: Files come later. }\n  \
        - { control: BCK-03, status: implemented, owner: platform, text: All data have a period. }\n";
    Workspace::base()
        .replace(
            "profiles/acme/projects/web.yaml",
            "{ use: aws.s3 }",
            "{ use: aws.s3, as: files }\n  - { use: aws.s3, as: logs }",
        )
        .append("profiles/acme/projects/web.yaml", statements)
}

#[test]
fn a_use_under_a_name_of_its_own_is_a_service_to_ask_about() {
    let workspace = named_uses();
    let services = |arguments: &[&str]| {
        let run =
            workspace.run(&[&["explain", "--message-format", "json"], arguments].concat()).ended_with(0);
        let answer = run.records("explanation").remove(0);
        let controls = answer["controls"].as_array().expect("a list").clone();
        let cells = controls.iter().flat_map(|control| control["cells"].as_array().expect("a list"));
        let mut names: Vec<String> = cells.map(|cell| cell["as"].to_string()).collect();
        names.sort();
        names.dedup();
        names
    };
    assert_eq!(services(&["BCK-03", "--service", "files"]), ["\"files\""]);
    assert_eq!(services(&["Logs"]), ["\"logs\""]);
    assert_eq!(services(&["aws.s3"]), ["\"files\"", "\"logs\""]);
    let unknown = workspace.run(&["explain", "BCK-03", "--service", "filse"]).ended_with(2).stderr;
    assert!(unknown.contains("did you mean `files`?"), "{unknown}");
}

#[test]
fn a_narrowed_statement_is_shown_where_it_holds() {
    let workspace = named_uses();
    let of = |arguments: &[&str]| workspace.run(&[&["explain"], arguments].concat()).ended_with(0).stdout;
    let files = of(&["BCK-03", "--service", "files"]);
    assert!(
        files.contains("    the statement says: planned, due 2999-01-01, owner Platform Team"),
        "{files}"
    );
    assert!(files.contains("      Files come later."), "{files}");
    assert!(!files.contains("All data have a period."), "it does not hold for these: {files}");
    let logs = of(&["BCK-03", "--service", "logs"]);
    assert!(logs.contains("  the statement says: implemented, owner Platform Team"), "{logs}");
    assert!(!logs.contains("Files come later."), "{logs}");
    let brief = of(&["files"]);
    assert!(brief.contains("by Platform Team; planned, no evidence"), "{brief}");
    let both = of(&["BCK-03"]);
    assert!(both.contains("All data have a period.") && both.contains("Files come later."), "{both}");
}

#[test]
fn what_is_done_once_for_a_project_is_said_of_the_project() {
    let workspace = told();
    let run = workspace.run(&["explain", "GOV-08", "--project", "web"]).ended_with(0);
    assert!(run.stdout.contains(" for the project as a whole "), "{}", run.stdout);
    assert!(run.stdout.contains(" for the organisation as a whole "), "{}", run.stdout);
    workspace.run(&["build", "--document", "responsibility-matrix", "--deny", "nothing"]).ended_with(0);
    let document = workspace.read("output/acme/web/responsibility-matrix.md");
    assert!(document.contains("| (Prj) "), "{document}");
    assert!(document.contains("| (Org) "), "{document}");
}
