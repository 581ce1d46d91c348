//! Requirements with the responsibility for them, in one project or side by side.

use std::collections::BTreeMap;

use onus_core::model::{self, RequirementId, Responsibility, Status};
use onus_core::resolve::{FrameworkTable, Matrix, RequirementRow, RequirementState};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::count::ResponsibilityCounts;
use super::facts::OrganizationView;
use super::link::ControlLink;
use super::project_summary::{FrameworkSummary, JsonText, ProjectSummary};
use super::proof::RequirementProofView;
use super::status::status_label;
use super::text::Text;
use super::view_cache::ViewCache;

/// A framework in a project.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkView<'a> {
    id: &'a str,
    title: Text<'a>,
    publisher: Option<Text<'a>>,
    /// Title of the baseline shown; none for all requirements.
    baseline: Option<Text<'a>>,
    /// Its requirements by responsibility.
    counts: ResponsibilityCounts,
    /// Requirements that no control satisfies.
    unmapped: usize,
    /// In the publisher's order.
    requirements: Vec<RequirementView<'a>>,
}

impl<'a> FrameworkView<'a> {
    /// The framework at this place of the matrix.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, place: usize, table: &'a FrameworkTable<'a>) -> Self {
        let rows = table.requirements.iter();
        let unmapped = table.requirements.iter().filter(|row| row.state == RequirementState::Unmapped);
        Self {
            id: table.framework.id.as_str(),
            title: Text(&table.framework.title),
            publisher: table.framework.publisher.as_ref().map(Text::from),
            baseline: table.baseline_title().map(Text),
            counts: table.requirements.iter().map(RequirementRow::responsibility).collect(),
            unmapped: unmapped.count(),
            requirements: rows.map(|row| RequirementView::new(cache, place, row)).collect(),
        }
    }
}

