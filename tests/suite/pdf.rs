//! Markdown in, PDF out, read back: what stands on the pages, in which order, and that nothing written by others can
//! bring the writer down.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Object};
use onus::document::{BlockKind, Meta, Orientation, parse};
use onus::format::pdf;
use onus::layout::{Complaint, Look, Mark, Pages, Role, Shape, Theme, lay_out};

pub(crate) fn laid_out(markdown: &str) -> Pages {
    lay_out(&parse(markdown, meta()), &Look::builtin())
}

pub(crate) fn meta() -> Meta {
    let mut meta = Meta::titled("Test report");
    meta.organization = Some("Acme Payments Ltd".to_owned());
    meta.classification = Some("Confidential".to_owned());
    meta.date = chrono::NaiveDate::from_ymd_opt(2026, 3, 31);
    meta
}

pub(crate) fn written(markdown: &str) -> Vec<u8> {
    pdf::write(&laid_out(markdown), &meta(), &[]).unwrap()
}

/// A PDF read back with another program's eyes: codes are looked up in the file's own tables.
pub(crate) struct Reading {
    pdf: Pdf,
    /// For each font of the shared font dictionary, the text of each code.
    fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>>,
}

impl Reading {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let pdf = Pdf::load_mem(bytes).unwrap();
        let page = pdf.page_iter().next().unwrap();
        let fonts = pdf.get_page_fonts(page).unwrap();
        let fonts = fonts.into_iter().map(|(name, font)| (name, texts(&pdf, font))).collect();
        Self { pdf, fonts }
    }

    /// The text of a page in the order of its content, artifacts left out; runs are separated by spaces unless they
    /// say so themselves.
    pub(crate) fn page(&self, number: u32) -> String {
        let page = self.pdf.get_pages()[&number];
        let content = Content::decode(&self.pdf.get_page_content(page)).unwrap();
        let (mut text, mut font, mut artifact) = (String::new(), Vec::new(), false);
        // Text that stands beside the codes replaces what they say.
        let mut replaced = false;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" if operation.operands[0].as_name().unwrap() == b"Span" => {
                    let actual = operation.operands[1].as_dict().unwrap().get(b"ActualText").unwrap();
                    text.push_str(&lopdf::decode_text_string(actual).unwrap());
                    replaced = true;
                }
                "EMC" => replaced = false,
                "BMC" | "BDC" => {
                    artifact = operation.operands[0].as_name().unwrap() == b"Artifact";
                    text.push(' ');
                }
                "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
                "TJ" if !artifact && !replaced => {
                    for part in operation.operands[0].as_array().unwrap() {
                        if let Object::String(codes, _) = part {
                            for code in codes.chunks(2) {
                                text.push_str(&self.fonts[&font][&u16::from_be_bytes([code[0], code[1]])]);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn all(&self) -> String {
        let pages = 1..=self.pdf.get_pages().len() as u32;
        pages.map(|page| self.page(page)).collect::<Vec<_>>().join(" ")
    }
}

fn texts(pdf: &Pdf, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = font.get_deref(b"ToUnicode", pdf).unwrap().as_stream().unwrap();
    let map = String::from_utf8(stream.decompressed_content().unwrap()).unwrap();
    map.lines()
        .filter_map(|line| {
            let (code, units) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let units: Vec<u16> = units
                .as_bytes()
                .chunks(4)
                .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap())
                .collect();
            let code = u16::from_str_radix(code, 16).ok()?;
            (!units.is_empty() && code != 0xffff).then(|| (code, String::from_utf16(&units).unwrap()))
        })
        .collect()
}

fn table(rows: usize) -> String {
    let mut markdown = "# Matrix\n\n| Control | Type | What |\n|---|---|---|\n".to_owned();
    for row in 0..rows {
        markdown.push_str(&format!("| CTL-{row:04} | Shared | The provider keeps part {row} running and the customer looks after the rest of it every day. |\n"));
    }
    markdown
}

#[test]
fn all_words_stand_in_the_order_of_the_markdown() {
    let markdown = "# Title\n\nOne **two** *three* ~~four~~ `five` [six](https://example.org).\n\n\
        - seven\n  1. eight\n- [x] nine\n\n> ten\n\n| eleven | twelve |\n|---|---|\n| thirteen | fourteen |\n\n\
        ```\nfifteen  sixteen\n```\n\nseventeen[^n]\n\n[^n]: eighteen\n";
    let text = Reading::new(&written(markdown)).all();
    let words = "Title Organisation Acme Payments Ltd Classification Confidential As of 2026-03-31 One two three four five six . • seven 1. eight ☑ nine ten eleven twelve thirteen \
        fourteen fifteen sixteen seventeen 1 1. eighteen";
    assert_eq!(text, words);
}

#[test]
fn markup_in_names_appears_literally() {
    let markdown =
        "| a\\|b | \\`tick\\` | \\<script> {{ x }} |\n|---|---|---|\n| <b>bold</b> | x<br>y | &lt;i&gt; |\n";
    let text = Reading::new(&written(markdown)).all();
    assert_eq!(text, "a|b `tick` <script> {{ x }} <b>bold</b> x y <i>");
}

#[test]
fn ligatures_accents_and_other_scripts_extract_as_themselves() {
    let markdown = "office affluent Zażółć Ελληνικά Кириллица naïve e\u{301}\n\nemoji 🎉 ✅ 日本\n";
    let pages = laid_out(markdown);
    let offset = markdown.find("emoji").unwrap();
    let missing = ['日', '本'].map(|character| Complaint::MissingCharacter { character, offset });
    assert_eq!(pages.complaints, missing);
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap()).all();
    assert_eq!(text, markdown.split_whitespace().collect::<Vec<_>>().join(" "));
}

#[test]
fn right_to_left_words_are_drawn_in_reading_order_from_the_right() {
    let pages = laid_out("שלום עולם טוב\n");
    let runs: Vec<(f32, String)> = pages.pages[0]
        .items
        .iter()
        .filter(|item| matches!(item.mark, Mark::Content(_)))
        .filter_map(|item| match &item.shape {
            Shape::Text(run) => Some((run.x, pages.segments[run.segments[0] as usize].text.to_string())),
            _ => None,
        })
        .filter(|(_, text)| text != " ")
        .collect();
    let words: Vec<&str> = runs.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(words, ["שלום", "עולם", "טוב"]);
    assert!(runs[0].0 > runs[1].0 && runs[1].0 > runs[2].0, "{runs:?}");
}

#[test]
fn the_header_of_a_table_stands_on_each_of_its_pages() {
    let pages = laid_out(&table(120));
    assert!(pages.pages.len() > 2);
    for page in &pages.pages {
        let shows = |word: &str| {
            page.items.iter().any(|item| match &item.shape {
                Shape::Text(run) => pages.segments[run.segments[0] as usize].text.as_ref() == word,
                _ => false,
            })
        };
        assert!(shows("Control") && shows("What"));
    }
    // Once for those who listen.
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap()).all();
    assert_eq!(text.matches("Control Type What").count(), 1);
}

