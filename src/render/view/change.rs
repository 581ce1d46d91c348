//! What changed between two states of projects, for a change report.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_matrix::compare::{
    Action, Change, Count, Effect, Entry, Group, Place, ProjectName, Reach, Report, Subject, Thing,
};
use serde::Serialize;

use super::difference::DetailView;
use super::text::{Text, listed, quoted};

/// How many changes for the worse are listed ahead of all others.
const MOST_AHEAD: usize = 20;

/// How many projects a heading names before it counts the rest.
const MOST_NAMED: usize = 3;

/// What templates of scope `change` see.
#[derive(Debug, Serialize)]
pub(super) struct ChangesView<'a> {
    /// The day on which the report was made.
    as_of: String,
    /// The earlier side.
    old: SideView<'a>,
    /// The later side.
    new: SideView<'a>,
    summary: ChangeSummaryView,
    worst: Vec<WorstView<'a>>,
    /// The changes, grouped by the projects that share them.
    groups: Vec<GroupView<'a>>,
}

/// A change for the worse, listed ahead of all others.
#[derive(Debug, Serialize)]
struct WorstView<'a> {
    /// Title of its group.
    title: String,
    /// Stable name of what it is about.
    subject: &'static str,
    change: ChangeView<'a>,
}

/// One side of the comparison.
#[derive(Debug, Serialize)]
struct SideView<'a> {
    /// As the command line names it.
    name: &'a str,
    /// The as-of date of its matrices, or the first and last of several; none where no matrix had to be read.
    judged: Option<String>,
}

/// How many changes there are.
#[derive(Debug, Serialize)]
struct ChangeSummaryView {
    compared: usize,
    /// Projects with a change.
    changed: usize,
    /// Changes, each counted once.
    changes: usize,
    worse: usize,
    better: usize,
    counts: Vec<CountView>,
}

/// How many changes there are of one subject.
#[derive(Debug, Serialize)]
struct CountView {
    title: &'static str,
    came: usize,
    went: usize,
    changed: usize,
    worse: usize,
    better: usize,
}

/// Changes that the same projects have.
#[derive(Debug, Serialize)]
struct GroupView<'a> {
    /// Names the projects: all of an organisation, or the first of them.
    title: String,
    /// True when the title does not name each of them.
    abridged: bool,
    projects: Vec<ChangedProjectView<'a>>,
    worse: usize,
    sections: Vec<SectionView<'a>>,
}

/// A project.
#[derive(Debug, Serialize)]
struct ChangedProjectView<'a> {
    /// `organization/project`.
    id: String,
    name: Text<'a>,
    organization: Text<'a>,
}

/// Changes of one subject.
#[derive(Debug, Serialize)]
struct SectionView<'a> {
    /// Stable name.
    subject: &'static str,
    title: &'static str,
    /// True when any change has a place.
    placed: bool,
    /// The worst first.
    changes: Vec<ChangeView<'a>>,
}

/// A change of one thing, or the same change of several things.
#[derive(Debug, Serialize)]
struct ChangeView<'a> {
    /// What happened, such as `Closed`.
    label: &'static str,
    /// Stable name of what happened.
    action: &'static str,
    /// `worse`, `neutral` or `better`.
    effect: &'static str,
    things: Vec<ThingView<'a>>,
    details: Vec<DetailView>,
    /// Where it was and is written: one place if both are the same.
    places: Vec<String>,
}

/// What a change is about.
#[derive(Debug, Serialize)]
struct ThingView<'a> {
    id: &'a str,
    title: Cow<'a, str>,
    /// The control that a finding is about, as `id title`, or none.
    control: Option<String>,
    part: Option<&'a str>,
    services: Vec<Text<'a>>,
}

impl<'a> ChangesView<'a> {
    pub(super) fn new(report: &'a Report, as_of: NaiveDate) -> Self {
        let side = |name: &'a str, days: &[NaiveDate]| SideView { name, judged: judged(days) };
        Self {
            as_of: as_of.to_string(),
            old: side(&report.sides.0, &report.days.0),
            new: side(&report.sides.1, &report.days.1),
            summary: ChangeSummaryView {
                compared: report.compared,
                changed: report.changed,
                changes: report.total(),
                worse: report.worse(),
                better: report.better(),
                counts: report.counts.iter().map(CountView::new).collect(),
            },
            worst: report.groups.iter().flat_map(WorstView::of).take(MOST_AHEAD).collect(),
            groups: report.groups.iter().map(GroupView::new).collect(),
        }
    }
}

fn judged(days: &[NaiveDate]) -> Option<String> {
    match days {
        [] => None,
        [only] => Some(only.to_string()),
        [first, .., last] => Some(format!("{first} to {last}")),
    }
}

