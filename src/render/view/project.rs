//! What templates of scope `project` see.

use std::collections::BTreeMap;

use onus_core::model::Subject;
use onus_core::resolve::{ControlRow, ExclusionReason, Matrix};
use serde::Serialize;
use tera::Value;

use super::acceptance::AcceptanceView;
use super::accountability::{ApprovalView, SystemView, approved};
use super::affected::AffectedRequirements;
use super::applicability::needs_in_words;
use super::assurance::AssuranceView;
use super::attestation::AttestationView;
use super::chain::{AttributeView, InheritedOfferView};
use super::count::{FindingCounts, ResponsibilityCounts, StatementCounts};
use super::customers::CustomersView;
use super::duty_summary::DutySummaryView;
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
use super::service_group::ServiceGroupView;
use super::split::{DemarcationView, LayerSplitView, LayerView, ServiceExceptionView};
use super::statement::{NarrativeView, StatementView};
use super::text::Text;
use super::user_control::ProjectUserControlView;
use super::view_cache::ViewCache;
use super::weakness::{OpenWorkView, WeaknessView};
use super::work::PartyWorkView;
use super::{AssessedMatrix, ViewContext};

/// The view of a project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectDocumentView<'a> {
    organization: OrganizationView<'a>,
    /// None for the organisation as a whole.
    project: Option<ProjectView<'a>>,
    as_of: String,
    catalog: CatalogView<'a>,
    /// Services in use, by id.
    services: Vec<ServiceView<'a>>,
    /// Groups of services that behave alike: the columns of the grid before the organisation and the project.
    service_groups: Vec<ServiceGroupView<'a>>,
    classes: Vec<ClassView<'a>>,
    /// All layers, bottom to top.
    layers: Vec<LayerView<'a>>,
    /// Layers by responsibility, for each class of services.
    split: Vec<LayerSplitView<'a>>,
    /// Exceptions of services in use.
    exceptions: Vec<ServiceExceptionView<'a>>,
    /// The demarcation table for the classes in use.
    demarcation: Vec<DemarcationView<'a>>,
    domains: Vec<DomainView<'a>>,
    frameworks: Vec<FrameworkView<'a>>,
    not_applicable: NotApplicableView<'a>,
    /// The organisation's first.
    overrides: Vec<OverrideView<'a>>,
    /// The parties to which duties can be delegated.
    parties: Vec<PartyView<'a>>,
    /// Third-party reports on the providers.
    attestations: Vec<AttestationView<'a>>,
    /// Duties of the providers, and the reports that cover them.
    assurance: Vec<AssuranceView<'a>>,
    /// Complementary user entity controls of these reports.
    user_controls: Vec<ProjectUserControlView<'a>>,
    /// Evidence that supports a control here, by id.
    evidence: Vec<Value>,
    /// Evidence requests against the evidence that is held.
    asked: Vec<ControlRequestsView<'a>>,
    risk_acceptances: Vec<AcceptanceView<'a>>,
    /// Statements on controls in which the customer has a duty.
    statements: Vec<Value>,
    /// Statement and risk acceptances of each control, by its id.
    narratives: BTreeMap<&'a str, NarrativeView<'a>>,
    /// The most severe first.
    findings: Vec<FindingView<'a>>,
    /// The same by code.
    finding_kinds: Vec<FindingKindView<'a>>,
    /// Errors and warnings as a plan of action lists them.
    weaknesses: Vec<WeaknessView<'a>>,
    /// Statements that are partial or planned, the earliest target date first.
    open_work: Vec<OpenWorkView<'a>>,
    /// Who holds the duties in each domain.
    domain_duties: Vec<DutySummaryView<'a>>,
    /// Who holds the duties in each group of services of one provider and class.
    service_duties: Vec<DutySummaryView<'a>>,
    /// What the customer has to do, by party.
    work: Vec<PartyWorkView<'a>>,
    /// The providers of services in use.
    providers: Vec<ProviderView<'a>>,
    provenance: ProvenanceView,
    summary: SummaryView,
    /// Approvals of documents about the project.
    approvals: Vec<ApprovalView<'a>>,
    /// Management's assertion, or none.
    assertion: Option<Text<'a>>,
    /// Facts about the system that forms ask for, or none.
    system: Option<SystemView>,
    /// Facts that decide which parts of controls apply.
    attributes: Vec<AttributeView<'a>>,
    /// Offers of other projects.
    inherited: Vec<InheritedOfferView<'a>>,
    /// What customers have from the project, or none.
    customers: Option<CustomersView<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct SummaryView {
    controls: ResponsibilityCounts,
    statements: StatementCounts,
    findings: FindingCounts,
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
        let affected = AffectedRequirements::of(matrix);
        let frameworks = matrix.frameworks.iter().enumerate();
        Self {
            organization: OrganizationView::new(scope.organization),
            project: scope.project.map(ProjectView::new),
            as_of: context.as_of().to_string(),
            catalog: CatalogView::new(scope.catalog),
            services: scope.services.iter().map(|in_use| ServiceView::new(context, scope, in_use)).collect(),
            service_groups: ServiceGroupView::of(matrix, cache.groups()),
            classes: ClassView::of(matrix),
            layers: LayerView::of(matrix),
            split: LayerSplitView::of(matrix),
            exceptions: ServiceExceptionView::of(context, matrix),
            demarcation: DemarcationView::of(matrix),
            domains: DomainView::of(&cache),
            frameworks: frameworks.map(|(place, table)| FrameworkView::new(&cache, place, table)).collect(),
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
            weaknesses: WeaknessView::of(&cache, &affected, findings),
            open_work: OpenWorkView::of(&cache, &affected),
            domain_duties: DutySummaryView::of_domains(matrix),
            service_duties: DutySummaryView::of_services(matrix),
            work: PartyWorkView::of(&cache),
            providers: ProviderView::of(matrix),
            provenance: ProvenanceView::new(context),
            summary: SummaryView::of(context, project),
            approvals: ApprovalView::of(scope, findings),
            assertion: scope.assertion().map(|assertion| Text(&assertion.text)),
            system: SystemView::of(scope),
            attributes: AttributeView::of(context, matrix),
            inherited: InheritedOfferView::of(context, matrix),
            customers: CustomersView::of(&cache),
        }
    }
}

