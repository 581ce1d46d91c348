//! Merges profiles with the catalog: one cell for every part of a control and every service in use, each with the
//! claims that decided it.

mod address;
mod cell;
mod claims;
mod decision;
mod delegation;
mod evidence;
mod matrix;
mod requirement;
mod row;
mod scope;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Catalog, Control, Duties, Holder, LayerScope, Organization, Part, PerDuty, Project, Selector, ServiceId,
};
use crate::source::Sources;

use address::CellAddress;
pub use cell::{Exclusion, ExclusionReason, MatrixCell};
use claims::PartClaims;
pub use decision::{Claim, Conflict, ConflictingClaim, Decision, Rank};
use delegation::PartDelegations;
pub use delegation::{Assignee, Delegations};
pub use evidence::SupportingEvidence;
pub use matrix::Matrix;
pub use requirement::{FrameworkTable, RequirementRow, RequirementState};
pub use row::ControlRow;
pub use scope::{Scope, ScopedStatement, ServiceInUse};

/// Makes the matrix of a project. Claims that contradict each other become diagnostics, and the matrix leaves out their
/// cells.
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
            Some(FrameworkTable::new(framework, in_use.baseline.as_ref(), &controls))
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
    let evidence = SupportingEvidence::all(&scope, &mut controls, &frameworks);
    let ids = controls.iter().map(|row| row.control.id.as_str());
    let places = ids.enumerate().map(|(place, id)| (id, place)).collect();
    (Matrix { scope, controls, frameworks, evidence, idle_overrides, idle_exclusions, places }, conflicts)
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
            evidence: Vec::new(),
        };
        let scope = self.scope;
        for part in &control.parts {
            let mut context = PartContext {
                part,
                claims: PartClaims::new(scope, part),
                delegations: scope.delegations.about(control, part),
            };
            match scope.layer_scope(part) {
                LayerScope::Organization => self.cell(&mut row, &mut context, None),
                LayerScope::Service => {
                    for in_use in scope.services_for(part) {
                        self.cell(&mut row, &mut context, Some(in_use));
                    }
                }
            }
        }
        row.acceptances =
            self.scope.acceptances().filter(|entry| row.is_selected_by(&entry.selector)).collect();
        row
    }

    fn cell(
        &mut self,
        row: &mut ControlRow<'a>,
        context: &mut PartContext<'_, 'a>,
        in_use: Option<&ServiceInUse<'a>>,
    ) {
        let (control, part) = (row.control, context.part);
        let service = in_use.map(|in_use| in_use.service);
        let address = CellAddress { control, part, service: service.map(|service| &service.id) };
        if let Some(reason) = self.excluded(row, &address) {
            row.exclusions.push(Exclusion { part, service, reason });
            return;
        }
        let mut claims = match in_use {
            Some(in_use) => context.claims.of_service(in_use),
            None => claims::of_organization(self.scope, part),
        };
        for (rank, entry) in self.scope.overrides().filter(|(_, entry)| address.is_in(&entry.selector)) {
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
                let assignees = context.assignees(address.service, &decision.duties());
                let texts = part.texts_for(in_use.map(|in_use| &in_use.service.class));
                row.cells.push(MatrixCell { part, service, decision, assignees, texts });
            }
            Err(conflict) => self.conflicts.push(self.contradiction(&address, &conflict)),
        }
    }

    fn excluded(&self, row: &ControlRow<'a>, address: &CellAddress<'_>) -> Option<ExclusionReason<'a>> {
        let entries = self.scope.not_applicable.iter().copied();
        // The project's entries come last. Where one of them and one of the organisation match, the project's reason is
        // the more specific one.
        let entry = entries.rev().find(|entry| address.is_in(&entry.selector));
        // An entry may cover a single cell, so that its reason says more than that of a statement on the whole control.
        entry.map(ExclusionReason::Entry).or_else(|| {
            let statement = row.statement.as_deref().filter(|statement| statement.is_not_applicable())?;
            Some(ExclusionReason::Statement(statement.statement))
        })
    }

    fn contradiction(&self, address: &CellAddress<'_>, conflict: &Conflict) -> Diagnostic {
        let service = address.service.map(|service| format!(" for `{service}`")).unwrap_or_default();
        let message = format!(
            "two claims of equal rank give `{}` of `{}/{}`{service} to different holders",
            conflict.duty.word(),
            address.control.id,
            address.part.id,
        );
        let label = |holder: Holder| format!("`{}` here", holder.word());
        let (first, second) = (&conflict.first, &conflict.second);
        Diagnostic::error(Code::ConflictingClaims, message)
            .at(self.sources.span(&second.origin), label(second.holder))
            .at(self.sources.span(&first.origin), label(first.holder))
            .hint("remove one of them, or narrow one with `part` or `service`".to_owned())
    }
}

/// What the cells of a part have in common, worked out once for all services.
struct PartContext<'s, 'a> {
    part: &'a Part,
    claims: PartClaims<'s, 'a>,
    /// Those that select the part, for whichever service.
    delegations: PartDelegations<'s, 'a>,
}

impl<'a> PartContext<'_, 'a> {
    fn assignees(&self, service: Option<&ServiceId>, duties: &Duties) -> PerDuty<Assignee<'a>> {
        PerDuty::from_fn(|duty| match duties.get(duty) {
            Holder::Provider => Assignee::Provider,
            Holder::Customer | Holder::Shared => self.delegations.assignee(service, duty),
        })
    }
}
