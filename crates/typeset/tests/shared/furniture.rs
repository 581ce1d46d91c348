//! The lines at the head and foot of laid-out pages.

use onus_typeset::layout::{Mark, Page, Pages, Shape};

/// What stands in the lines at the head or foot of each page, from left to right.
pub(crate) fn furniture(pages: &Pages, mark: Mark) -> Vec<Vec<String>> {
    let of_page = |page: &Page| {
        let mut texts: Vec<(f32, String)> = Vec::new();
        for item in page.items.iter().filter(|item| item.mark == mark) {
            let Shape::Text(run) = &item.shape else { continue };
            let text = pages.segments_of(run).map(|segment| segment.text.to_string());
            texts.push((run.x, text.collect()));
        }
        texts.into_iter().map(|(_, text)| text).collect()
    };
    pages.pages.iter().map(of_page).collect()
}
