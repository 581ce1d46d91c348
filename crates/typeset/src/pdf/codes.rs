//! Character codes. Each pair of a glyph and the text it stands for has its own code, so that every code means one
//! text whatever glyph draws it: a ligature, the box for a missing character, a no-break space that looks like a
//! space. Words are encoded once and then copied.
//!
//! A glyph that stands for an ASCII character has this character for a code, so that most of the text is readable as it
//! stands in the file; all other codes have two bytes, of which the first is beyond ASCII, or three when these are used
//! up.

use std::collections::HashMap;
use std::ops::Range;

use super::syntax::{escaped, number, text};
use crate::font::{Face, FaceId};
use crate::layout::{Glyph, Pages, Segment, TextRun};

/// The first of the codes of two bytes.
const FIRST_OF_TWO: u32 = 0x8000;

/// The first of the codes of three bytes. None of two bytes begins as these do.
const FIRST_OF_THREE: u32 = 0xff_0000;

/// How many codes have two bytes.
const OF_TWO: u32 = 0xff00 - FIRST_OF_TWO;

/// Codes of all faces, and the encoded segments.
pub(super) struct Codes<'p> {
    pages: &'p Pages,
    faces: Vec<FaceCodes>,
    /// What is known of each segment.
    encoded: Vec<Option<Encoded>>,
    /// The segments that are encoded, one after the other.
    bytes: Vec<u8>,
}

/// The codes of one face.
#[derive(Default)]
pub(super) struct FaceCodes {
    /// The first number of each glyph, or zero: nearly all glyphs stand for one text only.
    first: Vec<u16>,
    /// Glyphs that stand for several texts, with the further numbers by these: the box for missing characters may stand
    /// for thousands.
    further: HashMap<u16, HashMap<Box<str>, u16>>,
    /// Pairs of a glyph and its text in the order in which they were first shown; the first is the missing glyph and
    /// never used.
    pub(super) glyphs: Vec<CodedGlyph>,
    /// Which ASCII characters are codes already.
    taken: u128,
    /// How many codes have more than one byte.
    wide: u32,
}

/// A face of which glyphs are shown.
pub(super) struct UsedFace<'c> {
    pub(super) id: FaceId,
    pub(super) face: &'c Face,
    pub(super) codes: &'c FaceCodes,
}

/// A glyph, what it stands for, and its code.
pub(super) struct CodedGlyph {
    code: u32,
    pub(super) glyph: u16,
    pub(super) text: Box<str>,
    /// Advance in thousandths of an em, as the font file has it.
    pub(super) width: f32,
}

impl CodedGlyph {
    /// The bytes of the code.
    pub(super) fn code(&self) -> CodeBytes {
        CodeBytes(
            self.code.to_be_bytes(),
            match self.code {
                0..FIRST_OF_TWO => 3,
                FIRST_OF_TWO..FIRST_OF_THREE => 2,
                FIRST_OF_THREE.. => 1,
            },
        )
    }
}

/// One to three bytes: those from a place on.
pub(super) struct CodeBytes([u8; 4], usize);

impl std::ops::Deref for CodeBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0[self.1..]
    }
}

/// How a segment is written.
#[derive(Clone)]
enum Encoded {
    /// The inside of a `TJ` array that starts and ends inside a string, among [`Codes::bytes`].
    Array(Range<u32>),
    /// Has glyphs off the baseline, by a distance that depends on the size: written out at each use.
    Raised,
}

impl<'p> Codes<'p> {
    pub(super) fn new(pages: &'p Pages) -> Self {
        let notdef = || CodedGlyph { code: 0, glyph: 0, text: "".into(), width: 0.0 };
        let face = |_| FaceCodes { glyphs: vec![notdef()], ..FaceCodes::default() };
        Self {
            pages,
            faces: pages.fonts.faces().iter().map(face).collect(),
            encoded: vec![None; pages.segments.len()],
            bytes: Vec::new(),
        }
    }

