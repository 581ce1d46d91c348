//! Rows of a control: services whose cells say the same share one.

use onus_core::model::{Duty, Holder, PerDuty, Subject};
use onus_core::resolve::{Assignee, MatrixCell, Scope};
use serde::Serialize;

use super::holder::{HolderCache, HolderView, same_providers};
use super::text::{Text, listed};

/// A part of a control for all services whose cells say the same.
#[derive(Debug, Serialize)]
pub(super) struct RowView<'a> {
    pub(super) part: &'a str,
    pub(super) title: Text<'a>,
    layer: Text<'a>,
    /// Empty when it applies to the organisation as a whole.
    pub(super) services: Vec<Text<'a>>,
    /// The same in few words, such as `All services except Amazon EKS`.
    pub(super) applies_to: String,
    /// Its responsibility.
    responsibility: &'static str,
    /// What the provider does, or none when it has nothing to do.
    provider_does: Option<Text<'a>>,
    /// True if that is inside the provider's sites and machines and the catalog names no page where the provider publishes it.
    unpublished: bool,
    /// The project whose offer holds duties here, or none.
    offered_by: Option<Text<'a>>,
    /// What it does, as the offer says it.
    offer_does: Option<Text<'a>>,
    /// What the customer does, or none when it has nothing to do.
    pub(super) customer_does: Option<Text<'a>>,
    /// Who decides how it is done.
    pub(super) manage: HolderView<'a>,
    /// Who does it.
    pub(super) operate: HolderView<'a>,
    /// Who checks that it was done.
    pub(super) verify: HolderView<'a>,
    #[serde(skip)]
    first: &'a MatrixCell<'a>,
}

impl<'a> RowView<'a> {
    /// The rows of a control's cells, in their order.
    pub(super) fn of(scope: &Scope<'a>, cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        Self::with_holders(&HolderCache::new(scope), cells)
    }

    /// The same with holders that are put into words once for many controls.
    pub(super) fn with_holders(holders: &HolderCache<'_, 'a>, cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        let scope = holders.scope;
        let mut rows: Vec<Self> = Vec::new();
        for cell in cells {
            match rows.iter_mut().find(|row| says_the_same(scope, row.first, cell)) {
                Some(row) => row.services.extend(cell.service.map(|service| Text(&service.name))),
                None => rows.push(Self::new(holders, cell)),
            }
        }
        for row in &mut rows {
            row.applies_to = applies_to(scope, row.first.part.per, &row.services);
        }
        rows
    }

    fn new(holders: &HolderCache<'_, 'a>, cell: &'a MatrixCell<'a>) -> Self {
        let layer = holders.scope.catalog.layer(&cell.part.layer);
        let PerDuty { manage, operate, verify } = PerDuty::from_fn(|duty| holders.held(cell, duty));
        Self {
            part: cell.part.id.as_str(),
            title: Text(&cell.part.title),
            layer: Text(layer.map_or(cell.part.layer.as_str(), |layer| &layer.title)),
            services: cell.service.map(|service| Text(&service.name)).into_iter().collect(),
            applies_to: String::new(),
            responsibility: cell.responsibility().label(),
            provider_does: cell.provider_text().map(Text),
            unpublished: cell.concerns_provider()
                && cell.provider_source().is_none()
                && holders.scope.catalog.is_out_of_sight(&cell.part.layer),
            offered_by: cell.offered_by().map(Text),
            offer_does: cell.offer_text().map(Text),
            customer_does: cell.customer_text().map(Text),
            manage,
            operate,
            verify,
            first: cell,
        }
    }
}

/// True when two cells share a row: the same is done in the same part, by parties and providers of the same names.
fn says_the_same(scope: &Scope<'_>, one: &MatrixCell<'_>, other: &MatrixCell<'_>) -> bool {
    let same_party = |duty: Duty| match (one.assignees.get(duty), other.assignees.get(duty)) {
        (Assignee::Provider, Assignee::Provider) | (Assignee::Unassigned, Assignee::Unassigned) => true,
        (Assignee::Party(one, _), Assignee::Party(other, _)) => {
            std::ptr::eq(*one, *other) || one.name.trim() == other.name.trim()
        }
        (Assignee::Provider | Assignee::Unassigned | Assignee::Party(..), _) => false,
    };
    let same_provider = || {
        one.decision.duties().iter().all(|holder| *holder == Holder::Customer)
            || Duty::ALL.into_iter().all(|duty| same_providers(scope, one, other, duty))
    };
    // The cheap comparisons come first: most cells of a control differ in the part or the duties.
    one.part.id == other.part.id
        && one.decision.duties() == other.decision.duties()
        && Duty::ALL.into_iter().all(same_party)
        && one.texts == other.texts
        && one.offered_by() == other.offered_by()
        && one.offer_text() == other.offer_text()
        && same_provider()
}

/// The most services that are named as exceptions. With more, a list of those that are meant is no harder to read.
const MOST_EXCEPTIONS: usize = 6;

/// What a part applies to in few words: the project or organisation, or services: all that are in use, all but a few, or
/// their names.
pub(super) fn applies_to(scope: &Scope<'_>, per: Subject, services: &[Text<'_>]) -> String {
    let missing: Vec<&str> = scope
        .services
        .iter()
        .map(|in_use| in_use.service.name.as_str())
        .filter(|name| !services.iter().any(|service| service.0 == *name))
        .collect();
    if services.is_empty() && per == Subject::Project {
        "The project as a whole".to_owned()
    } else if services.is_empty() {
        "The organisation as a whole".to_owned()
    } else if missing.is_empty() && services.len() > 1 {
        "All services".to_owned()
    } else if missing.len() <= MOST_EXCEPTIONS && services.len() > 2 * missing.len() {
        format!("All services except {}", listed(&missing))
    } else {
        services.iter().map(|service| service.0.trim()).collect::<Vec<_>>().join(", ")
    }
}
