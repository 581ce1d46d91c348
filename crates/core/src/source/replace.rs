//! Replaces ids in a YAML text without changing the rest: comments, order, quotes, indentation and line endings stay. Every
//! result is read and compared with the old text; if they differ in anything but the ids, nothing is returned.

use std::ops::Range;

use serde_json::Value;

use super::MARK;
use super::unsupported::without_properties;
use super::yaml::values_of;

/// An id to write instead of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdReplacement {
    /// The bytes of the value that contains the id, in the text as [`plain_text`](super::plain_text) gives it.
    pub range: Range<usize>,
    /// The id that is written there.
    pub former: String,
    /// The id instead.
    pub present: String,
    /// True if the id is the last part of a value with slashes, otherwise the first.
    pub is_last: bool,
}

impl IdReplacement {
    /// The value with the new id; none if it does not have the old one in its place.
    fn of_value(&self, value: &str) -> Option<String> {
        let (before, id, after) = match self.is_last {
            true => value.rsplit_once('/').map_or(("", value, ""), |(before, id)| (before, id, "")),
            false => value.split_once('/').map_or(("", value, ""), |(id, after)| ("", id, after)),
        };
        let slash = |part: &str| if part.is_empty() { "" } else { "/" };
        let present = &self.present;
        (id == self.former).then(|| format!("{before}{}{present}{}{after}", slash(before), slash(after)))
    }

    /// The value that a text between double quotes stands for, with the new id, if that needs no escapes.
    fn of_escaped(&self, inner: &str) -> Option<String> {
        let read = values_of(&format!("\"{inner}\""))?;
        let new = self.of_value(read.as_str()?)?;
        let is_plain = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation() && !matches!(c, '"' | '\\');
        new.chars().all(is_plain).then_some(new)
    }

    /// The value as a file writes it, in its quotes; none if it is written in a way that hides the id.
    fn of_written(&self, written: &str) -> Option<String> {
        let bare = without_properties(written);
        let properties = written.strip_suffix(bare)?;
        let quote = bare.chars().next().filter(|c| matches!(c, '"' | '\''));
        // Parsers count a comment behind a value as part of it.
        let Some(quote) = quote else {
            let (value, comment) = bare.split_at(bare.find(char::is_whitespace).unwrap_or(bare.len()));
            return Some(format!("{properties}{}{comment}", self.of_value(value)?));
        };
        let (inner, comment) = bare.strip_prefix(quote)?.split_once(quote)?;
        let new = self.of_value(inner).or_else(|| self.of_escaped(inner).filter(|_| quote == '"'));
        Some(format!("{properties}{quote}{}{quote}{comment}", new?))
    }
}

/// A text in which ids were replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacedIds {
    /// The whole text, with the line breaks and the byte order mark that it had.
    pub text: String,
    /// What was replaced, by place in the list that was given.
    pub replaced: Vec<usize>,
    /// What could not be replaced, by place in that list: the id is not written there as it is, such as in an alias.
    pub left: Vec<usize>,
}

/// Replaces ids in a text as it is on disk. None if that would change anything else.
pub fn replace_ids(text: &str, replacements: &[IdReplacement]) -> Option<ReplacedIds> {
    let offsets = Offsets::of(text);
    let mut order: Vec<usize> = (0..replacements.len()).collect();
    order.sort_by_key(|place| replacements[*place].range.start);
    let (mut written, mut end) = (String::with_capacity(text.len()), 0);
    let (mut replaced, mut left) = (Vec::new(), Vec::new());
    for place in order {
        let replacement = &replacements[place];
        let range = offsets.range(&replacement.range);
        let new = text.get(range.clone()).and_then(|old| replacement.of_written(old));
        match new.filter(|_| range.start >= end) {
            Some(new) => {
                written.push_str(&text[end..range.start]);
                written.push_str(&new);
                end = range.end;
                replaced.push(place);
            }
            None => left.push(place),
        }
    }
    written.push_str(&text[end..]);
    let read = |text: &str| values_of(text.trim_start_matches(MARK));
    let (before, after) = (read(text)?, read(&written)?);
    is_same_but(&before, &after, replacements).then_some(ReplacedIds { text: written, replaced, left })
}

