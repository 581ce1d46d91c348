//! Reads YAML texts into schema structs; the only file that knows serde_yaml. To report all errors of a file in one
//! run, the offending value is removed after each error and the rest is read again.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_path_to_error::Segment;
use serde_yaml::Value;

use super::index::{Index, RepeatedKey};
use super::item::{ItemValue, NewItem};
use super::oddities::{TextKind, conflict_marks, odd_characters};
use super::yaml_error::{YamlError, YamlErrorKind};
use super::{Origin, Pointer, PointerStep, SourceId, Sources, Span, StructureErrorKind, UnsupportedKind};

/// Number of errors per file after which reading stops: each costs reading the file again, and nobody reads so many.
const MOST_ERRORS: usize = 50;

/// Longest text in characters: fifty pages. Nobody reads more in a cell of a table.
const LONGEST_TEXT: usize = 100_000;

/// Longest key, name or title in characters: it stands in headings, tables and page headers, and in messages.
const LONGEST_NAME: usize = 300;

/// Keys under which a name stands that documents show on one line.
const NAMES: [&str; 6] = ["name", "title", "label", "classification", "data-classification", "email"];

/// What reading a text gave.
#[derive(Debug)]
pub struct YamlReading<T> {
    /// The value, without the parts that the errors are about. None if nothing is left.
    pub value: Option<T>,
    /// The errors, in the order of the text.
    pub errors: Vec<YamlError>,
    /// Ids in the parts that could not be read. References to them are not errors.
    pub lost: HashSet<String>,
    /// Values that were removed. That they are missing is not another error.
    pub removed: HashSet<Pointer>,
}

/// Reads a text as `T`, which must deny unknown fields all the way down.
pub fn read_yaml<T: DeserializeOwned>(sources: &Sources, id: SourceId) -> YamlReading<T> {
    let prepared = sources.get(id).prepared;
    // If the prepared values do not fit, the text is read instead: its errors have locations.
    if let Some(value) = prepared.and_then(|json| serde_json::from_str(json).ok()) {
        return YamlReading {
            value: Some(value),
            errors: Vec::new(),
            lost: HashSet::new(),
            removed: HashSet::new(),
        };
    }
    let failed = |errors| YamlReading {
        value: None,
        errors,
        lost: ids_in(sources.get(id).text()),
        removed: HashSet::new(),
    };
    let odd = oddities(sources, id);
    if !odd.is_empty() {
        return failed(odd);
    }
    let index = match sources.index(id) {
        Ok(index) => index,
        Err(structure) => {
            let span = Span { source: id, start: structure.range.start, end: structure.range.end };
            return failed(vec![YamlError { span, kind: YamlErrorKind::Structure(structure.kind.clone()) }]);
        }
    };
    let errors = errors_of(index, id);
    if !index.repeated.is_empty() {
        return failed(errors);
    }
    let text = sources.get(id).text();
    match serde_yaml::from_str::<Value>(&with_numbers_quoted(text, index)) {
        Ok(mut value) => {
            // Its values are there for those who refer to them: one error is enough.
            untag(&mut value);
            if index.unsupported.iter().any(|found| found.kind == UnsupportedKind::MergeKey) {
                let _ = value.apply_merge();
            }
            LenientReader { sources, id, removed: HashSet::new(), errors, lost: HashSet::new() }.read(value)
        }
        Err(error) => {
            let start = error.location().map_or(0, |location| location.index());
            let span = Span { source: id, start, end: start };
            let kind = YamlErrorKind::Structure(StructureErrorKind::of_message(&error.to_string()));
            failed(vec![YamlError { span, kind }])
        }
    }
}

