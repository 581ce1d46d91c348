//! The one order in which mistakes are reported, whichever command finds them.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;

/// Where a mistake is found. Mistakes are reported in this order: what the workspace holds first, then what its documents
/// are made with, then what the command line asks for. An earlier mistake often causes a later one (a project that cannot
/// be read is unknown to the command line), so whoever corrects them from the top does not correct any in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MistakeStage {
    /// Files and folders that cannot be read or are not expected.
    Files,
    /// Profiles, registers and catalogs.
    Profiles,
    /// Files of evidence that must not be read.
    Evidence,
    /// Duties that are offered and not held, and offer files that cannot be used.
    Offers,
    /// Claims and delegations that contradict each other.
    Conflicts,
    /// What templates say about themselves.
    Templates,
    /// Message files.
    Messages,
    /// The theme.
    Theme,
    /// Names on the command line.
    Selection,
    /// The text of templates.
    TemplateText,
}

/// Mistakes, each with the stage that found it.
#[derive(Debug, Default, Clone)]
pub struct Mistakes(BTreeMap<MistakeStage, Vec<Diagnostic>>);

impl Mistakes {
    /// Adds what a stage found.
    pub fn add(&mut self, stage: MistakeStage, found: impl IntoIterator<Item = Diagnostic>) {
        self.0.entry(stage).or_default().extend(found);
    }

    /// Takes out what a stage found.
    pub fn take(&mut self, stage: MistakeStage) -> Vec<Diagnostic> {
        self.0.remove(&stage).unwrap_or_default()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    /// All of them, in the order in which they are reported.
    pub fn in_order(self) -> Vec<Diagnostic> {
        self.0.into_values().flatten().collect()
    }
}

/// Two entries can contradict each other in many cells of many projects; the first one is enough to find them.
pub(crate) fn each_conflict_once(mut mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: BTreeSet<(Code, Vec<Span>)> = BTreeSet::new();
    mistakes.retain(|mistake| {
        let places: Vec<Span> = mistake.labels.iter().map(|label| label.span).collect();
        let is_conflict = matches!(mistake.code, Code::ConflictingClaims | Code::ConflictingDelegations);
        !is_conflict || seen.insert((mistake.code, places))
    });
    mistakes
}
