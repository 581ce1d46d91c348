//! Which third-party reports cover the duties of providers, and why some duties are not covered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AssessmentBasis, Finding, FindingCode};
use crate::model::{Attestation, DateRange, Organization, Provider, ProviderId, Responsibility, Service};
use crate::resolve::{Matrix, ServiceInUse};
use crate::source::Origin;
use crate::texts::FileState;

/// Whether a report is valid, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AttestationState {
    /// Its reporting period includes the as-of date, or it has none and is within its validity.
    Current,
    /// Its reporting period is over, and bridge letters cover the time since.
    Bridged,
    /// Its reporting period is over, and no bridge letter covers the time since.
    Gap,
    /// After its last valid day.
    Lapsed,
    /// Its reporting period has not started.
    NotYet,
}

impl AttestationState {
    /// The state of a report on a day.
    pub fn of(report: &Attestation, as_of: NaiveDate) -> Self {
        let over = |period: DateRange| period.last < as_of;
        if report.period.is_some_and(|period| period.first > as_of) {
            Self::NotYet
        } else if report.valid_until.is_some_and(|last| last < as_of) {
            // Before gaps: no bridge letter extends a validity that has ended.
            Self::Lapsed
        } else if report.bridged_until().is_some_and(|reached| reached < as_of) {
            Self::Gap
        } else if report.period.is_some_and(over) {
            Self::Bridged
        } else {
            Self::Current
        }
    }

    /// The value that matrix.json and templates have for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Bridged => "bridged",
            Self::Gap => "gap",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
        }
    }

    /// True when the report covers the as-of date, by itself or by bridge letters.
    pub fn is_valid(self) -> bool {
        match self {
            Self::Current | Self::Bridged => true,
            Self::Gap | Self::Lapsed | Self::NotYet => false,
        }
    }
}

/// The duties of a provider for a service in use, and the reports that cover them.
#[derive(Debug)]
pub struct Assurance<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// The service; none for what the provider does once for all of them.
    pub service: Option<&'a Service>,
    /// Regions in use; empty for a service without any.
    pub regions: Vec<&'a str>,
    /// Cells of which the provider holds all duties.
    pub inherited: usize,
    /// Other cells in which it holds a duty.
    pub shared: usize,
    /// The valid reports that cover it in any of its regions, in the order of the register.
    pub covered_by: Vec<&'a Attestation>,
    /// What no report covers; none when everything is covered.
    pub shortfall: Option<Shortfall<'a>>,
    /// The entry that puts the service in use.
    pub origin: &'a Origin,
}

impl Assurance<'_> {
    /// The name of what must be covered: the service, or the provider as a whole.
    pub fn subject(&self) -> String {
        match self.service {
            Some(service) => service.name.trim().to_owned(),
            None => format!("{} as a whole", self.provider.short_name.trim()),
        }
    }
}

/// Why no report covers the duties of a provider. Where there are several reasons, the one that is easiest to remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortfall<'a> {
    /// Reporting periods and bridge letters end on this day.
    Gap(NaiveDate),
    /// The reports were valid until this day.
    Lapsed(NaiveDate),
    /// The reporting periods start on this day.
    NotYet(NaiveDate),
    /// Reports cover the service, but not in these regions.
    Regions(Vec<&'a str>),
    /// Reports cover other services of the provider only.
    Service,
    /// The organisation has no report on the provider.
    Nothing,
}

impl Shortfall<'_> {
    /// The code of the finding about it.
    pub fn code(&self) -> FindingCode {
        match self {
            Self::Gap(_) => FindingCode::AttestationGap,
            Self::Lapsed(_) => FindingCode::AttestationLapsed,
            Self::Regions(_) => FindingCode::AttestationRegionOutOfScope,
            Self::Service => FindingCode::AttestationServiceOutOfScope,
            Self::NotYet(_) | Self::Nothing => FindingCode::AttestationMissing,
        }
    }

    /// What is missing for a [`subject`](Assurance::subject), in one lowercase phrase.
    pub fn message(&self, what: &str) -> String {
        match self {
            Self::Gap(until) => {
                format!("reports cover {what} until {until}; no bridge letter covers the days since")
            }
            Self::Lapsed(last) => format!("the last report that covers {what} was valid until {last}"),
            Self::NotYet(from) => {
                format!("the reporting period of the only report that covers {what} starts on {from}")
            }
            Self::Regions(regions) => format!("no report covers {what} in {}", regions.join(", ")),
            Self::Service => format!("no report on the provider covers {what}"),
            Self::Nothing => format!("no third-party report covers the provider's duties for {what}"),
        }
    }
}

