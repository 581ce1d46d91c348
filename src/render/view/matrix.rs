//! Controls with their rows: services whose cells say the same share one.

use onus_core::model::{self, Duty, Holder, PerDuty};
use onus_core::resolve::{Assignee, ControlRow, ExclusionReason, MatrixCell, Scope};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::acceptance::AcceptanceView;
use super::attestation::ProjectUserControlView;
use super::count::ResponsibilityCounts;
use super::evidence::EvidenceRequestView;
use super::facts::ControlLink;
use super::holder::{HolderCache, HolderView, providers};
use super::overrides::{DeviationView, deviations};
use super::text::{Text, listed};
use super::view_cache::ViewCache;

/// A domain with its controls.
#[derive(Debug, Serialize)]
pub(super) struct DomainView<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title.
    pub(super) title: Text<'a>,
    /// One sentence.
    pub(super) description: Text<'a>,
    /// Name of the heading, for links.
    pub(super) anchor: String,
    /// What all its controls amount to.
    pub(super) responsibility: &'static str,
    /// Its controls by what they amount to.
    pub(super) counts: ResponsibilityCounts,
    /// Its controls in catalog order, those that do not apply too.
    pub(super) controls: Vec<ControlView<'a>>,
}

impl<'a> DomainView<'a> {
    /// All domains that have controls, in catalog order.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        let ViewCache { context, matrix, .. } = *cache;
        let user_controls = ProjectUserControlView::of(context, matrix);
        let domain = |domain: &'a model::Domain| {
            let rows: Vec<&ControlRow<'_>> = matrix.domain(&domain.id).collect();
            let all = || rows.iter().map(|row| row.responsibility());
            Self {
                id: domain.id.as_str(),
                title: Text(&domain.title),
                description: Text(&domain.description),
                anchor: super::super::filters::anchor(&domain.title),
                responsibility: model::Responsibility::fold(all()).label(),
                counts: all().collect(),
                controls: rows.iter().map(|row| ControlView::new(cache, row, &user_controls)).collect(),
            }
        };
        let domains = matrix.scope.catalog.domains.iter().map(domain);
        domains.filter(|domain| domain.counts.total > 0).collect()
    }
}

/// A control.
#[derive(Debug, Serialize)]
pub(super) struct ControlView<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title.
    pub(super) title: Text<'a>,
    /// Name of the heading `id title`, for links.
    pub(super) anchor: String,
    /// One sentence.
    pub(super) objective: Text<'a>,
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    pub(super) responsibility: &'static str,
    /// False when nothing of it applies.
    pub(super) applies: bool,
    /// True when the customer has a part in it.
    pub(super) ours: bool,
    /// Who does what, part by part.
    pub(super) rows: Value,
    /// The same in few words.
    pub(super) parts: Vec<PartSummaryView<'a>>,
    /// Why rows differ from the demarcation table: only what is decided for this control.
    pub(super) reasons: Vec<DeviationView<'a>>,
    /// What was taken out of it.
    pub(super) left_out: Vec<ExclusionView<'a>>,
    /// How it is met, or none.
    pub(super) statement: Option<Value>,
    /// What an auditor asks for.
    pub(super) asks: Vec<EvidenceRequestView<'a>>,
    /// Evidence that supports it, whether or not something is stated.
    pub(super) evidence: Vec<Value>,
    /// Risks that somebody has accepted about it.
    pub(super) acceptances: Vec<AcceptanceView<'a>>,
    /// What reports on the provider expect of the customer here.
    pub(super) user_controls: Vec<ProjectUserControlView<'a>>,
}

impl<'a> ControlView<'a> {
    fn new(
        cache: &ViewCache<'_, 'a>,
        row: &'a ControlRow<'a>,
        user_controls: &[ProjectUserControlView<'a>],
    ) -> Self {
        let ViewCache { context, matrix, .. } = *cache;
        let ControlLink { id, title, anchor } = ControlLink::new(row.control);
        let acceptances = row.acceptances.iter();
        Self {
            id,
            title,
            anchor,
            objective: Text(&row.control.objective),
            responsibility: row.responsibility().label(),
            applies: !row.cells.is_empty(),
            ours: super::count::is_customers(row),
            rows: Value::from_serializable(cache.rows(row)),
            parts: PartSummaryView::of(&row.cells),
            reasons: deviations(context, &row.cells),
            left_out: ExclusionView::of(context, row),
            statement: cache.statement(row),
            asks: EvidenceRequestView::of(row.control),
            evidence: row.evidence.iter().map(|place| cache.given(*place)).collect(),
            acceptances: acceptances.map(|found| AcceptanceView::new(context, matrix, found)).collect(),
            user_controls: ProjectUserControlView::on(user_controls, id),
        }
    }
}

/// A part of a control and whose it is.
#[derive(Debug, Serialize)]
pub(super) struct PartSummaryView<'a> {
    /// Title of the part.
    pub(super) title: Text<'a>,
    /// Such as `customer`, or `customer or shared, by service`.
    pub(super) whose: String,
}

