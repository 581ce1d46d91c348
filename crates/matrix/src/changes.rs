//! What changed between two states of projects, for other programs: `onus diff --format json`. docs/changes.schema.json is made
//! from these types, so their doc comments are what users read there.

use chrono::NaiveDate;
use onus_core::model::{OrganizationId, PartId, ProjectId};
use serde::Serialize;

use crate::compare::{
    Aspect, ChangeAction, ChangeCount, ChangeDetail, ChangeReport, ChangeSubject, ChangedItem, DetailValue,
    Effect, MergedChange, ProjectName, ReportSide, SharedChanges, SourceLine,
};

/// The schema of the files that this version writes.
const CHANGES_SCHEMA: &str = "onus.changes/2";

/// A report as pretty JSON ending in a newline.
pub fn write_changes(report: &ChangeReport) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&ChangesFile::new(report)).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

/// The text of docs/changes.schema.json.
#[cfg(feature = "schema")]
pub fn changes_schema_text() -> String {
    crate::file::schema_text_of::<ChangesFile<'static>>()
}

/// What changed between two states of projects, as `onus diff --format json` reports it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, title = "onus.changes/2"))]
struct ChangesFile<'r> {
    /// Names this schema; a change that could break a reader gets another number.
    #[cfg_attr(feature = "schema", schemars(extend("const" = CHANGES_SCHEMA)))]
    schema: &'static str,
    /// The old state.
    before: SideRecord<'r>,
    /// The new state.
    after: SideRecord<'r>,
    /// How many projects are in both states.
    projects_compared: usize,
    /// How many projects have a change, those that were added or removed among them.
    projects_changed: usize,
    /// How many changes there are, each counted once however many projects share it.
    changes: usize,
    /// How many of them are for the worse.
    worse: usize,
    /// How many of them are for the better.
    better: usize,
    /// The same by subject; subjects without a change are left out.
    counts: Vec<CountRecord>,
    /// The changes by the projects that share them, most projects first.
    groups: Vec<GroupRecord<'r>>,
}

/// One of the two states that were compared.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Side"))]
struct SideRecord<'r> {
    /// As it was named on the command line.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    name: &'r str,
    /// The as-of dates of its matrices, where they had to be read: those that are the same in both states did not.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    as_of: &'r [NaiveDate],
}

/// How many changes there are about one subject.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Count"))]
struct CountRecord {
    /// The subject.
    subject: ChangeSubject,
    /// How many are new.
    added: usize,
    /// How many are gone.
    removed: usize,
    /// How many changed or have another id.
    changed: usize,
    /// How many of all these are for the worse.
    worse: usize,
    /// How many of them are for the better.
    better: usize,
}

/// Changes that the same projects have.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Group"))]
struct GroupRecord<'r> {
    /// The projects.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    projects: Vec<ProjectRecord<'r>>,
    /// Their changes, by subject, the worst first.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    changes: Vec<ChangeRecord<'r>>,
}

/// A project.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Project"))]
struct ProjectRecord<'r> {
    /// Id of its organisation.
    organization: &'r OrganizationId,
    /// Its id.
    project: &'r ProjectId,
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    name: &'r str,
}

/// A change, or several that differ only in what they are about.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Change"))]
struct ChangeRecord<'r> {
    /// What kind of thing it is about.
    subject: ChangeSubject,
    /// What happened.
    action: ChangeAction,
    /// Whether it is for the worse; docs/diff.md says when.
    effect: Effect,
    /// What it is about.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    things: Vec<ItemRecord<'r>>,
    /// What differs.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    details: Vec<DetailRecord<'r>>,
    /// Where the old state is written; null where the matrix does not say.
    before: Option<LineRecord<'r>>,
    /// Where the new state is written; null where the matrix does not say.
    after: Option<LineRecord<'r>>,
}

/// What a change is about.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Thing"))]
struct ItemRecord<'r> {
    /// Its id; of a finding its code, of a requirement `framework/requirement`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    id: &'r str,
    /// Its title or name; of a finding its message.
    title: &'r str,
    /// Id of the control that a finding is about.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    control: Option<&'r str>,
    /// Id of the part of a control.
    part: Option<&'r PartId>,
    /// Ids of the services.
    #[cfg_attr(feature = "schema", schemars(inner(length(min = 1)), extend("uniqueItems" = true)))]
    services: Vec<&'r str>,
}

/// One aspect that differs.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Detail"))]
struct DetailRecord<'r> {
    /// Which aspect.
    aspect: Aspect,
    /// The old value: a word of docs/matrix.schema.json where there is one, such as `due-soon`, and a text for people where
    /// there is none; null where there was nothing.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", length(min = 1)))]
    before: Option<&'r DetailValue>,
    /// The new value; null where there is nothing.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", length(min = 1)))]
    after: Option<&'r DetailValue>,
}

/// A line of a file.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Line"))]
struct LineRecord<'r> {
    /// Path from the workspace.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    file: &'r str,
    /// Line, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    line: usize,
}

impl<'r> ChangesFile<'r> {
    fn new(report: &'r ChangeReport) -> Self {
        let side = |side: &'r ReportSide| SideRecord { name: &side.name, as_of: &side.as_of };
        Self {
            schema: CHANGES_SCHEMA,
            before: side(&report.before),
            after: side(&report.after),
            projects_compared: report.compared,
            projects_changed: report.changed,
            changes: report.total(),
            worse: report.worse(),
            better: report.better(),
            counts: report.counts.iter().map(CountRecord::new).collect(),
            groups: report.groups.iter().map(GroupRecord::new).collect(),
        }
    }
}

impl CountRecord {
    fn new(count: &ChangeCount) -> Self {
        let ChangeCount { subject, added, removed, changed, worse, better } = *count;
        Self { subject, added, removed, changed, worse, better }
    }
}

impl<'r> GroupRecord<'r> {
    fn new(group: &'r SharedChanges) -> Self {
        let project = |ProjectName { key, name, .. }: &'r ProjectName| ProjectRecord {
            organization: &key.organization,
            project: &key.project,
            name,
        };
        Self {
            projects: group.projects.iter().map(project).collect(),
            changes: group.changes.iter().map(ChangeRecord::new).collect(),
        }
    }
}

impl<'r> ChangeRecord<'r> {
    fn new(merged: &'r MergedChange) -> Self {
        let change = &merged.change;
        let line = |line: &'r SourceLine| LineRecord { file: &line.file, line: line.line };
        let detail = |detail: &'r ChangeDetail| DetailRecord {
            aspect: detail.aspect,
            before: detail.before.as_ref(),
            after: detail.after.as_ref(),
        };
        Self {
            subject: change.subject,
            action: change.action,
            effect: change.effect,
            things: merged.items.iter().map(ItemRecord::new).collect(),
            details: change.details.iter().map(detail).collect(),
            before: change.before.as_ref().map(line),
            after: change.after.as_ref().map(line),
        }
    }
}

impl<'r> ItemRecord<'r> {
    fn new(item: &'r ChangedItem) -> Self {
        Self {
            id: &item.id,
            title: &item.title,
            control: item.control.as_ref().map(|control| control.id.as_str()),
            part: item.part.as_ref(),
            services: item.services.iter().map(|service| service.id.as_str()).collect(),
        }
    }
}
