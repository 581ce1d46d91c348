//! `onus list`: entries of the catalog and of the workspace, as a table or as JSON lines.

use std::collections::BTreeSet;
use std::path::Path;

use onus_core::assess::AssessedProject;
use onus_core::model::{
    Catalog, FrameworkBaseline, FrameworkId, PartyId, Project, Responsibility, ServiceId,
};
use onus_core::resolve::ControlRow;
use serde_json::{Value, json};

use super::console::Console;
use super::{CacheAccess, ExitStatus, as_of, evidence_reading, findings, selection};
use crate::build::{BuildEnv, BuildRequest, build};
use crate::cli::{ListArgs, Listing};
use crate::error::Error;
use crate::open::{MistakeStage, OpenWorkspace, Selection, SurveyedOrganization};
use crate::plan::{self, Inventory, Template};
use crate::publish::NullSink;
use crate::report::judge;

pub(super) fn run(console: &Console, root: &Path, args: &ListArgs) -> Result<ExitStatus, Error> {
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let reading = evidence_reading(root, false, CacheAccess::Reads);
    let open = OpenWorkspace::open(root, selection, as_of, reading)?;
    let open = match args.what {
        Listing::Frameworks => open.with_whole_catalog(),
        Listing::Services
        | Listing::Controls
        | Listing::Projects
        | Listing::Documents
        | Listing::Findings => open,
    };
    let tables: fn(&ListInput<'_>) -> ListTable = match args.what {
        Listing::Services => services,
        Listing::Controls => |input| controls(input.catalog),
        Listing::Frameworks => |input| frameworks(input.catalog),
        Listing::Projects => projects,
        Listing::Documents => documents,
        Listing::Findings => return list_findings(console, &open),
    };
    // All projects of an organisation decide who uses a service and which documents there are, selected or not.
    let survey = open.survey_all(|_, state| ListedProject::of(&state));
    let mut mistakes = match args.what {
        Listing::Services | Listing::Controls | Listing::Frameworks => open.catalog_mistakes(),
        Listing::Projects | Listing::Documents | Listing::Findings => open.mistakes(),
    };
    mistakes.add(MistakeStage::Conflicts, survey.conflicts);
    let templates = match args.what {
        Listing::Documents => {
            let (templates, found) = plan::templates(&open.workspace);
            mistakes.add(MistakeStage::Templates, found);
            templates
        }
        Listing::Services
        | Listing::Controls
        | Listing::Frameworks
        | Listing::Projects
        | Listing::Findings => Vec::new(),
    };
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes.in_order(), open.sources());
        return Ok(ExitStatus::Failed);
    }
    let mut organizations = survey.organizations;
    // Not before: contradictions are errors of the workspace, wherever they are.
    organizations.retain(|surveyed| open.selection.has_organization(&surveyed.subject.organization.id));
    let catalog =
        organizations.first().map_or(&*open.validated.catalog, |surveyed| &*surveyed.subject.catalog);
    let input = ListInput { catalog, organizations, templates, selection: &open.selection };
    tables(&input).show(console);
    Ok(ExitStatus::Success)
}

/// What lists show of a project.
struct ListedProject<'a> {
    profile: &'a Project,
    services: Vec<&'a ServiceId>,
    frameworks: Vec<&'a FrameworkId>,
    parties: Vec<&'a PartyId>,
    /// Of each control.
    responsibilities: Vec<Responsibility>,
    findings: usize,
}

impl<'a> ListedProject<'a> {
    fn of(state: &AssessedProject<'a>) -> Self {
        let AssessedProject { project, matrix, findings } = state;
        Self {
            profile: project,
            services: matrix.scope.services.iter().map(|in_use| &in_use.service.id).collect(),
            frameworks: matrix.frameworks.iter().map(|table| &table.framework.id).collect(),
            parties: matrix.parties().into_iter().collect(),
            responsibilities: matrix.controls.iter().map(ControlRow::responsibility).collect(),
            findings: findings.len(),
        }
    }
}

/// What documents of an organisation can be about.
fn inventory<'a>(surveyed: &SurveyedOrganization<'a, ListedProject<'a>>) -> Inventory<'a> {
    let projects = || surveyed.projects.iter();
    let services: BTreeSet<_> = projects().flat_map(|project| &project.services).copied().collect();
    let frameworks: BTreeSet<_> = projects().flat_map(|project| &project.frameworks).copied().collect();
    let parties = projects().flat_map(|project| &project.parties).copied();
    let parties: BTreeSet<_> = parties.chain(surveyed.subject.organization.answering_parties()).collect();
    Inventory {
        organization: &surveyed.subject.organization,
        projects: projects().map(|project| project.profile).collect(),
        services: services.into_iter().collect(),
        frameworks: frameworks.into_iter().collect(),
        parties: parties.into_iter().collect(),
    }
}

