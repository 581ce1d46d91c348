//! Revisions: a digest of what a document says, so that two copies with one revision say the same. The digest stands
//! in the document itself, so a place is kept for it until the rest is there.

use std::fmt::Write;

use onus_core::model::SectionChecksum;
use sha2::{Digest, Sha256};

/// What templates write where the revision belongs: two characters that Unicode assigns to nobody, ever.
pub(super) const PLACE: &str = "\u{fdd0}\u{fdd1}";

/// Bytes of the digest that are shown: enough that nobody meets two documents of one revision.
const SHOWN: usize = 6;

/// Headings of these levels begin a section.
const LEVELS: std::ops::RangeInclusive<usize> = 1..=3;

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

    /// Its headings down to the third level, with a digest of what stands below each. What stands above the first of the second
    /// level is the `opening`.
    pub fn sections(&self) -> Vec<SectionChecksum> {
        let mut starts = vec![("opening".to_owned(), 0)];
        let (mut fence, mut at) = (None, 0);
        for line in self.markdown.split_inclusive('\n') {
            let opening = fence_of(line);
            match (fence, opening) {
                (None, Some(mark)) => fence = Some(mark),
                (Some(open), Some(mark)) if open == mark => fence = None,
                (None, None) => starts.extend(heading(line).map(|heading| (heading, at))),
                (Some(_), _) => {}
            }
            at += line.len();
        }
        let ends: Vec<usize> = starts[1..].iter().map(|(_, start)| *start).chain([at]).collect();
        let section = |((heading, start), end): ((String, usize), usize)| {
            let mut hasher = crc32fast::Hasher::new();
            // The revision changes with any word anywhere.
            let said = self.markdown[start..end].split(&self.revision);
            said.for_each(|said| hasher.update(said.as_bytes()));
            SectionChecksum { heading, checksum: format!("{:08x}", hasher.finalize()) }
        };
        starts.into_iter().zip(ends).map(section).collect()
    }
}

/// The mark of a code fence that a line opens or closes.
fn fence_of(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))
}

/// The heading in a line, without its marks.
fn heading(line: &str) -> Option<String> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    // The title belongs to the opening.
    let counts = level > 1 && LEVELS.contains(&level) && text.starts_with(' ');
    counts.then(|| text.trim().replace('\\', ""))
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

    #[test]
    fn sections_begin_at_headings_and_not_in_code() {
        let draft = format!("# T\n{PLACE}\n## A\\_b\nx\n```text\n## no\n```\n### C\ny\n#### D\nz\n#tag\n");
        let sections = Text::settle(&draft).sections();
        let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["opening", "A_b", "C"]);
        let other = Text::settle(&draft.replace('z', "w")).sections();
        // printf '# T\n\n' | crc32 is that of the opening in both, whatever the revision.
        assert_eq!(sections[..2], other[..2]);
        assert_ne!(sections[2], other[2]);
    }
}
