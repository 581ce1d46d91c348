//! Page headers and footers: whose document this is, which one, how confidential, how old, and which page of how many.

use std::collections::VecDeque;
use std::sync::Arc;

use super::display::{HeadingMark, Item, Mark, Page, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::fonts::Wanted;
use super::lines::line_width;
use super::shape::Shaper;
use super::text::{Prepared, RunStyle, StyledText};
use crate::document::Meta;
use crate::theme::Theme;
use crate::theme::{FurnitureLine, FurnitureText, Placeholder};

/// Adds headers and footers to finished pages.
pub(super) struct Furniture<'a, 's, 'f> {
    pub(super) theme: &'a Theme,
    pub(super) meta: &'a Meta,
    pub(super) headings: &'a [HeadingMark],
    pub(super) shaper: &'s mut Shaper<'f>,
    /// The latest texts with the room they had: most pages say the same as the page before.
    pub(super) latest: VecDeque<(String, f32, Arc<Prepared>)>,
}

/// Two lines of three texts.
const TEXTS: usize = 6;

/// What differs from page to page.
struct PageFacts {
    number: usize,
    total: usize,
    section: String,
    subsection: String,
}

impl Furniture<'_, '_, '_> {
    pub(super) fn add(&mut self, pages: &mut [Page]) {
        let total = pages.len();
        let theme = self.theme;
        let mut sections = Sections::new(self.headings);
        for (number, page) in pages.iter_mut().enumerate() {
            let (section, subsection) = sections.on(number, theme.margins.top);
            let place = PageFacts { number: number + 1, total, section, subsection };
            let mut header = Canvas::default();
            self.line(&mut header, (page, theme.margins.header), (&theme.header, &place));
            if !header.items.is_empty() {
                header.decorate(self.rule(page));
            }
            let y = page.height - theme.margins.footer;
            let mut footer = Canvas::default();
            self.line(&mut footer, (page, y), (&theme.footer, &place));
            page.items.splice(0..0, marked(header, Mark::PageHeader));
            page.items.extend(marked(footer, Mark::PageFooter));
        }
    }

    /// Sets the three texts of a line; where there is one in the middle, the others keep clear of it.
    fn line(
        &mut self,
        canvas: &mut Canvas,
        (page, y): (&Page, f32),
        (line, place): (&FurnitureLine, &PageFacts),
    ) {
        let margins = self.theme.margins;
        let room = page.width - margins.left - margins.right;
        let mut text = |text: &FurnitureText, share: f32| {
            let text = text.filled(|placeholder| value(self.meta, placeholder, place));
            self.set(text, share)
        };
        let middle = text(&line.middle, room * 0.38);
        let (left, right) = match whole_width(&middle) {
            width if width > 0.0 => ((room - width) / 2.0 - 8.0, (room - width) / 2.0 - 8.0),
            _ => (room * 0.6, room * 0.38),
        };
        let (left, right) = (text(&line.left, left), text(&line.right, right));
        let slack = |prepared: &Prepared| room - whole_width(prepared);
        for (prepared, indent) in [(&left, 0.0), (&middle, slack(&middle) / 2.0), (&right, slack(&right))] {
            let spot = Spot { x: margins.left + indent, y, mark: Mark::Artifact, links: &[] };
            canvas.line(self.shaper, (prepared, &(0..prepared.words.len())), &spot);
        }
    }

    /// A text for a place with this room.
    fn set(&mut self, text: String, room: f32) -> Arc<Prepared> {
        let same = |(known, of, _): &&(String, f32, Arc<Prepared>)| *known == text && *of == room;
        if let Some((_, _, prepared)) = self.latest.iter().find(same) {
            return prepared.clone();
        }
        let prepared = self.fitted(&text, room);
        self.latest.truncate(TEXTS - 1);
        self.latest.push_front((text, room, prepared.clone()));
        prepared
    }

    /// Shapes a text; one too wide for its place is cut at a word and ends in an ellipsis.
    fn fitted(&mut self, text: &str, room: f32) -> Arc<Prepared> {
        let style = RunStyle {
            wanted: Wanted::default(),
            size: self.theme.furniture.size,
            color: self.theme.colors.muted,
            strikethrough: false,
            tint: None,
            rise: 0.0,
            link: None,
            picture: None,
        };
        let mut text: String = text.chars().take(400).collect();
        loop {
            let prepared = StyledText::plain(&text, style).prepare(self.shaper);
            let width = whole_width(&prepared);
            let count = text.chars().count();
            if width <= room || count < 8 {
                return prepared;
            }
            let keep = ((count as f32 * room / width) as usize).min(count - 2).saturating_sub(1);
            let cut: String = text.chars().take(keep).collect();
            let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words).to_owned();
            text = format!("{}\u{2026}", cut.trim_end_matches([' ', '\u{2026}']));
        }
    }

    fn rule(&self, page: &Page) -> Shape {
        let margins = self.theme.margins;
        let y = margins.header + 7.0;
        Shape::Stroke(Stroke {
            from: (margins.left, y),
            to: (page.width - margins.right, y),
            width: 0.4,
            color: self.theme.colors.rule,
        })
    }
}

/// What stands for a placeholder; none where nobody knows.
fn value(meta: &Meta, placeholder: Placeholder, place: &PageFacts) -> Option<String> {
    match placeholder {
        Placeholder::Organization => meta.organization.clone(),
        Placeholder::Project => meta.project.clone(),
        Placeholder::Title => Some(meta.title.clone()),
        Placeholder::RunningTitle => (place.number > 1).then(|| meta.title.clone()),
        Placeholder::Section => known(&place.section),
        Placeholder::Subsection => known(&place.subsection),
        Placeholder::Classification => meta.classification.clone(),
        Placeholder::Date => meta.date.map(|date| date.format("%Y-%m-%d").to_string()),
        Placeholder::Id => meta.id.clone(),
        Placeholder::Revision => meta.revision.clone(),
        Placeholder::Page => Some(place.number.to_string()),
        Placeholder::Pages => Some(place.total.to_string()),
    }
}

fn known(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn whole_width(prepared: &Prepared) -> f32 {
    line_width(prepared, &(0..prepared.words.len()))
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

    fn on(&mut self, page: usize, top: f32) -> (String, String) {
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
        (self.section.clone(), self.subsection.clone())
    }
}

fn marked(canvas: Canvas, mark: Mark) -> impl Iterator<Item = Item> {
    canvas.items.into_iter().map(move |item| Item { mark, ..item })
}
