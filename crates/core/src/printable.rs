//! Texts of other people on a terminal and in a log. Names, values, file names and the messages of other programs may hold
//! anything; what is printed holds only what a reader sees, and nothing that a terminal or a build server would obey.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Characters that nobody sees though Unicode counts them as letters, marks or symbols: fillers, variation selectors, the
/// grapheme joiner, the empty Braille pattern (Default_Ignorable_Code_Point, UAX #44), and the hyphen that looks like
/// another.
const UNSEEN: [(char, char); 11] = [
    ('\u{34f}', '\u{34f}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2011}', '\u{2011}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{e0100}', '\u{e01ef}'),
];

/// What begins a command to a build server wherever it stands in a line, up to the name of the command: `##[error]` and
/// `##vso[...]` are obeyed by GitHub Actions and Azure Pipelines, `##teamcity[...]` by TeamCity.
const COMMAND: &str = "##";

/// What begins a command to GitHub Actions at the start of a line, spaces before it or not: `::error::`.
const COMMAND_LINE: &str = "::";

/// True for a character that is not seen or that looks like another: white space other than the space, control and format
/// characters, those that turn the direction of text, and those that Unicode gives to nobody.
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    match c.general_category() {
        GeneralCategory::Control
        | GeneralCategory::Format
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::SpaceSeparator
        | GeneralCategory::PrivateUse
        | GeneralCategory::Surrogate
        | GeneralCategory::Unassigned => true,
        _ => UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&c)),
    }
}

/// A text as one line to print: each unseen character, line breaks included, becomes its number, such as `<U+202E>`, and
/// what a build server would take for a command is broken up in the same way.
pub fn printable(text: &str) -> Cow<'_, str> {
    let shown = if text.chars().any(is_unseen) {
        let mut shown = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if is_unseen(c) { push_number(&mut shown, c) } else { shown.push(c) }
        }
        Cow::Owned(shown)
    } else {
        Cow::Borrowed(text)
    };
    without_commands(shown)
}

/// Several lines to print, each as [`printable`] shows it, with the line breaks between them kept.
pub fn printable_lines(text: &str) -> String {
    text.split('\n')
        .map(|line| printable(line.strip_suffix('\r').unwrap_or(line)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A document that is printed as it is, except for what a terminal or a build server would obey: white space and marks that
/// a document needs stay.
pub fn printable_document(text: &str) -> String {
    let obeyed = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n'))
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let line = |line: &str| {
        let mut shown = String::with_capacity(line.len());
        for c in line.chars() {
            if obeyed(c) { push_number(&mut shown, c) } else { shown.push(c) }
        }
        without_commands(Cow::Owned(shown)).into_owned()
    };
    let lines = text.split('\n').map(|text| line(text.strip_suffix('\r').unwrap_or(text)));
    lines.collect::<Vec<_>>().join("\n")
}

/// JSON to print: the same values, with unseen characters and the beginnings of commands as escapes (RFC 8259, section 7).
/// Outside of strings JSON has only ASCII and white space, which stay.
pub fn printable_json(json: &str) -> Cow<'_, str> {
    let is_escaped = |c: char| is_unseen(c) && c != '\n';
    if !json.chars().any(is_escaped) && !json.contains(COMMAND) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown.replace(COMMAND, "#\\u0023"))
}

fn push_number(shown: &mut String, c: char) {
    // Writing to a string does not fail.
    let _ = write!(shown, "<U+{:04X}>", u32::from(c));
}

/// A line without what a build server would take for a command.
pub(crate) fn without_commands(text: Cow<'_, str>) -> Cow<'_, str> {
    let start = text.len() - text.trim_start().len();
    let is_command_line = text[start..].starts_with(COMMAND_LINE);
    if !is_command_line && command_at(&text).is_none() {
        return text;
    }
    let mut rest = text.as_ref();
    let mut shown = String::with_capacity(text.len() + 16);
    if is_command_line {
        shown.push_str(&text[..start]);
        push_number(&mut shown, ':');
        rest = &text[start + 1..];
    }
    while let Some(at) = command_at(rest) {
        shown.push_str(&rest[..at]);
        push_number(&mut shown, '#');
        rest = &rest[at + 1..];
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Where a text has `##`, letters or none, and `[`.
fn command_at(text: &str) -> Option<usize> {
    let mut commands = text.match_indices(COMMAND);
    commands.find_map(|(at, mark)| {
        let name = text[at + mark.len()..].trim_start_matches('#');
        name.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[').then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_unseen, printable, printable_document, printable_json, printable_lines};

    #[test]
    fn what_is_not_seen_becomes_its_number() {
        let unseen = "\u{0}\u{7}\u{8}\t\n\r\u{1b}\u{7f}\u{85}\u{9b}\u{a0}\u{ad}\u{61c}\u{180e}\u{200b}\u{200d}\u{200e}\u{2011}\
                      \u{2028}\u{2029}\u{202e}\u{2060}\u{2066}\u{3000}\u{3164}\u{e000}\u{fe0f}\u{feff}\u{fff9}\u{ffff}\
                      \u{e0041}\u{e0100}\u{10fffd}";
        for c in unseen.chars() {
            let shown = printable(&format!("a{c}b")).into_owned();
            assert_eq!(shown, format!("a<U+{:04X}>b", u32::from(c)));
        }
        for seen in
            ["a b-c", "Größe", "日本語", "שלום", "مرحبا", "नमस्ते", "e\u{301}", "😀", "–—…·", "\u{fffd}"]
        {
            assert_eq!(printable(seen), seen);
            assert!(!seen.chars().any(is_unseen));
        }
    }

    #[test]
    fn a_text_is_one_line_and_no_command_to_a_build_server() {
        assert_eq!(printable("a\n::error::b"), "a<U+000A>::error::b");
        assert_eq!(printable("  ::error::b"), "  <U+003A>:error::b");
        assert_eq!(printable("::"), "<U+003A>:");
        assert_eq!(printable("a::b"), "a::b");
        assert_eq!(printable("x ##[error]y ##vso[z]"), "x <U+0023>#[error]y <U+0023>#vso[z]");
        assert_eq!(printable("###[group]"), "<U+0023><U+0023>#[group]");
        assert_eq!(printable("## a heading [1]"), "## a heading [1]");
        assert_eq!(printable_lines("one\r\n::two\n"), "one\n<U+003A>:two\n");
    }

    #[test]
    fn a_document_keeps_its_white_space_and_its_marks() {
        let text = "# A\u{a0}b\n\n\t- ❤\u{fe0f} c\u{ad}d\n";
        assert_eq!(printable_document(text), text);
        assert_eq!(
            printable_document("a\u{1b}[31m\n::x::\n\u{202e}b"),
            "a<U+001B>[31m\n<U+003A>:x::\n<U+202E>b"
        );
    }

    #[test]
    fn json_keeps_its_values() {
        let values = ["a\u{9b}\u{202e}\u{2028}\u{e0041}\u{a0}b", "##vso[x]", "###[y]", "\\#", "plain"];
        let text = serde_json::to_string(&values).expect("texts");
        let shown = printable_json(&text);
        assert!(!shown.chars().any(is_unseen) && !shown.contains("##"), "{shown}");
        let read: Vec<String> = serde_json::from_str(&shown).expect("still JSON");
        assert_eq!(read, values);
        assert_eq!(printable_json("{\n  \"a\": 1\n}"), "{\n  \"a\": 1\n}");
    }
}