/// What makes a text unreadable before it is read.
fn oddities(sources: &Sources, id: SourceId) -> Vec<YamlError> {
    let text = sources.get(id).text();
    let span = |range: Range<usize>| Span { source: id, start: range.start, end: range.end };
    let marks = conflict_marks(text, TextKind::Data);
    let marks =
        marks.into_iter().map(|range| YamlError { span: span(range), kind: YamlErrorKind::ConflictMark });
    let odd = odd_characters(text)
        .into_iter()
        .map(|odd| YamlError { span: span(odd.range), kind: YamlErrorKind::OddCharacter(odd.character) });
    marks.chain(odd).collect()
}

/// What the positions of a text already show: repeated keys, and what is not supported.
fn errors_of(index: &Index, id: SourceId) -> Vec<YamlError> {
    let span = |range: &Range<usize>| Span { source: id, start: range.start, end: range.end };
    let repeated = index.repeated.iter().map(|repeated: &RepeatedKey| YamlError {
        span: span(&repeated.later),
        kind: YamlErrorKind::RepeatedKey(repeated.key.clone(), span(&repeated.first)),
    });
    let unsupported = index.unsupported.iter().take(MOST_ERRORS).map(|found| YamlError {
        span: span(&found.range),
        kind: YamlErrorKind::Unsupported(found.kind.clone()),
    });
    repeated.chain(unsupported).collect()
}

/// The text with quotes around numbers that serde_yaml has no type for. They are errors already.
fn with_numbers_quoted<'t>(text: &'t str, index: &Index) -> Cow<'t, str> {
    let large = index.unsupported.iter().filter(|found| found.kind == UnsupportedKind::LargeNumber);
    let mut quoted = Cow::Borrowed(text);
    for found in large.rev() {
        let text = quoted.to_mut();
        text.insert(found.range.end, '"');
        text.insert(found.range.start, '"');
    }
    quoted
}

