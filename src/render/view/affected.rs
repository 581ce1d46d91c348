//! Which requirements something affects that is not as it should be.

use std::collections::HashMap;

use onus_core::assess::Finding;
use onus_core::model::{Acceptance, ControlId, FrameworkId, PartId, RequirementId, ServiceId, Target};
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::text::Text;

/// Requirements of a framework that a weakness or open work affects.
#[derive(Debug, Serialize)]
pub(super) struct AffectedRequirementsView<'a> {
    framework: Text<'a>,
    ids: Vec<&'a str>,
    /// How many more there are.
    more: usize,
}

/// The most requirements of a framework that are named.
const MOST_REQUIREMENTS: usize = 2;

/// Which requirements each control serves.
pub(super) struct AffectedRequirements<'a> {
    matrix: &'a Matrix<'a>,
    served: HashMap<&'a ControlId, Vec<AffectedRequirement<'a>>>,
}

/// A requirement that a control or one of its parts serves, by its places in the matrix.
struct AffectedRequirement<'a> {
    framework: usize,
    requirement: usize,
    target: &'a Target,
}

impl<'a> AffectedRequirements<'a> {
    pub(super) fn of(matrix: &'a Matrix<'a>) -> Self {
        let mut served: HashMap<&ControlId, Vec<AffectedRequirement<'a>>> = HashMap::new();
        for (framework, table) in matrix.frameworks.iter().enumerate() {
            for (requirement, row) in table.requirements.iter().enumerate() {
                for target in &row.requirement.satisfied_by {
                    let by_control = served.entry(&target.control).or_default();
                    by_control.push(AffectedRequirement { framework, requirement, target });
                }
            }
        }
        Self { matrix, served }
    }

    /// Those that a control serves.
    pub(super) fn by_control(&self, control: &ControlId) -> Vec<AffectedRequirementsView<'a>> {
        self.views(self.served_by(control, None))
    }

    /// Those that a finding affects.
    pub(super) fn by_finding(&self, finding: &Finding) -> Vec<AffectedRequirementsView<'a>> {
        let dependents = &finding.dependents.requirements;
        if !dependents.is_empty() {
            return self.views(
                dependents.iter().filter_map(|(framework, one)| self.place(framework, one)).collect(),
            );
        }
        if let (Some(control), Some(acceptance)) = (&finding.control, self.acceptance(finding)) {
            return self.views(self.accepted_for(control, acceptance));
        }
        match (&finding.control, &finding.service) {
            (Some(control), _) => self.views(self.served_by(control, finding.part.as_ref())),
            (None, Some(service)) => self.views(self.resting_on(finding, service)),
            (None, None) => Vec::new(),
        }
    }

    fn served_by(&self, control: &ControlId, part: Option<&PartId>) -> Vec<(usize, usize)> {
        let served = self.served.get(control).map_or(&[][..], Vec::as_slice);
        let is_meant = |one: &&AffectedRequirement<'_>| match (part, &one.target.part) {
            (Some(part), Some(served)) => part == served,
            (None, _) | (_, None) => true,
        };
        served.iter().filter(is_meant).map(|one| (one.framework, one.requirement)).collect()
    }

    /// The risk acceptance that a finding is about.
    fn acceptance(&self, finding: &Finding) -> Option<&'a Acceptance> {
        let mut all = self.matrix.scope.acceptances();
        all.find(|entry| finding.facts.contains(&format!("risk acceptance: {}", entry.id)))
    }

    /// The requirements that a control serves with cells that a risk acceptance is about.
    fn accepted_for(&self, control: &ControlId, acceptance: &Acceptance) -> Vec<(usize, usize)> {
        let Some(row) = self.matrix.control(control.as_str()) else {
            return Vec::new();
        };
        let served = self.served.get(control).map_or(&[][..], Vec::as_slice).iter();
        let accepted = served.filter(|one| row.is_accepted(one.target, acceptance));
        accepted.map(|one| (one.framework, one.requirement)).collect()
    }

    /// The requirements that rest on what the provider of a service does there: of the framework that the finding names, or of
    /// all.
    fn resting_on(&self, finding: &Finding, service: &ServiceId) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for (place, table) in self.matrix.frameworks.iter().enumerate() {
            let fact = format!("framework: {}", table.framework.id);
            let names_framework = finding.facts.iter().any(|fact| fact.starts_with("framework: "));
            if names_framework && !finding.facts.contains(&fact) {
                continue;
            }
            for (row, of) in table.requirements.iter().enumerate() {
                let mut cells = self.matrix.cells_of(of.requirement);
                let rests = cells.any(|cell| {
                    cell.service.is_some_and(|one| one.used_as() == service) && cell.concerns_provider()
                });
                places.extend(rests.then_some((place, row)));
            }
        }
        places
    }

    fn place(&self, framework: &FrameworkId, requirement: &RequirementId) -> Option<(usize, usize)> {
        let table = self.matrix.frameworks.iter().position(|table| table.framework.id == *framework)?;
        let mut rows = self.matrix.frameworks[table].requirements.iter();
        Some((table, rows.position(|row| row.requirement.id == *requirement)?))
    }

    /// By framework, in the order of their publishers.
    fn views(&self, mut places: Vec<(usize, usize)>) -> Vec<AffectedRequirementsView<'a>> {
        places.sort_unstable();
        places.dedup();
        places.chunk_by(|one, other| one.0 == other.0).map(|chunk| self.view(chunk)).collect()
    }

    fn view(&self, places: &[(usize, usize)]) -> AffectedRequirementsView<'a> {
        let table = &self.matrix.frameworks[places[0].0];
        // One more would take as much room as its id.
        let named = if places.len() == MOST_REQUIREMENTS + 1 { places.len() } else { MOST_REQUIREMENTS };
        let ids = places.iter().take(named);
        AffectedRequirementsView {
            framework: Text(&table.framework.title),
            ids: ids.map(|place| table.requirements[place.1].requirement.id.as_str()).collect(),
            more: places.len().saturating_sub(named),
        }
    }
}
