//! Merges profiles with the catalog: one cell for every part of a control and every service in use, each with the
//! claims that decided it.

mod address;
mod cell;
mod claims;
mod decision;
mod delegation;
mod evidence;
mod idle;
mod matrix;
mod requirement;
mod row;
mod scope;
mod service_use;
mod statements;
mod status;
mod upstream;

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Catalog, Control, Delegation, Duties, Duty, Holder, Organization, Part, PerDuty, Project, Service,
    Subject,
};
use crate::source::Sources;

use address::CellAddress;
pub use cell::{ActingSides, Exclusion, ExclusionReason, InheritedPart, MatrixCell};
use claims::PartClaims;
pub use claims::decide_by_catalog;
pub use decision::{Claim, Conflict, ConflictingClaim, Decision, Rank};
use delegation::PartDelegations;
pub use delegation::{Assignee, Delegations};
pub use evidence::SupportingEvidence;
use idle::OverrideEffects;
pub use idle::{IdleOverride, idle_exceptions};
pub use matrix::Matrix;
pub use requirement::{FrameworkTable, RequirementRow, RequirementState};
pub use row::{CellCount, ControlRow, duty_holders};
pub use scope::Scope;
pub use service_use::ServiceInUse;
pub use statements::{ScopedStatement, ScopedStatements};
pub(crate) use upstream::listed;
pub use upstream::{
    InheritedOffer, KnownOffer, NamedBy, OfferAsk, OfferBook, OfferEvidence, OfferState, OfferedPart,
    UpstreamOffer, UpstreamStanding, WithheldOffer, WithholdingReason,
};

/// Makes the matrix of a project. Claims that contradict each other become diagnostics, and the matrix leaves out their
/// cells.
pub fn resolve<'a>(
    sources: &Sources,
    catalog: &'a Catalog,
    organization: &'a Organization,
    project: &'a Project,
    offers: &'a OfferBook,
) -> (Matrix<'a>, Vec<Diagnostic>) {
    resolve_scope(sources, Scope::of_project(catalog, organization, project, offers))
}

/// Makes the matrix of a scope, such as one service of an organisation.
pub fn resolve_scope<'a>(sources: &Sources, scope: Scope<'a>) -> (Matrix<'a>, Vec<Diagnostic>) {
    let mut resolver = Resolver {
        sources,
        scope: &scope,
        conflicts: Vec::new(),
        overrides: OverrideEffects::default(),
        withheld: Vec::new(),
    };
    let mut controls: Vec<ControlRow<'a>> =
        scope.catalog.controls.iter().map(|control| resolver.control(control)).collect();
    let Resolver { conflicts, overrides: effects, withheld, .. } = resolver;
    let frameworks: Vec<FrameworkTable<'a>> = scope
        .frameworks
        .iter()
        .filter_map(|in_use| {
            let framework = scope.catalog.frameworks.get(&in_use.framework)?;
            Some(FrameworkTable::new(&scope, framework, in_use.baseline.as_ref(), &controls))
        })
        .collect();
    let idle_overrides = scope.overrides().filter_map(|(_, entry)| effects.idle(entry)).collect();
    let idle_exclusions = scope
        .not_applicable
        .iter()
        .copied()
        .filter(|entry| !controls.iter().any(|row| row.exclusions.iter().any(|out| out.is_by(entry))))
        .collect();
    let evidence = SupportingEvidence::all(&scope, &mut controls, &frameworks);
    let ids = controls.iter().map(|row| row.control.id.as_str());
    let places = ids.enumerate().map(|(place, id)| (id, place)).collect();
    let matrix =
        Matrix { scope, controls, frameworks, evidence, idle_overrides, withheld, idle_exclusions, places };
    (matrix, conflicts)
}

struct Resolver<'r, 'a> {
    sources: &'r Sources,
    scope: &'r Scope<'a>,
    conflicts: Vec<Diagnostic>,
    overrides: OverrideEffects<'a>,
    withheld: Vec<WithheldOffer<'a>>,
}

