//! Names and reasons from other people's files do no harm in any report, and nothing of them is lost where the format
//! can hold it.

use onus_core::printable::printable;
use pulldown_cmark::{Event, Options, Parser, Tag};
use roxmltree::Document;

use super::{ACCEPTED, Workspace, check};

/// What would end a section of XML, open a tag, a link, a cell, or command a terminal.
const NASTY: &str = "a]]>b <script>alert('1')</script> &amp; \"q\" | `c` [x](http://evil.example) *b* {0} \u{1b}[31mred\u{1} \u{202e}up";

/// A text as YAML in quotation marks, with ASCII only.
fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        _ => format!("\\U{:08x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// A workspace in which a service has this name, and an acceptance this reason.
fn workspace(name: &str, reason: &str) -> Workspace {
    let services = format!(
        "schema: onus.services/1\nprovider: aws\nservices:\n  - {{ id: aws.fax, name: {}, class: paper }}\n",
        quoted(name)
    );
    let accepted = format!(
        "schema: onus.findings/1\naccepted:\n  - {{ code: statement-missing, control: LOG-01, owner: platform, expires: \
         2026-12-31, reason: {} }}\n",
        quoted(reason)
    );
    Workspace::base()
        .append("profiles/acme/projects/web.yaml", "  - { use: aws.fax }\n")
        .file("profiles/acme/catalog/services.yaml", services)
        .file(ACCEPTED, accepted)
}

/// The links and the HTML that a page of Markdown has.
fn markup(page: &str) -> (Vec<String>, Vec<String>) {
    let (mut links, mut html) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.to_string())
            }
            Event::Html(text) | Event::InlineHtml(text) => html.push(text.to_string()),
            _other => {}
        }
    }
    (links, html)
}

#[test]
fn markup_control_characters_and_quotes_stay_text() {
    let workspace = workspace(NASTY, NASTY);
    check(&workspace, &[]).ended_with(1);
    let json = workspace.json("reports/onus.json");
    let findings = json["findings"].as_array().expect("a list");
    let fax = findings.iter().find(|found| found["code"] == "class-unknown").expect("it is there");
    assert!(fax["message"].as_str().is_some_and(|text| text.contains(NASTY)), "{fax}");
    let accepted = findings.iter().find(|found| found["acceptance"].is_object()).expect("one is accepted");
    assert_eq!(accepted["acceptance"]["reason"], NASTY);

    let text = workspace.read("reports/onus.xml");
    let document = Document::parse(&text).expect("well-formed XML");
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("one fails");
    let shown = printable(NASTY).into_owned();
    assert!(failure.attribute("message").is_some_and(|message| message.contains(&shown)), "{text}");
    assert!(failure.text().is_some_and(|whole| whole.contains(&shown)), "{text}");

    let sarif = workspace.read("reports/onus.sarif");
    assert!(!sarif.contains("](http"), "a viewer would make a link of it");
    assert!(sarif.contains("[x] (http://evil.example)"));

    let page = workspace.read("reports/onus.md");
    assert!(!page.contains(['\u{1b}', '\u{1}', '\u{202e}']), "{page}");
    let (links, html) = markup(&page);
    assert_eq!(links, [""; 0], "{page}");
    assert!(!html.is_empty() && html.iter().all(|tag| tag == "<br>"), "{html:?}");
}

#[test]
fn line_breaks_do_not_end_rows_or_attributes() {
    let broken = "one\ntwo\r\nthree\n\n# four\n| five |";
    let workspace = workspace(broken, broken);
    check(&workspace, &[]).ended_with(1);
    let text = workspace.read("reports/onus.xml");
    let document = Document::parse(&text).expect("well-formed XML");
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("one fails");
    let message = failure.attribute("message").expect("a message");
    assert!(message.contains("one<U+000A>two<U+000D><U+000A>three"), "{message}");
    let page = workspace.read("reports/onus.md");
    let headings: Vec<&str> = page.lines().filter(|line| line.starts_with('#')).collect();
    let expected = ["## Compliance: failed by 1 finding", "### What fails", "### Accepted for now"];
    assert_eq!(headings, expected, "{page}");
    let rows = page.lines().filter(|line| line.contains("class-unknown"));
    assert_eq!(rows.count(), 1, "{page}");
    let sarif = workspace.json("reports/onus.sarif");
    assert!(sarif.to_string().contains("one<U+000A>two"), "{sarif}");
}

#[test]
fn texts_of_a_hundred_kilobytes_are_whole_in_data_and_cut_on_the_page() {
    let long = "<&]]>|`\"' ".repeat(10_000);
    let long = long.trim_end();
    let accepting = workspace("Fax", long);
    check(&accepting, &[]).ended_with(1);
    let json = accepting.json("reports/onus.json");
    let accepted =
        json["findings"].as_array().expect("a list").iter().find(|one| one["acceptance"].is_object());
    assert_eq!(accepted.expect("one is accepted")["acceptance"]["reason"], long);

    // A mistake with a long message, which ends the run.
    let day = "expires: 2026-12-31";
    let mistaken = workspace("Fax", "Agreed.").replace(ACCEPTED, day, &format!("expires: {}", quoted(long)));
    check(&mistaken, &[]).ended_with(2);
    let (json, sarif) = (mistaken.json("reports/onus.json"), mistaken.json("reports/onus.sarif"));
    // It quotes the beginning of what is wrong: nobody looks for the mistake in the rest.
    let quoted = &long[..60];
    for message in [&json["diagnostics"][0]["message"], &sarif["runs"][0]["results"][0]["message"]["text"]] {
        assert!(message.as_str().is_some_and(|message| message.contains(quoted) && message.len() < 300));
    }
    for (workspace, tag, long) in [(&accepting, "skipped", long), (&mistaken, "error", quoted)] {
        let text = workspace.read("reports/onus.xml");
        let document = Document::parse(&text).expect("well-formed XML");
        let case = document.descendants().find(|node| node.has_tag_name(tag)).expect("it is there");
        assert!(case.attribute("message").is_some_and(|message| message.contains(long)), "{tag}");
        let page = workspace.read("reports/onus.md");
        assert!(page.len() < 20_000, "{}", page.len());
        assert_eq!(markup(&page).0, [""; 0]);
    }
}

#[test]
fn characters_that_xml_cannot_hold_are_replaced() {
    let workspace = workspace("x\u{ffff}y\u{fffe}z\u{85}w", "Agreed.");
    check(&workspace, &[]).ended_with(1);
    let text = workspace.read("reports/onus.xml");
    let document = Document::parse(&text).expect("well-formed XML");
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("one fails");
    assert!(
        failure.attribute("message").is_some_and(|message| message.contains("x<U+FFFF>y<U+FFFE>z<U+0085>w")),
        "{text}"
    );
}
