//! Domains and controls, with everything that is known about each.

use onus_core::model;
use onus_core::resolve::{ControlRow, MatrixCell};
use serde::Serialize;
use tera::Value;

use super::super::filters::anchor;
use super::ViewContext;
use super::acceptance::AcceptanceView;
use super::control_line::ControlLineView;
use super::count::ResponsibilityCounts;
use super::evidence_request::EvidenceRequestView;
use super::exclusion::exclusion_reason;
use super::link::ControlLink;
use super::overrides::DeviationView;
use super::proof::ControlProofView;
use super::statement::StatementView;
use super::text::Text;
use super::upstream_evidence::UpstreamEvidenceView;
use super::user_control::ProjectUserControlView;
use super::view_cache::ViewCache;

/// A domain with its controls.
#[derive(Debug, Serialize)]
pub(super) struct DomainView<'a> {
    id: &'a str,
    title: Text<'a>,
    description: Text<'a>,
    /// Anchor of its heading, for links.
    anchor: String,
    /// Responsibility over all its controls.
    responsibility: &'static str,
    /// Its controls by responsibility.
    counts: ResponsibilityCounts,
    /// Its rows in the grid: controls with the same letters share one. Without those that do not apply.
    grid: Vec<GridRowView<'a>>,
    /// In catalog order, including those that do not apply.
    controls: Vec<ControlView<'a>>,
}

impl<'a> DomainView<'a> {
    /// All domains that have controls, in catalog order.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        let ViewCache { context, matrix, .. } = *cache;
        let user_controls = ProjectUserControlView::of(context, matrix);
        let domain = |domain: &'a model::Domain| {
            let rows: Vec<&ControlRow<'_>> = matrix.domain(&domain.id).collect();
            let all = || rows.iter().map(|row| row.responsibility());
            let controls: Vec<ControlView<'a>> =
                rows.iter().map(|row| ControlView::new(cache, row, &user_controls)).collect();
            Self {
                id: domain.id.as_str(),
                title: Text(&domain.title),
                description: Text(&domain.description),
                anchor: anchor(&domain.title),
                responsibility: model::Responsibility::fold(all()).label(),
                counts: all().collect(),
                grid: GridRowView::of(&controls),
                controls,
            }
        };
        let domains = matrix.scope.catalog.domains.iter().map(domain);
        domains.filter(|domain| domain.counts.total > 0).collect()
    }
}

/// Controls of a domain that have the same letters in every column of the grid.
#[derive(Debug, Serialize)]
struct GridRowView<'a> {
    controls: Vec<GridControlView<'a>>,
    marks: Vec<&'static str>,
}

/// A control in the grid.
#[derive(Debug, Serialize)]
struct GridControlView<'a> {
    id: &'a str,
    title: Text<'a>,
}

impl<'a> GridRowView<'a> {
    /// In the order of the first control of each.
    fn of(controls: &[ControlView<'a>]) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        for control in controls {
            let Some(line) = &control.line else { continue };
            let one = GridControlView { id: control.id, title: control.title };
            match rows.iter_mut().find(|row| row.marks == line.marks) {
                Some(row) => row.controls.push(one),
                None => rows.push(Self { controls: vec![one], marks: line.marks.clone() }),
            }
        }
        rows
    }
}

/// A control.
#[derive(Debug, Serialize)]
struct ControlView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// Anchor of the heading `id title`, for links.
    anchor: String,
    objective: Text<'a>,
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    responsibility: &'static str,
    /// False when none of its cells applies.
    applies: bool,
    /// True when the customer has a duty in it.
    ours: bool,
    /// The same in one line, or none when nothing of it applies.
    line: Option<ControlLineView<'a>>,
    /// Who does what, part by part.
    rows: Value,
    /// The same in few words.
    parts: Vec<PartSummaryView<'a>>,
    /// Claims that decide cells in place of the demarcation table.
    reasons: Vec<DeviationView<'a>>,
    /// Cells that do not apply.
    left_out: Vec<ExclusionView<'a>>,
    /// Its implementation statement, or none.
    statement: Option<Value>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not documented`: the least of its cells; `Inherited` or `Not
    /// applicable` where the customer has no duty.
    status: &'static str,
    /// Statements on some of its cells.
    narrowed: Vec<StatementView<'a>>,
    /// Cells in which the customer has a duty and about which nothing is stated.
    unstated: usize,
    /// Evidence that auditors request.
    asks: Vec<EvidenceRequestView<'a>>,
    /// Evidence that supports it, with or without a statement.
    evidence: Vec<Value>,
    acceptances: Vec<AcceptanceView<'a>>,
    /// Complementary user entity controls that it fulfils.
    user_controls: Vec<ProjectUserControlView<'a>>,
    /// What proves the duties of each provider.
    proof: Vec<ControlProofView<'a>>,
    /// Evidence of projects from which cells of it are inherited.
    upstream_evidence: Vec<UpstreamEvidenceView<'a>>,
}

