//! Evidence and reports of a whole organisation, over all its projects.

use serde::Serialize;

use super::evidence::{Ask, Evidence, Given};
use super::facts::ControlLink;
use super::text::Text;
use super::{Assessed, Setting};
use crate::assess::{Asked, EvidenceState, assurances};
use crate::model::{self, Coverage};
use crate::resolve::{ControlRow, Proof};

/// A piece of evidence with the projects that it supports something in.
#[derive(Debug, Serialize)]
pub(super) struct Registered<'a> {
    /// The evidence; its controls are those of all projects together.
    pub(super) evidence: Evidence<'a>,
    /// True when the register does not limit it to some projects.
    pub(super) everywhere: bool,
    /// Names of the projects that it is limited to.
    pub(super) projects: Vec<Text<'a>>,
}

impl<'a> Registered<'a> {
    /// All evidence of an organisation, by id; none for an organisation without a project.
    pub(super) fn of(
        setting: Setting<'_>,
        organization: &'a model::Organization,
        projects: &[Assessed<'a>],
    ) -> Vec<Self> {
        let entry = |evidence: &'a model::Evidence| Self::new(setting, organization, projects, evidence);
        organization.evidence.values().filter_map(entry).collect()
    }

    fn new(
        setting: Setting<'_>,
        organization: &'a model::Organization,
        projects: &[Assessed<'a>],
        evidence: &'a model::Evidence,
    ) -> Option<Self> {
        let proofs = projects.iter().filter_map(|project| {
            let proof = project.matrix.proofs.iter().find(|proof| proof.evidence.id == evidence.id)?;
            Some((project.matrix, proof))
        });
        let mut views = proofs.map(|(matrix, proof)| Evidence::new(setting, matrix, proof));
        let nothing = Proof { evidence, targets: Vec::new(), requirements: Vec::new() };
        let first = views.next().or_else(|| Some(Evidence::new(setting, projects.first()?.matrix, &nothing)));
        let evidence_view = views.fold(first?, |mut all, view| {
            for link in view.controls {
                if !all.controls.contains(&link) {
                    all.controls.push(link);
                }
            }
            all
        });
        let named: &[model::ProjectId] = match &evidence.projects {
            Coverage::All => &[],
            Coverage::Some(projects) => projects,
        };
        let name = |id: &'a model::ProjectId| {
            let project = organization.projects.iter().find(|project| project.id == *id);
            Text(project.map_or(id.as_str(), |project| &project.name))
        };
        Some(Self {
            evidence: evidence_view,
            everywhere: evidence.projects == Coverage::All,
            projects: named.iter().map(name).collect(),
        })
    }
}

/// What is asked about a control in any project, what is given in all of them, and where something is open.
#[derive(Debug, Serialize)]
pub(super) struct AskedAcross<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// What is asked.
    pub(super) asks: Vec<Ask<'a>>,
    /// What is given in any project.
    pub(super) given: Vec<Given<'a>>,
    /// The most asks that nothing answers in a project.
    pub(super) open: usize,
    /// True when something is open in every project that the control is asked about in.
    pub(super) open_everywhere: bool,
    /// Names of the projects in which something is open.
    pub(super) open_in: Vec<Text<'a>>,
}

impl<'a> AskedAcross<'a> {
    /// Every control in which the customer has a part in any project and about which something is asked.
    pub(super) fn of(
        setting: Setting<'_>,
        catalog: &'a model::Catalog,
        projects: &[Assessed<'a>],
    ) -> Vec<Self> {
        let control = |(place, control): (usize, &'a model::Control)| {
            let rows =
                projects.iter().filter_map(|project| Some((project, project.matrix.controls.get(place)?)));
            Self::new(setting, control, rows)
        };
        catalog.controls.iter().enumerate().filter_map(control).collect()
    }

    fn new<'p>(
        setting: Setting<'_>,
        control: &'a model::Control,
        rows: impl Iterator<Item = (&'p Assessed<'a>, &'p ControlRow<'a>)>,
    ) -> Option<Self>
    where
        'a: 'p,
    {
        let (mut given, mut open, mut open_in, mut asked_in) = (Vec::new(), 0, Vec::new(), 0);
        for (project, row) in rows {
            let Some(asked) = Asked::of(project.matrix, row, setting.situation) else { continue };
            asked_in += 1;
            open = asked.open.max(open);
            if asked.open > 0 {
                open_in.extend(project.matrix.scope.project.map(|project| Text(&project.name)));
            }
            let pieces = asked.given.into_iter();
            for piece in pieces.map(|(evidence, state): (_, EvidenceState)| Given::new(evidence, state)) {
                if !given.contains(&piece) {
                    given.push(piece);
                }
            }
        }
        given.sort_by(|one, other| one.id.cmp(other.id));
        let open_everywhere = asked_in > 0 && open_in.len() == asked_in;
        let control_link = ControlLink::new(control);
        let asks = Ask::of(control);
        (asked_in > 0).then_some(Self { control: control_link, asks, given, open, open_everywhere, open_in })
    }
}

/// Which projects rely on a report.
#[derive(Debug, Serialize)]
pub(super) struct Reliance<'a> {
    /// Id of the report.
    pub(super) report: &'a str,
    /// True when every project does.
    pub(super) everywhere: bool,
    /// Names of the projects that do.
    pub(super) projects: Vec<Text<'a>>,
    /// Names of the services that it covers in any of them.
    pub(super) services: Vec<Text<'a>>,
}

/// A service of a project whose provider has duties that no report covers.
#[derive(Debug, Serialize)]
pub(super) struct Uncovered<'a> {
    /// Name of the project, or none.
    pub(super) project: Option<Text<'a>>,
    /// Name of the service, or none for what a provider does once for all of them.
    pub(super) service: Option<Text<'a>>,
    /// Why, in one lowercase phrase.
    pub(super) shortfall: String,
    /// File and line of its use.
    pub(super) place: String,
}

/// How far the reports of an organisation carry.
pub(super) fn reliance<'a>(
    setting: Setting<'_>,
    organization: &'a model::Organization,
    projects: &[Assessed<'a>],
) -> (Vec<Reliance<'a>>, Vec<Uncovered<'a>>) {
    let as_of = setting.as_of();
    let mut uncovered = Vec::new();
    let mut reliances: Vec<Reliance<'a>> = organization
        .attestations
        .iter()
        .map(|report| Reliance {
            report: report.id.as_str(),
            everywhere: false,
            projects: Vec::new(),
            services: Vec::new(),
        })
        .collect();
    for project in projects {
        let name = project.matrix.scope.project.map(|project| Text(&project.name));
        for assurance in assurances(project.matrix, as_of) {
            let service = assurance.service.map(|service| Text(&service.name));
            for report in &assurance.covered_by {
                if let Some(reliance) = reliances.iter_mut().find(|known| known.report == report.id.as_str())
                {
                    add(&mut reliance.projects, name);
                    add(&mut reliance.services, service);
                }
            }
            if let Some(shortfall) = &assurance.shortfall {
                let shortfall = shortfall.message(&assurance.subject(), as_of);
                uncovered.push(Uncovered {
                    project: name,
                    service,
                    shortfall,
                    place: setting.place(assurance.origin),
                });
            }
        }
    }
    for reliance in &mut reliances {
        reliance.everywhere = reliance.projects.len() == projects.len();
        reliance.services.sort_unstable();
    }
    (reliances, uncovered)
}

fn add<'a>(names: &mut Vec<Text<'a>>, name: Option<Text<'a>>) {
    names.extend(name.filter(|name| !names.contains(name)));
}
