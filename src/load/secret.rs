//! The secret that binds cache files to the user whose runs wrote them. It lies outside every workspace, so that whoever
//! can only write to a workspace, such as the author of a pull request, cannot write a cache file that is believed.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fmt;
use std::path::Path;

use blake2::Blake2bMac512;
use blake2::digest::{KeyInit, Mac};

use super::reader::read_bytes;

/// Its length in bytes.
const LENGTH: usize = 32;

/// Largest file that is read for it: its digits and a line break are 65 bytes.
const LARGEST: u64 = 128;

/// Length of an authentication code in hexadecimal digits.
pub(super) const CODE_DIGITS: usize = 128;

/// The secret of a user's cache files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CacheSecret([u8; LENGTH]);

impl CacheSecret {
    /// A new one, by chance; none where the system gives out no random bytes.
    pub fn random() -> Option<Self> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The secret in a file, if that is there and is one.
    pub fn read(path: &Path) -> Option<Self> {
        let bytes = match read_bytes(path, LARGEST) {
            Ok(bytes) => bytes,
            Err(problem) if problem.is_absence() => return None,
            Err(problem) => {
                tracing::warn!("cannot read `{}`: {problem}; cache files are not used", path.display());
                return None;
            }
        };
        let text = std::str::from_utf8(&bytes).ok()?.trim_end();
        let digits = text.as_bytes();
        if digits.len() != 2 * LENGTH || !digits.iter().all(u8::is_ascii_hexdigit) {
            tracing::warn!("`{}` holds no secret; cache files are not used", path.display());
            return None;
        }
        let mut secret = [0; LENGTH];
        for (byte, pair) in secret.iter_mut().zip(0..) {
            *byte = u8::from_str_radix(text.get(2 * pair..2 * pair + 2)?, 16).ok()?;
        }
        Some(Self(secret))
    }

    /// What its file says: hexadecimal digits and a line break.
    pub fn to_text(self) -> String {
        hexadecimal(&self.0) + "\n"
    }

    /// The authentication code of a cache file, in hexadecimal digits. The file's name is part of what it vouches for, so
    /// that no file can take the place of another.
    pub(super) fn code(self, name: &str, content: &[u8]) -> String {
        hexadecimal(&self.mac(name, content).finalize().into_bytes())
    }

    /// True when a code is that of a cache file, compared in constant time.
    pub(super) fn vouches(self, code: &str, name: &str, content: &[u8]) -> bool {
        let digits = code.as_bytes();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
        bytes.is_some_and(|bytes| self.mac(name, content).verify_slice(&bytes).is_ok())
    }

    fn mac(self, name: &str, content: &[u8]) -> Blake2bMac512 {
        let mut mac = Blake2bMac512::new_from_slice(&self.0).expect("BLAKE2b takes keys of up to 64 bytes");
        // Its length before the name, so that no other name and content are the same bytes.
        mac.update(&(name.len() as u64).to_le_bytes());
        mac.update(name.as_bytes());
        mac.update(content);
        mac
    }
}

/// Says nothing of it: debug output ends up in logs.
impl fmt::Debug for CacheSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CacheSecret")
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
