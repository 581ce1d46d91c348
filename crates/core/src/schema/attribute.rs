//! What profiles say about attributes: a word, or a word with its reason.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

/// Attributes by id.
pub(crate) type AttributeMap = BTreeMap<String, AttributeEntry>;

/// `true`, `false`, or one of them with a reason.
#[derive(Debug, Clone)]
pub(crate) struct AttributeEntry {
    /// Whether it holds.
    pub(crate) value: bool,
    /// The reason, which `false` must have.
    pub(crate) reason: Option<String>,
}

/// `{ value: false, reason: ... }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonedEntry {
    value: bool,
    reason: Option<String>,
}

impl<'de> Deserialize<'de> for AttributeEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BooleanOrReasoned;

        impl<'de> Visitor<'de> for BooleanOrReasoned {
            type Value = AttributeEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false`, or a mapping with `value` and `reason`")
            }

            fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<AttributeEntry, E> {
                Ok(AttributeEntry { value, reason: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<AttributeEntry, A::Error> {
                let entry = ReasonedEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(AttributeEntry { value: entry.value, reason: entry.reason })
            }
        }

        deserializer.deserialize_any(BooleanOrReasoned)
    }
}
