//! Evidence that a party provides and has to keep current.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::EvidenceState;
use onus_core::model::{self, Coverage, PartyId};
use serde::Serialize;

use super::ViewContext;
use super::text::Text;

/// Evidence that a party provides. Pieces of one title, state and last valid day are one line.
#[derive(Debug, Serialize)]
pub(super) struct ProvidedEvidenceView<'a> {
    title: Text<'a>,
    ids: Vec<&'a str>,
    state: &'static str,
    /// True while it is valid and not due soon.
    current: bool,
    /// Day of collection of the oldest piece.
    collected: String,
    valid_until: Option<String>,
    cadence: Option<&'static str>,
    /// True when it is limited to no project.
    everywhere: bool,
    /// Names of those that it is limited to.
    projects: Vec<Text<'a>>,
}

impl<'a> ProvidedEvidenceView<'a> {
    pub(super) fn of(
        context: ViewContext<'_>,
        organization: &'a model::Organization,
        party: &PartyId,
    ) -> Vec<Self> {
        let provided = organization.evidence.values();
        let provided = provided.filter(|evidence| evidence.provided_by.as_ref() == Some(party));
        let mut lines: BTreeMap<(NaiveDate, &'a str, EvidenceState), Vec<&'a model::Evidence>> =
            BTreeMap::new();
        for evidence in provided {
            let state = EvidenceState::of(evidence, organization.evidence_due_within, context.basis);
            let day = evidence.valid_until.unwrap_or(NaiveDate::MAX);
            lines.entry((day, evidence.title.trim(), state)).or_default().push(evidence);
        }
        let view = |((_, title, state), pieces): ((_, &'a str, EvidenceState), Vec<&'a model::Evidence>)| {
            let first = *pieces.first()?;
            let named = pieces.iter().filter_map(|piece| match &piece.projects {
                Coverage::All => None,
                Coverage::Some(projects) => Some(projects),
            });
            let mut named: Vec<&model::ProjectId> = named.flatten().collect();
            named.sort_unstable();
            named.dedup();
            let name = |id: &'a model::ProjectId| {
                Text(organization.project(id).map_or(id.as_str(), |project| &project.name))
            };
            Some(Self {
                title: Text(title),
                ids: pieces.iter().map(|piece| piece.id.as_str()).collect(),
                state: state.word(),
                current: state == EvidenceState::Current,
                collected: pieces.iter().map(|piece| piece.collected).min()?.to_string(),
                valid_until: first.valid_until.map(|day| day.to_string()),
                cadence: first.cadence.map(model::Cadence::label),
                everywhere: pieces.iter().any(|piece| piece.projects == Coverage::All),
                projects: named.into_iter().map(name).collect(),
            })
        };
        lines.into_iter().filter_map(view).collect()
    }
}
