//! What is made anew, and that it makes no difference to what comes of it.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{differing, documents, portfolio};
use crate::workspace::Workspace;

/// Paths of the files that a build wrote anew.
fn written(workspace: &Workspace, arguments: &[&str]) -> Vec<String> {
    let all = [&["build", "--deny", "nothing", "--message-format", "json"], arguments].concat();
    let files = workspace.run(&all).ended_with(0).records("file");
    let new = files.into_iter().filter(|file| file["written"] == true);
    new.map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
}

/// What a person, a clock or a disk does between two builds.
#[derive(Debug, Clone)]
enum Event {
    Days(u64),
    Rename(u8),
    Purpose(u8),
    Statement(u8),
    Due(u8),
    Evidence(u8),
    EvidenceGone,
    NewProject(u8),
    ProjectGone,
    Theme(u8),
    Template(u8),
    OutputGone(u8),
    OutputDamaged(u8),
    MemoryGone,
    MemoryDamaged(u8),
    Nothing,
}

fn event() -> impl Strategy<Value = Event> {
    let byte = any::<u8>;
    prop_oneof![
        (1_u64..20).prop_map(Event::Days),
        (1_u64..5).prop_map(Event::Days),
        byte().prop_map(Event::Rename),
        byte().prop_map(Event::Purpose),
        byte().prop_map(Event::Statement),
        byte().prop_map(Event::Due),
        byte().prop_map(Event::Evidence),
        Just(Event::EvidenceGone),
        byte().prop_map(Event::NewProject),
        Just(Event::ProjectGone),
        byte().prop_map(Event::Theme),
        byte().prop_map(Event::Template),
        byte().prop_map(Event::OutputGone),
        byte().prop_map(Event::OutputDamaged),
        Just(Event::MemoryGone),
        byte().prop_map(Event::MemoryDamaged),
        Just(Event::Nothing),
    ]
}

/// A file below a folder of the workspace, if there is any, by chance.
fn any_file(workspace: &Workspace, folder: &str, ending: &str, chance: u8) -> Option<String> {
    let files: Vec<String> =
        workspace.tree(folder).into_keys().filter(|path| path.ends_with(ending)).collect();
    let place = usize::from(chance) % files.len().max(1);
    files.get(place).map(|path| format!("{folder}/{path}"))
}

fn happen(workspace: Workspace, event: &Event, day: &mut chrono::NaiveDate) -> Workspace {
    let shop = |name: &str, purpose: &str| {
        format!(
            "schema: onus.project/1\nid: shop\nname: {name}\nservices:\n  - {{ use: aws.lambda, purpose: {purpose} }}\n"
        )
    };
    match event {
        Event::Days(days) => {
            *day = *day + chrono::Days::new(*days);
            workspace
        }
        Event::Rename(to) => {
            workspace.file("profiles/acme/projects/shop.yaml", shop(&format!("Shop {to}"), "Checkout"))
        }
        Event::Purpose(to) => {
            workspace.file("profiles/acme/projects/shop.yaml", shop("Shop", &format!("Purpose {to}")))
        }
        Event::Statement(to) => {
            reworded(workspace, "text: Trails", &format!("    text: Trails go to archive {to}."))
        }
        Event::Due(to) => reworded(workspace, "    due: ", &format!("    due: 2026-12-{:02}", to % 28 + 1)),
        Event::Evidence(to) => {
            workspace.file("profiles/acme/projects/ledger/evidence/restore.txt", format!("Run {to}\n"))
        }
        Event::EvidenceGone => {
            workspace.without("profiles/acme/projects/ledger/evidence/restore.txt")
        }
        Event::NewProject(number) => {
            let id = format!("new{}", number % 3);
            let text = format!("schema: onus.project/1\nid: {id}\nname: New {id}\nservices: [{{ use: aws.sqs }}]\n");
            workspace.file(&format!("profiles/acme/projects/{id}.yaml"), text)
        }
        Event::ProjectGone => workspace.without("profiles/acme/projects/new0.yaml"),
        Event::Theme(to) => workspace.file("templates/theme.yaml", format!("schema: onus.theme/1\ntext:\n  body: {{ size: {} }}\n", 9 + to % 3)),
        Event::Template(to) => workspace.file(
            "templates/note.md",
            format!("---\ntitle: Note\nscope: project\n---\n# Note {to}\n\n{{{{ project.name }}}} {{{{ as_of }}}}\n"),
        ),
        Event::OutputGone(_)
        | Event::OutputDamaged(_)
        | Event::MemoryGone
        | Event::MemoryDamaged(_)
        | Event::Nothing => happen_to_results(workspace, event),
    }
}

