//! Mappings between controls and requirements, with or without saying how well one serves the other.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::model::Relationship;
use crate::source::{Origin, YamlList};

/// Ids as a list, or lists of ids under the relationship that they have: `{ equal: [...], subset: [...] }`.
#[derive(Debug, Clone, Default)]
pub(crate) struct MappedIds(Vec<MappedId>);

/// One side of a mapping.
#[derive(Debug, Clone)]
pub(crate) struct MappedId {
    /// A requirement, or `CONTROL` or `CONTROL/part`.
    pub(crate) id: String,
    /// How well the control or part serves the requirement; nothing is claimed when not given.
    pub(crate) relationship: Option<Relationship>,
    /// Its place in the list.
    position: usize,
    is_grouped: bool,
}

impl MappedIds {
    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &MappedId> {
        self.0.iter()
    }
}

impl MappedId {
    /// Where the id stands, given where all of them stand.
    pub(crate) fn origin(&self, all: &Origin) -> Origin {
        match self.relationship {
            Some(relationship) if self.is_grouped => all.key(relationship.word()).item(self.position),
            Some(_) => all.item(self.position).key("id"),
            None => all.item(self.position),
        }
    }
}

/// `{ equal, superset, subset, intersects }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupedEntry {
    #[serde(default)]
    equal: YamlList<String>,
    #[serde(default)]
    superset: YamlList<String>,
    #[serde(default)]
    subset: YamlList<String>,
    #[serde(default)]
    intersects: YamlList<String>,
}

impl<'de> Deserialize<'de> for MappedIds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListOrGroups;

        impl<'de> Visitor<'de> for ListOrGroups {
            type Value = MappedIds;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of ids, or lists of ids by relationship")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<MappedIds, A::Error> {
                let list = YamlList::<RelatedEntry>::deserialize(SeqAccessDeserializer::new(items))?;
                let ids = list.iter().map(|(position, entry)| MappedId {
                    id: entry.id.clone(),
                    relationship: entry.relationship,
                    position,
                    is_grouped: false,
                });
                Ok(MappedIds(ids.collect()))
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<MappedIds, A::Error> {
                let GroupedEntry { equal, superset, subset, intersects } =
                    GroupedEntry::deserialize(MapAccessDeserializer::new(entries))?;
                let groups = [
                    (Relationship::Equal, equal),
                    (Relationship::Superset, superset),
                    (Relationship::Subset, subset),
                    (Relationship::Intersects, intersects),
                ];
                let mut ids = Vec::new();
                for (relationship, group) in groups {
                    ids.extend(group.iter().map(|(position, id)| MappedId {
                        id: id.clone(),
                        relationship: Some(relationship),
                        position,
                        is_grouped: true,
                    }));
                }
                Ok(MappedIds(ids))
            }
        }

        deserializer.deserialize_any(ListOrGroups)
    }
}

/// An item of a list: an id alone, or `{ id, relationship }`.
struct RelatedEntry {
    id: String,
    relationship: Option<Relationship>,
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongEntry {
    id: String,
    relationship: Relationship,
}

impl<'de> Deserialize<'de> for RelatedEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdOrMapping;

        impl<'de> Visitor<'de> for IdOrMapping {
            type Value = RelatedEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, or a mapping with `id` and `relationship`")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<RelatedEntry, E> {
                Ok(RelatedEntry { id: id.to_owned(), relationship: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<RelatedEntry, A::Error> {
                let LongEntry { id, relationship } =
                    LongEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(RelatedEntry { id, relationship: Some(relationship) })
            }
        }

        deserializer.deserialize_any(IdOrMapping)
    }
}
