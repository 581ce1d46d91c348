//! A requirement in a project: who is responsible for it, how far it is implemented, and why it is not further.

use onus_core::assess::{RequirementAssessment, RequirementOrigination, StatusCap, originations};
use onus_core::model::{self, Confirmation, ImplementationStatus};
use onus_core::resolve::{ExclusionReason, Matrix, MatrixCell, RequirementRow, RequirementState};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::accountable::AccountableView;
use super::applicability::{what_applies, what_excludes};
use super::exclusion::exclusion_reason;
use super::link::ControlLink;
use super::proof::RequirementProofView;
use super::statement::{SaidView, StatementView};
use super::text::Text;
use super::upstream_evidence::UpstreamEvidenceView;
use super::view_cache::ViewCache;

/// A requirement.
#[derive(Debug, Serialize)]
pub(super) struct RequirementView<'a> {
    /// As its publisher writes it.
    id: &'a str,
    title: Text<'a>,
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    responsibility: &'static str,
    /// `mapped`, `organizational` (only the organisation as a whole can meet it) or `unmapped` (no control satisfies
    /// it, so it counts as the customer's).
    state: &'static str,
    /// Why only the organisation as a whole can fulfil it, or none.
    reason: Option<Text<'a>>,
    controls: Vec<SatisfyingControlView<'a>>,
    /// How far the customer's part of it is implemented: `Implemented`, `Alternative`, `Partial`, `Planned` or `Not
    /// documented`; `Inherited` where the provider holds every duty, `Not applicable` where nothing applies.
    status: &'static str,
    /// The status, told apart by what is missing: `Inherited` only where valid reports and kept offers prove it, and else
    /// `Inherited, not proven`; `Partial, held back`, `Partial, remainder not documented` (providers do their side, and
    /// nothing is stated about the rest) or `Partial, mapped in part`.
    standing: &'static str,
    /// True when a provider holds duties of which no valid report or kept offer proves all.
    unproven: bool,
    /// True when the status follows from its controls, false when the requirement has a statement.
    derived: bool,
    /// What keeps it from being implemented, in phrases such as `control IAM-02 is planned`.
    capped_by: Vec<String>,
    /// What nothing in the catalog serves, or none.
    remainder: Option<Text<'a>>,
    /// Its own statement, or none.
    statement: Option<SaidView<'a>>,
    /// Who confirmed that it is met, or none.
    confirmation: Option<ConfirmationView<'a>>,
    /// Why it does not apply, as far as a decision says so.
    because: Vec<String>,
    /// False when it does not apply.
    applies: bool,
    /// What makes it apply, or why it does not, in a phrase.
    justification: String,
    /// The evidence behind it, by id.
    evidence: Vec<Value>,
    /// How much of that is valid.
    held: usize,
    /// Evidence requests about those of its controls in which the customer has a duty.
    asked: usize,
    /// How many of these are outstanding.
    open: usize,
    /// What proves the duties of each provider for this framework.
    proof: Vec<RequirementProofView<'a>>,
    /// Where what is done about it comes from: `Corporate`, `System specific` or `Hybrid`, then `Inherited`, `Configured by
    /// customer`, `Provided by customer` and `Shared`.
    originations: Vec<&'static str>,
    #[serde(flatten)]
    accountable: AccountableView<'a>,
}

impl<'a> RequirementView<'a> {
    /// `framework` is the place of its framework in the matrix.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, framework: usize, row: &'a RequirementRow<'a>) -> Self {
        let matrix = cache.matrix;
        let state = match row.state {
            RequirementState::Mapped(_) => "mapped",
            RequirementState::Organizational => "organizational",
            RequirementState::Unmapped => "unmapped",
        };
        let assessment = cache.requirement(row);
        let accountable = AccountableView::of(cache, row, &assessment);
        let RequirementAssessment { status, derived, capped_by, evidence, held, asked, open, .. } =
            assessment;
        let proofs = cache.proofs.of_requirement(framework, row);
        let origins = originations(matrix, row, &proofs);
        let because: Vec<String> =
            assessment.not_applicable.into_iter().map(|reason| reason_text(matrix, reason)).collect();
        let applies = status != ImplementationStatus::NotApplicable;
        let justification = match applies {
            true => what_applies(matrix, row, cache.context.messages),
            false => what_excludes(matrix, row, &because),
        };
        let controls: Vec<SatisfyingControlView<'a>> =
            row.controls.iter().map(|control| SatisfyingControlView::new(cache, row, control)).collect();
        let proof = RequirementProofView::of(cache, row, proofs);
        let unproven = proof.iter().any(|entry| !entry.is_complete());
        let standing = match status {
            ImplementationStatus::Inherited if unproven => "Inherited, not proven",
            ImplementationStatus::Partial if !accountable.is_mapped_in_part() => "Partial, held back",
            ImplementationStatus::Partial if controls.iter().any(|control| control.ours) => {
                "Partial, mapped in part"
            }
            ImplementationStatus::Partial => "Partial, remainder not documented",
            other => other.label(),
        };
        Self {
            id: row.requirement.id.as_str(),
            title: Text(&row.requirement.title),
            responsibility: row.responsibility().label(),
            state,
            reason: row.requirement.organizational.as_ref().map(Text::from),
            controls,
            status: status.label(),
            standing,
            unproven,
            derived,
            capped_by: capped_by.iter().map(StatusCap::to_string).collect(),
            remainder: row.requirement.remainder.as_ref().map(Text::from),
            statement: row.statement.as_deref().map(|scoped| SaidView::new(cache, scoped, &evidence)),
            confirmation: row.confirmation.map(|entry| ConfirmationView::new(cache.context, entry)),
            because,
            applies,
            justification,
            evidence: evidence.into_iter().map(|place| cache.evidence_brief(place)).collect(),
            held,
            asked,
            open,
            proof,
            originations: origins.into_iter().map(RequirementOrigination::label).collect(),
            accountable,
        }
    }
}

