//! Everything that the customer has to do, by the party that does it: a list of work.

use std::collections::BTreeMap;

use onus_core::model::ImplementationStatus;
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;

use super::link::ControlLink;
use super::party::{PartyView, party_name};
use super::row::RowView;
use super::text::{Text, listed};
use super::view_cache::ViewCache;

/// What a party has to do.
#[derive(Debug, Serialize)]
pub(super) struct PartyWorkView<'a> {
    /// None for duties that no party holds.
    party: Option<PartyView<'a>>,
    /// Its duties, control by control in catalog order.
    items: Vec<WorkItemView<'a>>,
    /// Controls in which it has a duty and which are not implemented yet.
    open: usize,
}

/// Duties of a party in one control.
#[derive(Debug, Serialize)]
struct WorkItemView<'a> {
    control: ControlLink<'a>,
    /// What to do, part by part.
    tasks: Vec<TaskView<'a>>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not documented`.
    status: &'static str,
    /// The same for decisions.
    #[serde(skip)]
    stated: ImplementationStatus,
    /// Names of the owners of its statements, or none.
    owner: Option<String>,
    /// Target date, or none.
    due: Option<String>,
}

/// Something that a party has to do.
#[derive(Debug, Serialize)]
struct TaskView<'a> {
    parts: Vec<Text<'a>>,
    /// What to do, or none when the catalog does not say.
    text: Option<Text<'a>>,
    /// The duties; several when they differ between services.
    roles: Vec<TaskDutiesView>,
}

/// Duties in a task, and the services for which the party has them.
#[derive(Debug, Clone, Serialize)]
struct TaskDutiesView {
    /// In words, such as `manage and verify`.
    duties: String,
    /// The services in few words, such as `All services except Amazon EKS`.
    applies_to: String,
}

/// Whom work belongs to. Sorts parties by name, and unassigned work last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worker<'a> {
    /// The party of that name.
    Party(&'a str),
    Unassigned,
}

impl<'a> PartyWorkView<'a> {
    /// The work of every party that has some, by name, then unassigned work.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        let matrix = cache.matrix;
        let mut by_worker: BTreeMap<Worker<'a>, Vec<WorkItemView<'a>>> = BTreeMap::new();
        for control in &matrix.controls {
            for row in cache.rows(control) {
                for (worker, duties) in workers(row) {
                    let items = by_worker.entry(worker).or_default();
                    // Rows come control by control, so that only the last item can be about this one.
                    if items.last().is_none_or(|item| item.control.id != control.control.id.as_str()) {
                        items.push(WorkItemView::new(matrix, control));
                    }
                    let duties =
                        TaskDutiesView { duties: listed(&duties), applies_to: row.applies_to.clone() };
                    if let Some(item) = items.last_mut() {
                        item.add(row, duties);
                    }
                }
            }
        }
        let parties = PartyView::of(matrix);
        let work = |(worker, items): (Worker<'a>, Vec<WorkItemView<'a>>)| {
            let party = match worker {
                Worker::Party(name) => parties.iter().find(|party| party.name.0.trim() == name).cloned(),
                Worker::Unassigned => None,
            };
            let open = items.iter().filter(|item| !item.stated.is_implemented()).count();
            Self { party, items, open }
        };
        by_worker.into_iter().map(work).collect()
    }
}

/// Who has duties of the customer in a row, and which.
fn workers<'a>(row: &RowView<'a>) -> Vec<(Worker<'a>, Vec<&'static str>)> {
    let mut found: Vec<(Worker<'a>, Vec<&'static str>)> = Vec::new();
    let duties = [("manage", &row.manage), ("operate", &row.operate), ("verify", &row.verify)];
    for (duty, holder) in duties {
        let worker = match holder.party {
            Some(party) => Worker::Party(party.name.trim()),
            None if holder.unnamed => Worker::Unassigned,
            // The provider's alone.
            None => continue,
        };
        match found.iter_mut().find(|(present, _)| *present == worker) {
            Some((_, duties)) => duties.push(duty),
            None => found.push((worker, vec![duty])),
        }
    }
    found
}

impl<'a> WorkItemView<'a> {
    fn new(matrix: &Matrix<'a>, row: &'a ControlRow<'a>) -> Self {
        let stated = row.status();
        let owners = row.owners();
        let names: Vec<&str> = owners.iter().map(|id| party_name(matrix, id).0.trim()).collect();
        // Work is late as soon as the first of several target dates is past.
        let due = row.statements().filter_map(|scoped| scoped.statement.due).min();
        Self {
            control: ControlLink::new(row.control),
            tasks: Vec::new(),
            status: stated.label(),
            stated,
            owner: (!names.is_empty()).then(|| listed(&names)),
            due: due.map(|due| due.to_string()),
        }
    }

    /// Rows with one text share a task: services of one class have one text.
    fn add(&mut self, row: &RowView<'a>, duties: TaskDutiesView) {
        let text = row.customer_does;
        let known = self.tasks.iter().position(|task| task.text == text && text.is_some());
        let place = known.unwrap_or(self.tasks.len());
        if known.is_none() {
            self.tasks.push(TaskView { parts: Vec::new(), text, roles: Vec::new() });
        }
        let task = &mut self.tasks[place];
        if !task.parts.contains(&row.title) {
            task.parts.push(row.title);
        }
        match task.roles.iter_mut().find(|known| known.duties == duties.duties) {
            Some(known) if known.applies_to != duties.applies_to => {
                known.applies_to = format!("{}, {}", known.applies_to, duties.applies_to);
            }
            Some(_) => {}
            None => task.roles.push(duties),
        }
    }
}
