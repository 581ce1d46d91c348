//! What several views show of documents, organisations, projects, catalogs and services.

use onus_core::digest::Sha256Digest;
use onus_core::model::{self, Catalog, Class, ClassId, Edition, Revision, Stamp};
use onus_core::resolve::{Matrix, Scope, ServiceInUse};
use serde::Serialize;

use super::ViewContext;
use super::text::Text;
use crate::plan::Template;
use crate::render::revision::PLACEHOLDER;

/// The document that is rendered.
#[derive(Debug, Serialize)]
pub(super) struct DocumentView<'a> {
    /// Name of its template.
    name: &'a str,
    title: &'a str,
    /// `organization`, `project`, `service`, `framework` or `change`.
    scope: &'a str,
    /// Path below the output folder, without extension.
    id: String,
    revision: &'a str,
    /// Number of its revision, from 1.
    number: u32,
    /// Its revisions, the newest first.
    history: Vec<RevisionView<'a>>,
}

/// A revision of a document.
#[derive(Debug, Serialize)]
struct RevisionView<'a> {
    number: u32,
    /// Its as-of date.
    date: String,
    revision: &'a str,
    /// What it changed, in words.
    changes: &'a str,
}

impl<'a> DocumentView<'a> {
    pub(super) fn new(document: &crate::plan::PlannedDocument<'a>, edition: &'a Edition) -> Self {
        let own = edition.revision().map(|own| own.number).unwrap_or_default();
        let facts = |revision: &'a Revision| RevisionView {
            number: revision.number,
            date: revision.date.to_string(),
            revision: if revision.number == own { PLACEHOLDER } else { &revision.digest },
            changes: &revision.changes,
        };
        Self {
            id: document.path(),
            number: own,
            history: edition.revisions.iter().rev().map(facts).collect(),
            ..Self::alone(document.template)
        }
    }

    /// The only document of a template, which has no history.
    pub(super) fn alone(template: &'a Template) -> Self {
        Self {
            name: &template.document,
            title: template.title.trim(),
            scope: template.scope.word(),
            id: template.document.clone(),
            revision: PLACEHOLDER,
            number: 0,
            history: Vec::new(),
        }
    }
}

/// The organisation.
#[derive(Debug, Serialize)]
pub(super) struct OrganizationView<'a> {
    id: &'a str,
    name: Text<'a>,
    description: Option<Text<'a>>,
    /// Contact for auditors, or none.
    contact: Option<Text<'a>>,
    contact_address: Option<Text<'a>>,
    /// Classification of its documents, or none.
    classification: Option<Text<'a>>,
    /// BCP 47 tag of its documents.
    language: Text<'a>,
}

impl<'a> OrganizationView<'a> {
    pub(super) fn new(organization: &'a model::Organization) -> Self {
        let contact = organization.contact.as_ref();
        Self {
            id: organization.id.as_str(),
            name: Text(&organization.name),
            description: organization.description.as_ref().map(Text::from),
            contact: contact.map(|contact| Text(&contact.name)),
            contact_address: contact.and_then(|contact| contact.email.as_ref()).map(Text::from),
            classification: organization.classification.as_ref().map(Text::from),
            language: Text(organization.language.as_str()),
        }
    }
}

/// A project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectView<'a> {
    id: &'a str,
    name: Text<'a>,
    description: Option<Text<'a>>,
    /// Classification of the data that it handles, or none.
    data_classification: Option<Text<'a>>,
    /// What the system includes and what it does not, or none.
    boundary: Option<Text<'a>>,
}

impl<'a> ProjectView<'a> {
    pub(super) fn new(project: &'a model::Project) -> Self {
        Self {
            id: project.id.as_str(),
            name: Text(&project.name),
            description: project.description.as_ref().map(Text::from),
            data_classification: project.data_classification.as_ref().map(Text::from),
            boundary: project.boundary.as_ref().map(Text::from),
        }
    }
}

