//! Adds an item to a list of a YAML text without changing the rest: comments, order, indentation and line endings stay.
//! Rewriting the file from its values would lose them. Every result is parsed and compared with the old text; if they
//! differ in anything but the item, nothing is returned.

use std::ops::Range;

use super::index::RootValue;
use super::item::{ItemValue, NewItem};
use super::list::MOST_ITEMS;
use super::scalar::scalar;
use super::yaml::is_extended;
use super::{Sources, StructureErrorKind};

/// Written before a text by some editors to mark it as Unicode.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text to which an item was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The whole text.
    pub text: String,
    /// The line on which the item starts, from 1.
    pub line: usize,
    /// The lines of the item as they are in the text, with `\n` between them.
    pub item: String,
}

/// Why an item was not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendError {
    /// The reason.
    pub kind: AppendErrorKind,
    /// The bytes of the text that show it.
    pub range: Range<usize>,
}

/// Kinds of [`AppendError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendErrorKind {
    /// The text is not valid YAML.
    Structure(StructureErrorKind),
    /// The whole text is a mapping in braces.
    InBraces,
    /// The list has its items in brackets.
    InBrackets,
    /// The value under the key is not a list.
    NoList,
    /// The list has this many items, which is the limit.
    TooMany(usize),
    /// No way of adding lines was found that changes nothing else.
    Unsafe,
}

/// Where and how the item is written.
struct InsertionPoint {
    /// Where its first line starts, in the text.
    at: usize,
    /// Spaces before the dash.
    column: usize,
    /// Spaces between the dash and the first key.
    gap: usize,
    /// Column of the key of the list, if it must be written, too.
    head: Option<usize>,
    /// What must be removed: an empty list in brackets, or a null.
    cut: Range<usize>,
    /// Whether an empty line comes before it.
    spaced: bool,
}

/// Adds an item after the last one of the list under a key of the root. The list may be empty or missing.
/// A byte order mark stays; ranges of errors count from behind it.
pub fn append_item(text: &str, list: &str, item: &NewItem) -> Result<Appended, AppendError> {
    let (mark, text) = text.split_at(text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len());
    let appended = append(text, list, item)?;
    Ok(Appended { text: format!("{mark}{}", appended.text), ..appended })
}

fn append(text: &str, list: &str, item: &NewItem) -> Result<Appended, AppendError> {
    let mut sources = Sources::default();
    let id = sources.add_unchanged(text);
    let index = match sources.index(id) {
        Ok(index) => index,
        Err(structure) => {
            let kind = AppendErrorKind::Structure(structure.kind.clone());
            return Err(AppendError { kind, range: structure.range.clone() });
        }
    };
    let root = index.root_range();
    if text[root.clone()].starts_with('{') {
        return Err(AppendError { kind: AppendErrorKind::InBraces, range: root });
    }
    let found = index.under_root(list);
    let spot = match &found {
        Some(found) => beside(text, found)?,
        None => at_the_end(text, root.clone()),
    };
    let shown = found.map_or(root, |found| found.key);
    // Behind a block text that keeps its trailing line breaks (`|+`), blank lines belong to its value: an item before
    // them would change it. So the second attempt is after them.
    for at in [spot.at, after_blank_lines(text, spot.at)] {
        let appended = write(text, list, item, &InsertionPoint { at, cut: spot.cut.clone(), ..spot });
        if keeps_lines(text, &spot.cut, &appended.text) && is_extended(text, &appended.text, list, item) {
            return Ok(appended);
        }
    }
    Err(AppendError { kind: AppendErrorKind::Unsafe, range: shown })
}

/// The end of a text in which the list is missing.
fn at_the_end(text: &str, root: Range<usize>) -> InsertionPoint {
    let column = column_of(text, root.start);
    let mut at = after_line(text, root.end);
    let is_marker = |line: &str| line.trim_end() == "..." || line.starts_with("... ");
    if !text[at..].lines().any(is_marker) {
        at = text.len();
    }
    InsertionPoint { at, column: column + 2, gap: 1, head: Some(column), cut: at..at, spaced: false }
}

/// The place after the last item of a list, or under its key when it is empty.
fn beside(text: &str, found: &RootValue) -> Result<InsertionPoint, AppendError> {
    let refused = |kind| AppendError { kind, range: found.value.clone() };
    let written = &text[found.value.clone()];
    let Some(items) = &found.items else {
        return match written {
            "" | "~" | "null" | "Null" | "NULL" => Ok(under_the_key(text, found)),
            _ => Err(refused(AppendErrorKind::NoList)),
        };
    };
    if items.len() >= MOST_ITEMS {
        return Err(refused(AppendErrorKind::TooMany(MOST_ITEMS)));
    }
    let last = match (written.strip_prefix('['), items.last()) {
        (None, Some(last)) => last.start..end_of_item(text, last),
        (Some(inner), _) if inner.trim_start_matches(' ').starts_with(']') => {
            return Ok(under_the_key(text, found));
        }
        (Some(_), _) | (None, None) => return Err(refused(AppendErrorKind::InBrackets)),
    };
    let before = items.len().checked_sub(2).map_or(found.key.end, |previous| items[previous].end);
    let between = before.min(last.start)..last.start;
    let Some(dash) = last_dash(text, between.clone()) else {
        return Err(refused(AppendErrorKind::Unsafe));
    };
    let column = column_of(text, dash);
    let gap = &text[dash + 1..last.start];
    let gap = if !gap.is_empty() && gap.bytes().all(|byte| byte == b' ') { gap.len() } else { 1 };
    let mut lines = text[between.start..dash].lines().skip(1);
    let spaced = items.len() > 1 && lines.any(|line| line.is_empty());
    let at = after_comments(text, after_line(text, last.end), column);
    Ok(InsertionPoint { at, column, gap, head: None, cut: at..at, spaced })
}

