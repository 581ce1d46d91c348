//! Pages that turn by themselves: a table too wide for an upright page lies on turned ones, with its heading and
//! introduction, and the document turns back behind it.

use super::compose::Composer;
use super::structure::ROOT;
use super::table::{Plan, lead};
use crate::document::{Block, BlockKind, Orientation};

/// What is known about the table that comes next, and whether pages are turned for the last one.
#[derive(Default)]
pub(super) struct Turning {
    /// The next table, measured ahead, by its offset in the Markdown.
    planned: Option<(usize, Plan)>,
    turned: bool,
}

impl Composer<'_> {
    /// Turns pages, if need be, before the first of some blocks is set.
    pub(super) fn turn_for(&mut self, blocks: &[Block]) {
        // With a table planned, this block stands between the start of its lead and the table.
        if self.parent != ROOT || self.turning.planned.is_some() {
            return;
        }
        if matches!(blocks.first(), Some(Block { kind: BlockKind::Turn(_), .. })) {
            self.turning.turned = false;
            return;
        }
        let was_turned = self.turning.turned;
        self.turning.planned = lead(blocks).map(|(table, offset)| (offset, self.plan_table(table, offset)));
        let orientation = self.turning.planned.as_ref().and_then(|(_, plan)| plan.orientation);
        match (was_turned, orientation) {
            (false, Some(orientation)) => {
                self.turning.turned = true;
                self.turn(orientation);
            }
            (true, None) => self.turn_back(),
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// The plan of the table at an offset, if there is one.
    pub(super) fn planned(&mut self, at: usize) -> Option<Plan> {
        self.turning.planned.take_if(|(offset, _)| *offset == at).map(|(_, plan)| plan)
    }

    /// Ends turned pages.
    pub(super) fn turn_back(&mut self) {
        if std::mem::take(&mut self.turning.turned) {
            self.turn(Orientation::Portrait);
        }
    }

    /// Whether pages are turned only for a table.
    pub(super) fn is_turned(&self) -> bool {
        self.turning.turned
    }

    /// Starts a page that stands this way; what is set in stays so.
    pub(super) fn turn(&mut self, orientation: Orientation) {
        let inset = self.flow.width() - self.width;
        self.flow.turn(orientation);
        self.width = self.flow.width() - inset;
    }
}
