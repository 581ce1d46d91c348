//! Page headers and footers: whose document this is, which one, how confidential, how old, and which page of how many.

use crate::document::Meta;

use super::display::{HeadingMark, Item, Mark, Page, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::fonts::Wanted;
use super::lines::line_width;
use super::shape::Shaper;
use super::text::{Prepared, RunStyle, StyledText};
use super::theme::Theme;

/// Adds headers and footers to finished pages.
pub(super) struct Furniture<'a, 's, 'f> {
    pub(super) theme: &'a Theme,
    pub(super) meta: &'a Meta,
    pub(super) headings: &'a [HeadingMark],
    pub(super) shaper: &'s mut Shaper<'f>,
}

/// Where on the line a text stands.
#[derive(Clone, Copy)]
enum Place {
    Left,
    Middle,
    Right,
}

impl Furniture<'_, '_, '_> {
    pub(super) fn add(&mut self, pages: &mut [Page]) {
        let total = pages.len();
        let organization = self.meta.organization.clone().unwrap_or_default();
        let running = match organization.is_empty() {
            true => self.meta.title.clone(),
            false => format!("{organization}  \u{b7}  {}", self.meta.title),
        };
        let date = self.meta.date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default();
        let classification = self.meta.classification.clone().unwrap_or_default();
        let mut sections = Sections { headings: self.headings, next: 0, current: String::new() };
        for (number, page) in pages.iter_mut().enumerate() {
            // The title itself stands on the first page.
            let left = if number == 0 { &organization } else { &running };
            let section = sections.on(number, self.theme.margins.top);
            let mut header = Canvas::default();
            self.text(&mut header, (page, left), (Place::Left, self.theme.margins.header));
            self.text(&mut header, (page, &section), (Place::Right, self.theme.margins.header));
            if !left.is_empty() || !section.is_empty() {
                header.decorate(self.rule(page));
            }
            let y = page.height - self.theme.margins.footer;
            let mut footer = Canvas::default();
            let of = format!("Page {} of {total}", number + 1);
            self.text(&mut footer, (page, &classification), (Place::Left, y));
            self.text(&mut footer, (page, &date), (Place::Middle, y));
            self.text(&mut footer, (page, &of), (Place::Right, y));
            page.items.splice(0..0, marked(header, Mark::PageHeader));
            page.items.extend(marked(footer, Mark::PageFooter));
        }
    }

    fn text(&mut self, canvas: &mut Canvas, (page, text): (&Page, &str), (place, y): (Place, f32)) {
        if text.is_empty() {
            return;
        }
        let margins = self.theme.margins;
        let room = page.width - margins.left - margins.right;
        let share = match place {
            Place::Left => room * 0.6,
            Place::Middle | Place::Right => room * 0.38,
        };
        let prepared = self.fitted(text, share);
        let line = 0..prepared.words.len();
        let slack = room - line_width(&prepared, &line);
        let x = margins.left
            + match place {
                Place::Left => 0.0,
                Place::Middle => slack / 2.0,
                Place::Right => slack,
            };
        let spot = Spot { x, y, mark: Mark::Artifact, links: &[] };
        canvas.line(self.shaper, (&prepared, &line), &spot);
    }

    /// Shapes a text; one too wide for its place is cut at a word and ends in an ellipsis.
    fn fitted(&mut self, text: &str, room: f32) -> Prepared {
        let style = RunStyle {
            wanted: Wanted::default(),
            size: self.theme.furniture.size,
            color: self.theme.colors.muted,
            strikethrough: false,
            tinted: false,
            rise: 0.0,
            link: None,
            picture: None,
        };
        let mut text: String = text.chars().take(400).collect();
        loop {
            let prepared = StyledText::plain(&text, style).prepare(self.shaper);
            let width = line_width(&prepared, &(0..prepared.words.len()));
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

/// Which section a page belongs to: the one that starts at its top, else the one that came before.
struct Sections<'h> {
    headings: &'h [HeadingMark],
    next: usize,
    current: String,
}

impl Sections<'_> {
    fn on(&mut self, page: usize, top: f32) -> String {
        while let Some(heading) = self.headings.get(self.next) {
            let before = heading.position.page < page
                || (heading.position.page == page && heading.position.y <= top + 1.0);
            if !before {
                break;
            }
            match heading.level {
                1 => self.current.clear(),
                2 => self.current.clone_from(&heading.title),
                _ => {}
            }
            self.next += 1;
        }
        self.current.clone()
    }
}

fn marked(canvas: Canvas, mark: Mark) -> impl Iterator<Item = Item> {
    canvas.items.into_iter().map(move |item| Item { mark, ..item })
}
