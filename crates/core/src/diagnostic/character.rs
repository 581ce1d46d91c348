//! Characters that cannot be seen, or look like others, by their names: a message that shows them as they are shows
//! nothing.

use super::{did_you_mean, quoted};

/// What is written for a character that only looks like it; nothing for one that cannot be seen.
struct OddName {
    character: char,
    name: &'static str,
    instead: &'static str,
}

const fn odd(character: char, name: &'static str, instead: &'static str) -> OddName {
    OddName { character, name, instead }
}

/// The characters that editors, word processors and web pages leave in texts, by their names in Unicode.
const NAMES: [OddName; 27] = [
    odd('\u{0}', "null", ""),
    odd('\u{b}', "line tabulation", " "),
    odd('\u{c}', "form feed", " "),
    odd('\u{7f}', "delete", ""),
    odd('\u{85}', "next line", " "),
    odd('\u{a0}', "no-break space", " "),
    odd('\u{ad}', "soft hyphen", ""),
    odd('\u{2002}', "en space", " "),
    odd('\u{2003}', "em space", " "),
    odd('\u{2007}', "figure space", " "),
    odd('\u{2009}', "thin space", " "),
    odd('\u{200b}', "zero width space", ""),
    odd('\u{200c}', "zero width non-joiner", ""),
    odd('\u{200d}', "zero width joiner", ""),
    odd('\u{200e}', "left-to-right mark", ""),
    odd('\u{200f}', "right-to-left mark", ""),
    odd('\u{2010}', "hyphen", "-"),
    odd('\u{2011}', "non-breaking hyphen", "-"),
    odd('\u{2012}', "figure dash", "-"),
    odd('\u{2013}', "en dash", "-"),
    odd('\u{2014}', "em dash", "-"),
    odd('\u{2028}', "line separator", " "),
    odd('\u{2029}', "paragraph separator", " "),
    odd('\u{202f}', "narrow no-break space", " "),
    odd('\u{2060}', "word joiner", ""),
    odd('\u{2212}', "minus sign", "-"),
    odd('\u{feff}', "byte order mark", ""),
];

/// A character by its number and, where it has one here, its name: `U+00A0 no-break space`.
pub fn described(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    match NAMES.iter().find(|odd| odd.character == c) {
        Some(odd) => format!("{number} {}", odd.name),
        None if c.is_control() => format!("{number} control character"),
        None => number,
    }
}

/// A name with odd characters in it.
pub(super) struct OddText {
    /// The first of them.
    first: char,
    /// The name as it was probably meant.
    plain: String,
}

/// The name without its odd characters; none if it has none.
pub(super) fn without_odd(text: &str) -> Option<OddText> {
    let find = |c: char| NAMES.iter().find(|odd| odd.character == c);
    let first = text.chars().find(|c| find(*c).is_some() || c.is_control())?;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match find(c) {
            Some(odd) => plain.push_str(odd.instead),
            None if c.is_control() => {}
            None => plain.push(c),
        }
    }
    Some(OddText { first, plain: plain.trim().to_owned() })
}

impl OddText {
    /// Names the character, and what is written without it.
    pub(super) fn hint<'n>(&self, known: impl Iterator<Item = &'n str> + Clone) -> String {
        let contains = format!("it contains {}", described(self.first));
        if known.clone().any(|name| name == self.plain) {
            return format!("{contains}; write {}", quoted(&self.plain));
        }
        match did_you_mean(&self.plain, known) {
            Some(hint) => format!("{contains}; {hint}"),
            None => contains,
        }
    }
}

/// The remark on a new name that has odd characters, if it has any.
pub(crate) fn odd_hint(text: &str) -> Option<String> {
    without_odd(text).map(|odd| odd.hint(std::iter::empty()))
}

#[cfg(test)]
mod tests {
    use super::{described, without_odd};

    #[test]
    fn odd_characters_are_named_and_taken_away() {
        assert_eq!(described('\u{a0}'), "U+00A0 no-break space");
        assert_eq!(described('\u{1}'), "U+0001 control character");
        let odd = without_odd("AC\u{2011}2\u{200b}").expect("it has two");
        assert_eq!(
            odd.hint(["AC-2", "AC-3"].into_iter()),
            "it contains U+2011 non-breaking hyphen; write `AC-2`"
        );
        assert!(without_odd("Zürich — no").is_some());
        assert!(without_odd("Zürich").is_none());
    }
}
