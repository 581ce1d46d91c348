//! Inline content as one string with styles, and as words ready for lines. Words keep their parts together, so that
//! lines can be broken without looking at characters again.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::cut::{Cutter, levels, word_ends};
use super::display::Color;
use super::fonts::{FaceId, Wanted};
use super::picture::InlinePicture;
use super::shape::Shaper;
use crate::document::{Inline, InlineKind};
use crate::picture::Pictures;

/// Stands in the text where a picture is (OBJECT REPLACEMENT CHARACTER).
const PICTURE: &str = "\u{fffc}";

/// The style that inline content starts from.
#[derive(Debug, Clone, Copy)]
pub(super) struct BaseStyle {
    pub(super) size: f32,
    pub(super) color: Color,
    pub(super) link: Color,
    /// Behind inline code.
    pub(super) tint: Color,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RunStyle {
    pub(super) wanted: Wanted,
    pub(super) size: f32,
    pub(super) color: Color,
    pub(super) strikethrough: bool,
    /// What it stands on, where that is not the ground of its block: inline code has a tint.
    pub(super) tint: Option<Color>,
    /// How far above the baseline, in points.
    pub(super) rise: f32,
    /// Index into [`Prepared::links`].
    pub(super) link: Option<u16>,
    /// Index into [`Prepared::pictures`], for a picture instead of text.
    pub(super) picture: Option<u16>,
}

/// Where a link leads, before pages are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LinkTarget {
    /// An address, or `#anchor`.
    Address(Arc<str>),
    /// A footnote, by its number from 1.
    Note(usize),
}

impl LinkTarget {
    /// Whether both are of one link of the Markdown: two neighbouring links that lead to one place are two.
    fn continues(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Address(one), Self::Address(other)) => Arc::ptr_eq(one, other),
            (Self::Address(_) | Self::Note(_), Self::Note(_)) | (Self::Note(_), Self::Address(_)) => false,
        }
    }
}

/// A shaped piece of a word, or the spaces behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) segment: u32,
    /// The face of the segment.
    pub(super) face: FaceId,
    pub(super) style: u16,
    /// Embedding level of the bidirectional algorithm; odd is right to left.
    pub(super) level: u8,
    pub(super) space: bool,
    pub(super) width: f32,
}

/// What stays on one line, and the spaces behind it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) pieces: Range<u32>,
    /// Width without the spaces behind.
    pub(super) width: f32,
    /// Width of the spaces behind.
    pub(super) space: f32,
    /// Whether a line ends here whatever its width.
    pub(super) ends_line: bool,
}

/// Inline content ready to be broken into lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    pub(super) pieces: Vec<Piece>,
    pub(super) words: Vec<Word>,
    pub(super) styles: Vec<RunStyle>,
    pub(super) links: Vec<LinkTarget>,
    pub(super) pictures: Vec<InlinePicture>,
    /// Whether the text reads from right to left as a whole.
    pub(super) right_to_left: bool,
    /// Whether any piece does.
    pub(super) mixed: bool,
}

impl Prepared {
    /// Width if nothing is broken, and width of the widest word.
    pub(super) fn widths(&self) -> (f32, f32) {
        let (mut widest_line, mut widest_word, mut line) = (0.0_f32, 0.0_f32, 0.0_f32);
        for word in &self.words {
            widest_line = widest_line.max(line + word.width);
            widest_word = widest_word.max(word.width);
            line = if word.ends_line { 0.0 } else { line + word.width + word.space };
        }
        (widest_line, widest_word)
    }
}

/// Text with its styles, before it is cut.
#[derive(Clone, Default)]
pub(super) struct StyledText {
    text: String,
    spans: Vec<Span>,
    styles: Vec<RunStyle>,
    links: Vec<LinkTarget>,
    pictures: Vec<InlinePicture>,
    verbatim: bool,
}

