//! The faces that text is set in, and which face has which character.

use std::fmt;
use std::sync::Arc;

use harfrust::GlyphId;
use harfrust::font::Font;

/// Number of a face in [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u8);

/// One face of a font family.
pub struct Face {
    /// PostScript name, such as `NotoSans-Bold`.
    pub name: &'static str,
    /// The font file: TrueType outlines, one face.
    pub data: &'static [u8],
    font: Font,
}

/// Measures of a face that file formats ask for; distances in font units.
#[derive(Debug, Clone, Copy)]
pub struct FaceMetrics {
    /// Font units per em.
    pub units_per_em: f32,
    /// Height above the baseline.
    pub ascent: f32,
    /// Depth below the baseline, negative.
    pub descent: f32,
    /// Height of capitals.
    pub cap_height: f32,
    /// Degrees, negative when leaning right.
    pub italic_angle: f32,
    /// Whether all glyphs are equally wide.
    pub fixed_pitch: bool,
    /// Left, lower, right and upper edge of the box around all glyphs.
    pub bounds: [f32; 4],
}

/// The faces of a document. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Fonts {
    faces: Vec<Arc<Face>>,
}

const REGULAR: FaceId = FaceId(0);
const BOLD: FaceId = FaceId(1);
const ITALIC: FaceId = FaceId(2);
const BOLD_ITALIC: FaceId = FaceId(3);
const MONO: FaceId = FaceId(4);
const MONO_BOLD: FaceId = FaceId(5);
const FALLBACK: FaceId = FaceId(6);
const FALLBACK_BOLD: FaceId = FaceId(7);
const EMOJI: FaceId = FaceId(8);

/// What stands in for a character that no face has.
const REPLACEMENT: char = '\u{25a1}';

/// Which face is wanted, before it is known whether it has the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    pub(super) mono: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
}

impl Fonts {
    /// Noto Sans for text, DejaVu Sans Mono for code, DejaVu Sans and Noto Emoji for what these lack.
    pub fn builtin() -> Self {
        let sources: [(&'static str, &'static [u8]); 9] = [
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
        let faces = sources.into_iter().map(|(name, data)| {
            let font = Font::new(data, 0).expect("the fonts compiled in are well formed");
            Arc::new(Face { name, data, font })
        });
        Self { faces: faces.collect() }
    }

    /// The faces in order of their numbers.
    pub fn faces(&self) -> &[Arc<Face>] {
        &self.faces
    }

    /// One face.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The face that is wanted for ordinary characters.
    pub(super) fn first_choice(wanted: Wanted) -> FaceId {
        match wanted {
            Wanted { mono: true, strong: false, .. } => MONO,
            Wanted { mono: true, strong: true, .. } => MONO_BOLD,
            Wanted { strong: false, emphasis: false, .. } => REGULAR,
            Wanted { strong: true, emphasis: false, .. } => BOLD,
            Wanted { strong: false, emphasis: true, .. } => ITALIC,
            Wanted { strong: true, emphasis: true, .. } => BOLD_ITALIC,
        }
    }

    /// The first face of the chain that has the character.
    pub(super) fn choose(&self, wanted: Wanted, character: char) -> Option<FaceId> {
        let fallback = if wanted.strong { FALLBACK_BOLD } else { FALLBACK };
        [Self::first_choice(wanted), REGULAR, fallback, FALLBACK, EMOJI]
            .into_iter()
            .find(|face| self.face(*face).glyph(character).is_some())
    }

    /// The face and glyph that stand in for a character that no face has.
    pub(super) fn replacement(&self) -> (FaceId, u16) {
        (FALLBACK, self.face(FALLBACK).glyph(REPLACEMENT).unwrap_or(0))
    }
}

impl Face {
    /// The glyph of a character, if the face has it.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|glyph| *glyph != 0)
    }

    /// How far the pen moves after a glyph, in font units, without kerning.
    pub fn advance(&self, glyph: u16) -> f32 {
        self.font.glyph_metrics().h_advance(GlyphId::new(glyph.into()))
    }

    /// The measures of the face.
    pub fn metrics(&self) -> FaceMetrics {
        let metrics = self.font.metrics();
        let style = self.font.style_metrics();
        let line = metrics.hhea_line.unwrap_or_default();
        let bounds = metrics.bounds;
        FaceMetrics {
            units_per_em: metrics.units_per_em.into(),
            ascent: line.ascender.to_f32(),
            descent: line.descender.to_f32(),
            cap_height: metrics.cap_height.unwrap_or(line.ascender).to_f32(),
            italic_angle: style.italic_angle.map_or(0.0, |angle| angle.to_f32()),
            fixed_pitch: style.is_fixed_pitch.unwrap_or(false),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| edge.to_f32()),
        }
    }

    pub(super) fn font(&self) -> &Font {
        &self.font
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Face").field("name", &self.name).finish_non_exhaustive()
    }
}
