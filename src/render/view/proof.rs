//! What proves the duties of providers in a control or for a requirement: which report, for which frameworks, or none.

use onus_core::assess::{Proven, ProviderProof};
use onus_core::model::Attestation;
use onus_core::resolve::{ControlRow, MatrixCell, RequirementRow};
use serde::Serialize;

use super::text::Text;
use super::view_cache::ViewCache;

/// What proves the duties of a provider in a control.
#[derive(Debug, Serialize)]
pub(super) struct ControlProofView<'a> {
    /// Short name of the provider, or name of the project whose offer holds duties.
    provider: Text<'a>,
    /// Titles of the offers that are kept; empty for a provider.
    offers: Vec<Text<'a>>,
    /// By frameworks for which the same reports prove the same; a single item without frameworks where the project has
    /// none.
    by: Vec<FrameworkProofView<'a>>,
}

/// The reports that prove something for some frameworks.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct FrameworkProofView<'a> {
    /// Titles.
    frameworks: Vec<Text<'a>>,
    /// Titles of the valid reports; empty where nothing proves it.
    reports: Vec<Text<'a>>,
    /// Their places in the register, from 1.
    numbers: Vec<usize>,
    /// `all`, `some` or `none` of the cells.
    proven: &'static str,
}

/// What proves the duties of a provider for a requirement.
#[derive(Debug, Serialize)]
pub(super) struct RequirementProofView<'a> {
    /// Short name of the provider, or name of the project whose offer holds duties.
    provider: Text<'a>,
    /// Titles of the offers that are kept; empty for a provider.
    offers: Vec<Text<'a>>,
    /// Titles of the valid reports; empty where nothing proves it.
    reports: Vec<Text<'a>>,
    /// Their places in the register, from 1.
    numbers: Vec<usize>,
    /// `all`, `some` or `none` of the cells.
    proven: &'static str,
}

impl<'a> ControlProofView<'a> {
    /// By the id of the provider, then the projects whose offers hold duties.
    pub(super) fn of(cache: &ViewCache<'_, 'a>, row: &ControlRow<'a>) -> Vec<Self> {
        let Some(control) = cache.matrix.place(row.control.id.as_str()) else {
            return Vec::new();
        };
        let mut proofs = Self::of_providers(cache, control);
        let offers = OfferProof::of(row.cells.iter());
        proofs.extend(offers.into_iter().map(|OfferProof { by, offers }| Self {
            provider: by,
            offers,
            by: Vec::new(),
        }));
        proofs
    }

    fn of_providers(cache: &ViewCache<'_, 'a>, control: usize) -> Vec<Self> {
        let tables = &cache.matrix.frameworks;
        let mut found: Vec<Self> = Vec::new();
        if tables.is_empty() {
            let proofs = cache.proofs.of_control(control, None);
            return proofs.into_iter().map(|proof| Self::new(cache, proof, Vec::new())).collect();
        }
        for (place, table) in tables.iter().enumerate() {
            // The providers are the same and in the same order for each framework.
            for (at, proof) in cache.proofs.of_control(control, Some(place)).into_iter().enumerate() {
                let title = Text(&table.framework.title);
                match found.get_mut(at) {
                    Some(known) => known.add(cache, &proof, title),
                    None => found.push(Self::new(cache, proof, vec![title])),
                }
            }
        }
        found
    }

    fn new(cache: &ViewCache<'_, 'a>, proof: ProviderProof<'a>, frameworks: Vec<Text<'a>>) -> Self {
        let ProviderProof { provider, reports, proven } = proof;
        let numbers = numbers(cache, &reports);
        let by = FrameworkProofView { frameworks, reports: titles(&reports), numbers, proven: proven.word() };
        Self { provider: Text(&provider.short_name), offers: Vec::new(), by: vec![by] }
    }

    fn add(&mut self, cache: &ViewCache<'_, 'a>, proof: &ProviderProof<'a>, framework: Text<'a>) {
        let (reports, proven) = (titles(&proof.reports), proof.proven.word());
        match self.by.iter_mut().find(|known| known.reports == reports && known.proven == proven) {
            Some(known) => known.frameworks.push(framework),
            None => {
                let (frameworks, numbers) = (vec![framework], numbers(cache, &proof.reports));
                self.by.push(FrameworkProofView { frameworks, reports, numbers, proven });
            }
        }
    }
}

