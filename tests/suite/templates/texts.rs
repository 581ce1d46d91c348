//! What the built-in templates make of texts: hostile names stay names, and lines have no gaps.

use std::path::Path;

use onus::load::{Workspace, load};
use onus::render::visible;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{documents, workspace};

const HOSTILE: &str = "A | b `c` <script>alert(1)</script> {{ x }} **d** [e](f) עברית 🦀 \\\n# g";

/// The smallest workspace, with a name in every place that takes free text.
fn named(name: &str) -> Workspace {
    let name = serde_json::to_string(name).unwrap();
    let organization = format!(
        "schema: onus.organization/1\nid: acme\nname: {name}\ndescription: {name}\nclassification: {name}\n\
         contact: {{ name: {name} }}\nframeworks: [nist-800-53-r5/low]\nparties:\n  - {{ id: team, name: {name} }}\n\
         delegations:\n  - {{ to: team }}\nstatements:\n  - control: PAT-01\n    status: partial\n    owner: team\n    \
         due: 2027-01-01\n    text: {}\n    evidence: [proof]\nattestations:\n  - {{ id: report, provider: aws, \
         title: {name}, services: all, regions: all, period: 2025-10-01/2026-09-30, valid-until: 2027-06-01, \
         bridge-letters: [{{ title: {name}, period: 2026-10-01/2026-12-31 }}], user-controls: [{{ id: {name}, text: {name}, \
         controls: [PAT-01] }}] }}\n",
        name.replace("{{", "\\\\{{")
    );
    let project = format!(
        "schema: onus.project/1\nid: shop\nname: {name}\ndescription: {name}\ndata-classification: {name}\nboundary: {name}\n\
         services:\n  - {{ use: aws.s3, purpose: {name}, regions: [{name}] }}\noverrides:\n  - {{ control: PAT-01, \
         part: host-os, service: aws.s3, duties: {{ verify: customer }}, reason: {name} }}\nnot-applicable:\n  \
         - {{ control: MED-02, reason: {name} }}\nrisk-acceptances:\n  - {{ id: RA-1, control: PAT-01, reason: {name}, \
         approver: {name}, from: 2026-01-01, until: 2027-01-01 }}\n"
    );
    let evidence = format!(
        "schema: onus.evidence/1\nevidence:\n  - {{ id: proof, title: {name}, kind: ticket, location: T-1, \
         collected: 2026-11-01, note: {name}, provided-by: team }}\n  - {{ id: stands, title: {name}, kind: attestation, \
         location: report, controls: [SUP-01], collected: 2026-11-01 }}\n"
    );
    workspace(&[
        ("profiles/acme/organization.yaml", &organization),
        ("profiles/acme/projects/shop.yaml", &project),
        ("profiles/acme/evidence/register.yaml", &evidence),
    ])
}

/// A label of a chart as a reader sees it: Mermaid writes characters that mean something to it as `#96;` or `#lt;`.
fn without_character_codes(chart: &str) -> String {
    [("#96;", "`"), ("#lt;", "<"), ("#gt;", ">"), ("#92;", "\\"), ("#35;", "#")]
        .iter()
        .fold(chart.to_owned(), |text, (code, character)| text.replace(code, character))
}

/// Text of a document as a reader sees it, and its structure without the text.
fn read(markdown: &str) -> (String, Vec<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let (mut text, mut structure, mut in_code) = (String::new(), Vec::new(), false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(piece) if in_code => text.push_str(&without_character_codes(&piece)),
            Event::Text(piece) => text.push_str(&piece),
            Event::Code(piece) => {
                text.push_str(&piece);
                structure.push("code".to_owned());
            }
            Event::SoftBreak => text.push(' '),
            Event::Start(Tag::Link { .. }) => structure.push("link".to_owned()),
            Event::Start(Tag::Heading { level, .. }) => structure.push(level.to_string()),
            Event::End(end) => {
                in_code &= end != TagEnd::CodeBlock;
                text.push('\n');
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                structure.push(format!("{kind:?}"));
            }
            other => structure.push(format!("{other:?}")),
        }
    }
    (text, structure)
}

#[test]
fn hostile_names_appear_literally_and_change_no_structure() {
    let tame = documents(&named("Tame")).unwrap();
    let hostile = documents(&named(HOSTILE)).unwrap();
    let name = visible(HOSTILE);
    for ((path, tame), (_, hostile)) in tame.iter().zip(&hostile) {
        let ((tame_text, tame_structure), (text, structure)) = (read(tame), read(hostile));
        assert_eq!(structure, tame_structure, "{path}");
        assert_eq!(text, tame_text.replace("Tame", &name), "{path}");
    }
}

#[test]
fn documents_of_the_samples_have_no_gaps() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in documents(&load(root).unwrap()).unwrap() {
        assert!(!text.contains("\n\n\n"), "{path} has two blank lines in a row");
        for (number, line) in text.lines().enumerate() {
            let number = number + 1;
            assert!(!line.starts_with("- \n") && line.trim() != "-", "{path}:{number} is an empty item");
            assert!(!line.ends_with(' '), "{path}:{number} ends with a space: {line:?}");
            assert!(!line.contains("|  |"), "{path}:{number} has an empty cell: {line}");
            assert!(!line.trim_start().contains("  "), "{path}:{number} has two spaces: {line}");
        }
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        for pair in lines.windows(2) {
            let level = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
            let empty = level(pair[0]) > 0 && level(pair[1]) > 0 && level(pair[1]) <= level(pair[0]);
            assert!(!empty, "{path}: `{}` has nothing below it", pair[0]);
        }
    }
}
