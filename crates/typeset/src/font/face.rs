//! One face of a font: compiled in, or from a file, which is checked before it is used.

use std::fmt;
use std::sync::Arc;

use harfrust::GlyphId;
use harfrust::font::Font;
use read_fonts::TableRecord;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, ReadError, TableProvider};
use subsetter::{GlyphRemapper, subset};

/// How the outlines of a face are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlines {
    /// Quadratic curves (`glyf`).
    TrueType,
    /// Cubic curves (`CFF `).
    Cff,
}

/// One face of a font family.
pub struct Face {
    name: String,
    /// How its outlines are written.
    pub(crate) outlines: Outlines,
    /// Which face of the font file, from 0.
    pub(crate) index: u32,
    data: Data,
    font: Font,
}

/// A font file in memory.
#[derive(Clone)]
enum Data {
    BuiltIn(&'static [u8]),
    Read(Arc<Vec<u8>>),
}

/// Measures of a face that file formats ask for; distances in font units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FaceMetrics {
    /// Font units per em.
    pub(crate) units_per_em: f32,
    /// Height above the baseline.
    pub(crate) ascent: f32,
    /// Depth below the baseline, negative.
    pub(crate) descent: f32,
    /// Height of capitals.
    pub(crate) cap_height: f32,
    /// Degrees, negative when leaning right.
    pub(crate) italic_angle: f32,
    /// Whether all glyphs are equally wide.
    pub(crate) fixed_pitch: bool,
    /// Left, lower, right and upper edge of the box around all glyphs.
    pub(crate) bounds: [f32; 4],
}

