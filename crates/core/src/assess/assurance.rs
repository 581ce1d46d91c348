//! Provider duties are only as good as the third-party reports behind them: which report covers them, or why none does.

use chrono::NaiveDate;

use super::{AssessmentBasis, Finding, FindingCode};
use crate::model::{Attestation, Organization, Provider, ProviderId, Responsibility, Service};
use crate::resolve::{Matrix, ServiceInUse};
use crate::source::Origin;
use crate::texts::FileState;

/// Whether a report may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttestationState {
    /// It speaks about the as-of date.
    Current,
    /// Its period is over, and a provider's letter speaks about the time since.
    Bridged,
    /// Its period is over, and nothing speaks about the time since.
    Gap,
    /// Its last day is past.
    Lapsed,
    /// Its period has not begun.
    NotYet,
}

impl AttestationState {
    /// The state of a report on a day.
    pub fn of(report: &Attestation, as_of: NaiveDate) -> Self {
        let over = |(_, end): (NaiveDate, NaiveDate)| end < as_of;
        if report.period.is_some_and(|(from, _)| from > as_of) {
            Self::NotYet
        } else if report.valid_until.is_some_and(|last| last < as_of) {
            Self::Lapsed
        } else if report.bridged_until().is_some_and(|reached| reached < as_of) {
            Self::Gap
        } else if report.period.is_some_and(over) {
            Self::Bridged
        } else {
            Self::Current
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Bridged => "bridged",
            Self::Gap => "gap",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
        }
    }

    /// True while it may be relied on.
    pub fn is_valid(self) -> bool {
        match self {
            Self::Current | Self::Bridged => true,
            Self::Gap | Self::Lapsed | Self::NotYet => false,
        }
    }
}

/// What a provider has to do for a service in use, and which reports cover it.
#[derive(Debug)]
pub struct Assurance<'a> {
    /// Who has to do it.
    pub provider: &'a Provider,
    /// The service; none for what the provider does once for all of them.
    pub service: Option<&'a Service>,
    /// Regions in use; empty for a service without any.
    pub regions: Vec<&'a str>,
    /// How many parts of controls are the provider's alone.
    pub inherited: usize,
    /// In how many others it has a duty.
    pub shared: usize,
    /// The reports that may be relied on and cover it in any of its regions, in their order.
    pub covered_by: Vec<&'a Attestation>,
    /// Why it is not covered everywhere.
    pub shortfall: Option<Shortfall<'a>>,
    /// Where its use is written.
    pub origin: &'a Origin,
}

impl Assurance<'_> {
    /// What is to be covered, as people name it.
    pub fn subject(&self) -> String {
        match self.service {
            Some(service) => service.name.trim().to_owned(),
            None => format!("{} as a whole", self.provider.short_name.trim()),
        }
    }
}

/// Why no report covers what a provider does: the least that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortfall<'a> {
    /// The period of the only reports is over, and nothing speaks about the days since this one.
    Gap(NaiveDate),
    /// The only reports could be relied on until this day.
    Lapsed(NaiveDate),
    /// The only reports begin on this day.
    NotYet(NaiveDate),
    /// These regions are in the scope of no report on the service.
    Regions(Vec<&'a str>),
    /// The service is in the scope of no report on the provider.
    Service,
    /// There is no report on the provider.
    Nothing,
}

impl Shortfall<'_> {
    /// The kind of gap that it is.
    pub fn code(&self) -> FindingCode {
        match self {
            Self::Gap(_) => FindingCode::AttestationGap,
            Self::Lapsed(_) => FindingCode::AttestationLapsed,
            Self::Regions(_) => FindingCode::AttestationRegionOutOfScope,
            Self::Service => FindingCode::AttestationServiceOutOfScope,
            Self::NotYet(_) | Self::Nothing => FindingCode::AttestationMissing,
        }
    }

    /// What is missing for something, in one lowercase phrase.
    pub fn message(&self, what: &str) -> String {
        match self {
            Self::Gap(until) => format!(
                "the reports that cover {what} speak about the time until {until}; no bridge letter covers the days since"
            ),
            Self::Lapsed(last) => {
                format!("the last report that covers {what} could be relied on until {last}")
            }
            Self::NotYet(from) => format!("the only report that covers {what} begins on {from}"),
            Self::Regions(regions) => {
                format!("no report that covers {what} has {} in its scope", regions.join(", "))
            }
            Self::Service => format!("no report on the provider has {what} in its scope"),
            Self::Nothing => format!("no third-party report covers what the provider does for {what}"),
        }
    }
}

