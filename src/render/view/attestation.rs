//! Third-party reports on providers, and which of them cover what.

use onus_core::assess::{AttestationState, assurances};
use onus_core::model::{self, Coverage, HeldCopy};
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::ViewContext;
use super::link::ControlLink;
use super::text::Text;

/// A third-party report on a provider.
#[derive(Debug, Serialize)]
pub(super) struct AttestationView<'a> {
    pub(super) id: &'a str,
    title: Text<'a>,
    provider: Text<'a>,
    /// True when it covers all services.
    all_services: bool,
    /// Names of the services in scope, unless it covers all.
    services: Vec<Text<'a>>,
    /// True when it covers all regions.
    all_regions: bool,
    /// The regions in scope, unless it covers all.
    regions: Vec<Text<'a>>,
    /// First day of its reporting period, or none.
    from: Option<String>,
    /// Last day of its reporting period, or none.
    to: Option<String>,
    /// Last valid day, or none.
    valid_until: Option<String>,
    /// `current`, `bridged`, `gap`, `lapsed` or `not yet`.
    state: &'static str,
    /// True while it is valid.
    reliable: bool,
    /// Path or address of the copy, or none.
    copy: Option<Text<'a>>,
    /// SHA-256 of the copy in hexadecimal digits, or none.
    sha256: Option<String>,
    /// `public`, `internal`, `confidential` or `restricted`.
    classification: &'static str,
    bridge_letters: Vec<BridgeLetterView<'a>>,
    /// The complementary user entity controls that it expects.
    user_controls: Vec<UserControlView<'a>>,
    /// `file:line`.
    place: String,
}

/// A complementary user entity control of a report.
#[derive(Debug, Serialize)]
struct UserControlView<'a> {
    /// As the report numbers it.
    id: &'a str,
    /// What the customer must do.
    text: Text<'a>,
    /// Controls that fulfil it; empty when the register names none.
    controls: Vec<ControlLink<'a>>,
}

/// A bridge letter.
#[derive(Debug, Serialize)]
struct BridgeLetterView<'a> {
    title: Text<'a>,
    /// First day that it covers.
    from: String,
    /// Last day that it covers.
    to: String,
    /// Path or address of the copy, or none.
    copy: Option<Text<'a>>,
}

impl<'a> AttestationView<'a> {
    /// The reports of an organisation, in the order of the register.
    pub(super) fn of(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
    ) -> Vec<Self> {
        organization.attestations.iter().map(|report| Self::new(context, catalog, report)).collect()
    }

    fn new(context: ViewContext<'_>, catalog: &'a model::Catalog, report: &'a model::Attestation) -> Self {
        let provider = catalog.providers.get(&report.provider);
        let service = |id: &'a model::ServiceId| {
            Text(catalog.services.get(id).map_or(id.as_str(), |service| &service.name))
        };
        let state = AttestationState::of(report, context.as_of());
        let last = report.valid_until.or(report.bridged_until());
        let path = report.copy.as_ref().and_then(HeldCopy::path);
        let found = path.and_then(|path| context.basis.files.fingerprint(path));
        Self {
            id: report.id.as_str(),
            title: Text(&report.title),
            provider: Text(provider.map_or(report.provider.as_str(), |provider| &provider.short_name)),
            all_services: report.services == Coverage::All,
            services: listed_of(&report.services).iter().map(service).collect(),
            all_regions: report.regions == Coverage::All,
            regions: listed_of(&report.regions).iter().map(Text::from).collect(),
            from: report.period.map(|period| period.first.to_string()),
            to: report.period.map(|period| period.last.to_string()),
            valid_until: last.map(|day| day.to_string()),
            state: state.word(),
            reliable: state.is_valid(),
            copy: report.copy.as_ref().map(|copy| Text(copy.as_str())),
            sha256: found.map(|found| found.sha256.to_string()),
            classification: report.classification.word(),
            bridge_letters: report.bridge_letters.iter().map(BridgeLetterView::new).collect(),
            user_controls: report
                .user_controls
                .iter()
                .map(|control| UserControlView::new(catalog, control))
                .collect(),
            place: context.place(&report.origin),
        }
    }
}

impl<'a> UserControlView<'a> {
    fn new(catalog: &'a model::Catalog, control: &'a model::UserControl) -> Self {
        let known = control.targets.iter().filter_map(|target| catalog.control(target.control.as_str()));
        Self { id: &control.id, text: Text(&control.text), controls: known.map(ControlLink::new).collect() }
    }
}

impl<'a> BridgeLetterView<'a> {
    fn new(letter: &'a model::BridgeLetter) -> Self {
        Self {
            title: Text(&letter.title),
            from: letter.period.first.to_string(),
            to: letter.period.last.to_string(),
            copy: letter.copy.as_ref().map(|copy| Text(copy.as_str())),
        }
    }
}

fn listed_of<T>(coverage: &Coverage<T>) -> &[T] {
    match coverage {
        Coverage::All => &[],
        Coverage::Some(items) => items,
    }
}

/// The duties of a provider for services in use, and the reports that cover them.
#[derive(Debug, Serialize)]
pub(super) struct AssuranceView<'a> {
    provider: Text<'a>,
    /// Names of the services that the row is about; empty for duties that the provider has for all of its services at
    /// once.
    services: Vec<Text<'a>>,
    /// Regions in use; empty for services without any.
    regions: Vec<Text<'a>>,
    /// Cells of these services of which the provider holds all duties.
    inherited: usize,
    /// Other cells in which it holds a duty.
    shared: usize,
    /// The valid reports that cover them.
    reports: Vec<CoveringReportView<'a>>,
    /// What no report covers, in one lowercase phrase, or none.
    shortfall: Option<String>,
}

/// A report that covers services of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CoveringReportView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// `current` or `bridged`.
    state: &'static str,
}

impl<'a> AssuranceView<'a> {
    /// Services for which everything is the same share a row.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let as_of = context.as_of();
        let mut rows: Vec<Self> = Vec::new();
        for assurance in assurances(matrix, as_of) {
            let reports: Vec<CoveringReportView<'a>> = assurance
                .covered_by
                .iter()
                .map(|report| CoveringReportView {
                    id: report.id.as_str(),
                    title: Text(&report.title),
                    state: AttestationState::of(report, as_of).word(),
                })
                .collect();
            let provider = Text(&assurance.provider.short_name);
            let row = Self {
                provider,
                services: assurance.service.map(|service| Text(&service.name)).into_iter().collect(),
                regions: assurance.regions.iter().copied().map(Text).collect(),
                inherited: assurance.inherited,
                shared: assurance.shared,
                reports,
                shortfall: assurance
                    .shortfall
                    .as_ref()
                    .map(|shortfall| shortfall.message(&assurance.subject())),
            };
            match rows.iter_mut().find(|present| present.is_like(&row)) {
                Some(present) => present.add(row),
                None => rows.push(row),
            }
        }
        rows
    }

    /// Shortfalls name their service, so that each of them has a row of its own.
    fn is_like(&self, other: &Self) -> bool {
        self.provider == other.provider
            && self.services.is_empty() == other.services.is_empty()
            && self.regions == other.regions
            && self.reports == other.reports
            && self.shortfall.is_none()
            && other.shortfall.is_none()
    }

    fn add(&mut self, other: Self) {
        self.services.extend(other.services);
        self.inherited += other.inherited;
        self.shared += other.shared;
    }
}
