//! What proves the duties of providers in a control or for a requirement: which report, for which frameworks, or none.

use onus_core::assess::ProviderProof;
use onus_core::model::Attestation;
use onus_core::resolve::ControlRow;
use serde::Serialize;

use super::text::Text;
use super::view_cache::ViewCache;

/// What proves the duties of a provider in a control.
#[derive(Debug, Serialize)]
pub(super) struct ControlProofView<'a> {
    /// Short name of the provider.
    provider: Text<'a>,
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
    /// `all`, `some` or `none` of the cells.
    proven: &'static str,
}

/// What proves the duties of a provider for a requirement.
#[derive(Debug, Serialize)]
pub(super) struct RequirementProofView<'a> {
    /// Short name of the provider.
    provider: Text<'a>,
    /// Titles of the valid reports; empty where nothing proves it.
    reports: Vec<Text<'a>>,
    /// `all`, `some` or `none` of the cells.
    proven: &'static str,
}

impl<'a> ControlProofView<'a> {
    /// By the id of the provider.
    pub(super) fn of(cache: &ViewCache<'_, 'a>, row: &ControlRow<'_>) -> Vec<Self> {
        let Some(control) = cache.matrix.place(row.control.id.as_str()) else {
            return Vec::new();
        };
        let tables = &cache.matrix.frameworks;
        let mut found: Vec<Self> = Vec::new();
        if tables.is_empty() {
            let proofs = cache.proofs.of_control(control, None);
            return proofs.into_iter().map(|proof| Self::new(proof, Vec::new())).collect();
        }
        for (place, table) in tables.iter().enumerate() {
            // The providers are the same and in the same order for each framework.
            for (at, proof) in cache.proofs.of_control(control, Some(place)).into_iter().enumerate() {
                let title = Text(&table.framework.title);
                match found.get_mut(at) {
                    Some(known) => known.add(&proof, title),
                    None => found.push(Self::new(proof, vec![title])),
                }
            }
        }
        found
    }

    fn new(proof: ProviderProof<'a>, frameworks: Vec<Text<'a>>) -> Self {
        let ProviderProof { provider, reports, proven } = proof;
        let by = FrameworkProofView { frameworks, reports: titles(&reports), proven: proven.word() };
        Self { provider: Text(&provider.short_name), by: vec![by] }
    }

    fn add(&mut self, proof: &ProviderProof<'a>, framework: Text<'a>) {
        let (reports, proven) = (titles(&proof.reports), proof.proven.word());
        match self.by.iter_mut().find(|known| known.reports == reports && known.proven == proven) {
            Some(known) => known.frameworks.push(framework),
            None => self.by.push(FrameworkProofView { frameworks: vec![framework], reports, proven }),
        }
    }
}

impl<'a> RequirementProofView<'a> {
    /// In the order of the proofs.
    pub(super) fn of(proofs: Vec<ProviderProof<'a>>) -> Vec<Self> {
        let view = |proof: ProviderProof<'a>| Self {
            provider: Text(&proof.provider.short_name),
            reports: titles(&proof.reports),
            proven: proof.proven.word(),
        };
        proofs.into_iter().map(view).collect()
    }
}

fn titles<'a>(reports: &[&'a Attestation]) -> Vec<Text<'a>> {
    reports.iter().map(|report| Text(&report.title)).collect()
}
