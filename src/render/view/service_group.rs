//! Groups of services that behave alike: what a matrix says about one of them, it says about all. A matrix of twelve columns
//! fits a page, one of forty does not.

use std::collections::HashMap;

use onus_core::model::{ClassId, ProviderId, Responsibility, Service, Subject};
use onus_core::resolve::{Matrix, MatrixCell};
use serde::Serialize;

use super::count::ResponsibilityCounts;
use super::facts::class_name;
use super::service_cluster::{Cluster, Marks, merged};
use super::text::Text;

/// The groups of a matrix and the columns of its grid: one for each group, then the organisation, then the project.
#[derive(Debug)]
pub(super) struct ServiceGroups<'a> {
    groups: Vec<ServiceGroup<'a>>,
    /// The group of each service in use, by the address of the service.
    group_of: HashMap<*const Service, usize>,
}

/// Services that behave alike.
#[derive(Debug)]
struct ServiceGroup<'a> {
    members: Vec<GroupMember<'a>>,
    /// Of all members together, by control.
    marks: Vec<Marks>,
}

/// A service in a group.
#[derive(Debug)]
struct GroupMember<'a> {
    service: &'a Service,
    /// By control, at most one each.
    marks: Vec<Marks>,
}

impl<'a> ServiceGroups<'a> {
    pub(super) fn of(matrix: &Matrix<'a>) -> Self {
        let services: Vec<&'a Service> = matrix.scope.services.iter().map(|in_use| in_use.service).collect();
        let places: HashMap<*const Service, usize> = services
            .iter()
            .enumerate()
            .map(|(place, service)| (std::ptr::from_ref(*service), place))
            .collect();
        let mut marks = vec![vec![Marks::default(); matrix.controls.len()]; services.len()];
        for (control, row) in matrix.controls.iter().enumerate() {
            for cell in &row.cells {
                let place = cell.service.and_then(|service| places.get(&std::ptr::from_ref(service)));
                if let Some(place) = place {
                    marks[*place][control].add(cell.responsibility());
                }
            }
        }
        // What a service amounts to in a control is one word, as everywhere.
        for mark in marks.iter_mut().flatten() {
            *mark = Marks::of(mark.folded());
        }
        let clusters = services.iter().zip(&marks).enumerate().map(|(place, (service, marks))| {
            Cluster::single(place, &service.provider, &service.class, marks.clone())
        });
        let mut clusters = merged(clusters.collect());
        clusters.sort_by_key(|cluster| order(matrix, cluster));
        let mut group_of = HashMap::new();
        for (group, cluster) in clusters.iter().enumerate() {
            group_of
                .extend(cluster.members.iter().map(|place| (std::ptr::from_ref(services[*place]), group)));
        }
        let mut member =
            |place: usize| GroupMember { service: services[place], marks: std::mem::take(&mut marks[place]) };
        let groups = clusters.into_iter().map(|Cluster { members, marks, .. }| ServiceGroup {
            members: members.into_iter().map(&mut member).collect(),
            marks,
        });
        Self { groups: groups.collect(), group_of }
    }

    /// The column of the grid in which a cell counts.
    pub(super) fn column(&self, cell: &MatrixCell<'_>) -> usize {
        let group = cell.service.and_then(|service| self.group_of.get(&std::ptr::from_ref(service)));
        match (group, cell.part.per) {
            (Some(group), _) => *group,
            (None, Subject::Project) => self.groups.len() + 1,
            (None, Subject::Organization | Subject::Service) => self.groups.len(),
        }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// How many columns there are.
    pub(super) fn columns(&self) -> usize {
        self.groups.len() + 2
    }

    /// What stands at the head of a column.
    pub(super) fn head(&self, column: usize) -> String {
        match column.checked_sub(self.groups.len()) {
            None => (column + 1).to_string(),
            Some(0) => "Org".to_owned(),
            Some(_) => "Prj".to_owned(),
        }
    }

    /// Columns in few words: `1–3, 7, Org`.
    pub(super) fn heads(&self, columns: &[usize]) -> String {
        let is_run = |one: &usize, next: &usize| *next == one + 1 && *next < self.groups.len();
        let run = |run: &[usize]| match run {
            [] => String::new(),
            [only] => self.head(*only),
            [first, second] => format!("{}, {}", self.head(*first), self.head(*second)),
            [first, .., last] => format!("{}–{}", self.head(*first), self.head(*last)),
        };
        columns.chunk_by(is_run).map(run).collect::<Vec<_>>().join(", ")
    }

    /// The members of each group that differ from the others in a control: `3: Amazon S3 C, others I`.
    pub(super) fn differing(&self, control: usize) -> Vec<String> {
        let groups = self.groups.iter().enumerate();
        let split = groups.filter(|(_, group)| group.marks[control].are_mixed());
        split.map(|(number, group)| format!("{}: {}", number + 1, group.difference(control))).collect()
    }
}

/// By provider, then by class in the order of the catalog, then by the first member. What has several comes last.
fn order<'a>(matrix: &Matrix<'a>, cluster: &Cluster<'a>) -> GroupOrder<'a> {
    let classes = &matrix.scope.catalog.classes;
    let class = |id: &ClassId| classes.iter().position(|class| class.id == *id);
    GroupOrder {
        several_providers: cluster.provider.is_none(),
        provider: cluster.provider,
        class: cluster.class.and_then(class).unwrap_or(classes.len()),
        first: cluster.members.first().copied(),
    }
}

/// What groups are sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct GroupOrder<'a> {
    several_providers: bool,
    provider: Option<&'a ProviderId>,
    class: usize,
    first: Option<usize>,
}

