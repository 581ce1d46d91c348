//! The built-in documents: whatever their Markdown says is in their PDF, in the same order.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::shared::pdf_reader::{Reading, words};
use crate::workspace::Workspace;

/// Pages have typographic quotes where the Markdown has straight ones.
fn straight(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

/// The words of a document, those of charts and comments left out.
fn said(markdown: &str) -> Vec<String> {
    let (mut text, mut in_code) = (String::new(), false);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(part) | Event::Code(part) if !in_code => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(tag) if tag.starts_with("<br") => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item | TagEnd::TableRow,
            ) => text.push(' '),
            _ => {}
        }
    }
    words(&text).split(' ').map(str::to_owned).collect()
}

#[test]
fn every_word_of_a_built_in_document_is_in_its_pdf_in_order() {
    let workspace = Workspace::base();
    workspace.run(&["build", "--quiet", "--deny", "nothing"]).ended_with(0);
    let files = workspace.tree("output");
    let mut documents = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let markdown = std::str::from_utf8(bytes).expect("Markdown is UTF-8");
        // A file cannot hold its own digest: pages say it where the Markdown has the name of the algorithm.
        let wanted = said(&straight(markdown).replace("(SHA-256)", "(SHA-256"));
        let text = straight(&Reading::new(&files[&path.replace(".md", ".pdf")]).all());
        let mut found = text.split(' ');
        for (number, word) in wanted.iter().enumerate() {
            assert!(
                found.any(|found| found == word),
                "{path}: `{word}` after `{}` is not in the PDF",
                wanted[number.saturating_sub(8)..number].join(" ")
            );
        }
        assert!(wanted.len() > 100, "{path} says little");
        documents += 1;
    }
    assert!(documents >= 4, "only {documents} documents");
}
