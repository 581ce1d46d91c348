//! Checks of what the command line says about a new entry: the controls, parts, services, parties and attestations that it
//! names exist, and ids and dates are usable.

use std::borrow::Borrow;

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, Noun, quoted};
use onus_core::model::{Catalog, EvidenceId, Identifier};
use onus_core::source::Sources;

use super::register::TargetRegister;
use crate::cli::AddEvidenceArgs;

/// Every error in what the command line says about a new entry.
pub(super) fn mistakes(
    sources: &Sources,
    register: &TargetRegister<'_>,
    args: &AddEvidenceArgs,
    collected: NaiveDate,
) -> Vec<Diagnostic> {
    let (catalog, organization) = (&*register.subject.catalog, &register.subject.organization);
    let mut mistakes: Vec<Diagnostic> =
        args.control.iter().filter_map(|name| unknown_control(catalog, name)).collect();
    let services = || catalog.services.keys().map(Borrow::borrow);
    mistakes.extend(args.service.iter().filter_map(|name| unknown(Noun::SERVICE, name, services())));
    if let Some(party) = &args.provided_by {
        let own = register.project.map(|project| project.own.parties.as_slice()).unwrap_or_default();
        let parties = own.iter().chain(&organization.common.parties).map(|party| party.id.as_str());
        mistakes.extend(unknown(Noun::PARTY, party, parties));
    }
    if let Some(id) = &args.id {
        mistakes.extend(unusable_id(sources, register, id));
    }
    if let Some(last) = args.valid_until.filter(|last| *last < collected) {
        let message =
            format!("the last valid day, {last}, is before the day on which it was collected, {collected}");
        mistakes.push(Diagnostic::error(Code::BadPeriod, message));
    }
    mistakes
}

fn unknown_control(catalog: &Catalog, name: &str) -> Option<Diagnostic> {
    let (control, part) = name.split_once('/').map_or((name, None), |(control, part)| (control, Some(part)));
    let Some(found) = catalog.control_meant(control) else {
        return unknown(Noun::CONTROL, control, catalog.controls.iter().map(|control| control.id.as_str()));
    };
    unknown(Noun::PART, part?, found.parts.iter().map(|part| part.id.as_str()))
}

/// A diagnostic for a name that is not among the known ones.
pub(super) fn unknown<'n>(
    noun: Noun,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Option<Diagnostic> {
    let is_known = known.clone().any(|present| present == name);
    (!is_known).then(|| Diagnostic { code: Code::UnknownSelection, ..noun.unknown(name, known) })
}

/// A diagnostic for an id that has the wrong form or is in use.
fn unusable_id(sources: &Sources, register: &TargetRegister<'_>, id: &str) -> Option<Diagnostic> {
    if let Err(problem) = EvidenceId::parse(id) {
        let subject = if id.is_empty() { "the id".to_owned() } else { format!("the id {}", quoted(id)) };
        return Some(Diagnostic::error(Code::InvalidId, format!("{subject} {problem}")));
    }
    let twin = register.subject.organization.evidence.get(id)?;
    let message = format!("evidence `{id}` already exists");
    let hint = "choose another `--id`, or leave it out".to_owned();
    let place = sources.span(&twin.origin.key("id"));
    Some(Diagnostic::error(Code::DuplicateId, message).at(place, "defined here").hint(hint))
}
