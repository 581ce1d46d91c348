//! Former ids of controls: each leads to one control, or a renamed control could not be followed from one matrix to the
//! next.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::CatalogFiles;
use crate::model::Catalog;
use crate::source::Origin;

/// Complains of ids that two controls had before, and of those that a control has now.
pub(super) fn check(context: &mut Context<'_>, files: &CatalogFiles, catalog: &Catalog) {
    let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
    for registered in files.controls.iter() {
        for (position, id) in registered.entry.entry.formerly.iter() {
            let origin = registered.origin.key("formerly").item(position);
            let current = catalog.control(id).map(|control| control.origin.key("id"));
            match current.or_else(|| first.get(id.as_str()).cloned()) {
                Some(twin) => context.duplicate(id, &origin, &twin),
                None => {
                    first.insert(id, origin);
                }
            }
        }
    }
}
