//! Providers and their services.

use super::super::context::Context;
use super::super::registry::RegistryEntry;
use super::super::selector::{ShortForm, when_selector};
use super::{CatalogFiles, InFile, names};
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{Catalog, Exception, Month, Provider, Service, ServiceId, SideTexts};
use crate::schema::{ExceptionEntry, SelectorEntry, ServiceEntry, WhenEntry};
use crate::source::Origin;

/// Adds the providers and services of all files.
pub(super) fn add(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.providers.iter() {
        let entry = &registered.entry;
        let Some(id) = context.id(&entry.id, &registered.origin.key("id")) else {
            continue;
        };
        let short_name = entry.short_name.clone().unwrap_or_else(|| entry.name.clone());
        let (name, url) = (entry.name.clone(), entry.url.clone());
        let provider = Provider { id, name, short_name, url, subservices: Vec::new() };
        catalog.providers.insert(provider.id.clone(), provider);
    }
    add_subservices(context, files, catalog);
    for registered in files.services.iter() {
        match service(context, catalog, registered) {
            Some(service) => {
                catalog.services.insert(service.id.clone(), service);
            }
            None => context.lose(&registered.entry.entry.id),
        }
    }
}

/// Adds the subservice organisations of providers, which are providers and so come after all of them.
fn add_subservices(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.providers.iter() {
        let (entry, list) = (&registered.entry, registered.origin.key("subservices"));
        let subservices = context.subservices(&entry.subservices, &list, catalog.providers.keys());
        if let Some(provider) = catalog.providers.get_mut(entry.id.as_str()) {
            provider.subservices = subservices;
        }
    }
}

fn service(
    context: &mut Context<'_>,
    catalog: &Catalog,
    registered: &RegistryEntry<InFile<ServiceEntry>>,
) -> Option<Service> {
    let RegistryEntry { entry: InFile { file, entry }, origin, .. } = registered;
    let id: Option<ServiceId> = context.id(&entry.id, &origin.key("id"));
    let provider = context.refer(Noun::PROVIDER, &file.text, &file.origin, catalog.providers.keys());
    let class = context.id(&entry.class, &origin.key("class"));
    let known = catalog.traits.iter().map(|known| &known.id);
    let traits = entry
        .traits
        .iter()
        .filter_map(|(position, name)| {
            context.refer(Noun::TRAIT, name, &origin.key("traits").item(position), known.clone())
        })
        .collect();
    let names = names::of(context, catalog, entry, origin);
    let checked = month(context, entry.checked.as_deref(), &origin.key("checked"));
    let ends = month(context, entry.ends.as_deref(), &origin.key("ends"));
    let formerly = context.former_ids(&entry.formerly, origin);
    let layers = catalog.layers.iter().map(|layer| &layer.id);
    let carries = entry.carries.as_deref();
    let carries = carries.and_then(|layer| context.refer(Noun::LAYER, layer, &origin.key("carries"), layers));
    let (id, provider) = id.zip(provider)?;
    let prefix = format!("{provider}.");
    if !id.as_str().starts_with(&prefix) {
        let message = format!("the id `{id}` does not start with the id of its provider");
        context
            .diagnostics
            .error(Code::InvalidId, &origin.key("id"), message)
            .help(format!("start it with `{prefix}`"));
    }
    Some(Service {
        id,
        provider,
        name: entry.name.clone(),
        class: class?,
        alias: None,
        runs_on: None,
        carries,
        category: entry.category.clone(),
        summary: entry.summary.clone(),
        traits,
        names,
        is_global: entry.global,
        checked,
        ends,
        settings: Vec::new(),
        exceptions: Vec::new(),
        is_own: registered.is_own(),
        notes: entry.notes.iter().map(|(_, note)| note.clone()).collect(),
        origin: origin.clone(),
        formerly,
    })
}

/// A month, such as that in which an entry was last compared with what the provider publishes.
fn month(context: &mut Context<'_>, written: Option<&str>, origin: &Origin) -> Option<Month> {
    let text = written?;
    let month = Month::parse(text);
    if month.is_none() {
        let message = format!("expected a month, found {}", quoted(text));
        let hint = "write year and month, such as `2026-11`".to_owned();
        context.diagnostics.error(Code::BadDate, origin, message).help(hint);
    }
    month
}

/// Adds the exceptions of services, which may select controls and so come after them.
pub(super) fn add_exceptions(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.services.iter() {
        let RegistryEntry { entry: InFile { entry, .. }, origin, .. } = registered;
        if entry.exceptions.is_empty() || !catalog.services.contains_key(entry.id.as_str()) {
            continue;
        }
        let list = origin.key("exceptions");
        let kept = entry.exceptions.iter().filter(|(_, entry)| {
            registered.is_own()
                || !part_of(entry).is_some_and(|part| files.went_with_its_control(catalog, &part))
        });
        let exceptions = kept
            .filter_map(|(position, entry)| exception(context, catalog, entry, &list.item(position)))
            .collect();
        if let Some(service) = catalog.services.get_mut(entry.id.as_str()) {
            service.exceptions = exceptions;
        }
    }
}

/// The part that an exception is about, as `CONTROL/part`.
fn part_of(entry: &ExceptionEntry) -> Option<String> {
    let when = entry.when.as_ref()?.selector();
    Some(format!("{}/{}", when.control?, when.part?))
}

fn exception(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &ExceptionEntry,
    origin: &Origin,
) -> Option<Exception> {
    let short = SelectorEntry { layer: entry.layer.as_deref(), ..SelectorEntry::default() };
    let when = entry.when.as_ref().map(WhenEntry::selector);
    let selector = when_selector(context, catalog, ShortForm { key: "layer", names: short }, when, origin);
    let duties = context.duties(&entry.duties, &origin.key("duties"));
    let reason = context.reason(Some(&entry.reason), origin, "exception");
    Some(Exception {
        selector: selector?,
        duties,
        reason: reason?,
        texts: SideTexts { provider: entry.provider.clone(), customer: entry.customer.clone() },
        source: entry.source.clone(),
        checked: month(context, entry.checked.as_deref(), &origin.key("checked")),
        origin: origin.clone(),
    })
}
