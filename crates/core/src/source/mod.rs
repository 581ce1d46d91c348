//! All input texts, and the way from a value to its file, line and column.

mod append;
mod cursor;
mod index;
mod item;
mod list;
mod oddities;
mod places;
mod pointer;
mod replace;
mod scalar;
mod search;
mod structure_error;
mod unsupported;
mod yaml;
mod yaml_error;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::ScalarStyle;
use serde::{Deserialize, Serialize};

use crate::digest::Sha256Digest;

pub use append::{AppendError, AppendErrorKind, Appended, append_item};
pub use index::Index;
use index::WrittenScalar;
pub use item::{ItemValue, NewItem};
pub use list::YamlList;
pub(crate) use list::{limited_list, limited_list_or_null};
pub use oddities::{TextKind, conflict_marks};
pub use places::{BorrowedPlace, Places};
pub use pointer::{Origin, Pointer, PointerStep};
pub use replace::{IdReplacement, ReplacedIds, replace_ids};
pub use search::CharacterPlaces;
pub use structure_error::{StructureError, StructureErrorKind};
pub use unsupported::UnsupportedKind;
use unsupported::without_properties;
pub use yaml::{YamlReading, read_yaml};
pub(crate) use yaml::{ids_in, word_or_mapping};
pub use yaml_error::{YamlError, YamlErrorKind};

/// The byte order mark, which is not part of a text.
const MARK: char = '\u{feff}';

/// The start of the character that a byte offset is in; the end of a text for offsets past it.
///
/// `str::floor_char_boundary` of the standard library does the same from Rust 1.91 on.
pub fn floor_char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A text as it is meant, whatever system it was written or checked out on: without a byte order mark, its lines ending
/// in line feeds.
pub fn plain_text(mut text: String) -> String {
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Identifies a text of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A range of bytes in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span as a byte range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A location as people count: line and column (in characters) start at 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the workspace, with `/`; built-in files start with `onus:`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One input text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: Cow<'static, str>,
    /// Most texts are never pointed at.
    line_starts: OnceLock<Vec<usize>>,
    /// The values as JSON, written when the program was built, because that is faster to parse than YAML.
    prepared: Option<&'static str>,
    index: OnceLock<Result<Index, StructureError>>,
    digest: OnceLock<Sha256Digest>,
}

impl Source {
    /// Path relative to the workspace; built-in files start with `onus:`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte order mark, its lines ending in line feeds.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The `schema` of a text whose values are prepared, which begin with it.
    pub(crate) fn prepared_schema(&self) -> Option<&'static str> {
        let (schema, _) = self.prepared?.strip_prefix(r#"{"schema":""#)?.split_once('"')?;
        Some(schema)
    }

    /// Size of the text in bytes.
    pub fn size(&self) -> u64 {
        self.text.len() as u64
    }

    /// The digest of the text, which is the same wherever it was checked out.
    pub fn digest(&self) -> Sha256Digest {
        *self.digest.get_or_init(|| Sha256Digest::of(self.text.as_bytes()))
    }

    /// Byte offset of a place given as line (from 1) and column (characters, from 0); clamped to the text.
    pub(crate) fn offset(&self, line: usize, column: usize) -> usize {
        let Some(&start) = self.line_starts().get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        let rest = &self.text[start..];
        rest.char_indices().nth(column).map_or(self.text.len(), |(byte, _)| start + byte)
    }

    /// The line that holds a byte: its number from 1 and its bytes, without the line break.
    pub(crate) fn line(&self, offset: usize) -> (usize, Range<usize>) {
        let starts = self.line_starts();
        let number = starts.partition_point(|&start| start <= offset.min(self.text.len()));
        let start = starts[number - 1];
        let end = starts.get(number).map_or(self.text.len(), |next| next - 1);
        (number, start..end)
    }

    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset);
        (line, self.text[starts[line - 1]..offset].chars().count() + 1)
    }

    /// The offsets at which lines start.
    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }
}

