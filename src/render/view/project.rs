//! What documents about a project see.

use std::collections::BTreeMap;

use onus_core::model::TraitId;
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;
use tera::Value;

use super::acceptance::AcceptanceView;
use super::attestation::{AssuranceView, AttestationView};
use super::count::{FindingCounts, ResponsibilityCounts, StatementCounts};
use super::evidence::EvidenceCounts;
use super::evidence_request::ControlRequestsView;
use super::exclusion::exclusion_reason;
use super::facts::{CatalogView, ClassView, OrganizationView, ProjectView, ServiceView};
use super::finding::{FindingKindView, FindingView};
use super::framework::FrameworkView;
use super::link::ControlLink;
use super::matrix::DomainView;
use super::overrides::OverrideView;
use super::party::PartyView;
use super::provenance::{ProvenanceView, ProviderView};
use super::row::applies_to;
use super::split::{DemarcationView, LayerSplitView, LayerView, ServiceExceptionView};
use super::statement::{NarrativeView, StatementView};
use super::text::Text;
use super::user_control::ProjectUserControlView;
use super::view_cache::ViewCache;
use super::work::PartyWorkView;
use super::{AssessedMatrix, ViewContext};

/// The view of a project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectDocumentView<'a> {
    organization: OrganizationView<'a>,
    /// The project; none for the organisation as a whole.
    project: Option<ProjectView<'a>>,
    /// The day on which everything was judged.
    as_of: String,
    catalog: CatalogView<'a>,
    /// Services in use, by id.
    services: Vec<ServiceView<'a>>,
    /// Classes of the services in use.
    classes: Vec<ClassView<'a>>,
    /// All layers, bottom to top.
    layers: Vec<LayerView<'a>>,
    /// Which layers are secured by whom.
    split: Vec<LayerSplitView<'a>>,
    /// Layers on which a service in use differs from its class.
    exceptions: Vec<ServiceExceptionView<'a>>,
    /// The demarcation table for the classes in use.
    demarcation: Vec<DemarcationView<'a>>,
    /// Controls by domain.
    domains: Vec<DomainView<'a>>,
    /// Frameworks shown, with what their requirements amount to.
    frameworks: Vec<FrameworkView<'a>>,
    /// What was taken out, and what nothing in use touches.
    not_applicable: NotApplicableView<'a>,
    /// Overrides, the organisation's first.
    overrides: Vec<OverrideView<'a>>,
    /// Everyone who can hold duties on the customer's side.
    parties: Vec<PartyView<'a>>,
    /// Third-party reports on the providers.
    attestations: Vec<AttestationView<'a>>,
    /// What the providers do, and which reports cover it.
    assurance: Vec<AssuranceView<'a>>,
    /// What those reports expect of the customer.
    user_controls: Vec<ProjectUserControlView<'a>>,
    /// Evidence that supports something here, by id.
    evidence: Vec<Value>,
    /// What an auditor asks for, against what is there.
    asked: Vec<ControlRequestsView<'a>>,
    /// Risks that somebody has accepted.
    risk_acceptances: Vec<AcceptanceView<'a>>,
    /// Statements on controls that apply.
    statements: Vec<Value>,
    /// What is said about each control, by its id.
    narratives: BTreeMap<&'a str, NarrativeView<'a>>,
    /// Findings, the most severe first.
    findings: Vec<FindingView<'a>>,
    /// The same findings by kind.
    finding_kinds: Vec<FindingKindView<'a>>,
    /// What has to be done on the customer's side, by party.
    work: Vec<PartyWorkView<'a>>,
    /// The providers of services in use.
    providers: Vec<ProviderView<'a>>,
    /// What the document was made from.
    provenance: ProvenanceView,
    /// How many of each.
    summary: SummaryView,
}

/// How many of each.
#[derive(Debug, Serialize)]
pub(super) struct SummaryView {
    /// All controls by what they amount to.
    controls: ResponsibilityCounts,
    /// How far those are in which the customer has a part.
    statements: StatementCounts,
    /// Findings by how much they matter.
    findings: FindingCounts,
    /// Evidence by its state.
    evidence: EvidenceCounts,
}

impl SummaryView {
    pub(super) fn of(context: ViewContext<'_>, project: AssessedMatrix<'_>) -> Self {
        Self {
            controls: project.matrix.controls.iter().map(ControlRow::responsibility).collect(),
            statements: StatementCounts::of(project.matrix),
            findings: FindingCounts::of(project.findings),
            evidence: EvidenceCounts::of(context, project.matrix),
        }
    }
}

