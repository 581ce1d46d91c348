//! `onus render` of other people's Markdown: whatever is in it, a PDF is made, and what cannot be shown is warned of.

#![allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

use std::collections::BTreeSet;

use lopdf::{Document as Pdf, Object};

use crate::shared::pdf_reader::Reading;
use crate::workspace::{Run, Workspace};

/// Sets a text; it must become a PDF.
#[track_caller]
fn rendered(markdown: &str) -> (Run, Vec<u8>) {
    let workspace = Workspace::empty().file("text.md", markdown);
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]).ended_with(0);
    for record in run.records("diagnostic") {
        assert_eq!(record["severity"], "warning", "{record}");
    }
    (run, std::fs::read(workspace.path("text.pdf")).unwrap())
}

/// Codes and lines of the warnings of a text.
#[track_caller]
fn warnings(markdown: &str) -> Vec<String> {
    let (run, _) = rendered(markdown);
    let line = |record: serde_json::Value| {
        format!("{} {}", record["code"].as_str().unwrap(), record["labels"][0]["line"])
    };
    run.records("diagnostic").into_iter().map(line).collect()
}

/// The addresses that a PDF links to.
#[track_caller]
fn addresses(markdown: &str) -> BTreeSet<String> {
    let (_, bytes) = rendered(markdown);
    let pdf = Pdf::load_mem(&bytes).unwrap();
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let actions = dictionaries.filter_map(|dictionary| dictionary.get(b"A").ok()?.as_dict().ok());
    let addresses = actions.filter_map(|action| action.get(b"URI").and_then(Object::as_str).ok());
    addresses.map(|address| String::from_utf8_lossy(address).into_owned()).collect()
}

