//! A quick look that spares most reports the parser where only Markdown is written: parsing would cost more than
//! everything else that is done to them.

use super::chart::Chart;
use super::hint::{self, Hint, HtmlPart};

/// True if parsing the text would find no pictures and give no warnings. False means only that it has to be parsed: just
/// the usual spellings are recognised.
pub fn is_unremarkable(markdown: &str) -> bool {
    let mut glance = Glance { text: markdown, opened: None, in_rows: false };
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        if !glance.line(line, start) {
            return false;
        }
        start += line.len();
    }
    glance.opened.is_none()
}

/// True if something in a text could be a picture, a fence or a comment. There is no early exit, so that the compiler can
/// compare many bytes at once.
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

/// How far a text has been looked at.
struct Glance<'t> {
    text: &'t str,
    /// Language of the open code block, and where its text starts.
    opened: Option<(&'t str, usize)>,
    /// Whether the line before was a row of a table.
    in_rows: bool,
}

impl<'t> Glance<'t> {
    /// Looks at a line; false when more than a glance is needed.
    fn line(&mut self, line: &'t str, start: usize) -> bool {
        let bytes = line.as_bytes();
        // In a block of HTML, a fence is none.
        let is_html = line.trim_start().starts_with('<') && !bytes.starts_with(b"<!--");
        if is_html && self.opened.is_none() {
            return false;
        }
        // In an item of a list or in a quotation, too.
        let marks = |c: char| c.is_whitespace() || c.is_ascii_digit() || "-*+>.)".contains(c);
        let is_row = self.opened.is_none() && line.trim_start_matches(marks).starts_with('|');
        if is_row && !line.starts_with('|') {
            return false;
        }
        if is_row && !std::mem::replace(&mut self.in_rows, true) && !begins_table(&self.text[start..]) {
            return false;
        }
        self.in_rows = is_row;
        if bytes.starts_with(b"```") {
            !is_remarkable(&bytes[1..]) && self.fence(line, start)
        } else if bytes.starts_with(b"<!--") {
            !is_remarkable(&bytes[1..]) && self.comment(line, start + line.len())
        } else {
            !is_remarkable(bytes)
        }
    }

    /// A fence of exactly three backticks; a `mermaid` block must be a chart that can be drawn.
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

    /// A comment on a line of its own: a hint, or nothing like one; the widths must fit the table below.
    fn comment(&self, line: &str, end: usize) -> bool {
        hint::parts(line).into_iter().all(|part| match part {
            HtmlPart::Hint(Hint::Columns(widths)) => columns_below(&self.text[end..]) == Some(widths.len()),
            HtmlPart::Hint(Hint::PageBreak | Hint::Turn(_) | Hint::Grid | Hint::Spans | Hint::Keep) => true,
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

/// True when a text begins with the head of a table and the line below it; a row that does not is none of a table.
fn begins_table(text: &str) -> bool {
    let bars = |line: &str| line.matches('|').count();
    columns_below(text) == text.lines().next().map(|head| bars(head).saturating_sub(1))
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
        "- | a | b |",
        "  | a | b |",
        "    | a | b |",
        "> | a | b |",
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
                prop_assert_eq!(document.torn_rows.len(), 0, "{}", text);
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
            "<div>\n```\n\n- | a | b |\n```",
        ] {
            assert!(!is_unremarkable(odd), "{odd}");
        }
    }
}
