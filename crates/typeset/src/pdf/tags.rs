//! The structure tree: which piece of content on which page is which heading, cell or link. A report has one element
//! for every cell, so these objects are written straight into bytes.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::content::tag;
use super::links::Annotation;
use super::syntax::{integer, reference, text};
use crate::layout::{Element, Mark, Numbering, Pages, Role, Scope, Shape, Step};

/// Objects that are bytes already, numbered in a row.
pub(super) struct Objects {
    first: u32,
    /// All of them, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Where content and annotations ended up.
pub(super) struct Placed<'p> {
    pub(super) page_ids: &'p [ObjectId],
    /// For each page the element of each marked-content sequence.
    pub(super) marks: Vec<Vec<usize>>,
    pub(super) annotations: Vec<Annotation>,
}

/// A child of an element.
#[derive(Clone, Copy)]
enum Kid {
    Element(usize),
    Content { page: usize, sequence: usize },
    Annotation(usize),
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

    /// All of them with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        (self.first..).zip(starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end]))
    }
}

/// The children of all elements, in lists that go on from one to the next.
struct Kids {
    /// The first and the last child of each element.
    ends: Vec<Option<(u32, u32)>>,
    /// Every child and the one after it.
    all: Vec<(Kid, Option<u32>)>,
}

impl Kids {
    fn of(elements: usize) -> Self {
        Self { ends: vec![None; elements], all: Vec::with_capacity(elements * 2) }
    }

    fn push(&mut self, element: usize, kid: Kid) {
        let number = self.all.len() as u32;
        self.all.push((kid, None));
        let ends = &mut self.ends[element];
        if let Some((_, last)) = *ends {
            self.all[last as usize].1 = Some(number);
        }
        *ends = Some((ends.map_or(number, |(first, _)| first), number));
    }

    /// The children of an element in their order.
    fn iter(&self, element: usize) -> impl Iterator<Item = Kid> + Clone {
        let at = |number: u32| self.all[number as usize];
        let first = self.ends[element].map(|(first, _)| at(first));
        std::iter::successors(first, move |(_, next)| next.map(at)).map(|(kid, _)| kid)
    }
}

/// Writes the structure tree and returns the number of its root.
pub(super) fn build(objects: &mut Objects, pages: &Pages, placed: &Placed<'_>) -> u32 {
    let kids = kids(&pages.elements, placed);
    let figures = figures(pages);
    // Every number is known beforehand: the elements, the leaves of the parent tree and the tree come first.
    let first = objects.next();
    let root = first + (pages.elements.len() + placed.marks.len() + 1) as u32;
    for (number, element) in pages.elements.iter().enumerate() {
        let parent = element.parent.map_or(root, |parent| first + parent.0);
        objects.add(|out| {
            out.extend_from_slice(b"<</S/");
            out.extend_from_slice(tag(element.role).as_bytes());
            out.extend_from_slice(b"/P ");
            reference(out, parent);
            attributes(out, element, number);
            if let Some(edges) = figures.get(&number) {
                let home = element.parent.map(|parent| pages.elements[parent.0 as usize].role);
                figure_box(out, *edges, home);
            }
            write_kids(out, kids.iter(number), (first, placed));
            out.extend_from_slice(b">>");
        });
    }
    let parents = parent_tree(objects, first, placed);
    let added = objects.add(|out| {
        out.extend_from_slice(b"<</Type/StructTreeRoot/K ");
        reference(out, first);
        out.extend_from_slice(b"/ParentTree ");
        reference(out, parents);
        out.extend_from_slice(b"/ParentTreeNextKey ");
        integer(out, (placed.page_ids.len() + placed.annotations.len()) as u64);
        notes(out, &pages.elements, first);
        out.extend_from_slice(b">>");
    });
    debug_assert_eq!(added, root, "the parent tree has a leaf for each page");
    root
}

fn figure_box(out: &mut Vec<u8>, edges: [f32; 4], home: Option<Role>) {
    out.extend_from_slice(b"/A<</O/Layout/Placement/");
    out.extend_from_slice(placement(home));
    out.extend_from_slice(b"/BBox[");
    for edge in edges {
        super::syntax::number(out, edge);
        out.push(b' ');
    }
    out.extend_from_slice(b"]>>");
}

