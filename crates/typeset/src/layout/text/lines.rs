//! Words to lines: greedy breaking at word ends; inside a word only where it is wider than its line, or by the rules of
//! its language where it would leave much of a narrow line empty.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;

use super::divide::{GAP, cut_words};
use super::hyphen::Division;
use super::shape::Shaper;
use super::shaped::{ShapedText, Word};

/// The words of one line.
pub(crate) type Line = Range<usize>;

/// A text with its lines.
#[derive(Clone)]
pub(crate) struct BrokenText {
    pub(crate) text: Arc<ShapedText>,
    pub(crate) lines: Vec<Line>,
}

/// Tolerance for rounding, in points: a column that was made as wide as its text must hold it.
const TOLERANCE: f32 = 0.01;

/// Breaks into lines of at most `width` points. There is at least one line, which may be empty.
pub(crate) fn break_lines(
    mut text: Arc<ShapedText>,
    shaper: &mut Shaper<'_>,
    width: f32,
    division: Division,
) -> BrokenText {
    let room = width + TOLERANCE;
    if text.words.iter().any(|word| word.width > room) {
        let wide_only = division.language().map_or(Division::Never, Division::WideWords);
        cut_words(Arc::make_mut(&mut text), shaper, room, wide_only);
    }
    let lines = greedy(&text.words, room);
    let broken = BrokenText { text, lines };
    let Division::Gaps(language) = division else { return broken };
    fewer_lines(&broken, shaper, width, language).unwrap_or(broken)
}

/// The same text with words divided where they would leave gaps, if that saves a line: a hyphen that saves none only
/// disturbs.
pub(crate) fn fewer_lines(
    broken: &BrokenText,
    shaper: &mut Shaper<'_>,
    width: f32,
    language: Lang,
) -> Option<BrokenText> {
    let BrokenText { text, lines } = broken;
    let inner = lines.split_last().map_or(&[][..], |(_, inner)| inner);
    if !inner.iter().any(|line| width - line_width(text, line) > width * GAP) {
        return None;
    }
    let room = width + TOLERANCE;
    let mut divided = ShapedText::clone(text);
    cut_words(&mut divided, shaper, room, Division::Gaps(language));
    let fewer = greedy(&divided.words, room);
    (fewer.len() < lines.len()).then(|| BrokenText { text: Arc::new(divided), lines: fewer })
}

/// As many words on each line as fit.
fn greedy(words: &[Word], width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (number, word) in words.iter().enumerate() {
        if number > start && used + word.width > width {
            lines.push(start..number);
            (start, used) = (number, 0.0);
        }
        used += word.width + word.space;
        if word.ends_line {
            lines.push(start..number + 1);
            (start, used) = (number + 1, 0.0);
        }
    }
    if start < words.len() || lines.is_empty() {
        lines.push(start..words.len());
    }
    lines
}

/// Width of a line without the spaces at its end.
pub(crate) fn line_width(text: &ShapedText, line: &Line) -> f32 {
    let words = &text.words[line.clone()];
    let all: f32 = words.iter().map(|word| word.width + word.space).sum();
    all - words.last().map_or(0.0, |word| word.space)
}
