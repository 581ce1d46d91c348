//! What templates of scope `party` see: what a party has to do over all projects of an organisation.

use chrono::NaiveDate;
use onus_core::model::{self, Duty, PartyId, Subject};
use serde::Serialize;

use super::facts::{CatalogView, OrganizationView};
use super::link::ControlLink;
use super::party::{PartyCounts, PartyView};
use super::party_evidence::ProvidedEvidenceView;
use super::party_summary::{OwnedStatementSummary, UserControlSummary};
use super::party_work::{DutyKey, DutyLine, ProjectSet, WorkOfParty};
use super::status::is_open;
use super::text::{Text, shortened};
use super::{OrganizationSummary, ViewContext};
use crate::messages::Messages;

/// So many services of a line are named; more are counted.
const MOST_SERVICES: usize = 2;

/// So many projects of a line are named; more are counted.
const MOST_PROJECTS: usize = 4;

/// So many words of what has to be done are shown.
const MOST_WORDS: usize = 25;

/// So many words of a statement that is open are shown: what is lacking often comes last.
const MOST_STATED_WORDS: usize = 45;

/// The view of a party.
#[derive(Debug, Serialize)]
pub(super) struct PartyDocumentView<'a> {
    organization: OrganizationView<'a>,
    as_of: String,
    catalog: CatalogView<'a>,
    party: PartyView<'a>,
    /// Other names that projects give it.
    other_names: Vec<Text<'a>>,
    /// The one project in which it has duties; none where there are several, or the organisation has no other.
    only_project: Option<Text<'a>>,
    /// Controls for which the party is to write a statement.
    undocumented: Vec<PartyControlView<'a>>,
    /// Statements that it owns, those that are open first, by target date.
    statements: Vec<PartyStatementView<'a>>,
    /// Other findings that it owns.
    gaps: Vec<PartyGapView<'a>>,
    /// Evidence that it provides, by last valid day.
    evidence: Vec<ProvidedEvidenceView<'a>>,
    /// What it has to do, by domain.
    domains: Vec<PartyDomainView<'a>>,
    /// Lines of these in which it manages, operates and verifies.
    self_verified: usize,
    user_controls: Vec<PartyUserControlView<'a>>,
}

/// The projects of a line.
#[derive(Debug, Serialize)]
struct LineProjectsView<'a> {
    /// True when these are all projects.
    everywhere: bool,
    /// Their names; empty when there are too many to name.
    projects: Vec<Text<'a>>,
    project_count: usize,
}

/// A control.
#[derive(Debug, Serialize)]
struct PartyControlView<'a> {
    control: ControlLink<'a>,
    #[serde(flatten)]
    projects: LineProjectsView<'a>,
}

/// A statement that a party owns.
#[derive(Debug, Serialize)]
struct PartyStatementView<'a> {
    control: ControlLink<'a>,
    about: Option<&'a str>,
    status: &'static str,
    open: bool,
    due: Option<String>,
    overdue: bool,
    /// What it says in at most 45 words; none unless it is open.
    text: Option<String>,
    #[serde(flatten)]
    projects: LineProjectsView<'a>,
}

/// A finding that a party owns.
#[derive(Debug, Serialize)]
struct PartyGapView<'a> {
    control: Option<ControlLink<'a>>,
    message: &'a str,
    #[serde(flatten)]
    projects: LineProjectsView<'a>,
}

/// The duties of a party in a domain.
#[derive(Debug, Serialize)]
struct PartyDomainView<'a> {
    title: Text<'a>,
    duties: Vec<PartyDutyView<'a>>,
}

/// What a party has to do in a part of a control.
#[derive(Debug, Serialize)]
struct PartyDutyView<'a> {
    control: ControlLink<'a>,
    part: Text<'a>,
    /// At most 25 words, or none when the catalog does not say.
    text: Option<String>,
    /// `M`, `m` where it is not in all of the services and projects, or `–`.
    manage: &'static str,
    /// `O`, `o` or `–`.
    operate: &'static str,
    /// `V`, `v` or `–`.
    verify: &'static str,
    /// True when it manages, operates and verifies one cell.
    alone: bool,
    /// Services in words, such as `Amazon S3` or `12 services`.
    applies_to: String,
    /// 0 for the project or organisation as a whole.
    service_count: usize,
    #[serde(flatten)]
    projects: LineProjectsView<'a>,
}