/// Why a font file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaceError {
    /// Not a font, or a damaged one.
    #[error("not a readable font: {0}")]
    Broken(String),
    /// A collection has fewer faces than that.
    #[error("there is no face {index}: the file has {count}, counted from 0")]
    NoSuchFace {
        /// The number asked for.
        index: u32,
        /// How many there are.
        count: u32,
    },
    /// Outlines that PDF cannot embed.
    #[error("it has {0}")]
    Outlines(&'static str),
    /// The rights in its OS/2 table.
    #[error("its licence forbids {0} (`fsType` is 0x{1:04x})")]
    Licence(&'static str, u16),
    /// A face for text without a character that every text has.
    #[error("it has no glyph for `{0}`")]
    Lacks(char),
}

/// How many glyphs, spread over the font, are embedded on trial.
const TRIED: u32 = 200;

impl Face {
    /// A face that is compiled in.
    pub(crate) fn built_in(name: &str, data: &'static [u8]) -> Self {
        let font = Font::new(data, 0).expect("the fonts compiled in are well formed");
        let data = Data::BuiltIn(data);
        Self { name: name.to_owned(), outlines: Outlines::TrueType, index: 0, data, font }
    }

    /// Reads a face from a font file.
    ///
    /// # Errors
    ///
    /// If the file is not a readable font, or if it cannot or must not be embedded.
    pub fn read(data: Vec<u8>, index: u32) -> Result<Self, FaceError> {
        let tables = FontRef::from_index(&data, index).map_err(|error| problem(&data, index, &error))?;
        if tables.table_directory().table_records().iter().any(|record| ends_beyond(record, data.len())) {
            return Err(FaceError::Broken("the file is truncated".to_owned()));
        }
        let outlines = outlines(&tables)?;
        check_licence(&tables)?;
        let name = postscript_name(&tables);
        let data = Arc::new(data);
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = data.clone();
        let broken = |reason: &str| FaceError::Broken(reason.to_owned());
        let font = Font::new(shared, index).ok_or_else(|| broken("its tables are inconsistent"))?;
        // OpenType 1.9.1, `head`: 16 to 16384.
        if !(16..=16384).contains(&font.units_per_em()) {
            return Err(broken("its em square has an impossible size"));
        }
        if font.charmap().unicodes().next().is_none() {
            return Err(broken("it maps no characters to glyphs"));
        }
        let face = Self { name, outlines, index, data: Data::Read(data), font };
        face.try_embedding()?;
        Ok(face)
    }

    /// Fails unless it has what every text needs.
    pub(crate) fn has_text(&self) -> Result<(), FaceError> {
        match ('A'..='~').chain(' '..='@').find(|character| self.glyph(*character).is_none()) {
            Some(character) => Err(FaceError::Lacks(character)),
            None => Ok(()),
        }
    }

    /// The PostScript name, such as `NotoSans-Bold`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The font file.
    pub(crate) fn data(&self) -> &[u8] {
        match &self.data {
            Data::BuiltIn(data) => data,
            Data::Read(data) => data,
        }
    }

    /// The glyph of a character, if the face has it.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|glyph| *glyph != 0)
    }

    /// How far the pen moves after a glyph, in font units, without kerning.
    pub(crate) fn advance(&self, glyph: u16) -> f32 {
        self.font.glyph_metrics().h_advance(GlyphId::new(glyph.into()))
    }

    /// The measures of the face.
    pub(crate) fn metrics(&self) -> FaceMetrics {
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

    pub(crate) fn font(&self) -> &Font {
        &self.font
    }

    /// Embeds some glyphs from all over the font, so that damage is found before a document needs them.
    fn try_embedding(&self) -> Result<(), FaceError> {
        let mut glyphs = GlyphRemapper::new();
        for glyph in (' '..='~').filter_map(|character| self.glyph(character)) {
            glyphs.remap(glyph);
        }
        let count = self.font.num_glyphs().min(u32::from(u16::MAX));
        for number in 0..TRIED.min(count) {
            glyphs.remap((number * count / TRIED.min(count)) as u16);
        }
        match subset(self.data(), self.index, &glyphs) {
            Ok(_) => Ok(()),
            Err(error) => Err(FaceError::Broken(error.to_string())),
        }
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Face").field("name", &self.name).finish_non_exhaustive()
    }
}

fn ends_beyond(record: &TableRecord, length: usize) -> bool {
    u64::from(record.offset()) + u64::from(record.length()) > length as u64
}

fn problem(data: &[u8], index: u32, error: &ReadError) -> FaceError {
    let count = match read_fonts::FileRef::new(data) {
        Ok(read_fonts::FileRef::Collection(collection)) => collection.len(),
        Ok(read_fonts::FileRef::Font(_)) => 1,
        Err(_) => 0,
    };
    if count > 0 && index >= count {
        FaceError::NoSuchFace { index, count }
    } else {
        FaceError::Broken(error.to_string())
    }
}

fn outlines(tables: &FontRef<'_>) -> Result<Outlines, FaceError> {
    let has = |tag: &[u8; 4]| tables.table_data(Tag::new(tag)).is_some();
    if has(b"glyf") && has(b"loca") {
        Ok(Outlines::TrueType)
    } else if has(b"CFF ") {
        Ok(Outlines::Cff)
    } else if has(b"CFF2") {
        Err(FaceError::Outlines("variable outlines (CFF2), which cannot be embedded"))
    } else {
        Err(FaceError::Outlines("no outlines that can be embedded"))
    }
}

/// OpenType 1.9.1, OS/2, `fsType`: of several usage permissions the least restrictive holds; we embed subsets of outlines.
fn check_licence(tables: &FontRef<'_>) -> Result<(), FaceError> {
    let Ok(os2) = tables.os2() else { return Ok(()) };
    let rights = os2.fs_type();
    if rights & 0x000e == 0x0002 {
        Err(FaceError::Licence("embedding", rights))
    } else if rights & 0x0100 != 0 {
        Err(FaceError::Licence("embedding of subsets", rights))
    } else if rights & 0x0200 != 0 {
        Err(FaceError::Licence("embedding of outlines", rights))
    } else {
        Ok(())
    }
}

/// The PostScript name, without characters that a PDF name would have to escape.
fn postscript_name(tables: &FontRef<'_>) -> String {
    let names = tables.name().ok();
    let written = names.and_then(|names| {
        let record = names.name_record().iter().find(|record| record.name_id() == NameId::POSTSCRIPT_NAME)?;
        Some(record.string(names.string_data()).ok()?.chars().take(60).collect::<String>())
    });
    let name: String = written
        .unwrap_or_default()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
        .collect();
    if name.is_empty() { "Unnamed".to_owned() } else { name }
}