impl CountView {
    fn new(count: &Count) -> Self {
        let Count { subject, came, went, changed, worse, better } = *count;
        Self { title: subject.heading(), came, went, changed, worse, better }
    }
}

impl<'a> WorstView<'a> {
    fn of(group: &'a Group) -> impl Iterator<Item = Self> {
        let worse = group.entries.iter().filter(|entry| entry.change.effect == Effect::Worse);
        worse.map(|entry| Self {
            title: title(group).0,
            subject: entry.change.subject.word(),
            change: ChangeView::new(entry),
        })
    }
}

impl<'a> GroupView<'a> {
    fn new(group: &'a Group) -> Self {
        let of_subject = group.entries.chunk_by(|one, other| one.change.subject == other.change.subject);
        let sections = of_subject.filter_map(|entries| {
            let subject = entries.first()?.change.subject;
            Some(SectionView {
                subject: subject.word(),
                title: subject.heading(),
                placed: entries.iter().any(|entry| !places(&entry.change).is_empty()),
                changes: entries.iter().map(ChangeView::new).collect(),
            })
        });
        let (title, abridged) = title(group);
        Self {
            title,
            abridged,
            projects: group.projects.iter().map(ChangedProjectView::new).collect(),
            worse: group.worse(),
            sections: sections.collect(),
        }
    }
}

/// The title of a group, and whether it leaves out names of projects.
fn title(group: &Group) -> (String, bool) {
    let projects = &group.projects;
    let count = projects.len();
    let organization = projects.first().map_or("", |project| project.organization.as_str());
    let names: Vec<&str> = projects.iter().map(|project| project.name.as_str()).collect();
    match (group.reach, projects.as_slice()) {
        (Reach::Everybody, _) => (format!("All {count} projects"), false),
        (Reach::Organization, _) => (format!("All {count} projects of {organization}"), false),
        (Reach::Projects, [only]) => {
            (format!("{} ({}/{})", only.name, only.key.organization, only.key.project), false)
        }
        (Reach::Projects, _) if count <= MOST_NAMED => (listed(&names), false),
        (Reach::Projects, _) => {
            let rest = format!("{} more projects", count - MOST_NAMED + 1);
            (listed(&[&names[..MOST_NAMED - 1], &[&rest]].concat()), true)
        }
    }
}

impl<'a> ChangedProjectView<'a> {
    fn new(project: &'a ProjectName) -> Self {
        let ProjectName { key, organization, name } = project;
        let id = format!("{}/{}", key.organization, key.project);
        Self { id, name: Text(name), organization: Text(organization) }
    }
}

impl<'a> ChangeView<'a> {
    fn new(entry: &'a Entry) -> Self {
        let change = &entry.change;
        Self {
            label: label(change),
            action: change.action.word(),
            effect: change.effect.word(),
            things: entry.things.iter().map(|thing| ThingView::new(change.subject, thing)).collect(),
            details: DetailView::all(change.subject, &change.details),
            places: places(change),
        }
    }
}

/// What happened, in one word: what it is called depends on the subject and on who it is better for.
fn label(change: &Change) -> &'static str {
    let turn = |worse, better| match change.effect {
        Effect::Worse => worse,
        Effect::Neutral => "Changed",
        Effect::Better => better,
    };
    match (change.action, change.subject) {
        (Action::Came, _) => "New",
        (Action::Went, Subject::Finding) => "Closed",
        (Action::Went, _) => "Gone",
        (Action::Renamed, _) => "Renamed",
        (Action::Changed, Subject::Responsibility) => "Moved",
        (Action::Changed, Subject::Finding) => turn("Worse", "Better"),
        (Action::Changed, Subject::Evidence) => turn("Aged", "Renewed"),
        (Action::Changed, _) => "Changed",
    }
}

/// One place where both are the same, else both. In the same file, only the line of the new one is given.
fn places(change: &Change) -> Vec<String> {
    let whole = |place: &Place| format!("{}:{}", place.file, place.line);
    match (&change.before, &change.after) {
        (None, None) => Vec::new(),
        (Some(only), None) | (None, Some(only)) => vec![whole(only)],
        (Some(before), Some(after)) if before == after => vec![whole(before)],
        (Some(before), Some(after)) if before.file == after.file => {
            vec![whole(before), format!(":{}", after.line)]
        }
        (Some(before), Some(after)) => vec![whole(before), whole(after)],
    }
}

impl<'a> ThingView<'a> {
    fn new(subject: Subject, thing: &'a Thing) -> Self {
        let Thing { id, title, control, part, services } = thing;
        Self {
            id,
            title: if subject == Subject::Finding { quoted(title).into() } else { title.trim().into() },
            control: control.as_ref().map(|(id, title)| format!("{id} {title}").trim().to_owned()),
            part: part.as_ref().map(|part| part.as_str()),
            services: services.iter().map(|(_, name)| Text(name)).collect(),
        }
    }
}
