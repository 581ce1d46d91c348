//! The other half of the chain: what the organisation's own customers have from a project, requirement by requirement.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::RequirementAssessor;
use crate::model::{Audience, Control, Framework, ImplementationStatus, OfferedDuty, Part, Requirement};
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
    /// Controls of which something is left to them, in catalog order.
    pub left: Vec<&'a Control>,
    /// The other controls in which both sides do something.
    pub shared: Vec<&'a Control>,
    /// True when something of it is left to them that no control is known to serve.
    pub rest_is_left: bool,
    /// True when the organisation states that it does not meet all of it yet.
    pub is_open: bool,
}

/// What the customers of a project have from it, for each framework that it shows. Empty when it offers nothing to customers.
pub fn customer_tables<'a>(
    matrix: &Matrix<'a>,
    offers: &'a [KnownOffer],
    assessor: &RequirementAssessor<'_, 'a>,
) -> Vec<CustomerTable<'a>> {
    let offers: Vec<&UpstreamOffer> = to_customers(offers).collect();
    if offers.is_empty() {
        return Vec::new();
    }
    let tables = matrix.frameworks.iter().map(|shown| CustomerTable {
        framework: shown.framework,
        requirements: shown
            .requirements
            .iter()
            .map(|row| CustomerRequirement::new(matrix, &offers, assessor, row))
            .collect(),
    });
    tables.collect()
}

/// The offers to customers.
pub fn to_customers(offers: &[KnownOffer]) -> impl Iterator<Item = &UpstreamOffer> {
    offers.iter().map(|known| &known.offer).filter(|offer| offer.to == Audience::Customers)
}

impl<'a> CustomerRequirement<'a> {
    fn new(
        matrix: &Matrix<'a>,
        offers: &[&'a UpstreamOffer],
        assessor: &RequirementAssessor<'_, 'a>,
        of: &RequirementRow<'a>,
    ) -> Self {
        let requirement = of.requirement;
        let (mut shares, mut left, mut shared) = (Vec::new(), Vec::new(), Vec::new());
        for control in &of.controls {
            let Some(row) = matrix.control(control.id.as_str()) else { continue };
            let targets = requirement.satisfied_by.iter().filter(|target| target.control == control.id);
            let cells = targets.flat_map(|target| row.cells_of(target));
            let of_control: Vec<CustomerShare> =
                cells.map(|cell| share(matrix, offers, row.control, cell)).collect();
            if of_control.contains(&CustomerShare::Theirs) {
                left.push(*control);
            } else if of_control.contains(&CustomerShare::Shared) {
                shared.push(*control);
            }
            shares.extend(of_control);
        }
        let said = of.statement.is_some().then(|| assessor.assess(of).status);
        let is_open = said.is_some_and(ImplementationStatus::is_open);
        // What nothing in the catalog is known to serve, no offer is about; it is ours where we state or confirm that the
        // requirement is met. Where no offer is about anything of it, even that makes nothing ours.
        let is_met = said.is_some_and(ImplementationStatus::is_implemented) || assessor.is_confirmed(of);
        let has_rest = requirement.remainder.is_some() || !assessor.is_carried(of);
        let rest_is_left = !shares.is_empty() && has_rest && !is_met;
        if rest_is_left || is_open {
            shares.push(CustomerShare::Theirs);
        }
        if said == Some(ImplementationStatus::NotApplicable) {
            shares.clear();
        }
        Self {
            requirement,
            share: CustomerShare::of(&shares),
            asks: asks_about(matrix, offers, requirement),
            left,
            shared,
            rest_is_left,
            is_open,
        }
    }
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
            && RegionReach::of(matrix, offer, cell) != RegionReach::NoRegion
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
        part.state == OfferState::Kept
            && RegionReach::of(matrix, offer, cell) == RegionReach::AllRegions
            && offer.duties.iter().all(|duty| *duty == Some(OfferedDuty::Offered))
    };
    if !is_asked && holding.any(|one| is_whole(&one)) { CustomerShare::Ours } else { CustomerShare::Shared }
}

/// In which of the regions of a cell an offer is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RegionReach {
    AllRegions,
    SomeRegions,
    NoRegion,
}

impl RegionReach {
    /// A cell of the project or the organisation as a whole is about the regions of all services that need its part.
    fn of(matrix: &Matrix<'_>, offer: &UpstreamOffer, cell: &MatrixCell<'_>) -> Self {
        let Some(offered) = &offer.regions else { return Self::AllRegions };
        let in_use = cell.service.and_then(|service| matrix.scope.in_use(service));
        let concerned = matrix.scope.services_for(cell.part).filter(|_| in_use.is_none());
        let mut regions = in_use.into_iter().chain(concerned).flat_map(|in_use| &in_use.regions).peekable();
        // Where the profile names no region, the offer may be for another one.
        if regions.peek().is_none() {
            return Self::SomeRegions;
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) =
            regions.partition(|region| offered.iter().any(|known| known == *region));
        match (inside.is_empty(), outside.is_empty()) {
            (_, true) => Self::AllRegions,
            (false, false) => Self::SomeRegions,
            (true, false) => Self::NoRegion,
        }
    }
}

fn is_about(ask: &OfferAsk, control: &Control, part: &Part) -> bool {
    ask.controls.iter().any(|name| match name.split_once('/') {
        Some((id, of_part)) => id == control.id.as_str() && of_part == part.id.as_str(),
        None => name == control.id.as_str(),
    })
}
