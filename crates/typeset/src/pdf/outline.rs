//! The outline: headings as a tree that readers show beside the pages.

use lopdf::ObjectId;

use super::syntax::{integer, number, reference, text};
use super::tags::Objects;
use crate::layout::{HeadingMark, Pages};

/// Entries below this level are closed at first when there are more than a screen of them.
const SCREEN: usize = 40;

struct Entry<'h> {
    heading: &'h HeadingMark,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Writes the outline and returns the number of its root; none without headings.
pub(super) fn build(
    objects: &mut Objects,
    headings: &[HeadingMark],
    (pages, page_ids): (&Pages, &[ObjectId]),
) -> Option<u32> {
    let (entries, top) = tree(headings);
    if entries.is_empty() {
        return None;
    }
    let root = objects.next();
    let id = |entry: usize| root + 1 + entry as u32;
    let open = entries.len() <= SCREEN;
    objects.add(|out| {
        out.extend(b"<</Type/Outlines");
        family(out, &top, &id);
        out.extend(b"/Count ");
        integer(out, if open { entries.len() } else { top.len() } as u64);
        out.extend(b">>");
    });
    for (number_of, entry) in entries.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        let place = siblings.binary_search(&number_of).unwrap_or_default();
        objects.add(|out| {
            out.extend(b"<</Title");
            text(out, entry.heading.title.trim());
            out.extend(b"/Parent ");
            reference(out, entry.parent.map_or(root, id));
            if let Some(before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
                out.extend(b"/Prev ");
                reference(out, id(*before));
            }
            if let Some(after) = siblings.get(place + 1) {
                out.extend(b"/Next ");
                reference(out, id(*after));
            }
            if !entry.children.is_empty() {
                family(out, &entry.children, &id);
                out.extend(if open { &b"/Count "[..] } else { b"/Count -" });
                integer(
                    out,
                    if open { descendants(&entries, number_of) } else { entry.children.len() } as u64,
                );
            }
            destination(out, entry.heading, (pages, page_ids));
            out.extend(b">>");
        });
    }
    Some(root)
}

fn tree(headings: &[HeadingMark]) -> (Vec<Entry<'_>>, Vec<usize>) {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut top = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for heading in headings {
        while path.last().is_some_and(|above| entries[*above].heading.level >= heading.level) {
            path.pop();
        }
        let number = entries.len();
        let parent = path.last().copied();
        match parent {
            Some(parent) => entries[parent].children.push(number),
            None => top.push(number),
        }
        entries.push(Entry { heading, parent, children: Vec::new() });
        path.push(number);
    }
    (entries, top)
}

/// All entries below one; the depth is that of headings.
fn descendants(entries: &[Entry<'_>], entry: usize) -> usize {
    entries[entry].children.iter().map(|child| 1 + descendants(entries, *child)).sum()
}

fn family(out: &mut Vec<u8>, children: &[usize], id: &impl Fn(usize) -> u32) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        out.extend(b"/First ");
        reference(out, id(*first));
        out.extend(b"/Last ");
        reference(out, id(*last));
    }
}

fn destination(out: &mut Vec<u8>, heading: &HeadingMark, (pages, page_ids): (&Pages, &[ObjectId])) {
    let position = heading.position;
    let (Some(page), Some(id)) = (pages.pages.get(position.page), page_ids.get(position.page)) else {
        return;
    };
    out.extend(b"/Dest[");
    reference(out, id.0);
    out.extend(b"/XYZ null ");
    number(out, page.height - position.y + 6.0);
    out.extend(b" null]");
}
