//! Evidence, evidence requests and reports over all projects of an organisation.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::assess::{Assurance, EvidenceState, assurances};
use onus_core::model::{self, Coverage};
use onus_core::resolve::Matrix;
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::evidence::{EvidenceBriefView, EvidenceView};
use super::evidence_request::EvidenceRequestView;
use super::link::ControlLink;
use super::project_summary::{ProjectSummary, UncoveredSummary};
use super::text::Text;

/// A piece of evidence of an organisation.
#[derive(Debug, Serialize)]
pub(super) struct RegisteredEvidenceView<'a> {
    /// Its controls are those of all projects.
    evidence: EvidenceView<'a>,
    /// True when it covers all projects.
    everywhere: bool,
    /// Names of the projects that it covers, unless it covers all.
    projects: Vec<Text<'a>>,
}

/// The places of controls that pieces of evidence support in any project, in the order of the projects.
type Supported<'p> = BTreeMap<&'p model::EvidenceId, Vec<usize>>;

impl<'a> RegisteredEvidenceView<'a> {
    /// All evidence of an organisation, by id.
    pub(super) fn of(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        projects: &[ProjectSummary],
    ) -> Vec<Self> {
        let mut supported: Supported<'_> = BTreeMap::new();
        for (evidence, controls) in projects.iter().flat_map(|project| &project.evidence) {
            let all = supported.entry(evidence).or_default();
            // Controls of the first project that the evidence covers come first, in catalog order, then what others
            // add.
            for control in controls {
                if !all.contains(control) {
                    all.push(*control);
                }
            }
        }
        let names: BTreeMap<_, _> =
            organization.projects.iter().map(|project| (&project.id, project)).collect();
        let entry = |evidence: &'a model::Evidence| {
            let controls = supported.remove(&evidence.id).unwrap_or_default();
            let link = |place: usize| {
                let link = ControlLink::new(catalog.controls.get(place)?);
                Some(Value::from_serializable(&link))
            };
            let named: &[model::ProjectId] = match &evidence.projects {
                Coverage::All => &[],
                Coverage::Some(projects) => projects,
            };
            let named_projects = || named.iter().filter_map(|id| names.get(id).copied());
            let name =
                |id: &'a model::ProjectId| Text(names.get(id).map_or(id.as_str(), |found| &found.name));
            Self {
                evidence: EvidenceView {
                    provided_by: evidence
                        .provided_by
                        .as_ref()
                        .map(|id| provider(organization, named_projects(), id)),
                    controls: controls.into_iter().filter_map(link).collect(),
                    ..EvidenceView::alone(context, catalog, organization, evidence)
                },
                everywhere: evidence.projects == Coverage::All,
                projects: named.iter().map(name).collect(),
            }
        };
        organization.evidence.values().map(entry).collect()
    }
}

/// The name of a party: of a project that the evidence covers, or else of the organisation.
fn provider<'a>(
    organization: &'a model::Organization,
    mut projects: impl Iterator<Item = &'a model::Project>,
    id: &'a model::PartyId,
) -> Text<'a> {
    let is_it = |party: &&model::Party| party.id == *id;
    let own = projects.find_map(|project| project.own.parties.iter().find(is_it));
    let party = own.or_else(|| organization.common.parties.iter().find(is_it));
    Text(party.map_or(id.as_str(), |party| &party.name))
}

/// Evidence requests about a control, what is held in any project, and where requests are outstanding.
#[derive(Debug, Serialize)]
pub(super) struct RequestsAcrossView<'a> {
    control: ControlLink<'a>,
    asks: Vec<EvidenceRequestView<'a>>,
    /// Evidence that is held in any project.
    given: Vec<EvidenceBriefView<'a>>,
    /// The most outstanding requests that a project has.
    open: usize,
    /// True when requests are outstanding in every project to which the control applies.
    open_everywhere: bool,
    /// Names of the projects in which requests are outstanding.
    open_in: Vec<Text<'a>>,
}

/// What projects hold for a control about which evidence is requested.
#[derive(Default)]
struct RequestAnswers<'a> {
    /// Outstanding requests in each of them.
    open: Vec<(&'a ProjectSummary, usize)>,
    /// Evidence that is held in any of them.
    given: BTreeSet<&'a model::EvidenceId>,
}

impl<'a> RequestsAcrossView<'a> {
    /// Every control in which the customer has a duty in any project and about which evidence is requested.
    pub(super) fn of(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        projects: &'a [ProjectSummary],
    ) -> Vec<Self> {
        let mut answers: BTreeMap<usize, RequestAnswers<'a>> = BTreeMap::new();
        for project in projects {
            for (control, open) in &project.asked {
                answers.entry(*control).or_default().open.push((project, *open));
            }
            for (evidence, controls) in &project.evidence {
                for control in controls {
                    // Evidence of a project in which nothing is requested about the control answers no request.
                    if project.asked.binary_search_by_key(control, |(asked, _)| *asked).is_ok() {
                        answers.entry(*control).or_default().given.insert(evidence);
                    }
                }
            }
        }
        let across = |(place, control): (usize, &'a model::Control)| {
            Some(Self::new(context, organization, control, &answers.remove(&place)?))
        };
        catalog.controls.iter().enumerate().filter_map(across).collect()
    }