/// What the providers have to do in a scope and which reports cover it: service by service, then once for each
/// provider what it does for all of them.
pub fn assurances<'a>(matrix: &Matrix<'a>, as_of: NaiveDate) -> Vec<Assurance<'a>> {
    let scope = &matrix.scope;
    let mut found: Vec<Assurance<'a>> =
        scope.services.iter().filter_map(|in_use| of_service(matrix, in_use, as_of)).collect();
    let (inherited, shared) = counts(matrix, None);
    if inherited + shared > 0 {
        let mut providers: Vec<&ProviderId> =
            scope.services.iter().map(|in_use| &in_use.service.provider).collect();
        providers.sort_unstable();
        providers.dedup();
        for id in providers {
            let Some(provider) = scope.catalog.providers.get(id) else { continue };
            let reports = scope.organization.attestations.iter().filter(|report| report.provider == *id);
            let (covered_by, others): (Vec<_>, Vec<_>) =
                reports.partition(|report| AttestationState::of(report, as_of).is_valid());
            let shortfall = covered_by.is_empty().then(|| in_time(&others, as_of));
            let (service, regions, origin) = (None, Vec::new(), scope.origin());
            found.push(Assurance {
                provider,
                service,
                regions,
                inherited,
                shared,
                covered_by,
                shortfall,
                origin,
            });
        }
    }
    found
}

/// How many cells are the provider's alone, and in how many others it has a duty.
fn counts(matrix: &Matrix<'_>, service: Option<&Service>) -> (usize, usize) {
    let cells = matrix.controls.iter().flat_map(|row| &row.cells);
    // Both are services of the catalog.
    let own = cells.filter(|cell| cell.service.map(std::ptr::from_ref) == service.map(std::ptr::from_ref));
    own.fold((0, 0), |(inherited, shared), cell| match cell.responsibility() {
        Responsibility::Inherited => (inherited + 1, shared),
        Responsibility::Shared => (inherited, shared + 1),
        Responsibility::Customer | Responsibility::NotApplicable => (inherited, shared),
    })
}

fn of_service<'a>(matrix: &Matrix<'a>, in_use: &ServiceInUse<'a>, as_of: NaiveDate) -> Option<Assurance<'a>> {
    let scope = &matrix.scope;
    let service = in_use.service;
    let (inherited, shared) = counts(matrix, Some(service));
    let provider = scope.catalog.providers.get(&service.provider).filter(|_| inherited + shared > 0)?;
    let reports = ServiceReports::on(scope.organization, service, as_of);
    // A service without regions is covered by any report on it.
    let regions: Vec<Option<&'a str>> = match in_use.regions.as_slice() {
        [] => vec![None],
        regions => regions.iter().copied().map(Some).collect(),
    };
    Some(Assurance {
        provider,
        service: Some(service),
        regions: in_use.regions.clone(),
        inherited,
        shared,
        covered_by: reports.covering(&regions),
        shortfall: reports.shortfall(&regions),
        origin: in_use.origin,
    })
}

/// The reports that could cover a service on a day. A region of none stands for a service without regions.
struct ServiceReports<'a> {
    as_of: NaiveDate,
    /// True when there is any on its provider.
    on_provider: bool,
    /// Those with the service in their scope.
    on_service: Vec<&'a Attestation>,
}

impl<'a> ServiceReports<'a> {
    fn on(organization: &'a Organization, service: &Service, as_of: NaiveDate) -> Self {
        let reports = organization.attestations.iter().filter(|report| report.provider == service.provider);
        let on_provider = reports.clone().next().is_some();
        Self {
            as_of,
            on_provider,
            on_service: reports.filter(|report| report.services.covers(&service.id)).collect(),
        }
    }

