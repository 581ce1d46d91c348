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
const LEADING_ON: [&str; 31] = [
    "a", "at", "by", "each", "for", "from", "has", "have", "in", "into", "is", "are", "its", "lets", "may",
    "of", "on", "once", "own", "sets", "the", "their", "them", "they", "those", "to", "under", "where",
    "with", "within", "without",
];

/// Words that begin a clause.
const CONJUNCTIONS: [&str; 17] = [
    "after", "and", "as", "because", "before", "but", "if", "or", "so", "than", "that", "until", "when",
    "where", "which", "while", "who",
];

/// Words at the end of a shortened text that are left out when a clause begins with them.
const BEGUN: usize = 3;

/// A text of at most so many words. A longer one ends where a clause does, if one ends late enough, and with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= most {
        return words.join(" ");
    }
    let bare = |word: &str| word.trim_end_matches([',', ';', ':', '.']).to_owned();
    let ends_clause = |word: &&str| word.ends_with([',', ';', ':', '.']);
    let clause = words[..most].iter().rposition(ends_clause).map_or(0, |last| last + 1);
    let mut kept = if 2 * clause > most { clause } else { most };
    let begun = words[kept.saturating_sub(BEGUN).max(1)..kept].iter();
    let begins = |word: &&&str| CONJUNCTIONS.contains(&bare(word).as_str());
    if let Some(word) = begun.clone().find(begins) {
        kept -= begun.skip_while(|one| *one != word).count();
    }
    while kept > 1 && LEADING_ON.contains(&bare(words[kept - 1]).as_str()) {
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
        assert_eq!(shortened(text, 11), "Tests the list of named contacts once a year …");
        let text = "Limits who may call public endpoints and, where it is offered, how often in a minute.";
        assert_eq!(shortened(text, 9), "Limits who may call public endpoints …");
    }
}
