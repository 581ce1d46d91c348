//! What all documents of a run know of shaping: they have most of their words in common. Whoever shapes a word first
//! keeps it for the others; it makes no difference to a document who that was.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, RwLock};

use harfrust::{Direction, Script, ShapePlan};

use super::display::Glyph;
use super::fonts::FaceId;

/// Bound on the number of words kept for one face and direction.
const MOST: usize = 20_000;

/// Glyphs by the words they show.
type Words = HashMap<Arc<str>, Arc<[Glyph]>>;

/// Words and plans of the faces of a run.
pub(super) struct Memory {
    /// Two for each face, one for each direction.
    words: Vec<RwLock<Words>>,
    plans: RwLock<Vec<(FaceId, Arc<ShapePlan>)>>,
}

impl Memory {
    pub(super) fn new(faces: usize) -> Self {
        Self { words: (0..faces * 2).map(|_| RwLock::default()).collect(), plans: RwLock::default() }
    }

    /// A word and its glyphs, if somebody has shaped it.
    pub(super) fn word(&self, shelf: usize, text: &str) -> Option<(Arc<str>, Arc<[Glyph]>)> {
        let words = self.words.get(shelf)?.read().ok()?;
        words.get_key_value(text).map(|(text, glyphs)| (text.clone(), glyphs.clone()))
    }

    pub(super) fn keep_word(&self, shelf: usize, text: &Arc<str>, glyphs: &Arc<[Glyph]>) {
        if let Some(Ok(mut words)) = self.words.get(shelf).map(RwLock::write)
            && words.len() < MOST
        {
            words.entry(text.clone()).or_insert_with(|| glyphs.clone());
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

impl fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Memory").finish_non_exhaustive()
    }
}
