//! Matches the entries for accepted findings with the findings of a run, and reports entries that are out of date.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::Gap;
use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::{AcceptedFinding, AcceptedTarget, FindingCode, FindingId, OrganizationId, Selector};
use onus_core::source::Sources;

use super::FindingAcceptance;
use crate::build::{Baseline, ScopedFinding};

/// The entries of all organisations, indexed by finding id and by code.
pub(super) struct Acceptances<'m> {
    as_of: NaiveDate,
    entries: Vec<AcceptanceUse<'m>>,
    by_id: BTreeMap<(&'m OrganizationId, &'m FindingId), Vec<usize>>,
    by_code: BTreeMap<(&'m OrganizationId, FindingCode), Vec<usize>>,
}

struct AcceptanceUse<'m> {
    accepted: &'m AcceptedFinding,
    /// Whether all projects that it can match were part of this run.
    judged: bool,
    /// How many findings it matches.
    met: usize,
    /// How many of them count again because it has expired.
    again: usize,
}

impl<'m> Acceptances<'m> {
    pub(super) fn new(baselines: &'m [Baseline], as_of: NaiveDate) -> Self {
        let mut all = Self { as_of, entries: Vec::new(), by_id: BTreeMap::new(), by_code: BTreeMap::new() };
        for baseline in baselines {
            for accepted in &baseline.accepted {
                let position = all.entries.len();
                let list = match &accepted.target {
                    AcceptedTarget::Finding(id) => all.by_id.entry((&baseline.organization, id)).or_default(),
                    AcceptedTarget::Kind { code, .. } => {
                        all.by_code.entry((&baseline.organization, *code)).or_default()
                    }
                };
                list.push(position);
                let judged = is_judged(baseline, accepted);
                all.entries.push(AcceptanceUse { accepted, judged, met: 0, again: 0 });
            }
        }
        all
    }

    /// Whether a finding is accepted. Of several matching entries, one in force wins over one that has expired.
    pub(super) fn acceptance_of(&mut self, found: &'m ScopedFinding) -> FindingAcceptance<'m> {
        let mut meeting = Vec::new();
        if !self.by_id.is_empty() {
            let id = found.id();
            meeting.extend(self.by_id.get(&(&found.organization, &id)).into_iter().flatten().copied());
        }
        let of_code = self.by_code.get(&(&found.organization, found.finding.code));
        let is_met = |position: &usize| meets(self.entries[*position].accepted, found);
        meeting.extend(of_code.into_iter().flatten().copied().filter(is_met));
        for position in &meeting {
            self.entries[*position].met += 1;
        }
        let holds = |position: &&usize| self.entries[**position].accepted.expires >= self.as_of;
        if let Some(position) = meeting.iter().find(holds) {
            return FindingAcceptance::Accepted(self.entries[*position].accepted);
        }
        match meeting.first() {
            Some(position) => {
                self.entries[*position].again += 1;
                FindingAcceptance::Expired(self.entries[*position].accepted)
            }
            None => FindingAcceptance::Open,
        }
    }

    /// Warnings about entries that have expired or match nothing.
    pub(super) fn warnings(&self, sources: &Sources) -> Vec<Diagnostic> {
        let warning = |entry: &AcceptanceUse<'m>| {
            if entry.again > 0 {
                Some(expired(entry, sources))
            } else if entry.met == 0 && entry.judged {
                let (message, hint) = match entry.accepted.target {
                    AcceptedTarget::Finding(_) => (
                        "no finding has this id",
                        "remove the entry if the gap is closed; a gap with a different id is not the one that was \
                         accepted and needs a new decision",
                    ),
                    AcceptedTarget::Kind { .. } => (
                        "no finding matches this entry",
                        "remove the entry if the gaps are closed, or correct what it names",
                    ),
                };
                Some(unmet(entry, message, hint, sources))
            } else if entry.met > 0 && entry.accepted.expires < self.as_of {
                let message = format!(
                    "this entry expired on {}, and other entries accept the same findings",
                    entry.accepted.expires
                );
                Some(unmet(entry, &message, "remove the entry", sources))
            } else {
                None
            }
        };
        self.entries.iter().filter_map(warning).collect()
    }
}

/// Whether all projects that an entry can match were selected.
fn is_judged(baseline: &Baseline, accepted: &AcceptedFinding) -> bool {
    let named = match &accepted.target {
        AcceptedTarget::Kind { project, .. } => project.as_ref(),
        AcceptedTarget::Finding(_) => None,
    };
    let mut about = baseline.projects.iter().filter(|project| named.is_none_or(|id| *id == project.id));
    about.all(|project| project.selected)
}

fn meets(accepted: &AcceptedFinding, found: &ScopedFinding) -> bool {
    match &accepted.target {
        AcceptedTarget::Finding(id) => *id == found.id(),
        AcceptedTarget::Kind { code, project, selector, evidence } => {
            *code == found.finding.code && {
                let finding = &found.finding;
                project.as_ref().is_none_or(|id| found.project.as_ref() == Some(id))
                    && is_met(evidence.as_ref(), finding.evidence.as_ref())
                    && selects(selector, finding)
            }
        }
    }
}

fn selects(selector: &Selector, finding: &Gap) -> bool {
    is_met(selector.control.as_ref(), finding.control.as_ref())
        && is_met(selector.part.as_ref(), finding.part.as_ref())
        && is_met(selector.service.as_ref(), finding.service.as_ref())
}

fn is_met<T: PartialEq>(wanted: Option<&T>, present: Option<&T>) -> bool {
    wanted.is_none() || wanted == present
}

fn expired(entry: &AcceptanceUse<'_>, sources: &Sources) -> Diagnostic {
    let accepted = entry.accepted;
    let count = match entry.again {
        1 => "1 finding counts".to_owned(),
        many => format!("{many} findings count"),
    };
    let message = format!(
        "the acceptance by {} (`{}`) expired on {}, and {count} again",
        accepted.owner_name, accepted.owner, accepted.expires
    );
    Diagnostic::warning(Code::FindingAcceptanceExpired, message)
        .at(sources.span(&accepted.origin.key("expires")), "its last valid day")
        .hint("close the gap and remove the entry, or agree on a new date with its owner".to_owned())
}

fn unmet(entry: &AcceptanceUse<'_>, message: &str, hint: &str, sources: &Sources) -> Diagnostic {
    Diagnostic::warning(Code::FindingAcceptanceUnused, message)
        .at(sources.span(&entry.accepted.origin), "")
        .hint(hint.to_owned())
}
