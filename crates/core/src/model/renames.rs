//! Ids that entries of the catalog had in earlier releases, and the ids that they have now.

use std::collections::BTreeMap;

use super::{Identifier, find_id};

/// The kinds of entries that can have had other ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RenamedKind {
    /// Layers of the stack.
    Layer,
    /// Classes of services.
    Class,
    /// Traits of services.
    Trait,
    /// Domains of controls.
    Domain,
    /// Services.
    Service,
    /// Controls.
    Control,
    /// Requirements of frameworks.
    Requirement,
}

/// The present ids of entries by their former ids. Frameworks number their requirements alike, so that a former id can
/// have a present one in each of them.
#[derive(Debug, Clone, Default)]
pub struct Renames(BTreeMap<RenamedKind, BTreeMap<String, Vec<String>>>);

impl Renames {
    /// Adds a former id of an entry.
    pub(crate) fn add(&mut self, kind: RenamedKind, former: &str, present: &str) {
        let known = self.0.entry(kind).or_default().entry(former.to_owned()).or_default();
        known.push(present.to_owned());
    }

    /// The id among the known ones that a former id, in whatever spelling, stands for.
    pub fn present<'n, I: Identifier + 'n>(
        &self,
        kind: RenamedKind,
        written: &str,
        mut known: impl Iterator<Item = &'n I>,
    ) -> Option<&'n I> {
        let of_kind = self.0.get(&kind)?;
        let present = match of_kind.get(written) {
            Some(present) => present,
            None => {
                let former: Vec<I> = of_kind.keys().filter_map(|id| I::parse(id).ok()).collect();
                of_kind.get(find_id(written, former.iter())?.borrow())?
            }
        };
        known.find(|id| present.iter().any(|present| present == (*id).borrow()))
    }
}
