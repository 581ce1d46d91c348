//! The matrix: who does what for every part of every control, rolled up by control and requirement.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::cell::MatrixCell;
use super::evidence::SupportingEvidence;
use super::idle::IdleOverride;
use super::requirement::FrameworkTable;
use super::row::{ControlRow, duty_holders};
use super::scope::Scope;
use super::statements::ScopedStatement;
use super::upstream::{KnownOffer, OfferedPart, WithheldOffer, WithholdingReason};
use crate::model::{DomainId, InheritanceException, NotApplicable, PartyId, Requirement, Service, Subject};
use crate::source::Origin;

/// The matrix of a project, or of an organisation for some of its services.
#[derive(Debug)]
pub struct Matrix<'a> {
    /// The services, delegations and statements that it was made from.
    pub scope: Scope<'a>,
    /// All controls of the catalog, in its order.
    pub controls: Vec<ControlRow<'a>>,
    /// The frameworks to show.
    pub frameworks: Vec<FrameworkTable<'a>>,
    /// Evidence that supports a control here, by id.
    pub evidence: Vec<SupportingEvidence<'a>>,
    /// Overrides that change no cell.
    pub idle_overrides: Vec<IdleOverride<'a>>,
    /// Parts of offers that are not inherited, each once, in the order of the catalog.
    pub withheld: Vec<WithheldOffer<'a>>,
    /// Not-applicable entries that match no cell.
    pub idle_exclusions: Vec<&'a NotApplicable>,
    /// Indexes into `controls`, by id.
    pub(super) places: HashMap<&'a str, usize>,
}

impl<'a> Matrix<'a> {
    /// The row of a control.
    pub fn control(&self, id: &str) -> Option<&ControlRow<'a>> {
        self.controls.get(self.place(id)?)
    }

    /// The index of a control in [`Self::controls`].
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The rows of a domain.
    pub fn domain<'m>(&'m self, id: &'m DomainId) -> impl Iterator<Item = &'m ControlRow<'a>> {
        self.controls.iter().filter(move |row| row.control.domain == *id)
    }

    /// The parties that hold a duty or own a statement on a control, by id.
    pub fn parties(&self) -> BTreeSet<&'a PartyId> {
        let holders = duty_holders(self.controls.iter().flat_map(|row| &row.cells));
        let owners = self.controls.iter().flat_map(|row| row.owners());
        holders.into_iter().map(|party| &party.id).chain(owners).collect()
    }

    /// True when a cell inherits a part of an offer.
    pub fn inherits(&self, known: &KnownOffer, part: &OfferedPart) -> bool {
        let row = self.control(part.control.as_str());
        let mut parts = row.into_iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.upstream);
        parts.any(|inherited| std::ptr::eq(inherited.offer.known, known) && inherited.part.part == part.part)
    }

    /// The parts of an offer that a project does not inherit because it says so, with its exceptions.
    pub fn excepted<'m>(
        &'m self,
        known: &'m KnownOffer,
    ) -> impl Iterator<Item = (&'a OfferedPart, &'a InheritanceException)> + 'm {
        let withheld = self.withheld.iter().filter(|withheld| std::ptr::eq(withheld.offer.known, known));
        withheld.filter_map(|withheld| match withheld.reason {
            WithholdingReason::Excepted(exception) => Some((withheld.part, exception)),
            WithholdingReason::NotKept(_) | WithholdingReason::Regions(_) => None,
        })
    }

    /// The parts of an offer that concern the project: not those that it excepts everywhere.
    pub fn taken<'k>(&self, known: &'k KnownOffer) -> impl Iterator<Item = &'k OfferedPart> {
        known.offer.parts.iter().filter(|part| {
            self.inherits(known, part)
                || !self.excepted(known).any(|(excepted, _)| std::ptr::eq(excepted, *part))
        })
    }

    /// The cells that serve a requirement.
    pub fn cells_of<'m>(&'m self, requirement: &'m Requirement) -> impl Iterator<Item = &'m MatrixCell<'a>> {
        requirement.satisfied_by.iter().flat_map(|target| {
            let row = self.control(target.control.as_str());
            row.into_iter().flat_map(move |row| row.cells_of(target))
        })
    }

    /// The profile in which something is said about cells: that of the organisation when all of them are its own, once, or of
    /// services that it uses everywhere; otherwise that of the project.
    pub(crate) fn profile_of<'c>(&self, cells: impl IntoIterator<Item = &'c MatrixCell<'a>>) -> &'a Origin
    where
        'a: 'c,
    {
        let common = &self.scope.organization.common.services;
        let is_common = |service: &Service| {
            common
                .iter()
                .any(|in_use| in_use.service == service.id && in_use.alias() == service.alias.as_ref())
        };
        let is_shared = |cell: &MatrixCell<'_>| match cell.service {
            Some(service) => is_common(service),
            None => cell.part.per == Subject::Organization,
        };
        match cells.into_iter().all(is_shared) {
            true => &self.scope.organization.origin,
            false => self.scope.origin(),
        }
    }

    /// Statements that hold for no cell and no requirement here.
    pub fn idle_statements(&self) -> Vec<&ScopedStatement<'a>> {
        let on_requirements = self.frameworks.iter().flat_map(|table| &table.requirements);
        let stated = on_requirements.filter_map(|row| row.statement.as_deref());
        let narrowed = self.controls.iter().flat_map(|row| &row.narrowed).map(|scoped| &**scoped);
        let holding: HashSet<&Origin> =
            stated.chain(narrowed).map(|scoped| &scoped.statement.origin).collect();
        let is_idle = |scoped: &&ScopedStatement<'a>| {
            let subject = &scoped.statement.subject;
            // One on a whole control that has no cells here says nothing wrong.
            (subject.is_narrowed() || subject.requirement().is_some())
                && !holding.contains(&scoped.statement.origin)
        };
        self.scope.statements.iter().map(|scoped| &**scoped).filter(is_idle).collect()
    }

    /// The evidence for a control, by id.
    pub fn evidence_for<'m>(
        &'m self,
        row: &'m ControlRow<'a>,
    ) -> impl Iterator<Item = &'m SupportingEvidence<'a>> {
        row.evidence.iter().map(|place| &self.evidence[*place])
    }
}
