//! The characters that a value shows. A table classifies bytes, so that values without special characters, which are
//! most of them, are not copied.

use std::borrow::Cow;

/// The classes of characters that a byte of UTF-8 may start, as bits.
const CLASSES: [u8; 256] = classes();

/// A space.
const SPACE: u8 = 1;
/// A control character, or the first byte of one of the other characters of [`is_space`] and [`replacement`].
pub(super) const ODD: u8 = 2;
/// Characters that may have to be escaped at any position; others may have to at the start of a value only.
pub(super) const SPECIAL: u8 = 4;

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0u8;
    loop {
        classes[byte as usize] = match byte {
            b' ' => SPACE,
            0..b' ' | 0x7f | 0xc2 | 0xe2 => ODD,
            b'!' | b'#' | b'$' | b'&' | b'*' | b'<' | b'['..=b']' | b'_' | b'`' | b'|' | b'~' => SPECIAL,
            _ => 0,
        };
        if byte == u8::MAX {
            return classes;
        }
        byte += 1;
    }
}

pub(super) fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The classes of all bytes of a text together.
pub(super) fn classes_in(text: &str) -> u8 {
    text.bytes().fold(0, |all, byte| all | class(byte))
}

/// True when a text has two spaces side by side.
pub(super) fn has_wide_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    // Without branches, so that the compiler compares many bytes at once.
    bytes.iter().zip(next).fold(false, |wide, (one, next)| wide | ((*one == b' ') & (*next == b' ')))
}

/// The characters that a value shows: white space, line breaks included, becomes single spaces; control characters and
/// those that change the direction of text become U+FFFD.
pub fn visible(value: &str) -> Cow<'_, str> {
    if classes_in(value) & ODD == 0 && !has_wide_space(value) {
        return Cow::Borrowed(value);
    }
    let mut shown = String::with_capacity(value.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(byte) = value.as_bytes().get(at) {
        if class(*byte) & (ODD | SPACE) == 0 {
            at += 1;
            continue;
        }
        let Some(c) = value[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        let instead = if is_space(c) { Some(' ') } else { replacement(c) };
        if let Some(instead) = instead {
            shown.push_str(&value[copied..at]);
            if instead != ' ' || !shown.ends_with(' ') {
                shown.push(instead);
            }
            copied = end;
        }
        at = end;
    }
    shown.push_str(&value[copied..]);
    Cow::Owned(shown)
}

/// White space with a meaning in Markdown, and the line breaks of Unicode (UAX #14).
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Explicit directional characters (UAX #9) would reorder the text after the value.
fn replacement(c: char) -> Option<char> {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    ((c.is_control() && !is_space(c)) || turns).then_some(char::REPLACEMENT_CHARACTER)
}
