//! What is said about controls, what proves it, and the reports behind the provider's duties.

use chrono::NaiveDate;
use serde::Serialize;

use super::Setting;
use super::count::is_customers;
use super::facts::ControlLink;
use super::text::Text;
use crate::model::{self, Coverage, EvidenceId, PartyId, Status};
use crate::resolve::{Matrix, ScopedStatement};

/// How a control is met.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Statement<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not applicable`.
    pub(super) status: &'static str,
    /// True when it is planned or partial.
    pub(super) open: bool,
    /// Name of the party that answers for it, or none.
    pub(super) owner: Option<Text<'a>>,
    /// When it will be implemented, or none.
    pub(super) due: Option<String>,
    /// True when that day is past.
    pub(super) overdue: bool,
    /// What is done, with parameters filled in.
    pub(super) text: Text<'a>,
    /// What proves it.
    pub(super) evidence: Vec<Evidence<'a>>,
    /// File and line.
    pub(super) place: String,
}

impl<'a> Statement<'a> {
    pub(super) fn new(
        setting: Setting<'_>,
        matrix: &Matrix<'a>,
        control: &'a model::Control,
        scoped: &'a ScopedStatement<'a>,
    ) -> Self {
        let entry = scoped.statement;
        let register = &matrix.scope.organization.evidence;
        let evidence = entry.evidence.iter().filter_map(|id| register.get(id));
        Self {
            control: ControlLink::new(control),
            status: entry.status.label(),
            open: matches!(entry.status, Status::Partial | Status::Planned),
            owner: entry.owner.as_ref().map(|id| party_name(matrix, id)),
            due: entry.due.map(|due| due.to_string()),
            overdue: entry.due.is_some_and(|due| due < setting.as_of),
            text: Text(&scoped.text),
            evidence: evidence.map(|evidence| Evidence::new(setting, evidence)).collect(),
            place: setting.place(&entry.origin),
        }
    }

    /// All statements on controls in which the customer has a part, in catalog order.
    pub(super) fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let rows = matrix.controls.iter().filter(|row| is_customers(row));
        let statement = |row: &'a crate::resolve::ControlRow<'a>| {
            row.statement.as_deref().map(|scoped| Self::new(setting, matrix, row.control, scoped))
        };
        rows.filter_map(statement).collect()
    }
}

pub(super) fn party_name<'a>(matrix: &Matrix<'a>, id: &'a PartyId) -> Text<'a> {
    let party = matrix.scope.delegations.parties().find(|party| party.id == *id);
    Text(party.map_or(id.as_str(), |party| &party.name))
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Evidence<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title.
    pub(super) title: Text<'a>,
    /// `file`, `url` or `ticket`.
    pub(super) kind: &'static str,
    /// Path or address.
    pub(super) location: Text<'a>,
    /// The day on which it was true.
    pub(super) collected: String,
    /// The last day on which it may be relied on, or none.
    pub(super) valid_until: Option<String>,
    /// `current`, `stale` or `not yet`.
    pub(super) state: &'static str,
    /// Ids of the controls that name it; empty inside a statement.
    pub(super) controls: Vec<ControlLink<'a>>,
}

impl<'a> Evidence<'a> {
    fn new(setting: Setting<'_>, evidence: &'a model::Evidence) -> Self {
        let state = state(setting.as_of, Some(evidence.collected), evidence.valid_until);
        Self {
            id: evidence.id.as_str(),
            title: Text(&evidence.title),
            kind: evidence.kind.word(),
            location: Text(&evidence.location),
            collected: evidence.collected.to_string(),
            valid_until: evidence.valid_until.map(|day| day.to_string()),
            state: if state == "lapsed" { "stale" } else { state },
            controls: Vec::new(),
        }
    }

    /// The evidence that statements on controls that apply rest on, by id.
    pub(super) fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let named = |id: &EvidenceId| {
            let rows = matrix.controls.iter().filter(|row| !row.cells.is_empty());
            let naming = rows.filter(|row| {
                row.statement.as_deref().is_some_and(|scoped| scoped.statement.evidence.contains(id))
            });
            naming.map(|row| ControlLink::new(row.control)).collect::<Vec<_>>()
        };
        let register = matrix.scope.organization.evidence.values();
        let view = |evidence: &'a model::Evidence| Self {
            controls: named(&evidence.id),
            ..Self::new(setting, evidence)
        };
        register.map(view).filter(|evidence| !evidence.controls.is_empty()).collect()
    }
}

/// A third-party report on a provider.
#[derive(Debug, Serialize)]
pub(super) struct Attestation<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title.
    pub(super) title: Text<'a>,
    /// Short name of the provider.
    pub(super) provider: Text<'a>,
    /// True when it covers all services.
    pub(super) all_services: bool,
    /// Names of the services in scope, unless it covers all.
    pub(super) services: Vec<Text<'a>>,
    /// True when it covers all regions.
    pub(super) all_regions: bool,
    /// The regions in scope, unless it covers all.
    pub(super) regions: Vec<Text<'a>>,
    /// First day it speaks about, or none.
    pub(super) from: Option<String>,
    /// Last day it speaks about, or none.
    pub(super) to: Option<String>,
    /// The last day it may be relied on, or none.
    pub(super) valid_until: Option<String>,
    /// `current`, `lapsed` or `not yet`.
    pub(super) state: &'static str,
    /// File and line.
    pub(super) place: String,
}

impl<'a> Attestation<'a> {
    /// The reports of an organisation, in their order.
    pub(super) fn of(
        setting: Setting<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
    ) -> Vec<Self> {
        let view = |report: &'a model::Attestation| {
            let provider = catalog.providers.get(&report.provider);
            let service = |id: &'a model::ServiceId| {
                Text(catalog.services.get(id).map_or(id.as_str(), |service| &service.name))
            };
            let last = report.valid_until.or(report.period.map(|(_, to)| to));
            Self {
                id: report.id.as_str(),
                title: Text(&report.title),
                provider: Text(provider.map_or(report.provider.as_str(), |provider| &provider.short_name)),
                all_services: report.services == Coverage::All,
                services: listed_of(&report.services).iter().map(service).collect(),
                all_regions: report.regions == Coverage::All,
                regions: listed_of(&report.regions).iter().map(Text::from).collect(),
                from: report.period.map(|(from, _)| from.to_string()),
                to: report.period.map(|(_, to)| to.to_string()),
                valid_until: last.map(|day| day.to_string()),
                state: state(setting.as_of, report.period.map(|(from, _)| from), last),
                place: setting.place(&report.origin),
            }
        };
        organization.attestations.iter().map(view).collect()
    }
}

fn listed_of<T>(coverage: &Coverage<T>) -> &[T] {
    match coverage {
        Coverage::All => &[],
        Coverage::Some(items) => items,
    }
}

fn state(as_of: NaiveDate, from: Option<NaiveDate>, until: Option<NaiveDate>) -> &'static str {
    if from.is_some_and(|from| from > as_of) {
        "not yet"
    } else if until.is_some_and(|until| until < as_of) {
        "lapsed"
    } else {
        "current"
    }
}
