//! Links to the section of a control.

use onus_core::model::{Control, Target};
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::super::filters::anchor;
use super::text::Text;

/// A control by which a document can link to its section.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct ControlLink<'a> {
    pub(super) id: &'a str,
    pub(super) title: Text<'a>,
    /// Anchor of the heading `id title`, for links.
    pub(super) anchor: String,
}

impl<'a> ControlLink<'a> {
    pub(super) fn new(control: &'a Control) -> Self {
        let id = control.id.as_str();
        let title = Text(&control.title);
        let anchor = anchor(&format!("{id} {}", control.title.trim()));
        Self { id, title, anchor }
    }
}

/// The controls that targets name, each once.
pub(super) fn linked_controls<'a>(matrix: &Matrix<'a>, targets: &[Target]) -> Vec<ControlLink<'a>> {
    let mut found: Vec<ControlLink<'a>> = Vec::new();
    for target in targets {
        let row = matrix.control(target.control.as_str());
        let link = row.map(|row| ControlLink::new(row.control));
        found.extend(link.filter(|link| found.iter().all(|present| present.id != link.id)));
    }
    found
}
