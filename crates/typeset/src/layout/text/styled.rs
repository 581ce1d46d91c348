//! Inline content as one string with styles.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::picture::InlinePicture;
use super::style::{BaseStyle, LinkTarget, RunStyle};
use crate::document::{Inline, InlineKind};
use crate::font::Wanted;
use crate::picture::Pictures;

/// Stands in the text where a picture is (OBJECT REPLACEMENT CHARACTER).
const PICTURE: &str = "\u{fffc}";

/// DejaVu Sans Mono looks a size larger than Noto Sans.
const CODE_SIZE: f32 = 0.88;

/// Size of the number of a footnote, and how far it is raised, in sizes of the text around it.
const NOTE_SIZE: f32 = 0.68;
const NOTE_RISE: f32 = 0.34;

/// How many of the latest styles a new one is compared with: comparing all would take quadratic time in a text with
/// thousands of links.
const COMPARED_STYLES: usize = 8;

/// Text with its styles, before it is cut.
#[derive(Clone, Default)]
pub(crate) struct StyledText {
    pub(super) text: String,
    pub(super) spans: Vec<StyleSpan>,
    pub(super) styles: Vec<RunStyle>,
    pub(super) links: Vec<LinkTarget>,
    pub(super) pictures: Vec<InlinePicture>,
    /// Whether spaces stay as they are.
    verbatim: bool,
}

/// From where on which style applies, and where that text came from.
#[derive(Clone)]
pub(super) struct StyleSpan {
    pub(super) start: usize,
    pub(super) style: u16,
    pub(super) source: Range<usize>,
}

/// Numbers of footnotes by their labels.
pub(crate) type NoteNumbers = std::collections::BTreeMap<String, usize>;

impl StyledText {
    /// An empty text that reuses the memory of one that is no longer needed.
    pub(super) fn in_room(mut text: Self) -> Self {
        text.text.clear();
        text.spans.clear();
        text.styles.clear();
        text.links.clear();
        text.pictures.clear();
        text.verbatim = false;
        text
    }

    /// Appends inline content. A footnote without a number, and a picture that is not there, become words.
    pub(crate) fn with_inlines(
        mut self,
        content: &[Inline],
        base: BaseStyle,
        notes: &NoteNumbers,
        pictures: &Pictures,
    ) -> Self {
        for inline in content {
            let link = inline.link.as_ref().map(|address| self.link(LinkTarget::Address(address.clone())));
            let mut style = inline_style(inline, base, link);
            let source = inline.place.clone();
            match &inline.kind {
                InlineKind::Picture(reference) => match pictures.get(&*reference.path) {
                    Some(picture) => {
                        style.picture = Some(self.picture(InlinePicture::new(picture, reference, base.size)));
                        self.push(PICTURE, style, source);
                    }
                    None => {
                        style.wanted.emphasis = true;
                        if let Some(address) = reference.address().filter(|_| link.is_none()) {
                            style.link = Some(self.link(LinkTarget::Address(address)));
                            style.color = base.link;
                        }
                        self.push(&reference.spoken(), style, source);
                    }
                },
                InlineKind::Text(text) => self.push(text, style, source),
                InlineKind::Code(code) => {
                    style.wanted.mono = true;
                    style.tint = Some(base.tint);
                    style.size = base.size * CODE_SIZE;
                    self.push(code, style, source);
                }
                InlineKind::LineBreak => self.break_line(),
                // Cells set items as lists; here a row has become a paragraph, in which each starts a line.
                InlineKind::Item(mark) => {
                    self.break_line();
                    let label = mark.label.text().map(|label| format!("{label} "));
                    self.push(label.as_deref().unwrap_or_default(), style, source);
                }
                InlineKind::FootnoteReference(label) => match notes.get(label) {
                    Some(number) => {
                        style.link = Some(self.link(LinkTarget::Note(*number)));
                        style.size = base.size * NOTE_SIZE;
                        style.rise = base.size * NOTE_RISE;
                        style.color = base.link;
                        self.push(&number.to_string(), style, source);
                    }
                    None => self.push(&format!("[^{label}]"), style, source),
                },
            }
        }
        self
    }

    /// One style throughout; spaces are kept as they are.
    pub(crate) fn verbatim(text: &str, style: RunStyle, place: Range<usize>) -> Self {
        let mut styled = Self { verbatim: true, ..Self::default() };
        styled.push(text, style, place);
        styled
    }

    /// One style throughout.
    pub(crate) fn plain(text: &str, style: RunStyle) -> Self {
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
            // The space keeps words apart in extracted text, which has no line breaks.
            self.text.push_str(" \n");
        }
    }

    fn push(&mut self, text: &str, style: RunStyle, source: Range<usize>) {
        let recent = self.styles.len().saturating_sub(COMPARED_STYLES);
        let style = match self.styles[recent..].iter().rposition(|known| *known == style) {
            Some(known) => recent + known,
            None => {
                self.styles.push(style);
                self.styles.len() - 1
            }
        };
        let style = u16::try_from(style).unwrap_or(u16::MAX - 1);
        self.spans.push(StyleSpan { start: self.text.len(), style, source });
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

    /// Drops spaces and line breaks at the end, unless spaces stay as they are.
    pub(super) fn trim_end(&mut self) {
        if !self.verbatim {
            self.text.truncate(self.text.trim_end_matches([' ', '\n']).len());
        }
    }
}

/// The style of inline content, but for what its kind changes.
fn inline_style(inline: &Inline, base: BaseStyle, link: Option<u16>) -> RunStyle {
    RunStyle {
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
    }
}

/// Two texts are equal if they look the same, wherever they come from.
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
        for span in &self.spans {
            (span.start, span.style).hash(state);
        }
        // Two values tell most texts of equal words apart; hashing whole styles would cost more than comparing them.
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
