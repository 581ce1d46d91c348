//! What stands on what: references to services below, and circles among them.

use std::collections::{BTreeSet, HashSet};

use super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{Catalog, RunsOn, ServiceId, Subject};
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
/// is true for a circle of entries that has been reported elsewhere.
pub(super) fn report_circles(
    context: &mut Context<'_>,
    edges: &[StackEdge<'_>],
    is_known: impl Fn(&[&RunsOn]) -> bool,
) {
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
}

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