/// A complementary user entity control that a party fulfils.
#[derive(Debug, Serialize)]
struct PartyUserControlView<'a> {
    id: &'a str,
    report: Text<'a>,
    text: Text<'a>,
    /// Controls that fulfil it.
    controls: Vec<ControlLink<'a>>,
    /// Status of the answer, or none.
    status: Option<&'static str>,
    #[serde(flatten)]
    projects: LineProjectsView<'a>,
}

/// What the lines of a party are made with.
#[derive(Clone, Copy)]
struct LineContext<'a> {
    catalog: &'a model::Catalog,
    organization: &'a model::Organization,
    summary: OrganizationSummary<'a>,
    messages: &'a Messages,
}

impl<'a> LineContext<'a> {
    fn projects(&self, list: &ProjectSet) -> LineProjectsView<'a> {
        let all = self.summary.projects;
        let project_count = list.len();
        let everywhere = project_count == self.summary.work.project_count();
        let named = list.places().filter(|_| !everywhere && project_count <= MOST_PROJECTS);
        LineProjectsView {
            everywhere,
            projects: named.filter_map(|place| Some(Text(&all.get(place)?.name))).collect(),
            project_count,
        }
    }

    fn control(&self, place: usize) -> Option<ControlLink<'a>> {
        self.catalog.controls.get(place).map(ControlLink::new)
    }
}

impl<'a> PartyDocumentView<'a> {
    /// None for a party that no profile names.
    pub(super) fn new(
        context: ViewContext<'a>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        id: &'a PartyId,
        summary: OrganizationSummary<'a>,
    ) -> Option<Self> {
        let lines = LineContext { catalog, organization, summary, messages: context.messages };
        let all: Vec<&'a model::Party> = organization.parties(id).collect();
        let party = *all.first()?;
        let mut other_names: Vec<Text<'a>> = all.iter().map(|party| Text(party.name.trim())).collect();
        other_names.sort_unstable();
        other_names.dedup();
        other_names.retain(|name| name.0 != party.name.trim());
        let work = summary.work.of(id);
        let domains = PartyDomainView::of(lines, work);
        let duties = || domains.iter().flat_map(|domain| &domain.duties);
        let mut controls: Vec<&str> = duties().map(|duty| duty.control.id).collect();
        controls.dedup();
        let counts = PartyCounts { controls: controls.len(), answers_for: work.statements.len() };
        Some(Self {
            organization: OrganizationView::new(organization),
            as_of: context.as_of().to_string(),
            catalog: CatalogView::new(catalog),
            party: PartyView::new(party, counts),
            other_names,
            only_project: only_project(lines, work),
            undocumented: undocumented(lines, work),
            statements: PartyStatementView::of(lines, work),
            gaps: gaps(lines, work),
            evidence: ProvidedEvidenceView::of(context, organization, id),
            self_verified: duties().filter(|duty| duty.alone).count(),
            domains,
            user_controls: PartyUserControlView::of(lines, work),
        })
    }
}

fn only_project<'a>(lines: LineContext<'a>, work: &WorkOfParty) -> Option<Text<'a>> {
    let mut places = work.duties.values().flat_map(|line| line.projects.places());
    let first = places.next()?;
    let is_only = lines.summary.work.project_count() > 1 && places.all(|place| place == first);
    lines.summary.projects.get(first).filter(|_| is_only).map(|project| Text(&project.name))
}

fn undocumented<'a>(lines: LineContext<'a>, work: &WorkOfParty) -> Vec<PartyControlView<'a>> {
    let view = |(control, list): (&usize, &ProjectSet)| {
        Some(PartyControlView { control: lines.control(*control)?, projects: lines.projects(list) })
    };
    work.undocumented.iter().filter_map(view).collect()
}

fn gaps<'a>(lines: LineContext<'a>, work: &'a WorkOfParty) -> Vec<PartyGapView<'a>> {
    let gaps = work.gaps.iter();
    let view = gaps.map(|(gap, list)| PartyGapView {
        control: gap.control.and_then(|place| lines.control(place)),
        message: &gap.message,
        projects: lines.projects(list),
    });
    view.collect()
}

impl<'a> PartyStatementView<'a> {
    fn of(lines: LineContext<'a>, work: &'a WorkOfParty) -> Vec<Self> {
        let mut all: Vec<(&OwnedStatementSummary, &ProjectSet)> = work.statements.iter().collect();
        all.sort_by_key(|(said, _)| {
            let due = said.due.unwrap_or(NaiveDate::MAX);
            (!is_open(said.status), if is_open(said.status) { due } else { NaiveDate::MAX })
        });
        let view = |(said, list): (&'a OwnedStatementSummary, &ProjectSet)| {
            Some(Self {
                control: lines.control(said.control)?,
                about: said.about.as_deref(),
                status: said.status.label(),
                open: is_open(said.status),
                due: said.due.map(|due| due.to_string()),
                overdue: said.overdue,
                text: said.text.as_deref().map(|text| shortened(text, MOST_STATED_WORDS)),
                projects: lines.projects(list),
            })
        };
        all.into_iter().filter_map(view).collect()
    }
}

