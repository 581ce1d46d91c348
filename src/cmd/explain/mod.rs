//! `onus explain`: what each side does and who by name, what stands behind it, and the chain of claims with file and line.

mod answer;
mod cell;
mod control;
mod names;
mod question;
mod show;
mod show_upstream;
mod support;
mod upstream;

use std::path::Path;

use onus_core::assess::{AssessedProject, AssessmentBasis};
use onus_core::diagnostic::{Code, Diagnostic, Noun, did_you_mean, did_you_mean_id, quoted};
use onus_core::model::{Catalog, Service, Target};
use onus_core::resolve::{FrameworkTable, RequirementRow};
use onus_core::source::Sources;
use serde_json::json;

use super::console::Console;
use super::{CacheAccess, ExitStatus, as_of, evidence_reading, lookup, selection};
use crate::cli::ExplainArgs;
use crate::error::Error;
use crate::open::{MistakeStage, OpenWorkspace};

use answer::Answer;
use question::{ExplainedProject, Filter, is_use_of};
use show::AnswerDetail;

/// What one project has to say.
struct Explanation {
    /// None where the service that is asked about is not in use.
    answer: Option<Answer>,
    /// The id and the name of that service.
    service: Option<(String, String)>,
    /// What should be known of the name on the command line.
    note: Option<Diagnostic>,
}

pub(super) fn run(console: &Console, root: &Path, args: &ExplainArgs) -> Result<ExitStatus, Error> {
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let reading = evidence_reading(root, false, CacheAccess::Reads);
    let mut open = OpenWorkspace::open(root, selection, as_of, reading)?;
    let (mut found, mut mistakes) = explanations(&open, args);
    if found.is_empty() && mistakes.iter().any(|mistake| mistake.code == Code::UnknownSelection) {
        // What an unknown name was meant for may be in a framework that nothing here uses.
        open = open.with_whole_catalog();
        (found, mistakes) = explanations(&open, args);
    }
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes, open.sources());
        return Ok(ExitStatus::Failed);
    }
    let mut notes: Vec<Diagnostic> = found.iter_mut().filter_map(|explained| explained.note.take()).collect();
    notes.dedup();
    console.diagnostics(&notes, open.sources());
    let detail = if args.full { AnswerDetail::Full } else { AnswerDetail::Brief };
    let answers: Vec<&Answer> = found.iter().filter_map(|explained| explained.answer.as_ref()).collect();
    answers.iter().for_each(|answer| show::show(console, answer, detail));
    if let (true, Some((id, name))) = (answers.is_empty(), found.iter().find_map(|one| one.service.as_ref()))
    {
        console.line(&format!("No project that was asked about uses {name} ({id})."));
        console.line(&format!("`onus catalog show {id}` shows what the catalog says of it."));
        console.record(&json!({ "type": "not-in-use", "service": id }));
    }
    Ok(ExitStatus::Success)
}

/// What each project has to say, or why none has.
fn explanations(open: &OpenWorkspace, args: &ExplainArgs) -> (Vec<Explanation>, Vec<Diagnostic>) {
    let survey = open.survey(|subject, state| {
        Question { sources: open.sources(), catalog: &subject.catalog, basis: open.basis(), args }
            .answer(&state)
    });
    let mut mistakes = open.mistakes();
    // Who is responsible does not depend on files of evidence; one that must not be read counts as missing.
    mistakes.take(MistakeStage::Evidence);
    mistakes.add(MistakeStage::Conflicts, survey.conflicts);
    let mut mistakes = mistakes.in_order();
    let mut found = Vec::new();
    if mistakes.is_empty() {
        for explained in survey.organizations.into_iter().flat_map(|organization| organization.projects) {
            match explained {
                Ok(explained) => found.push(explained),
                Err(unknown) => mistakes.push(*unknown),
            }
        }
        // A name is only unknown when no organisation's catalog has it.
        if !found.is_empty() {
            mistakes.clear();
        }
        mistakes.dedup();
    }
    (found, mistakes)
}

/// What is asked of each project.
struct Question<'q> {
    sources: &'q Sources,
    catalog: &'q Catalog,
    basis: AssessmentBasis<'q>,
    args: &'q ExplainArgs,
}

