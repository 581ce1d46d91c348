//! Everything that is the customer's, by the party that holds it: a list of work.

use std::collections::BTreeMap;

use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;

use super::facts::{ControlLink, Party};
use super::matrix::Row;
use super::shelf::Shelf;
use super::statement::party_name;
use super::text::{Text, listed};

/// What a party has to do.
#[derive(Debug, Serialize)]
pub(super) struct Work<'a> {
    /// The party; none for duties that nobody holds.
    pub(super) party: Option<Party<'a>>,
    /// Its duties, control by control in catalog order.
    pub(super) items: Vec<Item<'a>>,
    /// Controls in which it has a duty and which are not implemented yet.
    pub(super) open: usize,
}

/// Duties of a party in one control.
#[derive(Debug, Serialize)]
pub(super) struct Item<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// What is to be done, part by part.
    pub(super) tasks: Vec<Task<'a>>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Missing`.
    pub(super) status: &'static str,
    /// Name of the party that answers for the control, or none.
    pub(super) owner: Option<Text<'a>>,
    /// When it will be implemented, or none.
    pub(super) due: Option<String>,
}

/// Something to be done by a party.
#[derive(Debug, Serialize)]
pub(super) struct Task<'a> {
    /// Titles of the parts.
    pub(super) parts: Vec<Text<'a>>,
    /// What is to be done, or none when the catalog does not say.
    pub(super) text: Option<Text<'a>>,
    /// The duties in it; several when they differ between services.
    pub(super) roles: Vec<Role>,
}

/// Duties in something to be done.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Role {
    /// In words, such as `manage and verify`.
    pub(super) duties: String,
    /// The services in few words, such as `All services except Amazon EKS`.
    pub(super) applies_to: String,
}

/// Items by the name of their party; those of nobody come last.
type Desks<'a> = BTreeMap<(bool, Option<&'a str>), Vec<Item<'a>>>;

impl<'a> Work<'a> {
    /// The work of every party that has some, by name, then what nobody holds.
    pub(super) fn of(shelf: &Shelf<'_, 'a>) -> Vec<Self> {
        let matrix = shelf.matrix;
        let mut desks: Desks<'a> = BTreeMap::new();
        for row in &matrix.controls {
            for part in shelf.rows(row) {
                for (party, duties) in shares(part) {
                    let items = desks.entry((party.is_none(), party)).or_default();
                    if items.last().is_none_or(|item| item.control.id != row.control.id.as_str()) {
                        items.push(Item::new(matrix, row));
                    }
                    let role = Role { duties: listed(&duties), applies_to: part.applies_to.clone() };
                    items.last_mut().into_iter().for_each(|item| item.add(part, &role));
                }
            }
        }
        let parties = Party::of(matrix);
        let mut work: Vec<Self> = Vec::new();
        for ((_, name), items) in desks {
            let party = parties.iter().find(|party| Some(party.name.0.trim()) == name).cloned();
            let is_open = |item: &&Item<'_>| !matches!(item.status, "Implemented" | "Alternative");
            let open = items.iter().filter(is_open).count();
            work.push(Self { party, items, open });
        }
        work
    }
}

/// The parties of a row, none for nobody, with the duties that each has to see to.
fn shares<'a>(row: &Row<'a>) -> Vec<(Option<&'a str>, Vec<&'static str>)> {
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

impl<'a> Item<'a> {
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
    fn add(&mut self, row: &Row<'a>, role: &Role) {
        let text = row.customer_does;
        let known = self.tasks.iter().position(|task| task.text == text && text.is_some());
        let place = known.unwrap_or(self.tasks.len());
        if known.is_none() {
            self.tasks.push(Task { parts: Vec::new(), text, roles: Vec::new() });
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
