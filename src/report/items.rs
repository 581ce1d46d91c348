//! What run reports list: diagnostics and findings with their ids, places, and whether they fail the run.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, Severity};
use onus_core::digest::short_digest;
use onus_core::model::{AcceptedFinding, FindingId, OrganizationId, PartyId, ProjectId};
use onus_core::printable::printable;
use onus_core::source::Place;

use super::gate::FindingAcceptance;
use super::{JudgedRun, Paths};
use crate::build::ScopedFinding;

/// A diagnostic.
#[derive(Debug)]
pub(super) struct DiagnosticItem {
    /// Derived from code, file and message, not from the line: it stays when lines are added above.
    pub(super) id: String,
    pub(super) code: Code,
    pub(super) severity: Severity,
    /// Whether it fails the run.
    pub(super) denied: bool,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The place of the error, then places that explain it, each with its label.
    pub(super) places: Vec<(Place, String)>,
}

impl DiagnosticItem {
    /// What is wrong, on one line that can be printed.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        printable(&self.message)
    }

    /// How to fix it, on a line of its own after a word; empty if that is not known.
    pub(super) fn hint_line(&self, word: &str) -> String {
        self.hint.as_ref().map(|hint| format!("\n{word}: {}", printable(hint))).unwrap_or_default()
    }
}

/// A finding.
#[derive(Debug)]
pub(super) struct FindingItem<'r> {
    pub(super) id: FindingId,
    pub(super) found: &'r ScopedFinding,
    /// Whether it fails the run.
    pub(super) denied: bool,
    pub(super) acceptance: Option<AcceptanceItem<'r>>,
    pub(super) place: Place,
    /// Where its project is described.
    pub(super) profile: Option<Place>,
}

/// Who has accepted a finding, and until when.
#[derive(Debug)]
pub(super) struct AcceptanceItem<'r> {
    pub(super) in_force: bool,
    pub(super) owner: &'r PartyId,
    pub(super) owner_name: &'r str,
    pub(super) reason: &'r str,
    pub(super) until: NaiveDate,
    pub(super) place: Place,
}

impl AcceptanceItem<'_> {
    /// The acceptance in words.
    pub(super) fn phrase(&self) -> String {
        let (owner, until) = (self.owner_name, self.until);
        match self.in_force {
            true => printable(&format!("accepted until {until} by {owner}: {}", self.reason)).into_owned(),
            false => printable(&format!("the acceptance by {owner} expired on {until}")).into_owned(),
        }
    }
}

impl FindingItem<'_> {
    /// The acceptance in force, if there is one.
    pub(super) fn accepted(&self) -> Option<&AcceptanceItem<'_>> {
        self.acceptance.as_ref().filter(|acceptance| acceptance.in_force)
    }

    /// What is wrong, on one line that can be printed.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        printable(&self.found.finding.message)
    }

    /// Whose it is: `acme/payments`, or `acme`.
    pub(super) fn subject(&self) -> String {
        self.found.subject()
    }

    /// The ids of its control, part, service and evidence.
    pub(super) fn about(&self) -> String {
        let finding = &self.found.finding;
        let control = finding.control.as_ref().map(|id| match &finding.part {
            Some(part) => format!("{id}/{part}"),
            None => id.to_string(),
        });
        let service = finding.service.as_ref().map(|id| id.to_string());
        let evidence = finding.evidence.as_ref().map(|id| id.to_string());
        let about: Vec<String> = [control, service, evidence].into_iter().flatten().collect();
        about.join(" ")
    }
}

/// The errors, then the warnings, in the order of the run.
pub(super) fn diagnostics(subject: JudgedRun<'_>, paths: &Paths) -> Vec<DiagnosticItem> {
    let JudgedRun { made, judged, deny, sources } = subject;
    let all = made.mistakes.iter().chain(&made.warnings).chain(&judged.warnings);
    let mut seen: BTreeMap<[String; 3], usize> = BTreeMap::new();
    let item = |diagnostic: &Diagnostic| {
        let places: Vec<(Place, String)> = diagnostic
            .labels
            .iter()
            .map(|label| (paths.place(&sources.place(label.span)), label.text.clone()))
            .collect();
        let file = diagnostic.labels.first().map(|label| sources.place(label.span).file);
        let of = [diagnostic.code.as_str().to_owned(), file.unwrap_or_default(), diagnostic.message.clone()];
        let times = seen.entry(of.clone()).or_default();
        *times += 1;
        let mut parts = of.to_vec();
        parts.push(times.to_string());
        DiagnosticItem {
            id: format!("d-{}", short_digest(&parts)),
            code: diagnostic.code,
            severity: diagnostic.severity,
            denied: deny.denies_diagnostic(diagnostic),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            places,
        }
    };
    all.map(item).collect()
}

/// The findings in the order of the run: by organisation and project, in the order of the catalog.
pub(super) fn findings<'r>(subject: JudgedRun<'r>, paths: &Paths) -> Vec<FindingItem<'r>> {
    let JudgedRun { made, judged, deny, sources } = subject;
    let mut profiles: BTreeMap<(&OrganizationId, &ProjectId), &Place> = BTreeMap::new();
    for baseline in &made.baselines {
        let places = baseline.projects.iter().map(|one| ((&baseline.organization, &one.id), &one.place));
        profiles.extend(places);
    }
    let acceptance = |accepted: &'r AcceptedFinding, in_force| AcceptanceItem {
        in_force,
        owner: &accepted.owner,
        owner_name: &accepted.owner_name,
        reason: &accepted.reason,
        until: accepted.expires,
        place: paths.place(&sources.place_of(&accepted.origin)),
    };
    let items = judged.findings.iter().map(|judged| {
        let found = judged.found;
        let profile = found.affects.first().and_then(|project| profiles.get(&(&found.organization, project)));
        FindingItem {
            id: found.id(),
            found,
            denied: judged.is_denied(deny),
            acceptance: match judged.acceptance {
                FindingAcceptance::Open => None,
                FindingAcceptance::Accepted(accepted) => Some(acceptance(accepted, true)),
                FindingAcceptance::Expired(accepted) => Some(acceptance(accepted, false)),
            },
            place: paths.place(&found.place),
            profile: profile.map(|place| paths.place(place)),
        }
    });
    items.collect()
}
