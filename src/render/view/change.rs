//! What changed between two states of projects, for the view of a report on it.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_matrix::compare::{
    Action, Change, Count, Effect, Entry, Group, Place, ProjectName, Reach, Report, Subject, Thing,
};
use serde::Serialize;

use super::difference::DetailView;
use super::text::{Text, listed, quoted};

/// Most changes for the worse that stand ahead of all others.
const MOST_AHEAD: usize = 20;

/// Most projects that a heading names.
const MOST_NAMED: usize = 3;

/// What a template of changes sees.
#[derive(Debug, Serialize)]
pub(super) struct ChangesView<'a> {
    /// The day on which the report was made.
    as_of: String,
    /// The side that is compared.
    old: SideView<'a>,
    /// The side that it is compared with.
    new: SideView<'a>,
    summary: ChangeSummaryView,
    /// The first changes for the worse.
    worst: Vec<WorstView<'a>>,
    /// The changes by the projects that share them.
    groups: Vec<GroupView<'a>>,
}

/// A change for the worse, ahead of all others.
#[derive(Debug, Serialize)]
struct WorstView<'a> {
    /// Title of its group.
    title: String,
    /// What it is about, for machines.
    subject: &'static str,
    change: ChangeView<'a>,
}

/// One side of the comparison.
#[derive(Debug, Serialize)]
struct SideView<'a> {
    /// As it was named.
    name: &'a str,
    /// The day on which it was judged, or the first and last of several; none where nothing had to be read.
    judged: Option<String>,
}

/// The numbers of a report.
#[derive(Debug, Serialize)]
struct ChangeSummaryView {
    /// Projects that are on both sides.
    compared: usize,
    /// Projects with a change.
    changed: usize,
    /// Changes, each counted once.
    changes: usize,
    /// Those for the worse.
    worse: usize,
    /// Those for the better.
    better: usize,
    /// The same by subject.
    counts: Vec<CountView>,
}

/// How many changes there are about something.
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
    /// What to call the projects together: those of an organisation, or the first of them by name.
    title: String,
    /// True when the title does not name each of them.
    abridged: bool,
    projects: Vec<ChangedProjectView<'a>>,
    /// How many changes are for the worse.
    worse: usize,
    /// The changes by subject.
    sections: Vec<SectionView<'a>>,
}

/// A project.
#[derive(Debug, Serialize)]
struct ChangedProjectView<'a> {
    /// Its id after that of its organisation.
    id: String,
    /// Its name.
    name: Text<'a>,
    /// The organisation's name.
    organization: Text<'a>,
}

/// Changes about one kind of thing.
#[derive(Debug, Serialize)]
struct SectionView<'a> {
    /// The word for machines.
    subject: &'static str,
    title: &'static str,
    /// True when it is known of any change where it is written.
    placed: bool,
    /// The changes, the worst first.
    changes: Vec<ChangeView<'a>>,
}

/// A change, of one thing or of several alike.
#[derive(Debug, Serialize)]
struct ChangeView<'a> {
    /// What happened, in one word for people.
    label: &'static str,
    /// What happened, for machines.
    action: &'static str,
    /// `worse`, `neutral` or `better`.
    effect: &'static str,
    /// What it is about.
    things: Vec<ThingView<'a>>,
    /// What differs.
    details: Vec<DetailView>,
    /// Where it was and is written: one place, or the old and the new one.
    places: Vec<String>,
}

/// What a change is about.
#[derive(Debug, Serialize)]
struct ThingView<'a> {
    id: &'a str,
    title: Cow<'a, str>,
    /// The control that a finding is about, as `id title`, or none.
    control: Option<String>,
    /// The part of a control, or none.
    part: Option<&'a str>,
    /// Names of services.
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

/// What to call the projects of a group, and whether some of them are not named by it.
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

/// What happened, in one word.
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

/// One place where both are the same, else the old one and the new one, of which only the line is said in the same file.
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
