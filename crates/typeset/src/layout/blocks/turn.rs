//! Pages that turn by themselves: a table too wide for an upright page lies on turned ones, with its heading and
//! introduction, and the document turns back behind it.

use super::composer::Composer;
use super::table::{TablePlan, lead, plan_table};
use crate::document::{Block, BlockKind};

/// Turns pages, if need be, before the first of some blocks is set. Returns the plan of the table that these lead to.
pub(super) fn turn_for(blocks: &[Block], composer: &mut Composer<'_>) -> Option<TablePlan> {
    if matches!(blocks.first(), Some(Block { kind: BlockKind::Turn(_), .. })) {
        composer.forget_turn();
        return None;
    }
    let plan = lead(blocks).map(|(table, offset)| plan_table(table, offset, composer));
    let wanted = plan.as_ref().and_then(|plan| plan.orientation);
    match (composer.is_turned(), wanted) {
        (false, Some(orientation)) => composer.turn_for_table(orientation),
        (true, None) => composer.turn_back(),
        (true, Some(_)) | (false, None) => {}
    }
    plan
}
