//! Names under which tools know services: a name, or a name with what decides.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::source::YamlList;

/// A name alone, `{ name, when }` or `{ name, shared }`.
#[derive(Debug, Clone)]
pub(crate) struct ToolNameEntry {
    /// A type of resources, or the beginning of such names.
    pub(crate) name: String,
    /// True where other services have the name, too, and nothing decides between them.
    pub(crate) shared: bool,
    /// The properties that decide whether a resource of that type belongs to the service.
    pub(crate) when: Vec<PropertyEntry>,
}

/// A property of resources.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PropertyEntry {
    /// Its path, such as `ComputeResources.Type` or `capacity_provider_strategy[].capacity_provider`.
    pub(crate) property: String,
    /// Values of which it has one, with `*` at the end any that begin so; any value when not given.
    #[serde(default)]
    pub(crate) is: YamlList<String>,
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongNameEntry {
    name: String,
    #[serde(default)]
    shared: bool,
    #[serde(default)]
    when: PropertyEntries,
}

/// A property, or a list of properties.
#[derive(Default)]
struct PropertyEntries(Vec<PropertyEntry>);

impl<'de> Deserialize<'de> for ToolNameEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrLong;

        impl<'de> Visitor<'de> for NameOrLong {
            type Value = ToolNameEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a mapping with `name` and `when` or `shared`")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<ToolNameEntry, E> {
                Ok(ToolNameEntry { name: name.to_owned(), shared: false, when: Vec::new() })
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<ToolNameEntry, A::Error> {
                let long = LongNameEntry::deserialize(MapAccessDeserializer::new(entries))?;
                let PropertyEntries(when) = long.when;
                match (long.shared, when.is_empty()) {
                    (true, false) => {
                        Err(A::Error::custom("`shared` means that nothing decides, so there is no `when`"))
                    }
                    (shared, _) => Ok(ToolNameEntry { name: long.name, shared, when }),
                }
            }
        }

        deserializer.deserialize_any(NameOrLong)
    }
}

impl<'de> Deserialize<'de> for PropertyEntries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;

        impl<'de> Visitor<'de> for OneOrMore {
            type Value = PropertyEntries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping with `property` and `is`, or a list of them")
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<PropertyEntries, A::Error> {
                let one = PropertyEntry::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(PropertyEntries(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<PropertyEntries, A::Error> {
                let all = YamlList::<PropertyEntry>::deserialize(SeqAccessDeserializer::new(items))?;
                Ok(PropertyEntries(all.iter().map(|(_, one)| one.clone()).collect()))
            }
        }

        deserializer.deserialize_any(OneOrMore)
    }
}
