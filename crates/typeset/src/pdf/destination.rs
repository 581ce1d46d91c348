//! Where links and the outline lead to.

use lopdf::ObjectId;

use super::syntax::{number, reference};
use crate::layout::{Pages, Position};

/// Space that readers show above a place, in points: a heading at the very edge of the window looks cut off.
const ABOVE: f32 = 6.0;

/// Writes the inside of a destination: a page and a height, at whatever size pages are shown (ISO 32000-1, 12.3.2.2).
pub(super) fn destination(out: &mut Vec<u8>, position: Position, pages: &Pages, page_ids: &[ObjectId]) {
    // An empty note may end on a page that was dropped because nothing is on it.
    let last = page_ids.len().min(pages.pages.len()) - 1;
    let page = position.page.min(last);
    reference(out, page_ids[page].0);
    out.extend_from_slice(b"/XYZ null ");
    number(out, pages.pages[page].height - position.y + ABOVE);
    out.extend_from_slice(b" null");
}
