//! Blocks that are set apart: quotes and alerts beside a bar, code on a tint.

use super::composer::{Composer, LineSetting};
use super::frame::Frame;
use super::set_blocks;
use crate::document::{AlertKind, Block, SourceRange};
use crate::layout::boxes::{Atom, Bar};
use crate::layout::element::Role;
use crate::layout::text::RunStyle;
use crate::theme::{Color, Colors, FixedWords};

/// Space between code and the edges of its tint: above and below, and at the sides.
const PADDING: f32 = 5.0;
const SIDE: f32 = 8.0;

/// A block of code with at most this many lines stays whole.
const SHORT_CODE: usize = 12;

/// Sets blocks in, beside a bar.
fn beside_bar(color: Color, composer: &mut Composer<'_>, inner: impl FnOnce(&mut Composer<'_>)) {
    let theme = composer.theme();
    composer.space_above(theme.block_gap);
    let quote = composer.element(Role::Quote);
    let frame = composer.frame().part_of(quote);
    let bar = Bar { number: composer.count(), x: frame.left + 1.0, width: 2.2, color, padding: 0.0 };
    // The space above belongs outside the bar: the flow ends and starts bars at the edges of atoms.
    composer.within(frame.indented(theme.indent * 0.8).with_bar(bar), inner);
    composer.space_below(theme.block_gap);
}

pub(super) fn set_quote(blocks: &[Block], composer: &mut Composer<'_>) {
    let colors = composer.theme().colors;
    beside_bar(colors.quote_bar, composer, |composer| {
        let frame = Frame { color: colors.muted, ..composer.frame().clone() };
        composer.within(frame, |composer| set_blocks(blocks, composer));
    });
}

pub(super) fn set_alert(kind: AlertKind, blocks: &[Block], composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let (color, word) = (alert_color(&theme.colors, kind), alert_word(&theme.words, kind));
    beside_bar(color, composer, |composer| {
        let element = composer.element(Role::Paragraph);
        let size = composer.frame().text;
        let text = composer.shape_words(word, RunStyle::bold(size, color));
        composer.set_lines(text, LineSetting { text: size, element, keep_with_next: true, anchor: None });
        composer.space_below(1.0);
        set_blocks(blocks, composer);
    });
}

pub(super) fn set_code(code: &str, place: &SourceRange, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let paragraph = composer.element(Role::Paragraph);
    let element = composer.element_in(paragraph, Role::Code);
    let outer = composer.frame().clone();
    let (x, width, color) = (outer.left, outer.width, theme.colors.code_tint);
    let bar = Bar { number: composer.count(), x, width, color, padding: PADDING };
    composer.space_above(theme.block_gap);
    let inner = outer.with_bar(bar).indented(SIDE);
    let inner = Frame { width: inner.width - SIDE, ..inner };
    composer.within(inner, |composer| {
        let mut style = RunStyle::regular(theme.code, theme.colors.text);
        style.wanted.mono = true;
        composer.emit(Atom { height: PADDING, keep_with_next: true, ..Atom::default() });
        let lines: Vec<&str> = code.trim_end_matches('\n').split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            // The space keeps lines apart for those who take the text without them.
            let text = composer.shape_code(&format!("{line} "), style, place.clone());
            // A short block stays whole; a long one keeps two lines at either end.
            let keep_with_next = lines.len() <= SHORT_CODE || number == 0 || number + 2 >= lines.len();
            composer.set_lines(text, LineSetting { text: theme.code, element, keep_with_next, anchor: None });
        }
        composer.emit(Atom { height: PADDING, ..Atom::default() });
    });
    composer.space_below(theme.block_gap);
}

fn alert_word(words: &FixedWords, kind: AlertKind) -> &str {
    match kind {
        AlertKind::Note => &words.note,
        AlertKind::Tip => &words.tip,
        AlertKind::Important => &words.important,
        AlertKind::Warning => &words.warning,
        AlertKind::Caution => &words.caution,
    }
}

fn alert_color(colors: &Colors, kind: AlertKind) -> Color {
    match kind {
        AlertKind::Note => colors.alerts.note,
        AlertKind::Tip => colors.alerts.tip,
        AlertKind::Important => colors.alerts.important,
        AlertKind::Warning => colors.alerts.warning,
        AlertKind::Caution => colors.alerts.caution,
    }
}
