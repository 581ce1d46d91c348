//! What is open about a service in any project: findings and accepted risks, each once.

use std::collections::BTreeMap;

use onus_core::model::{self, ServiceId};
use serde::Serialize;
use serde_json::Value;

use super::link::ControlLink;
use super::project_summary::{JsonText, ProjectSummary, ServiceGapSummary, ServiceSummary};
use super::text::Text;

/// A risk about the service that is accepted.
#[derive(Debug, Serialize)]
pub(super) struct ServiceRiskView<'a> {
    /// The acceptance: as documents about its project show it.
    risk: Value,
    /// Names of the projects to which it applies.
    projects: Vec<Text<'a>>,
}

/// A finding about the service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceGapView<'a> {
    /// `Error`, `Warning` or `Note`.
    severity: &'static str,
    control: Option<ControlLink<'a>>,
    message: &'a str,
    /// Names of the projects that have it.
    projects: Vec<Text<'a>>,
}

/// The uses of a service by a project, which may have several under names of its own.
pub(super) fn uses<'p>(
    project: &'p ProjectSummary,
    service: &ServiceId,
) -> impl Iterator<Item = &'p ServiceSummary> {
    let all = project.services.as_slice();
    let first = all.partition_point(|known| known.id < *service);
    let last = all.partition_point(|known| known.id <= *service);
    all[first..last].iter()
}

impl<'a> ServiceRiskView<'a> {
    /// Each once, in the order of the projects.
    pub(super) fn of(projects: &'a [ProjectSummary], service: &ServiceId) -> Vec<Self> {
        let mut found: Vec<(&JsonText, Vec<Text<'a>>)> = Vec::new();
        for project in projects {
            let deviations = uses(project, service).filter_map(|in_use| in_use.deviations.as_ref());
            let places = deviations.flat_map(|deviations| &deviations.risk_acceptances);
            for risk in places.filter_map(|place| project.risk_acceptances.get(*place)) {
                match found.iter_mut().find(|(known, _)| *known == risk) {
                    Some((_, names)) if names.last() == Some(&Text(&project.name)) => {}
                    Some((_, names)) => names.push(Text(&project.name)),
                    None => found.push((risk, vec![Text(&project.name)])),
                }
            }
        }
        found.into_iter().map(|(risk, projects)| Self { risk: risk.value(), projects }).collect()
    }
}

impl<'a> ServiceGapView<'a> {
    /// The findings about a service in any project, the most severe first, each once.
    pub(super) fn of(
        catalog: &'a model::Catalog,
        projects: &'a [ProjectSummary],
        service: &ServiceId,
    ) -> Vec<Self> {
        let mut found: BTreeMap<&'a ServiceGapSummary, Vec<Text<'a>>> = BTreeMap::new();
        for project in projects {
            for gap in uses(project, service).flat_map(|in_use| &in_use.gaps) {
                let names = found.entry(gap).or_default();
                if names.last() != Some(&Text(&project.name)) {
                    names.push(Text(&project.name));
                }
            }
        }
        let view = |(gap, projects): (&'a ServiceGapSummary, Vec<Text<'a>>)| {
            let control = gap.control.as_ref().and_then(|id| catalog.control(id.as_str()));
            let severity = match gap.rank {
                0 => "Error",
                1 => "Warning",
                _ => "Note",
            };
            Self { severity, control: control.map(ControlLink::new), message: &gap.message, projects }
        };
        found.into_iter().map(view).collect()
    }
}
