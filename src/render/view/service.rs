//! What templates of scope `service` see: who does what for a service, and what projects change about it.

use std::collections::BTreeMap;

use onus_core::model::{self, LayerId, ServiceId};
use onus_core::resolve::{ControlRow, Exclusion, Matrix, MatrixCell, Rank};
use serde::Serialize;
use serde_json::Value;

use super::ViewContext;
use super::acceptance::AcceptanceView;
use super::assurance::AssuranceView;
use super::attestation::AttestationView;
use super::count::ResponsibilityCounts;
use super::facts::{CatalogView, OrganizationView, ServiceView};
use super::link::ControlLink;
use super::overrides::{DutyChangeView, OverrideView, changes_in};
use super::project_summary::{JsonText, ProjectSummary, ServiceSummary};
use super::row::RowView;
use super::service_gap::{ServiceGapView, ServiceRiskView, uses};
use super::service_setting::ServiceSettingView;
use super::split::{LayerSplitView, ServiceExceptionView};
use super::text::Text;

/// The view of a service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceDocumentView<'a> {
    organization: OrganizationView<'a>,
    as_of: String,
    catalog: CatalogView<'a>,
    /// None when no project uses it.
    service: Option<ServiceView<'a>>,
    /// Titles of its traits.
    traits: Vec<Text<'a>>,
    /// Its names in other tools.
    names: Vec<ToolNameView<'a>>,
    /// What the customer has to configure.
    notes: Vec<Text<'a>>,
    exceptions: Vec<ServiceExceptionView<'a>>,
    /// Overrides of the organisation that match parts of it.
    overrides: Vec<OverrideView<'a>>,
    /// How its switches are set when it begins to be used.
    settings: Vec<ServiceSettingView<'a>>,
    /// Layers by responsibility, for each class of services.
    split: Vec<LayerSplitView<'a>>,
    /// Parts of controls that apply to it, by layer from the bottom.
    layers: Vec<LayerRowsView<'a>>,
    /// Parts of controls by responsibility.
    counts: ResponsibilityCounts,
    /// Third-party reports that cover it.
    attestations: Vec<AttestationView<'a>>,
    /// What the provider does for it, and the reports that cover that, over all regions in use.
    assurance: Vec<AssuranceView<'a>>,
    /// Projects that use it.
    projects: Vec<ProjectUseView<'a>>,
    /// Accepted risks about it in any of them.
    risks: Vec<ServiceRiskView<'a>>,
    /// Findings about it in any of them.
    gaps: Vec<ServiceGapView<'a>>,
}

/// The name of the service in another tool.
#[derive(Debug, Serialize)]
struct ToolNameView<'a> {
    tool: Text<'a>,
    name: Text<'a>,
}

/// The parts of controls on one layer.
#[derive(Debug, Serialize)]
struct LayerRowsView<'a> {
    title: Text<'a>,
    /// Responsibility over all its parts.
    responsibility: &'static str,
    /// Its parts by responsibility.
    counts: ResponsibilityCounts,
    /// In catalog order.
    rows: Vec<PartRowView<'a>>,
}

/// A part of a control.
#[derive(Debug, Serialize)]
struct PartRowView<'a> {
    control: ControlLink<'a>,
    row: RowView<'a>,
}

/// A project that uses the service.
#[derive(Debug, Serialize)]
struct ProjectUseView<'a> {
    project: Value,
    /// What the project uses the service for, or none.
    purpose: Option<&'a str>,
    /// Sorted.
    regions: &'a [String],
    /// `file:line` of its use.
    place: &'a str,
    /// The name under which the project uses it, where it gives it one.
    alias: Option<&'a str>,
    /// What it stands on there, in words, or none.
    stands_on: Option<&'a str>,
    /// The names of the services that stand on it there.
    carries: &'a [String],
    /// What its overrides change: items of [`ProjectChangeView`].
    changes: Vec<Value>,
    /// Cells that it excludes: items of [`ProjectExclusionView`].
    left_out: Vec<Value>,
}

/// What an override of a project changes for the service.
#[derive(Debug, Serialize)]
pub(super) struct ProjectChangeView<'a> {
    control: ControlLink<'a>,
    part: Text<'a>,
    changes: Vec<DutyChangeView>,
    reason: Text<'a>,
    /// `file:line`.
    place: String,
}

/// A part that a project excludes for the service.
#[derive(Debug, Serialize)]
pub(super) struct ProjectExclusionView<'a> {
    control: ControlLink<'a>,
    part: Text<'a>,
    reason: String,
    /// `file:line`.
    place: String,
}