impl<'a> PartSummaryView<'a> {
    fn of(cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        let of_part = |cells: &'a [MatrixCell<'a>]| {
            let mut labels: Vec<&str> = cells.iter().map(|cell| cell.responsibility().label()).collect();
            labels.sort_unstable();
            labels.dedup();
            let words: Vec<String> = labels.into_iter().map(str::to_lowercase).collect();
            let by_service = if words.len() > 1 { ", by service" } else { "" };
            let title = Text(&cells.first()?.part.title);
            Some(Self { title, whose: format!("{}{by_service}", words.join(" or ")) })
        };
        cells.chunk_by(|one, other| one.part.id == other.part.id).filter_map(of_part).collect()
    }
}

/// One part of a control for all services whose cells say the same.
#[derive(Debug, Serialize)]
pub(super) struct RowView<'a> {
    /// Id of the part.
    pub(super) part: &'a str,
    /// Title of the part.
    pub(super) title: Text<'a>,
    /// Title of its layer.
    pub(super) layer: Text<'a>,
    /// The services; empty when it holds once for the organisation.
    pub(super) services: Vec<Text<'a>>,
    /// The same in as few words as can be, such as `All services except Amazon EKS`.
    pub(super) applies_to: String,
    /// What it amounts to.
    pub(super) responsibility: &'static str,
    /// What the provider does, or none when it has nothing to do.
    pub(super) provider_does: Option<Text<'a>>,
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
        Self::held(&HolderCache::new(scope), cells)
    }

    /// The same with holders that others share.
    pub(super) fn held(holders: &HolderCache<'_, 'a>, cells: &'a [MatrixCell<'a>]) -> Vec<Self> {
        let scope = holders.scope;
        let mut rows: Vec<Self> = Vec::new();
        for cell in cells {
            match rows.iter_mut().find(|row| says_the_same(scope, row.first, cell)) {
                Some(row) => row.services.extend(cell.service.map(|service| Text(&service.name))),
                None => rows.push(Self::new(holders, cell)),
            }
        }
        for row in &mut rows {
            row.applies_to = applies_to(scope, &row.services);
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
            customer_does: cell.customer_text().map(Text),
            manage,
            operate,
            verify,
            first: cell,
        }
    }
}

/// True when two cells share a row: the same is done in the same part, by people of the same names.
fn says_the_same(scope: &Scope<'_>, one: &MatrixCell<'_>, other: &MatrixCell<'_>) -> bool {
    let same_party = |duty: Duty| match (one.assignees.get(duty), other.assignees.get(duty)) {
        (Assignee::Provider, Assignee::Provider) | (Assignee::Unassigned, Assignee::Unassigned) => true,
        (Assignee::Party(one, _), Assignee::Party(other, _)) => {
            std::ptr::eq(*one, *other) || one.name.trim() == other.name.trim()
        }
        (Assignee::Provider | Assignee::Unassigned | Assignee::Party(..), _) => false,
    };
    let same_provider = || {
        let ids = [one, other].map(|cell| cell.service.map(|service| &service.provider));
        ids[0] == ids[1]
            || one.decision.duties().iter().all(|holder| *holder == Holder::Customer)
            || providers(scope, one) == providers(scope, other)
    };
    one.part.id == other.part.id
        && one.decision.duties() == other.decision.duties()
        && Duty::ALL.into_iter().all(same_party)
        && one.texts == other.texts
        && same_provider()
}

/// The most services that are worth naming as exceptions.
const FEW: usize = 6;

/// Services in as few words as can be: all of those in use, all but a few, or their names.
pub(super) fn applies_to(scope: &Scope<'_>, services: &[Text<'_>]) -> String {
    let missing: Vec<&str> = scope
        .services
        .iter()
        .map(|in_use| in_use.service.name.as_str())
        .filter(|name| !services.iter().any(|service| service.0 == *name))
        .collect();
    if services.is_empty() {
        "The organisation as a whole".to_owned()
    } else if missing.is_empty() && services.len() > 1 {
        "All services".to_owned()
    } else if missing.len() <= FEW && services.len() > 2 * missing.len() {
        format!("All services except {}", listed(&missing))
    } else {
        services.iter().map(|service| service.0.trim()).collect::<Vec<_>>().join(", ")
    }
}

/// What one decision took out of a control.
#[derive(Debug, Serialize)]
pub(super) struct ExclusionView<'a> {
    /// Title of the part.
    pub(super) part: Text<'a>,
    /// The services; empty when the part holds once for the organisation.
    pub(super) services: Vec<Text<'a>>,
    /// Why.
    pub(super) reason: String,
    /// File and line.
    pub(super) place: String,
}

impl<'a> ExclusionView<'a> {
    fn of(context: ViewContext<'_>, row: &'a ControlRow<'a>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for out in &row.exclusions {
            let place = context.place(out.reason.origin());
            let part = Text(&out.part.title);
            let service = out.service.map(|service| Text(&service.name));
            match found.iter_mut().find(|entry| entry.place == place && entry.part == part) {
                Some(entry) => entry.services.extend(service),
                None => found.push(Self {
                    part,
                    services: service.into_iter().collect(),
                    reason: exclusion_reason(row, out.reason),
                    place,
                }),
            }
        }
        found
    }
}

/// The reason of an entry, or the text of the statement that takes the control out.
pub(super) fn exclusion_reason(row: &ControlRow<'_>, reason: ExclusionReason<'_>) -> String {
    match reason {
        ExclusionReason::Entry(entry) => entry.reason.trim().to_owned(),
        ExclusionReason::Statement(_) => {
            row.statement.as_ref().map(|statement| statement.text.trim().to_owned()).unwrap_or_default()
        }
    }
}