    fn in_region(&self, region: Option<&str>) -> impl Iterator<Item = &'a Attestation> {
        let has =
            move |report: &&'a Attestation| region.is_none_or(|name| report.regions.covers(&name.to_owned()));
        self.on_service.iter().copied().filter(has)
    }

    fn counts(&self, report: &Attestation) -> bool {
        AttestationState::of(report, self.as_of).is_valid()
    }

    /// Those that count in any of the regions, in their order.
    fn covering(&self, regions: &[Option<&str>]) -> Vec<&'a Attestation> {
        let covers = |report: &&'a Attestation| {
            regions.iter().any(|region| self.in_region(*region).any(|found| found.id == report.id))
        };
        self.on_service.iter().copied().filter(|report| self.counts(report)).filter(covers).collect()
    }

    /// Why not all of the regions are covered.
    fn shortfall(&self, regions: &[Option<&'a str>]) -> Option<Shortfall<'a>> {
        let is_open = |region: &Option<&'a str>| !self.in_region(*region).any(|report| self.counts(report));
        let open: Vec<Option<&'a str>> = regions.iter().copied().filter(is_open).collect();
        let outside: Vec<&'a str> = open
            .iter()
            .copied()
            .flatten()
            .filter(|name| self.in_region(Some(name)).next().is_none())
            .collect();
        if open.is_empty() {
            None
        } else if !self.on_provider {
            Some(Shortfall::Nothing)
        } else if self.on_service.is_empty() {
            Some(Shortfall::Service)
        } else if !outside.is_empty() {
            Some(Shortfall::Regions(outside))
        } else {
            let late: Vec<&Attestation> = open.iter().flat_map(|region| self.in_region(*region)).collect();
            Some(in_time(&late, self.as_of))
        }
    }
}

/// Why none of the reports may be relied on: the least that is missing.
fn in_time<'a>(reports: &[&Attestation], as_of: NaiveDate) -> Shortfall<'a> {
    let of = |state| reports.iter().filter(move |report| AttestationState::of(report, as_of) == state);
    let gap = of(AttestationState::Gap).filter_map(|report| report.bridged_until()).max();
    let lapsed = of(AttestationState::Lapsed).map(|report| report.last_day()).max();
    let begins = of(AttestationState::NotYet).filter_map(|report| report.period).map(|(from, _)| from).min();
    gap.map(Shortfall::Gap)
        .or(lapsed.map(Shortfall::Lapsed))
        .or(begins.map(Shortfall::NotYet))
        .unwrap_or(Shortfall::Nothing)
}

/// Provider duties that no report covers, and copies of reports that are not what they should be.
pub(super) fn findings(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let as_of = basis.as_of;
    let mut findings = Vec::new();
    let assurances = assurances(matrix, as_of);
    for assurance in &assurances {
        // What is missing for all services together has been said of each of them.
        let Some((service, shortfall)) = assurance.service.zip(assurance.shortfall.as_ref()) else {
            continue;
        };
        let (parts, shared) = (assurance.inherited + assurance.shared, assurance.shared);
        let message = format!(
            "{}; {parts} parts of controls rest on it, {shared} of them shared",
            shortfall.message(&assurance.subject())
        );
        let finding = Finding::new(shortfall.code(), message, assurance.origin).service(&service.id);
        findings.push(match shortfall {
            Shortfall::Regions(regions) => finding.fact("regions", regions.join(", ")),
            Shortfall::Gap(_)
            | Shortfall::Lapsed(_)
            | Shortfall::NotYet(_)
            | Shortfall::Service
            | Shortfall::Nothing => finding,
        });
    }
    findings.extend(unused(matrix, &assurances, as_of));
    for report in &matrix.scope.organization.attestations {
        let relied_on = assurances.iter().flat_map(|assurance| &assurance.covered_by);
        if relied_on.into_iter().any(|covering| covering.id == report.id) {
            findings.extend(copy_findings(report, basis));
        }
    }
    findings
}

/// ServiceReports that would cover services in use and can no longer be relied on, where others cover all of these.
fn unused(matrix: &Matrix<'_>, assurances: &[Assurance<'_>], as_of: NaiveDate) -> Vec<Finding> {
    let finding = |report: &Attestation| {
        let state = AttestationState::of(report, as_of);
        let of_report = |assurance: &&Assurance<'_>| {
            let service = assurance.service.filter(|service| service.provider == report.provider);
            service.is_some_and(|service| report.services.covers(&service.id))
        };
        let mut concerned = assurances.iter().filter(of_report).peekable();
        let is_replaced =
            concerned.peek().is_some() && concerned.all(|assurance| assurance.shortfall.is_none());
        let why = match state {
            AttestationState::Lapsed => format!("could be relied on until {}", report.last_day()),
            AttestationState::Gap => {
                "has a period that is over, and no letter bridges the time since".to_owned()
            }
            AttestationState::Current | AttestationState::Bridged | AttestationState::NotYet => return None,
        };
        let message = format!("the report {} {why}; others cover its services", report.title.trim());
        let finding = || Finding::new(FindingCode::AttestationUnused, message, &report.origin);
        is_replaced.then(|| finding().fact("report", &report.id))
    };
    matrix.scope.organization.attestations.iter().filter_map(finding).collect()
}

fn copy_findings(report: &Attestation, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let letters = report.bridge_letters.iter().map(|letter| (&letter.copy, None, &letter.origin));
    let copies = std::iter::once((&report.copy, report.pinned, &report.origin)).chain(letters);
    let finding = |(copy, pinned, origin): (&Option<crate::model::HeldCopy>, Option<_>, &Origin)| {
        let path = copy.as_ref()?.path()?;
        let (code, message) = match basis.files.state(path)? {
            FileState::Missing | FileState::Refused => (
                FindingCode::EvidenceFileMissing,
                format!(
                    "the copy of the report `{}` is to be in `{path}`, where there is no file",
                    report.id
                ),
            ),
            FileState::Present(found) if found.bytes == 0 => {
                (FindingCode::EvidenceEmpty, format!("the copy of the report `{}` is empty", report.id))
            }
            FileState::Present(found) if pinned.is_some_and(|pinned| pinned != found.sha256) => (
                FindingCode::EvidenceAltered,
                format!("the copy of the report `{}` is not the one whose digest is pinned", report.id),
            ),
            FileState::Present(_) => return None,
        };
        let finding = Finding::new(code, message, &origin.key("copy"));
        Some(finding.fact("report", &report.id).fact("copy", path))
    };
    copies.filter_map(finding).collect()
}
