//! What the command line names must be there: controls, parts, services, parties, attestations; and ids and days must
//! fit.

use std::borrow::Borrow;

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, Noun, quoted};
use onus_core::model::{Catalog, EvidenceId, Identifier};
use onus_core::source::Sources;

use super::register::Register;
use crate::cli::AddArgs;

/// Everything that is wrong with what the command line says about a new entry of a register.
pub(super) fn mistakes(
    sources: &Sources,
    register: &Register<'_>,
    args: &AddArgs,
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
            format!("it would be valid until {last}, which is before it was collected, on {collected}");
        mistakes.push(Diagnostic::error(Code::BadPeriod, message));
    }
    mistakes
}

fn unknown_control(catalog: &Catalog, name: &str) -> Option<Diagnostic> {
    let (control, part) = name.split_once('/').map_or((name, None), |(control, part)| (control, Some(part)));
    let Some(found) = catalog.control(control) else {
        return unknown(Noun::CONTROL, control, catalog.controls.iter().map(|control| control.id.as_str()));
    };
    unknown(Noun::PART, part?, found.parts.iter().map(|part| part.id.as_str()))
}

/// A diagnostic for a name that is none of the given ones.
pub(super) fn unknown<'n>(
    noun: Noun,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Option<Diagnostic> {
    let is_known = known.clone().any(|present| present == name);
    (!is_known).then(|| Diagnostic { code: Code::UnknownSelection, ..noun.unknown(name, known) })
}

/// What an id on the command line cannot be: no id at all, or one that is taken.
fn unusable_id(sources: &Sources, register: &Register<'_>, id: &str) -> Option<Diagnostic> {
    if let Err(problem) = EvidenceId::parse(id) {
        let subject = if id.is_empty() { "the id".to_owned() } else { format!("the id {}", quoted(id)) };
        return Some(Diagnostic::error(Code::InvalidId, format!("{subject} {problem}")));
    }
    let twin = register.subject.organization.evidence.get(id)?;
    let message = format!("there is evidence `{id}` already");
    let hint = "give another `--id`, or none".to_owned();
    let place = sources.span(&twin.origin.key("id"));
    Some(Diagnostic::error(Code::DuplicateId, message).at(place, "given here").hint(hint))
}
