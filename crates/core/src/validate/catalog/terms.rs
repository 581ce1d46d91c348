//! Layers, classes, traits, domains and tools, and the demarcation table.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::registry::Registry;
use super::CatalogFiles;
use crate::diagnostic::{Code, Noun, quoted_list};
use crate::model::{
    Attribute, Catalog, Class, Demarcation, Domain, Duties, Duty, Identifier, Layer, PartialDuties, Tool,
    Trait,
};
use crate::schema::TermEntry;
use crate::source::Origin;

/// A catalog with only these so far.
pub(super) fn catalog(context: &mut Context<'_>, files: &CatalogFiles, version: &str) -> Catalog {
    let layers = convert(context, &files.layers, |_, id, term, origin| {
        let (title, description) = (term.title.clone(), term.description.clone());
        Layer { id, title, description, scope: term.scope.unwrap_or_default(), origin: origin.clone() }
    });
    let classes = convert(context, &files.classes, |_, id, term, origin| {
        let (title, description) = (term.title.clone(), term.description.clone());
        Class { id, title, common_name: term.common_name.clone(), description, origin: origin.clone() }
    });
    let traits = convert(context, &files.traits, |_, id, term, origin| Trait {
        id,
        title: term.title.clone(),
        description: term.description.clone(),
        origin: origin.clone(),
    });
    let attributes = convert(context, &files.attributes, |_, id, term, origin| Attribute {
        id,
        title: term.title.clone(),
        description: term.description.clone(),
        origin: origin.clone(),
    });
    let domains = convert(context, &files.domains, |_, id, term, origin| Domain {
        id,
        title: term.title.clone(),
        description: term.description.clone(),
        origin: origin.clone(),
    });
    let tools = convert(context, &files.tools, |_, id, term, origin| Tool {
        id,
        title: term.title.clone(),
        description: term.description.clone(),
        origin: origin.clone(),
    });
    let mut catalog = Catalog {
        version: version.to_owned(),
        digest: files.hasher.clone().into(),
        layers,
        classes,
        traits,
        attributes,
        domains,
        tools,
        demarcation: BTreeMap::new(),
        providers: BTreeMap::new(),
        services: BTreeMap::new(),
        controls: Vec::new(),
        frameworks: BTreeMap::new(),
        renames: context.renames.clone(),
    };
    distinguish(context, &catalog);
    demarcation(context, files, &mut catalog);
    catalog
}

/// Reports attributes with the id of a trait: `needs` names both.
fn distinguish(context: &mut Context<'_>, catalog: &Catalog) {
    for attribute in &catalog.attributes {
        if let Some(twin) = catalog.traits.iter().find(|known| known.id.as_str() == attribute.id.as_str()) {
            context.duplicate(attribute.id.as_str(), &attribute.origin.key("id"), &twin.origin.key("id"));
        }
    }
}

fn convert<I: Identifier, T>(
    context: &mut Context<'_>,
    terms: &Registry<TermEntry>,
    make: impl Fn(&mut Context<'_>, I, &TermEntry, &Origin) -> T,
) -> Vec<T> {
    let mut converted = Vec::new();
    for registered in terms.iter() {
        if let Some(id) = context.id(&registered.entry.id, &registered.origin.key("id")) {
            converted.push(make(context, id, &registered.entry, &registered.origin));
        }
    }
    converted
}

fn demarcation(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.demarcation.iter() {
        let (entry, origin) = (&registered.entry, &registered.origin);
        let layers = catalog.layers.iter().map(|layer| &layer.id);
        let layer = context.refer(Noun::LAYER, &entry.layer, &origin.key("layer"), layers);
        let classes = catalog.classes.iter().map(|class| &class.id);
        let class = context.refer(Noun::CLASS, &entry.class, &origin.key("class"), classes);
        let partial = context.duties(&entry.duties, &origin.key("duties"));
        let duties = complete(context, &partial, &origin.key("duties"));
        let reason = context.reason(Some(&entry.reason), origin, "entry");
        if let (Some(layer), Some(class), Some(duties), Some(reason)) = (layer, class, duties, reason) {
            let demarcation = Demarcation { duties, reason, origin: origin.clone() };
            catalog.demarcation.insert((layer, class), demarcation);
        }
    }
    let given = |layer: &str, class: &str| {
        files.demarcation.iter().any(|given| given.entry.layer == layer && given.entry.class == class)
    };
    for layer in files.layers.iter() {
        let (own, id) = (layer.is_own(), layer.entry.id.as_str());
        let classes = files.classes.iter().filter(|class| own || !class.is_own());
        let missing = classes.map(|class| class.entry.id.as_str()).filter(|class| !given(id, class));
        gap(context, &layer.origin, format!("layer `{id}` and class"), missing);
    }
    for class in files.classes.iter().filter(|class| class.is_own()) {
        let id = class.entry.id.as_str();
        let layers = files.layers.iter().filter(|layer| !layer.is_own());
        let missing = layers.map(|layer| layer.entry.id.as_str()).filter(|layer| !given(layer, id));
        gap(context, &class.origin, format!("class `{id}` and layer"), missing);
    }
}

/// Reports missing entries of the demarcation table for a layer or class.
fn gap<'n>(
    context: &mut Context<'_>,
    origin: &Origin,
    about: String,
    missing: impl Iterator<Item = &'n str>,
) {
    let missing: Vec<&str> = missing.collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("the demarcation table has no entry for {about} {}", quoted_list(missing));
    context
        .diagnostics
        .error(Code::NoDemarcation, &origin.key("id"), message)
        .help("add entries to a file with `schema: onus.demarcation/1` in the same folder".to_owned());
}

fn complete(context: &mut Context<'_>, partial: &PartialDuties, origin: &Origin) -> Option<Duties> {
    let missing = Duty::ALL.into_iter().find(|duty| partial.get(*duty).is_none());
    if let Some(duty) = missing.filter(|duty| !context.was_removed(origin, &[duty.word()])) {
        let message = format!("the key `{}` is missing", duty.word());
        context.diagnostics.error(Code::MissingKey, origin, message);
    }
    Some(Duties { manage: partial.manage?, operate: partial.operate?, verify: partial.verify? })
}
