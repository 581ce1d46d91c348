//! Which reports prove what providers do, by provider *and* framework: a report on one provider proves nothing about another,
//! and a SOC 2 report does not replace a PCI DSS attestation of compliance.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::attestation_state::AttestationState;
use crate::model::{Attestation, Framework, Provider, ProviderId, Service, ServiceId};
use crate::resolve::{Matrix, RequirementRow, ServiceInUse};

/// How much of what a provider does is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Proven {
    /// Every cell.
    All,
    /// Some cells.
    Some,
    /// No cell.
    None,
}

impl Proven {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
            Self::None => "none",
        }
    }
}

/// The duties of one provider in one cell, and what proves them.
#[derive(Debug, Clone, Copy)]
pub struct CellProof<'p, 'a> {
    /// The provider.
    pub provider: &'a Provider,
    by_framework: &'p [FrameworkProof<'a>],
}

impl<'p, 'a> CellProof<'p, 'a> {
    /// Each framework in use, in the order of the matrix, with the valid reports that prove the duties for it.
    pub fn by_framework(self) -> impl Iterator<Item = (&'a Framework, &'p [&'a Attestation])> {
        self.by_framework.iter().map(|proof| (proof.framework, proof.reports.as_slice()))
    }
}

/// The reports that prove something for a framework.
#[derive(Debug)]
struct FrameworkProof<'a> {
    framework: &'a Framework,
    reports: Vec<&'a Attestation>,
}

/// The duties of one provider in several cells, and what proves them for one framework.
#[derive(Debug)]
pub struct ProviderProof<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// The valid reports that prove any of it, in the order of the register.
    pub reports: Vec<&'a Attestation>,
    /// How much of it they prove.
    pub proven: Proven,
}

/// What the reports of an organisation prove in a matrix, on a day.
#[derive(Debug)]
pub struct Proofs<'m, 'a> {
    matrix: &'m Matrix<'a>,
    /// By the id of the provider.
    subjects: Vec<ProofSubject<'a>>,
    /// Subjects that hold duties in the same cells, each group once: a few dozen groups stand for thousands of cells.
    groups: Vec<Vec<usize>>,
    /// For each cell of each control, in the order of the matrix, the group that holds duties in it.
    cells: Vec<Vec<usize>>,
}

/// What a provider does for a service, or for all of its services at once. All of its cells are proven by the same reports.
#[derive(Debug)]
struct ProofSubject<'a> {
    provider: &'a Provider,
    /// The regions in which the service is used; empty for all of its services at once, and for one without regions.
    regions: Vec<&'a str>,
    by_framework: Vec<FrameworkProof<'a>>,
    /// The valid reports that cover it, whatever they attest.
    covering: Vec<&'a Attestation>,
}

impl<'m, 'a> Proofs<'m, 'a> {
    /// Works out which reports are valid on the day and what they prove.
    pub fn of(matrix: &'m Matrix<'a>, as_of: NaiveDate) -> Self {
        let mut proofs = Self { matrix, subjects: Vec::new(), groups: Vec::new(), cells: Vec::new() };
        let mut known: BTreeMap<(&ProviderId, Option<&ServiceId>), usize> = BTreeMap::new();
        let mut groups: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut subjects: Vec<usize> = Vec::new();
        for row in &matrix.controls {
            let mut of_row = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                let providers = cell.providers().filter_map(|id| matrix.scope.catalog.providers.get(id));
                subjects.clear();
                subjects.extend(providers.map(|provider| {
                    let service = cell.service.map(Service::used_as);
                    *known.entry((&provider.id, service)).or_insert_with(|| {
                        let in_use = cell.service.and_then(|service| matrix.scope.in_use(service));
                        proofs.subjects.push(ProofSubject::new(matrix, provider, in_use, as_of));
                        proofs.subjects.len() - 1
                    })
                }));
                let group = groups.get(&subjects).copied().unwrap_or_else(|| {
                    groups.insert(subjects.clone(), proofs.groups.len());
                    proofs.groups.push(subjects.clone());
                    proofs.groups.len() - 1
                });
                of_row.push(group);
            }
            proofs.cells.push(of_row);
        }
        proofs
    }

    /// What proves the duties of providers in cells, by provider. Cells in which the same providers hold duties for the same
    /// service have one entry in common: the one at [`group_of`](Self::group_of).
    pub fn groups(&self) -> impl Iterator<Item = Vec<CellProof<'_, 'a>>> {
        let proof = |place: &usize| {
            let subject = &self.subjects[*place];
            CellProof { provider: subject.provider, by_framework: &subject.by_framework }
        };
        self.groups.iter().map(move |group| group.iter().map(proof).collect())
    }

    /// The place among [`groups`](Self::groups) of a cell: that of a control at these places of the matrix.
    pub fn group_of(&self, control: usize, cell: usize) -> Option<usize> {
        self.cells.get(control)?.get(cell).copied()
    }

    /// What proves the duties of providers in a whole control for one of the frameworks of the matrix, by provider; without
    /// a framework, which valid reports cover them, whatever they attest.
    pub fn of_control(&self, control: usize, framework: Option<usize>) -> Vec<ProviderProof<'a>> {
        let mut concerned = vec![false; self.subjects.len()];
        for place in self.cells.get(control).into_iter().flatten().flat_map(|group| &self.groups[*group]) {
            concerned[*place] = true;
        }
        self.summed(&concerned, framework, |_| true)
    }

    /// What proves the duties of providers in the cells of a requirement, by provider. `framework` is the place of its
    /// framework in the matrix.
    pub fn of_requirement(&self, framework: usize, row: &RequirementRow<'_>) -> Vec<ProviderProof<'a>> {
        let mut concerned = vec![false; self.subjects.len()];
        for target in &row.requirement.satisfied_by {
            let Some(control) = self.matrix.place(target.control.as_str()) else { continue };
            for (cell, group) in self.matrix.controls[control].cells.iter().zip(&self.cells[control]) {
                if target.part.as_ref().is_none_or(|part| *part == cell.part.id) {
                    for place in &self.groups[*group] {
                        concerned[*place] = true;
                    }
                }
            }
        }
        let id = &self.matrix.frameworks[framework].framework.id;
        self.summed(&concerned, Some(framework), |report| report.speaks_for_requirement(id, row.requirement))
    }

    /// What proves the concerned subjects for a framework, by provider, by those reports that `counts` leaves.
    fn summed(
        &self,
        concerned: &[bool],
        framework: Option<usize>,
        counts: impl Fn(&Attestation) -> bool,
    ) -> Vec<ProviderProof<'a>> {
        let mut found: BTreeMap<&ProviderId, ProviderProof<'a>> = BTreeMap::new();
        for subject in self.subjects.iter().zip(concerned).filter(|(_, is)| **is).map(|(subject, _)| subject)
        {
            let reports = framework.map_or(&subject.covering, |place| &subject.by_framework[place].reports);
            let proving = reports.iter().filter(|report| counts(report));
            let mut proving: Vec<&Attestation> = proving.copied().collect();
            if !cover_all(&proving, &subject.regions) {
                proving.clear();
            }
            let here = if proving.is_empty() { Proven::None } else { Proven::All };
            let provider = subject.provider;
            let sum = found.entry(&provider.id).or_insert_with(|| ProviderProof {
                provider,
                reports: Vec::new(),
                proven: here,
            });
            if sum.proven != here {
                sum.proven = Proven::Some;
            }
            sum.reports.extend(proving);
        }
        let mut proofs: Vec<ProviderProof<'a>> = found.into_values().collect();
        for proof in &mut proofs {
            let listed = &self.matrix.scope.organization.attestations;
            let proving = std::mem::take(&mut proof.reports);
            proof.reports = listed.iter().filter(|report| has(&proving, report)).collect();
        }
        proofs
    }
}