/// A requirement.
#[derive(Debug, Serialize)]
struct RequirementView<'a> {
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
    /// How far the customer's part of it is: the least of its controls whose serving parts concern the customer.
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Missing`; none when the customer has no part in any of
    /// them.
    status: Option<&'static str>,
    /// Evidence for those of its controls in which the customer has a duty, by id.
    evidence: Vec<Value>,
    /// What proves the duties of each provider for this framework.
    proof: Vec<RequirementProofView<'a>>,
}

impl<'a> RequirementView<'a> {
    fn new(cache: &ViewCache<'_, 'a>, framework: usize, row: &'a RequirementRow<'a>) -> Self {
        let matrix = cache.matrix;
        let state = match row.state {
            RequirementState::Mapped(_) => "mapped",
            RequirementState::Organizational => "organizational",
            RequirementState::Unmapped => "unmapped",
        };
        Self {
            id: row.requirement.id.as_str(),
            title: Text(&row.requirement.title),
            responsibility: row.responsibility().label(),
            state,
            reason: row.requirement.organizational.as_ref().map(Text::from),
            controls: row
                .controls
                .iter()
                .map(|control| SatisfyingControlView::new(matrix, row, control))
                .collect(),
            status: status(matrix, row),
            evidence: evidence(cache, row),
            proof: RequirementProofView::of(cache, framework, row),
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
    /// Status of its statement, or `Missing`; none when the customer has no duty in it here.
    status: Option<&'static str>,
}

impl<'a> SatisfyingControlView<'a> {
    fn new(matrix: &Matrix<'a>, row: &RequirementRow<'_>, control: &'a model::Control) -> Self {
        let ControlLink { id, title, anchor } = ControlLink::new(control);
        let status = stated(matrix, row, control).map(status_label);
        let applies = matrix.control(id).is_some_and(|row| !row.cells.is_empty());
        Self { id, title, anchor, applies, ours: status.is_some(), status }
    }
}

/// The status of a control that satisfies a requirement, `Some(None)` without a statement. None when the customer has
/// no duty in the parts that satisfy it.
fn stated(matrix: &Matrix<'_>, row: &RequirementRow<'_>, control: &model::Control) -> Option<Option<Status>> {
    let found = matrix.control(control.id.as_str())?;
    let serving = row.requirement.satisfied_by.iter().filter(|target| target.control == control.id);
    let mut cells = serving.flat_map(|target| found.cells_of(target));
    cells
        .any(|cell| cell.concerns_customer())
        .then(|| found.statement.as_deref().map(|scoped| scoped.statement.status))
}

/// The least advanced status among the controls of a requirement in which the customer has a duty.
fn status(matrix: &Matrix<'_>, row: &RequirementRow<'_>) -> Option<&'static str> {
    const WORST: [Option<Status>; 4] =
        [None, Some(Status::Planned), Some(Status::Partial), Some(Status::Alternative)];
    let said: Vec<Option<Status>> =
        row.controls.iter().filter_map(|control| stated(matrix, row, control)).collect();
    let worst = WORST.into_iter().find(|status| said.contains(status));
    match worst {
        Some(stated) => Some(status_label(stated)),
        None => said.first().map(|_| Status::Implemented.label()),
    }
}

fn evidence(cache: &ViewCache<'_, '_>, row: &RequirementRow<'_>) -> Vec<Value> {
    let matrix = cache.matrix;
    let ours: Vec<_> = row.controls.iter().filter(|control| stated(matrix, row, control).is_some()).collect();
    let rows = ours.iter().filter_map(|control| matrix.control(control.id.as_str()));
    // What supports none of these controls need not be asked.
    let mut places: Vec<usize> = rows.flat_map(|row| row.evidence.iter().copied()).collect();
    places.sort_unstable();
    places.dedup();
    places.retain(|place| matrix.evidence[*place].serves(row.requirement));
    places.into_iter().map(|place| cache.evidence_brief(place)).collect()
}

/// The view of a framework.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkDocumentView<'a> {
    organization: OrganizationView<'a>,
    as_of: String,
    framework: FrameworkHeadView<'a>,
    /// The projects that show it, by id.
    projects: Vec<ProjectColumnView<'a>>,
    /// Requirements that a project shows, in the publisher's order.
    requirements: Vec<RequirementAcrossView<'a>>,
}

#[derive(Debug, Serialize)]
struct FrameworkHeadView<'a> {
    id: &'a str,
    title: Text<'a>,
    publisher: Option<Text<'a>>,
}

/// A project that shows a framework.
#[derive(Debug, Serialize)]
struct ProjectColumnView<'a> {
    project: serde_json::Value,
    /// Title of the baseline that it shows; none for all requirements.
    baseline: Option<Text<'a>>,
    /// Requirements by responsibility.
    counts: ResponsibilityCounts,
}

/// A requirement in all projects.
#[derive(Debug, Serialize)]
struct RequirementAcrossView<'a> {
    /// As its publisher writes it.
    id: &'a str,
    title: Text<'a>,
    /// Responsibility in each of `projects`, in their order; none where a project does not show it.
    responsibilities: Vec<Option<&'static str>>,
    controls: Vec<ControlLink<'a>>,
}

impl<'a> FrameworkDocumentView<'a> {
    pub(super) fn new(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        framework: &'a model::Framework,
        projects: &'a [ProjectSummary],
    ) -> Self {
        let showing =
            |project: &'a ProjectSummary| project.frameworks.iter().find(|shown| shown.id == framework.id);
        let shown = |project: &'a ProjectSummary| Some((&project.project, showing(project)?));
        let tables: Vec<(&'a JsonText, &'a FrameworkSummary)> = projects.iter().filter_map(shown).collect();
        let columns: Vec<BTreeMap<&RequirementId, Responsibility>> = tables
            .iter()
            .map(|(_, table)| table.requirements.iter().map(|(id, amounts_to)| (id, *amounts_to)).collect())
            .collect();
        let across = |requirement: &'a model::Requirement| {
            let responsibilities: Vec<Option<&'static str>> = columns
                .iter()
                .map(|column| column.get(&requirement.id).map(|amounts_to| amounts_to.label()))
                .collect();
            let satisfies = |control: &&model::Control| {
                requirement.satisfied_by.iter().any(|target| target.control == control.id)
            };
            responsibilities.iter().any(Option::is_some).then(|| RequirementAcrossView {
                id: requirement.id.as_str(),
                title: Text(&requirement.title),
                responsibilities,
                controls: catalog.controls.iter().filter(satisfies).map(ControlLink::new).collect(),
            })
        };
        let column = |(project, table): &(&'a JsonText, &'a FrameworkSummary)| ProjectColumnView {
            project: project.value(),
            baseline: table.baseline.as_ref().map(Text::from),
            counts: table.counts,
        };
        Self {
            organization: OrganizationView::new(organization),
            as_of: context.as_of().to_string(),
            framework: FrameworkHeadView {
                id: framework.id.as_str(),
                title: Text(&framework.title),
                publisher: framework.publisher.as_ref().map(Text::from),
            },
            projects: tables.iter().map(column).collect(),
            requirements: framework.requirements.iter().filter_map(across).collect(),
        }
    }
}
