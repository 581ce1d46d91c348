//! Names under which tools know services: a name, or a name with the property that decides.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::source::YamlList;

/// A name alone, or `{ name, when }`.
#[derive(Debug, Clone)]
pub(crate) struct ToolNameEntry {
    /// A type of resources, or the beginning of such names.
    pub(crate) name: String,
    /// The property that decides whether a resource of that type belongs to the service.
    pub(crate) when: Option<PropertyEntry>,
}

/// A property of resources.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PropertyEntry {
    /// Its path, such as `ComputeResources.Type` or `capacity_provider_strategy[].capacity_provider`.
    pub(crate) property: String,
    /// Values of which it has one; any value when not given.
    #[serde(default)]
    pub(crate) is: YamlList<String>,
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuledEntry {
    name: String,
    when: PropertyEntry,
}

impl<'de> Deserialize<'de> for ToolNameEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrRuled;

        impl<'de> Visitor<'de> for NameOrRuled {
            type Value = ToolNameEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a mapping with `name` and `when`")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<ToolNameEntry, E> {
                Ok(ToolNameEntry { name: name.to_owned(), when: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<ToolNameEntry, A::Error> {
                let RuledEntry { name, when } = RuledEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(ToolNameEntry { name, when: Some(when) })
            }
        }

        deserializer.deserialize_any(NameOrRuled)
    }
}
