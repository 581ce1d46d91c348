//! Finds the sequences of words that a Markdown text has twice.
//!
//! Words are what white space separates; case, punctuation and addresses of links do not count. A sequence ends with its
//! paragraph, heading, item of a list or cell of a table, and at `<br>`. Comments, front matter and fenced blocks are left out.

use std::collections::BTreeMap;
use std::fmt;

/// A word with the line that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlacedWord {
    word: String,
    line: usize,
}

/// A sequence of words that a text has twice, as long as it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repetition {
    /// The line in which it first begins, from 1.
    pub(super) first: usize,
    /// The line in which it begins again.
    pub(super) again: usize,
    /// In lower case and without punctuation.
    pub(super) words: String,
}

impl fmt::Display for Repetition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} and {}: {}", self.first, self.again, self.words)
    }
}

/// Every sequence of at least `length` words that a text has twice, at its first repetition each.
pub(super) fn repetitions(text: &str, length: usize) -> Vec<Repetition> {
    let passages = passages(text);
    let mut seen: BTreeMap<Vec<&str>, &[PlacedWord]> = BTreeMap::new();
    let mut found = Vec::new();
    for passage in &passages {
        let mut at = 0;
        while at + length <= passage.len() {
            let key: Vec<&str> = passage[at..at + length].iter().map(|placed| placed.word.as_str()).collect();
            let Some(before) = seen.get(&key) else {
                seen.insert(key, &passage[at..]);
                at += 1;
                continue;
            };
            let pairs = before.iter().zip(&passage[at..]);
            let same = pairs.take_while(|(one, other)| one.word == other.word).count();
            let words: Vec<&str> = passage[at..at + same].iter().map(|placed| placed.word.as_str()).collect();
            found.push(Repetition { first: before[0].line, again: passage[at].line, words: words.join(" ") });
            at += same;
        }
    }
    found
}

/// Collects words into the passages within which a sequence runs.
#[derive(Default)]
struct PassageBuilder {
    passages: Vec<Vec<PlacedWord>>,
    open: Vec<PlacedWord>,
}

impl PassageBuilder {
    fn end(&mut self) {
        if !self.open.is_empty() {
            self.passages.push(std::mem::take(&mut self.open));
        }
    }

    /// Adds a piece of a line.
    fn add(&mut self, line: usize, piece: &str) {
        for (number, part) in breaks(piece).into_iter().enumerate() {
            if number > 0 {
                self.end();
            }
            let words = without_addresses(&part);
            let words = words.split_whitespace().map(|word| {
                word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
            });
            let words = words.filter(|word: &String| !word.is_empty());
            self.open.extend(words.map(|word| PlacedWord { word, line }));
        }
    }
}

fn passages(text: &str) -> Vec<Vec<PlacedWord>> {
    let mut builder = PassageBuilder::default();
    let mut fence: Option<&str> = None;
    let text = without_comments(text);
    let matter = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |at| at + 9);
    let skipped = text[..matter].lines().count();
    for (number, line) in text.lines().enumerate().skip(skipped) {
        let line = line.trim().trim_start_matches(['>', ' ']);
        let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, Some(mark)) => {
                builder.end();
                fence = Some(mark);
            }
            (None, None) if line.is_empty() => builder.end(),
            (None, None) if line.starts_with('|') => {
                for cell in line.replace("\\|", "").split('|') {
                    builder.end();
                    builder.add(number + 1, cell);
                }
                builder.end();
            }
            (None, None) => {
                let is_heading = line.starts_with('#');
                if is_heading || is_item(line) {
                    builder.end();
                }
                builder.add(number + 1, line);
                if is_heading {
                    builder.end();
                }
            }
        }
    }
    builder.end();
    builder.passages
}

/// True for the first line of an item of a list and of a footnote.
fn is_item(line: &str) -> bool {
    let mark = line.split(' ').next().unwrap_or_default();
    let number = mark.trim_end_matches(['.', ')']);
    matches!(mark, "-" | "*" | "+")
        || number.len() < mark.len() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        || mark.starts_with("[^") && mark.ends_with("]:")
}

/// A text whose comments are blank, with its line breaks.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut left = String::with_capacity(text.len());
    while let Some((before, comment)) = rest.split_once("<!--") {
        let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
        left.push_str(before);
        left.push(' ');
        left.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    left + rest
}

/// The pieces between tags that begin a new line.
fn breaks(piece: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = piece;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        parts.last_mut().expect("never empty").push_str(before);
        let name: String =
            tag.chars().skip(1).skip_while(|c| *c == '/').take_while(char::is_ascii_alphabetic).collect();
        let end = tag.find('>').filter(|_| !name.is_empty());
        match end {
            Some(end) => {
                match name.as_str() {
                    "br" | "li" | "ul" | "ol" | "p" => parts.push(String::new()),
                    _ => parts.last_mut().expect("never empty").push(' '),
                }
                rest = &tag[end + 1..];
            }
            None => {
                parts.last_mut().expect("never empty").push('<');
                rest = &tag[1..];
            }
        }
    }
    parts.last_mut().expect("never empty").push_str(rest);
    parts
}

/// A piece without the addresses of its links.
fn without_addresses(piece: &str) -> String {
    let mut parts = piece.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut depth = 1;
        let end = part.find(|c| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        text.push_str(end.map_or(part, |end| &part[end + 1..]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::repetitions;

    #[test]
    fn sequences_are_found_across_lines_and_in_cells_and_end_at_borders() {
        let text = "One two, three\nfour **five** six.\n\n- [One](#a(b)) two three four <!-- x -->\n\n\
            | a | b |\n| --- | --- |\n| one two | three four |\n| one TWO three<br>four | x two three four five |\n";
        let found: Vec<String> = repetitions(text, 4).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["1 and 4: one two three four", "1 and 9: two three four five"]);
    }

    #[test]
    fn a_repetition_is_reported_once_at_its_length() {
        let text = "a b c d e f g\n\nx a b c d e f y\n";
        let found: Vec<String> = repetitions(text, 3).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["1 and 3: a b c d e f"]);
    }

    #[test]
    fn words_in_fences_and_front_matter_do_not_count() {
        let text = "---\ntitle: a b c\n---\na b c\n```text\na b c\n```\n";
        assert_eq!(repetitions(text, 3), []);
    }
}
