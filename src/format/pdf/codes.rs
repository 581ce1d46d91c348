//! Character codes. Each pair of a glyph and the text it stands for has its own code, so that every code means one
//! text whatever glyph draws it: a ligature, the box for a missing character, a no-break space that looks like a
//! space. Words are encoded once and then copied.

use std::collections::HashMap;

use crate::layout::{Face, FaceId, Glyph, Pages, Segment};

use super::syntax::{escaped, number, text};

/// Codes of all faces, and the encoded segments.
pub(super) struct Codes<'p> {
    pages: &'p Pages,
    faces: Vec<FaceCodes>,
    encoded: Vec<Option<Encoded>>,
}

/// The codes of one face.
#[derive(Default)]
pub(super) struct FaceCodes {
    /// The first code of each glyph, or zero: nearly all glyphs stand for one text only.
    first: Vec<u16>,
    /// Glyphs that stand for several texts, with the further codes by these: the box for missing characters may stand
    /// for thousands.
    further: HashMap<u16, HashMap<Box<str>, u16>>,
    /// Glyph and text by code; code zero is the missing glyph and never used.
    pub(super) glyphs: Vec<CodedGlyph>,
}

/// What a code stands for.
pub(super) struct CodedGlyph {
    pub(super) glyph: u16,
    pub(super) text: Box<str>,
    /// Advance in thousandths of an em, as the font file has it.
    pub(super) width: f32,
}

/// How a segment is written.
enum Encoded {
    /// The inside of a `TJ` array that starts and ends inside a string.
    Array(Vec<u8>),
    /// Has glyphs off the baseline, by a distance that depends on the size: written out at each use.
    Raised,
}

impl<'p> Codes<'p> {
    pub(super) fn new(pages: &'p Pages) -> Self {
        let notdef = || CodedGlyph { glyph: 0, text: "".into(), width: 0.0 };
        let face = |_| FaceCodes { glyphs: vec![notdef()], ..FaceCodes::default() };
        Self {
            pages,
            faces: pages.fonts.faces().iter().map(face).collect(),
            encoded: pages.segments.iter().map(|_| None).collect(),
        }
    }

    /// Faces that are used, with their codes.
    pub(super) fn used(&self) -> impl Iterator<Item = (FaceId, &Face, &FaceCodes)> {
        let faces = self.pages.fonts.faces().iter().zip(&self.faces).enumerate();
        faces
            .filter(|(_, (_, codes))| codes.glyphs.len() > 1)
            .map(|(number, (face, codes))| (FaceId(number as u8), face.as_ref(), codes))
    }

    /// Writes operators that show segments at a size.
    pub(super) fn show(&mut self, out: &mut Vec<u8>, segments: &[u32], size: f32) {
        out.extend(b"[(");
        for segment in segments {
            let index = *segment as usize;
            if self.encoded[index].is_none() {
                self.encoded[index] = Some(self.encode(&self.pages.segments[index]));
            }
            match &self.encoded[index] {
                Some(Encoded::Array(bytes)) => out.extend_from_slice(bytes),
                Some(Encoded::Raised) | None => self.raised(out, &self.pages.segments[index], size),
            }
        }
        out.extend(b")]TJ\n");
    }

    fn encode(&mut self, segment: &Segment) -> Encoded {
        if segment.glyphs.iter().any(|glyph| glyph.y_offset != 0) {
            return Encoded::Raised;
        }
        let mut bytes = Vec::with_capacity(segment.glyphs.len() * 2 + 8);
        let spoken = spoken(segment);
        if let Some(spoken) = spoken {
            bytes.extend(b")]TJ");
            begin_spoken(&mut bytes, spoken);
            bytes.extend(b"[(");
        }
        for glyph in segment.glyphs.iter() {
            self.glyph(&mut bytes, segment, glyph);
        }
        if spoken.is_some() {
            bytes.extend(b")]TJ EMC[(");
        }
        Encoded::Array(bytes)
    }

