//! Markdown written to do harm: each gives a document that can be read.

use std::fmt::Write;

use crate::ends::ends;
use crate::shared::pdf_reader::Reading;
use crate::written;

fn gives_a_document(name: &str, markdown: &str) -> Reading {
    let markdown = markdown.to_owned();
    Reading::new(&ends(name, move || written(&markdown)))
}

#[test]
fn deep_nesting_gives_a_document() {
    let lists: String = (0..2_000).map(|depth| format!("{}- x\n", " ".repeat(depth * 2))).collect();
    let mixed: String = (0..5_000).map(|depth| ["> ", "- ", "1. "][depth % 3]).collect();
    let cases = [
        ("quotes", "> ".repeat(10_000) + "deep"),
        ("lists", "- ".repeat(10_000) + "deep"),
        ("numbers", "1. ".repeat(10_000) + "deep"),
        ("lists line by line", lists + "- deep"),
        ("quotes and lists", mixed + "deep"),
        ("alerts", "> [!NOTE]\n> ".repeat(500) + "deep"),
        ("emphasis", "*a **b ".repeat(5_000) + "deep" + &"** *".repeat(5_000)),
        ("stars", "*".repeat(20_000) + "deep"),
        ("brackets", "[".repeat(20_000) + "deep"),
        ("links in links", "[".repeat(2_000) + "deep" + &"](https://example.org)".repeat(2_000)),
        (
            "notes in notes",
            (0..300).fold("a[^0] deep".to_owned(), |text, n| text + &format!("\n\n[^{n}]: b[^{}]", n + 1)),
        ),
        ("a note in itself", "deep[^n]\n\n[^n]: see[^n]\n".to_owned()),
    ];
    for (name, markdown) in cases {
        assert!(gives_a_document(name, &markdown).all().contains("deep"), "{name}");
    }
}

#[test]
fn great_lengths_give_a_document() {
    let wide = format!("|{}\n|{}\n|{}\n", "h|".repeat(500), "---|".repeat(500), "cell|".repeat(500));
    let links = (0..5_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "[l{number}](https://example.org/{number}) ");
        text
    });
    let cases = [
        ("a word", "x".repeat(1_000_000)),
        ("a word of joints", "-/".repeat(100_000)),
        ("a right-to-left word", "א".repeat(200_000)),
        ("a word of marks", "e".to_owned() + &"\u{301}".repeat(20_000)),
        ("pipes", "|".repeat(50_000)),
        ("columns", wide),
        ("links", links),
        ("a title", "# ".to_owned() + &"word ".repeat(20_000)),
        ("a cell of many pages", format!("|a|b|\n|-|-|\n|{}|x|\n", "word ".repeat(20_000))),
        ("a header of many pages", format!("|{}|b|\n|-|-|\n|x|y|\n", "word ".repeat(5_000))),
        ("line breaks", "a<br>".repeat(5_000)),
        ("joined emoji", "🏳️‍🌈👨‍👩‍👧‍👦 ".repeat(5_000)),
        ("empty rows", "|a|\n|-|\n".to_owned() + &"||\n".repeat(2_000)),
        ("code", "```\n".to_owned() + &"x".repeat(100_000) + "\n" + &"\n".repeat(5_000) + "```\n"),
    ];
    for (name, markdown) in cases {
        let pages = gives_a_document(name, &markdown).pages;
        assert!(pages.iter().any(|page| !page.texts.is_empty()), "{name}");
    }
}

#[test]
fn great_numbers_of_things_give_a_document() {
    let each = |count: usize, text: fn(usize) -> String| (0..count).map(text).collect::<String>();
    let cases = [
        ("headings", each(5_000, |n| format!("## Heading {n}\n"))),
        ("notes", each(3_000, |n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))),
        ("tables", "|a|\n|-|\n|b|\n\nx\n\n".repeat(500)),
        ("page breaks", "<!-- page-break -->\n\n".repeat(5_000)),
        ("turns", "<!-- landscape -->\n\na\n\n<!-- portrait -->\n\nb\n\n".repeat(200)),
        ("rules", "---\n".repeat(5_000)),
        ("pies", "```mermaid\npie\n \"a\" : 1\n```\n\n".repeat(200)),
    ];
    for (name, markdown) in cases {
        gives_a_document(name, &markdown);
    }
}

#[test]
fn odd_characters_and_values_give_a_document() {
    let pie = |value: &str| format!("```mermaid\npie\n \"a\" : {value}\n \"\" : 1\n```\n");
    let cases = [
        String::new(),
        "\u{0}\u{1}\u{7f}".to_owned(),
        "a\0b".to_owned(),
        "&#0; &#xD800; &#xDFFF; &#x110000; \\uD800 \\u{DFFF}".to_owned(),
        "\u{200b}\u{200d}\u{202e}\u{feff}\u{2066}x\u{301}\u{301}\u{e000}\u{fffe}\u{10ffff}".to_owned(),
        "\u{202e}".repeat(10_000) + "x",
        "\u{200d}".repeat(10_000),
        "a\u{300}\u{2069}\u{2067}ב\u{202b}".repeat(500),
        "# \n\n#\n\n## \n".to_owned(),
        "|a|\n|-|\n".to_owned(),
        "||\n|-|\n||\n".to_owned(),
        "<!-- columns: 1 1 -->\n\n<!-- landscape --><!-- portrait --><!-- page-break -->".to_owned(),
        "<!-- columns: 1000 0.0001 -->\n\n|a|b|\n|-|-|\n|c|d|\n".to_owned(),
        "<!-- columns: 1e-45 1e-45 -->\n\n|a|b|\n|-|-|\n|c|d|\n".to_owned(),
        "999999999. a\n1. b\n".to_owned(),
        "[a](https://example.org/\u{202e}\u{0}ü) [b](<https://example.org/( )>)".to_owned(),
        "[a](# ) [b](#) [c](##)\n\n# \n".to_owned(),
        pie("1e999"),
        pie("-1"),
        pie("NaN"),
        pie("1e-320"),
        pie("999999999999.9"),
        pie("0"),
        "```mermaid\npie\n \"\" : 1\n```\n\n```".to_owned(),
        "```mermaid\npie title\n```\n".to_owned(),
    ];
    for markdown in cases {
        let name: String = markdown.chars().take(30).collect();
        gives_a_document(&name, &markdown);
    }
}