/// Cells and controls that do not apply.
#[derive(Debug, Serialize)]
struct NotApplicableView<'a> {
    /// Excluded cells, one item for each entry and control.
    decided: Vec<ExcludedView<'a>>,
    /// The same by decision, each once.
    decisions: Vec<DecisionView>,
    /// Controls that apply to no service in use.
    untouched: Vec<UntouchedView<'a>>,
}

/// A decision that excludes cells.
#[derive(Debug, Serialize)]
struct DecisionView {
    /// Such as `MAL-02 Uploads for Amazon S3`; a control that is excluded as a whole by its id.
    excluded: Vec<String>,
    reason: String,
    /// `file:line`.
    place: String,
    /// Who approved it and when, or none.
    approved: Option<String>,
}

impl DecisionView {
    /// In the order of the first control that each excludes.
    fn of(decided: &[ExcludedView<'_>]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for entry in decided {
            let parts = entry.parts.iter().map(|part| part.0.trim()).collect::<Vec<_>>().join(", ");
            let mut excluded = entry.control.id.to_owned();
            if !entry.whole {
                excluded.push_str(&format!(" {parts}"));
            }
            if !entry.services.is_empty() {
                excluded.push_str(&format!(" for {}", entry.applies_to));
            }
            match found.iter_mut().find(|known| known.place == entry.place) {
                Some(known) => known.excluded.push(excluded),
                None => found.push(Self {
                    excluded: vec![excluded],
                    reason: entry.reason.clone(),
                    place: entry.place.clone(),
                    approved: entry.approved.clone(),
                }),
            }
        }
        found
    }
}

/// Cells of a part that one entry excludes.
#[derive(Debug, Serialize)]
struct ExcludedView<'a> {
    control: ControlLink<'a>,
    /// True when no cell of the control is left.
    whole: bool,
    parts: Vec<Text<'a>>,
    /// Names; empty for parts that apply to the organisation as a whole.
    services: Vec<Text<'a>>,
    /// The same in few words, such as `All services except Amazon EKS`.
    applies_to: String,
    /// What its parts apply to once; the widest of them.
    #[serde(skip)]
    per: Subject,
    reason: String,
    /// `file:line`.
    place: String,
    /// Who approved it and when, or none.
    approved: Option<String>,
}

/// A control that applies to no service in use.
#[derive(Debug, Serialize)]
struct UntouchedView<'a> {
    control: ControlLink<'a>,
    /// The traits that a service would need, one text for each part, such as `Stores data and Holds keys`.
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
            // An entry that excludes cells of several controls is an item for each of them.
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
                        per: out.part.per,
                        reason: exclusion_reason(row, out.reason),
                        place,
                        approved: match out.reason {
                            ExclusionReason::Entry(entry) => approved(entry.approver.as_ref()),
                            ExclusionReason::Statement(_) | ExclusionReason::Attribute(_) => None,
                        },
                    });
                }
                let entry = &mut decided[at];
                entry.per = entry.per.max(out.part.per);
                add(&mut entry.parts, Some(Text(&out.part.title)));
                add(&mut entry.services, out.service.map(|service| Text(&service.name)));
            }
        }
        for entry in &mut decided {
            entry.applies_to = applies_to(&matrix.scope, entry.per, &entry.services);
        }
        let decisions = DecisionView::of(&decided);
        Self { decided, decisions, untouched }
    }
}

fn add<'a>(list: &mut Vec<Text<'a>>, item: Option<Text<'a>>) {
    list.extend(item.filter(|item| !list.contains(item)));
}

fn needs(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> Vec<String> {
    let catalog = matrix.scope.catalog;
    let mut found: Vec<String> = Vec::new();
    for part in &row.control.parts {
        let text = needs_in_words(catalog, &part.needs);
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}
