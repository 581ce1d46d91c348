//! What templates see: the matrix as plain values with words instead of types. docs/templates.md lists every field
//! under the same names.

mod assurance;
mod count;
mod facts;
mod finding;
mod framework;
mod matrix;
mod move_of_line;
mod organization;
mod project;
mod service;
mod split;
mod text;

use chrono::NaiveDate;
use serde::Serialize;
use tera::{Context, Value};

use crate::assess::Finding;
use crate::model::{Catalog, Framework, Organization};
use crate::plan::Template;
use crate::resolve::Matrix;
use crate::source::{Origin, Sources};

/// What every view is made with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// For the places of decisions.
    pub sources: &'a Sources,
    /// The day on which the matrix is judged.
    pub as_of: NaiveDate,
}

impl Setting<'_> {
    /// File and line, as people write them.
    fn place(&self, origin: &Origin) -> String {
        let place = self.sources.place_of(origin);
        format!("{}:{}", place.file, place.line)
    }
}

/// A project's matrix with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Assessed<'a> {
    /// The matrix.
    pub matrix: &'a Matrix<'a>,
    /// Its findings.
    pub findings: &'a [Finding],
}

/// What a template is rendered with. One view serves all documents of its subject.
#[derive(Debug, Clone)]
pub struct View(Context);

impl View {
    /// The view of a project.
    pub fn of_project(setting: Setting<'_>, project: Assessed<'_>) -> Self {
        Self::new(&project::ProjectView::new(setting, project))
    }

    /// The view of an organisation with all its projects.
    pub fn of_organization(
        setting: Setting<'_>,
        catalog: &Catalog,
        organization: &Organization,
        projects: &[Assessed<'_>],
    ) -> Self {
        Self::new(&organization::OrganizationView::new(setting, catalog, organization, projects))
    }

    /// The view of a service: `matrix` is that of the organisation for this service alone, `projects` are all
    /// projects, of which those that use the service are shown.
    pub fn of_service(setting: Setting<'_>, matrix: &Matrix<'_>, projects: &[Assessed<'_>]) -> Self {
        Self::new(&service::ServiceDocument::new(setting, matrix, projects))
    }

    /// The view of a framework: what each of its requirements amounts to in each project that shows it.
    pub fn of_framework(setting: Setting<'_>, framework: &Framework, projects: &[Assessed<'_>]) -> Self {
        Self::new(&framework::FrameworkDocument::new(setting, framework, projects))
    }

    fn new(view: &impl Serialize) -> Self {
        Self(Context::from_serialize(view).expect("views are structs of plain values"))
    }

    /// With what only one document is like.
    pub(super) fn context(&self, template: &Template) -> Context {
        let mut context = self.0.clone();
        let document = facts::Document {
            name: &template.document,
            title: template.title.trim(),
            scope: template.scope.word(),
        };
        context.insert_value("document", Value::from_serializable(&document));
        context
    }
}