fn reason_text(matrix: &Matrix<'_>, reason: ExclusionReason<'_>) -> String {
    let control = match reason {
        ExclusionReason::Entry(_) | ExclusionReason::Attribute(_) => matrix.controls.first(),
        ExclusionReason::Statement(statement) => {
            statement.subject.control().and_then(|id| matrix.control(id.as_str()))
        }
    };
    control.map(|row| exclusion_reason(row, reason)).unwrap_or_default()
}

/// A person's confirmation.
#[derive(Debug, Serialize)]
struct ConfirmationView<'a> {
    by: Text<'a>,
    /// The day.
    on: String,
    reason: Text<'a>,
    /// `file:line`.
    place: String,
}

impl<'a> ConfirmationView<'a> {
    fn new(context: ViewContext<'_>, entry: &'a Confirmation) -> Self {
        Self {
            by: Text(&entry.by),
            on: entry.on.to_string(),
            reason: Text(&entry.reason),
            place: context.place(&entry.origin),
        }
    }
}

/// A control that satisfies a requirement.
#[derive(Debug, Serialize)]
struct SatisfyingControlView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// Anchor of the heading `id title`, for links.
    anchor: String,
    /// False when none of its cells applies, so that it has no section.
    applies: bool,
    /// True when the customer has a duty in the parts that satisfy the requirement.
    ours: bool,
    /// True when one of these parts has a cell.
    concerned: bool,
    /// Who else holds duties in these parts: short names of providers, names of projects whose offers hold.
    others: Vec<String>,
    /// How far these parts are implemented; none when the customer has no duty in them.
    status: Option<&'static str>,
    /// Statements on some of their cells.
    narrowed: Vec<StatementView<'a>>,
    /// Evidence of projects from which they are inherited.
    upstream_evidence: Vec<UpstreamEvidenceView<'a>>,
}

impl<'a> SatisfyingControlView<'a> {
    fn new(cache: &ViewCache<'_, 'a>, row: &RequirementRow<'_>, control: &'a model::Control) -> Self {
        let matrix = cache.matrix;
        let ControlLink { id, title, anchor } = ControlLink::new(control);
        let found = matrix.control(id);
        let serving = row.requirement.satisfied_by.iter().filter(|target| target.control == control.id);
        let cells = serving.clone().filter_map(|target| Some(found?.cells_of(target))).flatten();
        let cells: Vec<&MatrixCell<'a>> = cells.collect();
        let is_serving = |cell: &MatrixCell<'a>| cells.iter().any(|one| std::ptr::eq(*one, cell));
        let statuses = serving.filter_map(|target| Some(found?.status_of(target)));
        let status = ImplementationStatus::fold(statuses);
        let ours = status.concerns_customer();
        let applies = found.is_some_and(|row| !row.cells.is_empty());
        Self {
            id,
            title,
            anchor,
            applies,
            ours,
            concerned: !cells.is_empty(),
            others: others(matrix, &cells),
            status: ours.then(|| status.label()),
            narrowed: found
                .map(|found| StatementView::narrowed_to(cache, found, is_serving))
                .unwrap_or_default(),
            upstream_evidence: UpstreamEvidenceView::of_cells(cells.iter().copied()),
        }
    }
}

/// Who holds duties in cells beside the customer, each once.
fn others(matrix: &Matrix<'_>, cells: &[&MatrixCell<'_>]) -> Vec<String> {
    let providers = cells.iter().flat_map(|cell| cell.providers()).map(|id| {
        let known = matrix.scope.catalog.providers.get(id);
        known.map_or(id.as_str(), |provider| provider.short_name.trim())
    });
    let projects = cells.iter().filter_map(|cell| cell.offered_by());
    let mut names: Vec<String> = Vec::new();
    for name in providers.chain(projects) {
        if !names.iter().any(|present| present == name) {
            names.push(name.to_owned());
        }
    }
    names
}