impl<'a> Resolver<'_, 'a> {
    fn control(&mut self, control: &'a Control) -> ControlRow<'a> {
        let mut row = ControlRow {
            control,
            cells: Vec::new(),
            exclusions: Vec::new(),
            statement: self.scope.statements.whole(&control.id).cloned(),
            acceptances: Vec::new(),
            evidence: Vec::new(),
            narrowed: Vec::new(),
        };
        let scope = self.scope;
        for part in &control.parts {
            let mut context = PartContext {
                part,
                claims: PartClaims::new(scope, control, part),
                delegations: scope.delegations.about(control, part),
            };
            match part.per {
                Subject::Organization | Subject::Project => {
                    // A part that needs something of a service has no object where no service has it.
                    if !part.needs.name_traits() || scope.services_for(part).next().is_some() {
                        self.cell(&mut row, &mut context, None);
                    }
                }
                Subject::Service => {
                    for in_use in scope.services_for(part) {
                        self.cell(&mut row, &mut context, Some(in_use));
                    }
                }
            }
        }
        self.note_narrowed(&mut row);
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
        let address = CellAddress { control, part, service };
        let statement = self.scope.statements.holding(control, part, service);
        if let Some(reason) = self.excluded(&address, statement) {
            row.exclusions.push(Exclusion { part, service, reason });
            return;
        }
        let mut claims = match in_use {
            Some(in_use) => context.claims.of_service(in_use),
            None => claims::of_organization(self.scope, part),
        };
        let inherited = self.inherit(&address, in_use, &mut claims);
        let overrides: Vec<_> =
            self.scope.overrides().filter(|(_, entry)| address.is_in(&entry.selector)).collect();
        claims.extend(overrides.iter().map(|(rank, entry)| Claim {
            rank: *rank,
            duties: entry.duties,
            reason: entry.reason.as_str().into(),
            origin: entry.origin.clone(),
        }));
        match Decision::new(claims) {
            Ok(decision) => {
                for (rank, entry) in overrides {
                    self.overrides.note(&decision, rank, entry);
                }
                self.conflicts.extend(
                    context.rivals(&address, &decision.duties()).map(|rivals| self.rivalry(&address, rivals)),
                );
                let assignees = context.assignees(service, &decision.duties());
                let texts = part.texts_of(control, service);
                let providers = match in_use {
                    Some(_) => Vec::new(),
                    None => claims::acting_providers(self.scope, part, &decision),
                };
                let (statement, upstream) = (statement.cloned(), inherited);
                let mut cell =
                    MatrixCell { part, service, decision, assignees, texts, providers, upstream, statement };
                // An override may have taken back what an offer gave.
                let taken = PerDuty::from_fn(|duty| cell.acting(duty).upstream);
                cell.upstream.retain(|inherited| {
                    let offered = &inherited.offer.known.offer.duties;
                    Duty::ALL.into_iter().any(|duty| *taken.get(duty) && offered.get(duty).is_some())
                });
                row.cells.push(cell);
            }
            Err(conflict) => self.conflicts.push(self.contradiction(&address, &conflict)),
        }
    }

    /// Adds the claims of the offers that are inherited for a cell, and notes those that are not.
    fn inherit(
        &mut self,
        address: &CellAddress<'_>,
        in_use: Option<&ServiceInUse<'a>>,
        claims: &mut Vec<Claim<'a>>,
    ) -> Vec<InheritedPart<'a>> {
        let mut made: Vec<(InheritedPart<'a>, Claim<'a>)> = Vec::new();
        // How each project names the cell most specifically. An offer that is not kept gives way to no wider one.
        let mut most: HashMap<&str, NamedBy> = HashMap::new();
        for &offer in &self.scope.inherited {
            let result = offer.inherited(address, in_use, self.scope.services_for(address.part));
            let part = match &result {
                None => continue,
                Some(Ok(part)) => *part,
                Some(Err(withheld)) => withheld.part,
            };
            most.entry(&offer.known.from)
                .and_modify(|named| *named = part.named.max(*named))
                .or_insert(part.named);
            match result {
                None => {}
                Some(Ok(part)) => {
                    // Claims of the catalog that contradict each other are reported by whoever decides the cell.
                    let below = Decision::new(claims.clone()).ok();
                    if let Some(claim) = below.and_then(|below| offer.claim(part, &below)) {
                        made.push((InheritedPart { offer, part }, claim));
                    }
                }
                Some(Err(withheld)) => {
                    let is_same = |present: &WithheldOffer<'_>| {
                        std::ptr::eq(present.part, withheld.part) && present.reason == withheld.reason
                    };
                    if !self.withheld.iter().any(is_same) {
                        self.withheld.push(withheld);
                    }
                }
            }
        }
        made.retain(|(inherited, _)| {
            most.get(inherited.offer.known.from.as_str()) == Some(&inherited.part.named)
        });
        let (parts, made): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        claims.extend(made);
        parts
    }

    /// Notes the statements about some cells of a control that hold for one of them.
    fn note_narrowed(&self, row: &mut ControlRow<'a>) {
        let out = row.exclusions.iter().filter(|out| matches!(out.reason, ExclusionReason::Statement(_)));
        let excluding =
            out.filter_map(|out| self.scope.statements.holding(row.control, out.part, out.service));
        let excluding = excluding.cloned().collect();
        row.keep_narrowed(excluding);
    }

    fn excluded(
        &self,
        address: &CellAddress<'_>,
        statement: Option<&Arc<ScopedStatement<'a>>>,
    ) -> Option<ExclusionReason<'a>> {
        let entries = self.scope.not_applicable.iter().copied();
        // The project's entries come last. Where one of them and one of the organisation match, the project's reason is
        // the more specific one.
        let entry = entries.rev().find(|entry| address.is_in(&entry.selector));
        // An entry is a decision about the cells that it selects; an attribute is about a part, and a statement on the whole
        // control says less about one cell.
        let denied = || {
            address.part.needs.denied(address.service.map(|service| service.traits.as_slice()), |id| {
                self.scope.attribute(id)
            })
        };
        entry.map(ExclusionReason::Entry).or_else(|| denied().map(ExclusionReason::Attribute)).or_else(|| {
            let statement = statement.filter(|statement| statement.is_not_applicable())?;
            Some(ExclusionReason::Statement(statement.statement))
        })
    }

    fn rivalry(&self, address: &CellAddress<'_>, rivals: Rivals<'_>) -> Diagnostic {
        let [first, second] = rivals.delegations;
        let message = format!(
            "two delegations give `{}` of `{}/{}`{} to different parties (`{}`, `{}`) and neither is more specific",
            rivals.duty.word(),
            address.control.id,
            address.part.id,
            of_service(address),
            first.to,
            second.to,
        );
        Diagnostic::error(Code::ConflictingDelegations, message)
            .at(self.sources.span(&second.origin), "")
            .at(self.sources.span(&first.origin), "the other delegation")
            .hint("remove one of them, or narrow one, for example with `service`".to_owned())
    }

    fn contradiction(&self, address: &CellAddress<'_>, conflict: &Conflict) -> Diagnostic {
        let message = format!(
            "two claims of equal rank give `{}` of `{}/{}`{} to different holders",
            conflict.duty.word(),
            address.control.id,
            address.part.id,
            of_service(address),
        );
        let label = |holder: Holder| format!("`{}` here", holder.word());
        let (first, second) = (&conflict.first, &conflict.second);
        Diagnostic::error(Code::ConflictingClaims, message)
            .at(self.sources.span(&second.origin), label(second.holder))
            .at(self.sources.span(&first.origin), label(first.holder))
            .hint("remove one of them, or narrow one with `part` or `service`".to_owned())
    }
}

