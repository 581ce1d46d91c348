//! What other programs make of the files: poppler and qpdf. `.ci/run` runs these tests where both are installed.

use std::process::Command;

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use tempfile::TempDir;

use crate::table;

/// What a program prints, with its complaints; it must be there and content.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("`{program}` does not run: {error}"));
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}

/// A document in which everything occurs, in a file.
#[allow(clippy::disallowed_methods, reason = "other programs read files")]
fn file() -> (TempDir, String) {
    let markdown = format!(
        "{}\nAn office says [what](#matrix) it does.[^n]\n\n- one\n- two\n\n> quoted\n\n```\nlet x = 1;\nlet y = 2;\n```\n\n\
         ```mermaid\npie title Types\n \"a\" : 1\n \"b\" : 3\n```\n\nΛόγος слово 🎉 שלום كتاب\n\n[^n]: A note.\n",
        table(80)
    );
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("report.pdf");
    let meta = Meta { organization: Some("Acme Payments Ltd".to_owned()), ..crate::meta() };
    let pages = lay_out(&parse(&markdown, meta.clone()), &Look::default());
    std::fs::write(&path, pdf::write(&pages, &meta, &[]).unwrap().bytes).unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

#[test]
#[ignore = "needs poppler-utils; .ci/run runs it where they are installed"]
fn pdftotext_reads_all_words_in_order() {
    let (_folder, path) = file();
    // Poppler marks what runs from the right.
    let text = said("pdftotext", &["-raw", &path, "-"]).replace(['\u{202a}', '\u{202b}', '\u{202c}'], "");
    let mut found = text.split_whitespace();
    let rows = (0..80).map(|row| format!("CTL-{row:04} Shared The provider keeps part {row} running and"));
    let wanted = ["Matrix Control Type What".to_owned()]
        .into_iter()
        .chain(rows)
        .chain(["An office says what it does.1 • one • two quoted let x = 1; let y = 2; Types".to_owned()])
        .chain(["a: 1 (25 %) b: 3 (75 %) Λόγος слово 🎉 שלום كتاب 1. A note.".to_owned()]);
    for word in wanted.collect::<Vec<_>>().join(" ").split(' ') {
        assert!(found.any(|found| found == word), "`{word}` is not where it should be in:\n{text}");
    }
}

#[test]
#[ignore = "needs poppler-utils; .ci/run runs it where they are installed"]
fn pdfinfo_sees_a_tagged_file_with_its_structure() {
    let (_folder, path) = file();
    let facts = said("pdfinfo", &[&path]);
    let fact = |name: &str| {
        let line = facts.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
        line.unwrap_or_else(|| panic!("no {name} in:\n{facts}")).trim().to_owned()
    };
    assert_eq!((fact("Tagged").as_str(), fact("Title").as_str()), ("yes", "Test report"));
    assert_eq!((fact("Author").as_str(), fact("JavaScript").as_str()), ("Acme Payments Ltd", "no"));

    let text = said("pdfinfo", &["-struct-text", &path]);
    let tags: Vec<&str> = text.lines().map(str::trim_start).collect();
    let count =
        |tag: &str| tags.iter().filter(|line| line.split([' ', ':', '(']).next() == Some(tag)).count();
    // The title block is a table of one row.
    assert_eq!((count("H1"), count("Table"), count("TR"), count("TH"), count("TD")), (1, 2, 82, 4, 241));
    assert_eq!(
        (count("L"), count("LI"), count("BlockQuote"), count("Figure"), count("Note")),
        (2, 4, 1, 1, 1)
    );
    for quoted in ["\"CTL-0079\"", "\"one\"", "\"quoted\"", "\"A note.\""] {
        assert!(text.contains(quoted), "no {quoted} in:\n{text}");
    }
}

#[test]
#[ignore = "needs poppler-utils; .ci/run runs it where they are installed"]
fn pdffonts_finds_every_font_embedded_subset_and_readable() {
    let (_folder, path) = file();
    let text = said("pdffonts", &[&path]);
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(fonts.len() >= 4, "{text}");
    for font in fonts {
        // Columns from the right: object and generation, then readable, subset, embedded.
        let columns: Vec<&str> = font.split_whitespace().rev().collect();
        assert_eq!(columns[2..5], ["yes", "yes", "yes"], "{font}");
    }
}

#[test]
#[ignore = "needs qpdf; .ci/run runs it where it is installed"]
fn qpdf_finds_nothing_to_repair() {
    let (_folder, path) = file();
    let text = said("qpdf", &["--check", &path]);
    assert!(text.contains("No syntax or stream encoding errors found"), "{text}");
}
