//! What documents about a project see.

use std::collections::BTreeMap;

use onus_core::model::TraitId;
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;
use tera::Value;

use super::acceptance::Acceptance;
use super::attestation::{AssuranceRow, Attestation, UserControl};
use super::count::{Findings, Responsibilities, Statements};
use super::evidence::{AskedView, Evidence, EvidenceCounts};
use super::facts::{CatalogFacts, ClassFacts, ControlLink, Organization, Party, Project, Service};
use super::finding::{FindingView, Kind};
use super::framework::FrameworkView;
use super::matrix::{Domain, applies_to, exclusion_reason};
use super::move_of_line::OverrideView;
use super::provenance::{Provenance, ProviderFacts};
use super::shelf::Shelf;
use super::split::{DemarcationEntry, LayerFacts, ServiceException, Split};
use super::statement::{Narrative, Statement};
use super::text::Text;
use super::work::Work;
use super::{AssessedMatrix, Setting};

/// The view of a project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectView<'a> {
    /// The organisation.
    pub(super) organization: Organization<'a>,
    /// The project; none for the organisation as a whole.
    pub(super) project: Option<Project<'a>>,
    /// The day on which everything was judged.
    pub(super) as_of: String,
    /// The catalog.
    pub(super) catalog: CatalogFacts<'a>,
    /// Services in use, by id.
    pub(super) services: Vec<Service<'a>>,
    /// Classes of the services in use.
    pub(super) classes: Vec<ClassFacts<'a>>,
    /// All layers, bottom to top.
    pub(super) layers: Vec<LayerFacts<'a>>,
    /// Which layers are secured by whom.
    pub(super) split: Vec<Split<'a>>,
    /// Layers on which a service in use differs from its class.
    pub(super) exceptions: Vec<ServiceException<'a>>,
    /// The demarcation table for the classes in use.
    pub(super) demarcation: Vec<DemarcationEntry<'a>>,
    /// Controls by domain.
    pub(super) domains: Vec<Domain<'a>>,
    /// Frameworks shown, with what their requirements amount to.
    pub(super) frameworks: Vec<FrameworkView<'a>>,
    /// What was taken out, and what nothing in use touches.
    pub(super) not_applicable: NotApplicable<'a>,
    /// Overrides, the organisation's first.
    pub(super) overrides: Vec<OverrideView<'a>>,
    /// Everyone who can hold duties on the customer's side.
    pub(super) parties: Vec<Party<'a>>,
    /// Third-party reports on the providers.
    pub(super) attestations: Vec<Attestation<'a>>,
    /// What the providers do, and which reports cover it.
    pub(super) assurance: Vec<AssuranceRow<'a>>,
    /// What those reports expect of the customer.
    pub(super) user_controls: Vec<UserControl<'a>>,
    /// Evidence that supports something here, by id.
    pub(super) evidence: Vec<Value>,
    /// What an auditor asks for, against what is there.
    pub(super) asked: Vec<AskedView<'a>>,
    /// Risks that somebody has accepted.
    pub(super) risk_acceptances: Vec<Acceptance<'a>>,
    /// Statements on controls that apply.
    pub(super) statements: Vec<Value>,
    /// What is said about each control, by its id.
    pub(super) narratives: BTreeMap<&'a str, Narrative<'a>>,
    /// Findings, the most severe first.
    pub(super) findings: Vec<FindingView<'a>>,
    /// The same findings by kind.
    pub(super) finding_kinds: Vec<Kind<'a>>,
    /// What has to be done on the customer's side, by party.
    pub(super) work: Vec<Work<'a>>,
    /// The providers of services in use.
    pub(super) providers: Vec<ProviderFacts<'a>>,
    /// What the document was made from.
    pub(super) provenance: Provenance,
    /// How many of each.
    pub(super) summary: Summary,
}

/// How many of each.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// All controls by what they amount to.
    pub(super) controls: Responsibilities,
    /// How far those are in which the customer has a part.
    pub(super) statements: Statements,
    /// Findings by how much they matter.
    pub(super) findings: Findings,
    /// Evidence by its state.
    pub(super) evidence: EvidenceCounts,
}

