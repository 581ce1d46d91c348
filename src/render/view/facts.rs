//! Who, what and when: the plain facts that several views share.

use std::collections::BTreeMap;

use onus_core::digest::Sha256Digest;
use onus_core::model::{self, Catalog, Class, ClassId, Edition, PartyKind, Revision, Stamp};
use onus_core::resolve::{Assignee, Matrix, Scope, ServiceInUse};
use serde::{Deserialize, Serialize};

use super::ViewContext;
use super::text::Text;
use crate::plan::Template;
use crate::render::revision::PLACEHOLDER;

/// The document being made.
#[derive(Debug, Serialize)]
pub(super) struct DocumentView<'a> {
    /// Name, which is that of its template.
    pub(super) name: &'a str,
    /// Title of its template.
    pub(super) title: &'a str,
    /// `organization`, `project`, `service`, `framework` or `change`.
    pub(super) scope: &'a str,
    /// Path below the output folder, without an ending.
    pub(super) id: String,
    /// Digest of its text.
    pub(super) revision: &'a str,
    /// Number of its revision, from 1.
    pub(super) number: u32,
    /// Its revisions, the newest first.
    pub(super) history: Vec<RevisionView<'a>>,
}

/// A revision of a document.
#[derive(Debug, Serialize)]
pub(super) struct RevisionView<'a> {
    /// Its number.
    pub(super) number: u32,
    /// The day as of which it was made.
    pub(super) date: String,
    /// Digest of its text.
    pub(super) revision: &'a str,
    /// What it changed, in words.
    pub(super) changes: &'a str,
}

impl<'a> DocumentView<'a> {
    /// What a document of that edition says of itself.
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

    /// The only document of a template, whose revisions nobody counts.
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
    /// Id.
    pub(super) id: &'a str,
    /// Name.
    pub(super) name: Text<'a>,
    /// One sentence, or none.
    pub(super) description: Option<Text<'a>>,
    /// Whom an auditor asks, or none.
    pub(super) contact: Option<Text<'a>>,
    /// That contact's address, or none.
    pub(super) contact_address: Option<Text<'a>>,
    /// Classification of its documents, or none.
    pub(super) classification: Option<Text<'a>>,
    /// Language tag of its documents.
    pub(super) language: Text<'a>,
}

impl<'a> OrganizationView<'a> {
    pub(super) fn new(organization: &'a model::Organization) -> Self {
        let contact = organization.contact.as_ref();
        Self {
            id: organization.id.as_str(),
            name: Text(&organization.name),
            description: organization.description.as_ref().map(Text::from),
            contact: contact.map(|(name, _)| Text(name)),
            contact_address: contact.and_then(|(_, address)| address.as_ref()).map(Text::from),
            classification: organization.classification.as_ref().map(Text::from),
            language: Text(&organization.language),
        }
    }
}

/// A project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectView<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Name.
    pub(super) name: Text<'a>,
    /// One sentence, or none.
    pub(super) description: Option<Text<'a>>,
    /// Class of the data that it handles, or none.
    pub(super) data_classification: Option<Text<'a>>,
    /// What is inside and what is not, or none.
    pub(super) boundary: Option<Text<'a>>,
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
    /// Version of the built-in catalog.
    pub(super) version: &'a str,
    /// SHA-256 in hex over all its files, own ones too.
    pub(super) digest: Sha256Digest,
    /// The first twelve digits of it.
    pub(super) short_digest: String,
}

impl<'a> CatalogView<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self::named(&catalog.version, catalog.digest)
    }

    /// The catalog by which a document was made.
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
    /// Id.
    pub(super) id: &'a str,
    /// Name.
    pub(super) name: Text<'a>,
    /// Full name of its provider.
    pub(super) provider: Text<'a>,
    /// The provider's name in tables.
    pub(super) provider_short: Text<'a>,
    /// Title of its class with the common name.
    pub(super) class: String,
    /// Kind of service, or none.
    pub(super) category: Option<Text<'a>>,
    /// One sentence, or none.
    pub(super) summary: Option<Text<'a>>,
    /// What it is used for, or none.
    pub(super) purpose: Option<Text<'a>>,
    /// Regions, sorted; empty when none are named.
    pub(super) regions: Vec<Text<'a>>,
    /// File and line of its use.
    pub(super) place: String,
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

/// A class of which services are in use.
#[derive(Debug, Serialize)]
pub(super) struct ClassView<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title with the common name.
    pub(super) name: String,
    /// One sentence.
    pub(super) description: Text<'a>,
}

impl<'a> ClassView<'a> {
    /// The classes in use, from the one that leaves most to the customer.
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

/// A party on the customer's side.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PartyView<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Name.
    pub(super) name: Text<'a>,
    /// `internal` or `service provider`.
    pub(super) kind: &'static str,
    /// Address, or none.
    pub(super) contact: Option<Text<'a>>,
    /// Controls in which it holds a duty.
    pub(super) controls: usize,
    /// Controls that it answers for by a statement.
    pub(super) answers_for: usize,
}

impl<'a> PartyView<'a> {
    /// The parties that hold a duty, by name.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let mut controls: BTreeMap<&model::PartyId, usize> = BTreeMap::new();
        for row in &matrix.controls {
            let assignees = row.cells.iter().flat_map(|cell| cell.assignees.iter());
            let mut assigned: Vec<&model::Party> = Vec::new();
            for assignee in assignees {
                match assignee {
                    Assignee::Party(party, _)
                        if !assigned.iter().any(|present| std::ptr::eq(*present, *party)) =>
                    {
                        assigned.push(party);
                    }
                    Assignee::Party(..) | Assignee::Provider | Assignee::Unassigned => {}
                }
            }
            assigned.into_iter().for_each(|party| *controls.entry(&party.id).or_default() += 1);
        }
        let holds = |id: &model::PartyId| controls.get(id).copied().unwrap_or_default();
        let answers = |id: &model::PartyId| {
            let rows = matrix.controls.iter().filter(|row| super::count::is_customers(row));
            let statements = rows.filter_map(|row| row.statement.as_deref());
            statements.filter(|scoped| scoped.statement.owner.as_ref() == Some(id)).count()
        };
        let counts = |party: &model::Party| PartyCounts {
            controls: holds(&party.id),
            answers_for: answers(&party.id),
        };
        let parties = matrix.scope.delegations.parties();
        parties.map(|party| Self::new(party, counts(party))).collect()
    }

    pub(super) fn counts(&self) -> PartyCounts {
        PartyCounts { controls: self.controls, answers_for: self.answers_for }
    }

    pub(super) fn new(party: &'a model::Party, counts: PartyCounts) -> Self {
        let PartyCounts { controls, answers_for } = counts;
        let kind = match party.kind {
            PartyKind::Internal => "internal",
            PartyKind::ServiceProvider => "service provider",
        };
        let contact = party.contact.as_ref().map(Text::from);
        Self { id: party.id.as_str(), name: Text(&party.name), kind, contact, controls, answers_for }
    }
}

/// How much a party has to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartyCounts {
    /// Controls in which it has a duty.
    pub(super) controls: usize,
    /// Controls that it owns.
    pub(super) answers_for: usize,
}

/// A control as other things refer to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct ControlLink<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title.
    pub(super) title: Text<'a>,
    /// Name of the heading `id title`, for links.
    pub(super) anchor: String,
}

impl<'a> ControlLink<'a> {
    pub(super) fn new(control: &'a model::Control) -> Self {
        let id = control.id.as_str();
        let title = Text(&control.title);
        let anchor = super::super::filters::anchor(&format!("{id} {}", control.title.trim()));
        Self { id, title, anchor }
    }
}
