//! How parts of controls are set when services begin to be used.

use super::super::context::Context;
use super::super::selector::{ShortForm, when_selector};
use super::CatalogFiles;
use crate::diagnostic::{Code, quoted};
use crate::model::{Catalog, PartSetting, ServiceSetting, Target};
use crate::schema::{PartEntry, SelectorEntry, ServiceSelectorEntry, ServiceSettingEntry};
use crate::source::Origin;

/// What a part says of the services that it reaches.
pub(super) fn of_part(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &PartEntry,
    origin: &Origin,
) -> Vec<PartSetting> {
    let mut settings = Vec::new();
    for (position, entry) in entry.settings.iter() {
        let origin = origin.key("settings").item(position);
        let short = SelectorEntry { classes: entry.classes.as_ref(), ..SelectorEntry::default() };
        let when = entry.when.as_ref().map(ServiceSelectorEntry::selector);
        let form = ShortForm { key: "classes", names: short };
        if let Some(selector) = when_selector(context, catalog, form, when, &origin) {
            settings.push(PartSetting { selector, setting: entry.setting, origin });
        }
    }
    settings
}

/// Adds what services say of parts, which come after them.
pub(super) fn add(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.services.iter() {
        let (entry, origin) = (&registered.entry.entry, &registered.origin);
        let mut settings: Vec<ServiceSetting> = Vec::new();
        for (position, entry) in entry.settings.iter() {
            let at = origin.key("settings").item(position);
            if !registered.is_own() && files.went_with_its_control(catalog, &entry.part) {
                continue;
            }
            let Some(target) = part(context, catalog, entry, &at) else { continue };
            if let Some(first) = settings.iter().find(|known| known.target == target) {
                context.duplicate(&entry.part, &at.key("part"), &first.origin.key("part"));
            }
            let source = entry.source.clone();
            settings.push(ServiceSetting { target, setting: entry.setting, source, origin: at });
        }
        if let Some(service) = catalog.services.get_mut(entry.id.as_str()) {
            service.settings = settings;
        }
    }
}

fn part(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &ServiceSettingEntry,
    origin: &Origin,
) -> Option<Target> {
    let target = context.target(catalog, &entry.part, &origin.key("part"))?;
    if target.part.is_none() {
        let message = format!("{} is a whole control", quoted(&entry.part));
        let hint = "name one part of it, as `CONTROL/part`".to_owned();
        context.diagnostics.error(Code::UnknownPart, &origin.key("part"), message).help(hint);
        return None;
    }
    Some(target)
}
