//! Mappings between controls and requirements, with or without saying how well one serves the other.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::model::Relationship;

/// One side of a mapping: an id alone, or `{ id, relationship }`.
#[derive(Debug, Clone)]
pub(crate) struct MappingEntry {
    /// A requirement, or `CONTROL` or `CONTROL/part`.
    pub(crate) id: String,
    /// How well the control or part serves the requirement; nothing is claimed when not given.
    pub(crate) relationship: Option<Relationship>,
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelatedEntry {
    id: String,
    relationship: Relationship,
}

impl<'de> Deserialize<'de> for MappingEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = MappingEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, or a mapping with `id` and `relationship`")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<MappingEntry, E> {
                Ok(MappingEntry { id: id.to_owned(), relationship: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<MappingEntry, A::Error> {
                let RelatedEntry { id, relationship } =
                    RelatedEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(MappingEntry { id, relationship: Some(relationship) })
            }
        }

        deserializer.deserialize_any(Either)
    }
}
