//! HTML in Markdown. Comments carry layout hints or vanish, `<br>` breaks a line, and everything else is text.

use std::fmt;

use strsim::osa_distance;

use super::SourceRange;
use crate::theme::Orientation;

/// What a comment asks of the layout.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Hint {
    /// Relative widths of the columns of the table that follows.
    Columns(Vec<f32>),
    /// A new page.
    PageBreak,
    /// A new page, turned.
    Turn(Orientation),
    /// The table that follows is a grid of marks.
    Grid,
    /// The table that follows has cells that are joined.
    Spans,
    /// The block that follows stays with the next one.
    Keep,
}

/// A part of an HTML block.
#[derive(Debug, PartialEq)]
pub(super) enum HtmlPart<'a> {
    /// A comment that is a hint.
    Hint(Hint),
    /// A comment that looks like one, and what is wrong with it.
    Mistaken(HintError),
    /// Anything that is not a comment.
    Text(&'a str),
}

/// A comment that is nearly a hint, and so most likely a misspelt one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintWarning {
    /// The comment as it is written, without its marks.
    pub comment: String,
    /// What is wrong with it, in one phrase.
    pub reason: String,
    /// What may be meant.
    pub meant: String,
    /// Where it stands in the Markdown.
    pub place: SourceRange,
}

impl fmt::Display for HintWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`<!-- {} -->` does nothing: {}", self.comment, self.reason)
    }
}

/// What is wrong with a comment that is nearly a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HintError {
    /// The comment as it is written, without its marks.
    pub(super) comment: String,
    /// What is wrong with it, in one phrase.
    pub(super) reason: String,
    /// What may be meant.
    pub(super) meant: String,
}

impl HintError {
    /// The warning about a comment that stands at a place.
    pub(super) fn at(self, place: SourceRange) -> HintWarning {
        HintWarning { comment: self.comment, reason: self.reason, meant: self.meant, place }
    }
}

/// Comments that hints could be mistaken for are no longer than this, in bytes.
const LONGEST: usize = 80;

/// In hints of at most this length, in bytes, only one letter may be wrong.
const SHORT: usize = 5;

/// The largest relative width a hint may give; more would leave nothing to the other columns.
const MAX_WIDTH: f32 = 1000.0;

/// Splits HTML into hints and literal text. Comments without a hint are dropped; one that is never closed is text,
/// so that nothing disappears by accident.
pub(super) fn parts(html: &str) -> Vec<HtmlPart<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start + 4..].find("-->") else {
            break;
        };
        push_text(&mut found, &rest[..start]);
        let comment = &rest[start + 4..start + 4 + length];
        match hint(comment) {
            Some(hint) => found.push(HtmlPart::Hint(hint)),
            None => found.extend(mistaken(comment).map(HtmlPart::Mistaken)),
        }
        rest = &rest[start + 4 + length + 3..];
    }
    push_text(&mut found, rest);
    found
}

/// Whether an inline tag is a line break.
pub(super) fn is_line_break(tag: &str) -> bool {
    let inner = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    inner.is_some_and(|inner| inner.trim_end_matches('/').trim().eq_ignore_ascii_case("br"))
}

/// What is wrong with a comment whose first word is nearly that of a hint.
fn mistaken(comment: &str) -> Option<HintError> {
    let comment = comment.trim();
    let word = comment.split(':').next().unwrap_or_default().trim();
    let folded: String = word.to_lowercase().replace([' ', '_'], "-");
    let meant = nearest_hint(&folded).filter(|_| comment.len() <= LONGEST)?;
    let mistaken = |reason: &str, meant: &str| HintError {
        comment: comment.to_owned(),
        reason: reason.to_owned(),
        meant: format!("<!-- {meant} -->"),
    };
    Some(match meant {
        "columns" if word == "columns" => {
            mistaken("widths are numbers above 0, separated by spaces", "columns: 1 2 1")
        }
        "columns" => mistaken("unknown hint", "columns: 1 2 1"),
        meant => mistaken("unknown hint", meant),
    })
}