/// The place under the key of an empty list.
fn under_the_key(text: &str, found: &RootValue) -> InsertionPoint {
    let column = column_of(text, found.key.start);
    let cut = if found.value.is_empty() {
        found.key.end..found.key.end
    } else {
        let kept = text[..found.value.start].trim_end_matches(' ').len();
        let bracket = text[found.value.clone()].find(']').map(|at| found.value.start + at + 1);
        kept..bracket.unwrap_or(found.value.end)
    };
    let at = after_comments(text, after_line(text, cut.end), column);
    InsertionPoint { at, column: column + 2, gap: 1, head: None, cut, spaced: false }
}

fn write(text: &str, list: &str, item: &NewItem, spot: &InsertionPoint) -> Appended {
    let line_break = line_break(text, spot.at);
    let mut written = format!("{}{}", &text[..spot.cut.start], &text[spot.cut.end..spot.at]);
    if !written.is_empty() && !written.ends_with('\n') {
        written.push_str(line_break);
    }
    if spot.spaced {
        written.push_str(line_break);
    }
    if let Some(column) = spot.head {
        written.push_str(&format!("{}{list}:{line_break}", " ".repeat(column)));
    }
    let line = written.matches('\n').count() + 1;
    let lines = lines(item, spot);
    for line in &lines {
        written.push_str(line);
        written.push_str(line_break);
    }
    written.push_str(&text[spot.at..]);
    Appended { text: written, line, item: lines.join("\n") }
}

fn lines(item: &NewItem, spot: &InsertionPoint) -> Vec<String> {
    let dash = format!("{}-{}", " ".repeat(spot.column), " ".repeat(spot.gap));
    let value = |value: &ItemValue| match value {
        ItemValue::Bare(word) => word.clone(),
        ItemValue::Text(text) => scalar(text),
        ItemValue::List(texts) => {
            format!("[{}]", texts.iter().map(|text| scalar(text)).collect::<Vec<_>>().join(", "))
        }
    };
    let start = |position| if position == 0 { dash.clone() } else { " ".repeat(dash.len()) };
    item.iter()
        .enumerate()
        .map(|(position, (key, content))| format!("{}{key}: {}", start(position), value(content)))
        .collect()
}

/// True if all lines of the old text are still there, in order, except for what had to be removed.
fn keeps_lines(old: &str, cut: &Range<usize>, new: &str) -> bool {
    let kept = format!("{}{}", &old[..cut.start], &old[cut.end..]);
    let mut lines = new.lines();
    kept.lines().all(|line| lines.any(|present| present == line))
}

/// Where an item ends. The parser counts comments behind a closing bracket as part of the collection.
fn end_of_item(text: &str, item: &Range<usize>) -> usize {
    let written = &text[item.clone()];
    if !written.starts_with(['{', '[']) {
        return item.end;
    }
    let is_content = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let lines = written.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end, line))
    });
    let end = lines.filter(|(_, line)| is_content(line)).last();
    end.map_or(item.end, |(end, line)| item.start + end - (line.len() - line.trim_end().len()))
}

/// The last dash of a range that is the first of its line.
fn last_dash(text: &str, range: Range<usize>) -> Option<usize> {
    let mut dashes = text[range.clone()].match_indices('-').map(|(at, _)| range.start + at);
    dashes.rfind(|&at| text[start_of_line(text, at)..at].bytes().all(|byte| byte == b' '))
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line after the one of an offset starts.
fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

fn column_of(text: &str, at: usize) -> usize {
    text[start_of_line(text, at)..at].chars().count()
}

/// Comments that are indented more than the dash belong to the item before them.
fn after_comments(text: &str, mut at: usize, column: usize) -> usize {
    let mut line_start = at;
    for line in text[at..].split_inclusive('\n') {
        line_start += line.len();
        let content = line.trim_start_matches(' ');
        if content.starts_with('#') && line.len() - content.len() > column {
            at = line_start;
        } else if !content.trim().is_empty() {
            break;
        }
    }
    at
}

fn after_blank_lines(text: &str, at: usize) -> usize {
    let blank = text[at..].split_inclusive('\n').take_while(|line| line.trim().is_empty());
    at + blank.map(str::len).sum::<usize>()
}

/// The line break before an offset; if there is none, the first one of the text.
fn line_break(text: &str, at: usize) -> &'static str {
    let end = text[..at].rfind('\n').or_else(|| text.find('\n'));
    if end.is_some_and(|end| text[..end].ends_with('\r')) { "\r\n" } else { "\n" }
}