    /// Faces that are used, with their codes.
    pub(super) fn used(&self) -> impl Iterator<Item = UsedFace<'_>> {
        let faces = self.pages.fonts.faces().iter().zip(&self.faces).enumerate();
        faces.filter(|(_, (_, codes))| codes.glyphs.len() > 1).map(|(number, (face, codes))| UsedFace {
            id: FaceId(number as u8),
            face,
            codes,
        })
    }

    /// Writes operators that show a text run.
    pub(super) fn show(&mut self, out: &mut Vec<u8>, run: &TextRun) {
        let pages = self.pages;
        out.extend_from_slice(b"[(");
        for segment in pages.numbers(run) {
            let index = *segment as usize;
            if self.encoded[index].is_none() {
                self.encoded[index] = Some(self.encode(&pages.segments[index]));
            }
            match &self.encoded[index] {
                Some(Encoded::Array(range)) => {
                    out.extend_from_slice(&self.bytes[range.start as usize..range.end as usize]);
                }
                Some(Encoded::Raised) | None => self.raised(out, &pages.segments[index], run.size),
            }
        }
        out.extend_from_slice(b")]TJ\n");
    }

    fn encode(&mut self, segment: &Segment) -> Encoded {
        if segment.glyphs.iter().any(|glyph| glyph.y_offset != 0) {
            return Encoded::Raised;
        }
        let mut bytes = std::mem::take(&mut self.bytes);
        let start = bytes.len() as u32;
        let spoken = spoken(segment);
        if let Some(spoken) = spoken {
            bytes.extend_from_slice(b")]TJ");
            begin_spoken(&mut bytes, spoken);
            bytes.extend_from_slice(b"[(");
        }
        for glyph in segment.glyphs.iter() {
            self.glyph(&mut bytes, segment, glyph);
        }
        if spoken.is_some() {
            bytes.extend_from_slice(b")]TJ EMC[(");
        }
        let range = start..bytes.len() as u32;
        self.bytes = bytes;
        Encoded::Array(range)
    }

    /// Writes one glyph, inside a string before and after.
    fn glyph(&mut self, out: &mut Vec<u8>, segment: &Segment, glyph: &Glyph) {
        let pages = self.pages;
        let face = pages.fonts.face(segment.face);
        let codes = &mut self.faces[usize::from(segment.face.0)];
        let range = usize::from(glyph.text_start)..usize::from(glyph.text_end);
        let said = segment.text.get(range).unwrap_or_default();
        let coded = codes.coded(face, glyph.id, said);
        let per_thousand = 1000.0 / face.metrics().units_per_em;
        let before = glyph.x_offset as f32 * per_thousand;
        let after = glyph.advance as f32 * per_thousand - coded.width - before;
        adjust(out, -before);
        escaped(out, &coded.code());
        adjust(out, -after);
    }

    fn raised(&mut self, out: &mut Vec<u8>, segment: &Segment, size: f32) {
        let spoken = spoken(segment);
        out.extend_from_slice(b")]TJ");
        if let Some(spoken) = spoken {
            begin_spoken(out, spoken);
        }
        let units = self.pages.fonts.face(segment.face).metrics().units_per_em;
        for glyph in segment.glyphs.iter() {
            out.push(b' ');
            number(out, glyph.y_offset as f32 * size / units);
            out.extend_from_slice(b" Ts[(");
            self.glyph(out, segment, glyph);
            out.extend_from_slice(b")]TJ");
        }
        out.extend_from_slice(b" 0 Ts");
        if spoken.is_some() {
            out.extend_from_slice(b" EMC");
        }
        out.extend_from_slice(b"[(");
    }
}

impl FaceCodes {
    /// The pair of a glyph and what it says, with its code.
    fn coded(&mut self, face: &Face, glyph: u16, said: &str) -> &CodedGlyph {
        // A glyph that only completes the one before it says nothing of its own; PDF/A wants some text all the same.
        let said = if said.is_empty() { "\u{200b}" } else { said };
        let number = self.number(glyph, said).unwrap_or_else(|| self.add(face, glyph, said));
        &self.glyphs[usize::from(number)]
    }

    /// The number of a pair that is there.
    fn number(&self, glyph: u16, said: &str) -> Option<u16> {
        let first = self.first.get(usize::from(glyph)).copied().filter(|number| *number != 0)?;
        if *self.glyphs[usize::from(first)].text == *said {
            return Some(first);
        }
        self.further.get(&glyph)?.get(said).copied()
    }

    /// Adds a pair and returns its number.
    fn add(&mut self, face: &Face, glyph: u16, said: &str) -> u16 {
        // Numbers have 16 bits, as CIDs do; a document with more pairs than that repeats the last.
        let Ok(number) = u16::try_from(self.glyphs.len()) else {
            return u16::MAX;
        };
        let code = self.new_code(said);
        let width = face.advance(glyph) * 1000.0 / face.metrics().units_per_em;
        self.glyphs.push(CodedGlyph { code, glyph, text: said.into(), width });
        let place = usize::from(glyph);
        self.first.resize(self.first.len().max(place + 1), 0);
        match self.first[place] {
            0 => self.first[place] = number,
            _ => {
                self.further.entry(glyph).or_default().insert(said.into(), number);
            }
        }
        number
    }

    /// A code for a glyph that says this.
    fn new_code(&mut self, said: &str) -> u32 {
        if let [byte @ b' '..=b'~'] = said.as_bytes() {
            let bit = 1 << byte;
            if self.taken & bit == 0 {
                self.taken |= bit;
                return (*byte).into();
            }
        }
        let place = self.wide;
        self.wide += 1;
        if place < OF_TWO { FIRST_OF_TWO + place } else { FIRST_OF_THREE + (place - OF_TWO) }
    }
}

/// The text that must stand beside the codes of a segment.
fn spoken(segment: &Segment) -> Option<&str> {
    segment.said.as_deref().or_else(|| needs_actual_text(segment).then_some(&*segment.text))
}

fn begin_spoken(out: &mut Vec<u8>, spoken: &str) {
    out.extend_from_slice(b"/Span<</ActualText");
    text(out, spoken);
    out.extend_from_slice(b">>BDC");
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