/// The children of every element in reading order, which is that of their numbers; except that an element within text,
/// such as a link, takes its turn among the pieces of that text. The text of a cell may go on from page to page while
/// its neighbours are read in between.
fn kids(elements: &[Element], placed: &Placed<'_>) -> Kids {
    let mut kids = Kids::of(elements.len());
    let mut has_text = vec![false; elements.len()];
    placed.marks.iter().flatten().for_each(|element| has_text[*element] = true);
    let parent = |number: usize| elements[number].parent.map(|parent| parent.0 as usize);
    let mut hung = vec![false; elements.len()];
    for (number, hung) in hung.iter_mut().enumerate() {
        if let Some(parent) = parent(number).filter(|parent| !has_text[*parent]) {
            kids.push(parent, Kid::Element(number));
            *hung = true;
        }
    }
    for (page, marks) in placed.marks.iter().enumerate() {
        for (sequence, element) in marks.iter().enumerate() {
            let mut at = *element;
            while let Some(parent) = parent(at) {
                if !hung[at] {
                    kids.push(parent, Kid::Element(at));
                    hung[at] = true;
                }
                at = parent;
            }
            kids.push(*element, Kid::Content { page, sequence });
        }
    }
    for number in (0..elements.len()).filter(|number| !hung[*number]) {
        if let Some(parent) = parent(number) {
            kids.push(parent, Kid::Element(number));
        }
    }
    for (number, annotation) in placed.annotations.iter().enumerate() {
        kids.push(annotation.element, Kid::Annotation(number));
    }
    kids
}

fn attributes(out: &mut Vec<u8>, element: &Element, number: usize) {
    match element.role {
        Role::HeaderCell(Scope::Column) => out.extend(b"/A<</O/Table/Scope/Column>>"),
        Role::HeaderCell(Scope::Row) => out.extend(b"/A<</O/Table/Scope/Row>>"),
        // PDF/UA-1, 7.9: every note has an id of its own.
        Role::Note => {
            out.extend(b"/ID(");
            out.extend(note_id(number).bytes());
            out.push(b')');
        }
        Role::List(numbering) => out.extend(match numbering {
            Numbering::None => &b"/A<</O/List/ListNumbering/None>>"[..],
            Numbering::Bullets => b"/A<</O/List/ListNumbering/Disc>>",
            Numbering::Numbers => b"/A<</O/List/ListNumbering/Decimal>>",
        }),
        Role::Document
        | Role::Heading(_)
        | Role::Paragraph
        | Role::ListItem
        | Role::Label
        | Role::ListBody
        | Role::Table
        | Role::TableHead
        | Role::TableBody
        | Role::TableRow
        | Role::DataCell
        | Role::Quote
        | Role::Code
        | Role::Link
        | Role::Figure
        | Role::Contents
        | Role::ContentsItem
        | Role::Reference
        | Role::Caption => {}
    }
    if let Some(alternative) = &element.alternative {
        out.extend(b"/Alt");
        text(out, alternative);
    }
}

/// Whether a figure stands among blocks or within text.
fn placement(home: Option<Role>) -> &'static [u8] {
    match home {
        Some(
            Role::Heading(_)
            | Role::Paragraph
            | Role::Link
            | Role::HeaderCell(_)
            | Role::DataCell
            | Role::Label
            | Role::Caption,
        ) => b"Inline",
        _ => b"Block",
    }
}

/// Boxes around figures on the page where each begins: left, lower, right and upper edge.
fn figures(pages: &Pages) -> BTreeMap<usize, [f32; 4]> {
    let mut boxes: BTreeMap<usize, (usize, [f32; 4])> = BTreeMap::new();
    if !pages.elements.iter().any(|element| element.role == Role::Figure) {
        return BTreeMap::new();
    }
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let Mark::Content(element) = item.mark else { continue };
            let index = element.0 as usize;
            if pages.elements[index].role != Role::Figure {
                continue;
            }
            let nothing = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
            let (home, edges) = boxes.entry(index).or_insert((number, nothing));
            if *home == number {
                for (x, y) in corners(&item.shape, pages) {
                    let y = page.height - y;
                    *edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x), edges[3].max(y)];
                }
            }
        }
    }
    boxes.into_iter().map(|(element, (_, edges))| (element, edges)).collect()
}

