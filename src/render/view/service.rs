//! What documents about a service see: who does what for it, and what projects change about that.

use std::collections::BTreeMap;

use onus_core::model::{self, LayerId, ServiceId};
use onus_core::resolve::{ControlRow, Matrix, Rank};
use serde::Serialize;
use serde_json::Value;

use super::Setting;
use super::acceptance::Acceptance;
use super::attestation::Attestation;
use super::count::Responsibilities;
use super::extract::{Extract, ViewText};
use super::facts::{CatalogFacts, ControlLink, Organization, Service};
use super::matrix::Row;
use super::move_of_line::{Change, changes_in};
use super::split::{ServiceException, Split};
use super::text::Text;

/// The view of a service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceDocument<'a> {
    /// The organisation.
    pub(super) organization: Organization<'a>,
    /// The day on which everything was judged.
    pub(super) as_of: String,
    /// The catalog.
    pub(super) catalog: CatalogFacts<'a>,
    /// The service; none when nothing uses it.
    pub(super) service: Option<Service<'a>>,
    /// What it is like: titles of its traits.
    pub(super) traits: Vec<Text<'a>>,
    /// Names under which tools know it.
    pub(super) names: Vec<ToolName<'a>>,
    /// What the customer sets.
    pub(super) notes: Vec<Text<'a>>,
    /// Where it differs from its class.
    pub(super) exceptions: Vec<ServiceException<'a>>,
    /// Which layers are secured by whom.
    pub(super) split: Vec<Split<'a>>,
    /// Parts of controls that concern it, layer by layer from the bottom.
    pub(super) layers: Vec<LayerRows<'a>>,
    /// Parts of controls by what they amount to.
    pub(super) counts: Responsibilities,
    /// Third-party reports that cover it.
    pub(super) attestations: Vec<Attestation<'a>>,
    /// Projects that use it.
    pub(super) projects: Vec<ProjectUse<'a>>,
}

/// A name under which a tool knows the service.
#[derive(Debug, Serialize)]
pub(super) struct ToolName<'a> {
    /// The tool.
    pub(super) tool: &'static str,
    /// The name.
    pub(super) name: Text<'a>,
}

/// The parts on one layer.
#[derive(Debug, Serialize)]
pub(super) struct LayerRows<'a> {
    /// Title of the layer.
    pub(super) title: Text<'a>,
    /// What all its parts amount to.
    pub(super) responsibility: &'static str,
    /// The parts, in catalog order.
    pub(super) rows: Vec<PartRow<'a>>,
}

/// A part of a control.
#[derive(Debug, Serialize)]
pub(super) struct PartRow<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// Who does what.
    pub(super) row: Row<'a>,
}

/// A project that uses the service.
#[derive(Debug, Serialize)]
pub(super) struct ProjectUse<'a> {
    /// The project.
    pub(super) project: Value,
    /// What it uses the service for, or none.
    pub(super) purpose: Option<&'a str>,
    /// Regions, sorted.
    pub(super) regions: &'a [String],
    /// File and line of its use.
    pub(super) place: &'a str,
    /// What its overrides change: items of [`ProjectChange`].
    pub(super) changes: Vec<Value>,
    /// What it takes out: items of [`ProjectLeftOut`].
    pub(super) left_out: Vec<Value>,
    /// Risks about the service that somebody has accepted there.
    pub(super) risk_acceptances: Vec<Value>,
}

/// What a project's override changes for the service.
#[derive(Debug, Serialize)]
pub(super) struct ProjectChange<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// Title of the part.
    pub(super) part: Text<'a>,
    /// Duties that change hands.
    pub(super) changes: Vec<Change>,
    /// Why.
    pub(super) reason: Text<'a>,
    /// File and line.
    pub(super) place: String,
}

/// A part that does not apply to the service in a project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectLeftOut<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// Title of the part.
    pub(super) part: Text<'a>,
    /// Why.
    pub(super) reason: String,
    /// File and line.
    pub(super) place: String,
}

impl<'a> ServiceDocument<'a> {
    pub(super) fn new(setting: Setting<'_>, matrix: &'a Matrix<'a>, projects: &'a [Extract]) -> Self {
        let scope = &matrix.scope;
        let in_use = scope.services.first();
        let service = in_use.map(|in_use| in_use.service);
        let traits = scope.catalog.traits.iter();
        let has = |known: &&model::Trait| service.is_some_and(|service| service.traits.contains(&known.id));
        let names = service.into_iter().flat_map(|service| &service.names);
        let cells = matrix.controls.iter().flat_map(|row| &row.cells).filter(|cell| cell.service.is_some());
        Self {
            organization: Organization::new(scope.organization),
            as_of: setting.as_of().to_string(),
            catalog: CatalogFacts::new(scope.catalog),
            service: in_use.map(|in_use| Service::new(setting, scope, in_use)),
            traits: traits.filter(has).map(|known| Text(&known.title)).collect(),
            names: names.map(|name| ToolName { tool: name.tool.word(), name: Text(&name.name) }).collect(),
            notes: service.into_iter().flat_map(|service| service.notes.iter().map(Text::from)).collect(),
            exceptions: ServiceException::of(setting, matrix),
            split: Split::of(matrix).into_iter().filter(|split| split.class.is_some()).collect(),
            layers: LayerRows::of(matrix),
            counts: cells.map(|cell| cell.responsibility()).collect(),
            attestations: service.map(|service| covering(setting, matrix, service)).unwrap_or_default(),
            projects: service.map(|service| ProjectUse::of(projects, &service.id)).unwrap_or_default(),
        }
    }
}

