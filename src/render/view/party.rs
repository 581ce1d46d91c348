//! The parties on the customer's side, and how much each has to do.

use std::collections::BTreeMap;

use onus_core::model::{Party, PartyId, PartyKind};
use onus_core::resolve::{Matrix, duty_holders};
use serde::{Deserialize, Serialize};

use super::text::Text;

/// A party on the customer's side.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PartyView<'a> {
    pub(super) id: &'a str,
    pub(super) name: Text<'a>,
    /// `internal` or `service provider`.
    kind: &'static str,
    /// Address, or none.
    contact: Option<Text<'a>>,
    #[serde(flatten)]
    pub(super) counts: PartyCounts,
    /// `organization` or `system`.
    acts_for: &'static str,
}

/// How much a party has to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartyCounts {
    /// Controls in which it holds a duty.
    pub(super) controls: usize,
    /// Controls that it owns, according to their statements.
    pub(super) answers_for: usize,
}

impl<'a> PartyView<'a> {
    /// Every party to which duties can be delegated, by id.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let mut counts: BTreeMap<&PartyId, PartyCounts> = BTreeMap::new();
        for row in &matrix.controls {
            for party in duty_holders(row.cells.iter()) {
                counts.entry(&party.id).or_default().controls += 1;
            }
        }
        for row in matrix.controls.iter().filter(|row| row.concerns_customer()) {
            for owner in row.owners() {
                counts.entry(owner).or_default().answers_for += 1;
            }
        }
        let counts = |party: &Party| counts.get(&party.id).copied().unwrap_or_default();
        let parties = matrix.scope.delegations.parties();
        parties.map(|party| Self::new(party, counts(party))).collect()
    }

    pub(super) fn new(party: &'a Party, counts: PartyCounts) -> Self {
        let kind = match party.kind {
            PartyKind::Internal => "internal",
            PartyKind::ServiceProvider => "service provider",
        };
        let contact = party.contact.as_ref().map(Text::from);
        let acts_for = party.acts_for.word();
        Self { id: party.id.as_str(), name: Text(&party.name), kind, contact, counts, acts_for }
    }
}

/// The name of a party by its id.
pub(super) fn party_name<'a>(matrix: &Matrix<'a>, id: &'a PartyId) -> Text<'a> {
    let party = matrix.scope.delegations.parties().find(|party| party.id == *id);
    Text(party.map_or(id.as_str(), |party| &party.name))
}
