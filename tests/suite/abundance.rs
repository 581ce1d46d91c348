//! Too much of everything: the messages stay few and short. That they come soon is counted in `growth`.

use serde_json::json;

use crate::workspace::{Run, Workspace};

const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// The base workspace with a longer project; checked.
#[track_caller]
fn check(lines: &str, arguments: &[&str]) -> Run {
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + lines;
    workspace.file(PROJECT, project).run(&[&["check"], arguments].concat()).ended_with(2)
}

#[test]
fn of_very_many_mistakes_the_first_thousand_are_shown_and_all_are_counted() {
    let uses: String = (0..1200).map(|_| "  - { use: aws.s3 }\n").collect();
    let run = check(&uses, &[]);
    assert_eq!(run.stderr.matches("error[duplicate-id]").count(), 1000);
    assert!(
        run.stderr
            .ends_with("\n1200 errors in the input, of which the first 1000 are shown; nothing was done\n")
    );
    let run = check(&uses, &["--message-format", "json"]);
    assert_eq!(run.records("diagnostic").len(), 1000);
    assert_eq!(run.records("more"), [json!({ "type": "more", "shown": 1000, "total": 1200 })]);
}

#[test]
fn twenty_thousand_items_are_a_list_and_one_more_is_a_mistake() {
    let list = |items: usize| {
        format!("description: x\nframeworks: [{}]\n", vec!["nist-800-53-r5"; items].join(", "))
    };
    let run = check(&list(20_001), &["--message-format", "json"]);
    assert_eq!(run.records("diagnostic")[0]["message"], "expected at most 20000 items, found more");
    let run = check(&list(20_000), &["--message-format", "json"]);
    assert_eq!(run.records("diagnostic")[0]["code"], "duplicate-id");
}

#[test]
fn a_twin_far_away_is_shown_apart_from_its_first() {
    let comments = "# a long explanation\n".repeat(2_000);
    let run = check(&format!("{comments}  - {{ use: aws.ec2 }}\n"), &[]);
    insta::assert_snapshot!(run.stderr.trim_end(), @"
    error[duplicate-id]: `aws.ec2` appears twice
        --> profiles/acme/projects/web.yaml:2007:12
         |
    2007 |   - { use: aws.ec2 }
         |            ^^^^^^^
         |
        ::: profiles/acme/projects/web.yaml:5:12
         |
       5 |   - { use: aws.ec2 }
         |            ------- first here
    ");
}

#[test]
fn a_mistake_in_an_endless_line_is_named_without_the_line() {
    let run = check(&format!("frameworks: [{}nits-800-53-r5]\n", " ".repeat(100_000)), &[]);
    insta::assert_snapshot!(run.stderr.trim_end(), @"
    error[unknown-framework]: unknown framework `nits-800-53-r5`
    --> profiles/acme/projects/web.yaml:7:100014
     = help: did you mean `nist-800-53-r5`?
    ");
}

#[test]
fn a_word_of_a_million_letters_is_not_compared_with_every_name() {
    let run = check(&format!("  - {{ use: {} }}\n", "a".repeat(1_000_000)), &["--message-format", "json"]);
    let message = run.records("diagnostic")[0]["message"].as_str().expect("a message").len();
    assert!(message < 200, "{message}");
}
