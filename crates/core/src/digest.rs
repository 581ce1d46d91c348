//! Digests of texts and files: enough to tell whether two are the same, and to pack a file without reading it twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// A digest that was computed elsewhere.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of bytes that are all in memory; [`Meter`] is for files that are read piece by piece.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits of either case; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The first twelve digits, for tables.
    pub fn short(&self) -> String {
        format!("{}", Hexadecimal(&self.0[..6]))
    }
}

impl From<Sha256> for Sha256Digest {
    fn from(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

/// Bytes as lower-case hexadecimal digits.
struct Hexadecimal<'b>(&'b [u8]);

impl fmt::Display for Hexadecimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hexadecimal(&self.0).fmt(f)
    }
}

impl fmt::Debug for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Sha256Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Digest {
    /// Accepts only what [`Serialize`] writes: with two spellings of a digest, equal files would not be equal byte by
    /// byte.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .filter(|digest| digest.to_string() == text)
            .ok_or_else(|| D::Error::custom("a digest is 64 lower-case hexadecimal digits"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Sha256Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A SHA-256 in lower-case hexadecimal digits.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
        })
    }
}

/// Size and digests of the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Sha256Digest,
    /// Their CRC-32, as in zip archives (ISO 3309).
    pub crc32: u32,
}

/// Computes a [`Fingerprint`] while bytes are read.
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

    /// Size and digests of all bytes.
    pub fn finish(self) -> Fingerprint {
        Fingerprint { bytes: self.bytes, sha256: self.sha256.into(), crc32: self.crc32.finalize() }
    }

    /// The fingerprint of bytes that are all in memory.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        let mut meter = Self::default();
        meter.update(bytes);
        meter.finish()
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of some texts, which no other texts in that order share: enough to
/// tell millions of things apart.
pub fn short_digest(texts: &[String]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    format!("{}", Hexadecimal(&digest.finalize()[..8]))
}

#[cfg(test)]
mod tests {
    use super::Sha256Digest;

    #[test]
    fn digests_are_those_of_the_standard() {
        // printf abc | sha256sum
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256Digest::of(b"abc").to_string(), abc);
        assert_eq!(Sha256Digest::of(b"abc").short(), abc[..12]);
    }

    #[test]
    fn files_say_a_digest_in_one_way_only() {
        let written = serde_json::to_string(&Sha256Digest::of(b"abc")).unwrap();
        assert_eq!(serde_json::from_str::<Sha256Digest>(&written).unwrap(), Sha256Digest::of(b"abc"));
        assert!(serde_json::from_str::<Sha256Digest>(&written.to_uppercase()).is_err());
    }

    #[test]
    fn digests_are_read_as_they_are_written() {
        // printf abc | sha256sum
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256Digest::parse(text).map(|digest| digest.to_string()), Some(text.to_owned()));
        assert_eq!(Sha256Digest::parse(&text.to_uppercase()), Sha256Digest::parse(text));
        for wrong in
            ["", &text[1..], &format!("{text}0"), &text.replace('b', "g"), &format!("+{}", &text[1..])]
        {
            assert_eq!(Sha256Digest::parse(wrong), None, "{wrong}");
        }
    }
}
