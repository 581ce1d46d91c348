//! Evidence and reports of a whole organisation, over all its projects.

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
use super::project_summary::ProjectSummary;
use super::text::Text;

/// A piece of evidence with the projects that it supports something in.
#[derive(Debug, Serialize)]
pub(super) struct RegisteredEvidenceView<'a> {
    /// The evidence; its controls are those of all projects together.
    evidence: EvidenceView<'a>,
    /// True when the register does not limit it to some projects.
    everywhere: bool,
    /// Names of the projects that it is limited to.
    projects: Vec<Text<'a>>,
}

/// The controls that pieces of evidence support in any project, in the order in which projects name them.
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

/// The name of a party of the organisation, or of one of the projects that evidence speaks about.
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

/// What is asked about a control in any project, what is given in all of them, and where something is open.
#[derive(Debug, Serialize)]
pub(super) struct RequestsAcrossView<'a> {
    control: ControlLink<'a>,
    /// What is asked.
    asks: Vec<EvidenceRequestView<'a>>,
    /// What is given in any project.
    given: Vec<EvidenceBriefView<'a>>,
    /// The most asks that nothing answers in a project.
    open: usize,
    /// True when something is open in every project that the control is asked about in.
    open_everywhere: bool,
    /// Names of the projects in which something is open.
    open_in: Vec<Text<'a>>,
}

/// What projects say about a control that an auditor asks about.
#[derive(Default)]
struct RequestAnswers<'a> {
    /// How much nothing answers, in each of them.
    open: Vec<(&'a ProjectSummary, usize)>,
    /// What is given in any of them.
    given: BTreeSet<&'a model::EvidenceId>,
}

impl<'a> RequestsAcrossView<'a> {
    /// Every control in which the customer has a part in any project and about which something is asked.
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
                    // Where nothing is asked of this project, what it has answers nothing.
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

/// Which projects rely on a report.
#[derive(Debug, Serialize)]
pub(super) struct RelianceView<'a> {
    /// Id of the report.
    report: &'a str,
    /// True when every project does.
    everywhere: bool,
    /// Names of the projects that do.
    projects: Vec<Text<'a>>,
    /// Names of the services that it covers in any of them.
    services: Vec<Text<'a>>,
}

/// A service of a project whose provider has duties that no report covers.
#[derive(Debug, Serialize)]
pub(super) struct UncoveredView<'a> {
    /// Name of the project, or none.
    project: Option<Text<'a>>,
    /// Name of the service, or none for what a provider does once for all of them.
    service: Option<Text<'a>>,
    /// Why, in one lowercase phrase.
    shortfall: String,
    /// File and line of its use.
    place: String,
}

impl<'a> RelianceView<'a> {
    /// How far the reports of an organisation carry, in their order.
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
pub(super) fn uncovered<'a>(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<UncoveredView<'a>> {
    let name = matrix.scope.project.map(|project| Text(&project.name));
    let uncovered = |assurance: Assurance<'a>| {
        let shortfall = assurance.shortfall.as_ref()?.message(&assurance.subject());
        let service = assurance.service.map(|service| Text(&service.name));
        Some(UncoveredView { project: name, service, shortfall, place: context.place(assurance.origin) })
    };
    assurances(matrix, context.as_of()).into_iter().filter_map(uncovered).collect()
}
