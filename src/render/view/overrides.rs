//! Where responsibilities differ from the demarcation table, by which claim, and why.

use onus_core::model::{Catalog, Duty, Holder, Need, Override, PartialDuties, Selector, TraitId};
use onus_core::resolve::{Claim, Matrix, MatrixCell, Rank};
use onus_core::source::Origin;
use serde::Serialize;

use super::ViewContext;
use super::accountability::approved;
use super::facts::class_name;
use super::link::ControlLink;
use super::text::{Text, listed};

/// A claim that decides cells of a control in place of the demarcation table.
#[derive(Debug, Serialize)]
pub(super) struct DeviationView<'a> {
    part: Text<'a>,
    /// Empty when the part applies to the organisation as a whole.
    services: Vec<Text<'a>>,
    /// Who makes the claim, such as `the project`.
    speaker: &'static str,
    /// What it claims, such as `the provider operates`.
    duties: String,
    reason: String,
    /// `file:line`.
    place: String,
}

impl<'a> DeviationView<'a> {
    /// The claims that decide cells of a control in place of the demarcation table. Exceptions of services hold for
    /// every control, so that documents show them once, with the services.
    pub(super) fn of(context: ViewContext<'_>, cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        // A few claims decide all cells of a control, so that each is looked up once.
        let mut places: Vec<(&Origin, String)> = Vec::new();
        for cell in cells {
            for claim in deciding(cell) {
                match claim.rank {
                    Rank::Demarcation | Rank::Service => continue,
                    Rank::Part | Rank::Upstream | Rank::Organization | Rank::Project => {}
                }
                let known = places.iter().position(|(origin, _)| **origin == claim.origin);
                let known = known.unwrap_or_else(|| {
                    places.push((&claim.origin, context.place(&claim.origin)));
                    places.len() - 1
                });
                let place = &places[known].1;
                let part = Text(&cell.part.title);
                let service = cell.service.map(|service| Text(&service.name));
                match found.iter_mut().find(|reason| reason.place == *place && reason.part == part) {
                    Some(reason) => reason.services.extend(service),
                    None => found.push(Self {
                        part,
                        services: service.into_iter().collect(),
                        speaker: claim.rank.speaker(),
                        duties: claim_in_words(cell, claim),
                        reason: claim.reason.trim().to_owned(),
                        place: place.clone(),
                    }),
                }
            }
        }
        found
    }
}

/// The claims that decide at least one duty of a cell, each once.
fn deciding<'c, 'a>(cell: &'c MatrixCell<'a>) -> Vec<&'c Claim<'a>> {
    let mut claims: Vec<&Claim<'a>> = Vec::new();
    for claim in Duty::ALL.into_iter().filter_map(|duty| cell.decision.winner(duty)) {
        if !claims.iter().any(|present| std::ptr::eq(*present, claim)) {
            claims.push(claim);
        }
    }
    claims
}

/// What a claim says. The one of an offer speaks of the project that makes it.
fn claim_in_words(cell: &MatrixCell<'_>, claim: &Claim<'_>) -> String {
    match (claim.rank, cell.upstream.first()) {
        (Rank::Upstream, Some(inherited)) => {
            in_words_of(&claim.duties, inherited.offer.known.from_name.trim())
        }
        (
            Rank::Demarcation
            | Rank::Part
            | Rank::Service
            | Rank::Upstream
            | Rank::Organization
            | Rank::Project,
            _,
        ) => in_words(&claim.duties),
    }
}

/// Duties with their holders: `the customer manages and verifies, the provider operates`.
pub(super) fn in_words(duties: &PartialDuties) -> String {
    in_words_of(duties, side(Holder::Provider))
}

/// The same with the name of whoever provides.
fn in_words_of(duties: &PartialDuties, provider: &str) -> String {
    let clause = |holder: Holder| {
        let verb = |duty: Duty| match (duty, holder) {
            (Duty::Manage, Holder::Provider | Holder::Customer) => "manages",
            (Duty::Operate, Holder::Provider | Holder::Customer) => "operates",
            (Duty::Verify, Holder::Provider | Holder::Customer) => "verifies",
            (duty, Holder::Shared) => duty.word(),
        };
        let held = Duty::ALL.into_iter().filter(|duty| *duties.get(*duty) == Some(holder));
        let verbs: Vec<&str> = held.map(verb).collect();
        let who = if holder == Holder::Provider { provider } else { side(holder) };
        (!verbs.is_empty()).then(|| format!("{who} {}", listed(&verbs)))
    };
    let clauses = [Holder::Provider, Holder::Shared, Holder::Customer].into_iter().filter_map(clause);
    clauses.collect::<Vec<_>>().join(", ")
}

fn side(holder: Holder) -> &'static str {
    match holder {
        Holder::Provider => "the provider",
        Holder::Customer => "the customer",
        Holder::Shared => "both",
    }
}

/// An override of the organisation or the project.
#[derive(Debug, Serialize)]
pub(super) struct OverrideView<'a> {
    /// `the organisation` or `the project`.
    speaker: &'static str,
    /// What it selects besides a control, in words.
    about: String,
    /// The control that it is limited to, or none.
    control: Option<ControlLink<'a>>,
    /// Duties that change holders by it; empty when it restates what holds without it.
    changes: Vec<DutyChangeView>,
    /// Cells that it matches.
    cells: usize,
    reason: Text<'a>,
    /// `file:line`.
    place: String,
    /// Who approved it and when, or none.
    approved: Option<String>,
}

