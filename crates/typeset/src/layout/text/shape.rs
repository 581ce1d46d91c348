//! Words to glyphs. A word is shaped once and shared by every place that shows it: documents of this kind repeat
//! their words thousands of times, and a lookup costs a fraction of shaping.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Direction, Script, ShapeOptions, ShapePlan, ShaperFont, shape,
};

use super::super::display::{Glyph, Page, Segment, Shape};
use super::super::warning::LayoutWarning;
use super::cache::{ShapeCache, Shapes};
use super::shaped::ShapedText;
use super::styled::StyledText;
use crate::font::{Face, FaceId, Fonts};

/// Words longer than this are shaped in parts, in bytes; it also keeps offsets within a segment in 16 bits.
pub(super) const LONGEST_SEGMENT: usize = 240;

/// Longer segments are seldom repeated and are not cached, in bytes.
const LONGEST_REMEMBERED: usize = 48;

/// A piece of text of one face and one direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fragment<'t> {
    pub(crate) face: FaceId,
    pub(crate) right_to_left: bool,
    pub(crate) text: &'t str,
}

impl Fragment<'_> {
    /// The map of words that it belongs to: one for each face and direction.
    fn map(&self) -> usize {
        usize::from(self.face.0) * 2 + usize::from(self.right_to_left)
    }
}

/// Shapes text and keeps the results.
pub(crate) struct Shaper<'f> {
    fonts: &'f Fonts,
    cache: &'f ShapeCache,
    prepared: Vec<ShaperFont<'f, 'f>>,
    shapes: Shapes,
    /// What text runs show, one after the other.
    shown: Vec<u32>,
    /// A text that is no longer needed; the next one reuses its memory.
    spare: StyledText,
    warnings: Vec<LayoutWarning>,
    boxes: BTreeMap<char, u32>,
    /// How many boxes have been asked for.
    box_count: usize,
    buffer: Buffer,
}

/// What pages show of the segments that were shaped.
pub(crate) struct ShownText {
    pub(crate) segments: Vec<Segment>,
    /// Indices into the segments; text runs have ranges of them.
    pub(crate) shown: Vec<u32>,
    pub(crate) warnings: Vec<LayoutWarning>,
}

impl<'f> Shaper<'f> {
    pub(crate) fn new(fonts: &'f Fonts, cache: &'f ShapeCache) -> Self {
        Self {
            fonts,
            cache,
            prepared: fonts.faces().iter().map(|face| ShaperFont::new(face.font())).collect(),
            shapes: cache.take(),
            shown: Vec::new(),
            spare: StyledText::default(),
            warnings: Vec::new(),
            boxes: BTreeMap::new(),
            box_count: 0,
            buffer: Buffer::new(),
        }
    }

    pub(crate) fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// The segment for a fragment of at most [`LONGEST_SEGMENT`] bytes.
    pub(crate) fn segment(&mut self, fragment: Fragment<'_>) -> u32 {
        let map = fragment.map();
        if let Some(known) = self.shapes.word(map, fragment.text) {
            return known;
        }
        let number = self.shape(fragment);
        if fragment.text.len() <= LONGEST_REMEMBERED {
            self.shapes.keep_word(map, fragment.text, number);
        }
        number
    }

    /// A text without anything in it.
    pub(crate) fn empty_text(&mut self) -> StyledText {
        StyledText::in_room(std::mem::take(&mut self.spare))
    }

    /// A text as it was shaped before, or as `shape` does it now. What has a box in it is shaped each time: every
    /// document warns of the characters that it lacks.
    pub(super) fn text(
        &mut self,
        text: StyledText,
        shape: impl FnOnce(&StyledText, &mut Self) -> ShapedText,
    ) -> Arc<ShapedText> {
        if let Some(known) = self.shapes.text(&text).cloned() {
            self.spare = text;
            return known;
        }
        let boxes = self.box_count;
        let shaped = Arc::new(shape(&text, self));
        if self.box_count == boxes {
            self.shapes.keep_text(&text, &shaped);
        }
        self.spare = text;
        shaped
    }

    /// A box that stands for a character that no face has.
    pub(super) fn missing(&mut self, character: char, offset: usize) -> u32 {
        self.box_count += 1;
        if let Some(known) = self.boxes.get(&character) {
            return *known;
        }
        self.warnings.push(LayoutWarning::MissingCharacter { character, offset });
        let (face, id) = self.fonts.replacement();
        let advance = self.fonts.face(face).advance(id) as i32;
        let text: Arc<str> = character.to_string().into();
        let text_end = text.len() as u16;
        let glyph = Glyph { id, advance, x_offset: 0, y_offset: 0, text_start: 0, text_end };
        let number = self.push(Segment { face, text, glyphs: Arc::new([glyph]), advance, said: None });
        self.boxes.insert(character, number);
        number
    }

    /// Width of a segment at a size, in points.
    pub(crate) fn width(&self, segment: u32, size: f32) -> f32 {
        let segment = &self.shapes.segments[segment as usize];
        let units = self.fonts.face(segment.face).font().units_per_em();
        segment.advance as f32 * size / f32::from(units)
    }

    pub(crate) fn get(&self, segment: u32) -> &Segment {
        &self.shapes.segments[segment as usize]
    }

    /// Notes what a text run shows.
    pub(crate) fn show(&mut self, segments: impl Iterator<Item = u32>) -> Range<u32> {
        let start = self.shown.len() as u32;
        self.shown.extend(segments);
        start..self.shown.len() as u32
    }

