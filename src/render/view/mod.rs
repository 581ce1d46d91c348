//! What templates see: the matrix as plain values with words instead of types. docs/templates.md lists every field
//! under the same names.

mod acceptance;
mod accountability;
mod accountable;
mod affected;
mod applicability;
mod assurance;
mod attestation;
mod chain;
mod change;
mod complementary;
mod control_line;
mod count;
mod customers;
mod difference;
mod duty_summary;
mod evidence;
mod evidence_request;
mod exclusion;
mod facts;
mod finding;
mod framework;
mod holder;
mod link;
mod matrix;
mod organization;
mod overrides;
mod party;
mod party_document;
mod party_evidence;
mod party_summary;
mod party_work;
mod project;
mod project_summary;
mod proof;
mod provenance;
mod register;
mod requirement;
mod row;
mod service;
mod service_cluster;
mod service_gap;
mod service_group;
mod service_setting;
mod split;
mod statement;
mod status;
mod summarize;
mod summarize_parties;
mod text;
mod upstream_evidence;
mod user_control;
mod view_cache;
mod weakness;
mod work;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use tera::{Context, Value};

pub use party_work::PartyWork;
pub use project_summary::ProjectSummary;

use onus_core::assess::{AssessmentBasis, Finding};
use onus_core::model::{Catalog, DatedTotals, Edition, Framework, Organization, PartyId};
use onus_core::resolve::Matrix;
use onus_core::source::{Origin, SourceId, Sources};
use onus_matrix::compare::ChangeReport;

use crate::messages::Messages;
use crate::plan::{PlannedDocument, Template};

/// What every view is made with.
#[derive(Debug, Clone, Copy)]
pub struct ViewContext<'a> {
    /// To name the places of entries.
    pub sources: &'a Sources,
    /// The as-of date and the evidence files.
    pub basis: AssessmentBasis<'a>,
    /// The texts that decide what a document says.
    pub inputs: &'a [SourceId],
    /// The texts of the language that documents are in.
    pub messages: &'a Arc<Messages>,
}

impl ViewContext<'_> {
    fn as_of(&self) -> NaiveDate {
        self.basis.as_of
    }

    /// `file:line`.
    fn place(&self, origin: &Origin) -> String {
        let place = self.sources.place_of(origin);
        format!("{}:{}", place.file, place.line)
    }
}

/// A matrix with its findings.
#[derive(Debug, Clone, Copy)]
pub struct AssessedMatrix<'a> {
    /// The matrix.
    pub matrix: &'a Matrix<'a>,
    /// Its findings.
    pub findings: &'a [Finding],
}

/// What the documents about an organisation as a whole show.
#[derive(Debug, Clone, Copy)]
pub struct OrganizationSummary<'a> {
    /// Its projects, by id.
    pub projects: &'a [ProjectSummary],
    /// What its parties have to do in these.
    pub work: &'a PartyWork,
    /// The days on which a number changed; the last one is today's.
    pub trend: &'a [DatedTotals],
}

/// What a template is rendered with. One view serves all documents of its subject.
#[derive(Debug, Clone)]
pub struct View {
    values: Context,
    messages: Arc<Messages>,
}

impl View {
    /// The view of a project.
    pub fn of_project(context: ViewContext<'_>, project: AssessedMatrix<'_>) -> Self {
        Self::new(context.messages, &project::ProjectDocumentView::new(context, project))
    }

    /// The view of an organisation with all of its projects.
    pub fn of_organization(
        context: ViewContext<'_>,
        catalog: &Catalog,
        organization: &Organization,
        summary: OrganizationSummary<'_>,
    ) -> Self {
        let view = organization::OrganizationDocumentView::new(context, catalog, organization, summary);
        Self::new(context.messages, &view)
    }

    /// The view of a service: `matrix` is that of the organisation for this service alone, `projects` are all
    /// projects, of which those that use the service are shown.
    pub fn of_service(context: ViewContext<'_>, matrix: &Matrix<'_>, projects: &[ProjectSummary]) -> Self {
        Self::new(context.messages, &service::ServiceDocumentView::new(context, matrix, projects))
    }

    /// The view of a party over all projects; none for a party that no profile names.
    pub fn of_party(
        context: ViewContext<'_>,
        catalog: &Catalog,
        organization: &Organization,
        party: &PartyId,
        summary: OrganizationSummary<'_>,
    ) -> Option<Self> {
        let view = party_document::PartyDocumentView::new(context, catalog, organization, party, summary)?;
        Some(Self::new(context.messages, &view))
    }

    /// The view of a framework: the responsibility for each requirement in each project that shows it.
    pub fn of_framework(
        context: ViewContext<'_>,
        catalog: &Catalog,
        organization: &Organization,
        framework: &Framework,
        projects: &[ProjectSummary],
    ) -> Self {
        let view = framework::FrameworkDocumentView::new(context, catalog, organization, framework, projects);
        Self::new(context.messages, &view)
    }

    /// The view of what changed between two states of projects, as told on a day. These can be of several organisations, so
    /// it is in English.
    pub fn of_changes(report: &ChangeReport, as_of: NaiveDate) -> Self {
        Self::new(&Arc::default(), &change::ChangesView::new(report, as_of))
    }

    fn new(messages: &Arc<Messages>, view: &impl Serialize) -> Self {
        let values = Context::from_serialize(view).expect("views are structs of plain values");
        Self { values, messages: Arc::clone(messages) }
    }