impl<'a> ControlView<'a> {
    fn new(
        cache: &ViewCache<'_, 'a>,
        row: &'a ControlRow<'a>,
        user_controls: &[ProjectUserControlView<'a>],
    ) -> Self {
        let ViewCache { context, matrix, .. } = *cache;
        let ControlLink { id, title, anchor } = ControlLink::new(row.control);
        let acceptances = row.acceptances.iter();
        let proof = ControlProofView::of(cache, row);
        let place = matrix.place(id).filter(|_| !row.cells.is_empty());
        Self {
            id,
            title,
            anchor,
            objective: Text(&row.control.objective),
            responsibility: row.responsibility().label(),
            applies: !row.cells.is_empty(),
            ours: row.concerns_customer(),
            line: place.map(|place| ControlLineView::new(cache, place, row, &proof)),
            rows: Value::from_serializable(cache.rows(row)),
            parts: PartSummaryView::of(&row.cells),
            reasons: DeviationView::of(context, &row.cells),
            left_out: ExclusionView::of(context, row),
            statement: StatementView::cached(cache, row),
            status: row.status().label(),
            narrowed: StatementView::narrowed(cache, row),
            unstated: row.unstated().unstated,
            asks: EvidenceRequestView::of(row.control),
            evidence: row.evidence.iter().map(|place| cache.evidence_brief(*place)).collect(),
            acceptances: acceptances.map(|found| AcceptanceView::new(context, matrix, found)).collect(),
            user_controls: ProjectUserControlView::on(user_controls, id),
            proof,
            upstream_evidence: UpstreamEvidenceView::of_cells(row.cells.iter()),
        }
    }
}

/// A part of a control and who is responsible for it.
#[derive(Debug, Serialize)]
struct PartSummaryView<'a> {
    title: Text<'a>,
    /// Such as `customer`, or `customer or shared, by service`.
    whose: String,
}

impl<'a> PartSummaryView<'a> {
    fn of(cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        let of_part = |cells: &'a [MatrixCell<'a>]| {
            let mut labels: Vec<&str> = cells.iter().map(|cell| cell.responsibility().label()).collect();
            labels.sort_unstable();
            labels.dedup();
            let words: Vec<String> = labels.into_iter().map(str::to_lowercase).collect();
            let by_service = if words.len() > 1 { ", by service" } else { "" };
            let title = Text(&cells.first()?.part.title);
            Some(Self { title, whose: format!("{}{by_service}", words.join(" or ")) })
        };
        cells.chunk_by(|one, other| one.part.id == other.part.id).filter_map(of_part).collect()
    }
}

/// Cells of a part that one entry excludes.
#[derive(Debug, Serialize)]
struct ExclusionView<'a> {
    part: Text<'a>,
    /// Empty when the part applies to the organisation as a whole.
    services: Vec<Text<'a>>,
    reason: String,
    /// `file:line`.
    place: String,
}

impl<'a> ExclusionView<'a> {
    fn of(context: ViewContext<'_>, row: &'a ControlRow<'a>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for out in &row.exclusions {
            let place = context.place(out.reason.origin());
            let part = Text(&out.part.title);
            let service = out.service.map(|service| Text(&service.name));
            match found.iter_mut().find(|entry| entry.place == place && entry.part == part) {
                Some(entry) => entry.services.extend(service),
                None => found.push(Self {
                    part,
                    services: service.into_iter().collect(),
                    reason: exclusion_reason(row, out.reason),
                    place,
                }),
            }
        }
        found
    }
}
