//! Positions of every value of a YAML text, from an event parser that runs beside serde_yaml, which has none. It also
//! finds what is dangerous in a YAML text (depth, expanding aliases, repeated keys, several documents) before values
//! are built from it.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, Tag};

use super::cursor::Cursor;
use super::structure_error::{
    BYTES_OF_A_VALUE, MOST_ALIASED, MOST_LEVELS, StructureError, StructureErrorKind,
};
use super::unsupported::{self, UnsupportedKind, UnsupportedValue};
use super::{Pointer, PointerStep, Source};

/// A key that appears twice in one mapping.
#[derive(Debug)]
pub(super) struct RepeatedKey {
    pub(super) key: String,
    pub(super) first: Range<usize>,
    pub(super) later: Range<usize>,
}

/// Where the value under a key of the root is.
#[derive(Debug)]
pub(super) struct RootValue {
    /// The key.
    pub(super) key: Range<usize>,
    /// The value.
    pub(super) value: Range<usize>,
    /// The items, if it is a list.
    pub(super) items: Option<Vec<Range<usize>>>,
}

/// Positions of every value of one YAML document. The profiles of thousands of projects have one each, so it is small:
/// the few keys that all entries have are kept once.
#[derive(Debug)]
pub struct Index {
    root: Node,
    keys: Vec<Box<str>>,
    pub(super) repeated: Vec<RepeatedKey>,
    pub(super) unsupported: Vec<UnsupportedValue>,
}