/// Where the bytes of a text without byte order mark and carriage returns are in the text that has them.
struct Offsets {
    /// Length of the byte order mark.
    mark: usize,
    /// The line feeds in the plain text before which the other text has a carriage return, in order.
    returns: Vec<usize>,
}

impl Offsets {
    fn of(text: &str) -> Self {
        let body = text.strip_prefix(MARK).unwrap_or(text);
        let returns = body.match_indices("\r\n").enumerate().map(|(count, (at, _))| at - count);
        Self { mark: text.len() - body.len(), returns: returns.collect() }
    }

    fn range(&self, plain: &Range<usize>) -> Range<usize> {
        let moved = |at: usize| self.mark + at + self.returns.partition_point(|&feed| feed < at);
        moved(plain.start)..moved(plain.end)
    }
}

/// True if two values differ only in texts in which an id was replaced.
fn is_same_but(before: &Value, after: &Value, replacements: &[IdReplacement]) -> bool {
    match (before, after) {
        (Value::String(old), Value::String(new)) => {
            let is_new = |replacement: &IdReplacement| replacement.of_value(old).as_ref() == Some(new);
            old == new || replacements.iter().any(is_new)
        }
        (Value::Array(old), Value::Array(new)) => {
            let mut pairs = old.iter().zip(new);
            old.len() == new.len() && pairs.all(|(old, new)| is_same_but(old, new, replacements))
        }
        (Value::Object(old), Value::Object(new)) => {
            let is_same = |(key, old): (&String, &Value)| {
                new.get(key).is_some_and(|new| is_same_but(old, new, replacements))
            };
            old.len() == new.len() && old.iter().all(is_same)
        }
        (before, after) => before == after,
    }
}

#[cfg(test)]
mod tests {
    use super::{IdReplacement, replace_ids};

    fn replacement(text: &str, value: &str, former: &str, present: &str) -> IdReplacement {
        let plain = super::super::plain_text(text.to_owned());
        let start = plain.find(value).unwrap();
        IdReplacement {
            range: start..start + value.len(),
            former: former.to_owned(),
            present: present.to_owned(),
            is_last: false,
        }
    }

    #[test]
    fn only_the_id_changes_in_a_text_with_mark_comments_and_carriage_returns() {
        let text = "\u{feff}# old: A-1\r\nlist:\r\n  - 'A-1/part'   # A-1\r\n  - \"B-2\"\r\n";
        let replacements =
            [replacement(text, "\"B-2\"", "B-2", "D-20"), replacement(text, "'A-1/part'", "A-1", "C-10")];
        let replaced = replace_ids(text, &replacements).unwrap();
        assert_eq!(
            replaced.text,
            "\u{feff}# old: A-1\r\nlist:\r\n  - 'C-10/part'   # A-1\r\n  - \"D-20\"\r\n"
        );
        assert_eq!((replaced.replaced, replaced.left), (vec![1, 0], vec![]));
    }

    #[test]
    fn an_id_that_is_not_written_out_is_left() {
        let text = "a: &x A-1\nb: *x\nc: >-\n  A-1\nd: \"A\\x2D1/b\"\n";
        let values = ["&x A-1", "*x", ">-\n  A-1", "\"A\\x2D1/b\""];
        let replacements = values.map(|value| replacement(text, value, "A-1", "C-10"));
        let replaced = replace_ids(text, &replacements).unwrap();
        assert_eq!(replaced.text, "a: &x C-10\nb: *x\nc: >-\n  A-1\nd: \"C-10/b\"\n");
        assert_eq!((replaced.replaced, replaced.left), (vec![0, 3], vec![1, 2]));
    }

    #[test]
    fn a_new_id_that_would_need_quotes_is_refused() {
        let text = "a: [A-1, b]\n";
        assert_eq!(replace_ids(text, &[replacement(text, "A-1", "A-1", "C,10")]), None);
    }
}
