//! `onus explain`: who is responsible for a subject, and why.

use crate::workspace::Workspace;

#[test]
fn a_control_a_part_a_requirement_and_a_service_can_be_explained() {
    let workspace = Workspace::base();
    let organization =
        workspace.read("profiles/acme/organization.yaml") + "frameworks: [nist-800-53-r5/low]\n";
    let workspace = workspace.file("profiles/acme/organization.yaml", organization);
    for (subject, says) in [
        ("PAT-01", "guest-os for Amazon EC2 (aws.ec2) is the customer's responsibility"),
        ("PAT-01/guest-os", "onus:catalog/demarcation.yaml:"),
        ("AC-2", "by Platform Team (profiles/acme/organization.yaml:9:5)"),
        ("nist-800-53-r5/AC-2", "by Platform Team"),
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
    let winner = run.stdout.find("the project decides operate (operate: provider)").expect("the winner");
    let overruled = run.stdout.find("the demarcation table decides manage and verify").expect("the others");
    assert!(winner < overruled, "{}", run.stdout);
    assert!(
        run.stdout.contains("The images are leased.\n      profiles/acme/projects/web.yaml:8:5"),
        "{}",
        run.stdout
    );
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
