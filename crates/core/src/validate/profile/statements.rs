//! Implementation statements: those in the profile itself, then those in files beside it.

use super::super::context::Context;
use super::super::statement;
use super::names::ProfileScope;
use super::requirement::{FrameworksInUse, requirement};
use crate::diagnostic::{Code, Noun};
use crate::model::{ControlId, Identifier, LineBreak, ProjectId, Statement, StatementSubject, Status};
use crate::schema::{ProjectFile, StatementEntry, StatementsFile};
use crate::source::{Origin, SourceId, YamlList};
use crate::texts::StatementsText;

/// A list of statements, and where it is written.
pub(super) struct StatementList<'f> {
    pub(super) entries: &'f YamlList<StatementEntry>,
    pub(super) origin: Origin,
}

/// A file with statements.
pub(super) struct ReadStatements {
    pub(super) source: SourceId,
    file: StatementsFile,
    owner: StatementsOwner,
}

/// Whose statements a file has.
enum StatementsOwner {
    Organization,
    /// None if there is no such project, which is reported once for the whole file.
    Project(Option<ProjectId>),
}

impl ReadStatements {
    /// Reads the files with statements of an organisation and of its projects.
    pub(super) fn all(
        context: &mut Context<'_>,
        texts: &[StatementsText],
        projects: &[(SourceId, ProjectFile)],
    ) -> Vec<Self> {
        let ids: Vec<ProjectId> =
            projects.iter().filter_map(|(_, file)| ProjectId::parse(&file.id).ok()).collect();
        let mut read = Vec::new();
        for text in texts {
            let source = text.source;
            let Some(file) = context.read_as::<StatementsFile>(source, "onus.statements/1") else {
                continue;
            };
            let owner = match &text.project {
                None => StatementsOwner::Organization,
                Some(name) => {
                    let at = Origin::root(source).key("statements");
                    StatementsOwner::Project(context.refer(Noun::PROJECT, name, &at, ids.iter()))
                }
            };
            read.push(Self { source, file, owner });
        }
        read
    }

    /// True for a file of this project; without one, of the organisation.
    pub(super) fn is_of(&self, project: Option<&str>) -> bool {
        match &self.owner {
            StatementsOwner::Organization => project.is_none(),
            StatementsOwner::Project(own) => own.as_ref().is_some_and(|own| project == Some(own.as_str())),
        }
    }

    /// Its list.
    pub(super) fn list(&self) -> StatementList<'_> {
        let origin = Origin::root(self.source).key("statements");
        StatementList { entries: &self.file.statements, origin }
    }
}

/// Reads the statements of a profile from all of its lists.
pub(super) fn statements(
    context: &mut Context<'_>,
    scope: &ProfileScope<'_>,
    lists: &[StatementList<'_>],
) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for StatementList { entries, origin: list } in lists {
        for (position, entry) in entries.iter() {
            let origin = list.item(position);
            let Some(statement) = statement_entry(context, scope, entry, &origin) else {
                continue;
            };
            if let Some(twin) = statements.iter().find(|present| present.subject == statement.subject) {
                let key = subject_key(&statement.subject);
                let first = twin.origin.key(key);
                let hint = "make the two one statement, or narrow one with `part` or `service`";
                context.twice(&statement.subject.to_string(), &origin.key(key), &first, hint);
            }
            statements.push(statement);
        }
    }
    statements
}

fn subject_key(subject: &StatementSubject) -> &'static str {
    match subject {
        StatementSubject::Control { .. } => "control",
        StatementSubject::Requirement(_) => "requirement",
    }
}

