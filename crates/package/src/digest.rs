//! Digests in JSON, as 64 lower-case digits.

use onus_core::model::Sha256Digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How much of a file is in memory at once.
pub(super) const BUFFER: usize = 1024 * 1024;

pub(super) fn serialize<S: Serializer>(digest: &Sha256Digest, serializer: S) -> Result<S::Ok, S::Error> {
    digest.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sha256Digest, D::Error> {
    read(&String::deserialize(deserializer)?)
}

fn read<E: serde::de::Error>(text: &str) -> Result<Sha256Digest, E> {
    Sha256Digest::parse(text)
        .filter(|digest| digest.to_string() == text)
        .ok_or_else(|| E::custom("a digest is 64 lower-case hexadecimal digits"))
}

/// The same for digests that may be unknown.
pub(super) mod option {
    use onus_core::model::Sha256Digest;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        digest: &Option<Sha256Digest>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        digest.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Sha256Digest>, D::Error> {
        Option::<String>::deserialize(deserializer)?.as_deref().map(super::read).transpose()
    }
}