impl<'a> ProjectDocumentView<'a> {
    pub(super) fn new(context: ViewContext<'_>, project: AssessedMatrix<'a>) -> Self {
        let AssessedMatrix { matrix, findings } = project;
        let scope = &matrix.scope;
        let cache = ViewCache::new(context, matrix);
        Self {
            organization: OrganizationView::new(scope.organization),
            project: scope.project.map(ProjectView::new),
            as_of: context.as_of().to_string(),
            catalog: CatalogView::new(scope.catalog),
            services: scope.services.iter().map(|in_use| ServiceView::new(context, scope, in_use)).collect(),
            classes: ClassView::of(matrix),
            layers: LayerView::of(matrix),
            split: LayerSplitView::of(matrix),
            exceptions: ServiceExceptionView::of(context, matrix),
            demarcation: DemarcationView::of(matrix),
            domains: DomainView::of(&cache),
            frameworks: matrix.frameworks.iter().map(|table| FrameworkView::new(&cache, table)).collect(),
            not_applicable: NotApplicableView::of(context, matrix),
            overrides: OverrideView::of(context, matrix),
            parties: PartyView::of(matrix),
            attestations: AttestationView::of(context, scope.catalog, scope.organization),
            assurance: AssuranceView::of(context, matrix),
            user_controls: ProjectUserControlView::of(context, matrix),
            evidence: cache.all_evidence(),
            asked: ControlRequestsView::of(&cache),
            risk_acceptances: AcceptanceView::of(context, matrix),
            statements: StatementView::all_cached(&cache),
            narratives: NarrativeView::of(&cache),
            findings: FindingView::of(context, matrix, findings),
            finding_kinds: FindingKindView::of(context, matrix, findings),
            work: PartyWorkView::of(&cache),
            providers: ProviderView::of(matrix),
            provenance: ProvenanceView::new(context),
            summary: SummaryView::of(context, project),
        }
    }
}

/// What does not apply.
#[derive(Debug, Serialize)]
struct NotApplicableView<'a> {
    /// What somebody took out, one for each decision and control.
    decided: Vec<ExcludedView<'a>>,
    /// Controls that no service in use touches.
    untouched: Vec<UntouchedView<'a>>,
}

/// What one decision took out of a control.
#[derive(Debug, Serialize)]
struct ExcludedView<'a> {
    control: ControlLink<'a>,
    /// True when nothing of the control is left.
    whole: bool,
    /// Titles of the parts.
    parts: Vec<Text<'a>>,
    /// Names of the services; empty for what holds once for the organisation.
    services: Vec<Text<'a>>,
    /// The same in as few words as can be, such as `All services except Amazon EKS`.
    applies_to: String,
    /// Why.
    reason: String,
    /// File and line.
    place: String,
}

/// A control that no service in use touches.
#[derive(Debug, Serialize)]
struct UntouchedView<'a> {
    control: ControlLink<'a>,
    /// What a service would have to be like, one text for each part, such as `Stores data and Holds keys`.
    needs: Vec<String>,
}

impl<'a> NotApplicableView<'a> {
    fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>) -> Self {
        let mut decided: Vec<ExcludedView<'a>> = Vec::new();
        let mut untouched = Vec::new();
        for row in &matrix.controls {
            if row.cells.is_empty() && row.exclusions.is_empty() {
                untouched.push(UntouchedView {
                    control: ControlLink::new(row.control),
                    needs: needs(matrix, row),
                });
            }
            let first = decided.len();
            for out in &row.exclusions {
                let place = context.place(out.reason.origin());
                let present = decided[first..].iter().position(|entry| entry.place == place);
                let at = present.map_or(decided.len(), |at| first + at);
                if at == decided.len() {
                    decided.push(ExcludedView {
                        control: ControlLink::new(row.control),
                        whole: row.cells.is_empty(),
                        parts: Vec::new(),
                        services: Vec::new(),
                        applies_to: String::new(),
                        reason: exclusion_reason(row, out.reason),
                        place,
                    });
                }
                let entry = &mut decided[at];
                add(&mut entry.parts, Some(Text(&out.part.title)));
                add(&mut entry.services, out.service.map(|service| Text(&service.name)));
            }
        }
        for entry in &mut decided {
            entry.applies_to = applies_to(&matrix.scope, &entry.services);
        }
        Self { decided, untouched }
    }
}

fn add<'a>(list: &mut Vec<Text<'a>>, item: Option<Text<'a>>) {
    list.extend(item.filter(|item| !list.contains(item)));
}

fn needs(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> Vec<String> {
    let title = |id: &TraitId| {
        let known = matrix.scope.catalog.traits.iter().find(|known| known.id == *id);
        known.map_or_else(|| id.to_string(), |known| known.title.trim().to_owned())
    };
    let mut found: Vec<String> = Vec::new();
    for part in &row.control.parts {
        let text = super::text::listed(&part.needs.iter().map(title).collect::<Vec<_>>());
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}
