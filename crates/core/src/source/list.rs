//! A list as read from YAML. Its items keep their positions even if a broken neighbour was removed, so that messages
//! about them show the right line.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// Largest number of items of a list: far more than any profile needs. Some checks compare each item with each.
pub(super) const MOST_ITEMS: usize = 20_000;

/// Items with their positions, counted from 0. Empty items are left out; the reader reports them.
#[derive(Debug, Clone)]
pub struct YamlList<T>(Vec<(usize, T)>);

impl<T> Default for YamlList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> YamlList<T> {
    /// Positions and items, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().map(|(position, item)| (*position, item))
    }

    fn into_items(self) -> Vec<T> {
        self.0.into_iter().map(|(_, item)| item).collect()
    }

    /// True if it has no items.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for YamlList<T> {
    type Item = (usize, T);
    type IntoIter = std::vec::IntoIter<(usize, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for YamlList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
            type Value = YamlList<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlList<T>, A::Error> {
                let mut list = Vec::new();
                let mut position = 0;
                while let Some(item) = items.next_element::<Option<T>>()? {
                    list.extend(item.map(|item| (position, item)));
                    position += 1;
                    if position > MOST_ITEMS {
                        let limit = format!("at most {MOST_ITEMS} items");
                        return Err(serde::de::Error::invalid_length(position, &limit.as_str()));
                    }
                }
                Ok(YamlList(list))
            }
        }

        deserializer.deserialize_seq(Items(PhantomData))
    }
}

/// Reads a list of at most as many items, for values that are read as they are written.
pub(crate) fn limited_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    YamlList::deserialize(deserializer).map(YamlList::into_items)
}

/// The same for a list that may be null.
pub(crate) fn limited_list_or_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Ok(Option::<YamlList<T>>::deserialize(deserializer)?.map(YamlList::into_items))
}
