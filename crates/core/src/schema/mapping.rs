//! Mappings between controls and requirements, with or without saying how well one serves the other.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::model::Relationship;

/// One side of a mapping: an id alone, or `{ id, relationship }`.
#[derive(Debug, Clone)]
pub(crate) struct MappedIdEntry {
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

impl<'de> Deserialize<'de> for MappedIdEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdOrMapping;

        impl<'de> Visitor<'de> for IdOrMapping {
            type Value = MappedIdEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, or a mapping with `id` and `relationship`")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<MappedIdEntry, E> {
                Ok(MappedIdEntry { id: id.to_owned(), relationship: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<MappedIdEntry, A::Error> {
                let RelatedEntry { id, relationship } =
                    RelatedEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(MappedIdEntry { id, relationship: Some(relationship) })
            }
        }

        deserializer.deserialize_any(IdOrMapping)
    }
}