fn covering<'a>(
    setting: Setting<'_>,
    matrix: &'a Matrix<'a>,
    service: &model::Service,
) -> Vec<Attestation<'a>> {
    let organization = matrix.scope.organization;
    let covers = |report: &&model::Attestation| {
        report.provider == service.provider && report.services.covers(&service.id)
    };
    let ids: Vec<&str> =
        organization.attestations.iter().filter(covers).map(|report| report.id.as_str()).collect();
    let all = Attestation::of(setting, matrix.scope.catalog, organization);
    all.into_iter().filter(|report| ids.contains(&report.id)).collect()
}

impl<'a> LayerRows<'a> {
    fn of(matrix: &'a Matrix<'a>) -> Vec<Self> {
        let mut by_layer: BTreeMap<&LayerId, Vec<PartRow<'a>>> = BTreeMap::new();
        for (layer, row) in matrix.controls.iter().flat_map(|row| part_rows(matrix, row)) {
            by_layer.entry(layer).or_default().push(row);
        }
        let layer_rows = |layer: &'a model::Layer| {
            let rows = by_layer.remove(&layer.id)?;
            let cells =
                matrix.controls.iter().flat_map(|row| &row.cells).filter(|cell| cell.part.layer == layer.id);
            let cells = cells.filter(|cell| cell.service.is_some());
            let responsibility = model::Responsibility::fold(cells.map(|cell| cell.responsibility())).label();
            Some(Self { title: Text(&layer.title), responsibility, rows })
        };
        matrix.scope.catalog.layers.iter().filter_map(layer_rows).collect()
    }
}

/// The rows of a control that are about services, each with its layer.
fn part_rows<'a>(matrix: &'a Matrix<'a>, row: &'a ControlRow<'a>) -> Vec<(&'a LayerId, PartRow<'a>)> {
    let with_layer = |part: Row<'a>| {
        let layer = &row.control.part(part.part)?.layer;
        (!part.services.is_empty())
            .then(|| (layer, PartRow { control: ControlLink::new(row.control), row: part }))
    };
    Row::of(&matrix.scope, &row.cells).into_iter().filter_map(with_layer).collect()
}

fn values(shown: Option<&Vec<ViewText>>) -> Vec<Value> {
    shown.into_iter().flatten().map(ViewText::value).collect()
}

impl<'a> ProjectUse<'a> {
    fn of(projects: &'a [Extract], service: &ServiceId) -> Vec<Self> {
        let project_use = |project: &'a Extract| {
            let found = project.services.binary_search_by(|known| known.id.cmp(service)).ok()?;
            let in_use = &project.services[found];
            let special = in_use.special.as_ref();
            Some(Self {
                project: project.project.value(),
                purpose: in_use.purpose.as_deref(),
                regions: &in_use.regions,
                place: &in_use.place,
                changes: values(special.map(|special| &special.changes)),
                left_out: values(special.map(|special| &special.left_out)),
                risk_acceptances: special
                    .into_iter()
                    .flat_map(|special| &special.risk_acceptances)
                    .filter_map(|place| Some(project.risk_acceptances.get(*place)?.value()))
                    .collect(),
            })
        };
        projects.iter().filter_map(project_use).collect()
    }
}

/// Accepted risks about cells of a service.
pub(super) fn accepted<'a>(
    setting: Setting<'_>,
    matrix: &'a Matrix<'a>,
    service: &ServiceId,
) -> Vec<Acceptance<'a>> {
    let concerned = matrix
        .controls
        .iter()
        .filter(|row| row.cells.iter().any(|cell| cell.service.is_some_and(|here| here.id == *service)));
    let mut found: Vec<&'a model::Acceptance> = Vec::new();
    for entry in concerned.flat_map(|row| row.acceptances.iter().copied()) {
        let is_about_it = entry.selector.service.as_ref().is_none_or(|id| id == service);
        if is_about_it && !found.iter().any(|known| known.id == entry.id) {
            found.push(entry);
        }
    }
    found.into_iter().map(|entry| Acceptance::new(setting, matrix, entry)).collect()
}

impl<'a> ProjectChange<'a> {
    pub(super) fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>, service: &ServiceId) -> Vec<Self> {
        let own: Vec<_> = matrix.scope.overrides().filter(|(rank, _)| *rank == Rank::Project).collect();
        let mut found = Vec::new();
        for row in &matrix.controls {
            for cell in row.cells.iter().filter(|cell| cell.service.is_some_and(|here| here.id == *service)) {
                for (rank, entry) in &own {
                    let changes = changes_in(cell, *rank, entry).unwrap_or_default();
                    if !changes.is_empty() {
                        found.push(Self {
                            control: ControlLink::new(row.control),
                            part: Text(&cell.part.title),
                            changes,
                            reason: Text(&entry.reason),
                            place: setting.place(&entry.origin),
                        });
                    }
                }
            }
        }
        found
    }
}

impl<'a> ProjectLeftOut<'a> {
    pub(super) fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>, service: &ServiceId) -> Vec<Self> {
        let mut found = Vec::new();
        for row in &matrix.controls {
            for out in row.exclusions.iter().filter(|out| out.service.is_some_and(|here| here.id == *service))
            {
                found.push(Self {
                    control: ControlLink::new(row.control),
                    part: Text(&out.part.title),
                    reason: super::matrix::exclusion_reason(row, out.reason),
                    place: setting.place(out.reason.origin()),
                });
            }
        }
        found
    }
}
