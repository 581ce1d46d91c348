//! What services say of themselves beyond their class: when they end, and what each side does in their exceptions.

use crate::workspace::Workspace;

const ENDS: &str = "schema: onus.services/1
provider: aws
services:
  - { id: aws.cake, name: Cake, class: abstracted, ends: \"2026-11\" }
";

#[test]
fn a_service_that_its_provider_ends_is_a_finding_before_and_after() {
    let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - { use: aws.s3 }\n  - { use: aws.cake }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/cake.yaml", ENDS)
        .file("profiles/acme/projects/web.yaml", project);
    for (day, code, severity, message) in [
        ("2026-11-30", "service-ending", "note", "AWS ends Cake in 2026-11"),
        ("2026-12-01", "service-ended", "warning", "AWS ended Cake in 2026-11"),
    ] {
        let run = workspace.run(&["check", "--as-of", day, "--message-format", "json", "--deny", "nothing"]);
        let found = run.records("finding");
        let of_services: Vec<_> = found
            .iter()
            .filter(|one| one["code"].as_str().is_some_and(|code| code.starts_with("service-")))
            .collect();
        let [only] = of_services.as_slice() else { panic!("{found:?}") };
        assert_eq!((only["code"].as_str(), only["severity"].as_str()), (Some(code), Some(severity)));
        assert_eq!(only["message"], message);
        assert_eq!(only["file"], "profiles/acme/projects/web.yaml");
    }
    let shown = workspace.run(&["catalog", "show", "aws.cake", "--organization", "acme"]).ended_with(0);
    assert!(shown.stdout.contains("  runs until 2026-11\n"), "{}", shown.stdout);
    let wrong = ENDS.replace("2026-11", "soon");
    let run = workspace.file("profiles/acme/catalog/cake.yaml", &wrong).run(&["check"]).ended_with(2);
    assert!(run.stderr.contains("error[bad-date]: expected a month, found `soon`"), "{}", run.stderr);
}

#[test]
fn an_exception_can_say_what_each_side_does_there() {
    let services = "schema: onus.services/1\nprovider: aws\nservices:\n  - id: aws.cake\n    name: Cake\n    class: abstracted\n    \
                    exceptions:\n      - when: { control: PHY-01, part: facilities }\n        duties: { verify: shared }\n        \
                    reason: Bakers own the ovens.\n        customer: Looks at the ovens.\n";
    let project = "schema: onus.project/1\nid: web\nname: Web shop\nservices: [{ use: aws.cake }]\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/cake.yaml", services)
        .file("profiles/acme/projects/web.yaml", project);
    let explain = ["explain", "PHY-01", "--project", "acme/web", "--service", "aws.cake"];
    let shown = workspace.run(&explain).ended_with(0).stdout;
    assert_eq!(shown.matches("Looks at the ovens.").count(), 1, "{shown}");
    assert!(shown.contains("AWS: Guards and films building entrances"), "{shown}");
}
