//! Revisions: a digest of what a document says, so that two copies with one revision say the same. The digest stands
//! in the document itself, so a place is kept for it until the rest is there.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What templates write where the revision belongs: two characters that Unicode assigns to nobody, ever.
pub(super) const PLACE: &str = "\u{fdd0}\u{fdd1}";

/// Bytes of the digest that are shown: enough that nobody meets two documents of one revision.
const SHOWN: usize = 6;

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Markdown.
    pub markdown: String,
    /// Twelve hexadecimal digits: the start of the SHA-256 of the Markdown without them.
    pub revision: String,
}

impl Text {
    /// Fills in the revision.
    pub(super) fn settle(draft: &str) -> Self {
        let mut digest = Sha256::new();
        draft.split(PLACE).for_each(|said| digest.update(said));
        let mut revision = String::with_capacity(SHOWN * 2);
        for byte in &digest.finalize()[..SHOWN] {
            write!(revision, "{byte:02x}").expect("writing to memory cannot fail");
        }
        Self { markdown: draft.replace(PLACE, &revision), revision }
    }
}

#[cfg(test)]
mod tests {
    use super::{PLACE, Text};

    #[test]
    fn the_revision_is_the_digest_of_the_text_without_it() {
        let text = Text::settle(&format!("a{PLACE}b{PLACE}c"));
        // printf abc | sha256sum
        assert_eq!(text.revision, "ba7816bf8f01");
        assert_eq!(text.markdown, "aba7816bf8f01bba7816bf8f01c");
    }
}
