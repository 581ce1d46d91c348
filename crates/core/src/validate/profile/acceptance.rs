//! Risk acceptances.

use super::super::context::Context;
use super::super::selector::{SelectorNames, narrow_selector};
use super::names::ProfileNames;
use crate::diagnostic::Code;
use crate::model::{Acceptance, AcceptanceId};
use crate::schema::AcceptanceEntry;
use crate::source::{Origin, YamlList};

/// Reads the risk acceptances of a profile.
pub(super) fn read(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    names: &SelectorNames<'_>,
    entries: &YamlList<AcceptanceEntry>,
    list: &Origin,
) -> Vec<Acceptance> {
    let mut acceptances: Vec<Acceptance> = Vec::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(acceptance) = acceptance(context, names, entry, &origin) else {
            continue;
        };
        let inherited = known.inherited.into_iter().flat_map(|common| &common.acceptances);
        if let Some(twin) = acceptances.iter().chain(inherited).find(|present| present.id == acceptance.id) {
            let first = twin.origin.key("id");
            context.duplicate(acceptance.id.as_str(), &origin.key("id"), &first);
        }
        acceptances.push(acceptance);
    }
    acceptances
}

fn acceptance(
    context: &mut Context<'_>,
    names: &SelectorNames<'_>,
    entry: &AcceptanceEntry,
    origin: &Origin,
) -> Option<Acceptance> {
    let id: Option<AcceptanceId> = context.id(&entry.id, &origin.key("id"));
    let selector = narrow_selector(context, names, &entry.selector(), origin, "risk acceptance");
    let reason = context.reason(entry.reason.as_deref(), origin, "risk acceptance");
    if entry.approver.trim().is_empty() {
        context
            .diagnostics
            .error(Code::NothingSaid, &origin.key("approver"), "this risk acceptance has no approver")
            .help("add who decided it, with their role".to_owned());
    }
    let approved_on = entry.on.as_deref().and_then(|day| context.date(day, &origin.key("on")));
    let from = context.date(&entry.from, &origin.key("from"));
    let until = context.date(&entry.until, &origin.key("until"));
    if let Some((from, until)) = from.zip(until).filter(|(from, until)| until < from) {
        let message = format!("`until` ({until}) is before `from` ({from})");
        context.diagnostics.error(Code::BadPeriod, &origin.key("until"), message);
    }
    Some(Acceptance {
        id: id?,
        selector: selector?,
        reason: reason?,
        approver: entry.approver.clone(),
        from: from?,
        until: until?,
        origin: origin.clone(),
        approved_on,
    })
}
