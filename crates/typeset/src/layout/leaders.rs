//! Leaders: the rows of dots in the contents that lead to page numbers. The pages of headings are known only when all
//! pages are made, so each entry keeps a place for its number, which is filled in at the end.

use std::collections::BTreeMap;

use super::boxes::Flowed;
use super::display::{Dots, Item, Mark, Shape, TextRun};
use super::element::ElementId;
use super::text::{Fragment, Shaper};

/// Distance between the dots, in points.
const DOT_GAP: f32 = 4.0;

/// Diameter of the dots, in points.
const DOT: f32 = 0.8;

/// A place that waits for a page number.
pub(super) struct Leader {
    /// What the number is part of.
    pub(super) element: ElementId,
    /// The heading that it is about.
    pub(super) anchor: String,
    /// From the end of the entry's text to the right edge, in points.
    pub(super) room: f32,
}

/// Fills in the page numbers, and the dots that lead to them.
pub(super) fn number_pages(flowed: &mut Flowed, leaders: &[Leader], shaper: &mut Shaper<'_>) {
    let waiting: BTreeMap<ElementId, &Leader> =
        leaders.iter().map(|leader| (leader.element, leader)).collect();
    let mut open = waiting.len();
    for page in &mut flowed.pages {
        if open == 0 {
            break;
        }
        let mut dots = Vec::new();
        for item in &mut page.items {
            let (Mark::Content(element), Shape::Text(run)) = (item.mark, &mut item.shape) else { continue };
            let Some(leader) = waiting.get(&element).filter(|_| run.shown.is_empty()) else { continue };
            open -= 1;
            let Some(position) = flowed.anchors.get(&leader.anchor) else { continue };
            // The space keeps the number apart from the title in extracted text and for screen readers.
            let text = format!(" {}", position.page + 1);
            let segment = shaper.segment(Fragment { face: run.face, right_to_left: false, text: &text });
            let width = shaper.width(segment, run.size);
            dots.extend(dotted(run, leader.room, width));
            run.shown = shaper.show(std::iter::once(segment));
            run.x -= width;
        }
        page.items.extend(dots);
    }
}

/// The dots before a page number that ends where `place` stands, in step with those of the other lines; none where there
/// is no room between the text and the number.
fn dotted(place: &TextRun, room: f32, number: f32) -> Option<Item> {
    let right = place.x;
    let (from, to) = (right - room + DOT_GAP, right - number - DOT_GAP);
    let steps = |x: f32| (right - x) / DOT_GAP;
    let (from, to) = (right - steps(from).floor() * DOT_GAP, right - steps(to).ceil() * DOT_GAP);
    let shape = Shape::Dots(Dots { from, to, y: place.y, gap: DOT_GAP, size: DOT, color: place.color });
    (to - from >= DOT_GAP).then_some(Item { mark: Mark::Artifact, shape })
}