/// Takes the tags from all values.
fn untag(value: &mut Value) {
    match value {
        Value::Tagged(tagged) => {
            *value = std::mem::take(&mut tagged.value);
            untag(value);
        }
        Value::Sequence(items) => items.iter_mut().for_each(untag),
        Value::Mapping(mapping) => mapping.values_mut().for_each(untag),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

struct LenientReader<'a> {
    sources: &'a Sources,
    id: SourceId,
    /// Values removed so far. That they are missing now is not another error.
    removed: HashSet<Pointer>,
    errors: Vec<YamlError>,
    lost: HashSet<String>,
}

impl LenientReader<'_> {
    fn read<T: DeserializeOwned>(mut self, mut value: Value) -> YamlReading<T> {
        let mut result = None;
        self.check_shape(&mut value, &Pointer::default());
        let most = MOST_ERRORS + self.errors.len();
        while self.errors.len() < most {
            match serde_path_to_error::deserialize::<_, T>(&value) {
                Ok(read) => {
                    result = Some(read);
                    break;
                }
                Err(error) => {
                    let pointer = pointer(error.path());
                    if !self.remove_offender(&mut value, pointer, &error.into_inner().to_string()) {
                        break;
                    }
                }
            }
        }
        self.errors.sort_by_key(|error| error.span);
        YamlReading { value: result, errors: self.errors, lost: self.lost, removed: self.removed }
    }

    /// Records the error and removes the offending value; false if nothing is left to read.
    fn remove_offender(&mut self, value: &mut Value, pointer: Pointer, message: &str) -> bool {
        let (name, names) = offender(message);
        if message.starts_with("unknown field") {
            let key = name;
            let at = match pointer.split_last() {
                Some((_, PointerStep::Key(last))) if *last == key && get(value, &pointer).is_some() => {
                    pointer
                }
                _ => pointer.then(PointerStep::Key(key.clone().into())),
            };
            self.note_key(&at, YamlErrorKind::UnknownKey(key, names));
            return self.remove(value, &at);
        }
        if message.starts_with("missing field") {
            let key = name;
            if !self.removed.contains(&pointer.then(PointerStep::Key(key.clone().into()))) {
                self.note(&pointer, YamlErrorKind::MissingKey(key));
            }
            return self.remove(value, &pointer);
        }
        let kind = if message.starts_with("unknown variant") {
            YamlErrorKind::UnknownWord(name, names)
        } else {
            YamlErrorKind::WrongType(message.to_owned())
        };
        self.note(&pointer, kind);
        self.remove(value, &pointer)
    }

    fn note(&mut self, pointer: &Pointer, kind: YamlErrorKind) {
        let span = self.sources.span(&self.origin(pointer));
        self.errors.push(YamlError { span, kind });
    }

    fn note_key(&mut self, pointer: &Pointer, kind: YamlErrorKind) {
        let span = self.sources.key_span(&self.origin(pointer));
        self.errors.push(YamlError { span, kind });
    }

    fn origin(&self, pointer: &Pointer) -> Origin {
        Origin { source: self.id, pointer: pointer.clone() }
    }

    /// Removes a value from its mapping. An item of a list is emptied instead, so that the items behind it keep their
    /// positions. A value that cannot be removed is removed with its parent.
    fn remove(&mut self, root: &mut Value, pointer: &Pointer) -> bool {
        let Some((parent, step)) = pointer.split_last() else {
            return false;
        };
        let removed = match (get_mut(root, parent), step) {
            (Some(Value::Mapping(mapping)), PointerStep::Key(key)) => mapping.remove(key.as_ref()),
            (Some(Value::Sequence(items)), PointerStep::Item(item)) => {
                items.get_mut(*item).map(std::mem::take)
            }
            _ => None,
        };
        match removed {
            Some(removed) if self.removed.insert(pointer.clone()) => {
                collect_ids(&removed, &mut self.lost);
                true
            }
            _ => self.remove(root, parent),
        }
    }

    /// Records empty list items, which a [`YamlList`](super::YamlList) leaves out, and keys that are not text, which no
    /// schema has.
    fn check_shape(&mut self, value: &mut Value, pointer: &Pointer) {
        match value {
            Value::Sequence(items) => {
                for (position, item) in items.iter_mut().enumerate() {
                    let at = pointer.then(PointerStep::Item(position));
                    if item.is_null() {
                        self.note(&at, YamlErrorKind::EmptyItem);
                    }
                    self.check_shape(item, &at);
                }
            }
            Value::Mapping(mapping) => {
                for key in mapping.keys().filter(|key| !key.is_string()) {
                    self.note_odd_key(key, pointer);
                }
                mapping.retain(|key, _| key.is_string());
                for (key, item) in mapping {
                    let key = key.as_str().unwrap_or_default();
                    let at = pointer.then(PointerStep::Key(key.to_owned().into()));
                    let name = item.as_str().filter(|_| NAMES.contains(&key));
                    if is_longer(key, LONGEST_NAME) {
                        self.note_key(&at, YamlErrorKind::TooLong(LONGEST_NAME));
                    } else if name.is_some_and(|name| is_longer(name, LONGEST_NAME)) {
                        self.note(&at, YamlErrorKind::TooLong(LONGEST_NAME));
                    } else {
                        self.check_shape(item, &at);
                    }
                }
            }
            Value::String(text) if is_longer(text, LONGEST_TEXT) => {
                self.note(pointer, YamlErrorKind::TooLong(LONGEST_TEXT));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Tagged(_) => {}
        }
    }

    fn note_odd_key(&mut self, key: &Value, pointer: &Pointer) {
        let written = match key {
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            Value::Null => "~".to_owned(),
            Value::String(_) | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => String::new(),
        };
        let at = pointer.then(PointerStep::Key(written.into()));
        let span = self.sources.key_span(&self.origin(&at));
        let shown = self.sources.get(self.id).text()[span.range()].to_owned();
        self.errors.push(YamlError { span, kind: YamlErrorKind::UnknownKey(shown, Vec::new()) });
    }
}

/// True when a text has more characters than a number.
fn is_longer(text: &str, most: usize) -> bool {
    text.chars().nth(most).is_some()
}

fn pointer(path: &serde_path_to_error::Path) -> Pointer {
    path.iter().fold(Pointer::default(), |pointer, segment| match segment {
        Segment::Seq { index } => pointer.then(PointerStep::Item(*index)),
        Segment::Map { key } => pointer.then(PointerStep::Key(key.clone().into())),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

fn get<'a>(root: &'a Value, pointer: &Pointer) -> Option<&'a Value> {
    pointer.steps().into_iter().try_fold(root, |value, step| match step {
        PointerStep::Key(key) => value.get(key.as_ref()),
        PointerStep::Item(item) => value.get(*item),
    })
}

fn get_mut<'a>(root: &'a mut Value, pointer: &Pointer) -> Option<&'a mut Value> {
    pointer.steps().into_iter().try_fold(root, |value, step| match step {
        PointerStep::Key(key) => value.get_mut(key.as_ref()),
        PointerStep::Item(item) => value.get_mut(*item),
    })
}