/// Two delegations that give a duty to different parties, with equal right.
struct Rivals<'a> {
    duty: Duty,
    delegations: [&'a Delegation; 2],
}

/// What the cells of a part have in common, worked out once for all services.
struct PartContext<'s, 'a> {
    part: &'a Part,
    claims: PartClaims<'s, 'a>,
    /// Those that select the part, for whichever service.
    delegations: PartDelegations<'s, 'a>,
}

fn of_service(address: &CellAddress<'_>) -> String {
    address.service.map(|service| format!(" for `{}`", service.id)).unwrap_or_default()
}

impl<'a> PartContext<'_, 'a> {
    fn rivals(&self, address: &CellAddress<'_>, duties: &Duties) -> Option<Rivals<'a>> {
        let mut ours = Duty::ALL.into_iter().filter(|duty| duties.get(*duty).involves_customer());
        ours.find_map(|duty| {
            let delegations = self.delegations.conflict(address.service, duty)?;
            Some(Rivals { duty, delegations })
        })
    }

    fn assignees(&self, service: Option<&Service>, duties: &Duties) -> PerDuty<Assignee<'a>> {
        PerDuty::from_fn(|duty| match duties.get(duty) {
            Holder::Provider => Assignee::Provider,
            Holder::Customer | Holder::Shared => self.delegations.assignee(service, duty),
        })
    }
}
