//! Escapes values for Markdown: all characters of a name or a text appear as they are in a paragraph, a heading, a
//! table cell or a list item, and none of them is markup. Ordinary text stays unchanged, so that the Markdown remains
//! readable.

use std::io::{self, Write};

use super::visible::{ODD, SPECIAL, class, classes_in, has_wide_space, visible};

/// Markdown that shows the value literally, wherever it is put.
pub fn escape(value: &str) -> String {
    let text = visible(value);
    let mut escaped = String::with_capacity(text.len() + 8);
    if is_plain(&text) {
        escaped.push_str(&text);
        return escaped;
    }
    let marker = list_marker(&text);
    let first = text.len() - text.trim_start().len();
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !(class(byte) & SPECIAL != 0 || at == first || marker == Some(at)) {
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let here = CharInContext { before: &text[..at], c, after: &text[at + c.len_utf8()..] };
        if marker == Some(at) || here.is_markup() {
            escaped.push_str(&text[copied..at]);
            escaped.push('\\');
            copied = at;
        }
    }
    escaped.push_str(&text[copied..]);
    escaped
}

/// As [`escape`], in the form that the template engine asks for.
pub(super) fn escape_to(value: &str, output: &mut dyn Write) -> io::Result<()> {
    if is_plain(value) && !has_wide_space(value) {
        return output.write_all(value.as_bytes());
    }
    output.write_all(escape(value).as_bytes())
}

/// True when a text needs no escaping at all. A quick test that answers false for some texts without need.
fn is_plain(text: &str) -> bool {
    let starts_plainly = text.bytes().next().is_none_or(|byte| match byte {
        b'0'..=b'9' => list_marker(text).is_none(),
        byte => byte.is_ascii_alphabetic() || matches!(byte, b'(' | b','),
    });
    starts_plainly && classes_in(text) & (SPECIAL | ODD) == 0
}

/// The offset of the point or parenthesis that makes the start of a text the number of a list item (CommonMark 0.31,
/// section 5.2).
fn list_marker(text: &str) -> Option<usize> {
    let text_from_number = text.trim_start();
    let start = text.len() - text_from_number.len();
    let digits = text_from_number.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text_from_number[digits..].chars();
    let is_marker = (1..=9).contains(&digits)
        && matches!(rest.next(), Some('.' | ')'))
        && matches!(rest.next(), None | Some(' '));
    is_marker.then_some(start + digits)
}

/// A character and its surroundings in a value.
struct CharInContext<'t> {
    before: &'t str,
    c: char,
    after: &'t str,
}

impl CharInContext<'_> {
    /// True when the character could be read as markup. The text around the value is not known, so that at its ends
    /// more is escaped than inside.
    fn is_markup(&self) -> bool {
        let next = self.after.chars().next();
        match self.c {
            '`' | '*' | '[' | ']' | '|' | '~' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '_' => !self.is_inside_word(),
            '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => self.is_entity(),
            '$' => next.is_none_or(|next| !next.is_ascii_digit() && next != ' '),
            '!' => next.is_none(),
            '#' => self.is_heading_mark(),
            '-' | '+' => self.is_first() && next.is_none_or(|next| next == ' ' || next == self.c),
            '>' => self.is_first(),
            '=' => self.is_first() && self.after.trim_matches(['=', ' ']).is_empty(),
            ':' => self.is_first() && next == Some('-'),
            _ => false,
        }
    }

    /// True for the first visible character, which may be the first of a line.
    fn is_first(&self) -> bool {
        self.before.trim().is_empty()
    }

    /// Underscores between letters or digits are never emphasis (CommonMark 0.31, section 6.2).
    fn is_inside_word(&self) -> bool {
        let before = self.before.trim_end_matches('_').chars().next_back();
        let after = self.after.trim_start_matches('_').chars().next();
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    }

    /// `&copy;` would be another character, and so would `&copy` with a semicolon after the value.
    fn is_entity(&self) -> bool {
        let name = self.after.strip_prefix('#').unwrap_or(self.after);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        match name[length..].chars().next() {
            Some(next) => length > 0 && next == ';',
            None => length > 1 || name.len() < self.after.len(),
        }
    }

    /// Number signs open headings at the start of a line and close them at its end (CommonMark 0.31, section 4.2).
    fn is_heading_mark(&self) -> bool {
        let rest = self.after.trim_start_matches('#');
        let opens = self.is_first() && (rest.is_empty() || rest.starts_with(' '));
        let closes = rest.trim().is_empty() && (self.before.ends_with([' ', '#']) || self.is_first());
        opens || closes
    }
}