impl<'a> ServiceDocumentView<'a> {
    pub(super) fn new(
        context: ViewContext<'_>,
        matrix: &'a Matrix<'a>,
        projects: &'a [ProjectSummary],
    ) -> Self {
        let scope = &matrix.scope;
        // Projects may use it several times, under names of their own; facts are those of the first use.
        let in_use = scope.services.first();
        let service = in_use.map(|in_use| in_use.service);
        let traits = scope.catalog.traits.iter();
        let has = |known: &&model::Trait| service.is_some_and(|service| service.traits.contains(&known.id));
        let names = service.into_iter().flat_map(|service| &service.names);
        let parts = assessed_parts(matrix);
        Self {
            organization: OrganizationView::new(scope.organization),
            as_of: context.as_of().to_string(),
            catalog: CatalogView::new(scope.catalog),
            service: in_use.map(|in_use| ServiceView::new(context, scope, in_use)),
            traits: traits.filter(has).map(|known| Text(&known.title)).collect(),
            names: names
                .map(|name| {
                    let tool = scope.catalog.tool(&name.tool).map(|tool| tool.title.as_str());
                    ToolNameView { tool: Text(tool.unwrap_or(name.tool.as_str())), name: Text(&name.name) }
                })
                .collect(),
            notes: service.into_iter().flat_map(|service| service.notes.iter().map(Text::from)).collect(),
            exceptions: ServiceExceptionView::each_once(context, matrix),
            overrides: OverrideView::of(context, matrix)
                .into_iter()
                .filter(OverrideView::changes_cells)
                .collect(),
            settings: ServiceSettingView::of(context, matrix),
            split: LayerSplitView::of(matrix).into_iter().filter(|split| split.class.is_some()).collect(),
            layers: LayerRowsView::of(matrix, &parts),
            counts: parts.iter().map(|part| part.responsibility).collect(),
            attestations: service.map(|service| covering(context, matrix, service)).unwrap_or_default(),
            assurance: AssuranceView::of_services(context, matrix),
            projects: service.map(|service| ProjectUseView::of(projects, &service.id)).unwrap_or_default(),
            risks: service.map(|service| ServiceRiskView::of(projects, &service.id)).unwrap_or_default(),
            gaps: service
                .map(|service| ServiceGapView::of(scope.catalog, projects, &service.id))
                .unwrap_or_default(),
        }
    }
}

fn covering<'a>(
    context: ViewContext<'_>,
    matrix: &'a Matrix<'a>,
    service: &model::Service,
) -> Vec<AttestationView<'a>> {
    let organization = matrix.scope.organization;
    let covers = |report: &&model::Attestation| report.covers_service(service);
    let ids: Vec<&str> =
        organization.attestations.iter().filter(covers).map(|report| report.id.as_str()).collect();
    let all = AttestationView::of(context, matrix.scope.catalog, organization);
    all.into_iter().filter(|report| ids.contains(&report.id)).collect()
}

/// A part of a control that applies to the service.
struct AssessedServicePart<'a> {
    layer: &'a LayerId,
    /// Over all its uses: what differs between them is shared, never inherited.
    responsibility: model::Responsibility,
}

fn assessed_parts<'a>(matrix: &'a Matrix<'a>) -> Vec<AssessedServicePart<'a>> {
    let mut found = Vec::new();
    for row in &matrix.controls {
        for part in &row.control.parts {
            let cells = row.cells.iter().filter(|cell| cell.service.is_some() && cell.part.id == part.id);
            let all: Vec<_> = cells.map(|cell| cell.responsibility()).collect();
            if !all.is_empty() {
                let responsibility = model::Responsibility::fold(all);
                found.push(AssessedServicePart { layer: &part.layer, responsibility });
            }
        }
    }
    found
}

impl<'a> LayerRowsView<'a> {
    fn of(matrix: &'a Matrix<'a>, parts: &[AssessedServicePart<'a>]) -> Vec<Self> {
        let mut by_layer: BTreeMap<&LayerId, Vec<PartRowView<'a>>> = BTreeMap::new();
        for (layer, row) in matrix.controls.iter().flat_map(|row| part_rows(matrix, row)) {
            by_layer.entry(layer).or_default().push(row);
        }
        let layer_rows = |layer: &'a model::Layer| {
            let rows = by_layer.remove(&layer.id)?;
            let own = parts.iter().filter(|part| *part.layer == layer.id);
            let all: Vec<_> = own.map(|part| part.responsibility).collect();
            let responsibility = model::Responsibility::fold(all.iter().copied()).label();
            Some(Self { title: Text(&layer.title), responsibility, counts: all.into_iter().collect(), rows })
        };
        matrix.scope.catalog.layers.iter().filter_map(layer_rows).collect()
    }
}

