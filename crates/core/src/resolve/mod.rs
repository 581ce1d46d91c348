//! Profiles merged with the catalog: one cell for every part of a control and every service in use, each with the
//! claims that decided it.

mod claims;
mod decision;
mod delegate;
mod matrix;
mod proof;
mod scope;

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Catalog, Control, Duties, Framework, Holder, LayerScope, Organization, Part, PerDuty, Project,
    Requirement, Responsibility, Selector, ServiceId, Target,
};
use crate::source::Sources;

use claims::PartClaims;
pub use decision::{Claim, Conflict, ConflictingClaim, Decision, Rank};
use delegate::PartDelegations;
pub use delegate::{Delegations, Seat};
pub use matrix::{
    Cell, ControlRow, Exclusion, ExclusionReason, FrameworkTable, Matrix, RequirementRow, RequirementState,
};
pub use proof::Proof;
pub use scope::{Scope, ScopedStatement, ServiceInUse};

/// Makes the matrix of a project. Claims that contradict each other are diagnostics; the matrix then leaves the
/// contradicted cells out.
pub fn resolve<'a>(
    sources: &Sources,
    catalog: &'a Catalog,
    organization: &'a Organization,
    project: &'a Project,
) -> (Matrix<'a>, Vec<Diagnostic>) {
    resolve_scope(sources, Scope::of_project(catalog, organization, project))
}

/// Makes the matrix of a scope, such as one service of an organisation.
pub fn resolve_scope<'a>(sources: &Sources, scope: Scope<'a>) -> (Matrix<'a>, Vec<Diagnostic>) {
    let mut resolver = Resolver { sources, scope: &scope, conflicts: Vec::new(), matching: BTreeSet::new() };
    let mut controls: Vec<ControlRow<'a>> =
        scope.catalog.controls.iter().map(|control| resolver.control(control)).collect();
    let (conflicts, matching) = (resolver.conflicts, resolver.matching);
    let frameworks: Vec<FrameworkTable<'a>> = scope
        .frameworks
        .iter()
        .filter_map(|in_use| {
            let framework = scope.catalog.frameworks.get(&in_use.framework)?;
            Some(framework_table(framework, in_use.baseline.as_ref(), &controls))
        })
        .collect();
    let idle_overrides = scope
        .overrides()
        .filter(|(_, entry)| !matching.contains(&entry.selector))
        .map(|(_, entry)| entry)
        .collect();
    let idle_exclusions = scope
        .not_applicable
        .iter()
        .copied()
        .filter(|entry| !controls.iter().any(|row| row.exclusions.iter().any(|out| out.is_by(entry))))
        .collect();
    let proofs = Proof::all(&scope, &mut controls, &frameworks);
    let ids = controls.iter().map(|row| row.control.id.as_str());
    let places = ids.enumerate().map(|(place, id)| (id, place)).collect();
    (Matrix { scope, controls, frameworks, proofs, idle_overrides, idle_exclusions, places }, conflicts)
}

struct Resolver<'r, 'a> {
    sources: &'r Sources,
    scope: &'r Scope<'a>,
    conflicts: Vec<Diagnostic>,
    /// Selectors of overrides that match a cell, whether they change it or not: an override that restates what holds
    /// anyway, or that a project's overrules everywhere, is not reported as idle.
    matching: BTreeSet<&'a Selector>,
}

impl<'a> Resolver<'_, 'a> {
    fn control(&mut self, control: &'a Control) -> ControlRow<'a> {
        let mut row = ControlRow {
            control,
            cells: Vec::new(),
            exclusions: Vec::new(),
            statement: self.scope.statements.get(&control.id).cloned(),
            acceptances: Vec::new(),
            proofs: Vec::new(),
        };
        let scope = self.scope;
        for part in &control.parts {
            let mut about = OfPart {
                part,
                claims: PartClaims::new(scope, part),
                delegations: scope.delegations.about(control, part),
            };
            match scope.layer_scope(part) {
                LayerScope::Organization => self.cell(&mut row, &mut about, None),
                LayerScope::Service => {
                    for in_use in scope.services_for(part) {
                        self.cell(&mut row, &mut about, Some(in_use));
                    }
                }
            }
        }
        row.acceptances = self.scope.acceptances().filter(|entry| row.is_meant_by(&entry.selector)).collect();
        row
    }

    fn cell(
        &mut self,
        row: &mut ControlRow<'a>,
        of_part: &mut OfPart<'_, 'a>,
        in_use: Option<&ServiceInUse<'a>>,
    ) {
        let (control, part) = (row.control, of_part.part);
        let service = in_use.map(|in_use| in_use.service);
        let about = About { control, part, service: service.map(|service| &service.id) };
        if let Some(reason) = self.excluded(row, &about) {
            row.exclusions.push(Exclusion { part, service, reason });
            return;
        }
        let mut claims = match in_use {
            Some(in_use) => of_part.claims.of_service(in_use),
            None => claims::of_organization(self.scope, part),
        };
        for (rank, entry) in self.scope.overrides().filter(|(_, entry)| about.is_in(&entry.selector)) {
            self.matching.insert(&entry.selector);
            claims.push(Claim {
                rank,
                duties: entry.duties,
                reason: entry.reason.as_str().into(),
                origin: entry.origin.clone(),
            });
        }
        match Decision::new(claims) {
            Ok(decision) => {
                let seats = of_part.seats(about.service, &decision.duties());
                let texts = part.texts_for(in_use.map(|in_use| &in_use.service.class));
                row.cells.push(Cell { part, service, decision, seats, texts });
            }
            Err(conflict) => self.conflicts.push(self.contradiction(&about, &conflict)),
        }
    }

    fn excluded(&self, row: &ControlRow<'a>, about: &About<'_>) -> Option<ExclusionReason<'a>> {
        let entries = self.scope.not_applicable.iter().copied();
        // The project's entries come last and are the nearer ones.
        let entry = entries.rev().find(|entry| about.is_in(&entry.selector));
        let by_entry = entry.map(ExclusionReason::Entry);
        by_entry.or_else(|| {
            let statement = row.statement.as_deref().filter(|statement| statement.is_not_applicable())?;
            Some(ExclusionReason::Statement(statement.statement))
        })
    }

    fn contradiction(&self, about: &About<'_>, conflict: &Conflict) -> Diagnostic {
        let service = about.service.map(|service| format!(" for `{service}`")).unwrap_or_default();
        let message = format!(
            "two claims of equal rank say who is to {} `{}/{}`{service}",
            conflict.duty.word(),
            about.control.id,
            about.part.id,
        );
        let label = |holder: Holder| format!("here it is `{}`", holder.word());
        let (first, second) = (&conflict.first, &conflict.second);
        Diagnostic::error(Code::ConflictingClaims, message)
            .at(self.sources.span(&second.origin), label(second.holder))
            .at(self.sources.span(&first.origin), label(first.holder))
            .hint("drop one of them, or narrow one by `part` or `service`".to_owned())
    }
}

