//! What one run keeps for the next of what it made, so that only what changed is made again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::Gap;
use onus_core::digest::Sha256Digest;
use onus_core::model::Totals;
use onus_core::source::Place;
use serde::{Deserialize, Serialize};

use crate::load::{Look, Memory, Published};
use crate::publish::{OutputFile, Produced};

/// Name under which is kept how the published files look.
const LOOKS: &str = "looks";

/// What was made of a project, or of what its organisation's own documents show.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    /// What it depended on.
    pub(super) key: String,
    /// The day as of which it was judged.
    pub(super) as_of: NaiveDate,
    /// The first day on which it may have to be judged anew.
    pub(super) turn: Option<NaiveDate>,
    /// The files.
    pub(super) files: Vec<Kept>,
    /// What was found, and where it is caused.
    pub(super) findings: Vec<(Gap, Place)>,
    /// Of what the organisation's documents show of it; none for the organisation itself.
    pub(super) extract_digest: Option<Sha256Digest>,
    /// How it stands.
    pub(super) totals: Totals,
}

/// A file of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Path below the output folder, with `/`.
    pub(super) path: String,
    /// Size in bytes.
    pub(super) bytes: u64,
    /// Of its content.
    pub(super) sha256: Sha256Digest,
    /// Path of its document, without an ending; empty for data.
    pub(super) document: String,
    /// Digest of all that it was made from.
    pub(super) made_from: String,
}

impl Kept {
    pub(super) fn produced(&self) -> Produced {
        Produced { path: self.path.clone(), bytes: self.bytes, sha256: self.sha256 }
    }
}

impl Record {
    /// True when what it says still holds on that day.
    pub(super) fn holds(&self, key: &str, as_of: NaiveDate) -> bool {
        self.key == key && self.as_of <= as_of && self.turn.is_none_or(|turn| as_of < turn)
    }
}

/// How published files looked when they were last known to be right.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks(BTreeMap<String, (Look, Sha256Digest)>);

impl Looks {
    /// What the last run kept.
    pub fn recall(memory: &Memory) -> Self {
        memory.recall(LOOKS).unwrap_or_default()
    }

    /// True when a file still looks as it did when it was right.
    pub(super) fn is_as_left(&self, published: &Published, file: &Kept) -> bool {
        self.0.get(&file.path).is_some_and(|(look, sha256)| {
            *sha256 == file.sha256 && Look::at(&published.root().join(&file.path)).as_ref() == Some(look)
        })
    }

    /// What is to be kept when the files of a run are in their places, with its path from the workspace; none when
    /// nothing changed. `before` is what was known when the run began, `placed` what was put into place since.
    pub fn news(
        self,
        (memory, published): (&Memory, &Published),
        produced: &[Produced],
        is_whole: bool,
    ) -> Option<OutputFile> {
        let seen = |file: &Produced| {
            let look = Look::at(&published.root().join(&file.path))?;
            Some((file.path.clone(), (look, file.sha256)))
        };
        let mut looks = if is_whole { BTreeMap::new() } else { self.0.clone() };
        looks.extend(produced.iter().filter_map(seen));
        let looks = Self(looks);
        (looks != self).then(|| OutputFile { path: memory.path(LOOKS), bytes: Memory::sealed(&looks) })
    }
}