    /// The texts of its language.
    pub(in crate::render) fn messages(&self) -> &Arc<Messages> {
        &self.messages
    }

    /// The values of the view and those of one document: its name and history, its as-of date and the catalog that it
    /// was made with.
    pub(in crate::render) fn context(&self, document: &PlannedDocument<'_>, edition: &Edition) -> Context {
        let mut context = self.values.clone();
        let stamp = &edition.stamp;
        context
            .insert_value("document", Value::from_serializable(&facts::DocumentView::new(document, edition)));
        context.insert_value("as_of", Value::from_serializable(&stamp.as_of.to_string()));
        context.insert_value("catalog", Value::from_serializable(&facts::CatalogView::stamped(stamp)));
        context
    }

    /// The same for the only document of a template, which has no history.
    pub(in crate::render) fn context_alone(&self, template: &Template) -> Context {
        let mut context = self.values.clone();
        context.insert_value("document", Value::from_serializable(&facts::DocumentView::alone(template)));
        context
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use onus_core::assess::assess;
    use onus_core::resolve::{OfferBook, Scope, resolve, resolve_scope};
    use onus_core::texts::EvidenceFiles;

    use super::*;

    const GUIDE: &str = include_str!("../../../docs/templates.md");

    /// Every key in a value, at any depth.
    fn keys(value: &Value, found: &mut BTreeSet<String>) {
        for (key, value) in value.as_map().into_iter().flatten() {
            // A map by ids has as many keys as there are ids.
            let name = key.as_str().filter(|key| !key.contains(|c: char| c.is_ascii_uppercase()));
            found.extend(name.map(str::to_owned));
            keys(value, found);
        }
        for item in value.as_array().into_iter().flatten() {
            keys(item, found);
        }
    }

    /// The report on a project that came with a finding.
    fn report() -> ChangeReport {
        let digest = "0".repeat(64);
        let matrix = format!(
            r#"{{ "schema": "onus.matrix/3", "organization": {{ "id": "acme", "name": "Acme" }},
            "project": {{ "id": "web", "name": "Web" }}, "as_of": "2026-11-23",
            "catalog": {{ "version": "1", "digest": "{digest}" }}, "parties": [], "services": [], "attributes": [], "inherits": [], "offers": [], "customers": null, "claims": {{}},
            "texts": {{}}, "controls": [], "frameworks": [], "evidence": [], "assurance": [], "risk_acceptances": [],
            "findings": [{{ "code": "no-services", "severity": "warning", "level": "project", "message": "none",
                "hanging": {{ "controls": [], "requirements": [] }}, "file": "f", "line": 1, "column": 1 }}],
            "approvals": [], "assertion": null, "system": null }}"#
        );
        let matrix = onus_matrix::read_matrix(matrix.as_bytes()).unwrap();
        let mut collector = onus_matrix::compare::ChangeCollector::default();
        collector.add(onus_matrix::compare::compare(None, Some(&matrix)).unwrap());
        collector.report("old", "new")
    }

    #[test]
    fn every_variable_stands_in_the_guide() {
        let workspace = crate::load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let subject = &onus_core::validate::validate(&workspace.texts).organizations[0];
        let (catalog, organization) = (&subject.catalog, &subject.organization);
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let basis = AssessmentBasis { as_of, files: &EvidenceFiles::default() };
        let context = ViewContext {
            sources: &workspace.texts.sources,
            basis,
            inputs: &[subject.organization.origin.source],
            messages: &Arc::default(),
        };
        let offers = OfferBook::default();
        let project = &organization.projects[0];
        let (matrix, _) = resolve(&workspace.texts.sources, catalog, organization, project, &offers);
        let assessed = AssessedMatrix { matrix: &matrix, findings: &assess(&matrix, basis) };
        let mut extracts = [ProjectSummary::of(context, assessed, true).unwrap()];
        let mut work = PartyWork::default();
        extracts.iter_mut().for_each(|extract| work.take(extract));
        let standing = DatedTotals { date: as_of, projects: 1, total: onus_core::model::Totals::default() };
        let across = OrganizationSummary { projects: &extracts, work: &work, trend: &[standing] };
        let party = work.parties().next().unwrap();
        let service = &matrix.scope.services[0].service.id;
        let scope = Scope::of_organization(catalog, organization, &[service]);
        let (of_service, _) = resolve_scope(&workspace.texts.sources, scope);
        let framework = matrix.frameworks[0].framework;
        let views = [
            Value::from_serializable(&project::ProjectDocumentView::new(context, assessed)),
            Value::from_serializable(&organization::OrganizationDocumentView::new(
                context,
                catalog,
                organization,
                across,
            )),
            Value::from_serializable(&party_document::PartyDocumentView::new(
                context,
                catalog,
                organization,
                party,
                across,
            )),
            Value::from_serializable(&service::ServiceDocumentView::new(context, &of_service, &extracts)),
            Value::from_serializable(&framework::FrameworkDocumentView::new(
                context,
                catalog,
                organization,
                framework,
                &extracts,
            )),
        ];
        let report = report();
        let mut found = BTreeSet::new();
        keys(&Value::from_serializable(&change::ChangesView::new(&report, as_of)), &mut found);
        for view in &views {
            keys(view, &mut found);
        }
        let words: BTreeSet<&str> = GUIDE.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
        let missing: Vec<_> = found.iter().filter(|key| !words.contains(key.as_str())).collect();
        assert!(found.len() > 100 && missing.is_empty(), "the guide does not name {missing:?}");
    }
}
