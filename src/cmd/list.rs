//! `onus list`: what the catalog and the workspace have, as a table or as JSON lines.

use std::collections::BTreeSet;
use std::path::Path;

use onus_core::assess::{Assessed, Situation};
use onus_core::diagnostic::Diagnostic;
use onus_core::model::{Catalog, FrameworkId, Project, Responsibility, ServiceId};
use onus_core::resolve::ControlRow;
use onus_core::validate::validate;
use serde_json::{Value, json};

use super::console::Console;
use super::{Ending, as_of, findings, selection};
use crate::build::{BuildEnv, BuildRequest, build};
use crate::cli::{ListArgs, Listing};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::gate::judge;
use crate::load::{Trust, Workspace, load};
use crate::pipeline::{self, Selection, Survey, prepare, survey};
use crate::plan::{self, Inventory};
use crate::publish::NullSink;

pub(super) fn run(console: &Console, root: &Path, args: &ListArgs) -> Result<Ending, Error> {
    let workspace = load(root)?;
    let request = BuildRequest {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: None,
        formats: OutputFormat::ALL.to_vec(),
        trust: Trust::Remembered,
    };
    let tables: fn(&Shelf<'_>) -> Result<Table, Vec<Diagnostic>> = match args.what {
        Listing::Services => |shelf| Ok(services(shelf)),
        Listing::Controls => |shelf| Ok(controls(shelf.catalog)),
        Listing::Frameworks => |shelf| Ok(frameworks(shelf.catalog)),
        Listing::Projects => |shelf| Ok(projects(shelf)),
        Listing::Documents => documents,
        Listing::Findings => return list_findings(console, &workspace, &request),
    };
    let validated = validate(&workspace.texts);
    let is_meant = |id: &_| request.selection.has_organization(id);
    let evidence = pipeline::evidence(&workspace, &validated.organizations, is_meant, Trust::Remembered);
    let situation = Situation { as_of: request.as_of, files: &evidence.files };
    let all = (situation, &Selection::default());
    let (surveys, conflicts) =
        survey(&workspace, &validated.organizations, all, |_, state| Sketch::of(&state));
    let mut mistakes = validated.mistakes;
    mistakes.extend(evidence.mistakes.iter().cloned());
    mistakes.extend(conflicts);
    mistakes.extend(request.selection.mistakes(&validated.organizations));
    // The built-in catalog can be listed anywhere; what a workspace has only in one.
    if matches!(args.what, Listing::Projects | Listing::Documents) || !surveys.is_empty() {
        mistakes.splice(0..0, workspace.texts.problems.clone());
    }
    let selected =
        surveys.iter().filter(|survey| request.selection.has_organization(&survey.subject.organization.id));
    let surveys: Vec<&Survey<'_, Sketch<'_>>> = selected.collect();
    let catalog = surveys.first().map_or(&*validated.catalog, |survey| &*survey.subject.catalog);
    let shelf = Shelf { workspace: &workspace, catalog, surveys, request: &request };
    let table = if mistakes.is_empty() { tables(&shelf) } else { Err(mistakes) };
    match table {
        Ok(table) => {
            table.show(console);
            Ok(Ending::Done)
        }
        Err(mistakes) => {
            console.diagnostics(&mistakes, &workspace.texts.sources);
            Ok(Ending::Failed)
        }
    }
}

/// What lists say of a project.
struct Sketch<'a> {
    project: &'a Project,
    /// In use, by id.
    services: Vec<&'a ServiceId>,
    frameworks: Vec<&'a FrameworkId>,
    /// What its controls amount to.
    controls: Vec<Responsibility>,
    findings: usize,
}

impl<'a> Sketch<'a> {
    fn of(state: &Assessed<'a>) -> Self {
        let Assessed { project, matrix, findings } = state;
        Self {
            project,
            services: matrix.scope.services.iter().map(|in_use| &in_use.service.id).collect(),
            frameworks: matrix.frameworks.iter().map(|table| &table.framework.id).collect(),
            controls: matrix.controls.iter().map(ControlRow::responsibility).collect(),
            findings: findings.len(),
        }
    }
}

