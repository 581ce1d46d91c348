//! The structure tree: which piece of content on which page is which heading, cell or link.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::links::Annotation;
use super::objects::{DictionaryWriter, Objects};
use super::role::structure_type;
use super::syntax::{escaped, integer, reference};
use crate::geometry::Point;
use crate::layout::{CellExtent, Element, HeaderScope, Mark, Numbering, Pages, PathStep, Role, Shape};

/// Where content and annotations ended up.
pub(super) struct PlacedContent<'p> {
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

/// Writes the structure tree and returns the number of its root.
pub(super) fn build(objects: &mut Objects, pages: &Pages, placed: &PlacedContent<'_>) -> u32 {
    let kids = kids(&pages.elements, placed);
    let figures = figures(pages);
    // Every number is known beforehand: the elements, the leaves of the parent tree and the tree come first.
    let first = objects.next();
    let root = first + (pages.elements.len() + placed.marks.len() + 1) as u32;
    for (number, (element, kids)) in pages.elements.iter().zip(&kids).enumerate() {
        let parent = element.parent.map_or(root, |parent| first + parent.0);
        objects.add_dictionary(|dictionary| {
            dictionary.name("S", structure_type(element.role));
            dictionary.reference("P", parent);
            attributes(dictionary, element, number);
            if let Some(edges) = figures.get(&number) {
                let home = element.parent.map(|parent| pages.elements[parent.0 as usize].role);
                dictionary.dictionary("A", |layout| {
                    layout.name("O", "Layout");
                    layout.name("Placement", placement(home));
                    layout.numbers("BBox", *edges);
                });
            }
            write_kids(dictionary, kids, first, placed);
        });
    }
    let parents = parent_tree(objects, first, placed);
    let added = objects.add_dictionary(|dictionary| {
        dictionary.name("Type", "StructTreeRoot");
        dictionary.reference("K", first);
        dictionary.reference("ParentTree", parents);
        dictionary.integer("ParentTreeNextKey", placed.page_ids.len() + placed.annotations.len());
        notes(dictionary, &pages.elements, first);
    });
    debug_assert_eq!(added, root, "the parent tree has a leaf for each page");
    root
}

/// The children of every element in reading order, which is that of their numbers; except that an element within text,
/// such as a link, takes its turn among the pieces of that text. The text of a cell may go on from page to page while
/// its neighbours are read in between.
fn kids(elements: &[Element], placed: &PlacedContent<'_>) -> Vec<Vec<Kid>> {
    let mut kids: Vec<Vec<Kid>> = vec![Vec::new(); elements.len()];
    let mut has_text = vec![false; elements.len()];
    for element in placed.marks.iter().flatten() {
        has_text[*element] = true;
    }
    let parent = |number: usize| elements[number].parent.map(|parent| parent.0 as usize);
    let mut attached = vec![false; elements.len()];
    for (number, attached) in attached.iter_mut().enumerate() {
        if let Some(parent) = parent(number).filter(|parent| !has_text[*parent]) {
            kids[parent].push(Kid::Element(number));
            *attached = true;
        }
    }
    for (page, marks) in placed.marks.iter().enumerate() {
        for (sequence, element) in marks.iter().enumerate() {
            let mut at = *element;
            while let Some(parent) = parent(at) {
                if !attached[at] {
                    kids[parent].push(Kid::Element(at));
                    attached[at] = true;
                }
                at = parent;
            }
            kids[*element].push(Kid::Content { page, sequence });
        }
    }
    for number in (0..elements.len()).filter(|number| !attached[*number]) {
        if let Some(parent) = parent(number) {
            kids[parent].push(Kid::Element(number));
        }
    }
    for (number, annotation) in placed.annotations.iter().enumerate() {
        kids[annotation.element].push(Kid::Annotation(number));
    }
    kids
}

fn attributes(dictionary: &mut DictionaryWriter<'_>, element: &Element, number: usize) {
    let mut attribute = |owner: &str, key: &str, value: &str| {
        dictionary.dictionary("A", |attribute| {
            attribute.name("O", owner);
            attribute.name(key, value);
        });
    };
    match element.role {
        Role::HeaderCell(HeaderScope::Column) => cell_attributes(dictionary, element.extent, Some("Column")),
        Role::HeaderCell(HeaderScope::Row) => cell_attributes(dictionary, element.extent, Some("Row")),
        Role::DataCell => cell_attributes(dictionary, element.extent, None),
        // PDF/UA-1, 7.9: every note has an id of its own.
        Role::Note => dictionary.bytes("ID", note_id(number).as_bytes()),
        Role::List(Numbering::None) => attribute("List", "ListNumbering", "None"),
        Role::List(Numbering::Bullets) => attribute("List", "ListNumbering", "Disc"),
        Role::List(Numbering::Numbers) => attribute("List", "ListNumbering", "Decimal"),
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
        dictionary.text("Alt", alternative);
    }
}

/// What a cell is the header of, and how far it reaches (ISO 32000-1, table 349).
fn cell_attributes(dictionary: &mut DictionaryWriter<'_>, extent: CellExtent, scope: Option<&str>) {
    if scope.is_none() && extent == CellExtent::ONE {
        return;
    }
    dictionary.dictionary("A", |attribute| {
        attribute.name("O", "Table");
        if let Some(scope) = scope {
            attribute.name("Scope", scope);
        }
        for (key, reach) in [("ColSpan", extent.columns), ("RowSpan", extent.rows)] {
            if reach > 1 {
                attribute.integer(key, reach.into());
            }
        }
    });
}