/// All texts of a run. Texts are never removed, so a [`SourceId`] stays valid.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text under the name that messages use.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(name.into(), plain_text(text.into()).into(), None)
    }

    /// Adds a text that is compiled in, with its values as JSON where they are prepared: the text itself is then only read
    /// for positions.
    pub fn add_built_in(
        &mut self,
        name: impl Into<String>,
        text: &'static str,
        prepared: Option<&'static str>,
    ) -> SourceId {
        let is_plain = !text.starts_with(MARK) && !text.contains('\r');
        let text = if is_plain { Cow::Borrowed(text) } else { plain_text(text.to_owned()).into() };
        self.push(name.into(), text, prepared)
    }

    /// Adds a text with the line breaks that it has, for callers that write it again.
    fn add_unchanged(&mut self, text: &str) -> SourceId {
        self.push(String::new(), text.to_owned().into(), None)
    }

    fn push(&mut self, name: String, text: Cow<'static, str>, prepared: Option<&'static str>) -> SourceId {
        let id = SourceId(u32::try_from(self.list.len()).expect("fewer than four thousand million files"));
        let (line_starts, index, digest) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        self.list.push(Source { name, text, line_starts, prepared, index, digest });
        id
    }

    /// The text behind an id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// The text of a name; none if there is no such text.
    pub fn text_named(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|source| source.name == name).map(Source::text)
    }

    /// All texts, in the order in which they were added.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }

    /// The names of all texts, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(Source::name)
    }

    /// Line and column of the start of a span.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.line_and_column(span);
        Place { file: self.get(span.source).name.clone(), line, column }
    }

    /// Line and column of the start of a span.
    fn line_and_column(&self, span: Span) -> (usize, usize) {
        let source = self.get(span.source);
        source.line_and_column(floor_char_boundary(&source.text, span.start))
    }

    /// The bytes of the value that an origin points at, or of its nearest parent if the value has no text of its own
    /// because it came from a YAML alias.
    pub fn span(&self, origin: &Origin) -> Span {
        self.lookup(origin, Index::value_span)
    }

    /// The bytes of the key that leads to the value that an origin points at.
    pub(crate) fn key_span(&self, origin: &Origin) -> Span {
        self.lookup(origin, Index::key_span)
    }

    /// A value without quotes as it is written; that of its anchor where it is an alias. None for anything else.
    pub(crate) fn written(&self, origin: &Origin) -> Option<&str> {
        let scalar = self.scalar(origin).filter(|scalar| scalar.style == ScalarStyle::Plain)?;
        let text = without_properties(&self.get(origin.source).text[scalar.range]);
        Some(text).filter(|text| !text.is_empty())
    }

    /// True if the line breaks in a text value are ends of paragraphs, because YAML has made spaces of those at the ends
    /// of lines (YAML 1.2.2, section 6.5).
    pub(crate) fn is_folded(&self, origin: &Origin) -> bool {
        self.scalar(origin).is_some_and(|scalar| match scalar.style {
            ScalarStyle::Literal => false,
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::Folded => true,
            ScalarStyle::DoubleQuoted => !self.get(origin.source).text[scalar.range].contains("\\n"),
        })
    }

    fn scalar(&self, origin: &Origin) -> Option<WrittenScalar> {
        self.index(origin.source).as_ref().ok()?.scalar(&origin.pointer)
    }

    /// Line and column of the value that an origin points at.
    pub fn place_of(&self, origin: &Origin) -> Place {
        self.place(self.span(origin))
    }

    /// Where the characters of a text value start: on the line after the marker of a block text (`|`, `>`), otherwise
    /// at the value itself. Offsets within the value count from there.
    pub fn text_start(&self, origin: &Origin) -> Span {
        let span = self.span(origin);
        let text = &self.get(span.source).text;
        let block = text[..span.start].trim_end_matches([' ', '\t']).ends_with(['|', '>', '-', '+'])
            || text[span.start..].starts_with(['|', '>']);
        if !block {
            return span;
        }
        let after = text[span.start..].find('\n').map_or(span.start, |at| span.start + at + 1);
        let indent = text[after..].len() - text[after..].trim_start_matches(' ').len();
        Span { start: after + indent, ..span }
    }

    fn index(&self, id: SourceId) -> &Result<Index, StructureError> {
        let source = self.get(id);
        source.index.get_or_init(|| Index::new(source))
    }

    fn lookup(&self, origin: &Origin, find: impl Fn(&Index, &Pointer) -> Range<usize>) -> Span {
        let range = match self.index(origin.source) {
            Ok(index) => find(index, &origin.pointer),
            Err(_) => 0..0,
        };
        Span { source: origin.source, start: range.start, end: range.end }
    }
}
