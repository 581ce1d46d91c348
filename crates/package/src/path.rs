//! Paths that every system can unpack: relative, without special names, and distinct on systems that ignore case. Sealing
//! and verifying apply the same rules, so nothing is sealed that cannot be verified.

use std::collections::HashMap;

use onus_core::digest::short_digest;
use onus_core::model::is_device_name;
use onus_core::printable::is_unseen;
use unicode_normalization::UnicodeNormalization;

/// Longest path in UTF-16 units: Windows Explorer and many programs unpack nothing beyond 259 with the folder in which it is
/// unpacked, for which 59 are left (`MAX_PATH`, 260 with the zero at the end).
const LONGEST: usize = 200;

/// Longest name in bytes: the limit of Linux and macOS.
const LONGEST_PART: usize = 255;

/// Longest name under which a file is packed, in UTF-16 units: with the longest folder, that of a bridge letter, it is a
/// path that every system can unpack.
const LONGEST_NAME: usize = 100;

/// Longest ending that a shortened name keeps, in characters with its dot.
const LONGEST_ENDING: usize = 12;

/// Deepest nesting.
const DEEPEST: usize = 32;

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
    /// It has a control character, or one that turns the direction of text.
    #[error("it has a control character")]
    Control,
    /// Windows cannot create a file of this name.
    #[error("Windows cannot create a file of this name")]
    NotOnWindows,
    /// It is longer or more deeply nested than every system allows.
    #[error(
        "it is too long or too deeply nested: Windows unpacks no path of more than 259 characters, of which a package uses 200"
    )]
    TooLong,
}

/// Checks that a path can be used in a package.
pub(super) fn check(path: &str) -> Result<(), PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    if path.chars().any(is_obeyed) {
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
    let is_long =
        path.encode_utf16().count() > LONGEST || path.split('/').any(|part| part.len() > LONGEST_PART);
    if is_long || path.split('/').count() > DEEPEST {
        return Err(PathError::TooLong);
    }
    if path.split('/').any(|part| !is_windows_name(part)) {
        return Err(PathError::NotOnWindows);
    }
    Ok(())
}

/// Control characters, line breaks, and what turns the direction of text (UAX #9).
fn is_obeyed(c: char) -> bool {
    let turns =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns
}

fn is_windows_name(part: &str) -> bool {
    !is_device_name(part) && !part.ends_with([' ', '.']) && !part.contains(FOREIGN)
}

/// The name under which a file is packed: what some system could not unpack, or what nobody sees, is replaced, letters with
/// accents are one character (NFC), and a long name is shortened. The manifest has the original.
pub fn packable_name(name: &str) -> String {
    let plain = |c: char| if is_unseen(c) || c == '\\' || FOREIGN.contains(&c) { '_' } else { c };
    let mut changed: String = name.nfc().map(plain).collect();
    if changed.ends_with([' ', '.']) {
        changed.push('_');
    }
    if !is_windows_name(&changed) {
        changed.insert(0, '_');
    }
    shortened(changed, name)
}

/// A name that is not too long: its start, digits that tell it from others of the same start, and its ending.
fn shortened(name: String, original: &str) -> String {
    let is_long = |name: &str| name.encode_utf16().count() > LONGEST_NAME || name.len() > LONGEST_PART - 1;
    if !is_long(&name) {
        return name;
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = if ending.chars().count() > LONGEST_ENDING { "" } else { ending };
    let digits = short_digest(&[original.to_owned()]);
    let with = |start: &str| format!("{}~{}{ending}", start.trim_end(), &digits[..8]);
    let stem = &name[..name.len() - ending.len()];
    let mut ends = stem.char_indices().rev().map(|(at, _)| &stem[..at]);
    let start = ends.find(|start| !is_long(&with(start))).unwrap_or_default();
    with(start)
}

/// How two paths clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClashKind {
    /// They are equal.
    Same,
    /// They, or folders on their way, differ only by the case of letters or by their form in Unicode.
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
            let (known, was_file, owner) = *seen.entry(folded(spelt)).or_insert((spelt, is_file, index));
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

/// A path as systems see it that ignore case and the form of accents.
fn folded(path: &str) -> String {
    // Lower case may not be composed, as that of `İ`.
    path.nfc().collect::<String>().to_lowercase().nfc().collect()
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
            ("Gro\u{308}ße.csv", "Größe.csv"),
            ("a\u{202e}b\u{a0}c.pdf", "a_b_c.pdf"),
            ("com²", "_com²"),
            ("conin$", "_conin$"),
        ] {
            assert_eq!(packable_name(name), changed);
            assert_eq!(check(changed), Ok(()), "{changed}");
        }
    }

    #[test]
    fn long_names_are_shortened_to_names_of_their_own() {
        for name in ["x".repeat(99) + ".pdf", "x".repeat(300), "報告".repeat(60) + ".txt", "a.".repeat(200)]
        {
            let changed = packable_name(&name);
            assert!(changed.encode_utf16().count() <= 100 && changed.len() < 255, "{changed}");
            assert_eq!(check(&changed), Ok(()), "{changed}");
            assert_eq!(packable_name(&name), changed);
            assert_ne!(packable_name(&name.replacen(&name[..3], "abc", 1).replace("abc", "abd")), changed);
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            assert!(changed.ends_with(ending), "{changed} {ending}");
            assert!(!changed.ends_with('.'), "{changed}");
        }
        let (one, other) = ("x".repeat(300) + "1.pdf", "x".repeat(300) + "2.pdf");
        assert_ne!(packable_name(&one), packable_name(&other));
        let longest = format!("attestations/{}-bridge-letter-99/{}", "i".repeat(64), packable_name(&one));
        assert_eq!(check(&longest), Ok(()));
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
            ("a\u{202e}b", PathError::Control),
            ("lpt¹.txt", PathError::NotOnWindows),
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
        let forms = ["e\u{301}", "É"];
        let found = clashes(forms);
        assert_eq!(found, [PathClash { first: forms[0], path: forms[1], kind: ClashKind::Case }]);
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
