//! Document control: the revision of a document, the day and catalog that it is based on, and what each revision
//! changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Catalog;
use crate::digest::Sha256Digest;

/// Number of revisions that are kept per document. Without a limit, the file would grow with each build of a document
/// that changes every day.
const MOST: usize = 50;

/// Number of headings that are named in the description of a change.
const MOST_NAMED: usize = 6;

/// One revision of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// Its number, from 1.
    pub number: u32,
    /// The as-of date.
    pub date: NaiveDate,
    /// The first digits of the digest of its text; empty until the text is complete.
    pub digest: String,
    /// What changed since the previous one.
    pub changes: String,
}

/// The catalog and the day that a document is based on. They do not make a new revision by themselves: a document
/// that is otherwise unchanged keeps its stamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// The as-of date.
    pub as_of: NaiveDate,
    /// Version of the catalog.
    pub catalog_version: String,
    /// Digest of the catalog.
    pub catalog_digest: Sha256Digest,
}

impl Stamp {
    /// For a catalog and an as-of date.
    pub fn new(catalog: &Catalog, as_of: NaiveDate) -> Self {
        Self { as_of, catalog_version: catalog.version.clone(), catalog_digest: catalog.digest }
    }
}

/// What a document states about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The catalog and the day that it is based on.
    pub stamp: Stamp,
    /// Its revisions, oldest first; the last one is the current. Empty for files whose revisions are not numbered.
    pub revisions: Vec<Revision>,
}

/// A heading of a document and a checksum of the text below it, by which two revisions are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(String, String)", into = "(String, String)")]
pub struct SectionChecksum {
    /// The heading.
    pub heading: String,
    /// CRC-32 of the text, in hexadecimal digits.
    pub checksum: String,
}

// Files have a pair, which is shorter: documents have dozens of sections.
impl From<(String, String)> for SectionChecksum {
    fn from((heading, checksum): (String, String)) -> Self {
        Self { heading, checksum }
    }
}

impl From<SectionChecksum> for (String, String) {
    fn from(section: SectionChecksum) -> Self {
        (section.heading, section.checksum)
    }
}

/// What is recorded about a published document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// What it states about itself.
    pub edition: Edition,
    /// The digest of its text.
    #[serde(rename = "text")]
    pub text_digest: Sha256Digest,
    /// Its sections, in their order.
    pub sections: Vec<SectionChecksum>,
}

impl Edition {
    /// The first edition of a document.
    pub fn first(stamp: Stamp) -> Self {
        let mut edition = Self { stamp, revisions: Vec::new() };
        edition.add("First issue.".to_owned());
        edition
    }

    /// The edition after this one.
    pub fn next(&self, stamp: Stamp, changes: String) -> Self {
        let mut next = Self { stamp, revisions: self.revisions.clone() };
        next.add(changes);
        next
    }

    fn add(&mut self, changes: String) {
        let number = self.revisions.last().map_or(0, |last| last.number).saturating_add(1);
        self.revisions.push(Revision { number, date: self.stamp.as_of, digest: String::new(), changes });
        let forgotten = self.revisions.len().saturating_sub(MOST);
        self.revisions.drain(..forgotten);
    }

    /// The current revision; none for files whose revisions are not numbered.
    pub fn revision(&self) -> Option<&Revision> {
        self.revisions.last()
    }
}

/// What changed between two versions of a document: which sections are changed, new or removed.
pub fn changes(before: &[SectionChecksum], after: &[SectionChecksum]) -> String {
    let (old, new) = (by_heading(before), by_heading(after));
    let named = |headings: Vec<&str>, word: &str| {
        let more = headings.len().saturating_sub(MOST_NAMED);
        let shown = &headings[..headings.len() - more];
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!headings.is_empty()).then(|| format!("{word}: {}{rest}.", shown.join("; ")))
    };
    let changed = each_once(after)
        .filter(|heading| old.get(heading).is_some_and(|digests| *digests != new[heading]))
        .collect();
    let added = each_once(after).filter(|heading| !old.contains_key(heading)).collect();
    let gone = each_once(before).filter(|heading| !new.contains_key(heading)).collect();
    let sentences = [named(changed, "Changed"), named(added, "New"), named(gone, "Removed")];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    if sentences.is_empty() { "The order of sections.".to_owned() } else { sentences.join(" ") }
}

/// The checksums of each heading: a document may repeat one.
fn by_heading(sections: &[SectionChecksum]) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for section in sections {
        found.entry(&section.heading).or_default().push(&section.checksum);
    }
    found
}

/// The headings in their order, repeated ones once.
fn each_once(sections: &[SectionChecksum]) -> impl Iterator<Item = &str> {
    let is_first = |(place, section): &(usize, &SectionChecksum)| {
        sections[..*place].iter().all(|before| before.heading != section.heading)
    };
    sections.iter().enumerate().filter(is_first).map(|(_, section)| section.heading.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(all: &[(&str, &str)]) -> Vec<SectionChecksum> {
        all.iter().map(|(heading, sum)| ((*heading).to_owned(), (*sum).to_owned()).into()).collect()
    }

    #[test]
    fn changes_name_the_headings() {
        let before = sections(&[("Scope", "1"), ("Risks", "2"), ("Reports", "3")]);
        let after = sections(&[("Scope", "1"), ("Reports", "4"), ("Findings", "5")]);
        assert_eq!(changes(&before, &after), "Changed: Reports. New: Findings. Removed: Risks.");
        let turned = sections(&[("Risks", "2"), ("Scope", "1"), ("Reports", "3")]);
        assert_eq!(changes(&before, &turned), "The order of sections.");
        let twice = sections(&[("Scope", "1"), ("Scope", "6"), ("Risks", "2"), ("Reports", "3")]);
        assert_eq!(changes(&before, &twice), "Changed: Scope.");
    }

    #[test]
    fn many_headings_are_counted() {
        let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
        let with = |checksum| names.map(|name| (name, checksum));
        let said = changes(&sections(&with("1")), &sections(&with("2")));
        assert_eq!(said, "Changed: A; B; C; D; E; F and 2 more.");
    }

    #[test]
    fn numbers_go_on_when_the_first_revisions_are_forgotten() {
        let stamp = |day: u32| Stamp {
            as_of: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day.into()),
            catalog_version: "1".to_owned(),
            catalog_digest: Sha256Digest::of(b"catalog"),
        };
        let last =
            (1..60).fold(Edition::first(stamp(0)), |edition, day| edition.next(stamp(day), String::new()));
        assert_eq!(last.revisions.len(), 50);
        assert_eq!((last.revisions[0].number, last.revision().unwrap().number), (11, 60));
    }
}