impl Summary {
    pub(super) fn of(setting: Setting<'_>, project: AssessedMatrix<'_>) -> Self {
        Self {
            controls: project.matrix.controls.iter().map(ControlRow::responsibility).collect(),
            statements: Statements::of(project.matrix),
            findings: Findings::of(project.findings),
            evidence: EvidenceCounts::of(setting, project.matrix),
        }
    }
}

impl<'a> ProjectView<'a> {
    pub(super) fn new(setting: Setting<'_>, project: AssessedMatrix<'a>) -> Self {
        let AssessedMatrix { matrix, findings } = project;
        let scope = &matrix.scope;
        let shelf = Shelf::new(setting, matrix);
        Self {
            organization: Organization::new(scope.organization),
            project: scope.project.map(Project::new),
            as_of: setting.as_of().to_string(),
            catalog: CatalogFacts::new(scope.catalog),
            services: scope.services.iter().map(|in_use| Service::new(setting, scope, in_use)).collect(),
            classes: ClassFacts::of(matrix),
            layers: LayerFacts::of(matrix),
            split: Split::of(matrix),
            exceptions: ServiceException::of(setting, matrix),
            demarcation: DemarcationEntry::of(matrix),
            domains: Domain::of(&shelf),
            frameworks: matrix.frameworks.iter().map(|table| FrameworkView::new(&shelf, table)).collect(),
            not_applicable: NotApplicable::of(setting, matrix),
            overrides: OverrideView::of(setting, matrix),
            parties: Party::of(matrix),
            attestations: Attestation::of(setting, scope.catalog, scope.organization),
            assurance: AssuranceRow::of(setting, matrix),
            user_controls: UserControl::of(setting, matrix),
            evidence: Evidence::of(&shelf),
            asked: AskedView::of(&shelf),
            risk_acceptances: Acceptance::of(setting, matrix),
            statements: Statement::shelved(&shelf),
            narratives: Narrative::of(&shelf),
            findings: FindingView::of(setting, matrix, findings),
            finding_kinds: Kind::of(setting, matrix, findings),
            work: Work::of(&shelf),
            providers: ProviderFacts::of(matrix),
            provenance: Provenance::new(setting),
            summary: Summary::of(setting, project),
        }
    }
}

/// What does not apply.
#[derive(Debug, Serialize)]
pub(super) struct NotApplicable<'a> {
    /// What somebody took out, one for each decision and control.
    pub(super) decided: Vec<Decided<'a>>,
    /// Controls that no service in use touches.
    pub(super) untouched: Vec<Untouched<'a>>,
}

/// What one decision took out of a control.
#[derive(Debug, Serialize)]
pub(super) struct Decided<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// True when nothing of the control is left.
    pub(super) whole: bool,
    /// Titles of the parts.
    pub(super) parts: Vec<Text<'a>>,
    /// Names of the services; empty for what holds once for the organisation.
    pub(super) services: Vec<Text<'a>>,
    /// The same in as few words as can be, such as `All services except Amazon EKS`.
    pub(super) applies_to: String,
    /// Why.
    pub(super) reason: String,
    /// File and line.
    pub(super) place: String,
}

/// A control that no service in use touches.
#[derive(Debug, Serialize)]
pub(super) struct Untouched<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// What a service would have to be like, one text for each part, such as `Stores data and Holds keys`.
    pub(super) needs: Vec<String>,
}

impl<'a> NotApplicable<'a> {
    fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>) -> Self {
        let mut decided: Vec<Decided<'a>> = Vec::new();
        let mut untouched = Vec::new();
        for row in &matrix.controls {
            if row.cells.is_empty() && row.exclusions.is_empty() {
                untouched
                    .push(Untouched { control: ControlLink::new(row.control), needs: needs(matrix, row) });
            }
            let first = decided.len();
            for out in &row.exclusions {
                let place = setting.place(out.reason.origin());
                let present = decided[first..].iter().position(|entry| entry.place == place);
                let at = present.map_or(decided.len(), |at| first + at);
                if at == decided.len() {
                    decided.push(Decided {
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
