//! The characters that a value shows, and which bytes need a closer look: most values need none.

use std::borrow::Cow;

/// What a byte of UTF-8 may be the beginning of, as bits.
const CLASSES: [u8; 256] = classes();

/// A space.
const SPACE: u8 = 1;
/// A control character, or the first byte of one of the other characters of [`is_space`] and [`replacement`].
pub(super) const ODD: u8 = 2;
/// Something that may have to be escaped wherever it stands; other characters may only at the beginning.
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

/// True when two spaces stand side by side.
pub(super) fn has_wide_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(next).fold(false, |wide, (one, next)| wide | ((*one == b' ') & (*next == b' ')))
}

/// The characters that a value shows: runs of white space, line breaks among them, become one space; control
/// characters and those that change the direction of the text around them become U+FFFD.
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

/// White space that Markdown gives a meaning, and the line breaks of Unicode.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Embeddings, overrides and isolates would turn the text after the value around.
fn replacement(c: char) -> Option<char> {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    ((c.is_control() && !is_space(c)) || turns).then_some(char::REPLACEMENT_CHARACTER)
}
