//! Records of who holds the customer's duties, and where that was decided.

use onus_core::model::PartyId;
use onus_core::resolve::{Assignee, ControlRow, MatrixCell};
use onus_core::source::{BorrowedPlace, Origin, Places};
use serde::Serialize;

/// The parties that hold the customer's duties in a cell; a duty that is the provider's alone, or that nobody holds, is
/// left out.
#[derive(Serialize)]
pub(super) struct HeldBy<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    manage: Option<&'m PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operate: Option<&'m PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verify: Option<&'m PartyId>,
}

impl<'m> HeldBy<'m> {
    pub(super) fn of(cell: &'m MatrixCell<'_>) -> Self {
        let party = |assignee: &Assignee<'m>| match assignee {
            Assignee::Party(party, _) => Some(&party.id),
            Assignee::Provider | Assignee::Unassigned => None,
        };
        let assignees = &cell.assignees;
        Self {
            manage: party(&assignees.manage),
            operate: party(&assignees.operate),
            verify: party(&assignees.verify),
        }
    }
}

/// A delegation that gives a party a duty of the control.
#[derive(Serialize)]
pub(super) struct DelegationRecord<'m> {
    to: &'m PartyId,
    file: &'m str,
    line: usize,
    column: usize,
}

impl<'m> DelegationRecord<'m> {
    /// Those that decide who holds the duties of a control, by party, then in the order of its cells.
    pub(super) fn all(row: &'m ControlRow<'_>, places: &Places<'m>) -> Vec<Self> {
        let mut found: Vec<(&PartyId, &Origin)> = Vec::new();
        for assignee in row.cells.iter().flat_map(|cell| cell.assignees.iter()) {
            match assignee {
                Assignee::Party(party, origin) if !found.contains(&(&party.id, origin)) => {
                    found.push((&party.id, origin));
                }
                Assignee::Party(..) | Assignee::Provider | Assignee::Unassigned => {}
            }
        }
        found.sort_by_key(|(party, _)| *party);
        let record = |(to, origin): (&'m PartyId, &Origin)| {
            let BorrowedPlace { file, line, column } = places.of(origin);
            Self { to, file, line, column }
        };
        found.into_iter().map(record).collect()
    }
}
