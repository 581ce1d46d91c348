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
         |
         = help: remove one of them, or give each use a name with `as`
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

#[test]
fn a_text_of_more_than_a_hundred_thousand_characters_is_refused() {
    let described = |characters: usize| format!("description: {}\n", "é".repeat(characters));
    let run = check(&described(100_001), &["--message-format", "json"]);
    let [diagnostic] = run.records("diagnostic").try_into().expect("one error");
    assert_eq!(diagnostic["code"], "too-long");
    assert_eq!(diagnostic["message"], "expected at most 100000 characters, found more");
    let workspace = Workspace::base();
    let project = workspace.read(PROJECT) + &described(100_000);
    workspace.file(PROJECT, project).run(&["check", "--deny", "nothing"]).ended_with(0);
}

#[test]
fn names_titles_and_keys_of_a_megabyte_are_refused_with_a_short_message() {
    let long = "n".repeat(1_000_000);
    for lines in [
        format!("parties:\n  - {{ id: p, name: {long} }}\n"),
        format!("data-classification: {long}\n"),
        format!("parameters:\n  ? {long}\n  : 1\n"),
    ] {
        let run = check(&lines, &["--message-format", "json"]);
        let [diagnostic] = run.records("diagnostic").try_into().expect("one error");
        assert_eq!(diagnostic["code"], "too-long");
        assert!(run.stdout.len() < 2_000, "{}", run.stdout.len());
    }
}

#[test]
fn aliases_of_one_long_text_are_counted_by_its_length() {
    let aliases = vec!["*long"; 1_000].join(", ");
    let lines = format!("description: &long {}\nframeworks: [{aliases}]\n", "word ".repeat(15_000));
    let run = check(&lines, &["--message-format", "json"]);
    assert_eq!(run.records("diagnostic")[0]["code"], "too-many-aliases");
}

#[test]
fn numbers_of_threads_are_from_1_to_1024() {
    let workspace = Workspace::base();
    for jobs in ["0", "-1", "1025", "4294967296", "99999999999999999999999", "many", ""] {
        let run = workspace.run(&["build", &format!("--jobs={jobs}")]).ended_with(2);
        assert!(run.stderr.contains("expected a number from 1 to 1024"), "{jobs}: {}", run.stderr);
    }
    for jobs in ["1", "1024"] {
        workspace.run(&["build", "--jobs", jobs, "--deny", "nothing"]).ended_with(0);
    }
}

/// The files that nothing reads.
fn unread(workspace: &Workspace) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]);
    let found = run.records("diagnostic");
    assert!(found.iter().all(|one| one["code"] == "unexpected-file"), "{}", run.stdout);
    found.iter().map(|one| one["labels"][0]["file"].as_str().expect("a file").to_owned()).collect()
}

#[test]
fn files_too_deep_to_be_read_are_reported() {
    let statements = "schema: onus.statements/1\nstatements:\n  - { control: NOT-99, status: planned }\n";
    let path = |deep: usize| format!("profiles/acme/statements{}/own.yaml", "/d".repeat(deep));
    let read = Workspace::base().file(&path(8), statements).run(&["check"]).ended_with(2).stderr;
    assert!(read.contains("error[unknown-control]: unknown control `NOT-99`"), "{read}");
    let deep = Workspace::base().file(&path(9), statements).file(&path(65), statements);
    assert_eq!(unread(&deep), [path(9)]);
    let catalog = format!("profiles/acme/catalog{}", "/d".repeat(9));
    let offer = format!("{catalog}/offer.json");
    let own = format!("{catalog}/own.yml");
    assert_eq!(unread(&Workspace::base().file(&own, "a: 1\n").file(&offer, "{}\n")), [own, offer]);
}

#[test]
fn the_schema_of_a_stray_register_is_looked_for_at_its_start() {
    let path = "profiles/acme/evidence/old/register.yaml";
    let register = |comment: usize| {
        let comment = "x".repeat(comment);
        Workspace::base().file(path, format!("# {comment}\nschema: onus.evidence/1\nevidence: []\n"))
    };
    assert_eq!(unread(&register(4000)), [path]);
    assert_eq!(unread(&register(4096)), [""; 0]);
}
