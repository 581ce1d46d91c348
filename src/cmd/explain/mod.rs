//! `onus explain`: the chain of claims behind a control, a part, a requirement or a service, with file and line.

mod answer;
mod show;

use std::path::Path;

use onus_core::assess::{Assessed, Situation};
use onus_core::diagnostic::{Code, Diagnostic, Noun, did_you_mean, quoted};
use onus_core::model::{Catalog, ControlId, Target};
use onus_core::resolve::{FrameworkTable, RequirementRow};
use onus_core::source::Sources;
use onus_core::texts::EvidenceFiles;
use onus_core::validate::validate;

use super::console::Console;
use super::{Ending, as_of, selection};
use crate::cli::ExplainArgs;
use crate::error::Error;
use crate::load::load;
use crate::pipeline::survey;

use answer::{Answer, Filter};

pub(super) fn run(console: &Console, root: &Path, args: &ExplainArgs) -> Result<Ending, Error> {
    let workspace = load(root)?;
    let validated = validate(&workspace.texts);
    let selection = selection(&args.selection);
    // Whose something is does not depend on what lies in the evidence folders.
    let files = EvidenceFiles::default();
    let situation = Situation { as_of: as_of(args.selection.as_of), files: &files };
    let (surveys, conflicts) =
        survey(&workspace, &validated.organizations, (situation, &selection), |subject, state| {
            answer(&workspace.texts.sources, (&subject.catalog, &state), args)
        });
    let mut mistakes = workspace.texts.problems.clone();
    mistakes.extend(validated.mistakes.iter().cloned());
    mistakes.extend(conflicts);
    mistakes.extend(selection.mistakes(&validated.organizations));
    let mut answers = Vec::new();
    if mistakes.is_empty() {
        for answer in surveys.into_iter().flat_map(|survey| survey.projects) {
            match answer {
                Ok(answer) => answers.push(answer),
                Err(unknown) => mistakes.push(*unknown),
            }
        }
        // A name that one organisation's own catalog has is not unknown because another's has not.
        if !answers.is_empty() {
            mistakes.clear();
        }
        mistakes.dedup();
    }
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes, &workspace.texts.sources);
        return Ok(Ending::Failed);
    }
    for answer in &answers {
        show::show(console, answer);
    }
    Ok(Ending::Done)
}

fn answer(
    sources: &Sources,
    (catalog, state): (&Catalog, &Assessed<'_>),
    args: &ExplainArgs,
) -> Result<Answer, Box<Diagnostic>> {
    let name = args.subject.as_str();
    if let Some(service) = &args.service
        && !catalog.services.contains_key(service.as_str())
    {
        let known = catalog.services.keys().map(|id| id.as_str());
        return Err(unselectable(Noun::SERVICE.unknown(service, known)));
    }
    let filter = Filter { service: args.service.as_deref(), targets: None };
    let (control, part) = match name.split_once('/') {
        Some((control, part)) => (control, Some(part)),
        None => (name, None),
    };
    if let Some(found) = catalog.control(control) {
        if let Some(part) = part.filter(|part| found.part(part).is_none()) {
            let known = found.parts.iter().map(|part| part.id.as_str());
            return Err(unselectable(Noun::PART.unknown(part, known)));
        }
        let part = part.and_then(|part| found.part(part)).map(|part| part.id.clone());
        let targets = vec![Target { control: found.id.clone(), part }];
        return Ok(answer::of_targets(sources, state, &Filter { targets: Some(targets), ..filter }));
    }
    if let Some(service) = catalog.services.get(name) {
        let filter = Filter { service: Some(name), ..filter };
        return Ok(answer::of_service(sources, state, service, &filter));
    }
    match requirement(state, name) {
        Some((table, row)) => {
            let targets = Some(row.requirement.satisfied_by.clone());
            Ok(answer::of_requirement(sources, state, (table, row), &Filter { targets, ..filter }))
        }
        None => Err(unknown(name, names(catalog, state))),
    }
}

/// The requirement of that id in a framework that the project shows; `framework/id` names one.
fn requirement<'m, 'a>(
    state: &'m Assessed<'a>,
    name: &str,
) -> Option<(&'m FrameworkTable<'a>, &'m RequirementRow<'a>)> {
    let tables = state.matrix.frameworks.iter();
    let mut rows = tables.flat_map(|table| table.requirements.iter().map(move |row| (table, row)));
    rows.find(|(table, row)| {
        let id = row.requirement.id.as_str();
        id == name
            || name.strip_prefix(table.framework.id.as_str()).and_then(|rest| rest.strip_prefix('/'))
                == Some(id)
    })
}

fn names<'n>(catalog: &'n Catalog, state: &'n Assessed<'_>) -> impl Iterator<Item = &'n str> {
    let controls = catalog.controls.iter().map(|control| control.id.as_str());
    let services = catalog.services.keys().map(|id| id.as_str());
    let requirements = state.matrix.frameworks.iter().flat_map(|table| &table.requirements);
    controls.chain(services).chain(requirements.map(|row| row.requirement.id.as_str()))
}

fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Box<Diagnostic> {
    let hint = did_you_mean(name, known)
        .unwrap_or_else(|| "`onus list controls` and `onus list services` show what there is".to_owned());
    let message = format!("there is no control, part, requirement or service {}", quoted(name));
    Box::new(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}

/// What the command line names is not a mistake in a file.
fn unselectable(unknown: Diagnostic) -> Box<Diagnostic> {
    Box::new(Diagnostic { code: Code::UnknownSelection, ..unknown })
}

/// Controls in the order in which their cells are met, each once.
fn controls_of(targets: &[Target]) -> Vec<&ControlId> {
    let mut controls: Vec<&ControlId> = Vec::new();
    for target in targets {
        if !controls.contains(&&target.control) {
            controls.push(&target.control);
        }
    }
    controls
}
