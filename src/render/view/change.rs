//! What changed between two states of projects, for the view of a report on it.

use chrono::NaiveDate;
use serde::Serialize;

use super::text::{Text, listed};
use crate::compare::{
    Action, Aspect, Change, Count, Detail, Effect, Entry, Group, Place, ProjectName, Reach, Report, Subject,
    Thing,
};

/// Texts longer than this are shown only where they differ.
const LONG: usize = 120;

/// Most projects that a heading names.
const MOST_NAMED: usize = 3;

/// Words that are kept on both sides of what differs.
const AROUND: usize = 6;

/// What a template of changes sees.
#[derive(Debug, Serialize)]
pub(super) struct ChangesView<'a> {
    /// The day on which the report was made.
    as_of: String,
    /// The side that is compared.
    old: SideView<'a>,
    /// The side that it is compared with.
    new: SideView<'a>,
    /// The numbers.
    summary: Summary,
    /// The changes by the projects that share them.
    groups: Vec<GroupView<'a>>,
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
struct Summary {
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
    /// The projects.
    projects: Vec<ProjectView<'a>>,
    /// How many changes are for the worse.
    worse: usize,
    /// The changes by subject.
    sections: Vec<SectionView<'a>>,
}

/// A project.
#[derive(Debug, Serialize)]
struct ProjectView<'a> {
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
    /// Heading.
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
    title: Text<'a>,
    /// The control that a finding is about, as `id title`, or none.
    control: Option<String>,
    /// The part of a control, or none.
    part: Option<&'a str>,
    /// Names of services.
    services: Vec<Text<'a>>,
}

/// One side of something that differs.
#[derive(Debug, Serialize)]
struct DetailView {
    aspect: &'static str,
    before: Option<String>,
    after: Option<String>,
    /// Of lists, what is no longer in them and what is new in them, in words; none of anything else.
    difference: Option<String>,
}

impl<'a> ChangesView<'a> {
    pub(super) fn new(report: &'a Report, as_of: NaiveDate) -> Self {
        let side = |name: &'a str, days: &[NaiveDate]| SideView { name, judged: judged(days) };
        Self {
            as_of: as_of.to_string(),
            old: side(&report.sides.0, &report.days.0),
            new: side(&report.sides.1, &report.days.1),
            summary: Summary {
                compared: report.compared,
                changed: report.changed,
                changes: report.total(),
                worse: report.worse(),
                better: report.better(),
                counts: report.counts.iter().map(CountView::new).collect(),
            },
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
            projects: group.projects.iter().map(ProjectView::new).collect(),
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

impl<'a> ProjectView<'a> {
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
            things: entry.things.iter().map(ThingView::new).collect(),
            details: change.details.iter().map(DetailView::new).collect(),
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
    fn new(thing: &'a Thing) -> Self {
        let Thing { id, title, control, part, services } = thing;
        Self {
            id,
            title: Text(title),
            control: control.as_ref().map(|(id, title)| format!("{id} {title}").trim().to_owned()),
            part: part.as_ref().map(|part| part.as_str()),
            services: services.iter().map(|(_, name)| Text(name)).collect(),
        }
    }
}

impl DetailView {
    fn new(detail: &Detail) -> Self {
        let aspect = detail.aspect.word();
        let (before, after) = (detail.before.clone(), detail.after.clone());
        match (before, after) {
            (Some(before), Some(after)) if is_list(detail.aspect) => {
                let difference = Some(difference(&before, &after));
                Self { aspect, before: Some(before), after: Some(after), difference }
            }
            (Some(before), Some(after)) if before.len().max(after.len()) > LONG => {
                let (before, after) = excerpts(&before, &after);
                Self { aspect, before: Some(before), after: Some(after), difference: None }
            }
            (before, after) => Self { aspect, before, after, difference: None },
        }
    }
}

/// True for what is said as words with commas between them.
fn is_list(aspect: Aspect) -> bool {
    matches!(aspect, Aspect::Supports | Aspect::Covers | Aspect::Controls | Aspect::Regions)
}

/// `no longer A, B; also C`.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(", ").collect(), after.split(", ").collect());
    let only = |these: &[&str], those: &[&str]| {
        let only: Vec<&str> = these.iter().copied().filter(|item| !those.contains(item)).collect();
        only.join(", ")
    };
    let (gone, come) = (only(&old, &new), only(&new, &old));
    match (gone.is_empty(), come.is_empty()) {
        (true, _) => format!("also {come}"),
        (false, true) => format!("no longer {gone}"),
        (false, false) => format!("no longer {gone}; also {come}"),
    }
}

/// Where two texts differ, with a few words around it.
fn excerpts(before: &str, after: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let alike = |(one, other): &(&&str, &&str)| one == other;
    let start = old.iter().zip(&new).take_while(alike).count();
    let left = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(left).take_while(alike).count();
    let excerpt = |words: &[&str]| {
        let (from, to) = (start.saturating_sub(AROUND), (words.len() - end + AROUND).min(words.len()));
        let opening = if from > 0 { "… " } else { "" };
        let closing = if to < words.len() { " …" } else { "" };
        format!("{opening}{}{closing}", words[from..to].join(" "))
    };
    (excerpt(&old), excerpt(&new))
}

#[cfg(test)]
mod tests {
    use super::excerpts;

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let text = |days: &str| {
            format!(
                "Every account sends its trail to the log archive, where it is kept for {days} days and then deleted by a rule of the bucket."
            )
        };
        let (before, after) = excerpts(&text("400"), &text("365"));
        assert_eq!(before, "… archive, where it is kept for 400 days and then deleted by a …");
        assert_eq!(after, "… archive, where it is kept for 365 days and then deleted by a …");
    }

    #[test]
    fn words_that_only_come_are_shown_with_their_neighbours() {
        assert_eq!(excerpts("a b", "a b c"), ("a b".to_owned(), "a b c".to_owned()));
        assert_eq!(excerpts("a a", "a a a"), ("a a".to_owned(), "a a a".to_owned()));
    }
}
