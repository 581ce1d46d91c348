//! Former ids of controls. Each must belong to one control only, otherwise `onus diff` could not match a renamed
//! control between two matrices.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::CatalogFiles;
use crate::model::Catalog;
use crate::source::Origin;

/// Reports former ids that belong to two controls, and those that are the current id of one.
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