impl Question<'_> {
    fn answer(&self, state: &AssessedProject<'_>) -> Result<Explanation, Box<Diagnostic>> {
        let explained = ExplainedProject { sources: self.sources, state, basis: self.basis };
        let (catalog, name) = (self.catalog, self.args.subject.trim());
        let only = match self.args.service.as_deref() {
            Some(asked) => Some(self.service(state, asked)?),
            None => None,
        };
        let filter = Filter { service: only, targets: None };
        let (control, part) = match name.split_once('/') {
            Some((control, part)) => (control, Some(part)),
            None => (name, None),
        };
        if let Some(found) = lookup::control(catalog, control) {
            let part = part.map(|part| {
                let known = found.parts.iter().map(|part| part.id.as_str());
                let found = lookup::part(found, part).map(|part| part.id.clone());
                found.ok_or_else(|| not_selectable(Noun::PART.unknown(part, known)))
            });
            let targets = vec![Target { control: found.id.clone(), part: part.transpose()? }];
            let filter = Filter { targets: Some(targets), ..filter };
            let note = lookup::renamed(control, &found.formerly, found.id.as_str());
            return Ok(of_used(state, only, note, || answer::of_targets(explained, &filter)));
        }
        if let Some(service) = used_under(state, name).or_else(|| lookup::service(catalog, name)) {
            let filter = Filter { service: Some(service), ..filter };
            let note = lookup::renamed(name, &service.formerly, service.id.as_str());
            return Ok(of_used(state, Some(service), note, || {
                answer::of_service(explained, service, &filter)
            }));
        }
        let Some((table, row)) = requirement(catalog, state, name) else {
            let withdrawn = lookup::withdrawn(catalog, name).map(Box::new);
            return Err(withdrawn.unwrap_or_else(|| unknown(name, catalog, state)));
        };
        let filter = Filter { targets: Some(row.requirement.satisfied_by.clone()), ..filter };
        let note = lookup::renamed(name, &row.requirement.formerly, row.requirement.id.as_str());
        Ok(of_used(state, only, note, || answer::of_requirement(explained, table, row, &filter)))
    }

    fn service<'s>(
        &'s self,
        state: &AssessedProject<'s>,
        asked: &str,
    ) -> Result<&'s Service, Box<Diagnostic>> {
        let names = state.matrix.scope.services.iter().filter_map(|in_use| in_use.service.alias.as_ref());
        let known = self.catalog.services.keys().chain(names).map(|id| id.as_str());
        used_under(state, asked)
            .or_else(|| lookup::service(self.catalog, asked))
            .ok_or_else(|| not_selectable(Noun::SERVICE.unknown(asked, known)))
    }
}

/// The use of a service to which the project or its organisation gives this name.
fn used_under<'a>(state: &AssessedProject<'a>, name: &str) -> Option<&'a Service> {
    let mut services = state.matrix.scope.services.iter().map(|in_use| in_use.service);
    services
        .find(|service| service.alias.as_ref().is_some_and(|alias| alias.as_str().eq_ignore_ascii_case(name)))
}

/// The answer of a project, unless it does not use the service that is asked about.
fn of_used(
    state: &AssessedProject<'_>,
    service: Option<&Service>,
    note: Option<Diagnostic>,
    answer: impl FnOnce() -> Answer,
) -> Explanation {
    let in_use = |service: &Service| {
        state.matrix.scope.services.iter().any(|in_use| is_use_of(in_use.service, service))
    };
    Explanation {
        answer: service.is_none_or(in_use).then(answer),
        service: service.map(|service| (service.id.to_string(), service.name.trim().to_owned())),
        note,
    }
}

/// The requirement with an id in the frameworks of the project; `framework/id` selects the framework.
fn requirement<'m, 'a>(
    catalog: &Catalog,
    state: &'m AssessedProject<'a>,
    name: &str,
) -> Option<(&'m FrameworkTable<'a>, &'m RequirementRow<'a>)> {
    let tables = || state.matrix.frameworks.iter();
    let mut rows = tables().flat_map(|table| table.requirements.iter().map(move |row| (table, row)));
    let exact = rows.find(|(_, row)| row.requirement.id.as_str() == name);
    exact.or_else(|| {
        tables().find_map(|table| {
            let meant = lookup::requirement(catalog, table.framework, name)?;
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
    let elsewhere = || {
        let frameworks = catalog.frameworks.values();
        let mut found = frameworks.filter_map(|framework| {
            let requirement = lookup::requirement(catalog, framework, name)?;
            Some(format!("{}/{}", framework.id, requirement.id))
        });
        let id = found.next()?;
        Some(format!("no profile asks for the requirement `{id}`; `onus catalog show {id}` shows it"))
    };
    let hint = elsewhere()
        .or_else(|| did_you_mean_id(name, numbered))
        .or_else(|| did_you_mean(name, services))
        .or_else(|| lookup::titled(catalog, name))
        .unwrap_or_else(|| "`onus list controls` and `onus list services` show what there is".to_owned());
    let message = format!("there is no control, part, requirement or service {}", quoted(name));
    Box::new(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}

/// The same diagnostic about the command line instead of a file.
fn not_selectable(unknown: Diagnostic) -> Box<Diagnostic> {
    Box::new(Diagnostic { code: Code::UnknownSelection, ..unknown })
}
