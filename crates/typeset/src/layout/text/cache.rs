//! The cache of shaped words and texts: documents in one look have most of them in common. Each document takes what an
//! earlier one has shaped and hands it on with its own. The pages are the same whatever was in it.

use std::fmt;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use foldhash::{HashMap, HashMapExt, HashSet};
use harfrust::{Direction, Script, ShapePlan};

use super::super::display::Segment;
use super::shaped::ShapedText;
use super::styled::StyledText;
use crate::font::FaceId;

/// With more segments than this, a document forgets the words that it has shaped, and what it has is not handed on.
const MOST_SEGMENTS: usize = 40_000;

/// Capacity of the map of texts, in pieces: about 9 MB. The map is cleared when full.
const MOST_PIECES: usize = 250_000;

/// Capacity of the set of texts seen once: about 1 MB. It is cleared when full.
const MOST_SEEN: usize = 60_000;

/// The cache of all documents in the same faces: shaping plans, and the shapes that no document is using at present.
#[derive(Default)]
pub(crate) struct ShapeCache {
    plans: RwLock<Vec<(FaceId, Arc<ShapePlan>)>>,
    idle: Mutex<Vec<Shapes>>,
}

/// What one document after the other has shaped.
#[derive(Default)]
pub(super) struct Shapes {
    pub(super) segments: Vec<Segment>,
    /// Numbers of segments by their words: a map for each face and direction.
    words: Vec<HashMap<Box<str>, u32>>,
    word_count: usize,
    /// Numbers of the parts of divided words.
    pub(super) parts: HashMap<(u32, Range<usize>), u32>,
    /// Texts that have been seen twice: most of the others never come back.
    texts: HashMap<StyledText, Arc<ShapedText>>,
    piece_count: usize,
    /// Hashes of texts that have been seen once.
    seen: HashSet<u64>,
}

impl ShapeCache {
    /// What an earlier document has shaped.
    pub(super) fn take(&self) -> Shapes {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps shapes for the next document, unless there are too many.
    pub(super) fn hand_on(&self, shapes: Shapes) {
        if shapes.segments.len() < MOST_SEGMENTS {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(shapes);
        }
    }

    /// The plan for a face, direction and script, made by `make` if there is none yet.
    pub(super) fn plan(
        &self,
        face: FaceId,
        direction: Direction,
        script: Option<Script>,
        make: impl FnOnce() -> ShapePlan,
    ) -> Arc<ShapePlan> {
        let matches = |(of, plan): &&(FaceId, Arc<ShapePlan>)| {
            *of == face && plan.direction() == direction && plan.script() == script
        };
        let known = self.plans.read().ok().and_then(|plans| plans.iter().find(matches).cloned());
        if let Some((_, plan)) = known {
            return plan;
        }
        let plan = Arc::new(make());
        if let Ok(mut plans) = self.plans.write() {
            plans.push((face, plan.clone()));
        }
        plan
    }
}

impl Shapes {
    /// The segment of a word, by the number of the map for its face and direction.
    pub(super) fn word(&self, map: usize, text: &str) -> Option<u32> {
        self.words.get(map)?.get(text).copied()
    }

    pub(super) fn keep_word(&mut self, map: usize, text: &str, segment: u32) {
        if self.word_count >= MOST_SEGMENTS {
            for words in &mut self.words {
                words.clear();
            }
            self.word_count = 0;
        }
        if self.words.len() <= map {
            self.words.resize_with(map + 1, HashMap::new);
        }
        self.words[map].insert(text.into(), segment);
        self.word_count += 1;
    }

    /// A text as it was shaped before.
    pub(super) fn text(&self, text: &StyledText) -> Option<&Arc<ShapedText>> {
        self.texts.get(text)
    }

    /// Remembers a shaped text, if it has been seen before.
    pub(super) fn keep_text(&mut self, text: &StyledText, shaped: &Arc<ShapedText>) {
        if self.seen.len() >= MOST_SEEN {
            self.seen.clear();
        }
        if self.seen.insert(self.texts.hasher().hash_one(text)) {
            return;
        }
        if self.piece_count >= MOST_PIECES {
            self.texts.clear();
            self.piece_count = 0;
        }
        self.piece_count += shaped.pieces.len();
        self.texts.insert(text.clone(), shaped.clone());
    }
}

impl fmt::Debug for ShapeCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ShapeCache").finish_non_exhaustive()
    }
}
