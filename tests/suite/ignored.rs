//! Tests that `cargo test` leaves out run somewhere: `.ci/run` names each of them.

#![allow(clippy::disallowed_methods, reason = "a test reads the tests")]

use std::fs;
use std::path::PathBuf;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::workspace::{repository, tree};

/// A test that is left out, of a binary below `tests` of the program or of a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ignored {
    /// `suite`, `growth` or `typeset`.
    binary: String,
    /// With the modules that it is in, as `cargo test` prints it.
    name: String,
}

/// What a line of `.ci/run` asks `cargo test` to run of what is left out.
struct Step {
    binaries: Vec<String>,
    /// Parts of names; none for all.
    filters: Vec<String>,
}

impl Step {
    fn runs(&self, test: &Ignored) -> bool {
        let is_meant = |filter: &String| test.name.contains(filter.as_str());
        self.binaries.contains(&test.binary) && (self.filters.is_empty() || self.filters.iter().any(is_meant))
    }
}

/// The tests that are left out in a file, by its path below `tests`.
fn ignored_in(path: &str, text: &str) -> Vec<Ignored> {
    let (binary, module) = path.trim_end_matches(".rs").split_once('/').unwrap_or((path, "main"));
    let modules = module.split('/').filter(|name| !["main", "mod"].contains(name)).map(str::to_owned);
    let mut names = Vec::new();
    let tokens = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    add_ignored(tokens, &modules.collect::<Vec<_>>(), &mut names);
    names.into_iter().map(|name| Ignored { binary: binary.to_owned(), name }).collect()
}

/// Looks into macros, too: `proptest!` is given its tests.
fn add_ignored(tokens: TokenStream, modules: &[String], names: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut is_ignored = false;
    for (at, token) in tokens.iter().enumerate() {
        match (token, tokens.get(at + 1)) {
            (TokenTree::Ident(word), Some(TokenTree::Ident(name)))
                if word == "fn" && std::mem::take(&mut is_ignored) =>
            {
                names.push([modules, &[name.to_string()]].concat().join("::"));
            }
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Bracket => {
                let first = group.stream().into_iter().next();
                is_ignored |= matches!(first, Some(TokenTree::Ident(word)) if word == "ignore");
            }
            (TokenTree::Group(group), _) => {
                let before = at.checked_sub(2).map(|at| &tokens[at..at + 2]);
                match before {
                    Some([TokenTree::Ident(word), TokenTree::Ident(name)]) if word == "mod" => {
                        add_ignored(group.stream(), &[modules, &[name.to_string()]].concat(), names);
                    }
                    _ => add_ignored(group.stream(), modules, names),
                }
            }
            _ => {}
        }
    }
}

/// The lines of the list `ignored` of `.ci/run`: tools, a colon, and the arguments of `cargo test`.
fn steps(script: &str) -> Vec<Step> {
    let lines = script.lines().skip_while(|line| *line != "ignored=(").skip(1);
    let lines = lines.take_while(|line| *line != ")").filter_map(|line| {
        let (_, arguments) = line.trim().trim_matches('"').split_once(": --test ")?;
        let (binaries, filters) = arguments.split_once(" -- --ignored")?;
        let binaries = binaries.split(" --test ").map(str::to_owned).collect();
        let filters = filters.split_whitespace().map(str::to_owned).collect();
        Some(Step { binaries, filters })
    });
    lines.collect()
}

/// The names of tests that no step runs.
fn forgotten(tests: &[Ignored], steps: &[Step]) -> Vec<String> {
    let forgotten = tests.iter().filter(|test| !steps.iter().any(|step| step.runs(test)));
    forgotten.map(|test| format!("{} {}", test.binary, test.name)).collect()
}

/// Where the tests of the program and those of its crates are.
fn test_folders() -> Vec<PathBuf> {
    let crates = fs::read_dir(repository().join("crates")).expect("the crates are in a folder");
    let crates = crates.map(|entry| entry.expect("it can be read").path());
    crates.chain([repository().to_owned()]).map(|folder| folder.join("tests")).collect()
}

#[test]
fn ignored_tests_are_found_in_modules_and_macros() {
    let text = "#[test]\nfn quick() {}\n#[test]\n#[ignore = \"slow\"]\n#[cfg(unix)]\nfn slow() { let x = [1]; }\n\
        mod unix {\n    #[ignore = \"needs `x`\"]\n    fn inner() {}\n}\n\
        proptest! {\n    #[ignore = \"many\"]\n    fn many(x in 0..3) {}\n}\n";
    let found: Vec<String> = ignored_in("suite/a/b.rs", text).into_iter().map(|test| test.name).collect();
    assert_eq!(found, ["a::b::slow", "a::b::unix::inner", "a::b::many"]);
    let script = "all=(x)\nignored=(\n  \"qpdf tool: --test other --test suite -- --ignored a::b::slow b::many\"\n  \
        \": --test growth -- --ignored\"\n)\n";
    let tests = [ignored_in("suite/a/b.rs", text), ignored_in("growth/a.rs", text)].concat();
    assert_eq!(forgotten(&tests, &steps(script)), ["suite a::b::unix::inner"]);
}

#[test]
fn every_ignored_test_is_run_by_the_script_that_decides() {
    let script = fs::read_to_string(repository().join(".ci/run")).expect("it is there");
    let steps = steps(&script);
    let files: Vec<(String, Vec<u8>)> = test_folders().iter().flat_map(|folder| tree(folder)).collect();
    let sources = files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("fixtures"));
    let tests: Vec<Ignored> = sources
        .flat_map(|(path, bytes)| ignored_in(path, std::str::from_utf8(bytes).expect("source is UTF-8")))
        .collect();
    assert!(tests.len() > 20, "only {} ignored tests were found", tests.len());
    assert!(tests.iter().any(|test| test.binary == "typeset"), "those of the crates were not found");
    assert_eq!(forgotten(&tests, &steps), Vec::<String>::new());
    let idle = steps.iter().filter(|step| !tests.iter().any(|test| step.runs(test)));
    assert_eq!(idle.map(|step| step.filters.join(" ")).collect::<Vec<_>>(), Vec::<String>::new());
}