    fn new(
        context: ViewContext<'_>,
        organization: &'a model::Organization,
        control: &'a model::Control,
        answers: &RequestAnswers<'a>,
    ) -> Self {
        let given = |id: &&model::EvidenceId| {
            let evidence = organization.evidence.get(*id)?;
            let state = EvidenceState::of(evidence, organization.evidence_due_within, context.basis);
            Some(EvidenceBriefView::new(evidence, state))
        };
        let is_open = answers.open.iter().filter(|(_, open)| *open > 0);
        let open_in: Vec<Text<'a>> = is_open.map(|(project, _)| Text(&project.name)).collect();
        Self {
            control: ControlLink::new(control),
            asks: EvidenceRequestView::of(control),
            given: answers.given.iter().filter_map(given).collect(),
            open: answers.open.iter().map(|(_, open)| *open).max().unwrap_or_default(),
            open_everywhere: open_in.len() == answers.open.len(),
            open_in,
        }
    }
}

/// The projects that rely on a report.
#[derive(Debug, Serialize)]
pub(super) struct RelianceView<'a> {
    /// Id of the report.
    report: &'a str,
    /// True when all projects do.
    everywhere: bool,
    projects: Vec<Text<'a>>,
    /// Services that it covers in any of them.
    services: Vec<Text<'a>>,
}

/// Duties of a provider that no report covers, in all projects in which it is the same.
#[derive(Debug, Serialize)]
pub(super) struct UncoveredView<'a> {
    /// None for duties that the provider has for all of its services at once.
    service: Option<Text<'a>>,
    /// One lowercase phrase.
    shortfall: &'a str,
    /// `file:line` of its use in the first of them.
    place: &'a str,
    /// True when these are all projects.
    everywhere: bool,
    projects: Vec<Text<'a>>,
}

impl<'a> UncoveredView<'a> {
    /// Each once, in the order of the projects.
    pub(super) fn of(projects: &'a [ProjectSummary]) -> Vec<Self> {
        let mut places: BTreeMap<(Option<&str>, &str), usize> = BTreeMap::new();
        let mut found: Vec<Self> = Vec::new();
        for project in projects {
            for UncoveredSummary { service, shortfall, place } in &project.uncovered {
                let position = *places.entry((service.as_deref(), shortfall)).or_insert(found.len());
                if position == found.len() {
                    let service = service.as_deref().map(Text);
                    found.push(Self { service, shortfall, place, everywhere: false, projects: Vec::new() });
                }
                let line = &mut found[position];
                if line.projects.last() != Some(&Text(&project.name)) {
                    line.projects.push(Text(&project.name));
                }
                line.everywhere = line.projects.len() == projects.len();
            }
        }
        found
    }
}

impl<'a> RelianceView<'a> {
    /// For each report of an organisation, in the order of the register.
    pub(super) fn of(organization: &'a model::Organization, projects: &'a [ProjectSummary]) -> Vec<Self> {
        let mut by_report: BTreeMap<&model::AttestationId, (Vec<Text<'a>>, BTreeSet<&'a str>)> =
            BTreeMap::new();
        for project in projects {
            for (report, services) in &project.reports {
                let (names, covered) = by_report.entry(report).or_default();
                names.push(Text(&project.name));
                covered.extend(services.iter().map(String::as_str));
            }
        }
        let reliance = |report: &'a model::Attestation| {
            let (names, services) = by_report.remove(&report.id).unwrap_or_default();
            Self {
                report: report.id.as_str(),
                everywhere: names.len() == projects.len(),
                projects: names,
                services: services.into_iter().map(Text).collect(),
            }
        };
        organization.attestations.iter().map(reliance).collect()
    }
}

/// What no report covers in a project.
pub(super) fn uncovered(context: ViewContext<'_>, matrix: &Matrix<'_>) -> Vec<UncoveredSummary> {
    let uncovered = |assurance: Assurance<'_>| {
        let shortfall = match &assurance.shortfall {
            Some(shortfall) => shortfall.message(&assurance.subject()),
            None if assurance.unproven.is_empty() => return None,
            None => {
                let titles = assurance.unproven.iter().map(|framework| framework.title.trim());
                let titles: Vec<&str> = titles.collect();
                format!(
                    "no report that covers {} attests {} or is accepted for it",
                    assurance.subject(),
                    titles.join(", ")
                )
            }
        };
        let service = assurance.service.map(|service| service.name.trim().to_owned());
        Some(UncoveredSummary { service, shortfall, place: context.place(assurance.origin) })
    };
    assurances(matrix, context.as_of()).into_iter().filter_map(uncovered).collect()
}
