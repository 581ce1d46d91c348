//! Builds the logical structure while blocks are laid out.

use super::element::{CellExtent, Element, ElementId, Role};

/// The elements so far.
#[derive(Debug)]
pub(super) struct StructureBuilder {
    elements: Vec<Element>,
    heading: u8,
}

/// The document itself.
pub(super) const ROOT: ElementId = ElementId(0);

impl StructureBuilder {
    pub(super) fn new() -> Self {
        let root = Element { role: Role::Document, parent: None, alternative: None, extent: CellExtent::ONE };
        Self { elements: vec![root], heading: 0 }
    }

    pub(super) fn add(&mut self, role: Role, parent: ElementId) -> ElementId {
        let extent = CellExtent::ONE;
        self.elements.push(Element { role, parent: Some(parent), alternative: None, extent });
        ElementId(
            u32::try_from(self.elements.len() - 1).expect("memory ends before four billion elements do"),
        )
    }

    pub(super) fn figure(&mut self, parent: ElementId, alternative: String) -> ElementId {
        let id = self.add(Role::Figure, parent);
        self.elements[id.0 as usize].alternative = Some(alternative);
        id
    }

    pub(super) fn cell(&mut self, role: Role, parent: ElementId, extent: CellExtent) -> ElementId {
        let id = self.add(role, parent);
        self.elements[id.0 as usize].extent = extent;
        id
    }

    /// The level a heading has in the structure: PDF/UA-1 (ISO 14289-1, 7.4.2) forbids skipping one on the way
    /// down, which Markdown allows.
    pub(super) fn heading_level(&mut self, written: u8) -> u8 {
        self.heading = written.min(self.heading + 1);
        self.heading
    }

    pub(super) fn finish(self) -> Vec<Element> {
        self.elements
    }
}
