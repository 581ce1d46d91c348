//! Paths that every system can unpack: relative, without special names, and distinct on systems that ignore case. Sealing
//! and verifying apply the same rules, so nothing is sealed that cannot be verified.

use std::collections::HashMap;

/// Longest path in bytes; every common system can still create it inside a folder of its own.
const LONGEST: usize = 1024;

/// Deepest nesting.
const DEEPEST: usize = 32;

/// Names of devices on Windows, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Characters that Windows does not allow in names.
const FOREIGN: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];

/// Why a path cannot be used in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// It starts at the root of a system, a drive or a share.
    #[error("it is absolute")]
    Absolute,
    /// It leads out of its folder.
    #[error("it leads out of the package with `..`")]
    Leaving,
    /// It has an empty part or one that is `.`.
    #[error("it has an empty part")]
    EmptyPart,
    /// It has a backslash, which separates folders on one system and not on another.
    #[error("it has a backslash")]
    Backslash,
    /// It has a control character.
    #[error("it has a control character")]
    Control,
    /// Windows cannot create a file of this name.
    #[error("Windows cannot create a file of this name")]
    NotOnWindows,
    /// It is longer or more deeply nested than every system allows.
    #[error("it is too long or too deeply nested")]
    TooLong,
}

/// Checks that a path can be used in a package.
pub(super) fn check(path: &str) -> Result<(), PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    if path.chars().any(char::is_control) {
        return Err(PathError::Control);
    }
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if drive || path.starts_with(['/', '\\']) {
        return Err(PathError::Absolute);
    }
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Err(PathError::Leaving);
    }
    if path.contains('\\') {
        return Err(PathError::Backslash);
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return Err(PathError::EmptyPart);
    }
    if path.len() > LONGEST || path.split('/').count() > DEEPEST {
        return Err(PathError::TooLong);
    }
    if path.split('/').any(|part| !is_windows_name(part)) {
        return Err(PathError::NotOnWindows);
    }
    Ok(())
}

fn is_windows_name(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    let device = DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt");
    !device && !part.ends_with([' ', '.']) && !part.contains(FOREIGN)
}

/// The name under which a file is packed: what some system could not unpack is replaced. The manifest has the original.
pub fn packable_name(name: &str) -> String {
    let plain = |c: char| if c.is_control() || c == '\\' || FOREIGN.contains(&c) { '_' } else { c };
    let mut changed: String = name.chars().map(plain).collect();
    if changed.ends_with([' ', '.']) {
        changed.push('_');
    }
    if is_windows_name(&changed) { changed } else { format!("_{changed}") }
}

/// How two paths clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClashKind {
    /// They are equal.
    Same,
    /// They, or folders on their way, differ only by the case of letters.
    Case,
    /// One is a file where the other needs a folder.
    FileAndFolder,
}

/// Two paths of which only one can be unpacked on every system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathClash<'p> {
    /// The path that comes first in the list.
    pub(super) first: &'p str,
    /// The path that clashes with it.
    pub(super) path: &'p str,
    /// How they clash.
    pub(super) kind: ClashKind,
}

/// The clashes between paths, at most one for each path: a copied folder would otherwise be reported once per pair.
pub(super) fn clashes<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<PathClash<'p>> {
    let mut seen: HashMap<String, (&str, bool, usize)> = HashMap::new();
    let mut found = Vec::new();
    let mut all = Vec::new();
    for (index, path) in paths.into_iter().enumerate() {
        all.push(path);
        let ends = path.match_indices('/').map(|(at, _)| (at, false)).chain([(path.len(), true)]);
        let mut first = None;
        for (end, is_file) in ends {
            let spelt = &path[..end];
            let (known, was_file, owner) =
                *seen.entry(spelt.to_lowercase()).or_insert((spelt, is_file, index));
            let clash = match (is_file, was_file) {
                // The entry that was just made is no clash.
                _ if owner == index => None,
                (true, true) if known == spelt => Some(ClashKind::Same),
                (true, true) => Some(ClashKind::Case),
                (false, false) => (known != spelt).then_some(ClashKind::Case),
                (true, false) | (false, true) => Some(ClashKind::FileAndFolder),
            };
            first = first.or(clash.map(|kind| PathClash { first: all[owner], path, kind }));
        }
        found.extend(first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{ClashKind, PathClash, PathError, check, clashes, packable_name};

    #[test]
    fn names_that_some_system_cannot_have_are_changed() {
        for (name, changed) in [
            ("report 1.pdf", "report 1.pdf"),
            ("who?.txt", "who_.txt"),
            ("10:30.log", "10_30.log"),
            ("nul.txt", "_nul.txt"),
            ("LPT1", "_LPT1"),
            ("end.", "end._"),
            ("Größe.csv", "Größe.csv"),
        ] {
            assert_eq!(packable_name(name), changed);
            assert_eq!(check(changed), Ok(()), "{changed}");
        }
    }

    #[test]
    fn paths_that_some_system_would_write_elsewhere_are_none() {
        let cases = [
            ("", PathError::Empty),
            ("/etc/passwd", PathError::Absolute),
            ("\\\\server\\share", PathError::Absolute),
            ("C:/x", PathError::Absolute),
            ("c:x", PathError::Absolute),
            ("a/../b", PathError::Leaving),
            ("a\\..\\b", PathError::Leaving),
            ("..", PathError::Leaving),
            ("a\\b", PathError::Backslash),
            ("a//b", PathError::EmptyPart),
            ("a/", PathError::EmptyPart),
            ("./a", PathError::EmptyPart),
            ("a\nb", PathError::Control),
            ("a\u{85}b", PathError::Control),
            ("a/nul.txt", PathError::NotOnWindows),
            ("COM1", PathError::NotOnWindows),
            ("a./b", PathError::NotOnWindows),
            ("a ", PathError::NotOnWindows),
            ("ab:stream", PathError::NotOnWindows),
            ("what?", PathError::NotOnWindows),
        ];
        for (path, problem) in cases {
            assert_eq!(check(path), Err(problem), "{path:?}");
        }
        assert_eq!(check(&"a/".repeat(40)), Err(PathError::EmptyPart));
        assert_eq!(check(&format!("{}b", "a/".repeat(40))), Err(PathError::TooLong));
        for good in ["a", "a/b.txt", "Größe/日本.pdf", "a b/.c", "...x", "common", "com/lpt12"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn paths_in_each_others_way_are_found_once() {
        let paths = ["a/b", "a/c", "A/d", "a/B", "a", "a/c/d", "a/b", "e"];
        let clash = |first, path, kind| PathClash { first, path, kind };
        let expected = [
            clash("a/b", "A/d", ClashKind::Case),
            clash("a/b", "a/B", ClashKind::Case),
            clash("a/b", "a", ClashKind::FileAndFolder),
            clash("a/c", "a/c/d", ClashKind::FileAndFolder),
            clash("a/b", "a/b", ClashKind::Same),
        ];
        assert_eq!(clashes(paths), expected);
    }
}