/// From where on which style applies, and where that text came from.
#[derive(Clone)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) style: u16,
    pub(super) source: Range<usize>,
}

/// Numbers of footnotes by their labels.
pub(super) type NoteNumbers = std::collections::BTreeMap<String, usize>;

impl StyledText {
    /// Nothing yet, in the room of a text that nobody needs any more.
    pub(super) fn in_room(mut text: Self) -> Self {
        text.text.clear();
        text.spans.clear();
        text.styles.clear();
        text.links.clear();
        text.pictures.clear();
        text.verbatim = false;
        text
    }

    /// Joins inline content to it.
    pub(super) fn with_inlines(
        self,
        content: &[Inline],
        base: BaseStyle,
        (notes, pictures): (&NoteNumbers, &Pictures),
    ) -> Self {
        let mut styled = self;
        for inline in content {
            let link = inline.link.as_ref().map(|address| styled.link(LinkTarget::Address(address.clone())));
            let mut style = RunStyle {
                wanted: Wanted {
                    mono: false,
                    strong: base.strong || inline.style.strong,
                    emphasis: base.emphasis || inline.style.emphasis,
                },
                size: base.size,
                color: if link.is_some() { base.link } else { base.color },
                strikethrough: inline.style.strikethrough,
                tint: None,
                rise: 0.0,
                link,
                picture: None,
            };
            match &inline.kind {
                InlineKind::Picture(mention) => match pictures.get(&*mention.path) {
                    Some(picture) => {
                        style.picture = Some(styled.picture(InlinePicture::new(picture, mention, base.size)));
                        styled.push(PICTURE, style, inline.place.clone());
                    }
                    None => {
                        style.wanted.emphasis = true;
                        styled.push(&mention.alternative, style, inline.place.clone());
                    }
                },
                InlineKind::Text(text) => styled.push(text, style, inline.place.clone()),
                InlineKind::Code(code) => {
                    style.wanted.mono = true;
                    style.tint = Some(base.tint);
                    // DejaVu Sans Mono looks a size larger than Noto Sans.
                    style.size = base.size * 0.88;
                    styled.push(code, style, inline.place.clone());
                }
                InlineKind::LineBreak => styled.break_line(),
                // Cells set items as lists; here a row has become a paragraph, in which each starts a line.
                InlineKind::Item(mark) => {
                    styled.break_line();
                    let label = mark.label.text().map(|label| format!("{label} "));
                    styled.push(label.as_deref().unwrap_or_default(), style, inline.place.clone());
                }
                InlineKind::FootnoteReference(label) => match notes.get(label) {
                    Some(number) => {
                        style.link = Some(styled.link(LinkTarget::Note(*number)));
                        style.size = base.size * 0.68;
                        style.rise = base.size * 0.34;
                        style.color = base.link;
                        styled.push(&number.to_string(), style, inline.place.clone());
                    }
                    None => styled.push(&format!("[^{label}]"), style, inline.place.clone()),
                },
            }
        }
        styled
    }

    /// One style throughout; spaces are kept as they are.
    pub(super) fn verbatim(text: &str, style: RunStyle, place: Range<usize>) -> Self {
        let mut styled = Self { verbatim: true, ..Self::default() };
        styled.push(text, style, place);
        styled
    }

    /// One style throughout.
    pub(super) fn plain(text: &str, style: RunStyle) -> Self {
        let mut styled = Self::default();
        styled.push(text, style, 0..0);
        styled
    }

    fn link(&mut self, target: LinkTarget) -> u16 {
        if !self.links.last().is_some_and(|last| last.continues(&target))
            && self.links.len() < usize::from(u16::MAX)
        {
            self.links.push(target);
        }
        (self.links.len() - 1) as u16
    }

    fn picture(&mut self, picture: InlinePicture) -> u16 {
        if self.pictures.len() < usize::from(u16::MAX) {
            self.pictures.push(picture);
        }
        (self.pictures.len() - 1) as u16
    }

