//! What is YAML and is not supported: tags, merge keys, and numbers that no reader keeps as they are written.

use std::ops::Range;

use saphyr_parser::{ScalarStyle, Tag};

/// The names of the standard's own types (YAML 1.2.2, section 10), which change nothing that a schema does not ask for.
const STANDARD: [&str; 7] = ["str", "int", "float", "bool", "null", "seq", "map"];

/// Something in a text that is YAML and is not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnsupportedValue {
    pub(super) kind: UnsupportedKind,
    pub(super) range: Range<usize>,
}

/// Kinds of YAML that is not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsupportedKind {
    /// A tag, such as `!include`, as it is written.
    Tag(String),
    /// The key `<<`.
    MergeKey,
    /// A whole number that needs more than 64 bits.
    LargeNumber,
}

/// The tag of a value, unless it is one of the standard's own.
pub(super) fn tag(text: &str, tag: &Tag, value: &Range<usize>) -> Option<UnsupportedValue> {
    let is_standard = tag.is_yaml_core_schema();
    if is_standard && STANDARD.contains(&tag.suffix.as_str()) {
        return None;
    }
    let written = match (is_standard, tag.handle.as_str()) {
        (true, _) => format!("!!{}", tag.suffix),
        (false, "") => format!("!<{}>", tag.suffix),
        (false, handle) => format!("{handle}{}", tag.suffix),
    };
    // The parser says where the value is; the tag is at its start or before it.
    let before = || text[..value.start].rfind(&written);
    let is_within = text[value.start..].starts_with(&written);
    let start = if is_within { value.start } else { before().unwrap_or(value.start) };
    let end = if start < value.start { start + written.len() } else { value.end };
    Some(UnsupportedValue { kind: UnsupportedKind::Tag(written), range: start..end })
}

/// A scalar without quotes that is a number of more than 64 bits.
pub(super) fn large_number(text: &str, style: ScalarStyle, range: &Range<usize>) -> Option<UnsupportedValue> {
    let is_large = style == ScalarStyle::Plain && is_large_number(text);
    // A number is its last bytes: an anchor or tag may stand before it.
    let range = range.end - text.len().min(range.len())..range.end;
    is_large.then_some(UnsupportedValue { kind: UnsupportedKind::LargeNumber, range })
}

/// A scalar without the anchor and tag before it (YAML 1.2.2, section 6.9).
pub(super) fn without_properties(written: &str) -> &str {
    let mut bare = written;
    while bare.starts_with(['&', '!']) {
        bare = bare.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    bare
}

fn is_large_number(text: &str) -> bool {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        // With zeros before it is text, such as an account's number.
        _ if digits.starts_with('0') => return false,
        _ => (10, digits),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(base));
    let limit = if is_negative { i64::MIN.unsigned_abs() } else { u64::MAX };
    is_number && u64::from_str_radix(digits, base).is_ok_and(|number| number <= limit) != is_number
}

#[cfg(test)]
mod tests {
    use super::{is_large_number, without_properties};

    #[test]
    fn anchors_and_tags_are_no_part_of_a_value() {
        for written in ["1.30", "&version 1.30", "&v !!float 1.30", "!!float  &v 1.30"] {
            assert_eq!(without_properties(written), "1.30");
        }
        assert_eq!(without_properties("&empty"), "");
    }

    #[test]
    fn numbers_are_large_when_64_bits_do_not_hold_them() {
        for text in
            ["18446744073709551616", "-9223372036854775809", "0x1FFFFFFFFFFFFFFFF", "+99999999999999999999"]
        {
            assert!(is_large_number(text), "{text}");
        }
        for text in
            ["18446744073709551615", "-9223372036854775808", "012345678901234567890123", "1.5", "x", "", "-"]
        {
            assert!(!is_large_number(text), "{text}");
        }
    }
}