/// Whether a figure stands among blocks or within text, by what it is part of.
fn placement(home: Option<Role>) -> &'static str {
    match home {
        Some(
            Role::Heading(_)
            | Role::Paragraph
            | Role::Link
            | Role::HeaderCell(_)
            | Role::DataCell
            | Role::Label
            | Role::Caption,
        ) => "Inline",
        Some(
            Role::Document
            | Role::List(_)
            | Role::ListItem
            | Role::ListBody
            | Role::Table
            | Role::TableHead
            | Role::TableBody
            | Role::TableRow
            | Role::Quote
            | Role::Code
            | Role::Note
            | Role::Figure
            | Role::Contents
            | Role::ContentsItem
            | Role::Reference,
        )
        | None => "Block",
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
                for Point { x, y } in corners(&item.shape, pages) {
                    let y = page.height - y;
                    *edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x), edges[3].max(y)];
                }
            }
        }
    }
    boxes.into_iter().map(|(element, (_, edges))| (element, edges)).collect()
}

/// Points that enclose a shape.
fn corners(shape: &Shape, pages: &Pages) -> Vec<Point> {
    let rectangle =
        |x: f32, y: f32, width: f32, height: f32| vec![Point::new(x, y), Point::new(x + width, y + height)];
    match shape {
        Shape::Path(path) => {
            let ends = path.steps.iter().map(|step| match *step {
                PathStep::Line(to) | PathStep::Curve(_, _, to) => to,
            });
            ends.chain([path.start]).collect()
        }
        Shape::Rectangle(shape) => rectangle(shape.x, shape.y, shape.width, shape.height),
        Shape::Picture(shape) => rectangle(shape.x, shape.y, shape.width, shape.height),
        Shape::Stroke(stroke) => vec![stroke.from, stroke.to],
        Shape::Dots(dots) => vec![Point::new(dots.from, dots.y), Point::new(dots.to, dots.y)],
        Shape::Text(run) => {
            let width = pages.run_width(run);
            if run.turned {
                return rectangle(run.x - run.size, run.y - width, run.size * 1.25, width);
            }
            // From a little above the ascenders to a little below the descenders.
            rectangle(run.x, run.y - run.size, width, run.size * 1.25)
        }
    }
}

fn note_id(number: usize) -> String {
    format!("note{number:08}")
}

/// The names of notes, sorted, as an id tree must be.
fn notes(dictionary: &mut DictionaryWriter<'_>, elements: &[Element], first: u32) {
    let notes: Vec<usize> =
        (0..elements.len()).filter(|number| elements[*number].role == Role::Note).collect();
    let (Some(lowest), Some(highest)) = (notes.first(), notes.last()) else {
        return;
    };
    let id = |out: &mut Vec<u8>, number: usize| {
        out.push(b'(');
        escaped(out, note_id(number).as_bytes());
        out.push(b')');
    };
    dictionary.dictionary("IDTree", |tree| {
        tree.array("Kids", |out| {
            DictionaryWriter::write(out, |leaf| {
                leaf.array("Limits", |out| {
                    id(out, *lowest);
                    id(out, *highest);
                });
                leaf.array("Names", |out| {
                    for number in &notes {
                        id(out, *number);
                        reference(out, first + *number as u32);
                    }
                });
            });
        });
    });
}

/// Writes what an element consists of. `first` is the object number of the first element.
fn write_kids(dictionary: &mut DictionaryWriter<'_>, kids: &[Kid], first: u32, placed: &PlacedContent<'_>) {
    let home = kids.iter().find_map(|kid| match *kid {
        Kid::Content { page, .. } => Some(page),
        Kid::Element(_) | Kid::Annotation(_) => None,
    });
    if let Some(page) = home {
        dictionary.reference("Pg", placed.page_ids[page].0);
    }
    if kids.is_empty() {
        return;
    }
    dictionary.array("K", |out| {
        for kid in kids {
            match *kid {
                Kid::Element(number) => reference(out, first + number as u32),
                Kid::Content { page, sequence } if Some(page) == home => integer(out, sequence as u64),
                Kid::Content { page, sequence } => DictionaryWriter::write(out, |content| {
                    content.name("Type", "MCR");
                    content.reference("Pg", placed.page_ids[page].0);
                    content.integer("MCID", sequence);
                }),
                Kid::Annotation(number) => DictionaryWriter::write(out, |object| {
                    let annotation = &placed.annotations[number];
                    object.name("Type", "OBJR");
                    object.reference("Pg", placed.page_ids[annotation.page].0);
                    object.reference("Obj", annotation.id);
                }),
            }
            out.push(b' ');
        }
    });
}

/// From pages and annotations back to elements (ISO 32000-1, 14.7.4.4).
fn parent_tree(objects: &mut Objects, first: u32, placed: &PlacedContent<'_>) -> u32 {
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
    objects.add_dictionary(|dictionary| {
        dictionary.array("Nums", |out| {
            for (key, leaf) in leaves.into_iter().enumerate() {
                integer(out, key as u64);
                out.push(b' ');
                reference(out, leaf);
                out.push(b' ');
            }
        });
    })
}
