//! Everything that is the customer's, by the party that holds it: a list of work.

use std::collections::BTreeMap;

use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;

use super::facts::{ControlLink, PartyView};
use super::matrix::RowView;
use super::statement::party_name;
use super::text::{Text, listed};
use super::view_cache::ViewCache;

/// What a party has to do.
#[derive(Debug, Serialize)]
pub(super) struct PartyWorkView<'a> {
    /// The party; none for duties that nobody holds.
    pub(super) party: Option<PartyView<'a>>,
    /// Its duties, control by control in catalog order.
    pub(super) items: Vec<WorkItemView<'a>>,
    /// Controls in which it has a duty and which are not implemented yet.
    pub(super) open: usize,
}

/// Duties of a party in one control.
#[derive(Debug, Serialize)]
pub(super) struct WorkItemView<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// What is to be done, part by part.
    pub(super) tasks: Vec<TaskView<'a>>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Missing`.
    pub(super) status: &'static str,
    /// Name of the party that answers for the control, or none.
    pub(super) owner: Option<Text<'a>>,
    /// When it will be implemented, or none.
    pub(super) due: Option<String>,
}

/// Something to be done by a party.
#[derive(Debug, Serialize)]
pub(super) struct TaskView<'a> {
    /// Titles of the parts.
    pub(super) parts: Vec<Text<'a>>,
    /// What is to be done, or none when the catalog does not say.
    pub(super) text: Option<Text<'a>>,
    /// The duties in it; several when they differ between services.
    pub(super) roles: Vec<TaskDutiesView>,
}

/// Duties in something to be done.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TaskDutiesView {
    /// In words, such as `manage and verify`.
    pub(super) duties: String,
    /// The services in few words, such as `All services except Amazon EKS`.
    pub(super) applies_to: String,
}

/// Items by the name of their party; those of nobody come last.
type Desks<'a> = BTreeMap<(bool, Option<&'a str>), Vec<WorkItemView<'a>>>;

impl<'a> PartyWorkView<'a> {
    /// The work of every party that has some, by name, then what nobody holds.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        let matrix = cache.matrix;
        let mut desks: Desks<'a> = BTreeMap::new();
        for row in &matrix.controls {
            for part in cache.rows(row) {
                for (party, duties) in shares(part) {
                    let items = desks.entry((party.is_none(), party)).or_default();
                    if items.last().is_none_or(|item| item.control.id != row.control.id.as_str()) {
                        items.push(WorkItemView::new(matrix, row));
                    }
                    let role =
                        TaskDutiesView { duties: listed(&duties), applies_to: part.applies_to.clone() };
                    items.last_mut().into_iter().for_each(|item| item.add(part, &role));
                }
            }
        }
        let parties = PartyView::of(matrix);
        let mut work: Vec<Self> = Vec::new();
        for ((_, name), items) in desks {
            let party = parties.iter().find(|party| Some(party.name.0.trim()) == name).cloned();
            let is_open = |item: &&WorkItemView<'_>| !matches!(item.status, "Implemented" | "Alternative");
            let open = items.iter().filter(is_open).count();
            work.push(Self { party, items, open });
        }
        work
    }
}

/// The parties of a row, none for nobody, with the duties that each has to see to.
fn shares<'a>(row: &RowView<'a>) -> Vec<(Option<&'a str>, Vec<&'static str>)> {
    let mut shares: Vec<(Option<&str>, Vec<&'static str>)> = Vec::new();
    let duties = [("manage", &row.manage), ("operate", &row.operate), ("verify", &row.verify)];
    for (duty, holder) in duties {
        let party = holder.party.map(|party| party.name.trim());
        if party.is_none() && !holder.unnamed {
            continue;
        }
        match shares.iter_mut().find(|(present, _)| *present == party) {
            Some((_, duties)) => duties.push(duty),
            None => shares.push((party, vec![duty])),
        }
    }
    shares
}

impl<'a> WorkItemView<'a> {
    fn new(matrix: &Matrix<'a>, row: &'a ControlRow<'a>) -> Self {
        let statement = row.statement.as_deref().map(|scoped| scoped.statement);
        let owner = statement.and_then(|statement| statement.owner.as_ref());
        let due = statement.and_then(|statement| statement.due);
        Self {
            control: ControlLink::new(row.control),
            tasks: Vec::new(),
            status: statement.map_or("Missing", |statement| statement.status.label()),
            owner: owner.map(|id| party_name(matrix, id)),
            due: due.map(|due| due.to_string()),
        }
    }

    /// Rows with one text share a task: services of one class have one text.
    fn add(&mut self, row: &RowView<'a>, role: &TaskDutiesView) {
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
        match task.roles.iter_mut().find(|known| known.duties == role.duties) {
            Some(known) if known.applies_to != role.applies_to => {
                known.applies_to = format!("{}, {}", known.applies_to, role.applies_to);
            }
            Some(_) => {}
            None => task.roles.push(role.clone()),
        }
    }
}