/// What documents of an organisation can be about.
fn inventory<'a>(survey: &Survey<'a, Sketch<'a>>) -> Inventory<'a> {
    let services: BTreeSet<_> = survey.projects.iter().flat_map(|sketch| &sketch.services).copied().collect();
    let frameworks: BTreeSet<_> =
        survey.projects.iter().flat_map(|sketch| &sketch.frameworks).copied().collect();
    Inventory {
        organization: &survey.subject.organization.id,
        projects: survey.projects.iter().map(|sketch| &sketch.project.id).collect(),
        services: services.into_iter().collect(),
        frameworks: frameworks.into_iter().collect(),
    }
}

/// What there is to list.
struct Shelf<'s> {
    workspace: &'s Workspace,
    catalog: &'s Catalog,
    surveys: Vec<&'s Survey<'s, Sketch<'s>>>,
    request: &'s BuildRequest,
}

fn list_findings(console: &Console, workspace: &Workspace, request: &BuildRequest) -> Result<Ending, Error> {
    let request = BuildRequest { formats: Vec::new(), ..request.clone() };
    let prepared = prepare(workspace, &request.selection, request.trust);
    let made = build(workspace, &prepared, &request, &BuildEnv::isolated(&NullSink))?;
    console.diagnostics(&made.mistakes, &workspace.texts.sources);
    if !made.mistakes.is_empty() {
        return Ok(Ending::Failed);
    }
    let judged = judge(&made, &workspace.texts.sources, request.as_of);
    console.diagnostics(&judged.warnings, &workspace.texts.sources);
    findings::show(console, &judged, &workspace.texts.sources);
    Ok(Ending::Done)
}

/// Rows of text under headings.
struct Table {
    /// The `type` of its JSON records.
    kind: &'static str,
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn show(&self, console: &Console) {
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

fn services(shelf: &Shelf<'_>) -> Table {
    let rows = shelf.catalog.services.values().map(|service| {
        let projects = shelf.surveys.iter().flat_map(|survey| &survey.projects);
        let users = projects.filter(|sketch| sketch.services.contains(&&service.id));
        let users: Vec<&str> = users.map(|sketch| sketch.project.id.as_str()).collect();
        vec![service.id.to_string(), service.name.clone(), service.class.to_string(), users.join(", ")]
    });
    Table { kind: "service", headings: vec!["id", "name", "class", "used-by"], rows: rows.collect() }
}

fn controls(catalog: &Catalog) -> Table {
    let rows = catalog.controls.iter().map(|control| {
        let parts: Vec<&str> = control.parts.iter().map(|part| part.id.as_str()).collect();
        vec![control.id.to_string(), control.title.clone(), control.domain.to_string(), parts.join(", ")]
    });
    Table { kind: "control", headings: vec!["id", "title", "domain", "parts"], rows: rows.collect() }
}

fn frameworks(catalog: &Catalog) -> Table {
    let rows = catalog.frameworks.values().map(|framework| {
        let baselines = framework.baselines.iter().map(|(id, _)| {
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
    Table {
        kind: "framework",
        headings: vec!["id", "title", "requirements", "baselines"],
        rows: rows.collect(),
    }
}

fn projects(shelf: &Shelf<'_>) -> Table {
    let mut rows = Vec::new();
    for survey in &shelf.surveys {
        let organization = &survey.subject.organization.id;
        let selected =
            |sketch: &&Sketch<'_>| shelf.request.selection.has_project(organization, &sketch.project.id);
        for sketch in survey.projects.iter().filter(selected) {
            let count = |responsibility: Responsibility| {
                sketch.controls.iter().filter(|control| **control == responsibility).count().to_string()
            };
            rows.push(vec![
                format!("{organization}/{}", sketch.project.id),
                sketch.project.name.clone(),
                sketch.services.len().to_string(),
                count(Responsibility::Inherited),
                count(Responsibility::Shared),
                count(Responsibility::Customer),
                sketch.findings.to_string(),
            ]);
        }
    }
    let headings = vec!["id", "name", "services", "inherited", "shared", "customer", "findings"];
    Table { kind: "project", headings, rows }
}

fn documents(shelf: &Shelf<'_>) -> Result<Table, Vec<Diagnostic>> {
    let (templates, mistakes) = plan::templates(shelf.workspace);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut rows = Vec::new();
    for survey in &shelf.surveys {
        let planned = plan::plan(&templates, &inventory(survey));
        for document in planned.iter().filter(|document| shelf.request.wants(document)) {
            let template = document.template;
            rows.push(vec![document.path(), template.title.clone(), template.scope.word().to_owned()]);
        }
    }
    Ok(Table { kind: "document", headings: vec!["path", "title", "scope"], rows })
}
