//! The faces that text is set in, and which face has which character.

use std::sync::Arc;

use super::face::{Face, FaceError};

/// Number of a face in [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(crate) u8);

/// The faces that documents are set in. Cloning is cheap: faces are shared.
#[derive(Debug, Clone)]
pub struct Fonts {
    faces: Vec<Arc<Face>>,
    /// The face of each style, in the order of [`FontStyle`].
    styles: [FaceId; 6],
    /// How many of the fallbacks were added to the built-in ones; they come first.
    added: usize,
    /// What is tried after the face of the style and the text face.
    fallback: Vec<FaceId>,
    /// The same for bold text.
    bold_fallback: Vec<FaceId>,
}

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontStyle {
    /// Text.
    Regular,
    /// Bold text.
    Bold,
    /// Italic text.
    Italic,
    /// Bold italic text.
    BoldItalic,
    /// Code.
    Mono,
    /// Bold code.
    MonoBold,
}

/// Built-in faces that stand in for others.
const TEXT: FaceId = FaceId(0);
const TEXT_BOLD: FaceId = FaceId(1);
const FALLBACK: FaceId = FaceId(6);
const FALLBACK_BOLD: FaceId = FaceId(7);
const EMOJI: FaceId = FaceId(8);

/// What stands in for a character that no face has.
const REPLACEMENT: char = '\u{25a1}';

/// The face that a style asks for, whether or not it has the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    pub(crate) mono: bool,
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
}

impl Fonts {
    /// Noto Sans for text, DejaVu Sans Mono for code, DejaVu Sans and Noto Emoji for what these lack.
    pub fn builtin() -> Self {
        let sources: [(&str, &'static [u8]); 9] = [
            ("NotoSans", notosans::REGULAR_TTF),
            ("NotoSans-Bold", notosans::BOLD_TTF),
            ("NotoSans-Italic", notosans::ITALIC_TTF),
            ("NotoSans-BoldItalic", notosans::BOLD_ITALIC_TTF),
            ("DejaVuSansMono", dejavu::sans_mono::regular()),
            ("DejaVuSansMono-Bold", dejavu::sans_mono::bold()),
            ("DejaVuSans", dejavu::sans::regular()),
            ("DejaVuSans-Bold", dejavu::sans::bold()),
            ("NotoEmoji", epaint_default_fonts::NOTO_EMOJI_REGULAR),
        ];
        Self {
            faces: sources.into_iter().map(|(name, data)| Arc::new(Face::built_in(name, data))).collect(),
            styles: std::array::from_fn(|style| FaceId(style as u8)),
            added: 0,
            fallback: vec![TEXT, FALLBACK, EMOJI],
            bold_fallback: vec![TEXT_BOLD, TEXT, FALLBACK_BOLD, FALLBACK, EMOJI],
        }
    }

    /// Adds a face that nothing uses yet.
    pub fn add(&mut self, face: Face) -> FaceId {
        let id = u8::try_from(self.faces.len()).expect("a theme names fewer than fifty faces");
        self.faces.push(Arc::new(face));
        FaceId(id)
    }

    /// Sets a style in another face.
    ///
    /// # Errors
    ///
    /// If the face lacks a printable ASCII character.
    pub fn set(&mut self, style: FontStyle, face: FaceId) -> Result<(), FaceError> {
        self.face(face).has_text()?;
        self.styles[style as usize] = face;
        Ok(())
    }

    /// Adds a face for characters that the face of a style lacks, after those added before and ahead of the built-in
    /// ones: who names a face for Arabic does not want that of DejaVu Sans, nor the Greek of Noto Sans beside a text
    /// face of their own.
    pub fn add_fallback(&mut self, face: FaceId) {
        self.fallback.insert(self.added, face);
        self.bold_fallback.insert(self.added, face);
        self.added += 1;
    }

    /// The face of a style.
    pub(crate) fn style(&self, style: FontStyle) -> FaceId {
        self.styles[style as usize]
    }

    /// Sets one style in the face of another.
    pub fn share(&mut self, from: FontStyle, to: FontStyle) {
        self.styles[to as usize] = self.styles[from as usize];
    }

    /// The faces in order of their numbers.
    pub(crate) fn faces(&self) -> &[Arc<Face>] {
        &self.faces
    }

    /// One face.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The face that is wanted for ordinary characters.
    pub(crate) fn first_choice(&self, wanted: Wanted) -> FaceId {
        self.style(match wanted {
            Wanted { mono: true, strong: false, .. } => FontStyle::Mono,
            Wanted { mono: true, strong: true, .. } => FontStyle::MonoBold,
            Wanted { strong: false, emphasis: false, .. } => FontStyle::Regular,
            Wanted { strong: true, emphasis: false, .. } => FontStyle::Bold,
            Wanted { strong: false, emphasis: true, .. } => FontStyle::Italic,
            Wanted { strong: true, emphasis: true, .. } => FontStyle::BoldItalic,
        })
    }

    /// The first face of the chain that has the character.
    pub(crate) fn choose(&self, wanted: Wanted, character: char) -> Option<FaceId> {
        let fallback = if wanted.strong { &self.bold_fallback } else { &self.fallback };
        [self.first_choice(wanted), self.style(FontStyle::Regular)]
            .into_iter()
            .chain(fallback.iter().copied())
            .find(|face| self.face(*face).glyph(character).is_some())
    }

    /// The face and glyph that stand in for a character that no face has.
    pub(crate) fn replacement(&self) -> (FaceId, u16) {
        (FALLBACK, self.face(FALLBACK).glyph(REPLACEMENT).unwrap_or(0))
    }
}