/// The rows of a control that are about services, each with its layer.
fn part_rows<'a>(matrix: &'a Matrix<'a>, row: &'a ControlRow<'a>) -> Vec<(&'a LayerId, PartRowView<'a>)> {
    let with_layer = |part: RowView<'a>| {
        let layer = &row.control.part(part.part)?.layer;
        (!part.services.is_empty())
            .then(|| (layer, PartRowView { control: ControlLink::new(row.control), row: part }))
    };
    RowView::of(&matrix.scope, &row.cells).into_iter().filter_map(with_layer).collect()
}

fn is_about(cell: &MatrixCell<'_>, service: &model::Service) -> bool {
    cell.service.is_some_and(|here| here.is_same_use(service))
}

fn values(shown: Option<&Vec<JsonText>>) -> Vec<Value> {
    shown.into_iter().flatten().map(JsonText::value).collect()
}

impl<'a> ProjectUseView<'a> {
    fn of(projects: &'a [ProjectSummary], service: &ServiceId) -> Vec<Self> {
        // A project may use a service several times, under names of its own.
        let uses =
            projects.iter().flat_map(|project| uses(project, service).map(move |found| (project, found)));
        let project_use = |(project, in_use): (&'a ProjectSummary, &'a ServiceSummary)| {
            let deviations = in_use.deviations.as_ref();
            Self {
                project: project.project.value(),
                purpose: in_use.purpose.as_deref(),
                regions: &in_use.regions,
                place: &in_use.place,
                alias: in_use.alias.as_deref(),
                stands_on: in_use.stands_on.as_deref(),
                carries: &in_use.carries,
                changes: values(deviations.map(|found| &found.changes)),
                left_out: values(deviations.map(|found| &found.left_out)),
            }
        };
        uses.map(project_use).collect()
    }
}

/// Accepted risks about cells of a service.
pub(super) fn accepted<'a>(
    context: ViewContext<'_>,
    matrix: &'a Matrix<'a>,
    service: &model::Service,
) -> Vec<AcceptanceView<'a>> {
    let rows = matrix.controls.iter();
    let concerned = rows.filter(|row| row.cells.iter().any(|cell| is_about(cell, service)));
    let mut found: Vec<&'a model::Acceptance> = Vec::new();
    for entry in concerned.flat_map(|row| row.acceptances.iter().copied()) {
        let is_about_it = entry.selector.service.as_ref().is_none_or(|id| service.is_named(id.as_str()));
        if is_about_it && !found.iter().any(|known| known.id == entry.id) {
            found.push(entry);
        }
    }
    found.into_iter().map(|entry| AcceptanceView::new(context, matrix, entry)).collect()
}

impl<'a> ProjectChangeView<'a> {
    pub(super) fn of(
        context: ViewContext<'_>,
        matrix: &'a Matrix<'a>,
        service: &model::Service,
    ) -> Vec<Self> {
        let own: Vec<_> = matrix.scope.overrides().filter(|(rank, _)| *rank == Rank::Project).collect();
        let mut found = Vec::new();
        for row in &matrix.controls {
            for cell in row.cells.iter().filter(|cell| is_about(cell, service)) {
                for (rank, entry) in &own {
                    let changes = changes_in(cell, *rank, entry).unwrap_or_default();
                    if !changes.is_empty() {
                        found.push(Self {
                            control: ControlLink::new(row.control),
                            part: Text(&cell.part.title),
                            changes,
                            reason: Text(&entry.reason),
                            place: context.place(&entry.origin),
                        });
                    }
                }
            }
        }
        found
    }
}

impl<'a> ProjectExclusionView<'a> {
    pub(super) fn of(
        context: ViewContext<'_>,
        matrix: &'a Matrix<'a>,
        service: &model::Service,
    ) -> Vec<Self> {
        let mut found = Vec::new();
        for row in &matrix.controls {
            let is_meant = |out: &&Exclusion<'_>| out.service.is_some_and(|here| here.is_same_use(service));
            for out in row.exclusions.iter().filter(is_meant) {
                found.push(Self {
                    control: ControlLink::new(row.control),
                    part: Text(&out.part.title),
                    reason: super::exclusion::exclusion_reason(row, out.reason),
                    place: context.place(out.reason.origin()),
                });
            }
        }
        found
    }
}
