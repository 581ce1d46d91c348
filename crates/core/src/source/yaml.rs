//! YAML texts to schema structs: the only file that knows serde_yaml. Reading goes on after a mistake, so that one
//! run reports them all: the offending value is taken out and the rest is read again.

use std::collections::HashSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use serde_yaml::Value;

use super::index::RepeatedKey;
use super::item::{ItemValue, NewItem};
use super::{Origin, Pointer, PointerStep, SourceId, Sources, Span, StructureErrorKind};

/// After this many mistakes in one file, the rest would only scroll by.
const MOST_MISTAKES: usize = 50;

/// What reading a text gave.
#[derive(Debug)]
pub struct YamlReading<T> {
    /// What could be read; without the parts that `mistakes` are about. None if nothing is left.
    pub value: Option<T>,
    /// Everything that is wrong with the shape of the text, in the order of the text.
    pub mistakes: Vec<YamlError>,
    /// Ids that stood in parts that could not be read: what refers to them is not to blame.
    pub lost: HashSet<String>,
    /// Values that were taken out: that they are missing is no new mistake.
    pub removed: HashSet<Pointer>,
}

/// One thing that is wrong with the shape of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: YamlErrorKind,
}

/// Kinds of [`YamlError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlErrorKind {
    /// Wrong before any meaning: syntax, depth, aliases, several documents, empty.
    Structure(StructureErrorKind),
    /// A key stands twice in one mapping; the span of the first.
    RepeatedKey(String, Span),
    /// A key that the schema does not have; the keys that it has.
    UnknownKey(String, Vec<String>),
    /// A key that must be there.
    MissingKey(String),
    /// A value of the wrong type, in the words of the reader: what was found, what was expected.
    WrongType(String),
    /// An item of a list that says nothing.
    EmptyItem,
    /// A word that is none of the given ones.
    UnknownWord(String, Vec<String>),
}

/// Reads a text as `T`, which must deny unknown fields all the way down.
pub fn read_yaml<T: DeserializeOwned>(sources: &Sources, id: SourceId) -> YamlReading<T> {
    let prepared = sources.get(id).prepared.as_deref();
    // What cannot be read from the prepared values is read from the text, which says what is wrong and where.
    if let Some(value) = prepared.and_then(|json| serde_json::from_str(json).ok()) {
        return YamlReading {
            value: Some(value),
            mistakes: Vec::new(),
            lost: HashSet::new(),
            removed: HashSet::new(),
        };
    }
    let failed = |mistakes| YamlReading {
        value: None,
        mistakes,
        lost: ids_in(sources.get(id).text()),
        removed: HashSet::new(),
    };
    let index = match sources.index(id) {
        Ok(index) => index,
        Err(structure) => {
            let span = Span { source: id, start: structure.range.start, end: structure.range.end };
            return failed(vec![YamlError { span, kind: YamlErrorKind::Structure(structure.kind.clone()) }]);
        }
    };
    if !index.repeated.is_empty() {
        let span = |range: &Range<usize>| Span { source: id, start: range.start, end: range.end };
        let mistake = |repeated: &RepeatedKey| YamlError {
            span: span(&repeated.later),
            kind: YamlErrorKind::RepeatedKey(repeated.key.clone(), span(&repeated.first)),
        };
        return failed(index.repeated.iter().map(mistake).collect());
    }
    match serde_yaml::from_str::<Value>(sources.get(id).text()) {
        Ok(value) => {
            LenientReader { sources, id, removed: HashSet::new(), mistakes: Vec::new(), lost: HashSet::new() }
                .read(value)
        }
        Err(error) => {
            let start = error.location().map_or(0, |location| location.index());
            let span = Span { source: id, start, end: start };
            let kind = YamlErrorKind::Structure(StructureErrorKind::of_message(&error.to_string()));
            failed(vec![YamlError { span, kind }])
        }
    }
}

struct LenientReader<'a> {
    sources: &'a Sources,
    id: SourceId,
    /// Values taken out so far: that they are missing now is no new mistake.
    removed: HashSet<Pointer>,
    mistakes: Vec<YamlError>,
    lost: HashSet<String>,
}

impl LenientReader<'_> {
    fn read<T: DeserializeOwned>(mut self, mut value: Value) -> YamlReading<T> {
        let mut result = None;
        self.check_shape(&mut value, &Pointer::default());
        while self.mistakes.len() < MOST_MISTAKES {
            match serde_path_to_error::deserialize::<_, T>(&value) {
                Ok(read) => {
                    result = Some(read);
                    break;
                }
                Err(error) => {
                    let pointer = pointer(error.path());
                    if !self.mend(&mut value, pointer, &error.into_inner().to_string()) {
                        break;
                    }
                }
            }
        }
        self.mistakes.sort_by_key(|mistake| mistake.span);
        YamlReading { value: result, mistakes: self.mistakes, lost: self.lost, removed: self.removed }
    }

    /// Notes the mistake and takes the offending value out; false when nothing is left to read.
    fn mend(&mut self, value: &mut Value, pointer: Pointer, message: &str) -> bool {
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
        self.mistakes.push(YamlError { span, kind });
    }

    fn note_key(&mut self, pointer: &Pointer, kind: YamlErrorKind) {
        let span = self.sources.key_span(&self.origin(pointer));
        self.mistakes.push(YamlError { span, kind });
    }

    fn origin(&self, pointer: &Pointer) -> Origin {
        Origin { source: self.id, pointer: pointer.clone() }
    }

    /// Takes a value out of its mapping, or empties it where it is an item of a list, so that the items behind it
    /// keep their positions. What cannot be taken out goes with what holds it.
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

    /// Notes every list item that says nothing, which a [`List`](super::List) passes over, and every key that is
    /// no text, which no schema has.
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
                    let key = key.as_str().unwrap_or_default().to_owned();
                    self.check_shape(item, &pointer.then(PointerStep::Key(key.into())));
                }
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
        self.mistakes.push(YamlError { span, kind: YamlErrorKind::UnknownKey(shown, Vec::new()) });
    }
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

/// The offending name in a message of serde's, then what was expected: ``unknown field `x`, expected `y` or `z` ``.
fn offender(message: &str) -> (String, Vec<String>) {
    let (found, expected) =
        message.rsplit_once("`, expected ").unwrap_or((message.trim_end_matches('`'), ""));
    let name = found.split_once('`').map_or("", |(_, name)| name);
    (name.to_owned(), expected.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

/// What looks like an id in a text that cannot be read as YAML: the words after `id:`.
pub fn ids_in(text: &str) -> HashSet<String> {
    let values = text.split("id:").skip(1).filter_map(|rest| rest.split(['\n', ',', '}', '#']).next());
    values.map(|value| value.trim().trim_matches(['"', '\'']).to_owned()).collect()
}

/// True when a text without quotes is read as that text.
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

/// Every id that a lost value would have given.
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
