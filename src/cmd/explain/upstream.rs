//! What a cell inherits from other projects: the offer, who does it there, what is asked in return, and the evidence.

use onus_core::assess::EvidenceState;
use onus_core::model::{Duty, EvidenceId};
use onus_core::resolve::{InheritedPart, MatrixCell, OfferAsk, OfferEvidence, OfferedPart};
use onus_core::source::Sources;
use serde::Serialize;

/// An offer by which a cell is inherited.
#[derive(Debug, Serialize)]
pub(super) struct UpstreamAnswer {
    /// The project, as `organisation/project`.
    pub(super) from: String,
    /// Name of the project.
    pub(super) project: String,
    /// Names of the parties that act there, each once.
    pub(super) by: Vec<String>,
    pub(super) offer: String,
    pub(super) title: String,
    /// What is done there.
    pub(super) text: String,
    /// Where it is offered.
    pub(super) place: String,
    /// Where the project inherits it.
    pub(super) inherited_at: String,
    pub(super) asks: Vec<AskedAnswer>,
    /// Evidence of that project that supports the part.
    pub(super) evidence: Vec<UpstreamEvidenceAnswer>,
}

/// Something that an offer asks for, with the answer of the project.
#[derive(Debug, Serialize)]
pub(super) struct AskedAnswer {
    pub(super) id: String,
    pub(super) text: String,
    /// How far the project does it; none without an answer.
    pub(super) status: Option<&'static str>,
    /// How it does it.
    pub(super) answer: Option<String>,
    /// Ids of evidence for the answer.
    pub(super) evidence: Vec<String>,
    /// Where it is answered.
    pub(super) place: Option<String>,
}

/// A piece of evidence of another project.
#[derive(Debug, Serialize)]
pub(super) struct UpstreamEvidenceAnswer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) collected: String,
    pub(super) valid_until: Option<String>,
}

/// The offers that hold a duty of a cell.
pub(super) fn upstream_answers(sources: &Sources, cell: &MatrixCell<'_>) -> Vec<UpstreamAnswer> {
    cell.upstream.iter().map(|inherited| upstream_answer(sources, inherited)).collect()
}

fn upstream_answer(sources: &Sources, inherited: &InheritedPart<'_>) -> UpstreamAnswer {
    let (inheritance, known) = (inherited.offer.inheritance, inherited.offer.known);
    let offer = &known.offer;
    UpstreamAnswer {
        from: known.from.clone(),
        project: known.from_name.clone(),
        by: parties(inherited.part),
        offer: offer.id.to_string(),
        title: offer.title.clone(),
        text: offer.text.trim().to_owned(),
        place: sources.place_of(&known.origin).to_string(),
        inherited_at: sources.place_of(&inheritance.origin).to_string(),
        asks: offer.asks.iter().map(|ask| asked_answer(sources, inherited, ask)).collect(),
        evidence: inherited.evidence().map(evidence_answer).collect(),
    }
}

fn parties(part: &OfferedPart) -> Vec<String> {
    let mut parties: Vec<String> = Vec::new();
    for party in Duty::ALL.into_iter().filter_map(|duty| part.by.get(duty).as_ref()) {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    parties
}

fn asked_answer(sources: &Sources, inherited: &InheritedPart<'_>, ask: &OfferAsk) -> AskedAnswer {
    let answer = inherited.offer.inheritance.answers.get(&ask.id);
    let evidence = answer.into_iter().flat_map(|answer| &answer.evidence);
    AskedAnswer {
        id: ask.id.to_string(),
        text: ask.text.trim().to_owned(),
        status: answer.map(|answer| answer.status.word()),
        answer: answer.and_then(|answer| Some(answer.text.as_ref()?.trim().to_owned())),
        evidence: evidence.map(EvidenceId::to_string).collect(),
        place: answer.map(|answer| sources.place_of(&answer.origin).to_string()),
    }
}

fn evidence_answer(piece: &OfferEvidence) -> UpstreamEvidenceAnswer {
    UpstreamEvidenceAnswer {
        id: piece.id.to_string(),
        title: piece.title.clone(),
        state: EvidenceState::word(piece.state),
        collected: piece.collected.to_string(),
        valid_until: piece.valid_until.map(|day| day.to_string()),
    }
}
