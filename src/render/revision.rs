//! Revisions: the start of the digest of a document's Markdown, so that two copies with the same revision say the same, and
//! `sha256sum` of the Markdown file shows which pages belong to it. A text cannot hold its own digest: where templates write
//! it, the Markdown has the name of the digest, and the pages have that and the digits.

use std::borrow::Cow;
use std::fmt::Write;

use onus_core::model::SectionChecksum;
use sha2::{Digest, Sha256};

/// What templates write in place of the revision: two noncharacters (Unicode 16, section 23.7), which no text contains.
pub(super) const PLACEHOLDER: &str = "\u{fdd0}\u{fdd1}";

/// What stands for the revision in Markdown, and before its digits on pages: the same in every language.
const NAME: &str = "SHA-256";

/// Bytes of the digest that are shown. With 48 bits, two of a million documents share a revision with a chance of 1 in
/// 560.
const SHOWN: usize = 6;

/// Headings of these levels start a section.
const LEVELS: std::ops::RangeInclusive<usize> = 1..=3;

/// A rendered document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedText {
    /// Markdown.
    pub markdown: String,
    /// Twelve hexadecimal digits: the start of the SHA-256 of the Markdown.
    pub revision: String,
    /// Where the Markdown names its digest: the offsets of what follows.
    named: Vec<usize>,
}

impl RenderedText {
    /// Replaces the placeholders of a draft.
    pub(super) fn from_draft(draft: &str) -> Self {
        let mut parts = draft.split(PLACEHOLDER);
        let mut markdown = String::with_capacity(draft.len());
        markdown.push_str(parts.next().unwrap_or_default());
        let mut named = Vec::new();
        for part in parts {
            markdown.push_str(NAME);
            named.push(markdown.len());
            markdown.push_str(part);
        }
        let mut revision = String::with_capacity(SHOWN * 2);
        for byte in &Sha256::digest(&markdown)[..SHOWN] {
            write!(revision, "{byte:02x}").expect("writing to memory cannot fail");
        }
        Self { markdown, revision, named }
    }

    /// The text that pages show: the Markdown with the digits of its revision.
    pub fn for_pages(&self) -> Cow<'_, str> {
        if self.named.is_empty() {
            return Cow::Borrowed(&self.markdown);
        }
        let mut text = String::with_capacity(self.markdown.len() + self.named.len() * (SHOWN * 2 + 1));
        let mut at = 0;
        for &next in &self.named {
            text.push_str(&self.markdown[at..next]);
            text.push(' ');
            text.push_str(&self.revision);
            at = next;
        }
        text.push_str(&self.markdown[at..]);
        Cow::Owned(text)
    }

    /// Its headings of the second and third level, each with a digest of the text below it. The text above the first of
    /// them is called `opening`.
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
            let checksum = crc32fast::hash(&self.markdown.as_bytes()[start..end]);
            SectionChecksum { heading, checksum: format!("{checksum:08x}") }
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
    use super::{PLACEHOLDER, RenderedText};

    #[test]
    fn the_revision_is_the_digest_of_the_markdown_and_stands_on_pages_only() {
        let text = RenderedText::from_draft(&format!("a ({PLACEHOLDER}) b\n{PLACEHOLDER}\n"));
        assert_eq!(text.markdown, "a (SHA-256) b\nSHA-256\n");
        // printf 'a (SHA-256) b\nSHA-256\n' | sha256sum
        assert_eq!(text.revision, "aff76d17f1e9");
        assert_eq!(text.for_pages(), "a (SHA-256 aff76d17f1e9) b\nSHA-256 aff76d17f1e9\n");
        assert_eq!(RenderedText::from_draft("SHA-256").for_pages(), "SHA-256");
    }

    #[test]
    fn sections_begin_at_headings_and_not_in_code() {
        let draft =
            format!("# T\n{PLACEHOLDER}\n## A\\_b\nx\n```text\n## no\n```\n### C\ny\n#### D\nz\n#tag\n");
        let sections = RenderedText::from_draft(&draft).sections();
        let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["opening", "A_b", "C"]);
        let other = RenderedText::from_draft(&draft.replace('z', "w")).sections();
        assert_eq!(sections[..2], other[..2]);
        assert_ne!(sections[2], other[2]);
    }
}
