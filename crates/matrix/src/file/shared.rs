//! Texts and claims that many cells have in common, written once: cells name them by digests, so that a matrix in which one
//! of them changed differs from the one before in few lines.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use onus_core::resolve::Rank;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::PlaceRecord;

/// The name of a text or claim: eight hexadecimal digits of a digest of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShortDigest([u8; 8]);

impl ShortDigest {
    fn of(digest: &[u8]) -> Self {
        let digit = |place: usize| {
            let byte = digest[place / 2];
            b"0123456789abcdef"[usize::from(if place.is_multiple_of(2) { byte >> 4 } else { byte & 15 })]
        };
        Self(std::array::from_fn(digit))
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("hexadecimal digits are ASCII")
    }
}

impl Serialize for ShortDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ShortDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let digits = <[u8; 8]>::try_from(text.as_bytes()).ok().filter(|digits| digits.iter().all(is_digit));
        let wrong = || D::Error::custom(format!("{text:?} is not 8 lower-case hexadecimal digits"));
        digits.map(Self).ok_or_else(wrong)
    }
}

/// Values by their names, in the order in which they were added.
#[derive(Debug)]
pub(crate) struct SharedTable<V> {
    entries: Vec<(ShortDigest, V)>,
    /// Where each name stands among the entries.
    index: BTreeMap<ShortDigest, usize>,
}

impl<V> Default for SharedTable<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: BTreeMap::new() }
    }
}

impl<V> SharedTable<V> {
    pub(crate) fn get(&self, name: ShortDigest) -> Option<&V> {
        self.index.get(&name).map(|&place| &self.entries[place].1)
    }

    pub(crate) fn contains(&self, name: ShortDigest) -> bool {
        self.index.contains_key(&name)
    }

    fn push(&mut self, name: ShortDigest, value: V) {
        self.index.insert(name, self.entries.len());
        self.entries.push((name, value));
    }
}

impl<V: PartialEq> SharedTable<V> {
    /// Adds a value unless it is there, and names it by a digest of these bytes, which say what it says.
    pub(crate) fn add(&mut self, bytes: &[u8], value: V) -> ShortDigest {
        let mut digest = Sha256::digest(bytes);
        loop {
            let name = ShortDigest::of(&digest);
            match self.get(name) {
                None => {
                    self.push(name, value);
                    return name;
                }
                Some(known) if *known == value => return name,
                // With 32 bits, one project in some thousands has two values whose digests begin alike.
                Some(_) => digest = Sha256::digest(digest),
            }
        }
    }
}

impl<V: Serialize> Serialize for SharedTable<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for SharedTable<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableVisitor(PhantomData))
    }
}

struct TableVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for TableVisitor<V> {
    type Value = SharedTable<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut table = SharedTable::default();
        while let Some((name, value)) = entries.next_entry::<ShortDigest, V>()? {
            if table.contains(name) {
                return Err(A::Error::custom(format!("`{}` appears twice", name.as_str())));
            }
            table.push(name, value);
        }
        Ok(table)
    }
}

/// Who says who holds which duties, and why.
#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Claim"))]
pub(crate) struct ClaimRecord<'m> {
    /// Where it comes from; a later word of this list overrules an earlier one.
    pub(crate) rank: Rank,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
    /// Why.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) reason: Cow<'m, str>,
}

#[cfg(feature = "schema")]
mod schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    impl JsonSchema for super::ShortDigest {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Name".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "The name of a text or claim: eight hexadecimal digits that follow from what it says.",
                "type": "string",
                "pattern": "^[0-9a-f]{8}$",
            })
        }
    }

    impl<V: JsonSchema> JsonSchema for super::SharedTable<V> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> std::borrow::Cow<'static, str> {
            format!("TableOf{}", V::schema_name()).into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "type": "object",
                "propertyNames": generator.subschema_for::<super::ShortDigest>(),
                "additionalProperties": generator.subschema_for::<V>(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SharedTable;

    #[test]
    fn names_follow_from_what_is_said_and_are_never_shared() {
        let mut table = SharedTable::default();
        let first = table.add(b"", 1);
        // `sha256sum` of nothing begins with this.
        assert_eq!(first.as_str(), "e3b0c442");
        let second = table.add(b"", 2);
        assert_ne!(first, second);
        assert_eq!([table.add(b"", 2), table.add(b"", 1)], [second, first]);
        assert_eq!((table.get(first), table.get(second)), (Some(&1), Some(&2)));
    }

    #[test]
    fn tables_keep_their_order() {
        let text = r#"{"ffffffff":1,"00000000":2}"#;
        let table: SharedTable<u8> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&table).unwrap(), text);
    }

    #[test]
    fn names_of_another_form_and_names_that_appear_twice_are_refused() {
        for text in [r#"{"0":1}"#, r#"{"0000000A":1}"#, r#"{"00000000":1,"00000000":1}"#] {
            assert!(serde_json::from_str::<SharedTable<u8>>(text).is_err(), "{text}");
        }
    }
}
