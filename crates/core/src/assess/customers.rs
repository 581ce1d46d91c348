//! The other half of the chain: what the organisation's own customers have from a project, requirement by requirement.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::model::{Audience, Control, Framework, OfferedDuty, Part, Requirement};
use crate::resolve::{
    KnownOffer, Matrix, MatrixCell, OfferAsk, OfferState, OfferedPart, RequirementRow, UpstreamOffer,
};

/// Whose a requirement is, between the organisation and its customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CustomerShare {
    /// The organisation meets it for them.
    Ours,
    /// Both sides do something.
    Shared,
    /// It is left to them: nothing of it is offered, or the offers are not kept. So is what does not apply to the
    /// organisation itself, which says nothing about them.
    Theirs,
}

impl CustomerShare {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The share in a requirement of which these are the cells.
    fn of(shares: &[Self]) -> Self {
        match shares.split_first() {
            None => Self::Theirs,
            Some((first, others)) if others.iter().all(|share| share == first) => *first,
            Some(_) => Self::Shared,
        }
    }
}

/// A framework as the customers of a project see it.
#[derive(Debug)]
pub struct CustomerTable<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// In the publisher's order.
    pub requirements: Vec<CustomerRequirement<'a>>,
}

/// A requirement as the customers of a project see it.
#[derive(Debug)]
pub struct CustomerRequirement<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// Whose it is.
    pub share: CustomerShare,
    /// What customers are asked to do about it, in the order of the offers.
    pub asks: Vec<&'a OfferAsk>,
}

/// What the customers of a project have from it, for each framework that it shows. Empty when it offers nothing to customers.
pub fn customer_tables<'a>(matrix: &Matrix<'a>, offers: &'a [KnownOffer]) -> Vec<CustomerTable<'a>> {
    let offers: Vec<&UpstreamOffer> = to_customers(offers).collect();
    if offers.is_empty() {
        return Vec::new();
    }
    let tables = matrix.frameworks.iter().map(|shown| CustomerTable {
        framework: shown.framework,
        requirements: shown.requirements.iter().map(|row| requirement(matrix, &offers, row)).collect(),
    });
    tables.collect()
}

/// The offers to customers.
pub fn to_customers(offers: &[KnownOffer]) -> impl Iterator<Item = &UpstreamOffer> {
    offers.iter().map(|known| &known.offer).filter(|offer| offer.to == Audience::Customers)
}

fn requirement<'a>(
    matrix: &Matrix<'a>,
    offers: &[&'a UpstreamOffer],
    of: &RequirementRow<'a>,
) -> CustomerRequirement<'a> {
    let requirement = of.requirement;
    let mut shares = Vec::new();
    for target in &requirement.satisfied_by {
        let Some(row) = matrix.control(target.control.as_str()) else { continue };
        shares.extend(row.cells_of(target).map(|cell| share(matrix, offers, row.control, cell)));
    }
    // What nothing in the catalog serves, no offer is about; it is ours where we state or confirm that the requirement is met.
    let is_met = of.statement.as_ref().is_some_and(|scoped| scoped.statement.status.is_done());
    let rest = if is_met || of.confirmation.is_some() { CustomerShare::Ours } else { CustomerShare::Theirs };
    shares.extend(requirement.remainder.as_ref().map(|_| rest));
    let asks = asks_about(matrix, offers, requirement);
    CustomerRequirement { requirement, share: CustomerShare::of(&shares), asks }
}

/// What customers are asked to do about a requirement by these offers, each once, as far as it applies.
pub(super) fn asks_about<'a>(
    matrix: &Matrix<'_>,
    offers: &[&'a UpstreamOffer],
    requirement: &Requirement,
) -> Vec<&'a OfferAsk> {
    let mut asks: Vec<&OfferAsk> = Vec::new();
    for target in &requirement.satisfied_by {
        let Some(row) = matrix.control(target.control.as_str()) else { continue };
        for cell in row.cells_of(target) {
            let asked = offers.iter().flat_map(|offer| &offer.asks);
            for ask in asked.filter(|ask| is_about(ask, row.control, cell.part)) {
                if !asks.iter().any(|present| present.id == ask.id) {
                    asks.push(ask);
                }
            }
        }
    }
    asks
}

/// Whose a cell is. An offer that is not kept leaves it to the customers.
fn share<'o>(
    matrix: &Matrix<'_>,
    offers: &[&'o UpstreamOffer],
    control: &Control,
    cell: &MatrixCell<'_>,
) -> CustomerShare {
    let part = cell.part;
    let is_for = |offer: &UpstreamOffer| {
        offer.is_for(cell.service, matrix.scope.services_for(part).map(|in_use| in_use.service))
    };
    let offered = |offer: &&'o UpstreamOffer| {
        let mut parts = offer.parts.iter();
        let part = parts.find(|offered| offered.control == control.id && offered.part == part.id)?;
        Some((part, *offer))
    };
    let about: Vec<(&OfferedPart, &UpstreamOffer)> =
        offers.iter().filter(|offer| is_for(offer)).filter_map(offered).collect();
    // The offer that names the part most closely holds before wider ones, kept or not.
    let most = about.iter().map(|(part, _)| part.named).max();
    let mut holding = about.iter().filter(|(part, _)| Some(part.named) == most).peekable();
    if holding.peek().is_none() || holding.clone().all(|(part, _)| part.state != OfferState::Kept) {
        return CustomerShare::Theirs;
    }
    let is_asked = about.iter().any(|(_, offer)| offer.asks.iter().any(|ask| is_about(ask, control, part)));
    let is_whole = |(part, offer): &&(&OfferedPart, &UpstreamOffer)| {
        part.state == OfferState::Kept && offer.duties.iter().all(|duty| *duty == Some(OfferedDuty::Offered))
    };
    if !is_asked && holding.any(|one| is_whole(&one)) { CustomerShare::Ours } else { CustomerShare::Shared }
}

fn is_about(ask: &OfferAsk, control: &Control, part: &Part) -> bool {
    ask.controls.iter().any(|name| match name.split_once('/') {
        Some((id, of_part)) => id == control.id.as_str() && of_part == part.id.as_str(),
        None => name == control.id.as_str(),
    })
}