/// A range of bytes; no text that is read has more than 4 GB.
#[derive(Debug, Clone, Copy)]
struct ByteRange {
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Node {
    extent: ByteRange,
    kind: NodeKind,
}

#[derive(Debug)]
enum NodeKind {
    Scalar(ScalarStyle),
    /// Stands for a scalar, or for a collection.
    Alias(Option<AnchoredScalar>),
    List(Box<[Node]>),
    Mapping(Box<[MappingEntry]>),
}

/// A scalar with an anchor.
#[derive(Debug, Clone, Copy)]
struct AnchoredScalar {
    extent: ByteRange,
    style: ScalarStyle,
}

/// A scalar as it is written.
pub(super) struct WrittenScalar {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// With which quotes or marker.
    pub(super) style: ScalarStyle,
}

#[derive(Debug)]
struct MappingEntry {
    /// Its place among the keys of the index.
    key: u32,
    key_extent: ByteRange,
    value: Node,
}

impl ByteRange {
    fn of(range: &Range<usize>) -> Self {
        let bytes = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: bytes(range.start), end: bytes(range.end) }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Index {
    /// Reads the positions; fails on what must not be read further.
    pub(super) fn new(source: &Source) -> Result<Self, StructureError> {
        let mut builder = IndexBuilder::new(source);
        for event in Parser::new_from_str(source.text()) {
            let (event, marks) = event.map_err(|error| {
                let marker = error.marker();
                // The parser reports what is missing at the end behind the last line break, where there is nothing to
                // show.
                let at = source.offset(marker.line(), marker.col()).min(source.text().trim_end().len());
                StructureError { kind: StructureErrorKind::of_message(error.info()), range: at..at }
            })?;
            builder.take(event, marks)?;
        }
        builder.finish()
    }

    /// The bytes of everything.
    pub(super) fn root_range(&self) -> Range<usize> {
        self.root.extent.range()
    }

    /// The value under a key of the root, if the root is a mapping with that key.
    pub(super) fn under_root(&self, key: &str) -> Option<RootValue> {
        let NodeKind::Mapping(entries) = &self.root.kind else {
            return None;
        };
        let entry = entries.iter().find(|entry| *self.keys[entry.key as usize] == *key)?;
        let items = match &entry.value.kind {
            NodeKind::List(items) => Some(items.iter().map(|item| item.extent.range()).collect()),
            NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Mapping(_) => None,
        };
        Some(RootValue { key: entry.key_extent.range(), value: entry.value.extent.range(), items })
    }

    /// The bytes of the value at the pointer, or of its nearest parent with text of its own.
    pub(super) fn value_span(&self, pointer: &Pointer) -> Range<usize> {
        let mut node = &self.root;
        for step in pointer.steps() {
            match self.child(node, step) {
                Some((child, _)) => node = child,
                None => break,
            }
        }
        node.extent.range()
    }

    /// The scalar at the pointer; that of its anchor where it is an alias.
    pub(super) fn scalar(&self, pointer: &Pointer) -> Option<WrittenScalar> {
        let steps = pointer.steps();
        let node = steps.iter().try_fold(&self.root, |node, step| Some(self.child(node, step)?.0))?;
        match &node.kind {
            NodeKind::Scalar(style) => Some(WrittenScalar { range: node.extent.range(), style: *style }),
            NodeKind::Alias(anchored) => {
                anchored.map(|scalar| WrittenScalar { range: scalar.extent.range(), style: scalar.style })
            }
            NodeKind::List(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// The bytes of the key that leads to the value at the pointer, or of the value where no key does.
    pub(super) fn key_span(&self, pointer: &Pointer) -> Range<usize> {
        let mut node = &self.root;
        let mut extent = node.extent;
        for step in pointer.steps() {
            let Some((child, key)) = self.child(node, step) else {
                break;
            };
            extent = key.unwrap_or(child.extent);
            node = child;
        }
        extent.range()
    }

    fn child<'n>(&self, node: &'n Node, step: &PointerStep) -> Option<(&'n Node, Option<ByteRange>)> {
        match (&node.kind, step) {
            (NodeKind::Mapping(entries), PointerStep::Key(key)) => {
                let entry = entries.iter().find(|entry| *self.keys[entry.key as usize] == **key)?;
                Some((&entry.value, Some(entry.key_extent)))
            }
            (NodeKind::List(items), PointerStep::Item(item)) => items.get(*item).map(|node| (node, None)),
            (NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::List(_) | NodeKind::Mapping(_), _) => None,
        }
    }
}

/// The children of a collection so far.
enum Children {
    Items(Vec<Node>),
    Entries(Vec<MappingEntry>),
}

/// A collection that is not closed yet.
struct OpenCollection {
    start: usize,
    children: Children,
    anchor: usize,
    /// How many values it contains so far, with aliases expanded.
    size: usize,
    key: Option<(String, Range<usize>)>,
    keys: HashMap<String, Range<usize>>,
}

struct IndexBuilder<'a> {
    source: &'a Source,
    open: Vec<OpenCollection>,
    root: Option<Node>,
    documents: usize,
    /// How many values each anchor expands to. An alias within its own anchor is not in here yet, and so counts as too
    /// many.
    anchored: HashMap<usize, usize>,
    /// The scalars with anchors.
    scalars: HashMap<usize, AnchoredScalar>,
    aliased: usize,
    repeated: Vec<RepeatedKey>,
    unsupported: Vec<UnsupportedValue>,
    end_of_previous: usize,
    cursor: Cursor<'a>,
    keys: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
}

impl<'a> IndexBuilder<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            source,
            open: Vec::new(),
            root: None,
            documents: 0,
            anchored: HashMap::new(),
            scalars: HashMap::new(),
            aliased: 0,
            repeated: Vec::new(),
            unsupported: Vec::new(),
            end_of_previous: 0,
            cursor: Cursor::new(source.text()),
            keys: Vec::new(),
            places: HashMap::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, marks: Marks) -> Result<(), StructureError> {
        let range = self.range(marks);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(StructureError { kind: StructureErrorKind::SeveralDocuments, range });
                }
            }
            Event::Alias(anchor) => {
                let size = self.anchored.get(&anchor).copied().unwrap_or(MOST_ALIASED + 1);
                self.aliased += size;
                if self.aliased > MOST_ALIASED {
                    return Err(StructureError {
                        kind: StructureErrorKind::TooManyAliases(MOST_ALIASED),
                        range,
                    });
                }
                let scalar = self.scalars.get(&anchor).copied();
                self.value(range, NodeKind::Alias(scalar), None);
                self.count(0, size);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let range = trimmed(self.source.text(), range);
                self.check_tag(tag.as_deref(), &range);
                self.unsupported.extend(unsupported::large_number(&text, style, &range));
                if anchor > 0 {
                    let extent = ByteRange::of(&range);
                    self.scalars.insert(anchor, AnchoredScalar { extent, style });
                }
                self.value(range, NodeKind::Scalar(style), Some(&text));
                self.count(anchor, 1 + text.len() / BYTES_OF_A_VALUE);
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), &range);
                self.start(range, Children::Items(Vec::new()), anchor)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), &range);
                self.start(range, Children::Entries(Vec::new()), anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
        }
        Ok(())
    }

    fn check_tag(&mut self, tag: Option<&Tag>, range: &Range<usize>) {
        let found = tag.and_then(|tag| unsupported::tag(self.source.text(), tag, range));
        self.unsupported.extend(found);
    }

    /// Counts values for their anchor and for the collection that they are in.
    fn count(&mut self, anchor: usize, size: usize) {
        if anchor > 0 {
            self.anchored.insert(anchor, size);
        }
        if let Some(open) = self.open.last_mut() {
            open.size += size;
        }
    }

    fn start(
        &mut self,
        range: Range<usize>,
        children: Children,
        anchor: usize,
    ) -> Result<(), StructureError> {
        if self.open.len() >= MOST_LEVELS {
            return Err(StructureError { kind: StructureErrorKind::TooDeep(MOST_LEVELS), range });
        }
        let start = range.start;
        self.open.push(OpenCollection { start, children, anchor, size: 1, key: None, keys: HashMap::new() });
        Ok(())
    }

    fn end(&mut self, end: usize) {
        let Some(OpenCollection { start, children, anchor, size, .. }) = self.open.pop() else { return };
        // For the parser a block ends where the next token starts, which may be lines below; only the end of a
        // collection in brackets is exact.
        let bracketed = self.source.text()[start..].starts_with(['[', '{']);
        let end = if bracketed { end } else { self.end_of_previous }.max(start);
        let kind = match children {
            Children::Items(items) => NodeKind::List(items.into()),
            Children::Entries(entries) => NodeKind::Mapping(entries.into()),
        };
        self.value(start..end, kind, None);
        self.count(anchor, size);
    }

    fn value(&mut self, range: Range<usize>, kind: NodeKind, text: Option<&str>) {
        self.end_of_previous = self.end_of_previous.max(range.end);
        let node = Node { extent: ByteRange::of(&range), kind };
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.children {
            Children::Items(items) => items.push(node),
            Children::Entries(entries) => match open.key.take() {
                Some((key, key_range)) => {
                    let key = *self.places.entry(key.into()).or_insert_with_key(|key| {
                        self.keys.push(key.clone());
                        self.keys.len() as u32 - 1
                    });
                    entries.push(MappingEntry { key, key_extent: ByteRange::of(&key_range), value: node });
                }
                None => {
                    let key = text.unwrap_or_default().to_owned();
                    if key == "<<" {
                        let (kind, range) = (UnsupportedKind::MergeKey, range.clone());
                        self.unsupported.push(UnsupportedValue { kind, range });
                    }
                    if let Some(first) = open.keys.get(&key) {
                        let (first, later) = (first.clone(), range.clone());
                        self.repeated.push(RepeatedKey { key: key.clone(), first, later });
                    } else {
                        open.keys.insert(key.clone(), range.clone());
                    }
                    open.key = Some((key, range));
                }
            },
        }
    }

    fn range(&mut self, marks: Marks) -> Range<usize> {
        let start = self.cursor.offset(marks.start.index());
        let end = self.cursor.offset(marks.end.index());
        start..end.max(start)
    }

    fn finish(self) -> Result<Index, StructureError> {
        match self.root {
            Some(root) if !self.source.text()[root.extent.range()].trim().is_empty() => {
                Ok(Index { root, keys: self.keys, repeated: self.repeated, unsupported: self.unsupported })
            }
            _ => Err(StructureError { kind: StructureErrorKind::Empty, range: 0..0 }),
        }
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = text[range.clone()].trim_end();
    range.start..range.start + kept.len()
}
