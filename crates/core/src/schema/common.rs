//! Shapes that several files share.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer};

use crate::model::Holder;
use crate::source::YamlList;

/// Only the `schema` of a file, to learn its kind before it is read in full.
#[derive(Debug, Clone)]
pub(crate) struct SchemaLine {
    /// For example `onus.organization/1`; none if the file has none.
    pub(crate) schema: Option<String>,
}

impl<'de> Deserialize<'de> for SchemaLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = SchemaLine;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<SchemaLine, A::Error> {
                let mut schema = None;
                while let Some(key) = entries.next_key::<String>()? {
                    if key == "schema" {
                        schema = Some(entries.next_value()?);
                    } else {
                        entries.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(SchemaLine { schema })
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

/// Who holds the duties; the entry is not about duties that are missing here.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutiesEntry {
    /// Decides how it is done.
    pub(crate) manage: Option<Holder>,
    /// Does it.
    pub(crate) operate: Option<Holder>,
    /// Checks that it was done.
    pub(crate) verify: Option<Holder>,
}

/// Either `all` or a list of names.
#[derive(Debug, Clone)]
pub(crate) enum AllOrSome {
    /// The value `all`.
    All,
    /// The listed ones.
    Some(YamlList<String>),
}

impl<'de> Deserialize<'de> for AllOrSome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = AllOrSome;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`all` or a list")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<AllOrSome, E> {
                match word {
                    "all" => Ok(AllOrSome::All),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<AllOrSome, A::Error> {
                YamlList::deserialize(SeqAccessDeserializer::new(items)).map(AllOrSome::Some)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// The service below another one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RunsOnEntry {
    /// Service id, or the name under which the profile uses it.
    pub(crate) service: String,
    /// The highest layer that belongs to that service.
    pub(crate) up_to: String,
}

/// Either one name or a list of names.
#[derive(Debug, Clone)]
pub(crate) enum OneOrSome {
    /// The only one.
    One(String),
    /// The listed ones.
    Some(YamlList<String>),
}

impl<'de> Deserialize<'de> for OneOrSome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrList;

        impl<'de> Visitor<'de> for NameOrList {
            type Value = OneOrSome;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or a list")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<OneOrSome, E> {
                Ok(OneOrSome::One(name.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<OneOrSome, A::Error> {
                YamlList::deserialize(SeqAccessDeserializer::new(items)).map(OneOrSome::Some)
            }
        }

        deserializer.deserialize_any(NameOrList)
    }
}
