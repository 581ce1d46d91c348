//! docs/limits.md says what the source says: each number is that of the constant beside it, and each test is there.

#![allow(clippy::disallowed_methods, reason = "the guide and the source are read as they are")]

use std::fs;

use crate::workspace::{fixtures, repository, tree};

/// A row of a table on the page.
struct Row {
    number: u64,
    file: String,
    constant: String,
    test: String,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(repository().join("docs/limits.md")).expect("the page is there");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`"));
    let rows: Vec<Row> = rows.map(row).collect();
    assert!(rows.len() > 40, "only {} rows were found", rows.len());
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [_, number, _, source, test] = cells[..] else { panic!("five cells in: {line}") };
    let words: Vec<&str> = source.split('`').filter(|word| !word.trim().is_empty()).collect();
    let [file, constant] = words[..] else { panic!("a file and a constant in: {line}") };
    let test = test.trim_matches('`').to_owned();
    Row { number: number_of(number), file: file.to_owned(), constant: constant.to_owned(), test }
}

/// `16 MiB`, `20,000` or `300 characters`.
fn number_of(text: &str) -> u64 {
    let (digits, unit) = text.split_once(' ').unwrap_or((text, ""));
    let number: u64 = digits.replace(',', "").parse().unwrap_or_else(|_| panic!("a number: {text}"));
    number
        * match unit {
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            _ => 1,
        }
}

/// The value of a product of numbers, such as `16 * 1024 * 1024`.
fn value_of(expression: &str) -> u64 {
    let factors = expression.split('*').map(|factor| factor.trim().replace('_', ""));
    let number = |factor: String| factor.parse::<u64>().unwrap_or_else(|_| panic!("a number: {expression}"));
    factors.map(number).product()
}

#[test]
fn the_page_of_limits_has_the_numbers_of_the_source() {
    for Row { number, file, constant, .. } in rows() {
        let source = fs::read_to_string(repository().join(&file)).unwrap_or_else(|_| panic!("no {file}"));
        let declared = source.split(&format!("const {constant}: ")).nth(1);
        let declared = declared.unwrap_or_else(|| panic!("{file} has no {constant}"));
        let expression = declared.split([';']).next().and_then(|text| text.split('=').nth(1));
        assert_eq!(value_of(expression.expect("a constant has a value")), number, "{file} {constant}");
    }
}

#[test]
fn the_tests_that_the_page_of_limits_names_are_there() {
    let sources = ["tests", "crates"].into_iter().flat_map(|folder| tree(&repository().join(folder)));
    let sources = sources.filter(|(path, _)| path.ends_with(".rs"));
    let text: String = sources.map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8")).collect();
    for Row { test, constant, .. } in rows().into_iter().filter(|row| !row.test.is_empty()) {
        let is_fixture = fixtures().join("bad-input").join(&test).is_dir();
        assert!(is_fixture || text.contains(&format!("fn {test}(")), "{constant}: no test {test}");
    }
}
