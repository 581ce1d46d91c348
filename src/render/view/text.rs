//! Free text of profiles and catalogs, and lists of names.

use serde::{Serialize, Serializer};

/// A text without the white space at its ends, with which `**{{ name }}**` would not be bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.trim())
    }
}

impl<'a> From<&'a String> for Text<'a> {
    fn from(text: &'a String) -> Self {
        Self(text)
    }
}

/// Names as people list them: `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_ref().trim()).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// Text between backticks put between quotation marks, since values are escaped and backticks would show. Neither ids
/// nor paths have backticks of their own.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for (position, piece) in text.split('`').enumerate() {
        match position {
            0 => {}
            odd if odd % 2 == 1 => quoted.push('“'),
            _ => quoted.push('”'),
        }
        quoted.push_str(piece);
    }
    quoted
}

/// Words with which a text that goes on does not end.
const LEADING_ON: [&str; 32] = [
    "a", "after", "and", "as", "at", "before", "but", "by", "each", "for", "from", "has", "have", "if", "in",
    "into", "its", "of", "on", "once", "or", "so", "than", "that", "the", "their", "them", "those", "to",
    "which", "who", "with",
];

/// A text of at most so many words. A longer one ends where a clause does, if one ends late enough, and with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= most {
        return words.join(" ");
    }
    let ends_clause = |word: &&str| word.ends_with([',', ';', ':', '.']);
    let kept = words[..most].iter().rposition(|word| ends_clause(&word)).map_or(0, |last| last + 1);
    let mut kept = if 2 * kept > most { kept } else { most };
    while kept > 1 && LEADING_ON.contains(&words[kept - 1]) {
        kept -= 1;
    }
    format!("{} …", words[..kept].join(" ").trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_texts_end_with_a_clause() {
        let text =
            "Decides which records are written, orders their delivery to one archive, and checks monthly.";
        assert_eq!(shortened(text, 14), text);
        assert_eq!(
            shortened(text, 13),
            "Decides which records are written, orders their delivery to one archive …"
        );
        assert_eq!(shortened(text, 6), "Decides which records are written …");
    }

    #[test]
    fn where_no_clause_ends_they_end_with_a_word_that_can_be_last() {
        let text = "Tests the list of named contacts once a year and after each change.";
        assert_eq!(shortened(text, 8), "Tests the list of named contacts …");
    }
}
