//! Furniture, the trade word for what stands on every page: headers and footers that say whose document this is, which
//! one, how confidential, how old, and which page of how many.

use std::collections::VecDeque;
use std::sync::Arc;

use super::boxes::{Canvas, Flowed, LinePlacement};
use super::display::{HeadingMark, Item, Mark, Page, Shape, Stroke};
use super::text::{RunStyle, ShapedText, Shaper, StyledText, line_width, prepare};
use crate::document::Meta;
use crate::geometry::Point;
use crate::theme::{FurnitureLine, FurnitureText, Placeholder, Theme};

/// The texts of a page: two lines of three.
const TEXTS: usize = 6;

/// Parts of a line that the texts may take when they stand side by side: what is left is air between them.
const MIDDLE: f32 = 0.38;
const LEFT_ALONE: f32 = 0.6;
const RIGHT_ALONE: f32 = 0.38;

/// Between the text in the middle and its neighbours, in points.
const AIR: f32 = 8.0;

/// Longer texts fit on no page, in characters.
const LONGEST_TEXT: usize = 400;

/// Adds headers and footers to finished pages.
pub(super) fn add(flowed: &mut Flowed, theme: &Theme, meta: &Meta, shaper: &mut Shaper<'_>) {
    let total = flowed.pages.len();
    let mut sections = Sections::new(&flowed.headings);
    let mut setter = FurnitureSetter { theme, meta, shaper, latest: VecDeque::new() };
    for (number, page) in flowed.pages.iter_mut().enumerate() {
        sections.turn_to(number, theme.margins.top);
        let facts = PageFacts {
            number: number + 1,
            total,
            section: sections.section.clone(),
            subsection: sections.subsection.clone(),
        };
        let mut header = setter.line(page, theme.margins.header, &theme.header, &facts);
        if !header.items.is_empty() {
            header.decorate(rule(theme, page));
        }
        let footer = setter.line(page, page.height - theme.margins.footer, &theme.footer, &facts);
        page.items.splice(0..0, marked(header, Mark::PageHeader));
        page.items.extend(marked(footer, Mark::PageFooter));
    }
}

/// What differs from page to page.
struct PageFacts {
    number: usize,
    total: usize,
    section: String,
    subsection: String,
}

struct FurnitureSetter<'a, 's, 'f> {
    theme: &'a Theme,
    meta: &'a Meta,
    shaper: &'s mut Shaper<'f>,
    /// The latest texts: most pages say the same as the page before.
    latest: VecDeque<FittedText>,
}

/// A text as it was set for a place.
struct FittedText {
    text: String,
    room: f32,
    shaped: Arc<ShapedText>,
}

