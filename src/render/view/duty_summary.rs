//! Who manages, operates and verifies, in one line for each group of services and for each domain.

use onus_core::model::{Domain, Duty, Holder, PerDuty, Service};
use onus_core::resolve::{Assignee, Matrix, MatrixCell};
use serde::Serialize;

use super::facts::class_name;
use super::text::Text;

/// Who holds the duties in many cells.
#[derive(Debug, Serialize)]
pub(super) struct DutySummaryView<'a> {
    /// Title of a domain, or of a class with its common name.
    title: String,
    /// Short name of the provider of the services; none for a domain.
    provider: Option<Text<'a>>,
    /// Names of the services; empty for a domain.
    services: Vec<Text<'a>>,
    /// Who decides how it is done: whoever does so in most cells first.
    manage: Vec<String>,
    /// Who does it.
    operate: Vec<String>,
    /// Who checks that it was done.
    verify: Vec<String>,
}

/// Where nobody on the customer's side is named.
const UNASSIGNED: &str = "No owner assigned";

impl<'a> DutySummaryView<'a> {
    /// One for each domain in which something applies, in catalog order.
    pub(super) fn of_domains(matrix: &'a Matrix<'a>) -> Vec<Self> {
        let domain = |domain: &'a Domain| {
            let cells: Vec<&MatrixCell<'a>> = matrix.domain(&domain.id).flat_map(|row| &row.cells).collect();
            (!cells.is_empty()).then(|| Self::new(matrix, domain.title.trim().to_owned(), &cells))
        };
        matrix.scope.catalog.domains.iter().filter_map(domain).collect()
    }

    /// One for each provider and class of services in use, in the order of the services.
    pub(super) fn of_services(matrix: &'a Matrix<'a>) -> Vec<Self> {
        let services = matrix.scope.services.iter().map(|in_use| in_use.service);
        let mut groups: Vec<Vec<&'a Service>> = Vec::new();
        for service in services {
            let is_like = |group: &&mut Vec<&'a Service>| {
                group[0].provider == service.provider && group[0].class == service.class
            };
            match groups.iter_mut().find(is_like) {
                Some(group) => group.push(service),
                None => groups.push(vec![service]),
            }
        }
        groups.into_iter().map(|group| Self::of_group(matrix, &group)).collect()
    }

    fn of_group(matrix: &'a Matrix<'a>, group: &[&'a Service]) -> Self {
        let catalog = matrix.scope.catalog;
        let is_meant = |cell: &&MatrixCell<'a>| {
            cell.service.is_some_and(|service| group.iter().any(|one| one.used_as() == service.used_as()))
        };
        let cells: Vec<&MatrixCell<'a>> =
            matrix.controls.iter().flat_map(|row| &row.cells).filter(is_meant).collect();
        let provider = catalog.providers.get(&group[0].provider);
        Self {
            provider: provider.map(|provider| Text(&provider.short_name)),
            services: group.iter().map(|service| Text(&service.name)).collect(),
            ..Self::new(matrix, class_name(catalog, &group[0].class), &cells)
        }
    }

    fn new(matrix: &Matrix<'a>, title: String, cells: &[&MatrixCell<'a>]) -> Self {
        let PerDuty { manage, operate, verify } = PerDuty::from_fn(|duty| holders(matrix, cells, duty));
        Self { title, provider: None, services: Vec::new(), manage, operate, verify }
    }
}

/// Who holds a duty in these cells: whoever holds it in most of them first.
fn holders(matrix: &Matrix<'_>, cells: &[&MatrixCell<'_>], duty: Duty) -> Vec<String> {
    let mut counted: Vec<HolderCount> = Vec::new();
    for name in cells.iter().flat_map(|cell| names(matrix, cell, duty)) {
        match counted.iter_mut().find(|known| known.name == name) {
            Some(known) => known.cells += 1,
            None => counted.push(HolderCount { name, cells: 1 }),
        }
    }
    counted.sort_by(|one, other| other.cells.cmp(&one.cells).then_with(|| one.name.cmp(&other.name)));
    counted.into_iter().map(|known| known.name).collect()
}

/// In how many cells somebody holds a duty.
struct HolderCount {
    name: String,
    cells: usize,
}

/// Who holds a duty in a cell: providers, projects whose offers hold, and a party of the customer.
fn names(matrix: &Matrix<'_>, cell: &MatrixCell<'_>, duty: Duty) -> Vec<String> {
    let acting = cell.acting(duty);
    let mut names: Vec<String> = Vec::new();
    if acting.provider {
        names.extend(cell.providers().map(|id| {
            let known = matrix.scope.catalog.providers.get(id);
            known.map_or_else(|| id.to_string(), |provider| provider.short_name.trim().to_owned())
        }));
    }
    if acting.upstream {
        names.extend(cell.offered_by().map(str::to_owned));
    }
    match (cell.assignees.get(duty), cell.decision.duties().get(duty)) {
        (_, Holder::Provider) => {}
        (Assignee::Party(party, _), _) => names.push(party.name.trim().to_owned()),
        (Assignee::Provider | Assignee::Unassigned, _) => names.push(UNASSIGNED.to_owned()),
    }
    names
}
