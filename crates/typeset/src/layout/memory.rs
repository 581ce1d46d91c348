//! What documents of a run know of shaping: they have most of their words and texts in common. Each document takes what an
//! earlier one has found out and hands it on with its own; it makes no difference to a document what that was.

use std::fmt;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use foldhash::{HashMap, HashMapExt, HashSet};
use harfrust::{Direction, Script, ShapePlan};

use super::display::Segment;
use super::fonts::FaceId;
use super::text::{Prepared, StyledText};

/// Segments with which knowledge is not handed on any more, and with which a document forgets where they are.
const MOST_SEGMENTS: usize = 40_000;

/// Pieces of remembered texts with which all of these are forgotten: about 9 MB.
const MOST_PIECES: usize = 250_000;

/// Texts seen once with which all of these are forgotten: 1 MB.
const MOST_SEEN: usize = 60_000;

/// Plans of the faces of a run, and what is known of words and texts by nobody at present.
#[derive(Default)]
pub(super) struct Memory {
    plans: RwLock<Vec<(FaceId, Arc<ShapePlan>)>>,
    idle: Mutex<Vec<Known>>,
}

/// What one document after the other knows.
#[derive(Default)]
pub(super) struct Known {
    pub(super) segments: Vec<Segment>,
    /// Numbers of segments by their words: a map for each face and direction.
    words: Vec<HashMap<Box<str>, u32>>,
    word_count: usize,
    /// Numbers of the parts of divided words.
    pub(super) parts: HashMap<(u32, Range<usize>), u32>,
    /// What texts have become: those that have been seen twice, because most of the others never come back.
    texts: HashMap<StyledText, Arc<Prepared>>,
    piece_count: usize,
    /// Hashes of texts that have been seen.
    seen: HashSet<u64>,
}

impl Memory {
    /// What some document before has known.
    pub(super) fn take(&self) -> Known {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// For the next document, unless it has become too much.
    pub(super) fn hand_on(&self, known: Known) {
        if known.segments.len() < MOST_SEGMENTS {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(known);
        }
    }

    /// The plan for a face, direction and script, made by `make` if nobody has it yet.
    pub(super) fn plan(
        &self,
        face: FaceId,
        (direction, script): (Direction, Option<Script>),
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

impl Known {
    /// The segment of a word on the shelf of its face and direction.
    pub(super) fn word(&self, shelf: usize, text: &str) -> Option<u32> {
        self.words.get(shelf)?.get(text).copied()
    }

    pub(super) fn keep_word(&mut self, shelf: usize, text: &str, segment: u32) {
        if self.word_count >= MOST_SEGMENTS {
            self.words.iter_mut().for_each(HashMap::clear);
            self.word_count = 0;
        }
        if self.words.len() <= shelf {
            self.words.resize_with(shelf + 1, HashMap::new);
        }
        self.words[shelf].insert(text.into(), segment);
        self.word_count += 1;
    }

    /// A text that has been prepared before.
    pub(super) fn text(&self, text: &StyledText) -> Option<&Arc<Prepared>> {
        self.texts.get(text)
    }

    /// Remembers what a text has become, if it has been seen before.
    pub(super) fn keep_text(&mut self, text: &StyledText, prepared: &Arc<Prepared>) {
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
        self.piece_count += prepared.pieces.len();
        self.texts.insert(text.clone(), prepared.clone());
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Memory").finish_non_exhaustive()
    }
}
