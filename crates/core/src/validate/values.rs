//! Readers of single values that several kinds of files have: controls and parts, lengths of time, digests and paths of
//! files.

use super::bad_language;
use super::context::Context;
use crate::diagnostic::{Code, Count, Noun, quoted};
use crate::digest::Sha256Digest;
use crate::model::{Catalog, Identifier, Interval, Language, Need, Target, TraitId};
use crate::source::Origin;

/// Longest path in bytes: PATH_MAX of macOS. Linux allows 4,096.
const LONGEST_PATH: usize = 1_024;

impl Context<'_> {
    /// Parses `CONTROL` or `CONTROL/part`.
    pub(super) fn target(&mut self, catalog: &Catalog, text: &str, origin: &Origin) -> Option<Target> {
        let (control, part) = match text.split_once('/') {
            Some((control, part)) => (control, Some(part)),
            None => (text, None),
        };
        let known = catalog.controls.iter().map(|control| &control.id);
        let control = self.refer(Noun::CONTROL, control, origin, known)?;
        let Some(part) = part else {
            return Some(Target { control, part: None });
        };
        let parts = catalog.control(control.as_str()).map(|control| control.parts.as_slice());
        let known = parts.unwrap_or_default().iter().map(|part| &part.id);
        let part = self.refer(Noun::PART, part, origin, known)?;
        Some(Target { control, part: Some(part) })
    }

    /// Resolves the name of a trait or attribute that a part needs.
    pub(super) fn need(&mut self, catalog: &Catalog, name: &str, origin: &Origin) -> Option<Need> {
        if let Some(attribute) = catalog.attributes.iter().find(|known| known.id.as_str() == name) {
            return Some(Need::Attribute(attribute.id.clone()));
        }
        // An unknown name may be meant for either, so that hints are looked for among both.
        let names = catalog.attributes.iter().filter_map(|known| TraitId::parse(known.id.as_str()).ok());
        let known: Vec<TraitId> = catalog.traits.iter().map(|known| known.id.clone()).chain(names).collect();
        self.refer(Noun::NEED, name, origin, known.iter()).map(Need::Trait)
    }

    /// Reads the language of documents.
    pub(super) fn language(&mut self, text: &str, origin: &Origin) -> Option<Language> {
        let language = Language::parse(text);
        if language.is_none() {
            let mistake = bad_language(text).at(self.diagnostics.sources().span(origin), "");
            self.diagnostics.push(mistake);
        }
        language
    }

    /// Parses a length of time.
    pub(super) fn interval(&mut self, text: &str, origin: &Origin) -> Option<Interval> {
        let interval = Interval::parse(text);
        if interval.is_none() {
            self.diagnostics
                .error(
                    Code::BadInterval,
                    origin,
                    format!("expected a length of time, found {}", quoted(text)),
                )
                .help(
                    "write a number and a unit, such as `30 days`, `2 weeks`, `3 months` or `1 year`"
                        .to_owned(),
                );
        }
        interval
    }

    /// Parses a pinned digest.
    pub(super) fn digest(&mut self, text: &str, origin: &Origin) -> Option<Sha256Digest> {
        let digest = Sha256Digest::parse(text);
        if digest.is_none() {
            let message = match text.chars().count() {
                64 => "a SHA-256 has only hexadecimal digits, 0 to 9 and a to f".to_owned(),
                length => {
                    format!("a SHA-256 has 64 hexadecimal digits, found {}", Count(length, "character"))
                }
            };
            self.diagnostics
                .error(Code::BadDigest, origin, message)
                .help("`sha256sum FILE` prints it; without `sha256`, nothing is pinned".to_owned());
        }
        digest
    }

    /// Converts a path that is relative to a folder of the workspace into one that is relative to the workspace, both
    /// with `/`. None if no file can have the path or it leaves the workspace, which is reported.
    pub(super) fn path(&mut self, folder: &str, text: &str, origin: &Origin) -> Option<String> {
        let problem = if text.is_empty() {
            Some("the path is empty")
        } else if text.len() > LONGEST_PATH {
            Some("the path is longer than 1,024 bytes")
        } else if text.chars().any(|c| c.is_control() || c == '\\') {
            Some("the path contains `\\` or a control character")
        } else if text.starts_with('/') || text.get(1..2) == Some(":") {
            Some("the path is absolute")
        } else {
            None
        };
        if let Some(problem) = problem {
            self.bad_path(problem, origin);
            return None;
        }
        let path = joined(folder, text);
        match path.as_deref() {
            Some("") => {
                self.bad_path("the path is that of the workspace itself", origin);
                None
            }
            Some(_) => path,
            None => {
                self.diagnostics
                    .error(
                        Code::OutsideWorkspace,
                        origin,
                        format!("{} leads out of the workspace", quoted(text)),
                    )
                    .help(
                        "move the file into the workspace, or give an address instead of a path".to_owned(),
                    );
                None
            }
        }
    }

    fn bad_path(&mut self, problem: &str, origin: &Origin) {
        self.diagnostics
            .error(Code::BadPath, origin, problem)
            .help("write the path from the folder of this file, with `/` between folders".to_owned());
    }
}

/// Joins two paths and removes `.` and `..`; none if the result is above the root.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_are_joined_without_leaving_the_workspace() {
        assert_eq!(
            joined("profiles/acme/evidence", "a/b.txt").as_deref(),
            Some("profiles/acme/evidence/a/b.txt")
        );
        assert_eq!(joined("profiles/acme/evidence", "../../x").as_deref(), Some("profiles/x"));
        assert_eq!(joined("profiles/acme/evidence", "./a//b").as_deref(), Some("profiles/acme/evidence/a/b"));
        assert_eq!(joined("profiles/acme/evidence", "../../../../x"), None);
        assert_eq!(joined("profiles", "../../profiles/x"), None);
    }
}