/// What the cells of a part have in common.
struct OfPart<'s, 'a> {
    part: &'a Part,
    claims: PartClaims<'s, 'a>,
    /// Those that are about it, whatever the service.
    delegations: PartDelegations<'s, 'a>,
}

impl<'a> OfPart<'_, 'a> {
    fn seats(&self, service: Option<&ServiceId>, duties: &Duties) -> PerDuty<Seat<'a>> {
        PerDuty::from_fn(|duty| match duties.get(duty) {
            Holder::Provider => Seat::Provider,
            Holder::Customer | Holder::Shared => match self.delegations.holder(service, duty) {
                Some((party, origin)) => Seat::Party(party, origin),
                None => Seat::Empty,
            },
        })
    }
}

/// What a cell is about, for selectors.
#[derive(Debug, Clone, Copy)]
pub struct About<'c> {
    /// The control.
    pub control: &'c Control,
    /// The part.
    pub part: &'c Part,
    /// The service; none for the organisation as a whole.
    pub service: Option<&'c ServiceId>,
}

impl About<'_> {
    /// True when the selector means this cell, among others perhaps.
    pub fn is_in(&self, selector: &Selector) -> bool {
        selector.service.as_ref().is_none_or(|id| Some(id) == self.service)
            && self.is_in_but_for_service(selector)
    }

    /// True when the selector means this cell for one service or another.
    fn is_in_but_for_service(&self, selector: &Selector) -> bool {
        let Selector { control, part, service: _, domain, layer } = selector;
        control.as_ref().is_none_or(|id| *id == self.control.id)
            && part.as_ref().is_none_or(|id| *id == self.part.id)
            && domain.as_ref().is_none_or(|id| *id == self.control.domain)
            && layer.as_ref().is_none_or(|id| *id == self.part.layer)
    }
}

fn framework_table<'a>(
    framework: &'a Framework,
    baseline: Option<&'a crate::model::BaselineId>,
    controls: &[ControlRow<'a>],
) -> FrameworkTable<'a> {
    let rows: HashMap<&str, &ControlRow<'a>> =
        controls.iter().map(|row| (row.control.id.as_str(), row)).collect();
    let requirements = framework
        .requirements
        .iter()
        .filter(|requirement| baseline.is_none_or(|baseline| requirement.baselines.contains(baseline)))
        .map(|requirement| requirement_row(requirement, &rows))
        .collect();
    FrameworkTable { framework, baseline, requirements }
}

fn requirement_row<'a>(
    requirement: &'a Requirement,
    rows: &HashMap<&str, &ControlRow<'a>>,
) -> RequirementRow<'a> {
    let cells = requirement.satisfied_by.iter().flat_map(|target| {
        let row = rows.get(target.control.as_str());
        row.into_iter().flat_map(move |row| row.cells_of(target))
    });
    let state = if !requirement.satisfied_by.is_empty() {
        RequirementState::Mapped(Responsibility::fold(cells.map(Cell::responsibility)))
    } else if requirement.organizational.is_some() {
        RequirementState::Organizational
    } else {
        RequirementState::Unmapped
    };
    let mut controls: Vec<&'a Control> = Vec::new();
    for Target { control, .. } in &requirement.satisfied_by {
        if let Some(row) = rows.get(control.as_str())
            && !controls.iter().any(|present| present.id == row.control.id)
        {
            controls.push(row.control);
        }
    }
    RequirementRow { requirement, state, controls }
}
