//! `onus explain`: the chain of claims behind a control, part, requirement or service, with file and line.

mod answer;
mod show;

use std::path::Path;

use onus_core::assess::AssessedProject;
use onus_core::diagnostic::{Code, Diagnostic, Noun, did_you_mean, did_you_mean_id, quoted};
use onus_core::model::{Catalog, ControlId, Target};
use onus_core::resolve::{FrameworkTable, RequirementRow};
use onus_core::source::Sources;

use super::console::Console;
use super::{ExitStatus, as_of, selection};
use crate::cli::ExplainArgs;
use crate::error::Error;
use crate::open::{EvidenceReading, MistakeStage, OpenWorkspace};

use answer::{Answer, Filter};

pub(super) fn run(console: &Console, root: &Path, args: &ExplainArgs) -> Result<ExitStatus, Error> {
    // Who is responsible does not depend on the evidence files.
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let open = OpenWorkspace::open(root, selection, as_of, EvidenceReading::Skip)?;
    let survey = open.survey(|subject, state| answer(open.sources(), &subject.catalog, &state, args));
    let mut mistakes = open.mistakes();
    mistakes.add(MistakeStage::Conflicts, survey.conflicts);
    let mut mistakes = mistakes.in_order();
    let mut answers = Vec::new();
    if mistakes.is_empty() {
        for answer in survey.organizations.into_iter().flat_map(|organization| organization.projects) {
            match answer {
                Ok(answer) => answers.push(answer),
                Err(unknown) => mistakes.push(*unknown),
            }
        }
        // A name is only unknown when no organisation's catalog has it.
        if !answers.is_empty() {
            mistakes.clear();
        }
        mistakes.dedup();
    }
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes, open.sources());
        return Ok(ExitStatus::Failed);
    }
    for answer in &answers {
        show::show(console, answer);
    }
    Ok(ExitStatus::Success)
}

fn answer(
    sources: &Sources,
    catalog: &Catalog,
    state: &AssessedProject<'_>,
    args: &ExplainArgs,
) -> Result<Answer, Box<Diagnostic>> {
    let name = args.subject.as_str();
    if let Some(service) = &args.service
        && !catalog.services.contains_key(service.as_str())
    {
        let known = catalog.services.keys().map(|id| id.as_str());
        return Err(not_selectable(Noun::SERVICE.unknown(service, known)));
    }
    let filter = Filter { service: args.service.as_deref(), targets: None };
    let (control, part) = match name.split_once('/') {
        Some((control, part)) => (control, Some(part)),
        None => (name, None),
    };
    if let Some(found) = catalog.control_meant(control) {
        if let Some(part) = part.filter(|part| found.part(part).is_none()) {
            let known = found.parts.iter().map(|part| part.id.as_str());
            return Err(not_selectable(Noun::PART.unknown(part, known)));
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
            Ok(answer::of_requirement(sources, state, table, row, &Filter { targets, ..filter }))
        }
        None => Err(unknown(name, catalog, state)),
    }
}

/// The requirement with an id in the frameworks of the project; `framework/id` selects the framework.
fn requirement<'m, 'a>(
    state: &'m AssessedProject<'a>,
    name: &str,
) -> Option<(&'m FrameworkTable<'a>, &'m RequirementRow<'a>)> {
    let tables = || state.matrix.frameworks.iter();
    let mut rows = tables().flat_map(|table| table.requirements.iter().map(move |row| (table, row)));
    let exact = rows.find(|(_, row)| row.requirement.id.as_str() == name);
    exact.or_else(|| {
        tables().find_map(|table| {
            let meant = table.framework.requirement_meant(name)?;
            let row = table.requirements.iter().find(|row| row.requirement.id == meant.id)?;
            Some((table, row))
        })
    })
}

fn unknown(name: &str, catalog: &Catalog, state: &AssessedProject<'_>) -> Box<Diagnostic> {
    let controls = catalog.controls.iter().map(|control| control.id.as_str());
    let services = catalog.services.keys().map(|id| id.as_str());
    let requirements = state.matrix.frameworks.iter().flat_map(|table| &table.requirements);
    let numbered = controls.chain(requirements.map(|row| row.requirement.id.as_str()));
    let hint = did_you_mean_id(name, numbered)
        .or_else(|| did_you_mean(name, services))
        .unwrap_or_else(|| "`onus list controls` and `onus list services` show what there is".to_owned());
    let message = format!("there is no control, part, requirement or service {}", quoted(name));
    Box::new(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}

/// The same diagnostic about the command line instead of a file.
fn not_selectable(unknown: Diagnostic) -> Box<Diagnostic> {
    Box::new(Diagnostic { code: Code::UnknownSelection, ..unknown })
}

/// The controls of targets, each once, in their order.
fn controls_of(targets: &[Target]) -> Vec<&ControlId> {
    let mut controls: Vec<&ControlId> = Vec::new();
    for target in targets {
        if !controls.contains(&&target.control) {
            controls.push(&target.control);
        }
    }
    controls
}
