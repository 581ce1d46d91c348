//! Lengths of the theme: each in a range in which pages can still be set, and margins that leave room for text.

use std::ops::RangeInclusive;

use onus_core::diagnostic::Code;
use onus_typeset::theme::{CellSpacing, HeadingSize, Margins, TextSize};

use super::ThemeReader;
use super::section::{Sourced, ThemeSection};
use crate::theme::schema::{CellsEntry, HeadingEntry, MarginsEntry, SizeEntry};

/// The short edge of the smallest sheet: A4, 210 mm.
const SHORTEST_EDGE: f32 = 595.276;

/// Least room for text in either direction: a short table fits.
const LEAST_ROOM: f32 = 260.0;

/// Between the baseline of a page header or footer and the edge of the sheet, and between it and the text, at least: many
/// printers leave about as much of a sheet white.
const CLEAR: f32 = 12.0;

const MARGIN: RangeInclusive<f32> = 0.0..=300.0;
const GAP: RangeInclusive<f32> = 0.0..=100.0;

/// Smaller type is not read, larger type leaves a word a line.
const SIZE: RangeInclusive<f32> = 4.0..=60.0;
const LEADING: RangeInclusive<f32> = 4.0..=120.0;

/// A length with the key that gives it.
struct NamedLength {
    name: &'static str,
    length: Sourced<f32>,
}

impl ThemeReader<'_> {
    pub(super) fn margins(&mut self, margins: &ThemeSection<'_, MarginsEntry>) -> Margins {
        let mut length = |name: &'static str, of: fn(&MarginsEntry) -> Option<f32>| NamedLength {
            name,
            length: self.length(margins.all(name, of), MARGIN),
        };
        let (top, right) = (length("top", |all| all.top), length("right", |all| all.right));
        let (bottom, left) = (length("bottom", |all| all.bottom), length("left", |all| all.left));
        let (header, footer) = (length("header", |all| all.header), length("footer", |all| all.footer));
        // Any page may be turned, so both directions must do with the shorter edge.
        self.check_room(&left, &right);
        self.check_room(&top, &bottom);
        self.check_baseline(&header, &top);
        self.check_baseline(&footer, &bottom);
        Margins {
            top: top.length.value,
            right: right.length.value,
            bottom: bottom.length.value,
            left: left.length.value,
            header: header.length.value,
            footer: footer.length.value,
        }
    }

    /// Two margins on opposite sides must leave room for text.
    fn check_room(&mut self, first: &NamedLength, second: &NamedLength) {
        let (one, other) = (&first.length, &second.length);
        let room = SHORTEST_EDGE - one.value - other.value;
        if room < LEAST_ROOM {
            let message =
                format!("the margins `{}` and `{}` leave {room:.0} points for text", first.name, second.name);
            let span = self.diagnostics.sources().span(&other.origin);
            let (larger, shown) = if one.value >= other.value { (one, Some(span)) } else { (other, None) };
            let error = self.diagnostics.error(Code::BadLength, &larger.origin, message);
            if let Some(span) = shown.filter(|span| span.source == error.labels[0].span.source) {
                error.also(span, "and this");
            }
            error.help(format!(
                "the short edge of an A4 sheet is {SHORTEST_EDGE:.0} points, of which {LEAST_ROOM:.0} must be left"
            ));
        }
    }

    /// The baseline of a page header or footer stands in its margin.
    fn check_baseline(&mut self, line: &NamedLength, margin: &NamedLength) {
        let (NamedLength { name, length: line }, NamedLength { name: margin_name, length: margin }) =
            (line, margin);
        let most = margin.value - CLEAR;
        if line.value > most || line.value < CLEAR {
            let message = format!(
                "the baseline of the page {name} is {} points from the edge of the sheet",
                line.value
            );
            let origin =
                if line.origin.source >= margin.origin.source { &line.origin } else { &margin.origin };
            let hint = if most >= CLEAR {
                let margin = margin.value;
                format!(
                    "with `{margin_name}: {margin}` it can be {CLEAR} to {most:.0}: in the margin and clear of the text"
                )
            } else {
                format!("a margin of at least 24 points has room for it: `{margin_name}: 24`")
            };
            self.diagnostics.error(Code::BadLength, origin, message).help(hint);
        }
    }

    pub(super) fn size(&mut self, size: &ThemeSection<'_, SizeEntry>) -> TextSize {
        let leading = self.length(size.all("leading", |size| size.leading), LEADING);
        let size = self.length(size.all("size", |size| size.size), SIZE);
        self.text_size(size, leading)
    }

    pub(super) fn heading(&mut self, heading: &ThemeSection<'_, HeadingEntry>) -> HeadingSize {
        let leading = self.length(heading.all("leading", |heading| heading.leading), LEADING);
        let size = self.length(heading.all("size", |heading| heading.size), SIZE);
        HeadingSize {
            text: self.text_size(size, leading),
            above: self.gap(heading.all("above", |heading| heading.above)),
            below: self.gap(heading.all("below", |heading| heading.below)),
        }
    }

    fn text_size(&mut self, size: Sourced<f32>, leading: Sourced<f32>) -> TextSize {
        if leading.value < size.value {
            let own = if size.origin.source >= leading.origin.source { &size } else { &leading };
            let (size, leading) = (size.value, leading.value);
            let message = format!("a leading of {leading} points is too small for a size of {size}");
            let hint = format!("set `leading` to about {:.0}", (size * 1.35).ceil());
            self.diagnostics.error(Code::BadLength, &own.origin, message).help(hint);
        }
        TextSize { size: size.value, leading: leading.value }
    }

    pub(super) fn gap(&mut self, found: Vec<Sourced<f32>>) -> f32 {
        self.length(found, GAP).value
    }

    pub(super) fn cells(&mut self, cells: &ThemeSection<'_, CellsEntry>) -> CellSpacing {
        CellSpacing {
            side: self.length(cells.all("side", |cells| cells.side), 0.0..=20.0).value,
            edge: self.length(cells.all("edge", |cells| cells.edge), 0.0..=20.0).value,
            rule: self.length(cells.all("rule", |cells| cells.rule), 0.0..=4.0).value,
        }
    }

    /// The first value in the range; those before it are mistakes.
    fn length(&mut self, found: Vec<Sourced<f32>>, range: RangeInclusive<f32>) -> Sourced<f32> {
        let mut usable = None;
        for length in found {
            // This also tells numbers from what YAML calls `.nan`.
            if range.contains(&length.value) {
                usable = usable.or(Some(length));
                break;
            }
            let message = format!("a length of {} points is not allowed here", length.value);
            let hint = format!("use between {} and {} points", range.start(), range.end());
            self.diagnostics.error(Code::BadLength, &length.origin, message).help(hint);
        }
        usable.expect("the built-in theme has every length, and sensible ones; a test reads it")
    }
}
