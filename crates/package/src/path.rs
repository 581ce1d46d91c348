//! Names that every system can unpack to where they say: relative, plain, and distinct on systems that do not tell `A`
//! from `a`. Sealing and verifying ask the same questions.

use std::collections::HashMap;

/// Longest path in bytes; what every common system can still make inside a folder of its own.
const LONGEST: usize = 1024;

/// Deepest nesting.
const DEEPEST: usize = 32;

/// Names that mean devices on Windows, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Characters that no name on Windows has.
const FOREIGN: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];

/// Why a path cannot be one of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathProblem {
    /// It names nothing.
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
    /// It has a backslash, which parts folders on one system and not on another.
    #[error("it has a backslash")]
    Backslash,
    /// It has a control character.
    #[error("it has a control character")]
    Control,
    /// Windows cannot make a file of this name.
    #[error("Windows cannot make a file of this name")]
    NotOnWindows,
    /// It is longer or more deeply nested than systems can make.
    #[error("it is too long or too deeply nested")]
    TooLong,
}

/// Tells why a path cannot be one of a package.
pub(super) fn check(path: &str) -> Result<(), PathProblem> {
    if path.is_empty() {
        return Err(PathProblem::Empty);
    }
    if path.chars().any(char::is_control) {
        return Err(PathProblem::Control);
    }
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if drive || path.starts_with(['/', '\\']) {
        return Err(PathProblem::Absolute);
    }
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Err(PathProblem::Leaving);
    }
    if path.contains('\\') {
        return Err(PathProblem::Backslash);
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return Err(PathProblem::EmptyPart);
    }
    if path.len() > LONGEST || path.split('/').count() > DEEPEST {
        return Err(PathProblem::TooLong);
    }
    if path.split('/').any(|part| !is_windows_name(part)) {
        return Err(PathProblem::NotOnWindows);
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

/// A file's name, with what some system could not unpack changed: the manifest says what it was called.
pub fn packable_name(name: &str) -> String {
    let plain = |c: char| if c.is_control() || c == '\\' || FOREIGN.contains(&c) { '_' } else { c };
    let mut changed: String = name.chars().map(plain).collect();
    if changed.ends_with([' ', '.']) {
        changed.push('_');
    }
    if is_windows_name(&changed) { changed } else { format!("_{changed}") }
}

/// How two paths stand in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// They are equal.
    Same,
    /// They, or folders on their way, differ only by the case of letters.
    Case,
    /// One is a file where the other needs a folder.
    FileAndFolder,
}

/// The pairs of paths that stand in each other's way, the earlier one first; at most one for each path.
pub(super) fn clashes<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<(&'p str, &'p str, Clash)> {
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
                (true, true) if known == spelt => Some(Clash::Same),
                (true, true) => Some(Clash::Case),
                (false, false) => (known != spelt).then_some(Clash::Case),
                (true, false) | (false, true) => Some(Clash::FileAndFolder),
            };
            first = first.or(clash.map(|clash| (all[owner], path, clash)));
        }
        found.extend(first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Clash, PathProblem, check, clashes, packable_name};

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
            ("", PathProblem::Empty),
            ("/etc/passwd", PathProblem::Absolute),
            ("\\\\server\\share", PathProblem::Absolute),
            ("C:/x", PathProblem::Absolute),
            ("c:x", PathProblem::Absolute),
            ("a/../b", PathProblem::Leaving),
            ("a\\..\\b", PathProblem::Leaving),
            ("..", PathProblem::Leaving),
            ("a\\b", PathProblem::Backslash),
            ("a//b", PathProblem::EmptyPart),
            ("a/", PathProblem::EmptyPart),
            ("./a", PathProblem::EmptyPart),
            ("a\nb", PathProblem::Control),
            ("a\u{85}b", PathProblem::Control),
            ("a/nul.txt", PathProblem::NotOnWindows),
            ("COM1", PathProblem::NotOnWindows),
            ("a./b", PathProblem::NotOnWindows),
            ("a ", PathProblem::NotOnWindows),
            ("ab:stream", PathProblem::NotOnWindows),
            ("what?", PathProblem::NotOnWindows),
        ];
        for (path, problem) in cases {
            assert_eq!(check(path), Err(problem), "{path:?}");
        }
        assert_eq!(check(&"a/".repeat(40)), Err(PathProblem::EmptyPart));
        assert_eq!(check(&format!("{}b", "a/".repeat(40))), Err(PathProblem::TooLong));
        for good in ["a", "a/b.txt", "Größe/日本.pdf", "a b/.c", "...x", "common", "com/lpt12"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn paths_in_each_others_way_are_found_once() {
        let paths = ["a/b", "a/c", "A/d", "a/B", "a", "a/c/d", "a/b", "e"];
        let expected = [
            ("a/b", "A/d", Clash::Case),
            ("a/b", "a/B", Clash::Case),
            ("a/b", "a", Clash::FileAndFolder),
            ("a/c", "a/c/d", Clash::FileAndFolder),
            ("a/b", "a/b", Clash::Same),
        ];
        assert_eq!(clashes(paths), expected);
    }
}
