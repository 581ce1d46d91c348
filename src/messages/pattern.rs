//! Texts with places for values in braces: `{count} of {total} controls`. They are filled in, and finished texts of the
//! program are recognised by them.

use std::borrow::Cow;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MessagePiece<'t> {
    /// Words as they are.
    Words(&'t str),
    /// A place for a value, by its name.
    Value(&'t str),
}

/// The pieces of a text. Braces around anything but lower-case letters and `_` are words.
pub(super) fn pieces(text: &str) -> Vec<MessagePiece<'_>> {
    let mut found = Vec::new();
    let (mut words, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        at = open + 1;
        let name = text[at..].find('}').map(|end| &text[at..at + end]).filter(|name| is_name(name));
        if let Some(name) = name {
            if words < open {
                found.push(MessagePiece::Words(&text[words..open]));
            }
            found.push(MessagePiece::Value(name));
            at += name.len() + 1;
            words = at;
        }
    }
    if words < text.len() {
        found.push(MessagePiece::Words(&text[words..]));
    }
    found
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The names of the values that a text has places for, in its order.
pub fn value_names(text: &str) -> Vec<&str> {
    let name = |piece| match piece {
        MessagePiece::Value(name) => Some(name),
        MessagePiece::Words(_) => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

/// The text with its values filled in.
///
/// # Errors
///
/// That of the first value that cannot be had.
pub fn fill<E>(text: &str, mut value: impl FnMut(&str) -> Result<String, E>) -> Result<Cow<'_, str>, E> {
    if !text.contains('{') {
        return Ok(Cow::Borrowed(text));
    }
    let mut filled = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            MessagePiece::Words(words) => filled.push_str(words),
            MessagePiece::Value(name) => filled.push_str(&value(name)?),
        }
    }
    Ok(Cow::Owned(filled))
}

/// The values with which a pattern gives a text, by their names; none where it does not. The words between two values are
/// looked for from the left.
pub(super) fn values<'t>(pattern: &[MessagePiece<'t>], text: &'t str) -> Option<Vec<NamedValue<'t>>> {
    let mut found = Vec::new();
    let (mut rest, mut open) = (text, None);
    for (number, piece) in pattern.iter().enumerate() {
        match (*piece, open) {
            (MessagePiece::Value(name), None) => open = Some(name),
            (MessagePiece::Value(_), Some(_)) => return None,
            (MessagePiece::Words(words), None) => rest = rest.strip_prefix(words)?,
            (MessagePiece::Words(words), Some(name)) => {
                let is_last = number + 1 == pattern.len();
                let at = if is_last { rest.len().checked_sub(words.len())? } else { rest.find(words)? };
                let after = rest.get(at..)?.strip_prefix(words)?;
                found.push(NamedValue { name, value: &rest[..at] });
                (rest, open) = (after, None);
            }
        }
    }
    match open {
        Some(name) => found.push(NamedValue { name, value: rest }),
        None if !rest.is_empty() => return None,
        None => {}
    }
    found.iter().all(|value| !value.value.is_empty()).then_some(found)
}

/// What stands in the place of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedValue<'t> {
    pub(super) name: &'t str,
    pub(super) value: &'t str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_by_name() {
        let value = |name: &str| match name {
            "n" => Ok("3".to_owned()),
            _ => Err(name.to_owned()),
        };
        assert_eq!(fill("{n} of {n} { x } {A}", value).as_deref(), Ok("3 of 3 { x } {A}"));
        assert_eq!(fill("{n} of {all}", value), Err("all".to_owned()));
        assert_eq!(value_names("a {n} b {to_do}"), ["n", "to_do"]);
    }

    #[test]
    fn a_finished_text_gives_the_values_back() {
        let read = |pattern: &'static str, text: &'static str| {
            let found = values(&pieces(pattern), text)?;
            Some(found.into_iter().map(|value| value.value).collect::<Vec<_>>())
        };
        assert_eq!(read("All services except {names}", "All services except A and B"), Some(vec!["A and B"]));
        assert_eq!(read("{a} and not {b}.", "x and not y."), Some(vec!["x", "y"]));
        assert_eq!(read("{a} to {b} for {c}", "x to y to z for w"), Some(vec!["x", "y to z", "w"]));
        for text in ["All services", "All services except ", "all services except x"] {
            assert_eq!(read("All services except {names}", text), None);
        }
        assert_eq!(read("{a}.", "a. b"), None);
    }
}