/// A value as a code span. A value with a bar is escaped instead: no code span shows one both in tables and elsewhere.
pub(super) fn code(value: &str) -> String {
    let text = visible(value);
    let inner = text.trim_matches(' ');
    if inner.is_empty() || inner.contains('|') {
        return escape(inner);
    }
    let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{inner}{pad}{fence}")
}

/// A value as a label of a mermaid chart: in quotes, with mermaid's codes for characters that would end the label, be
/// markup or start a directive.
pub(super) fn label(value: &str) -> String {
    let text = visible(value);
    let mut label = String::with_capacity(text.len() + 2);
    label.push('"');
    for c in text.trim().chars() {
        match c {
            '"' => label.push_str("#quot;"),
            '&' => label.push_str("#amp;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '#' | '%' | '`' | '\\' => label.push_str(&format!("#{};", u32::from(c))),
            _ => label.push(c),
        }
    }
    // Mermaid rejects empty labels.
    label.push_str(if label.len() == 1 { "-\"" } else { "\"" });
    label
}

/// A web or mail address as a link with itself as text; anything else as a code span.
pub(super) fn link(value: &str) -> String {
    let address = value.trim();
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>|\\`\"".contains(&byte));
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if plain && (is_web || is_mail(address)) { format!("<{address}>") } else { code(value) }
}

/// True for the common ones of the addresses that Markdown accepts between angle brackets (CommonMark 0.31, section
/// 6.5).
fn is_mail(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte));
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && word(local) && domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// What a reader of the Markdown sees, with everything but text in a form that no text has.
    fn seen(markdown: &str) -> Vec<String> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM;
        let mut blocks = vec![String::new()];
        for event in Parser::new_ext(markdown, options) {
            let last = blocks.last_mut().unwrap();
            match event {
                Event::Text(text) => last.push_str(&text),
                Event::Code(code) => last.push_str(&format!("\u{1}code {code}\u{1}")),
                Event::SoftBreak => last.push('\n'),
                Event::Start(Tag::Paragraph | Tag::TableHead | Tag::TableRow | Tag::Table(_)) => {}
                Event::End(TagEnd::Paragraph | TagEnd::TableCell) => blocks.push(String::new()),
                Event::Start(Tag::TableCell) | Event::End(_) => {}
                Event::Start(Tag::Strong) => last.push_str("\u{1}strong\u{1}"),
                other => last.push_str(&format!("\u{1}{other:?}\u{1}")),
            }
        }
        blocks.pop();
        blocks
    }

    #[rustfmt::skip]
    const MARKUP: &[&str] = &[
        "|", "`", "``", "<script>", "</b>", "<!--", "-->", "\n", "\r\n", "\t", "  ", "{{", "}}", "{%", "*", "**",
        "_", "__", "[", "]", "[^1]", "[x]", "(http://a.b)", "#", "## ", "~", "~~", "&", "&amp;", "&#35;", "&copy",
        "\\", "\\|", "- ", "+ ", "---", "===", "1. ", "12) ", "> ", ">", "$", "!", "![", "עברית", "عربي", "🦀",
        "\u{202e}", "\u{0}", "\u{7f}", "a", "b c", "R&D", "12.5%", ":--", ":", ";", "é", "http://x.y/_z", "\u{a0}",
    ];

    /// Text that is mostly markup.
    fn hostile() -> impl Strategy<Value = String> {
        let markup = prop::sample::select(MARKUP).prop_map(str::to_owned);
        let piece = prop_oneof![4 => markup, 1 => any::<char>().prop_map(String::from)];
        let text = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
        text.prop_filter("shows something", |text| !visible(text).trim().is_empty())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn a_value_shows_itself_everywhere(value in hostile()) {
            let value = value.trim();
            let shown = visible(value).into_owned();
            let text = escape(value);
            let shown = shown.trim();
            prop_assert_eq!(seen(&text), [shown]);
            let within = format!("see {text}; end");
            let expected = format!("see {shown}; end");
            prop_assert_eq!(seen(&within), [expected]);
            let strong = format!("\u{1}strong\u{1}{shown} end");
            prop_assert_eq!(seen(&format!("**{}** end", text.trim())), [strong]);
            let table = format!("| a | b |\n| --- | --- |\n| {text} | **{}** |\n| c | d |\n", text.trim());
            let bold = format!("\u{1}strong\u{1}{shown}");
            prop_assert_eq!(seen(&table), ["a", "b", shown, &bold, "c", "d"]);
        }

        #[test]
        fn a_value_shows_itself_in_headings_and_items(value in hostile()) {
            let shown = visible(value.trim()).trim().to_owned();
            let text = escape(value.trim());
            for (markdown, start) in [
                (format!("## {}\n", text.trim()), "Heading { level: H2, id: None, classes: [], attrs: [] }"),
                (format!("- {}\n", text.trim()), "List(None)\u{1}\u{1}Start(Item)"),
            ] {
                let found = seen(&format!("{markdown}\nend"));
                let before = if start.starts_with('L') { "Start(List(None))\u{1}\u{1}Start(Item)" } else { "" };
                let mark = if before.is_empty() { format!("Start({start})") } else { before.to_owned() };
                prop_assert_eq!(found.concat(), format!("\u{1}{mark}\u{1}{shown}end"));
            }
        }

        #[test]
        fn code_shows_its_value_everywhere(value in hostile()) {
            let shown = visible(&value).trim_matches(' ').to_owned();
            let text = code(&value);
            let expected = if shown.contains('|') { shown } else { format!("\u{1}code {shown}\u{1}") };
            prop_assert_eq!(seen(&format!("x {text} y")), [format!("x {expected} y")]);
            let table = format!("| a |\n| --- |\n| x {text} y |\n");
            prop_assert_eq!(seen(&table), ["a".to_owned(), format!("x {expected} y")]);
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "log_retention_days",
            "12.5%",
            "security@acme.example",
            "R&D",
            "AC-2(1)",
            "the customer's (own) data",
            "C# and F#",
            "a < b",
            "-5 °C",
            "+353 1 234",
            "3.2 GB",
            "AT&T",
            "x: y",
            "ready?",
            "US$5",
            "{{ braces }}",
            "version 2.",
            "2026-11-23",
            "https://grc.acme.example/evidence/a_b",
            "AWS::EC2",
            "“quoted”",
            ", ",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn white_space_is_one_space_and_controls_are_seen() {
        assert_eq!(escape("a\r\n\tb  c"), "a b c");
        assert_eq!(escape("a\u{0}b\u{202e}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn addresses_become_links_and_paths_code() {
        assert_eq!(link("https://a.example/x_y?z=1"), "<https://a.example/x_y?z=1>");
        assert_eq!(link("office@a.example"), "<office@a.example>");
        assert_eq!(link("evidence/list.txt"), "`evidence/list.txt`");
        assert_eq!(link("javascript:alert(1)"), "`javascript:alert(1)`");
        assert_eq!(link("https://a.example/<b>"), "`https://a.example/<b>`");
    }
}
