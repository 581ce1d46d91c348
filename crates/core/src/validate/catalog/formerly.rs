//! Former ids of entries. Each must belong to one entry only, and to none that has it now: otherwise a profile that uses
//! it would mean two things, and `onus diff` could not match a renamed entry between two matrices.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::registry::{Registry, RegistryEntry};
use super::{CatalogFiles, InFile};
use crate::model::{ControlId, Identifier, RenamedKind, Renames, RequirementId, spelling_key};
use crate::schema::{ControlEntry, FrameworkFile, RequirementEntry, ServiceEntry, TermEntry};
use crate::source::{Origin, YamlList};

/// An entry of a catalog that can have had other ids.
trait Renamable {
    /// Its present id.
    fn id(&self) -> &str;

    /// Its former ids.
    fn formerly(&self) -> &YamlList<String>;
}

macro_rules! renamable {
    ($($entry:ty),*) => {$(
        impl Renamable for $entry {
            fn id(&self) -> &str {
                &self.id
            }

            fn formerly(&self) -> &YamlList<String> {
                &self.formerly
            }
        }
    )*};
}

renamable!(TermEntry, ServiceEntry, ControlEntry, RequirementEntry);

impl<T: Renamable> Renamable for InFile<T> {
    fn id(&self) -> &str {
        self.entry.id()
    }

    fn formerly(&self) -> &YamlList<String> {
        self.entry.formerly()
    }
}

/// An entry with its place.
struct PlacedEntry<'e> {
    entry: &'e dyn Renamable,
    origin: Origin,
    is_own: bool,
}

/// Entries among which an id means one: those of a kind, and of requirements those of a framework.
struct RenamableGroup<'e> {
    kind: RenamedKind,
    entries: Vec<PlacedEntry<'e>>,
}

fn of_registry<T: Renamable>(kind: RenamedKind, registry: &Registry<T>) -> RenamableGroup<'_> {
    let entries = registry.iter().map(|registered| PlacedEntry {
        entry: &registered.entry,
        origin: registered.origin.clone(),
        is_own: registered.is_own(),
    });
    RenamableGroup { kind, entries: entries.collect() }
}

fn of_framework(registered: &RegistryEntry<FrameworkFile>) -> RenamableGroup<'_> {
    let list = registered.origin.key("requirements");
    let entries = registered.entry.requirements.iter().map(|(position, entry)| PlacedEntry {
        entry,
        origin: list.item(position),
        is_own: registered.is_own(),
    });
    RenamableGroup { kind: RenamedKind::Requirement, entries: entries.collect() }
}

fn groups(files: &CatalogFiles) -> Vec<RenamableGroup<'_>> {
    let mut groups = vec![
        of_registry(RenamedKind::Layer, &files.layers),
        of_registry(RenamedKind::Class, &files.classes),
        of_registry(RenamedKind::Trait, &files.traits),
        of_registry(RenamedKind::Domain, &files.domains),
        of_registry(RenamedKind::Service, &files.services),
        of_registry(RenamedKind::Control, &files.controls),
    ];
    groups.extend(files.frameworks.iter().map(of_framework));
    groups
}

/// What the former ids of all entries are now.
pub(super) fn renames(files: &CatalogFiles) -> Renames {
    let mut renames = Renames::default();
    for RenamableGroup { kind, entries } in groups(files) {
        for PlacedEntry { entry, .. } in entries {
            for (_, former) in entry.formerly().iter() {
                renames.add(kind, former, entry.id());
            }
        }
    }
    renames
}

/// Reports former ids that belong to two entries, and those that are the present id of one.
pub(super) fn check(context: &mut Context<'_>, files: &CatalogFiles) {
    for group in groups(files) {
        let mut first: BTreeMap<String, Origin> = BTreeMap::new();
        let key = |id: &str| match group.kind {
            RenamedKind::Control => spelling_key::<ControlId>(id),
            RenamedKind::Requirement => spelling_key::<RequirementId>(id),
            RenamedKind::Layer
            | RenamedKind::Class
            | RenamedKind::Trait
            | RenamedKind::Domain
            | RenamedKind::Service => id.to_owned(),
        };
        let present: BTreeMap<String, &PlacedEntry<'_>> =
            group.entries.iter().map(|placed| (key(placed.entry.id()), placed)).collect();
        for placed in &group.entries {
            for (position, id) in placed.entry.formerly().iter() {
                let origin = placed.origin.key("formerly").item(position);
                let twin = present.get(&key(id));
                // An id that is only spelled otherwise now, such as `TEL-9` for `TEL-09`, is no other one.
                let is_itself =
                    |twin: &&&PlacedEntry<'_>| twin.origin == placed.origin && twin.entry.id() != id.as_str();
                match (twin.filter(|twin| !is_itself(twin)), first.get(&key(id)).cloned()) {
                    // Users can change their own catalog only, so the mistake is at the entry that is theirs.
                    (Some(twin), _) if twin.is_own && !placed.is_own => {
                        context.duplicate(id, &twin.origin.key("id"), &origin);
                    }
                    (Some(twin), _) => context.duplicate(id, &origin, &twin.origin.key("id")),
                    (None, Some(twin)) => context.duplicate(id, &origin, &twin),
                    (None, None) => {
                        first.insert(key(id), origin);
                    }
                }
            }
        }
    }
}

impl Context<'_> {
    /// Parses the former ids of an entry.
    pub(super) fn former_ids<I: Identifier>(&mut self, ids: &YamlList<String>, entry: &Origin) -> Vec<I> {
        let list = entry.key("formerly");
        ids.iter().filter_map(|(position, id)| self.id(id, &list.item(position))).collect()
    }
}