#[test]
fn nothing_is_drawn_outside_the_margins() {
    let long = "x".repeat(500);
    let markdown = format!(
        "{}\n\n| {long} | b |\n|---|---|\n| c | {long} |\n\n{long}\n\n`{long}`\n\n- {long}\n",
        table(80)
    );
    let pages = laid_out(&markdown);
    let margins = Theme::default().margins;
    for page in &pages.pages {
        for item in page.items.iter().filter(|item| matches!(item.mark, Mark::Content(_))) {
            let Shape::Text(run) = &item.shape else { continue };
            let width: f32 = run
                .segments
                .iter()
                .map(|segment| &pages.segments[*segment as usize])
                .filter(|segment| segment.text.trim() != "")
                .map(|segment| segment.advance as f32 * run.size / 2048.0)
                .sum();
            assert!(run.x >= margins.left - 0.5 && run.x + width <= page.width - margins.right + 3.0);
            assert!(run.y >= margins.top && run.y <= page.height - margins.bottom + 6.0, "{}", run.y);
        }
    }
}

#[test]
fn a_row_taller_than_half_a_page_is_split_and_read_cell_by_cell() {
    let words = |letter: char| (0..900).map(|n| format!("{letter}{n}")).collect::<Vec<_>>().join(" ");
    let markdown = format!("| A | B |\n|---|---|\n| {} | {} |\n", words('a'), words('b'));
    let reading = Reading::new(&written(&markdown));
    let first = reading.page(1);
    assert!(first.find("b0 ").unwrap() > first.rfind(" a").unwrap());
    assert!(reading.page(2).starts_with('a'));
    assert!(reading.all().contains("b899"));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let markdown = table(40) + "\n```mermaid\npie\n \"a\" : 1\n \"b\" : 2\n```\n\n[link](#matrix) 🎉 שלום\n";
    assert!(written(&markdown) == written(&markdown));
}

