//! Services of the catalog that stand on other services.

use super::super::context::Context;
use super::super::stack::{StackEdge, report_circles, report_weak, runs_on};
use super::CatalogFiles;
use crate::model::{Catalog, RunsOn, ServiceId};

/// Adds to services what they stand on, which may be any service of the catalog.
pub(super) fn add(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    let mut found: Vec<(ServiceId, RunsOn)> = Vec::new();
    for registered in files.services.iter() {
        let service = &registered.entry.entry;
        let (Some(entry), Some(known)) = (&service.runs_on, catalog.services.get(service.id.as_str())) else {
            continue;
        };
        let origin = registered.origin.key("runs-on");
        found.extend(runs_on(context, catalog, &[], entry, &origin).map(|below| (known.id.clone(), below)));
    }
    let edges: Vec<StackEdge<'_>> =
        found.iter().map(|(above, entry)| StackEdge { above, below: &entry.service, entry }).collect();
    let in_circles = report_circles(context, &edges, |_| false);
    for edge in edges.iter().filter(|edge| !in_circles.contains(edge.above)) {
        report_weak(context, catalog, edge);
    }
    for (id, below) in found {
        if let Some(service) = catalog.services.get_mut(&id) {
            service.runs_on = Some(below);
        }
    }
}
