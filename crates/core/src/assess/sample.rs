//! Cells of the catalog drawn at random, so that a person can judge whether they make sense.

use crate::model::{Catalog, Control, Part, Service, Subject};

/// A part of a control for one service; for the project or organisation as a whole where there is none.
#[derive(Debug, Clone, Copy)]
pub struct SampledCell<'c> {
    /// The control.
    pub control: &'c Control,
    /// The part.
    pub part: &'c Part,
    /// The service.
    pub service: Option<&'c Service>,
}

/// Cells drawn at random.
#[derive(Debug)]
pub struct CellSample<'c> {
    /// The cells, in the order in which they were drawn.
    pub drawn: Vec<SampledCell<'c>>,
    /// How many there were to draw from.
    pub of: usize,
}

/// Draws as many different cells as asked for from all that the catalog can have, in the order in which they are drawn.
/// The same seed draws the same cells from the same catalog.
pub fn sampled_cells(catalog: &Catalog, count: usize, seed: u64) -> CellSample<'_> {
    let mut cells = all_cells(catalog);
    let of = cells.len();
    let mut random = SplitMix64(seed);
    let count = count.min(cells.len());
    for drawn in 0..count {
        let left = u64::try_from(cells.len() - drawn).unwrap_or(u64::MAX);
        let offset = usize::try_from(random.next() % left).unwrap_or_default();
        cells.swap(drawn, drawn + offset);
    }
    cells.truncate(count);
    CellSample { drawn: cells, of }
}

fn all_cells(catalog: &Catalog) -> Vec<SampledCell<'_>> {
    let mut cells = Vec::new();
    for control in &catalog.controls {
        for part in &control.parts {
            match part.per {
                Subject::Service => {
                    let reached = catalog.services.values().filter(|service| part.has_cell_for(service));
                    cells.extend(reached.map(|service| SampledCell {
                        control,
                        part,
                        service: Some(service),
                    }));
                }
                Subject::Project | Subject::Organization => {
                    cells.push(SampledCell { control, part, service: None });
                }
            }
        }
    }
    cells
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): the same on every machine,
/// which is all that is asked of it.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
