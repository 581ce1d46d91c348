//! Entries by id, each given once: an organisation's own entry takes the place of a built-in one only when it says
//! so.

use std::collections::HashMap;

use super::context::Context;
use crate::diagnostic::{Code, quoted};
use crate::source::Origin;

/// Which catalog an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layering {
    /// Compiled into the program.
    BuiltIn,
    /// From a workspace.
    Own {
        /// The entry says that it replaces a built-in one.
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
    /// True when a workspace gave it.
    pub(super) fn is_own(&self) -> bool {
        self.layering != Layering::BuiltIn
    }
}

/// Entries in the order in which they came.
#[derive(Debug, Clone)]
pub(super) struct Registry<T> {
    entries: Vec<RegistryEntry<T>>,
    positions: HashMap<String, usize>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), positions: HashMap::new() }
    }
}

impl<T> Registry<T> {
    /// Adds an entry, or puts it in the place of the built-in one of its id.
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
            self.entries.push(registered);
            return;
        };
        let present = &mut self.entries[position];
        match (present.layering, registered.layering) {
            (Layering::BuiltIn, Layering::Own { replaces: true }) => *present = registered,
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

    /// True when the entry of that id has taken the place of a built-in one.
    pub(super) fn replaced(&self, id: &str) -> bool {
        let position = self.positions.get(id);
        position.is_some_and(|&position| self.entries[position].layering == Layering::Own { replaces: true })
    }

    /// The entries in the order in which they came.
    pub(super) fn iter(&self) -> impl Iterator<Item = &RegistryEntry<T>> {
        self.entries.iter()
    }
}
