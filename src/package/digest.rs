//! Digests in JSON as 64 lower-case digits, and taking the measure of bytes as they pass.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::model::{Fingerprint, Sha256Digest};

/// How much of a file is in memory at once.
pub(super) const BUFFER: usize = 1024 * 1024;

/// Takes the fingerprint of bytes as they pass.
#[derive(Clone, Default)]
pub struct Meter {
    bytes: u64,
    sha256: Sha256,
    crc32: crc32fast::Hasher,
}

impl Meter {
    /// The next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.sha256.update(bytes);
        self.crc32.update(bytes);
    }

    /// What all bytes amount to.
    pub fn finish(self) -> Fingerprint {
        Fingerprint {
            bytes: self.bytes,
            sha256: Sha256Digest::new(self.sha256.finalize().into()),
            crc32: self.crc32.finalize(),
        }
    }

    /// The fingerprint of bytes that are all there.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        let mut meter = Self::default();
        meter.update(bytes);
        meter.finish()
    }
}

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
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::Sha256Digest;

    pub(in crate::package) fn serialize<S: Serializer>(
        digest: &Option<Sha256Digest>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        digest.serialize(serializer)
    }

    pub(in crate::package) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Sha256Digest>, D::Error> {
        Option::<String>::deserialize(deserializer)?.as_deref().map(super::read).transpose()
    }
}
