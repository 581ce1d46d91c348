//! `onus.changes/1`: what changed between two states of projects, for other programs. docs/changes.schema.json describes
//! it.

use serde::Serialize;

use crate::compare::{Count, Detail, Entry, Group, Place, ProjectName, Report, Thing};

/// The schema that the file names.
pub const SCHEMA: &str = "onus.changes/1";

/// A report as pretty JSON ending in a newline.
pub fn write(report: &Report) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&ChangesFile::new(report)).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

#[derive(Serialize)]
struct ChangesFile<'r> {
    schema: &'static str,
    before: SideRecord<'r>,
    after: SideRecord<'r>,
    projects_compared: usize,
    projects_changed: usize,
    changes: usize,
    worse: usize,
    better: usize,
    counts: Vec<CountRecord>,
    groups: Vec<GroupRecord<'r>>,
}

#[derive(Serialize)]
struct SideRecord<'r> {
    name: &'r str,
    as_of: Vec<String>,
}

#[derive(Serialize)]
struct CountRecord {
    subject: &'static str,
    came: usize,
    went: usize,
    changed: usize,
    worse: usize,
    better: usize,
}

#[derive(Serialize)]
struct GroupRecord<'r> {
    projects: Vec<ProjectRecord<'r>>,
    changes: Vec<ChangeRecord<'r>>,
}

#[derive(Serialize)]
struct ProjectRecord<'r> {
    organization: &'r str,
    project: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct ChangeRecord<'r> {
    subject: &'static str,
    action: &'static str,
    effect: &'static str,
    things: Vec<ThingRecord<'r>>,
    details: Vec<DetailRecord<'r>>,
    before: Option<PlaceRecord<'r>>,
    after: Option<PlaceRecord<'r>>,
}

#[derive(Serialize)]
struct ThingRecord<'r> {
    id: &'r str,
    title: &'r str,
    control: Option<&'r str>,
    part: Option<&'r str>,
    services: Vec<&'r str>,
}

#[derive(Serialize)]
struct DetailRecord<'r> {
    aspect: String,
    before: Option<&'r str>,
    after: Option<&'r str>,
}

#[derive(Serialize)]
struct PlaceRecord<'r> {
    file: &'r str,
    line: usize,
}

impl<'r> ChangesFile<'r> {
    fn new(report: &'r Report) -> Self {
        let side = |name, days: &[chrono::NaiveDate]| SideRecord {
            name,
            as_of: days.iter().map(ToString::to_string).collect(),
        };
        Self {
            schema: SCHEMA,
            before: side(&report.sides.0, &report.days.0),
            after: side(&report.sides.1, &report.days.1),
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
    fn new(count: &Count) -> Self {
        let Count { subject, came, went, changed, worse, better } = *count;
        Self { subject: subject.word(), came, went, changed, worse, better }
    }
}

impl<'r> GroupRecord<'r> {
    fn new(group: &'r Group) -> Self {
        let project = |project: &'r ProjectName| ProjectRecord {
            organization: project.key.organization.as_str(),
            project: project.key.project.as_str(),
            name: &project.name,
        };
        Self {
            projects: group.projects.iter().map(project).collect(),
            changes: group.entries.iter().map(ChangeRecord::new).collect(),
        }
    }
}

impl<'r> ChangeRecord<'r> {
    fn new(entry: &'r Entry) -> Self {
        let change = &entry.change;
        let place = |place: &'r Place| PlaceRecord { file: &place.file, line: place.line };
        Self {
            subject: change.subject.word(),
            action: change.action.word(),
            effect: change.effect.word(),
            things: entry.things.iter().map(ThingRecord::new).collect(),
            details: change.details.iter().map(DetailRecord::new).collect(),
            before: change.before.as_ref().map(place),
            after: change.after.as_ref().map(place),
        }
    }
}

impl<'r> ThingRecord<'r> {
    fn new(thing: &'r Thing) -> Self {
        Self {
            id: &thing.id,
            title: &thing.title,
            control: thing.control.as_ref().map(|(id, _)| id.as_str()),
            part: thing.part.as_ref().map(|part| part.as_str()),
            services: thing.services.iter().map(|(id, _)| id.as_str()).collect(),
        }
    }
}

impl<'r> DetailRecord<'r> {
    fn new(detail: &'r Detail) -> Self {
        let (before, after) = (detail.before.as_deref(), detail.after.as_deref());
        Self { aspect: detail.aspect.word().replace(' ', "-"), before, after }
    }
}