#[test]
fn the_file_declares_its_conformance_language_and_structure() {
    let bytes = written("# One\n\n## Two\n\ntext\n\n##### Five\n\n| a |\n|---|\n| b |\n");
    let pdf = Pdf::load_mem(&bytes).unwrap();
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let metadata = catalog.get_deref(b"Metadata", &pdf).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(metadata.content.clone()).unwrap();
    assert!(xmp.contains("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"));
    for key in [&b"StructTreeRoot"[..], b"MarkInfo", b"OutputIntents", b"Outlines", b"ViewerPreferences"] {
        assert!(catalog.has(key), "{}", String::from_utf8_lossy(key));
    }
    let headings: Vec<u8> = laid_out("# One\n\n## Two\n\n##### Five\n\n# Six\n")
        .elements
        .iter()
        .filter_map(|element| match element.role {
            Role::Heading(level) => Some(level),
            _ => None,
        })
        .collect();
    // Levels never skip one on the way down.
    assert_eq!(headings, [1, 2, 3, 1]);
}

#[test]
fn links_lead_to_addresses_headings_and_notes_but_not_into_scripts() {
    let pages = laid_out(
        "# One\n\n[a](https://example.org) [b](#two-words) [c](#nowhere) [d](javascript:alert) e[^1]\n\n\
         ## Two words\n\n[^1]: note\n",
    );
    assert_eq!(pages.pages[0].links.len(), 3);
    assert!(pages.elements.iter().filter(|element| element.role == Role::Link).count() == 3);
}

#[test]
fn landscape_and_page_breaks_make_pages() {
    let pages =
        laid_out("a\n\n<!-- page-break -->\n\nb\n\n<!-- landscape -->\n\nc\n\n<!-- portrait -->\n\nd\n");
    let wide: Vec<bool> = pages.pages.iter().map(|page| page.width > page.height).collect();
    assert_eq!(wide, [false, false, true, false]);
    let mut meta = meta();
    meta.orientation = Orientation::Landscape;
    let document = parse("<!-- portrait -->\n\na\n", meta);
    assert!(matches!(document.blocks[0].kind, BlockKind::Turn(Orientation::Portrait)));
    assert_eq!(lay_out(&document, &Look::builtin()).pages.len(), 1);
}

#[test]
fn a_heading_is_never_the_last_thing_on_a_page() {
    for filler in 0..60 {
        let markdown = "Filler.\n\n".repeat(filler) + "## Heading\n\n| a |\n|---|\n| b |\n";
        let pages = laid_out(&markdown);
        let heading = pages.headings[0].position.page;
        let page = &pages.pages[heading];
        let cell = page.items.iter().any(|item| match item.mark {
            Mark::Content(element) => pages.elements[element.0 as usize].role == Role::DataCell,
            _ => false,
        });
        assert!(cell, "{filler}");
    }
}

#[test]
fn hostile_markdown_gives_a_document_in_time() {
    let wide = format!("|{}\n|{}\n|{}\n", "h|".repeat(500), "---|".repeat(500), "cell|".repeat(500));
    let nested_lists: String = (0..2_000).map(|depth| format!("{}- x\n", " ".repeat(depth * 2))).collect();
    let links: String =
        (0..5_000).map(|number| format!("[l{number}](https://example.org/{number}) ")).collect();
    let cases = [
        String::new(),
        "\u{0}\u{1}\u{7f}".to_owned(),
        "\u{200b}\u{200d}\u{202e}\u{feff}\u{2066}x\u{301}\u{301}\u{e000}\u{fffe}\u{10ffff}".to_owned(),
        "> ".repeat(10_000) + "deep",
        "- ".repeat(10_000) + "deep",
        nested_lists,
        "*".repeat(20_000) + "x",
        "[".repeat(20_000),
        "x".repeat(1_000_000),
        "א".repeat(200_000),
        "|".repeat(50_000),
        wide,
        links,
        "# \n\n#\n\n## \n".to_owned(),
        "|a|\n|-|\n".to_owned(),
        "```mermaid\npie\n \"\" : 1\n```\n\n```".to_owned(),
        "<!-- columns: 1 1 -->\n\n<!-- landscape --><!-- portrait --><!-- page-break -->".to_owned(),
        "🏳️‍🌈👨‍👩‍👧‍👦 ".repeat(3_000),
        "<br>".repeat(1_000),
    ];
    for markdown in &cases {
        let start = Instant::now();
        let bytes = written(markdown);
        Pdf::load_mem(&bytes).unwrap();
        let name: String = markdown.chars().take(12).collect();
        assert!(start.elapsed() < Duration::from_secs(60), "{name:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_table_wider_than_any_page_is_set_as_records() {
    let head: String = (0..80).map(|column| format!("h{column}|")).collect();
    let row: String = (0..80).map(|column| format!("v{column}|")).collect();
    let text = Reading::new(&written(&format!("|{head}\n|{}\n|{row}\n", "---|".repeat(80)))).all();
    assert!(text.starts_with("h0: v0; h1: v1"), "{}", &text[..60]);
    assert!(text.ends_with("h79: v79"));
}
