//! Which third-party reports cover the duties of providers, and why some duties are not covered.

use chrono::NaiveDate;

use super::attestation_state::AttestationState;
use super::proof;
use crate::model::{Attestation, FindingCode, Framework, Organization, Provider, ProviderId, Service};
use crate::resolve::{Matrix, MatrixCell, ServiceInUse};
use crate::source::Origin;

/// The duties of a provider for a service in use, and the reports that cover them.
#[derive(Debug)]
pub struct Assurance<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// The service; none for what the provider does once for all of them.
    pub service: Option<&'a Service>,
    /// Regions in use; empty for a service without any.
    pub regions: Vec<&'a str>,
    /// Cells in which it holds a duty and the customer none.
    pub inherited: usize,
    /// Cells in which both hold a duty.
    pub shared: usize,
    /// The valid reports that cover it in any of its regions, in the order of the register.
    pub covered_by: Vec<&'a Attestation>,
    /// What no report covers; none when everything is covered.
    pub shortfall: Option<Shortfall<'a>>,
    /// Frameworks in use for which no valid report proves it.
    pub unproven: Vec<&'a Framework>,
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
    /// The auditors' opinions are adverse, or disclaimers.
    Adverse,
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
            Self::NotYet(_) | Self::Adverse | Self::Nothing => FindingCode::AttestationMissing,
        }
    }

    /// What is missing for a [`subject`](Assurance::subject), in one lowercase phrase.
    pub fn message(&self, what: &str) -> String {
        match self {
            Self::Gap(until) => {
                format!("reports cover {what} until {until}; no bridge letter covers the days since")
            }
            Self::Lapsed(last) => {
                format!("the last report that covers {what} could be relied on until {last}")
            }
            Self::NotYet(from) => {
                format!("the reporting period of the only report that covers {what} starts on {from}")
            }
            Self::Adverse => {
                format!("the opinion in the only report that covers {what} is adverse or a disclaimer")
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
    let common = || matrix.controls.iter().flat_map(|row| &row.cells).filter(|cell| cell.service.is_none());
    let mut providers: Vec<&ProviderId> = common().flat_map(MatrixCell::providers).collect();
    providers.sort_unstable();
    providers.dedup();
    for id in providers {
        let Some(provider) = scope.catalog.providers.get(id) else { continue };
        let (inherited, shared) =
            counted(common().filter(|cell| cell.providers().any(|acting| acting == id)));
        let reports = scope.organization.attestations.iter().filter(|report| report.is_about(id));
        let (covered_by, others): (Vec<_>, Vec<_>) =
            reports.partition(|report| AttestationState::of(report, as_of).is_valid());
        let shortfall = covered_by.is_empty().then(|| why_not_valid(&others, as_of));
        found.push(Assurance {
            provider,
            service: None,
            regions: Vec::new(),
            inherited,
            shared,
            covered_by,
            shortfall,
            unproven: proof::unproven(matrix, id, None, as_of),
            origin: scope.origin(),
        });
    }
    found
}

/// The cells of a service, or of the organisation as a whole, in which its provider holds all duties and some.
fn counts(matrix: &Matrix<'_>, service: Option<&Service>) -> (usize, usize) {
    let cells = matrix.controls.iter().flat_map(|row| &row.cells);
    // References to one entry of the catalog, so that comparing the ids is not needed.
    let own = cells.filter(|cell| cell.service.map(std::ptr::from_ref) == service.map(std::ptr::from_ref));
    counted(own)
}

/// Of cells, those in which providers hold a duty: without the customer, and with it.
fn counted<'c, 'a: 'c>(cells: impl Iterator<Item = &'c MatrixCell<'a>>) -> (usize, usize) {
    cells.filter(|cell| cell.concerns_provider()).fold((0, 0), |(inherited, shared), cell| {
        if cell.concerns_customer() { (inherited, shared + 1) } else { (inherited + 1, shared) }
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
        unproven: proof::unproven(matrix, &service.provider, Some(in_use), as_of),
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
        let reports = organization.attestations.iter().filter(|report| report.is_about(&service.provider));
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
    let lapsed = of(AttestationState::Lapsed).map(|report| report.relied_on_until()).max();
    let begins =
        of(AttestationState::NotYet).filter_map(|report| report.period).map(|period| period.first).min();
    gap.map(Shortfall::Gap)
        .or(lapsed.map(Shortfall::Lapsed))
        .or(begins.map(Shortfall::NotYet))
        .or(of(AttestationState::Adverse).next().map(|_| Shortfall::Adverse))
        .unwrap_or(Shortfall::Nothing)
}