/// The catalog.
#[derive(Debug, Serialize)]
pub(super) struct CatalogView<'a> {
    version: &'a str,
    /// SHA-256 over all of its files, those of the organisation included.
    digest: Sha256Digest,
    /// Its first twelve digits.
    short_digest: String,
}

impl<'a> CatalogView<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self::named(&catalog.version, catalog.digest)
    }

    /// The catalog that a document was made with.
    pub(super) fn stamped(stamp: &'a Stamp) -> Self {
        Self::named(&stamp.catalog_version, stamp.catalog_digest)
    }

    fn named(version: &'a str, digest: Sha256Digest) -> Self {
        Self { version, digest, short_digest: digest.short() }
    }
}

/// A service in use.
#[derive(Debug, Serialize)]
pub(super) struct ServiceView<'a> {
    id: &'a str,
    name: Text<'a>,
    provider: Text<'a>,
    /// Short name of its provider.
    provider_short: Text<'a>,
    /// Title of its class with the common name.
    class: String,
    category: Option<Text<'a>>,
    summary: Option<Text<'a>>,
    purpose: Option<Text<'a>>,
    /// Id of its provider.
    provider_id: &'a str,
    /// Kinds of data that it holds, as the profile states them.
    data: Vec<Text<'a>>,
    /// Name of the service that it stands on, or none.
    stands_on: Option<Text<'a>>,
    /// Title of the highest layer that it leaves to that service, or none.
    up_to: Option<Text<'a>>,
    /// Sorted; empty when the profile names none.
    regions: Vec<Text<'a>>,
    /// `file:line` of its use.
    place: String,
}

impl<'a> ServiceView<'a> {
    pub(super) fn new(context: ViewContext<'_>, scope: &Scope<'a>, in_use: &ServiceInUse<'a>) -> Self {
        let service = in_use.service;
        let provider = scope.catalog.providers.get(&service.provider);
        let id = service.provider.as_str();
        Self {
            id: service.id.as_str(),
            name: Text(&service.name),
            provider: Text(provider.map_or(id, |provider| &provider.name)),
            provider_short: Text(provider.map_or(id, |provider| &provider.short_name)),
            class: class_name(scope.catalog, &service.class),
            category: service.category.as_ref().map(Text::from),
            summary: service.summary.as_ref().map(Text::from),
            purpose: in_use.purpose.map(Text),
            provider_id: id,
            data: in_use.data.iter().map(Text::from).collect(),
            stands_on: in_use.stands_on.map(|below| Text(&below.name)),
            up_to: in_use
                .runs_on
                .and_then(|below| scope.catalog.layer(&below.up_to))
                .map(|layer| Text(&layer.title)),
            regions: in_use.regions.iter().copied().map(Text).collect(),
            place: context.place(in_use.origin),
        }
    }
}

/// Title of a class, with its common name in parentheses.
pub(super) fn class_name(catalog: &Catalog, id: &ClassId) -> String {
    match catalog.class(id) {
        Some(Class { title, common_name: Some(common), .. }) => {
            format!("{} ({})", title.trim(), common.trim())
        }
        Some(Class { title, common_name: None, .. }) => title.trim().to_owned(),
        None => format!("{id} (not in the catalog)"),
    }
}

/// A class with services in use.
#[derive(Debug, Serialize)]
pub(super) struct ClassView<'a> {
    id: &'a str,
    /// Title with the common name.
    name: String,
    description: Text<'a>,
}

impl<'a> ClassView<'a> {
    /// The classes in use, in catalog order.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let in_use = matrix.scope.classes();
        let known = matrix.scope.catalog.classes.iter().filter(|class| in_use.contains(&&class.id));
        let facts = |class: &'a Class| Self {
            id: class.id.as_str(),
            name: class_name(matrix.scope.catalog, &class.id),
            description: Text(&class.description),
        };
        known.map(facts).collect()
    }
}