    fn break_line(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() {
            // The space keeps words apart for those who take the text without its lines.
            self.text.push_str(" \n");
        }
    }

    fn push(&mut self, text: &str, style: RunStyle, source: Range<usize>) {
        // Only the latest few are compared, or thousands of links would take forever.
        let recent = self.styles.len().saturating_sub(8);
        let style = match self.styles[recent..].iter().rposition(|known| *known == style) {
            Some(known) => recent + known,
            None => {
                self.styles.push(style);
                self.styles.len() - 1
            }
        };
        let style = u16::try_from(style).unwrap_or(u16::MAX - 1);
        self.spans.push(Span { start: self.text.len(), style, source });
        if self.verbatim {
            for character in text.chars() {
                match character {
                    '\t' => self.text.push_str("    "),
                    _ if vanishes(character) => {}
                    _ => self.text.push(character),
                }
            }
            return;
        }
        if is_plain(text) {
            let joined = self.text.is_empty() || self.text.ends_with([' ', '\n']);
            self.text.push_str(if joined { text.trim_start_matches(' ') } else { text });
            return;
        }
        for character in text.chars() {
            match character {
                ' ' | '\t' | '\n' | '\r' => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.text.push(' ');
                    }
                }
                _ if vanishes(character) => {}
                _ => self.text.push(character),
            }
        }
    }

    /// Shapes everything.
    pub(super) fn prepare(mut self, shaper: &mut Shaper<'_>) -> Arc<Prepared> {
        if !self.verbatim {
            self.text.truncate(self.text.trim_end_matches([' ', '\n']).len());
        }
        // Where links lead and which pictures are shown is a matter of the document.
        let (links, pictures) = (std::mem::take(&mut self.links), std::mem::take(&mut self.pictures));
        if !pictures.is_empty() {
            return Arc::new(self.shaped(shaper, Prepared { links, pictures, ..Prepared::default() }));
        }
        let mut prepared = shaper.text(self, |text, shaper| text.shaped(shaper, Prepared::default()));
        if !links.is_empty() {
            Arc::make_mut(&mut prepared).links = links;
        }
        prepared
    }

    /// Its words, with these links and pictures.
    fn shaped(&self, shaper: &mut Shaper<'_>, begun: Prepared) -> Prepared {
        let levels = levels(&self.text);
        let mut prepared = Prepared {
            styles: self.styles.clone(),
            right_to_left: levels.as_ref().is_some_and(|levels| levels.right_to_left),
            mixed: levels.is_some(),
            ..begun
        };
        let mut cutter = Cutter { text: &self.text, spans: &self.spans, span: 0, levels, shaper };
        let mut start = 0;
        for end in word_ends(&self.text) {
            cutter.word(&mut prepared, start..end);
            start = end;
        }
        prepared
    }
}

/// Texts are the same that look the same, wherever they come from.
impl PartialEq for StyledText {
    fn eq(&self, other: &Self) -> bool {
        fn spans(text: &StyledText) -> impl Iterator<Item = (usize, u16)> {
            text.spans.iter().map(|span| (span.start, span.style))
        }
        self.text == other.text && self.styles == other.styles && spans(self).eq(spans(other))
    }
}

impl Eq for StyledText {}

impl Hash for StyledText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
        self.spans.iter().for_each(|span| (span.start, span.style).hash(state));
        let first = self.styles.first();
        first.map(|style| (style.size.to_bits(), style.wanted.strong)).hash(state);
    }
}

/// True for printable ASCII without two spaces in a row, which stays as it is.
fn is_plain(text: &str) -> bool {
    let mut space = false;
    text.bytes().all(|byte| {
        let double = space && byte == b' ';
        space = byte == b' ';
        matches!(byte, b' '..=b'~') && !double
    })
}

/// Controls and invisible characters that must not reach a page: they would hide or reorder text, or break files.
fn vanishes(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