/// The duties of providers in a scope and the reports that cover them: first for each service, then for each provider
/// those that it has for all of its services at once.
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
            let shortfall = covered_by.is_empty().then(|| why_not_valid(&others, as_of));
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

/// The cells of a service, or of the organisation as a whole, in which its provider holds all duties and some.
fn counts(matrix: &Matrix<'_>, service: Option<&Service>) -> (usize, usize) {
    let cells = matrix.controls.iter().flat_map(|row| &row.cells);
    // References to one entry of the catalog, so that comparing the ids is not needed.
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

/// The reports that could cover a service on a day. A region of `None` stands for a service without regions.
struct ServiceReports<'a> {
    as_of: NaiveDate,
    /// True when there is a report on its provider.
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

    fn is_valid(&self, report: &Attestation) -> bool {
        AttestationState::of(report, self.as_of).is_valid()
    }

    /// The valid ones that cover any of the regions, in the order of the register.
    fn covering(&self, regions: &[Option<&str>]) -> Vec<&'a Attestation> {
        let covers = |report: &&'a Attestation| {
            regions.iter().any(|region| self.in_region(*region).any(|found| found.id == report.id))
        };
        self.on_service.iter().copied().filter(|report| self.is_valid(report)).filter(covers).collect()
    }

    /// Why not all of the regions are covered; none when they are.
    fn shortfall(&self, regions: &[Option<&'a str>]) -> Option<Shortfall<'a>> {
        let is_open = |region: &Option<&'a str>| !self.in_region(*region).any(|report| self.is_valid(report));
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
            Some(why_not_valid(&late, self.as_of))
        }
    }
}

/// Why none of the reports is valid. One whose period is over needs a bridge letter only, which is the least work, so
/// that it is named first; one that has not started comes last, since it says nothing about today.
fn why_not_valid<'a>(reports: &[&Attestation], as_of: NaiveDate) -> Shortfall<'a> {
    let of = |state| reports.iter().filter(move |report| AttestationState::of(report, as_of) == state);
    let gap = of(AttestationState::Gap).filter_map(|report| report.bridged_until()).max();
    let lapsed = of(AttestationState::Lapsed).map(|report| report.last_day()).max();
    let begins =
        of(AttestationState::NotYet).filter_map(|report| report.period).map(|period| period.first).min();
    gap.map(Shortfall::Gap)
        .or(lapsed.map(Shortfall::Lapsed))
        .or(begins.map(Shortfall::NotYet))
        .unwrap_or(Shortfall::Nothing)
}

/// Duties of providers that no report covers, and copies of reports that are missing, empty or altered.
pub(super) fn findings(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let as_of = basis.as_of;
    let mut findings = Vec::new();
    let assurances = assurances(matrix, as_of);
    for assurance in &assurances {
        // What is missing for the provider as a whole is reported for each of its services already.
        let Some((service, shortfall)) = assurance.service.zip(assurance.shortfall.as_ref()) else {
            continue;
        };
        let (cells, shared) = (assurance.inherited + assurance.shared, assurance.shared);
        let noun = if cells == 1 { "cell" } else { "cells" };
        let message = format!(
            "{}; affects {cells} {noun} of the matrix, {shared} shared",
            shortfall.message(&assurance.subject())
        );
        let finding = Finding::new(shortfall.code(), message, assurance.origin).service(service.used_as());
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

/// Reports that are no longer valid, where other reports cover all of their services in use.
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
            AttestationState::Lapsed => format!("was valid until {}", report.last_day()),
            AttestationState::Gap => "has an ended reporting period and no bridge letter since".to_owned(),
            AttestationState::Current | AttestationState::Bridged | AttestationState::NotYet => return None,
        };
        let message = format!("report {} {why}; other reports cover its services", report.title.trim());
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
                format!("report `{}`: file `{path}` does not exist", report.id),
            ),
            FileState::Pointer(_) => (
                FindingCode::EvidencePointer,
                format!("report `{}`: file `{path}` is only a Git LFS pointer", report.id),
            ),
            FileState::Present(found) if found.bytes == 0 => {
                (FindingCode::EvidenceEmpty, format!("report `{}`: file `{path}` is empty", report.id))
            }
            FileState::Present(found) if pinned.is_some_and(|pinned| pinned != found.sha256) => (
                FindingCode::EvidenceAltered,
                format!("report `{}`: file `{path}` does not match its pinned SHA-256", report.id),
            ),
            FileState::Present(_) => return None,
        };
        let finding = Finding::new(code, message, &origin.key("copy"));
        Some(finding.fact("report", &report.id).fact("copy", path))
    };
    copies.filter_map(finding).collect()
}