/// What lists are made from.
struct ListInput<'s> {
    catalog: &'s Catalog,
    organizations: Vec<SurveyedOrganization<'s, ListedProject<'s>>>,
    /// Only read for lists of documents.
    templates: Vec<Template>,
    selection: &'s Selection,
}

fn list_findings(console: &Console, open: &OpenWorkspace) -> Result<ExitStatus, Error> {
    // A build without formats assesses projects and renders nothing.
    let request = BuildRequest { documents: None, formats: Vec::new() };
    let made = build(open, &request, &BuildEnv::isolated(&NullSink))?;
    console.diagnostics(&made.mistakes, open.sources());
    if !made.mistakes.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    let judged = judge(&made, open.sources(), open.as_of);
    console.diagnostics(&judged.warnings, open.sources());
    findings::show(console, &judged, open.sources());
    Ok(ExitStatus::Success)
}

/// Rows of text under headings.
pub(super) struct ListTable {
    /// The `type` of its JSON objects.
    pub(super) kind: &'static str,
    pub(super) headings: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl ListTable {
    pub(super) fn show(&self, console: &Console) {
        // Characters, not bytes: names are in any language. Wide ones are rare enough to be off by a column.
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| row[column].chars().count());
            cells.chain([self.headings[column].len()]).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.headings.len()).map(width).collect();
        let line = |cells: Vec<&str>| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        console.line(&line(self.headings.clone()));
        for row in &self.rows {
            console.line(&line(row.iter().map(String::as_str).collect()));
            let fields =
                self.headings.iter().zip(row).map(|(heading, cell)| (heading.to_string(), json!(cell)));
            let record = [("type".to_owned(), json!(self.kind))].into_iter().chain(fields);
            console.record(&Value::Object(record.collect()));
        }
    }
}

fn services(input: &ListInput<'_>) -> ListTable {
    let rows = input.catalog.services.values().map(|service| {
        let projects = input.organizations.iter().flat_map(|surveyed| &surveyed.projects);
        let users = projects.filter(|project| project.services.contains(&&service.id));
        let users: Vec<&str> = users.map(|project| project.profile.id.as_str()).collect();
        vec![service.id.to_string(), service.name.clone(), service.class.to_string(), users.join(", ")]
    });
    ListTable { kind: "service", headings: vec!["id", "name", "class", "used-by"], rows: rows.collect() }
}

fn controls(catalog: &Catalog) -> ListTable {
    let rows = catalog.controls.iter().map(|control| {
        let parts: Vec<&str> = control.parts.iter().map(|part| part.id.as_str()).collect();
        vec![control.id.to_string(), control.title.clone(), control.domain.to_string(), parts.join(", ")]
    });
    ListTable { kind: "control", headings: vec!["id", "title", "domain", "parts"], rows: rows.collect() }
}

fn frameworks(catalog: &Catalog) -> ListTable {
    let rows = catalog.frameworks.values().map(|framework| {
        let baselines = framework.baselines.iter().map(|FrameworkBaseline { id, .. }| {
            let held = framework.requirements.iter().filter(|requirement| requirement.baselines.contains(id));
            format!("{id} ({})", held.count())
        });
        vec![
            framework.id.to_string(),
            framework.title.clone(),
            framework.requirements.len().to_string(),
            baselines.collect::<Vec<_>>().join(", "),
        ]
    });
    ListTable {
        kind: "framework",
        headings: vec!["id", "title", "requirements", "baselines"],
        rows: rows.collect(),
    }
}

fn projects(input: &ListInput<'_>) -> ListTable {
    let mut rows = Vec::new();
    for surveyed in &input.organizations {
        let organization = &surveyed.subject.organization.id;
        let selected =
            |project: &&ListedProject<'_>| input.selection.has_project(organization, &project.profile.id);
        for project in surveyed.projects.iter().filter(selected) {
            let count = |responsibility: Responsibility| {
                project.responsibilities.iter().filter(|found| **found == responsibility).count().to_string()
            };
            rows.push(vec![
                format!("{organization}/{}", project.profile.id),
                project.profile.name.clone(),
                project.services.len().to_string(),
                count(Responsibility::Inherited),
                count(Responsibility::Shared),
                count(Responsibility::Customer),
                project.findings.to_string(),
            ]);
        }
    }
    let headings = vec!["id", "name", "services", "inherited", "shared", "customer", "findings"];
    ListTable { kind: "project", headings, rows }
}

fn documents(input: &ListInput<'_>) -> ListTable {
    let mut rows = Vec::new();
    for surveyed in &input.organizations {
        let planned = plan::plan(&input.templates, &inventory(surveyed));
        for document in planned.iter().filter(|document| input.selection.has_document(document)) {
            let template = document.template;
            rows.push(vec![document.path(), template.title.clone(), template.scope.word().to_owned()]);
        }
    }
    ListTable { kind: "document", headings: vec!["path", "title", "scope"], rows }
}
