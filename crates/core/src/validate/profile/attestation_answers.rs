//! What the organisation answers to attestations. Answers name parties and evidence, which are read after attestations.

use super::super::context::Context;
use super::names::ProfileNames;
use crate::diagnostic::{Code, Noun};
use crate::model::{Attestation, AttestationAnswer, PartyId};
use crate::schema::{AttestationAnswerEntry, AttestationEntry};
use crate::source::{Origin, YamlList};

/// Adds the answers to attestations that were read from these entries. `known` is what projects know, so that the
/// parties are those of the organisation.
pub(super) fn add(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entries: &YamlList<AttestationEntry>,
    list: &Origin,
    attestations: &mut [Attestation],
) {
    // In the order of the entries, of which some may be lost.
    let mut reports = attestations.iter_mut().peekable();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(report) = reports.next_if(|report| report.origin == origin) else {
            continue;
        };
        let answers = entry.exceptions.iter().map(|(_, entry)| &entry.answer);
        for (exception, answer) in report.exceptions.iter_mut().zip(answers) {
            exception.answer = read(context, known, answer.as_ref(), &exception.origin);
        }
        let expected = [
            (&mut report.user_controls, &entry.user_controls),
            (&mut report.subservice_controls, &entry.subservice_controls),
        ];
        for (controls, entries) in expected {
            let answers = entries.iter().map(|(_, entry)| &entry.answer);
            for (control, answer) in controls.iter_mut().zip(answers) {
                control.answer = read(context, known, answer.as_ref(), &control.origin);
            }
        }
    }
}

fn read(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entry: Option<&AttestationAnswerEntry>,
    origin: &Origin,
) -> Option<AttestationAnswer> {
    let entry = entry?;
    let origin = origin.key("answer");
    let text = entry.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let is_silent = text.is_none() && entry.status.is_none() && entry.evidence.is_empty();
    if is_silent && !context.was_removed(&origin, &["text", "status", "evidence"]) {
        context
            .diagnostics
            .error(Code::NothingSaid, &origin, "this answer says nothing")
            .help("add at least one of `text`, `status` and `evidence`".to_owned());
    }
    let parties = known.inherited.map(|common| common.parties.as_slice()).unwrap_or_default();
    let parties = parties.iter().map(|party| &party.id);
    let owner = entry.owner.as_deref();
    let owner: Option<PartyId> =
        owner.and_then(|owner| context.refer(Noun::PARTY, owner, &origin.key("owner"), parties));
    let list = origin.key("evidence");
    let evidence = entry
        .evidence
        .iter()
        .filter_map(|(item, id)| context.refer(Noun::EVIDENCE, id, &list.item(item), known.evidence.keys()));
    let evidence = evidence.collect();
    Some(AttestationAnswer { status: entry.status, owner, text: text.map(str::to_owned), evidence })
}