/// Puts a line of the organisation's profile in place of the one that has some words.
fn reworded(workspace: Workspace, words: &str, new: &str) -> Workspace {
    let path = "profiles/acme/organization.yaml";
    let text = workspace.read(path);
    let line = text.lines().find(|line| line.contains(words)).expect("the profile has that line");
    let text = text.replace(line, new);
    workspace.file(path, text)
}

/// What happens to what earlier builds left.
fn happen_to_results(workspace: Workspace, event: &Event) -> Workspace {
    match event {
        Event::OutputGone(chance) => match any_file(&workspace, "output", "", *chance) {
            Some(path) if !path.ends_with("revisions.json") && !path.ends_with("manifest.json") => {
                workspace.without(&path)
            }
            Some(_) | None => workspace,
        },
        Event::OutputDamaged(chance) => match any_file(&workspace, "output", ".md", *chance) {
            Some(path) => workspace.append(&path, "x"),
            None => workspace,
        },
        Event::MemoryGone => workspace.without(".onus"),
        Event::MemoryDamaged(chance) => match any_file(&workspace, ".onus", ".json", *chance) {
            Some(path) => {
                let text = workspace.read(&path);
                let middle = text.len() / 2 + 1;
                workspace.file(&path, format!("{}#{}", &text[..middle - 1], &text[middle..]))
            }
            None => workspace,
        },
        _ => workspace,
    }
}

