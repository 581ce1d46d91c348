//! Duties of providers, and which third-party reports cover them.

use onus_core::assess::{AttestationState, assurances};
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::ViewContext;
use super::text::Text;

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
    /// Titles of the frameworks in use for which no valid report proves them.
    unproven: Vec<Text<'a>>,
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
                unproven: assurance.unproven.iter().map(|framework| Text(&framework.title)).collect(),
            };
            match rows.iter_mut().find(|present| present.is_like(&row)) {
                Some(present) => present.add(row),
                None => rows.push(row),
            }
        }
        rows
    }

    /// Without what providers do for all of their services at once.
    pub(super) fn of_services(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let rows = Self::of(context, matrix).into_iter();
        rows.filter(|row| !row.services.is_empty()).collect()
    }

    /// Shortfalls name their service, so that each of them has a row of its own.
    fn is_like(&self, other: &Self) -> bool {
        self.provider == other.provider
            && self.services.is_empty() == other.services.is_empty()
            && self.regions == other.regions
            && self.reports == other.reports
            && self.unproven == other.unproven
            && self.shortfall.is_none()
            && other.shortfall.is_none()
    }

    fn add(&mut self, other: Self) {
        self.services.extend(other.services);
        self.inherited += other.inherited;
        self.shared += other.shared;
    }
}
