//! Pictures: by themselves, with their captions below, or within text and as high as its lines.

use std::sync::Arc;

use super::atom::{Atom, PendingLink};
use super::compose::{Composer, Setting};
use super::display::{Item, Mark, PictureBox, Shape};
use super::element::Role;
use super::text::{LinkTarget, StyledText};
use crate::document::{Figure, Inline, InlineKind, Mention, Style};
use crate::picture::Picture;

/// The part of a page's height that a picture takes at most.
const TALLEST: f32 = 0.6;

/// How high and wide a picture within text is at most, in sizes of the text.
const INLINE: (f32, f32) = (8.0, 1.25);

/// The pictures of a document, each once.
#[derive(Debug, Default)]
pub(super) struct Shown {
    list: Vec<Arc<Picture>>,
}

impl Shown {
    /// The number by which the display list knows a picture.
    pub(super) fn number(&mut self, picture: &Arc<Picture>) -> u32 {
        let known = self.list.iter().position(|shown| Arc::ptr_eq(shown, picture));
        let number = known.unwrap_or_else(|| {
            self.list.push(picture.clone());
            self.list.len() - 1
        });
        u32::try_from(number).expect("memory ends before four billion pictures do")
    }

    /// A picture at a place, in points of width and height: as content, or as decoration such as a logo.
    pub(super) fn shape(
        &mut self,
        picture: &Arc<Picture>,
        (x, y): (f32, f32),
        (width, height): (f32, f32),
    ) -> Shape {
        Shape::Picture(PictureBox { picture: self.number(picture), x, y, width, height })
    }

    pub(super) fn finish(self) -> Vec<Arc<Picture>> {
        self.list
    }
}

/// A picture within text.
#[derive(Debug, Clone)]
pub(super) struct InlinePicture {
    pub(super) picture: Arc<Picture>,
    pub(super) alternative: String,
    pub(super) width: f32,
    pub(super) height: f32,
    /// Number in [`Shown`], once it has one.
    pub(super) number: u32,
}

impl InlinePicture {
    pub(super) fn new(picture: &Arc<Picture>, mention: &Mention, size: f32) -> Self {
        let (width, height) = picture.fitted((INLINE.0 * size, INLINE.1 * size));
        Self { picture: picture.clone(), alternative: spoken(mention), width, height, number: 0 }
    }

    /// The picture on a line: in the middle of its capitals, and narrower where there is less room.
    pub(super) fn shape(&self, (x, baseline): (f32, f32), size: f32, width: f32) -> Shape {
        let height = self.height * (width / self.width).min(1.0);
        let y = baseline - size * 0.357 - height / 2.0;
        Shape::Picture(PictureBox { picture: self.number, x, y, width: width.min(self.width), height })
    }
}

impl Composer<'_> {
    /// A picture that stands by itself, at its natural size if there is room.
    pub(super) fn figure(&mut self, figure: &Figure) {
        let mention = &figure.mention;
        let Some(picture) = self.pictures.get(&*mention.path).cloned() else {
            return self.paragraph(&[in_words(figure)], false);
        };
        self.space(self.theme.block_gap);
        let (width, height) = picture.fitted((self.width, self.flow.height() * TALLEST));
        let target =
            figure.link.clone().map(LinkTarget::Address).filter(|target| !self.leads_nowhere(target));
        let parent = match target {
            Some(_) => {
                let paragraph = self.structure.add(Role::Paragraph, self.parent);
                self.structure.add(Role::Link, paragraph)
            }
            None => self.parent,
        };
        let element = self.structure.figure(parent, spoken(mention));
        let link = target.map(|target| {
            let (left, right) = (self.left, self.left + width);
            PendingLink { left, right, top: 0.0, bottom: height, target, element: parent }
        });
        let shape = self.shown.shape(&picture, (self.left, 0.0), (width, height));
        self.emit(Atom {
            height,
            keep_with_next: mention.title.is_some(),
            items: vec![Item { mark: Mark::Content(element), shape }],
            links: link.into_iter().collect(),
            ..Atom::default()
        });
        if let Some(title) = &mention.title {
            self.caption(title);
        }
        self.gap = self.theme.block_gap;
    }

    fn caption(&mut self, title: &str) {
        let element = self.structure.add(Role::Caption, self.parent);
        let text = self.theme.note;
        let style = self.run_style(text, self.theme.colors.muted);
        let prepared = StyledText::plain(title, style).prepare(&mut self.shaper);
        self.gap = 4.0;
        self.lines(prepared, Setting { text, element, keep_with_next: false, anchor: None });
    }
}

/// What stands for a picture for those who cannot see it. Without a description the file's name has to do.
fn spoken(mention: &Mention) -> String {
    let alternative = mention.alternative.trim();
    let title = mention.title.as_deref().unwrap_or_default().trim();
    let name = mention.path.rsplit('/').next().unwrap_or_default();
    let words = [alternative, title].into_iter().find(|words| !words.is_empty());
    words.map_or_else(|| format!("Picture {name}"), str::to_owned)
}

fn in_words(figure: &Figure) -> Inline {
    Inline {
        kind: InlineKind::Text(spoken(&figure.mention)),
        style: Style { emphasis: true, ..Style::default() },
        link: figure.link.clone(),
        place: figure.mention.place.clone(),
    }
}