/// A part of a control with what has to be done there.
struct PartLine<'a> {
    control: &'a model::Control,
    part: &'a model::Part,
    text: Option<&'a str>,
    line: DutyLine,
}

impl<'a> PartLine<'a> {
    /// What has the same words for several classes of services is one line.
    fn of(catalog: &'a model::Catalog, work: &WorkOfParty) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (DutyKey { control, part, wording }, line) in &work.duties {
            let Some(control) = catalog.controls.get(*control) else { continue };
            let Some(part) = control.parts.get(*part) else { continue };
            let text = part.texts_for(wording.as_ref()).customer;
            let mut known = found.iter_mut().rev().take_while(|known| known.control.id == control.id);
            match known.find(|known| known.part.id == part.id && known.text == text) {
                Some(known) => known.line.join(line),
                None => found.push(Self { control, part, text, line: line.clone() }),
            }
        }
        found
    }
}

impl<'a> PartyDomainView<'a> {
    fn of(lines: LineContext<'a>, work: &WorkOfParty) -> Vec<Self> {
        let all = PartLine::of(lines.catalog, work);
        let domain = |domain: &'a model::Domain| {
            let own = all.iter().filter(|line| line.control.domain == domain.id);
            let duties: Vec<_> = own.map(|line| PartyDutyView::new(lines, line)).collect();
            (!duties.is_empty()).then_some(Self { title: Text(&domain.title), duties })
        };
        lines.catalog.domains.iter().filter_map(domain).collect()
    }
}

impl<'a> PartyDutyView<'a> {
    fn new(lines: LineContext<'a>, PartLine { control, part, text, line }: &PartLine<'a>) -> Self {
        let mark = |duty: Duty| {
            let [always, sometimes] = match duty {
                Duty::Manage => ["M", "m"],
                Duty::Operate => ["O", "o"],
                Duty::Verify => ["V", "v"],
            };
            match (line.always.has(duty), line.anywhere.has(duty)) {
                (true, _) => always,
                (false, true) => sometimes,
                (false, false) => "–",
            }
        };
        Self {
            control: ControlLink::new(control),
            part: Text(&part.title),
            text: text.map(|text| shortened(&lines.messages.translated(text.trim()), MOST_WORDS)),
            manage: mark(Duty::Manage),
            operate: mark(Duty::Operate),
            verify: mark(Duty::Verify),
            alone: line.is_alone,
            applies_to: applies_to(lines.catalog, part.per, line),
            service_count: line.services.len(),
            projects: lines.projects(&line.projects),
        }
    }
}

fn applies_to(catalog: &model::Catalog, per: Subject, line: &DutyLine) -> String {
    let name = |id: &model::ServiceId| {
        catalog.services.get(id).map_or_else(|| id.to_string(), |service| service.name.trim().to_owned())
    };
    match (line.services.len(), per) {
        (0, Subject::Organization) => "The organisation".to_owned(),
        (0, Subject::Project | Subject::Service) => "The project".to_owned(),
        (1..=MOST_SERVICES, _) => line.services.iter().map(name).collect::<Vec<_>>().join(", "),
        (count, _) => format!("{count} services"),
    }
}

impl<'a> PartyUserControlView<'a> {
    fn of(lines: LineContext<'a>, work: &WorkOfParty) -> Vec<Self> {
        let reports = &lines.organization.attestations;
        let view = |(key, list): (&UserControlSummary, &ProjectSet)| {
            let report = reports.iter().find(|report| report.id == key.report)?;
            let control = report.user_controls.get(key.place)?;
            let targets = control.targets.iter();
            let mut controls: Vec<ControlLink<'a>> = targets
                .filter_map(|target| lines.catalog.control(target.control.as_str()))
                .map(ControlLink::new)
                .collect();
            controls.dedup();
            Some(Self {
                id: &control.id,
                report: Text(&report.title),
                text: Text(&control.text),
                controls,
                status: control.answer.as_ref().and_then(|answer| answer.status).map(model::Status::label),
                projects: lines.projects(list),
            })
        };
        work.user_controls.iter().filter_map(view).collect()
    }
}
