//! The page on nights and pull requests: every command in it is one that the program takes, and the image is made from
//! files that are there.

use assert_cmd::Command;

use crate::workspace::repository;

/// A day, where a recipe computes one.
const DAY: &str = "2026-11-15";

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fenced blocks of a page, by its sections.
fn sections(page: &str) -> Vec<(&str, String)> {
    let section = |text: &'_ str| {
        let fenced: Vec<&str> = text.split("\n```").skip(1).step_by(2).collect();
        fenced.join("\n")
    };
    page.split("\n## ").skip(1).map(|text| (text.lines().next().unwrap_or_default(), section(text))).collect()
}

/// The arguments of every `onus build` and `onus check` in a text. An image that starts onus has them as `args:`.
fn commands(text: &str) -> Vec<Vec<String>> {
    let plain = text.replace("\\\n", " ").replace(['[', ']', ',', '"'], " ");
    let mut commands = Vec::new();
    for line in plain.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, pair) in words.windows(2).enumerate() {
            let starts = pair[0] == "args:" || pair[0] == "onus" || pair[0].ends_with("/onus");
            if starts && ["build", "check"].contains(&pair[1]) {
                let ends = |word: &&&str| !["|", "||", "&&", ";", ">"].contains(*word);
                let arguments = words[at + 1..].iter().take_while(ends);
                commands.push(arguments.map(|word| word.replace("$day", DAY)).collect());
            }
        }
    }
    commands
}

#[test]
fn every_command_in_the_recipes_is_one_that_the_program_takes() {
    let page = read("docs/nightly.md");
    let recipes: Vec<_> = sections(&page).into_iter().filter(|(_, text)| !text.is_empty()).collect();
    assert!(recipes.len() > 7, "only {} recipes were found", recipes.len());
    for (name, text) in recipes {
        let commands = commands(&text);
        assert!(!commands.is_empty(), "the recipe `{name}` has no command");
        for arguments in commands {
            let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
            // Words are read from left to right: with this at their end they are judged, and nothing is done.
            let output = command.args(&arguments).arg("--help").output().expect("the program starts");
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: onus {}\n{complaint}", arguments.join(" "));
        }
    }
}

#[test]
fn every_option_in_the_text_is_one_of_a_build() {
    let page = read("docs/nightly.md");
    let output = Command::new(env!("CARGO_BIN_EXE_onus")).args(["build", "--help"]).output();
    let help = String::from_utf8(output.expect("the program starts").stdout).expect("UTF-8");
    let known: Vec<&str> = help.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    let mut fenced = false;
    let prose = page.lines().filter(|line| {
        fenced ^= line.starts_with("```");
        !fenced
    });
    let prose: Vec<&str> = prose.collect();
    let prose = prose.join("\n");
    let options = prose.split("`--").skip(1).filter_map(|rest| rest.split(['`', ' ']).next());
    let options: Vec<String> = options.map(|name| format!("--{name}")).collect();
    assert!(options.len() > 5, "only {options:?}");
    for option in options {
        assert!(known.contains(&option.as_str()), "`onus build` has no `{option}`");
    }
}

#[test]
fn the_image_is_made_from_files_that_are_there_and_not_ignored() {
    let kept: Vec<String> = read(".containerignore")
        .lines()
        .filter_map(|line| line.strip_prefix('!').map(str::to_owned))
        .collect();
    let text = read("Containerfile");
    let copied =
        text.lines().filter_map(|line| line.strip_prefix("COPY ")).filter(|line| !line.starts_with("--"));
    let mut sources: Vec<String> = Vec::new();
    for line in copied {
        let words: Vec<&str> = line.split_whitespace().collect();
        sources.extend(words[..words.len() - 1].iter().map(|word| (*word).to_owned()));
    }
    assert_eq!(sources.iter().filter(|path| !repository().join(path).exists()).count(), 0, "{sources:?}");
    let sorted = |mut paths: Vec<String>| {
        paths.sort();
        paths
    };
    assert_eq!(sorted(sources), sorted(kept));
}
