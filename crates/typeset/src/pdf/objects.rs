//! Objects that are written straight into bytes: a report has a structure element for every cell and
//! thousands of links, for which trees of values would be slow.

use super::syntax::{escaped, integer, name, number, reference, text};

/// Objects that are bytes already, numbered in a row.
pub(super) struct Objects {
    first: u32,
    /// All of them, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Objects {
    /// Numbers that follow the highest one in use.
    pub(super) fn after(highest: u32) -> Self {
        Self { first: highest + 1, bytes: Vec::new(), ends: Vec::new() }
    }

    /// The number that the next object will get.
    pub(super) fn next(&self) -> u32 {
        self.first + self.ends.len() as u32
    }

    /// Adds an object that `write` writes.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> u32 {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
        self.next() - 1
    }

    /// Adds a dictionary.
    pub(super) fn add_dictionary(&mut self, write: impl FnOnce(&mut DictionaryWriter<'_>)) -> u32 {
        self.add(|out| DictionaryWriter::write(out, write))
    }

    /// All of them with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        (self.first..).zip(starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end]))
    }
}

/// Writes the entries of a dictionary one after the other (ISO 32000-1, 7.3.7). Space stands only where syntax needs
/// it: before values that do not begin with a delimiter.
pub(super) struct DictionaryWriter<'o> {
    out: &'o mut Vec<u8>,
}

impl DictionaryWriter<'_> {
    /// Writes a whole dictionary.
    pub(super) fn write(out: &mut Vec<u8>, entries: impl FnOnce(&mut DictionaryWriter<'_>)) {
        out.extend_from_slice(b"<<");
        entries(&mut DictionaryWriter { out });
        out.extend_from_slice(b">>");
    }

    pub(super) fn name(&mut self, key: &str, value: &str) {
        self.key(key);
        name(self.out, value.as_bytes());
    }

    pub(super) fn integer(&mut self, key: &str, value: usize) {
        self.key(key);
        self.out.push(b' ');
        integer(self.out, value as u64);
    }

    pub(super) fn negative(&mut self, key: &str, value: usize) {
        self.key(key);
        self.out.extend_from_slice(b" -");
        integer(self.out, value as u64);
    }

    pub(super) fn reference(&mut self, key: &str, object: u32) {
        self.key(key);
        self.out.push(b' ');
        reference(self.out, object);
    }

    /// A string of text.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        text(self.out, value);
    }

    /// A string of ASCII or other bytes.
    pub(super) fn bytes(&mut self, key: &str, value: &[u8]) {
        self.key(key);
        self.out.push(b'(');
        escaped(self.out, value);
        self.out.push(b')');
    }

    pub(super) fn dictionary(&mut self, key: &str, entries: impl FnOnce(&mut DictionaryWriter<'_>)) {
        self.key(key);
        DictionaryWriter::write(self.out, entries);
    }

    /// An array of whatever `items` writes.
    pub(super) fn array(&mut self, key: &str, items: impl FnOnce(&mut Vec<u8>)) {
        self.key(key);
        self.out.push(b'[');
        items(self.out);
        self.out.push(b']');
    }

    pub(super) fn numbers(&mut self, key: &str, values: [f32; 4]) {
        self.array(key, |out| {
            for value in values {
                number(out, value);
                out.push(b' ');
            }
        });
    }

    fn key(&mut self, key: &str) {
        self.out.push(b'/');
        self.out.extend_from_slice(key.as_bytes());
    }
}
