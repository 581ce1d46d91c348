//! The outline: headings as a tree that readers show beside the pages.

use lopdf::ObjectId;

use super::destination::destination;
use super::objects::{DictionaryWriter, Objects};
use crate::layout::{HeadingMark, Pages};

/// Entries below this level are closed at first when there are more than a screen of them.
const SCREEN: usize = 40;

struct OutlineEntry<'h> {
    heading: &'h HeadingMark,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Writes the outline and returns the number of its root; none without headings.
pub(super) fn build(objects: &mut Objects, pages: &Pages, page_ids: &[ObjectId]) -> Option<u32> {
    let OutlineTree { entries, top } = OutlineTree::of(&pages.headings);
    if entries.is_empty() {
        return None;
    }
    let root = objects.next();
    let id = |entry: usize| root + 1 + entry as u32;
    let open = entries.len() <= SCREEN;
    objects.add_dictionary(|dictionary| {
        dictionary.name("Type", "Outlines");
        family(dictionary, &top, &id);
        dictionary.integer("Count", if open { entries.len() } else { top.len() });
    });
    for (number, entry) in entries.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        let place = siblings.binary_search(&number).unwrap_or_default();
        objects.add_dictionary(|dictionary| {
            dictionary.text("Title", entry.heading.title.trim());
            dictionary.reference("Parent", entry.parent.map_or(root, id));
            if let Some(before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
                dictionary.reference("Prev", id(*before));
            }
            if let Some(after) = siblings.get(place + 1) {
                dictionary.reference("Next", id(*after));
            }
            if !entry.children.is_empty() {
                family(dictionary, &entry.children, &id);
                // Negative for what is closed at first (ISO 32000-1, table 153).
                if open {
                    dictionary.integer("Count", descendants(&entries, number));
                } else {
                    dictionary.negative("Count", entry.children.len());
                }
            }
            dictionary.array("Dest", |out| destination(out, entry.heading.position, pages, page_ids));
        });
    }
    Some(root)
}

/// Headings as a tree.
struct OutlineTree<'h> {
    entries: Vec<OutlineEntry<'h>>,
    /// The entries that have no parent.
    top: Vec<usize>,
}

impl<'h> OutlineTree<'h> {
    fn of(headings: &'h [HeadingMark]) -> Self {
        let mut tree = Self { entries: Vec::new(), top: Vec::new() };
        let mut path: Vec<usize> = Vec::new();
        for heading in headings {
            while path.last().is_some_and(|above| tree.entries[*above].heading.level >= heading.level) {
                path.pop();
            }
            let number = tree.entries.len();
            let parent = path.last().copied();
            match parent {
                Some(parent) => tree.entries[parent].children.push(number),
                None => tree.top.push(number),
            }
            tree.entries.push(OutlineEntry { heading, parent, children: Vec::new() });
            path.push(number);
        }
        tree
    }
}

/// All entries below one; the depth is that of headings.
fn descendants(entries: &[OutlineEntry<'_>], entry: usize) -> usize {
    entries[entry].children.iter().map(|child| 1 + descendants(entries, *child)).sum()
}

fn family(dictionary: &mut DictionaryWriter<'_>, children: &[usize], id: &impl Fn(usize) -> u32) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        dictionary.reference("First", id(*first));
        dictionary.reference("Last", id(*last));
    }
}