/// By reference: two reports of an organisation are never the same entry.
fn has(reports: &[&Attestation], report: &Attestation) -> bool {
    reports.iter().any(|one| std::ptr::eq(*one, report))
}

impl<'a> ProofSubject<'a> {
    fn new(
        matrix: &Matrix<'a>,
        provider: &'a Provider,
        in_use: Option<&ServiceInUse<'a>>,
        as_of: NaiveDate,
    ) -> Self {
        let proof = |framework| {
            let reports = proving(matrix, &provider.id, in_use, Some(framework), as_of);
            FrameworkProof { framework, reports }
        };
        let frameworks = matrix.frameworks.iter().map(|table| table.framework);
        let covering = proving(matrix, &provider.id, in_use, None, as_of);
        let regions = in_use.map(|in_use| in_use.regions.clone()).unwrap_or_default();
        Self { provider, regions, by_framework: frameworks.map(proof).collect(), covering }
    }
}

/// The frameworks in use for which nothing proves what a provider does for a service, or for all of its services at once.
pub(super) fn unproven<'a>(
    matrix: &Matrix<'a>,
    provider: &ProviderId,
    in_use: Option<&ServiceInUse<'a>>,
    as_of: NaiveDate,
) -> Vec<&'a Framework> {
    let frameworks = matrix.frameworks.iter().map(|table| table.framework);
    let is_open =
        |framework: &&Framework| proving(matrix, provider, in_use, Some(framework), as_of).is_empty();
    frameworks.filter(is_open).collect()
}

/// The valid reports that together prove for a framework what a provider does for a service in all of its regions in use,
/// in the order of the register; none when they leave a region out. What it does for all of its services at once is proven
/// by every report with one of its services in use in scope: the staff and the rules behind them are the same. Without a
/// framework, whatever the reports attest.
pub(super) fn proving<'a>(
    matrix: &Matrix<'a>,
    provider: &ProviderId,
    in_use: Option<&ServiceInUse<'a>>,
    framework: Option<&Framework>,
    as_of: NaiveDate,
) -> Vec<&'a Attestation> {
    let scope = &matrix.scope;
    let covers = |report: &Attestation| match in_use {
        Some(in_use) => report.services.covers(&in_use.service.id),
        None => scope
            .services
            .iter()
            .any(|one| one.service.provider == *provider && report.services.covers(&one.service.id)),
    };
    let reports = scope.organization.attestations.iter().filter(|report| {
        report.is_about(provider)
            && framework.is_none_or(|framework| report.speaks_for(&framework.id))
            && AttestationState::of(report, as_of).is_valid()
            && covers(report)
    });
    let reports: Vec<&'a Attestation> = reports.collect();
    let regions = in_use.map(|in_use| in_use.regions.as_slice()).unwrap_or_default();
    if !cover_all(&reports, regions) {
        return Vec::new();
    }
    let in_regions =
        |report: &&Attestation| regions.is_empty() || regions.iter().any(|region| is_in(report, region));
    reports.into_iter().filter(in_regions).collect()
}

/// True when the reports together cover every region.
fn cover_all(reports: &[&Attestation], regions: &[&str]) -> bool {
    regions.iter().all(|region| reports.iter().any(|report| is_in(report, region)))
}

fn is_in(report: &Attestation, region: &str) -> bool {
    report.regions.covers(&region.to_owned())
}
