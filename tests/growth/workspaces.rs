//! Workspaces of two sizes, loaded and validated, with what is wrong in them said.

use std::fs;
use std::path::Path;

use onus::load::load;
use onus_core::diagnostic::{Coloring, as_text};
use onus_core::validate::validate;
use tempfile::TempDir;

use crate::work::{Sample, TIMES, Work, excess, expect_none};

/// Lines for the end of a good project.
struct Case {
    name: &'static str,
    size: usize,
    make: fn(usize) -> String,
}

const ORGANIZATION: &str = "schema: onus.organization/1\nid: acme\nname: Acme\n";

const PROJECT: &str = "schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - { use: aws.ec2 }\n";

/// As many mistakes as are shown in one run.
const SHOWN: usize = 1000;

/// A workspace with one project.
fn workspace(lines: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let profile = folder.path().join("profiles/acme");
    fs::create_dir_all(profile.join("projects")).unwrap();
    fs::create_dir_all(profile.join("catalog")).unwrap();
    fs::write(profile.join("organization.yaml"), ORGANIZATION).unwrap();
    fs::write(profile.join("projects/web.yaml"), format!("{PROJECT}{lines}")).unwrap();
    folder
}

/// Checks a workspace as far as mistakes in its files go; how many there are.
fn check(folder: &Path) -> usize {
    let workspace = load(folder).unwrap();
    let validated = validate(&workspace.texts);
    let mistakes = workspace.texts.problems.iter().chain(&validated.mistakes);
    let texts =
        mistakes.take(SHOWN).map(|mistake| as_text(mistake, &workspace.texts.sources, Coloring::Plain));
    texts.count()
}

fn work(folder: &Path) -> Work {
    Work::of(|| _ = check(folder))
}

fn mistakes_in_proportion(cases: &[Case]) {
    let good = workspace("");
    assert_eq!(check(good.path()), 0);
    let base = work(good.path());
    let excesses = cases.iter().map(|case| {
        let sample = |size: usize| {
            let lines = (case.make)(size);
            let folder = workspace(&lines);
            assert!(check(folder.path()) > 0, "{} is no mistake", case.name);
            Sample { length: lines.len(), work: work(folder.path()).beyond(base) }
        };
        excess(case.name, &sample(case.size), &sample(case.size * TIMES))
    });
    expect_none(excesses);
}

#[test]
fn too_much_of_everything_allocates_in_proportion() {
    mistakes_in_proportion(&[
        Case { name: "mistakes", size: 200, make: |count| "  - { use: aws.ec2 }\n".repeat(count) },
        Case {
            name: "items",
            size: 4_000,
            make: |count| format!("frameworks: [{}]\n", vec!["nist-800-53-r5"; count].join(", ")),
        },
        Case {
            name: "lines between two that belong together",
            size: 2_000,
            make: |count| "# a long explanation\n".repeat(count) + "  - { use: aws.ec2 }\n",
        },
        Case {
            name: "a line",
            size: 25_000,
            make: |count| format!("frameworks: [{}nits-800-53-r5]\n", " ".repeat(count)),
        },
        Case {
            name: "a word",
            size: 250_000,
            make: |count| format!("  - {{ use: {} }}\n", "a".repeat(count)),
        },
    ]);
}

#[test]
fn nesting_is_refused_with_work_in_proportion() {
    mistakes_in_proportion(&[
        Case {
            name: "lists",
            size: 2_500,
            make: |depth| format!("description: {}{}\n", "[".repeat(depth), "]".repeat(depth)),
        },
        Case {
            name: "mappings",
            size: 2_500,
            make: |depth| format!("description: {}{}\n", "{a: ".repeat(depth), "}".repeat(depth)),
        },
        Case {
            name: "dashes",
            size: 2_500,
            make: |depth| format!("description:\n  {}x\n", "- ".repeat(depth)),
        },
        Case {
            name: "keys",
            size: 2_500,
            make: |depth| format!("description:\n  {}x\n", "? ".repeat(depth)),
        },
        Case { name: "unclosed", size: 2_500, make: |depth| format!("description: {}", "[".repeat(depth)) },
        Case { name: "indentation", size: 1_250, make: indented },
        Case { name: "aliases one of the other", size: 20, make: aliases },
    ]);
}

/// Each level one space further in, so the text itself grows with the square.
fn indented(depth: usize) -> String {
    let levels = (1..depth).map(|level| format!("{}a:\n", " ".repeat(level)));
    "description:\n".to_owned() + &levels.collect::<String>()
}

/// Ten of the list before in each list: ten to the power of `levels` values if they were written out.
fn aliases(levels: usize) -> String {
    let lists = (1..levels).map(|level| {
        let before = format!("*a{}", level - 1);
        format!("  a{level}: &a{level} [{}]\n", vec![before; 10].join(", "))
    });
    "parameters:\n  a0: &a0 lol\n".to_owned() + &lists.collect::<String>()
}

/// Followed one into the other, six links to their own folder are 6⁸ folders down to the greatest depth.
#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_followed_in_proportion_to_their_number() {
    let with_links = |count: usize| {
        let folder = workspace("");
        let catalog = folder.path().join("profiles/acme/catalog");
        fs::write(catalog.join("own.yaml"), "schema: onus.providers/1\n").unwrap();
        for link in 0..count {
            std::os::unix::fs::symlink(".", catalog.join(format!("link{link}"))).unwrap();
        }
        assert_eq!(check(folder.path()), 0);
        folder
    };
    let base = work(with_links(0).path());
    let sample = |length: usize| Sample { length, work: work(with_links(length).path()).beyond(base) };
    expect_none([excess("links", &sample(10), &sample(10 * TIMES))]);
}