/// The hint that a word may be a slip of: at most one letter in four is wrong, and one more; `page` is short for `page-break`.
fn nearest_hint(word: &str) -> Option<&'static str> {
    const HINTS: [&str; 7] = ["columns", "page-break", "landscape", "portrait", "grid", "spans", "keep"];
    let distance = |hint: &'static str| {
        let is_start = word.len() > 2 && hint.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'));
        if is_start { 1 } else { osa_distance(word, hint) }
    };
    let (distance, hint) = HINTS.map(|hint| (distance(hint), hint)).into_iter().min()?;
    // A short one is a word of the language with two letters changed.
    let most = if hint.len() <= SHORT { 1 } else { 1 + word.chars().count() / 4 };
    (distance <= most).then_some(hint)
}

fn push_text<'a>(found: &mut Vec<HtmlPart<'a>>, text: &'a str) {
    if !text.trim().is_empty() {
        found.push(HtmlPart::Text(text.trim()));
    }
}

fn hint(comment: &str) -> Option<Hint> {
    let comment = comment.trim();
    match comment {
        "page-break" => return Some(Hint::PageBreak),
        "landscape" => return Some(Hint::Turn(Orientation::Landscape)),
        "portrait" => return Some(Hint::Turn(Orientation::Portrait)),
        "grid" => return Some(Hint::Grid),
        "spans" => return Some(Hint::Spans),
        "keep" => return Some(Hint::Keep),
        _ => {}
    }
    let widths: Option<Vec<f32>> = comment
        .strip_prefix("columns:")?
        .split_whitespace()
        .map(|width| width.parse().ok().filter(|width| *width > 0.0 && *width <= MAX_WIDTH))
        .collect();
    widths.filter(|widths| !widths.is_empty()).map(Hint::Columns)
}

#[cfg(test)]
mod tests {
    use super::{Hint, HtmlPart, is_line_break, parts};

    #[test]
    fn comments_are_hints_or_nothing_and_the_rest_is_text() {
        let html = "<!-- columns: 1 2.5 --><!-- secret --> <b>bold</b>\n<!-- page-break -->";
        let expected = vec![
            HtmlPart::Hint(Hint::Columns(vec![1.0, 2.5])),
            HtmlPart::Text("<b>bold</b>"),
            HtmlPart::Hint(Hint::PageBreak),
        ];
        assert_eq!(parts(html), expected);
    }

    #[test]
    fn an_unclosed_comment_stays_visible() {
        assert_eq!(parts("<!-- open"), vec![HtmlPart::Text("<!-- open")]);
    }

    #[test]
    fn what_is_nearly_a_hint_is_no_comment() {
        let meant = |html: &str| match parts(html).as_slice() {
            [HtmlPart::Mistaken(mistaken)] => Some(mistaken.meant.clone()),
            found => {
                assert!(found.is_empty(), "{found:?}");
                None
            }
        };
        for html in [
            "<!-- columns: 1 -2 -->",
            "<!-- columns: inf NaN -->",
            "<!-- colums: 1 2 -->",
            "<!-- columns -->",
        ] {
            assert_eq!(meant(html).as_deref(), Some("<!-- columns: 1 2 1 -->"), "{html}");
        }
        assert_eq!(meant("<!-- Landscape -->").as_deref(), Some("<!-- landscape -->"));
        assert_eq!(meant("<!-- pagebreak -->").as_deref(), Some("<!-- page-break -->"));
        for html in [
            "<!-- TODO: say more -->",
            "<!-- spam -->",
            "<!-- kept -->",
            "<!-- great -->",
            "<!-- columns of the old report were wider and had other names in them, see there -->",
        ] {
            assert_eq!(meant(html), None, "{html}");
        }
    }

    #[test]
    fn every_spelling_of_br_breaks_a_line() {
        assert!(["<br>", "<br/>", "<BR />"].into_iter().all(is_line_break));
        assert!(!is_line_break("<brr>"));
    }
}