    /// Writes one glyph, inside a string before and after.
    fn glyph(&mut self, out: &mut Vec<u8>, segment: &Segment, glyph: &Glyph) {
        let pages = self.pages;
        let face = pages.fonts.face(segment.face);
        let codes = &mut self.faces[usize::from(segment.face.0)];
        let range = usize::from(glyph.text_start)..usize::from(glyph.text_end);
        let said = segment.text.get(range).unwrap_or_default();
        let code = codes.code(face, glyph.id, said);
        let per_thousand = 1000.0 / face.metrics().units_per_em;
        let before = glyph.x_offset as f32 * per_thousand;
        let after = glyph.advance as f32 * per_thousand - codes.glyphs[usize::from(code)].width - before;
        adjust(out, -before);
        escaped(out, &code.to_be_bytes());
        adjust(out, -after);
    }

    fn raised(&mut self, out: &mut Vec<u8>, segment: &Segment, size: f32) {
        let spoken = spoken(segment);
        out.extend(b")]TJ");
        if let Some(spoken) = spoken {
            begin_spoken(out, spoken);
        }
        let units = self.pages.fonts.face(segment.face).metrics().units_per_em;
        for glyph in segment.glyphs.iter() {
            out.push(b' ');
            number(out, glyph.y_offset as f32 * size / units);
            out.extend(b" Ts[(");
            self.glyph(out, segment, glyph);
            out.extend(b")]TJ");
        }
        out.extend(b" 0 Ts");
        if spoken.is_some() {
            out.extend(b" EMC");
        }
        out.extend(b"[(");
    }
}

impl FaceCodes {
    fn code(&mut self, face: &Face, glyph: u16, said: &str) -> u16 {
        // A glyph that only completes the one before it says nothing of its own; PDF/A wants some text all the same.
        let said = if said.is_empty() { "\u{200b}" } else { said };
        let first = self.first.get(usize::from(glyph)).copied().filter(|code| *code != 0);
        if let Some(code) = first {
            if *self.glyphs[usize::from(code)].text == *said {
                return code;
            }
            if let Some(code) = self.further.get(&glyph).and_then(|codes| codes.get(said)) {
                return *code;
            }
        }
        // Codes have 16 bits; a document with more pairs than that repeats the last.
        let Ok(code) = u16::try_from(self.glyphs.len()) else {
            return u16::MAX;
        };
        let width = face.advance(glyph) * 1000.0 / face.metrics().units_per_em;
        self.glyphs.push(CodedGlyph { glyph, text: said.into(), width });
        if first.is_some() {
            self.further.entry(glyph).or_default().insert(said.into(), code);
        } else {
            let place = usize::from(glyph);
            self.first.resize(self.first.len().max(place + 1), 0);
            self.first[place] = code;
        }
        code
    }
}

/// The text that must stand beside the codes of a segment.
fn spoken(segment: &Segment) -> Option<&str> {
    segment.said.as_deref().or_else(|| needs_actual_text(segment).then_some(&*segment.text))
}

fn begin_spoken(out: &mut Vec<u8>, spoken: &str) {
    out.extend(b"/Span<</ActualText");
    text(out, spoken);
    out.extend(b">>BDC");
}

/// Whether the text must stand beside the codes: private characters (ISO 19005-3, 6.2.11.7.3), glyphs that share one
/// character, and marks set upon right-to-left letters, whose order readers do not find out by themselves.
fn needs_actual_text(segment: &Segment) -> bool {
    if segment.text.is_ascii() {
        return false;
    }
    let private = |character| matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}');
    let shared = |glyph: &Glyph| glyph.text_start == glyph.text_end;
    let leftward = segment.glyphs.windows(2).any(|pair| pair[0].text_start > pair[1].text_start);
    let marked = segment.glyphs.iter().any(|glyph| glyph.y_offset != 0 || glyph.advance == 0);
    segment.glyphs.iter().any(shared) || segment.text.chars().any(private) || (leftward && marked)
}

/// Moves the pen by thousandths of an em, against the writing direction when positive.
fn adjust(out: &mut Vec<u8>, thousandths: f32) {
    if thousandths.abs() >= 0.05 {
        out.push(b')');
        number(out, thousandths);
        out.push(b'(');
    }
}
