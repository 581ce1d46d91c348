//! The statements that hold in a scope: the most specific one for each cell, and those about requirements.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::model::{
    Control, ControlId, Part, Profile, RequirementKey, Service, ServiceId, ServiceUse, Statement,
    StatementPiece, StatementSubject, Status,
};

/// A statement with its parameters filled in.
#[derive(Debug)]
pub struct ScopedStatement<'a> {
    /// As written.
    pub statement: &'a Statement,
    /// Its text.
    pub text: String,
}

impl ScopedStatement<'_> {
    /// True when it excludes the cells that it is about.
    pub(super) fn is_not_applicable(&self) -> bool {
        self.statement.status == Status::NotApplicable
    }

    /// True when it is about some cells of its control only.
    pub fn is_narrowed(&self) -> bool {
        self.statement.subject.is_narrowed()
    }
}

/// The statements of a scope.
#[derive(Debug, Default)]
pub struct ScopedStatements<'a> {
    /// Most specific first.
    by_control: BTreeMap<ControlId, Vec<Arc<ScopedStatement<'a>>>>,
    by_requirement: BTreeMap<RequirementKey, Arc<ScopedStatement<'a>>>,
}

impl<'a> ScopedStatements<'a> {
    /// Those of an organisation, then those of a project, each of which replaces one on the same subject.
    pub(super) fn new(levels: &[&'a Profile]) -> Self {
        let value = |name: &str| levels.iter().rev().find_map(|level| level.parameters.get(name));
        let fill = |piece: &StatementPiece| match piece {
            StatementPiece::Literal(text) => text.clone(),
            StatementPiece::Parameter(name) => value(name).cloned().unwrap_or_default(),
        };
        let mut by_subject: BTreeMap<&StatementSubject, &'a Statement> = BTreeMap::new();
        for statement in levels.iter().flat_map(|level| &level.statements) {
            by_subject.insert(&statement.subject, statement);
        }
        let mut scoped = Self::default();
        for (subject, statement) in by_subject {
            let text = statement.text.iter().map(fill).collect();
            let filled = Arc::new(ScopedStatement { statement, text });
            match subject {
                StatementSubject::Control { control, .. } => {
                    scoped.by_control.entry(control.clone()).or_default().push(filled);
                }
                StatementSubject::Requirement(key) => {
                    scoped.by_requirement.insert(key.clone(), filled);
                }
            }
        }
        let uses = levels.iter().flat_map(|level| &level.services);
        let aliases: HashSet<&ServiceId> = uses.filter_map(ServiceUse::alias).collect();
        for about in scoped.by_control.values_mut() {
            about.sort_by_key(|scoped| std::cmp::Reverse(specificity(&scoped.statement.subject, &aliases)));
        }
        scoped
    }

    /// The statement on a control as a whole.
    pub(super) fn whole(&self, control: &ControlId) -> Option<&Arc<ScopedStatement<'a>>> {
        self.about(control).find(|scoped| !scoped.is_narrowed())
    }

    /// The statement that holds for a cell: the most specific one.
    pub(super) fn holding(
        &self,
        control: &Control,
        part: &Part,
        service: Option<&Service>,
    ) -> Option<&Arc<ScopedStatement<'a>>> {
        self.about(&control.id).find(|scoped| scoped.statement.subject.selects(&part.id, service))
    }

    /// The statement on a requirement.
    pub(super) fn on(&self, requirement: &RequirementKey) -> Option<&Arc<ScopedStatement<'a>>> {
        self.by_requirement.get(requirement)
    }

    fn about(&self, control: &ControlId) -> impl Iterator<Item = &Arc<ScopedStatement<'a>>> {
        self.by_control.get(control).into_iter().flatten()
    }

    /// All statements about controls or their cells, and about requirements.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<ScopedStatement<'a>>> {
        self.by_control.values().flatten().chain(self.by_requirement.values())
    }
}

/// How specific a statement is, for comparing: a part outweighs a service, as with delegations, and the name of one use of a
/// service its id. Arrays compare from the left. Two of one control that are equally specific are about different cells.
fn specificity(subject: &StatementSubject, aliases: &HashSet<&ServiceId>) -> [bool; 3] {
    match subject {
        StatementSubject::Control { part, service, .. } => {
            let names_use = service.as_ref().is_some_and(|id| aliases.contains(id));
            [part.is_some(), service.is_some(), names_use]
        }
        StatementSubject::Requirement(_) => [false; 3],
    }
}