/// Whatever happens between builds, the build that remembers gives what a build that remembers nothing gives.
#[test]
#[ignore = "builds for minutes; run by .ci/run"]
fn incremental_builds_are_fresh_builds() {
    let config = Config { cases: 6, failure_persistence: None, max_shrink_iters: 20, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let story = proptest::collection::vec((event(), event()), 5);
    let outcome = runner.run(&story, |story| {
        let mut workspace = portfolio();
        let mut day = "2026-11-15".parse().expect("a day");
        for (one, other) in &story {
            workspace = happen(workspace, one, &mut day);
            workspace = happen(workspace, other, &mut day);
            let fresh = Workspace::empty().overlay(&workspace.path("")).without(".onus");
            let day = day.to_string();
            let build = ["build", "--deny", "nothing", "--as-of", day.as_str()];
            workspace.run(&build).ended_with(0);
            fresh.run(&[&build[..], &["--force", "--jobs", "1"]].concat()).ended_with(0);
            let (incremental, fresh) = (documents(&workspace, "output"), documents(&fresh, "output"));
            prop_assert!(incremental.len() > 20, "only {} files", incremental.len());
            prop_assert_eq!(
                differing(&incremental, &fresh),
                Vec::<String>::new(),
                "after {:?} on {}",
                (one, other),
                day
            );
            let checked = workspace.run(&["build", "--check", "--deny", "nothing", "--as-of", day.as_str()]);
            // Projects that are gone have documents until somebody prunes.
            let other = checked
                .stdout
                .lines()
                .filter(|line| line.contains("missing") || line.contains("out of date"));
            prop_assert_eq!(other.collect::<Vec<_>>(), Vec::<&str>::new());
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_second_build_writes_nothing() {
    let workspace = portfolio();
    assert!(written(&workspace, &[]).len() > 20);
    assert_eq!(written(&workspace, &[]), Vec::<String>::new());
    assert_eq!(written(&workspace, &["--force"]), Vec::<String>::new());
    let said = workspace.run(&["build", "--deny", "nothing"]).ended_with(0).stdout;
    assert!(said.contains("are up to date."), "{said}");
}

#[test]
fn a_change_in_one_project_writes_that_project_and_what_shows_it() {
    let workspace = portfolio();
    written(&workspace, &[]);
    let workspace =
        workspace.replace("profiles/acme/projects/shop.yaml", "purpose: Checkout", "purpose: Payments");
    let new = written(&workspace, &[]);
    assert!(new.contains(&"acme/shop/auditor-handout.pdf".to_owned()), "{new:?}");
    assert!(new.contains(&"acme/services/aws.lambda/service-sheet.md".to_owned()), "{new:?}");
    let others = new.iter().filter(|path| {
        path.starts_with("acme/web/") || path.starts_with("acme/ledger/") || path.contains("aws.rds")
    });
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());
    // Nothing about the purpose stands in these.
    assert!(!new.contains(&"acme/shop/plan-of-action.md".to_owned()), "{new:?}");
    assert!(!new.contains(&"acme/organization-summary.md".to_owned()), "{new:?}");
}

#[test]
fn a_day_writes_only_what_it_changed() {
    let workspace = portfolio();
    written(&workspace, &["--as-of", "2026-11-15"]);
    // Nothing ends, begins or becomes due between these days.
    assert_eq!(written(&workspace, &["--as-of", "2026-11-16"]), Vec::<String>::new());
    // The restore test is due from the 17th on: fourteen days after it is the first day past the 30th.
    let due = written(&workspace, &["--as-of", "2026-11-17"]);
    assert!(due.contains(&"acme/ledger/plan-of-action.md".to_owned()), "{due:?}");
    assert!(due.contains(&"acme/evidence-register.md".to_owned()), "{due:?}");
    let others = due.iter().filter(|path| path.starts_with("acme/web/") || path.starts_with("acme/shop/"));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(written(&workspace, &["--as-of", "2026-11-26"]), Vec::<String>::new());
    // Of the report on the provider, which ends on the 10th, the same.
    let due = written(&workspace, &["--as-of", "2026-11-27"]);
    assert!(due.contains(&"acme/web/plan-of-action.md".to_owned()), "{due:?}");
    assert_eq!(written(&workspace, &["--as-of", "2026-11-30"]), Vec::<String>::new());
    assert!(
        written(&workspace, &["--as-of", "2026-12-01"]).contains(&"acme/ledger/plan-of-action.md".to_owned())
    );
    // The report on the provider ends for all of them.
    let ended = written(&workspace, &["--as-of", "2026-12-11"]);
    for project in ["web", "shop", "ledger"] {
        assert!(ended.contains(&format!("acme/{project}/plan-of-action.md")), "{project}: {ended:?}");
    }
}

#[test]
fn a_template_writes_only_its_documents() {
    let workspace = portfolio()
        .file("templates/note.md", "---\ntitle: Note\nscope: project\n---\n# Note\n\n{{ project.name }}\n");
    written(&workspace, &[]);
    let workspace = workspace.replace("templates/note.md", "# Note", "# Notes");
    let new = written(&workspace, &[]);
    let is_other = |path: &&String| {
        !path.contains("/note.") && !path.ends_with("/revisions.json") && !path.contains("/auditor-handout.")
    };
    // The handout lists the templates of the workspace with their digests.
    assert_eq!(new.iter().filter(is_other).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(new.contains(&"acme/web/note.pdf".to_owned()), "{new:?}");
}

#[test]
fn a_theme_writes_every_pdf_and_no_text() {
    let workspace =
        portfolio().file("templates/theme.yaml", "schema: onus.theme/1\ntext:\n  body: { size: 10 }\n");
    written(&workspace, &[]);
    let workspace = workspace.replace("templates/theme.yaml", "size: 10", "size: 9");
    let new = written(&workspace, &[]);
    let pdfs = documents(&workspace, "output").into_keys().filter(|path| path.ends_with(".pdf")).count();
    assert_eq!(new.iter().filter(|path| path.ends_with(".pdf")).count(), pdfs);
    let texts = new.iter().filter(|path| path.ends_with(".md") && !path.contains("/auditor-handout."));
    assert_eq!(texts.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn threads_make_no_difference() {
    let workspace = portfolio();
    for (jobs, folder) in [("1", "one"), ("2", "two"), ("7", "seven")] {
        let run = workspace.run(&["build", "--deny", "nothing", "--jobs", jobs, "--output", folder]);
        run.ended_with(0);
    }
    let one = workspace.tree("one");
    assert!(one.len() > 20);
    assert_eq!(differing(&one, &workspace.tree("two")), Vec::<String>::new());
    assert_eq!(differing(&one, &workspace.tree("seven")), Vec::<String>::new());
}

#[test]
fn threads_are_a_number_from_one_up() {
    for jobs in ["--jobs=0", "--jobs=-1", "--jobs=two"] {
        let run = portfolio().run(&["build", jobs]).ended_with(2);
        assert!(run.stderr.contains("--jobs"), "{}", run.stderr);
    }
}
