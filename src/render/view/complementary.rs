//! Controls that reports expect of customers and subservice organisations, and what the organisation answers.

use onus_core::model;
use serde::Serialize;

use super::link::ControlLink;
use super::text::Text;

/// A complementary user entity control or a complementary subservice organisation control of a report.
#[derive(Debug, Serialize)]
pub(super) struct ComplementaryControlView<'a> {
    /// As the report numbers it.
    id: &'a str,
    /// What has to be done.
    text: Text<'a>,
    /// Name of the subservice organisation that does it, where the report names one; or none.
    provider: Option<Text<'a>>,
    /// Controls of the customer that fulfil it; empty when the register names none.
    controls: Vec<ControlLink<'a>>,
    /// What the organisation answers, or none.
    answer: Option<AnswerView<'a>>,
}

impl<'a> ComplementaryControlView<'a> {
    pub(super) fn of(
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        controls: &'a [model::ComplementaryControl],
    ) -> Vec<Self> {
        let view = |control: &'a model::ComplementaryControl| {
            let known = control.targets.iter().filter_map(|target| catalog.control(target.control.as_str()));
            let name = |id: &'a model::ProviderId| {
                Text(catalog.providers.get(id).map_or(id.as_str(), |provider| &provider.short_name))
            };
            Self {
                id: &control.id,
                text: Text(&control.text),
                provider: control.provider.as_ref().map(name),
                controls: known.map(ControlLink::new).collect(),
                answer: AnswerView::new(organization, control.answer.as_ref()),
            }
        };
        controls.iter().map(view).collect()
    }
}

/// What the organisation answers to something in a report.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AnswerView<'a> {
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not applicable`; or none.
    status: Option<&'static str>,
    /// Name of the party that is accountable, or none.
    owner: Option<Text<'a>>,
    text: Option<Text<'a>>,
    /// Ids of the evidence for it.
    evidence: Vec<&'a str>,
}

impl<'a> AnswerView<'a> {
    pub(super) fn new(
        organization: &'a model::Organization,
        answer: Option<&'a model::AttestationAnswer>,
    ) -> Option<Self> {
        let answer = answer?;
        let name = |id: &'a model::PartyId| {
            let known = organization.common.parties.iter().find(|party| party.id == *id);
            Text(known.map_or(id.as_str(), |party| &party.name))
        };
        Some(Self {
            status: answer.status.map(model::Status::label),
            owner: answer.owner.as_ref().map(name),
            text: answer.text.as_ref().map(Text::from),
            evidence: answer.evidence.iter().map(model::EvidenceId::as_str).collect(),
        })
    }
}
