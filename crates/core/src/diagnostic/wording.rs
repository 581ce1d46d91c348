//! How messages write names, lists and numbers.

use std::fmt;

use crate::printable::printable;

/// Longest quoted text in characters: more would push the rest of the message off the line.
const LONGEST_QUOTE: usize = 80;

/// A text from a file or the command line, in backticks. It may contain anything: line breaks and characters that are not
/// seen become their numbers, and a long text is cut off.
pub fn quoted(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_QUOTE).map_or(text.len(), |(at, _)| at);
    format!("`{}`", printable(&text[..end]))
}

/// Names in backticks with commas between them.
pub fn quoted_list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// A number and a noun: `1 file`, `3 files`. For nouns with a plural in s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<'n, N>(pub N, pub &'n str);

impl<N: fmt::Display + PartialEq + From<u8>> fmt::Display for Count<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = self;
        let ending = if *count == N::from(1) { "" } else { "s" };
        write!(f, "{count} {noun}{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, quoted, quoted_list};

    #[test]
    fn what_is_quoted_stays_on_one_short_line() {
        assert_eq!(quoted("a\nb\u{1b}[2J\u{a0}'c'"), "`a<U+000A>b<U+001B>[2J<U+00A0>'c'`");
        assert_eq!(quoted(&"x".repeat(200)).len(), 82);
        assert_eq!(quoted_list(["a", "b"]), "`a`, `b`");
    }

    #[test]
    fn one_thing_is_not_several() {
        let said = [0, 1, 2].map(|count| Count(count, "file").to_string());
        assert_eq!(said, ["0 files", "1 file", "2 files"]);
    }
}