impl FurnitureSetter<'_, '_, '_> {
    /// Sets the three texts of a line; where there is one in the middle, the others keep clear of it.
    fn line(&mut self, page: &Page, y: f32, line: &FurnitureLine, facts: &PageFacts) -> Canvas {
        let margins = self.theme.margins;
        let room = page.width - margins.left - margins.right;
        let mut text = |text: &FurnitureText, share: f32| {
            let text = text.filled(|placeholder| value(self.meta, placeholder, facts));
            self.set(text, share)
        };
        let middle = text(&line.middle, room * MIDDLE);
        let width = whole_width(&middle);
        let beside = (room - width) / 2.0 - AIR;
        let (left, right) =
            if width > 0.0 { (beside, beside) } else { (room * LEFT_ALONE, room * RIGHT_ALONE) };
        let (left, right) = (text(&line.left, left), text(&line.right, right));
        let slack = |shaped: &ShapedText| room - whole_width(shaped);
        let mut canvas = Canvas::default();
        for (shaped, indent) in [(&left, 0.0), (&middle, slack(&middle) / 2.0), (&right, slack(&right))] {
            let place = LinePlacement { x: margins.left + indent, y, mark: Mark::Artifact, links: &[] };
            canvas.draw_line(self.shaper, shaped, &shaped.whole(), &place);
        }
        canvas
    }

    /// A text for a place with this room.
    fn set(&mut self, text: String, room: f32) -> Arc<ShapedText> {
        let same = |known: &&FittedText| known.text == text && known.room == room;
        if let Some(known) = self.latest.iter().find(same) {
            return known.shaped.clone();
        }
        let shaped = self.fitted(&text, room);
        self.latest.truncate(TEXTS - 1);
        self.latest.push_front(FittedText { text, room, shaped: shaped.clone() });
        shaped
    }

    /// Shapes a text; one too wide for its place is cut at a word and ends in an ellipsis.
    fn fitted(&mut self, text: &str, room: f32) -> Arc<ShapedText> {
        let style = RunStyle::regular(self.theme.furniture, self.theme.colors.muted);
        let mut text: String = text.chars().take(LONGEST_TEXT).collect();
        loop {
            let shaped = prepare(StyledText::plain(&text, style), self.shaper);
            let width = whole_width(&shaped);
            let count = text.chars().count();
            // A few characters are shown whatever their width, so that the loop ends and the reader sees something.
            if width <= room || count < 8 {
                return shaped;
            }
            let keep = ((count as f32 * room / width) as usize).min(count - 2).saturating_sub(1);
            let cut: String = text.chars().take(keep).collect();
            let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words).to_owned();
            text = format!("{}\u{2026}", cut.trim_end_matches([' ', '\u{2026}']));
        }
    }
}

/// The rule below the page header.
fn rule(theme: &Theme, page: &Page) -> Shape {
    let margins = theme.margins;
    let y = margins.header + 7.0;
    Shape::Stroke(Stroke {
        from: Point::new(margins.left, y),
        to: Point::new(page.width - margins.right, y),
        width: 0.4,
        color: theme.colors.rule,
    })
}

/// The value of a placeholder, if it is known.
fn value(meta: &Meta, placeholder: Placeholder, facts: &PageFacts) -> Option<String> {
    match placeholder {
        Placeholder::Organization => meta.organization.clone(),
        Placeholder::Project => meta.project.clone(),
        Placeholder::Title => Some(meta.title.clone()),
        Placeholder::RunningTitle => (facts.number > 1).then(|| meta.title.clone()),
        Placeholder::Section => known(&facts.section),
        Placeholder::Subsection => known(&facts.subsection),
        Placeholder::Classification => meta.classification.clone(),
        Placeholder::Date => meta.date.map(|date| date.format("%Y-%m-%d").to_string()),
        Placeholder::Id => meta.id.clone(),
        Placeholder::Revision => meta.revision.clone(),
        Placeholder::Page => Some(facts.number.to_string()),
        Placeholder::Pages => Some(facts.total.to_string()),
    }
}

fn known(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn whole_width(shaped: &ShapedText) -> f32 {
    line_width(shaped, &shaped.whole())
}

/// Which section and subsection a page belongs to: those that start at its top, else those that go on there.
struct Sections<'h> {
    headings: &'h [HeadingMark],
    next: usize,
    section: String,
    subsection: String,
}

impl<'h> Sections<'h> {
    fn new(headings: &'h [HeadingMark]) -> Self {
        Self { headings, next: 0, section: String::new(), subsection: String::new() }
    }

    /// Goes on to a page, whose text starts at a distance from the upper edge.
    fn turn_to(&mut self, page: usize, top: f32) {
        while let Some(heading) = self.headings.get(self.next) {
            let position = heading.position;
            let at_top = position.page == page && position.y <= top + 1.0;
            if !at_top && position.page >= page {
                break;
            }
            match heading.level {
                1 => (self.section, self.subsection) = (String::new(), String::new()),
                2 => (self.section, self.subsection) = (heading.title.clone(), String::new()),
                3 => self.subsection.clone_from(&heading.title),
                _ => {}
            }
            self.next += 1;
        }
    }
}

fn marked(canvas: Canvas, mark: Mark) -> impl Iterator<Item = Item> {
    canvas.items.into_iter().map(move |item| Item { mark, ..item })
}
