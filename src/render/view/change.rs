//! What changed between two states of projects, for a change report.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_matrix::compare::{
    Change, ChangeAction, ChangeCount, ChangeReport, ChangeSubject, ChangedItem, Effect, MergedChange,
    ProjectName, Reach, ReportSide, SharedChanges, SourceLine,
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
    /// What it is about.
    subject: ChangeSubject,
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
    /// What they are about.
    subject: ChangeSubject,
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
    /// What happened: `came`, `went`, `renamed` or `changed`.
    action: &'static str,
    /// Whether it is for the worse.
    effect: Effect,
    /// What it is about.
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
    pub(super) fn new(report: &'a ChangeReport, as_of: NaiveDate) -> Self {
        let side = |side: &'a ReportSide| SideView { name: &side.name, judged: judged(&side.as_of) };
        Self {
            as_of: as_of.to_string(),
            old: side(&report.before),
            new: side(&report.after),
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
    fn new(count: &ChangeCount) -> Self {
        let ChangeCount { subject, added, removed, changed, worse, better } = *count;
        Self { title: heading(subject), came: added, went: removed, changed, worse, better }
    }
}

impl<'a> WorstView<'a> {
    fn of(group: &'a SharedChanges) -> impl Iterator<Item = Self> {
        let worse = group.changes.iter().filter(|merged| merged.change.effect == Effect::Worse);
        worse.map(|merged| Self {
            title: GroupTitle::of(group).text,
            subject: merged.change.subject,
            change: ChangeView::new(merged),
        })
    }
}

impl<'a> GroupView<'a> {
    fn new(group: &'a SharedChanges) -> Self {
        let of_subject = group.changes.chunk_by(|one, other| one.change.subject == other.change.subject);
        let sections = of_subject.filter_map(|changes| {
            let subject = changes.first()?.change.subject;
            Some(SectionView {
                subject,
                title: heading(subject),
                placed: changes.iter().any(|merged| !places(&merged.change).is_empty()),
                changes: changes.iter().map(ChangeView::new).collect(),
            })
        });
        let GroupTitle { text: title, abridged } = GroupTitle::of(group);
        Self {
            title,
            abridged,
            projects: group.projects.iter().map(ChangedProjectView::new).collect(),
            worse: group.worse(),
            sections: sections.collect(),
        }
    }
}

/// What to call the projects of a group together.
struct GroupTitle {
    text: String,
    /// True when it does not name each of them.
    abridged: bool,
}

impl GroupTitle {
    fn of(group: &SharedChanges) -> Self {
        let projects = &group.projects;
        let count = projects.len();
        let organization = projects.first().map_or("", |project| project.organization.as_str());
        let names: Vec<&str> = projects.iter().map(|project| project.name.as_str()).collect();
        let whole = |text| Self { text, abridged: false };
        match (group.reach, projects.as_slice()) {
            (Reach::Everybody, _) => whole(format!("All {count} projects")),
            (Reach::Organization, _) => whole(format!("All {count} projects of {organization}")),
            (Reach::Projects, [only]) => whole(format!("{} ({})", only.name, only.key)),
            (Reach::Projects, _) if count <= MOST_NAMED => whole(listed(&names)),
            (Reach::Projects, _) => {
                let rest = format!("{} more projects", count - MOST_NAMED + 1);
                let text = listed(&[&names[..MOST_NAMED - 1], &[&rest]].concat());
                Self { text, abridged: true }
            }
        }
    }
}

/// The heading over changes about a subject.
fn heading(subject: ChangeSubject) -> &'static str {
    match subject {
        ChangeSubject::Project => "Projects",
        ChangeSubject::Responsibility => "Responsibilities",
        ChangeSubject::Finding => "Findings",
        ChangeSubject::Evidence => "Evidence",
        ChangeSubject::Attestation => "Reports on providers",
        ChangeSubject::Statement => "Statements",
        ChangeSubject::RiskAcceptance => "Accepted risks",
        ChangeSubject::Service => "Services",
        ChangeSubject::Control => "Controls",
        ChangeSubject::Requirement => "Requirements",
        ChangeSubject::Catalog => "Control catalog",
    }
}

impl<'a> ChangedProjectView<'a> {
    fn new(project: &'a ProjectName) -> Self {
        let ProjectName { key, organization, name } = project;
        Self { id: key.to_string(), name: Text(name), organization: Text(organization) }
    }
}

impl<'a> ChangeView<'a> {
    fn new(merged: &'a MergedChange) -> Self {
        let change = &merged.change;
        Self {
            label: label(change),
            action: action_word(change.action),
            effect: change.effect,
            things: merged.items.iter().map(|item| ThingView::new(change.subject, item)).collect(),
            details: DetailView::all(change.subject, &change.details),
            places: places(change),
        }
    }
}

/// What happened, as templates ask for it. These words are older than those of `onus.changes/2` and stay, as do the names of
/// the variables, since templates of users say them.
fn action_word(action: ChangeAction) -> &'static str {
    match action {
        ChangeAction::Added => "came",
        ChangeAction::Removed => "went",
        ChangeAction::Renamed => "renamed",
        ChangeAction::Changed => "changed",
    }
}

/// What happened, in one word for people.
fn label(change: &Change) -> &'static str {
    let turn = |worse, better| match change.effect {
        Effect::Worse => worse,
        Effect::Neutral => "Changed",
        Effect::Better => better,
    };
    match (change.action, change.subject) {
        (ChangeAction::Added, _) => "New",
        (ChangeAction::Removed, ChangeSubject::Finding) => "Closed",
        (ChangeAction::Removed, _) => "Gone",
        (ChangeAction::Renamed, _) => "Renamed",
        (ChangeAction::Changed, ChangeSubject::Responsibility) => "Moved",
        (ChangeAction::Changed, ChangeSubject::Finding) => turn("Worse", "Better"),
        (ChangeAction::Changed, ChangeSubject::Evidence) => turn("Aged", "Renewed"),
        (ChangeAction::Changed, _) => "Changed",
    }
}

/// One place where both are the same, else both. In the same file, only the line of the new one is given.
fn places(change: &Change) -> Vec<String> {
    let whole = |place: &SourceLine| format!("{}:{}", place.file, place.line);
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
    fn new(subject: ChangeSubject, item: &'a ChangedItem) -> Self {
        let ChangedItem { id, title, control, part, services } = item;
        Self {
            id,
            title: if subject == ChangeSubject::Finding { quoted(title).into() } else { title.trim().into() },
            control: control
                .as_ref()
                .map(|control| format!("{} {}", control.id, control.name).trim().to_owned()),
            part: part.as_ref().map(|part| part.as_str()),
            services: services.iter().map(|service| Text(&service.name)).collect(),
        }
    }
}