/// A duty that changes its holder.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct DutyChangeView {
    /// `manage`, `operate` or `verify`.
    duty: &'static str,
    /// Holder without the override: `the provider`, `the customer` or `both`.
    before: &'static str,
    /// Holder with it.
    after: &'static str,
}

impl<'a> OverrideView<'a> {
    /// All overrides, the organisation's first.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let view = |(rank, entry): (Rank, &'a Override)| {
            let (mut changes, mut cells) = (Vec::new(), 0);
            for cell in matrix.controls.iter().flat_map(|row| &row.cells) {
                if let Some(found) = changes_in(cell, rank, entry) {
                    cells += 1;
                    for change in found {
                        if !changes.contains(&change) {
                            changes.push(change);
                        }
                    }
                }
            }
            let control = entry.selector.control.as_ref();
            let control =
                control.and_then(|id| matrix.control(id.as_str())).map(|row| ControlLink::new(row.control));
            Self {
                speaker: rank.speaker(),
                about: about(matrix, &entry.selector),
                control,
                changes,
                cells,
                reason: Text(&entry.reason),
                place: context.place(&entry.origin),
                approved: approved(entry.approver.as_ref()),
            }
        };
        matrix.scope.overrides().map(view).collect()
    }
}

impl OverrideView<'_> {
    /// True when some cell is decided otherwise by it.
    pub(super) fn changes_cells(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// The duties of a cell that change holders by an override; none when it does not match the cell.
pub(super) fn changes_in(cell: &MatrixCell<'_>, rank: Rank, entry: &Override) -> Option<Vec<DutyChangeView>> {
    let mut claims = cell.decision.claims().iter();
    claims.find(|claim| claim.rank == rank && claim.origin == entry.origin)?;
    let change = |duty: Duty| {
        let after = (*entry.duties.get(duty))?;
        let before = cell.decision.overruled(duty, rank)?;
        Some(DutyChangeView { duty: duty.word(), before: side(before), after: side(after) })
    };
    Some(Duty::ALL.into_iter().filter_map(change).collect())
}

/// What a selector selects besides a control: `Guest operating system for Amazon EKS`. Empty when it selects the
/// whole control.
pub(super) fn about(matrix: &Matrix<'_>, selector: &Selector) -> String {
    let catalog = matrix.scope.catalog;
    let control = selector.control.as_ref().and_then(|id| catalog.control(id.as_str()));
    let subject = match parts_in_words(catalog, selector) {
        words if words.is_empty() && control.is_none() => "everything".to_owned(),
        words => words,
    };
    match services_in_words(catalog, selector) {
        services if services.is_empty() => subject,
        services if subject.is_empty() => format!("all parts for {services}"),
        services => format!("{subject} for {services}"),
    }
}

/// The parts that a selector selects besides those of a control, in words.
pub(super) fn parts_in_words(catalog: &Catalog, selector: &Selector) -> String {
    let control = selector.control.as_ref().and_then(|id| catalog.control(id.as_str()));
    let domain = selector.domain.as_ref().map(|id| {
        let domain = catalog.domain(id).map_or(id.as_str(), |domain| domain.title.trim());
        format!("controls of the domain {domain}")
    });
    let layer = selector.layer.as_ref().map(|id| {
        let layer = catalog.layer(id).map_or(id.as_str(), |layer| layer.title.trim());
        format!("parts on the layer {layer}")
    });
    let part = selector.part.as_ref().map(|id| {
        let part = control.and_then(|control| control.part(id.as_str()));
        part.map_or(id.as_str(), |part| part.title.trim()).to_owned()
    });
    let needs = (!selector.needs.is_empty()).then(|| {
        format!(
            "parts that need {}",
            listed(&selector.needs.iter().map(|need| quoted_need(catalog, need)).collect::<Vec<_>>())
        )
    });
    listed(&[domain, layer, part, needs].into_iter().flatten().collect::<Vec<_>>())
}

fn services_in_words(catalog: &Catalog, selector: &Selector) -> String {
    let service = selector.service.as_ref();
    let service = service.map(|id| catalog.services.get(id).map_or(id.as_str(), |found| found.name.trim()));
    let classes: Vec<String> = selector.classes.iter().map(|id| class_name(catalog, id)).collect();
    let classes = (!classes.is_empty()).then(|| format!("services of the class {}", either(&classes)));
    let traits = (!selector.traits.is_empty())
        .then(|| format!("services with {}", traits_in_words(catalog, &selector.traits)));
    listed(&[service.map(str::to_owned), classes, traits].into_iter().flatten().collect::<Vec<_>>())
}

/// Titles of traits in quotes: `“Runs code” and “Stores data”`.
fn traits_in_words(catalog: &Catalog, traits: &[TraitId]) -> String {
    let needs = traits.iter().map(|id| quoted_need(catalog, &Need::Trait(id.clone())));
    listed(&needs.collect::<Vec<_>>())
}

fn quoted_need(catalog: &Catalog, need: &Need) -> String {
    format!("“{}”", need_title(catalog, need))
}

/// The title of what a part needs.
pub(super) fn need_title<'c>(catalog: &'c Catalog, need: &'c Need) -> &'c str {
    let title = match need {
        Need::Trait(id) => catalog.traits.iter().find(|known| known.id == *id).map(|known| &known.title),
        Need::Attribute(id) => catalog.attribute(id).map(|known| &known.title),
    };
    title.map_or(need.as_str(), |title| title.trim())
}

fn either(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}
