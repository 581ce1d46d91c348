//! What stands on what: references to services below, and circles among them.

use std::collections::{BTreeSet, HashSet};

use super::context::Context;
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{Catalog, Holder, Layer, LayerId, RunsOn, Service, ServiceId, Subject};
use crate::schema::RunsOnEntry;
use crate::source::Origin;

/// Reads what a service stands on. `aliases` are the names that the profile gives to its uses of services.
pub(super) fn runs_on(
    context: &mut Context<'_>,
    catalog: &Catalog,
    aliases: &[ServiceId],
    entry: &RunsOnEntry,
    origin: &Origin,
) -> Option<RunsOn> {
    let services = catalog.services.keys().chain(aliases);
    let service = context.refer(Noun::SERVICE, &entry.service, &origin.key("service"), services);
    let layers = catalog.layers.iter().filter(|layer| layer.scope == Subject::Service);
    let layers = layers.map(|layer| &layer.id);
    let up_to = context.refer(Noun::LAYER, &entry.up_to, &origin.key("up-to"), layers);
    Some(RunsOn { service: service?, up_to: up_to?, origin: origin.clone() })
}

/// A service that stands on another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct StackEdge<'e> {
    /// The service above.
    pub(super) above: &'e ServiceId,
    /// The service below.
    pub(super) below: &'e ServiceId,
    /// The entry that says so.
    pub(super) entry: &'e RunsOn,
}

/// Reports services that stand on each other in a circle: once a circle, with the places where it begins and ends. `is_known`
/// is true for a circle of entries that has been reported elsewhere. The services of all circles.
pub(super) fn report_circles<'e>(
    context: &mut Context<'_>,
    edges: &[StackEdge<'e>],
    is_known: impl Fn(&[&RunsOn]) -> bool,
) -> BTreeSet<&'e ServiceId> {
    let mut reported: BTreeSet<&ServiceId> = BTreeSet::new();
    for edge in edges {
        let mut path = vec![*edge];
        if reported.contains(edge.above) || !closes(edges, &mut path, &mut HashSet::new()) {
            continue;
        }
        reported.extend(path.iter().map(|edge| edge.above));
        let entries: Vec<&RunsOn> = path.iter().map(|edge| edge.entry).collect();
        if is_known(&entries) {
            continue;
        }
        let names: Vec<&str> =
            path.iter().map(|edge| edge.above.as_str()).chain([edge.above.as_str()]).collect();
        let message = format!("services stand on each other in a circle: {}", names.join(" on "));
        let (first, last) = (&entries[0].origin, &entries[entries.len() - 1].origin);
        let last = context.diagnostics.sources().span(last);
        let report = context.diagnostics.error(Code::RunsOnCircle, first, message);
        let report = if entries.len() > 1 { report.also(last, "and here") } else { report };
        report.help("remove one `runs-on`: the lowest service stands on no other".to_owned());
    }
    reported
}

/// Reports an entry whose service below cannot carry another one so far up: cells up to there would be said to be that
/// service's, and what its provider does would be taken for done.
pub(super) fn report_weak(context: &mut Context<'_>, catalog: &Catalog, edge: &StackEdge<'_>) {
    let RunsOn { service, up_to, origin } = edge.entry;
    let Some(below) = catalog.services.get(edge.below) else { return };
    let Some(limit) = limit_of(catalog, below, up_to) else { return };
    let message = format!("{} cannot carry another service up to `{up_to}`", quoted(service.as_str()));
    let hint = match limit {
        CarryLimit::Declared(layer) => format!("it carries others up to `{layer}`"),
        CarryLimit::NoGuestSystem => {
            "it runs code without a system to log on to; name the layer `platform`, or a service with the trait \
             `guest-os`"
                .to_owned()
        }
        CarryLimit::Nothing => {
            "name a service with the trait `guest-os` or `runs-code`, or one whose entry in the catalog says with `carries` \
             up to which layer others stand on it"
                .to_owned()
        }
    };
    let first = context.diagnostics.sources().span(&below.origin.key("id"));
    let report = context.diagnostics.error(Code::CannotCarry, &origin.key("service"), message);
    report.also(first, "the service").help(hint);
}

/// Why a service cannot carry another one further up.
enum CarryLimit<'a> {
    /// The catalog says up to which layer it can.
    Declared(&'a LayerId),
    /// It runs code, but gives nobody a guest operating system.
    NoGuestSystem,
    /// Nothing stands on it.
    Nothing,
}

/// What keeps a service from carrying another one up to a layer; none when it can. What gives a guest operating system carries
/// everything, what runs code everything but that system, and what the organisation builds on all layers below that system
/// carries as far.
fn limit_of<'a>(catalog: &'a Catalog, below: &'a Service, up_to: &LayerId) -> Option<CarryLimit<'a>> {
    let height = catalog.height(up_to);
    let has = |name: &str| below.traits.iter().any(|known| known.as_str() == name);
    let declared = below.carries.as_ref();
    if has(GUEST_SYSTEM) || declared.is_some_and(|layer| height <= catalog.height(layer)) {
        return None;
    }
    let guest = catalog.layers.iter().position(|layer| layer.id.as_str() == GUEST_SYSTEM);
    let is_ours = |layer: &Layer| {
        let entry = catalog.demarcation.get(&(layer.id.clone(), below.class.clone()));
        entry.is_none_or(|entry| entry.duties.iter().all(|holder| *holder == Holder::Customer))
    };
    if guest.is_some_and(|guest| height < guest) && catalog.layers.iter().take(height + 1).all(is_ours) {
        return None;
    }
    match declared {
        _ if has(RUNS_CODE) && guest == Some(height) => Some(CarryLimit::NoGuestSystem),
        _ if has(RUNS_CODE) => None,
        Some(layer) => Some(CarryLimit::Declared(layer)),
        None => Some(CarryLimit::Nothing),
    }
}

/// The layer of the guest operating system, and the trait of services that give one.
const GUEST_SYSTEM: &str = "guest-os";

/// The trait of services that run code of their customers.
const RUNS_CODE: &str = "runs-code";

/// Extends a path from service to service below until it comes back to where it began. False, with the path as it was,
/// when it does not.
fn closes<'e>(
    edges: &[StackEdge<'e>],
    path: &mut Vec<StackEdge<'e>>,
    seen: &mut HashSet<&'e ServiceId>,
) -> bool {
    let (first, last) = (path[0], path[path.len() - 1]);
    if first.above == last.below {
        return true;
    }
    // What was searched without success leads nowhere from elsewhere either.
    if !seen.insert(last.below) {
        return false;
    }
    for next in edges.iter().filter(|edge| edge.above == last.below) {
        path.push(*next);
        if closes(edges, path, seen) {
            return true;
        }
        path.pop();
    }
    false
}
