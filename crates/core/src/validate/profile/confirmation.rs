//! Confirmations of requirements.

use super::super::context::Context;
use super::names::ProfileNames;
use super::requirement::{FrameworksInUse, requirement};
use crate::diagnostic::Code;
use crate::model::{Confirmation, Profile};
use crate::schema::ConfirmationEntry;
use crate::source::{Origin, YamlList};

/// Reads the confirmations of a profile.
pub(super) fn read(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    own: &Profile,
    entries: &YamlList<ConfirmationEntry>,
    list: &Origin,
) -> Vec<Confirmation> {
    let in_use = FrameworksInUse::new(known, own);
    let mut confirmations: Vec<Confirmation> = Vec::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(confirmation) = confirmation(context, known, &in_use, entry, &origin) else {
            continue;
        };
        let twin = confirmations.iter().find(|present| present.requirement == confirmation.requirement);
        if let Some(twin) = twin {
            let first = twin.origin.key("requirement");
            let id = confirmation.requirement.to_string();
            context.twice(&id, &origin.key("requirement"), &first, "confirm it once");
        }
        confirmations.push(confirmation);
    }
    confirmations
}

fn confirmation(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    in_use: &FrameworksInUse<'_>,
    entry: &ConfirmationEntry,
    origin: &Origin,
) -> Option<Confirmation> {
    let at = origin.key("requirement");
    let requirement = requirement(context, known.catalog, in_use, &entry.requirement, &at);
    let by = entry.by.trim();
    if by.is_empty() {
        context
            .diagnostics
            .error(Code::NothingSaid, &origin.key("by"), "this confirmation does not say who confirmed it")
            .help("add the person who confirmed it, with their role".to_owned());
    }
    let on = context.date(&entry.on, &origin.key("on"));
    let reason = context.reason(entry.reason.as_deref(), origin, "confirmation");
    Some(Confirmation {
        requirement: requirement?,
        by: by.to_owned(),
        on: on?,
        reason: reason?,
        origin: origin.clone(),
    })
}
