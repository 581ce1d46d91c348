//! What no text may contain, whatever it is about: the marks that git leaves where two branches met, and characters
//! that readers of YAML take for line breaks or refuse, each at a place of its own.

use std::ops::Range;

/// Number of places that are named per file; whoever has more has them everywhere.
pub(super) const MOST_ODDITIES: usize = 10;

/// The marks that git writes into a file that it cannot merge, each at the start of a line (git-merge, "How conflicts
/// are presented").
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The mark in the middle, which in Markdown is also the line below a heading.
const MIDDLE: &str = "=======";

/// The kind of a text, as far as the marks of git can mean something else in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A line of equal signs underlines a heading, and blocks of code may show anything.
    Markdown,
    /// YAML or JSON.
    Data,
}

/// The marks of git in a text, by their bytes.
pub fn conflict_marks(text: &str, kind: TextKind) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Marks that may be the line below a heading; others in the text show that they are not.
    let mut doubtful = 0;
    let mut at = 0;
    let mut fence: Option<String> = None;
    let mut is_after_text = false;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end();
        let is_markdown = kind == TextKind::Markdown;
        let is_shown = is_markdown && (is_fence(shown, &mut fence) || fence.is_some());
        if !is_shown && let Some(mark) = mark_of(shown) {
            doubtful += usize::from(is_markdown && shown == MIDDLE && is_after_text);
            found.push(at..at + mark.len());
        }
        is_after_text = !shown.is_empty();
        at += line.len();
    }
    if found.len() == doubtful {
        found.clear();
    }
    found.truncate(MOST_ODDITIES);
    found
}

/// The mark that a line starts with; git writes a space and a name behind it, or nothing.
fn mark_of(line: &str) -> Option<&'static str> {
    let mark = MARKS.into_iter().find(|mark| line.starts_with(mark))?;
    line[mark.len()..].chars().next().is_none_or(|next| next == ' ').then_some(mark)
}

/// True for a line that opens or closes a block of code (CommonMark 0.31, section 4.5), which `open` remembers.
fn is_fence(line: &str, open: &mut Option<String>) -> bool {
    let text = line.trim_start_matches(' ');
    let ticks = text.chars().next().filter(|c| matches!(c, '`' | '~') && line.len() - text.len() < 4);
    let Some(tick) = ticks else { return false };
    let fence: String = text.chars().take_while(|c| *c == tick).collect();
    let rest = &text[fence.len()..];
    match open {
        None if fence.len() >= 3 && !(tick == '`' && rest.contains('`')) => *open = Some(fence),
        Some(opened) if fence.starts_with(opened.as_str()) && rest.trim().is_empty() => *open = None,
        None | Some(_) => return false,
    }
    true
}

/// A character that a YAML text must not contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OddCharacter {
    pub(super) character: char,
    pub(super) range: Range<usize>,
}

/// The characters of a YAML text that its readers take for line breaks or refuse.
pub(super) fn odd_characters(text: &str) -> Vec<OddCharacter> {
    let odd = text.char_indices().filter(|(_, character)| is_odd(*character)).take(MOST_ODDITIES);
    odd.map(|(at, character)| OddCharacter { character, range: at..at + character.len_utf8() }).collect()
}

/// YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, YAML 1.2 does not (1.2.2, 5.4); the rest is not printable in
/// either (5.1).
fn is_odd(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{TextKind, conflict_marks};

    /// Where marks begin and end.
    fn marks(text: &str, kind: TextKind) -> Vec<[usize; 2]> {
        conflict_marks(text, kind).into_iter().map(|mark| [mark.start, mark.end]).collect()
    }

    #[test]
    fn marks_of_git_are_found_alone_and_not_in_what_only_looks_like_them() {
        for mark in ["<<<<<<< HEAD", "<<<<<<<", "||||||| 12ab", "=======", ">>>>>>> topic\r"] {
            assert_eq!(marks(&format!("a: 1\n{mark}\nb: 2\n"), TextKind::Data), [[5, 12]], "{mark}");
        }
        for text in ["a: 1\n  ======= \n", "========\n", "<<<<<<<<\n", ">>>>>>>x\n"] {
            assert!(conflict_marks(text, TextKind::Data).is_empty(), "{text}");
        }
        for text in ["Heading\n=======\n", "```\n<<<<<<< HEAD\n```\n", "~~~ text\n```\n>>>>>>> x\n~~~\n"] {
            assert!(conflict_marks(text, TextKind::Markdown).is_empty(), "{text}");
        }
        assert_eq!(marks("\n=======\n", TextKind::Markdown), [[1, 8]]);
        assert_eq!(marks("a\n=======\nb\n>>>>>>> c\n", TextKind::Markdown), [[2, 9], [12, 19]]);
        assert_eq!(marks("```\nx\n```\n<<<<<<< a\n", TextKind::Markdown), [[10, 17]]);
    }
}