/// The same for a control in one line.
#[derive(Debug, Serialize)]
pub(super) struct ProofLineView<'a> {
    /// Providers of whose duties something is proven.
    proven: Vec<ProvenLineView<'a>>,
    /// Providers of whose duties no valid report proves anything, for any framework.
    unproven: Vec<Text<'a>>,
}

/// The reports that prove something of a provider's duties in a control.
#[derive(Debug, Serialize)]
struct ProvenLineView<'a> {
    provider: Text<'a>,
    /// Places in the register, from 1.
    numbers: Vec<usize>,
    /// True when something is not proven, or not for every framework.
    partly: bool,
}

impl<'a> ProofLineView<'a> {
    pub(super) fn of(proofs: &[ControlProofView<'a>]) -> Self {
        let (mut proven, mut unproven) = (Vec::new(), Vec::new());
        for ControlProofView { provider, by, .. } in proofs.iter().filter(|proof| !proof.by.is_empty()) {
            let mut numbers: Vec<usize> = by.iter().flat_map(|proof| &proof.numbers).copied().collect();
            numbers.sort_unstable();
            numbers.dedup();
            let partly = by.iter().any(|proof| proof.proven != Proven::All.word());
            match numbers.is_empty() {
                true => unproven.push(*provider),
                false => proven.push(ProvenLineView { provider: *provider, numbers, partly }),
            }
        }
        Self { proven, unproven }
    }
}

impl<'a> RequirementProofView<'a> {
    /// True when all of what is done is proven.
    pub(super) fn is_complete(&self) -> bool {
        self.proven == "all"
    }

    /// In the order of the proofs, then the projects whose offers hold duties.
    pub(super) fn of(
        cache: &ViewCache<'_, 'a>,
        row: &RequirementRow<'_>,
        proofs: Vec<ProviderProof<'a>>,
    ) -> Vec<Self> {
        let view = |proof: ProviderProof<'a>| Self {
            provider: Text(&proof.provider.short_name),
            offers: Vec::new(),
            reports: titles(&proof.reports),
            numbers: numbers(cache, &proof.reports),
            proven: proof.proven.word(),
        };
        let mut proofs: Vec<Self> = proofs.into_iter().map(view).collect();
        let offers = OfferProof::of(cache.matrix.cells_of(row.requirement));
        proofs.extend(offers.into_iter().map(|OfferProof { by, offers }| Self {
            provider: by,
            offers,
            reports: Vec::new(),
            numbers: Vec::new(),
            proven: Proven::All.word(),
        }));
        proofs
    }
}

/// The offers of a project that hold duties. Only offers that are kept do, so that each proves its own.
struct OfferProof<'a> {
    by: Text<'a>,
    /// Titles.
    offers: Vec<Text<'a>>,
}

impl<'a> OfferProof<'a> {
    /// In the order in which cells name them.
    fn of<'m>(cells: impl Iterator<Item = &'m MatrixCell<'a>>) -> Vec<Self>
    where
        'a: 'm,
    {
        let mut found: Vec<Self> = Vec::new();
        for inherited in cells.flat_map(|cell| &cell.upstream) {
            let known = inherited.offer.known;
            let (by, title) = (Text(&known.from_name), Text(&known.offer.title));
            match found.iter_mut().find(|present| present.by == by) {
                Some(present) if present.offers.contains(&title) => {}
                Some(present) => present.offers.push(title),
                None => found.push(Self { by, offers: vec![title] }),
            }
        }
        found
    }
}

fn titles<'a>(reports: &[&'a Attestation]) -> Vec<Text<'a>> {
    reports.iter().map(|report| Text(&report.title)).collect()
}

/// The places of reports in the register of the organisation, from 1.
fn numbers(cache: &ViewCache<'_, '_>, reports: &[&Attestation]) -> Vec<usize> {
    let register = &cache.matrix.scope.organization.attestations;
    let place = |report: &&Attestation| register.iter().position(|known| known.id == report.id);
    reports.iter().filter_map(place).map(|place| place + 1).collect()
}