    /// Ends shaping. Segments get new numbers, in the order in which pages show them, so that what earlier documents
    /// had shaped makes no difference.
    pub(crate) fn finish(self, pages: &mut [Page]) -> ShownText {
        let mut numbers = vec![u32::MAX; self.shapes.segments.len()];
        let mut segments = Vec::new();
        let mut shown = Vec::with_capacity(self.shown.len());
        for item in pages.iter_mut().flat_map(|page| &mut page.items) {
            let Shape::Text(run) = &mut item.shape else { continue };
            let start = shown.len() as u32;
            for segment in &self.shown[run.shown.start as usize..run.shown.end as usize] {
                let number = &mut numbers[*segment as usize];
                if *number == u32::MAX {
                    *number = segments.len() as u32;
                    segments.push(self.shapes.segments[*segment as usize].clone());
                }
                shown.push(*number);
            }
            run.shown = start..shown.len() as u32;
        }
        self.cache.hand_on(self.shapes);
        ShownText { segments, shown, warnings: self.warnings }
    }

    fn push(&mut self, segment: Segment) -> u32 {
        self.shapes.segments.push(segment);
        u32::try_from(self.shapes.segments.len() - 1).expect("memory ends before four billion segments do")
    }

    fn shape(&mut self, fragment: Fragment<'_>) -> u32 {
        let glyphs = self.glyphs(fragment);
        let advance = glyphs.iter().map(|glyph| glyph.advance).sum();
        self.push(Segment { face: fragment.face, text: fragment.text.into(), glyphs, advance, said: None })
    }

    fn glyphs(&mut self, fragment: Fragment<'_>) -> Arc<[Glyph]> {
        self.buffer.clear();
        self.buffer.push_str(fragment.text);
        self.buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        self.buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        let direction = if fragment.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        self.buffer.set_direction(direction);
        self.buffer.guess_segment_properties();
        let plan = self.plan(fragment.face, direction);
        let font = &self.prepared[usize::from(fragment.face.0)];
        let options = ShapeOptions::new().plan(Some(&plan));
        let shaped = shape(font, &mut self.buffer, options);
        debug_assert!(shaped.is_ok(), "the plan was made for this buffer");
        glyphs(&self.buffer, fragment.text, self.fonts.face(fragment.face))
    }

    /// A part of a segment that is a divided word, with a hyphen unless it is the last. In extracted text
    /// the first part is the whole word and the others are nothing, wherever lines and pages end.
    pub(super) fn part(&mut self, whole: u32, part: Range<usize>) -> u32 {
        let key = (whole, part.clone());
        if let Some(known) = self.shapes.parts.get(&key) {
            return *known;
        }
        let Segment { face, text, .. } = &self.shapes.segments[whole as usize];
        let (face, said) = (*face, if part.start == 0 { text.clone() } else { "".into() });
        let goes_on = part.end < text.len();
        let mut shown = text[part].to_owned();
        if goes_on {
            shown.push('-');
        }
        let number = self.shape(Fragment { face, right_to_left: false, text: &shown });
        let segment = &mut self.shapes.segments[number as usize];
        if goes_on {
            // A hyphen that is not in the word is a soft one (ISO 32000-1, 14.8.2.2.3), which has two bytes.
            shown.pop();
            let end = shown.len() as u16 + 1;
            shown.push('\u{ad}');
            segment.text = shown.into();
            let longer = |glyph: &Glyph| {
                let text_end = if glyph.text_end == end { end + 1 } else { glyph.text_end };
                Glyph { text_end, ..*glyph }
            };
            segment.glyphs = segment.glyphs.iter().map(longer).collect();
        }
        segment.said = Some(said);
        self.shapes.parts.insert(key, number);
        number
    }

    fn plan(&mut self, face: FaceId, direction: Direction) -> Arc<ShapePlan> {
        let script = self.buffer.script().or(Some(Script::LATIN));
        self.buffer.set_script(script);
        let font = self.fonts.face(face).font();
        let make = || ShapePlan::new(font, direction, script, None, &[]);
        self.cache.plan(face, direction, script, make)
    }
}

/// Reads the shaped buffer; glyphs that share a cluster share its text, of which the first takes all.
fn glyphs(buffer: &Buffer, text: &str, face: &Face) -> Arc<[Glyph]> {
    let infos = buffer.glyph_infos();
    let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end_of = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(text.len())
    };
    let mut before = None;
    let shaped = infos.iter().zip(buffer.glyph_positions()).map(|(info, position)| {
        let start = info.cluster as usize;
        let repeats = before.replace(start) == Some(start);
        // What precedes the first cluster was removed as invisible and belongs to it.
        let first = if starts.first() == Some(&start) { 0 } else { start };
        let id = info.glyph_id as u16;
        // Noto Sans classifies some spacing accents, such as the backtick, as marks, and would set them on what follows.
        let spacing = text.as_bytes().get(start).is_some_and(u8::is_ascii_graphic);
        let flattened = spacing && position.x_advance == 0;
        Glyph {
            id,
            advance: if flattened { face.advance(id) as i32 } else { position.x_advance },
            x_offset: if flattened { 0 } else { position.x_offset },
            y_offset: if flattened { 0 } else { position.y_offset },
            text_start: if repeats { end_of(start) as u16 } else { first as u16 },
            text_end: end_of(start) as u16,
        }
    });
    shaped.collect()
}