/// The offending name in a message of serde, and the expected ones: ``unknown field `x`, expected `y` or `z` ``. serde
/// has no other way to get at them.
fn offender(message: &str) -> (String, Vec<String>) {
    let (found, expected) =
        message.rsplit_once("`, expected ").unwrap_or((message.trim_end_matches('`'), ""));
    let name = found.split_once('`').map_or("", |(_, name)| name);
    (name.to_owned(), expected.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Reads a choice as JSON has it: a word, or a mapping of one word to what belongs to it. YAML of its own would want a tag.
pub(crate) fn word_or_mapping<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    serde_yaml::with::singleton_map::deserialize(deserializer)
}

/// What looks like an id in a text that is not valid YAML: the values after `id:`.
pub(crate) fn ids_in(text: &str) -> HashSet<String> {
    let values = text.split("id:").skip(1).filter_map(|rest| rest.split(['\n', ',', '}', '#']).next());
    values.map(|value| value.trim().trim_matches(['"', '\'']).to_owned()).collect()
}

/// True if a text without quotes is read as that text.
pub(super) fn reads_as_text(text: &str) -> bool {
    serde_yaml::from_str::<Value>(text).is_ok_and(|value| value.as_str() == Some(text))
}

/// True when the new text has the values of the old one, and the item at the end of the list.
pub(super) fn is_extended(old: &str, new: &str, list: &str, item: &NewItem) -> bool {
    let read = |text| serde_yaml::from_str::<Value>(text).ok();
    let (Some(Value::Mapping(mut old)), Some(Value::Mapping(mut new))) = (read(old), read(new)) else {
        return false;
    };
    let before = match old.remove(list) {
        Some(Value::Sequence(items)) => items,
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Mapping(_) | Value::Tagged(_)) => {
            return false;
        }
    };
    let Some(Value::Sequence(mut after)) = new.remove(list) else {
        return false;
    };
    after.pop() == Some(value_of(item)) && after == before && new == old
}

fn value_of(item: &NewItem) -> Value {
    let value = |value: &ItemValue| match value {
        ItemValue::Bare(text) | ItemValue::Text(text) => Value::from(text.as_str()),
        ItemValue::List(texts) => texts.iter().map(|text| Value::from(text.as_str())).collect(),
    };
    Value::Mapping(item.iter().map(|(key, content)| (Value::from(*key), value(content))).collect())
}

/// The values of a text as they are meant, with aliases expanded; none if it cannot be read.
pub(super) fn values_of(text: &str) -> Option<serde_json::Value> {
    serde_yaml::from_str(text).ok()
}

/// The ids in a value that was removed.
fn collect_ids(value: &Value, ids: &mut HashSet<String>) {
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                if let (Some("id" | "use"), Value::String(id)) = (key.as_str(), value) {
                    ids.insert(id.clone());
                }
                collect_ids(value, ids);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect_ids(item, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Tagged(_) => {}
    }
}