fn statement_entry(
    context: &mut Context<'_>,
    scope: &ProfileScope<'_>,
    entry: &StatementEntry,
    origin: &Origin,
) -> Option<Statement> {
    let subject = subject(context, scope, entry, origin);
    let owner = entry
        .owner
        .as_deref()
        .and_then(|owner| context.refer(Noun::PARTY, owner, &origin.key("owner"), scope.parties()));
    let due = entry.due.as_deref().and_then(|due| context.date(due, &origin.key("due")));
    let evidence = entry
        .evidence
        .iter()
        .filter_map(|(item, id)| {
            context.refer(Noun::EVIDENCE, id, &origin.key("evidence").item(item), scope.known.evidence.keys())
        })
        .collect();
    let text = entry.text.as_deref().map(str::trim).unwrap_or_default();
    let status = entry.status;
    let needs_text = matches!(status, Status::NotApplicable | Status::Alternative);
    if text.is_empty() && needs_text && !context.was_removed(origin, &["text"]) {
        let message = format!("a statement with status `{}` has no reason", status.word());
        context
            .diagnostics
            .error(Code::MissingReason, &origin.key("status"), message)
            .help("add the reason as `text`, in words that an auditor can follow".to_owned());
    }
    let line_breaks = match context.diagnostics.sources().is_folded(&origin.key("text")) {
        true => LineBreak::Paragraph,
        false => LineBreak::Line,
    };
    let text = statement::pieces(context, text, &origin.key("text"), &scope.parameter_names());
    let origin = origin.clone();
    Some(Statement { subject: subject?, status, owner, due, text, line_breaks, evidence, origin })
}

/// What a statement is about: a control, narrowed or not, or a requirement.
fn subject(
    context: &mut Context<'_>,
    scope: &ProfileScope<'_>,
    entry: &StatementEntry,
    origin: &Origin,
) -> Option<StatementSubject> {
    let catalog = scope.known.catalog;
    match (&entry.control, &entry.requirement) {
        (Some(_), Some(_)) => {
            let first = context.diagnostics.sources().span(&origin.key("control"));
            let message = "a statement is about a control or a requirement, not both";
            context
                .diagnostics
                .error(Code::ConflictingKeys, &origin.key("requirement"), message)
                .also(first, "the control")
                .help("remove one of them, or write two statements".to_owned());
            None
        }
        (Some(control), None) => {
            let known = catalog.controls.iter().map(|control| &control.id);
            let control = context.refer(Noun::CONTROL, control, &origin.key("control"), known)?;
            narrowed(context, scope, control, entry, origin)
        }
        (None, Some(text)) => {
            let narrowing = [("part", &entry.part), ("service", &entry.service)];
            for (key, _) in narrowing.into_iter().filter(|(_, value)| value.is_some()) {
                let message = format!("`{key}` narrows a statement on a control, not one on a requirement");
                let help = format!("remove `{key}`, or write `control` instead of `requirement`");
                context.diagnostics.error(Code::ConflictingKeys, &origin.key(key), message).help(help);
            }
            let in_use = FrameworksInUse::new(scope.known, scope.own);
            requirement(context, catalog, &in_use, text, &origin.key("requirement"))
                .map(StatementSubject::Requirement)
        }
        (None, None) => {
            if !context.was_removed(origin, &["control", "requirement"]) {
                let message = "this statement does not say what it is about";
                context
                    .diagnostics
                    .error(Code::MissingKey, origin, message)
                    .help("add `control`, or `requirement` as `framework/requirement`".to_owned());
            }
            None
        }
    }
}

/// A statement on a control with the part and service that it is narrowed to. None if one of them does not exist, since
/// it must not be taken for one on more than was meant.
fn narrowed(
    context: &mut Context<'_>,
    scope: &ProfileScope<'_>,
    control: ControlId,
    entry: &StatementEntry,
    origin: &Origin,
) -> Option<StatementSubject> {
    let catalog = scope.known.catalog;
    let parts = catalog.control(control.as_str()).map(|control| control.parts.as_slice()).unwrap_or_default();
    let ids = parts.iter().map(|part| &part.id);
    let part = entry.part.as_deref().map(|name| context.refer(Noun::PART, name, &origin.key("part"), ids));
    let service = entry.service.as_deref();
    let aliases = scope.aliases();
    let services = catalog.services.keys().chain(&aliases);
    let service = service.map(|name| context.refer(Noun::SERVICE, name, &origin.key("service"), services));
    if context.was_removed(origin, &["part", "service"]) {
        return None;
    }
    match (part, service) {
        (Some(None), _) | (_, Some(None)) => None,
        (part, service) => {
            Some(StatementSubject::Control { control, part: part.flatten(), service: service.flatten() })
        }
    }
}