#[test]
fn mail_addresses_and_bare_addresses_are_links() {
    let found = addresses(
        "Ask <first.last@acme.example>, b_c@acme.example or **https://acme.example/a_b?c=d.** See www.acme.example, \
         not `https://code.example`, evidence.pdf or main.rs.\n\n| A |\n|---|\n| x@acme.example |\n",
    );
    let expected = [
        "http://www.acme.example",
        "https://acme.example/a_b?c=d",
        "mailto:b_c@acme.example",
        "mailto:first.last@acme.example",
        "mailto:x@acme.example",
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn links_to_other_places_than_the_web_are_text_with_a_warning() {
    let markdown = "# One\n\n[a](javascript:alert(1)) [b](//host/share)\n[c](file:///etc/passwd)\n[d](\\\\\\\\host\\\\x)\n\
        [e](../up.md) [f](other.md)\n[g](mailto:a@b.example?bcc=c@d.example)\n[h](#no-such) [i](#one)\n[j]()\n";
    assert_eq!(
        warnings(markdown),
        [
            "link-refused 3",
            "link-refused 3",
            "link-refused 4",
            "link-refused 5",
            "link-nowhere 6",
            "link-nowhere 6",
            "link-refused 7",
            "link-nowhere 8",
            "link-nowhere 9",
        ]
    );
    assert_eq!(addresses(markdown).into_iter().collect::<Vec<_>>(), ["mailto:a@b.example"]);
}

#[test]
fn pictures_that_cannot_be_shown_become_their_descriptions() {
    let markdown = "# T\n\n[![build](https://ci.example/badge.svg)](https://ci.example)\n\n\
        ![](https://web.example/a.png)\n\nx ![plan](../plan.png) y ![gone](gone.png?raw=true) z\n\n\
        ![data](data:image/gif;base64,R0lGODlhAQABAAAAACw=) ![g](a.gif) ![w](/abs/a.webp)\n";
    let found = warnings(markdown);
    assert_eq!(found.iter().filter(|line| line.starts_with("picture-")).count(), 7, "{found:?}");
    let (_, bytes) = rendered(markdown);
    let text = Reading::new(&bytes).all();
    for words in ["build", "Picture a.png", "x plan y gone z", "data"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let expected = ["https://ci.example", "https://web.example/a.png"];
    assert_eq!(addresses(markdown).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn front_matter_of_other_programs_is_never_an_error() {
    for (matter, codes) in [
        ("---\nlayout: post\ndate: 2024-03-07T13:32:00-04:00\n---\n", &["unknown-key 2"][..]),
        ("---\ndate: March 7th 2024\n---\n", &["bad-date 2"]),
        ("---\ntitle: [a, b]\nid: 7\n---\n", &["wrong-type 2", "wrong-type 3"]),
        ("---\ntitle: {{ page.title }}\n---\n", &["unknown-key 2"]),
        ("---\ntitle: a: b\n---\n", &["yaml-syntax 2"]),
        ("+++\ntitle = \"x\"\n+++\n", &["bad-front-matter 1"]),
        ("\u{feff}---\ntitle: x\n...\n", &[]),
        ("---\n\nText: of two rules.\n\n---\n", &[]),
    ] {
        let found = warnings(&format!("{matter}# T\n\nx\n"));
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        if matter.contains("{{") {
            assert!(!found.is_empty(), "{matter}");
        } else {
            assert_eq!(found, codes, "{matter}");
        }
    }
    let (_, bytes) = rendered("---\n\nText: of two rules.\n\n---\n\nMore.\n");
    assert!(Reading::new(&bytes).all().contains("of two rules"), "text between rules is text");
}

#[test]
fn what_readmes_of_code_hosts_have_becomes_a_pdf() {
    let deep = (0..80).map(|level| format!("{}- item {level}\n", "  ".repeat(level))).collect::<String>();
    let wide = format!("|{}\n|{}\n|{}\n", "h|".repeat(60), "-|".repeat(60), "c|".repeat(60));
    for text in [
        "<details>\n<summary>More</summary>\n\nInner `code`.\n\n</details>\n",
        "<p align=\"center\"><img src=\"https://a.example/x.png\" width=\"200\"></p>\n",
        "- [x] done\n- [ ] open\n\nA note[^1] and a lost one[^2].\n\n[^1]: Here.\n",
        ":rocket: $a^2$ and $$b_2$$ [[Wiki link]] [undefined][ref] ~~gone~~ H~2~O\n",
        "Term\n: Definition\n\n* * *\n\nSetext\n======\n",
        "```mermaid\nflowchart LR\n A-->B\n```\n\n``` rust ignore\nfn f() {}\n```\n",
        "> [!NOTE]\n> Quoted.\n>\n> > > deeper\n",
        &deep,
        &wide,
        "",
        "\u{feff}# BOM\r\n\r\nlines\r\n",
    ] {
        rendered(text);
    }
}

#[test]
fn rows_torn_off_their_table_are_warned_of_once_for_each_run() {
    let markdown = "| A | B |\n| --- | --- |\n\n| x | y |\n\n| z | w |\n\nText | with a bar.\n\n| A |\n|---|\n| fine |\n";
    assert_eq!(warnings(markdown), ["table-torn 4"]);
}

#[test]
fn rows_torn_off_are_warned_of_in_lists_and_quotations_and_where_they_are_indented() {
    let table = "| A | B |\n| --- | --- |\n| x | y |\n";
    let indented = |by: &str| table.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    for (markdown, found) in [
        (format!("- Item\n\n{}\n  | z | w |\n", indented("  ")), ["table-torn 7"].as_slice()),
        (format!("> {}\n>\n> | z | w |\n", table.trim_end().replace('\n', "\n> ")), &["table-torn 5"]),
        (format!("{table}\n    | z | w |\n    | u | v |\n"), &["table-torn 5"]),
        (format!("1. Item\n\n{}\n       | z | w |\n", indented("   ")), &["table-torn 7"]),
        ("- | z | w |\n- | u | v |\n".to_owned(), &["table-torn 1", "table-torn 2"]),
        // How a table is written may be shown, and a table may be in a list.
        (format!("Write this:\n\n{}", indented("    ")), &[]),
        (format!("{table}\n```\n| z | w |\n```\n"), &[]),
        (format!("- Item\n\n{}", indented("  ")), &[]),
    ] {
        assert_eq!(warnings(&markdown), found, "{markdown}");
    }
}
