//! Whether a text has to be parsed at all to know that nothing is wrong with it. Where only Markdown is written, most have
//! not: parsing costs more than everything else that is done to them.

use super::chart::Chart;
use super::hint::{self, Hint, HtmlPart};

/// True when a text certainly asks for no picture, and all its diagrams and hints are as they should be. False says
/// nothing; only the usual spellings are looked at.
pub fn is_unremarkable(markdown: &str) -> bool {
    let mut glance = Glance { text: markdown, opened: None };
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        if !glance.line(line, start) {
            return false;
        }
        start += line.len();
    }
    glance.opened.is_none()
}

/// True when something in a text could be a picture, a fence or a comment. All bytes are compared, so that many can be at
/// once.
fn is_remarkable(text: &[u8]) -> bool {
    let Some(ends) = text.len().checked_sub(2) else { return text == b"![" };
    let (first, second, third) = (&text[..ends], &text[1..=ends], &text[2..]);
    let mut found = text.ends_with(b"![");
    for at in 0..ends {
        let [a, b, c] = [first[at], second[at], third[at]];
        found |= (a == b'!') & (b == b'[')
            | (a == b'`') & (b == b'`') & (c == b'`')
            | (a == b'~') & (b == b'~') & (c == b'~')
            | (a == b'<') & (b == b'!') & (c == b'-');
    }
    found
}

/// What has been seen of a text.
struct Glance<'t> {
    text: &'t str,
    /// What is in the code block that is open, and where its text starts.
    opened: Option<(&'t str, usize)>,
}

impl<'t> Glance<'t> {
    /// Looks at a line; false when more than a glance is needed.
    fn line(&mut self, line: &'t str, start: usize) -> bool {
        let bytes = line.as_bytes();
        if bytes.starts_with(b"```") {
            !is_remarkable(&bytes[1..]) && self.fence(line, start)
        } else if bytes.starts_with(b"<!--") {
            !is_remarkable(&bytes[1..]) && self.comment(line, start + line.len())
        } else {
            !is_remarkable(bytes)
        }
    }

    /// Code stands between fences of three backticks, and all that is mermaid's can be drawn.
    fn fence(&mut self, line: &'t str, start: usize) -> bool {
        let language = line[3..].trim_end_matches(['\n', '\r']);
        match self.opened.take() {
            None => {
                self.opened = Some((language, start + line.len()));
                language.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Some(("mermaid", from)) => language.is_empty() && Chart::parse(&self.text[from..start]).is_ok(),
            Some(_) => language.is_empty(),
        }
    }

    /// A comment is a line of its own that is a hint or nothing like one, and widths fit the table below.
    fn comment(&self, line: &str, end: usize) -> bool {
        hint::parts(line).into_iter().all(|part| match part {
            HtmlPart::Hint(Hint::Columns(widths)) => columns_below(&self.text[end..]) == Some(widths.len()),
            HtmlPart::Hint(Hint::PageBreak | Hint::Turn(_)) => true,
            HtmlPart::Mistaken(_) | HtmlPart::Text(_) => false,
        })
    }
}

/// How many columns the table has that a text begins with, by the line below its head.
fn columns_below(text: &str) -> Option<usize> {
    let mut lines = text.trim_start_matches(['\n', '\r']).lines();
    lines.next().filter(|head| head.starts_with('|'))?;
    let rule = lines.next()?.trim_end();
    let is_rule = rule.len() > 2 && rule.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '));
    (is_rule && rule.starts_with('|') && rule.ends_with('|')).then(|| rule.matches('|').count() - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Meta, parse};
    use super::is_unremarkable;

    const LINES: &[&str] = &[
        "",
        "",
        "",
        "text",
        "| a | b |",
        "| --- | ---: |",
        "| c | d |",
        "|---|",
        "<!-- columns: 1 2 -->",
        "<!-- columns: 1 -->",
        "<!-- colums: 1 2 -->",
        "<!-- landscape -->",
        "<!-- page-break --> x",
        "```",
        "```",
        "```mermaid",
        "```mermaid",
        "```yaml",
        "````",
        "    ```mermaid",
        "> ```mermaid",
        "- ```mermaid",
        "pie",
        "\"a\" : 1",
        "flowchart TD",
        "![a](b.png)",
        "<div>",
        "</div>",
        "<pre>",
        "- item",
        "> quote",
        "# head",
        "~~~",
        "~~~ mermaid",
        "``` mermaid",
        "a ``` b",
        "<!-- open",
        "-->",
        "see <!-- columns 1 --> x",
        "[a]: b",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

        #[test]
        fn what_is_let_through_has_nothing_to_complain_of(
            lines in prop::collection::vec(prop::sample::select(LINES), 0..14),
        ) {
            let text = lines.join("\n");
            if is_unremarkable(&text) {
                let document = parse(&text, Meta::titled(""));
                prop_assert_eq!(document.picture_references.len(), 0, "{}", text);
                prop_assert_eq!(document.diagram_warnings.len(), 0, "{}", text);
                prop_assert_eq!(document.hint_warnings.len(), 0, "{}", text);
            }
        }
    }

    #[test]
    fn ordinary_reports_are_let_through() {
        let report = "# Report\n\n<!-- columns: 1 2 -->\n\n| a | b |\n| --- | ---: |\n| c | d |\n\n```mermaid\npie\n    \"a\" : 1\n```\n\n<!-- landscape -->\n\n<!-- a remark -->\n\n```yaml\na: b\n```\n";
        assert!(is_unremarkable(report));
        for odd in [
            "![a](b.png)",
            "```mermaid\nflowchart TD\n```",
            "<!-- colums: 1 2 -->",
            "<!-- columns: 1 -->\n\n| a | b |\n| --- | --- |",
        ] {
            assert!(!is_unremarkable(odd), "{odd}");
        }
    }
}
