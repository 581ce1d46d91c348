//! Locations of many values at once: thousands of cells of a matrix come from the same few lines of the catalog, and
//! finding a line means searching the text.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Origin, Sources};

/// Line and column of values, each looked up once.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s Sources,
    known: RefCell<HashMap<usize, LocatedValue>>,
}

/// A [`Place`](super::Place) that borrows the name of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BorrowedPlace<'s> {
    /// Path relative to the workspace, with `/`.
    pub file: &'s str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A value that has been looked up.
#[derive(Debug)]
struct LocatedValue {
    /// Kept alive, so that no other pointer can get the same address.
    origin: Origin,
    line: usize,
    column: usize,
}

impl<'s> Places<'s> {
    /// For values of these texts.
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, known: RefCell::default() }
    }

    /// The location of the value that an origin points at.
    pub fn of(&self, origin: &Origin) -> BorrowedPlace<'s> {
        let file = self.sources.get(origin.source).name();
        let mut known = self.known.borrow_mut();
        if let Some(LocatedValue { origin: found, line, column }) = known.get(&origin.pointer.address())
            && found.source == origin.source
        {
            return BorrowedPlace { file, line: *line, column: *column };
        }
        let (line, column) = self.sources.line_and_column(self.sources.span(origin));
        known.insert(origin.pointer.address(), LocatedValue { origin: origin.clone(), line, column });
        BorrowedPlace { file, line, column }
    }
}