impl ServiceGroup<'_> {
    /// Which members have which letter; the most frequent one is that of the others.
    fn difference(&self, control: usize) -> String {
        let with = |responsibility: Responsibility| {
            let members = self.members.iter().filter(move |member| member.marks[control].has(responsibility));
            members.map(|member| member.service.name.trim()).collect::<Vec<_>>()
        };
        let all = [Responsibility::Inherited, Responsibility::Shared, Responsibility::Customer];
        let others = all.into_iter().rev().max_by_key(|one| with(*one).len());
        let named = all.into_iter().filter(|one| Some(*one) != others && !with(*one).is_empty());
        let mut words: Vec<String> =
            named.map(|one| format!("{} {}", with(one).join(", "), letter(one))).collect();
        words.extend(others.map(|one| format!("others {}", letter(one))));
        words.join(", ")
    }
}

/// The letter of a responsibility in a grid.
pub(super) fn letter(responsibility: Responsibility) -> &'static str {
    match responsibility {
        Responsibility::Inherited => "I",
        Responsibility::Shared => "S",
        Responsibility::Customer => "C",
        Responsibility::NotApplicable => "–",
    }
}

/// A group of services that behave alike.
#[derive(Debug, Serialize)]
pub(super) struct ServiceGroupView<'a> {
    /// From 1.
    number: usize,
    /// Brief, of the first service and without the name of its provider, such as `S3 +2`.
    name: String,
    services: Vec<Text<'a>>,
    /// Short names of the providers.
    providers: Vec<Text<'a>>,
    /// Titles of the classes with their common names.
    classes: Vec<String>,
    /// Titles of traits that all members have, but not all services in use.
    common: Vec<Text<'a>>,
    /// Controls by responsibility; those in which the group has no object are not applicable.
    counts: ResponsibilityCounts,
    /// Ids of controls in which members differ.
    differing: Vec<&'a str>,
}

impl<'a> ServiceGroupView<'a> {
    /// The groups in the order of their numbers. They contain each service in use once.
    pub(super) fn of(matrix: &Matrix<'a>, groups: &ServiceGroups<'a>) -> Vec<Self> {
        let all = groups.groups.iter().enumerate();
        all.map(|(place, group)| Self::new(matrix, place + 1, group)).collect()
    }

    fn new(matrix: &Matrix<'a>, number: usize, group: &ServiceGroup<'a>) -> Self {
        let catalog = matrix.scope.catalog;
        let services: Vec<&'a Service> = group.members.iter().map(|member| member.service).collect();
        let mut providers: Vec<Text<'a>> = Vec::new();
        let mut classes: Vec<String> = Vec::new();
        for service in &services {
            let known = catalog.providers.get(&service.provider);
            let provider = Text(known.map_or(service.provider.as_str(), |known| &known.short_name));
            let class = class_name(catalog, &service.class);
            if !providers.contains(&provider) {
                providers.push(provider);
            }
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        let name = match services.as_slice() {
            [] => String::new(),
            [only] => brief_name(matrix, only),
            [first, others @ ..] => format!("{} +{}", brief_name(matrix, first), others.len()),
        };
        let in_use = &matrix.scope.services;
        let common = catalog.traits.iter().filter(|known| {
            services.iter().all(|service| service.traits.contains(&known.id))
                && !in_use.iter().all(|in_use| in_use.service.traits.contains(&known.id))
        });
        let marks = || matrix.controls.iter().zip(&group.marks);
        Self {
            number,
            name,
            services: services.iter().map(|service| Text(&service.name)).collect(),
            providers,
            classes,
            common: common.map(|known| Text(&known.title)).collect(),
            counts: marks().map(|(_, marks)| marks.folded()).collect(),
            differing: marks()
                .filter(|(_, marks)| marks.are_mixed())
                .map(|(row, _)| row.control.id.as_str())
                .collect(),
        }
    }
}

/// Characters of a name that the head of a column has room for.
const LONGEST_NAME: usize = 16;

/// The name of a service without that of its provider at the start, and no longer than a head: `S3` for `Amazon S3`.
fn brief_name(matrix: &Matrix<'_>, service: &Service) -> String {
    let name = service.name.trim();
    let provider = matrix.scope.catalog.providers.get(&service.provider);
    let first_word = provider.and_then(|provider| provider.name.split_whitespace().next());
    let prefixes = first_word.into_iter().chain(provider.map(|provider| provider.short_name.trim()));
    let rest = prefixes.filter_map(|prefix| name.strip_prefix(prefix)?.strip_prefix(' ')).next();
    let mut brief = String::new();
    for word in rest.unwrap_or(name).split_whitespace() {
        if !brief.is_empty() && brief.chars().count() + 1 + word.chars().count() > LONGEST_NAME {
            return brief + "…";
        }
        if !brief.is_empty() {
            brief.push(' ');
        }
        brief.push_str(word);
    }
    brief
}