/// Points that enclose a shape.
fn corners(shape: &Shape, pages: &Pages) -> Vec<(f32, f32)> {
    let rectangle = |x: f32, y: f32, width: f32, height: f32| vec![(x, y), (x + width, y + height)];
    match shape {
        Shape::Path(path) => {
            let ends = path.steps.iter().map(|step| match *step {
                Step::Line(to) | Step::Curve(_, _, to) => to,
            });
            ends.chain([path.start]).collect()
        }
        Shape::Rectangle(shape) => rectangle(shape.x, shape.y, shape.width, shape.height),
        Shape::Picture(shape) => rectangle(shape.x, shape.y, shape.width, shape.height),
        Shape::Stroke(stroke) => vec![stroke.from, stroke.to],
        Shape::Dots(dots) => vec![(dots.from, dots.y), (dots.to, dots.y)],
        Shape::Text(run) => {
            let units = pages.fonts.face(run.face).metrics().units_per_em;
            let advance: i32 = pages.segments_of(run).map(|segment| segment.advance).sum();
            rectangle(run.x, run.y - run.size, advance as f32 * run.size / units, run.size * 1.25)
        }
    }
}

fn note_id(number: usize) -> String {
    format!("note{number:08}")
}

/// The names of notes, sorted, as an id tree must be.
fn notes(out: &mut Vec<u8>, elements: &[Element], first: u32) {
    let notes: Vec<usize> =
        (0..elements.len()).filter(|number| elements[*number].role == Role::Note).collect();
    let (Some(lowest), Some(highest)) = (notes.first(), notes.last()) else {
        return;
    };
    out.extend(
        format!("/IDTree<</Kids[<</Limits[({})({})]/Names[", note_id(*lowest), note_id(*highest)).bytes(),
    );
    for number in &notes {
        out.extend(format!("({})", note_id(*number)).bytes());
        reference(out, first + *number as u32);
    }
    out.extend(b"]>>]>>");
}

fn write_kids(
    out: &mut Vec<u8>,
    kids: impl Iterator<Item = Kid> + Clone,
    (first, placed): (u32, &Placed<'_>),
) {
    let home = kids.clone().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(page),
        Kid::Element(_) | Kid::Annotation(_) => None,
    });
    if let Some(page) = home {
        out.extend(b"/Pg ");
        reference(out, placed.page_ids[page].0);
    }
    let mut kids = kids.peekable();
    if kids.peek().is_none() {
        return;
    }
    out.extend(b"/K[");
    for kid in kids {
        match kid {
            Kid::Element(number) => reference(out, first + number as u32),
            Kid::Content { page, sequence } if Some(page) == home => integer(out, sequence as u64),
            Kid::Content { page, sequence } => {
                out.extend(b"<</Type/MCR/Pg ");
                reference(out, placed.page_ids[page].0);
                out.extend(b"/MCID ");
                integer(out, sequence as u64);
                out.extend(b">>");
            }
            Kid::Annotation(number) => {
                let annotation = &placed.annotations[number];
                out.extend(b"<</Type/OBJR/Pg ");
                reference(out, placed.page_ids[annotation.page].0);
                out.extend(b"/Obj ");
                reference(out, annotation.id);
                out.extend(b">>");
            }
        }
        out.push(b' ');
    }
    out.push(b']');
}

/// From pages and annotations back to elements (ISO 32000-1, 14.7.4.4).
fn parent_tree(objects: &mut Objects, first: u32, placed: &Placed<'_>) -> u32 {
    let mut leaves = Vec::new();
    for marks in &placed.marks {
        leaves.push(objects.add(|out| {
            out.push(b'[');
            for element in marks {
                reference(out, first + *element as u32);
                out.push(b' ');
            }
            out.push(b']');
        }));
    }
    leaves.extend(placed.annotations.iter().map(|annotation| first + annotation.element as u32));
    objects.add(|out| {
        out.extend_from_slice(b"<</Nums[");
        for (key, leaf) in leaves.into_iter().enumerate() {
            integer(out, key as u64);
            out.push(b' ');
            reference(out, leaf);
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>");
    })
}
