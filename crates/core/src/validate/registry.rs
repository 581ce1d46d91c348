//! Entries by id, each defined once. An entry of an organisation replaces a built-in one only if it has `replaces:
//! true`: an id that is reused by accident must not change the built-in catalog.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use crate::diagnostic::{Code, quoted};
use crate::model::{Identifier, find_id};
use crate::source::Origin;

/// The catalog that an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layering {
    /// Compiled into the program.
    BuiltIn,
    /// That of an organisation.
    Own {
        /// The entry has `replaces: true`.
        replaces: bool,
    },
}

/// An entry and where it was read.
#[derive(Debug, Clone)]
pub(super) struct RegistryEntry<T> {
    pub(super) entry: T,
    pub(super) origin: Origin,
    pub(super) layering: Layering,
}

impl<T> RegistryEntry<T> {
    /// True if it comes from an organisation's catalog.
    pub(super) fn is_own(&self) -> bool {
        self.layering != Layering::BuiltIn
    }
}

/// Entries in the order in which they were added. Catalogs of organisations share those that they do not replace.
#[derive(Debug, Clone)]
pub(super) struct Registry<T> {
    entries: Vec<Arc<RegistryEntry<T>>>,
    positions: HashMap<String, usize>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), positions: HashMap::new() }
    }
}

impl<T> Registry<T> {
    /// Adds an entry, or replaces the built-in one with the same id.
    pub(super) fn add(&mut self, context: &mut Context<'_>, id: &str, registered: RegistryEntry<T>) {
        let Some(&position) = self.positions.get(id) else {
            if registered.layering == (Layering::Own { replaces: true }) {
                context
                    .diagnostics
                    .error(
                        Code::NothingToReplace,
                        &registered.origin.key("replaces"),
                        format!("the built-in catalog has no {} to replace", quoted(id)),
                    )
                    .help("remove `replaces`".to_owned());
            }
            self.positions.insert(id.to_owned(), self.entries.len());
            self.entries.push(Arc::new(registered));
            return;
        };
        let present = &mut self.entries[position];
        match (present.layering, registered.layering) {
            (Layering::BuiltIn, Layering::Own { replaces: true }) => *present = Arc::new(registered),
            (Layering::BuiltIn, Layering::Own { replaces: false }) => {
                let first = context.diagnostics.sources().span(&present.origin.key("id"));
                context
                    .diagnostics
                    .error(
                        Code::DuplicateId,
                        &registered.origin.key("id"),
                        format!("the built-in catalog already has {}", quoted(id)),
                    )
                    .also(first, "the built-in entry")
                    .help("use another id, or add `replaces: true` to replace the built-in entry".to_owned());
            }
            (Layering::BuiltIn | Layering::Own { .. }, _) => {
                let first = present.origin.key("id");
                context.duplicate(id, &registered.origin.key("id"), &first);
            }
        }
    }

    /// The id of an entry as it was added first, for a text that is another spelling of it.
    pub(super) fn meant<I: Identifier>(&self, id: &str) -> Option<String> {
        let known: Vec<I> = self.positions.keys().filter_map(|known| I::parse(known).ok()).collect();
        find_id(id, known.iter()).map(|found| found.borrow().to_owned())
    }

    /// True if the entry with that id replaced a built-in one.
    pub(super) fn replaced(&self, id: &str) -> bool {
        let position = self.positions.get(id);
        position.is_some_and(|&position| self.entries[position].layering == Layering::Own { replaces: true })
    }

    /// The entries in the order in which they were added.
    pub(super) fn iter(&self) -> impl Iterator<Item = &RegistryEntry<T>> {
        self.entries.iter().map(|entry| &**entry)
    }
}
