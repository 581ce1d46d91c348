//! Controls, their parts, and the requirements that they satisfy.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::registry::RegistryEntry;
use super::super::selector::{ShortForm, when_selector};
use super::{CatalogFiles, InFile, contradiction, settings};
use crate::diagnostic::{Code, Noun};
use crate::model::{
    Catalog, ClassId, Control, ControlId, EvidenceRequest, Need, Needs, Part, PartId, PartOverride,
    ProviderId, SideTexts, Target,
};
use crate::schema::{
    ControlEntry, MappedIds, PartEntry, PartOverrideEntry, SelectorEntry, ServiceSelectorEntry, WordingEntry,
};
use crate::source::{Origin, YamlList};

/// Adds the controls of all files in order of their domains, and to each requirement what satisfies it.
pub(super) fn add(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    let mut claims = Vec::new();
    for registered in files.controls.iter() {
        match control(context, catalog, registered, &mut claims) {
            Some(control) => catalog.controls.push(control),
            None => context.lose(&registered.entry.entry.id),
        }
    }
    let position = |control: &Control| catalog.domains.iter().position(|domain| domain.id == control.domain);
    let mut controls = std::mem::take(&mut catalog.controls);
    controls.sort_by_key(position);
    catalog.controls = controls;
    satisfy(context, catalog, claims);
}

/// The requirements that a control or part satisfies according to its entry.
struct Satisfaction {
    target: Target,
    framework: String,
    requirements: MappedIds,
    origin: Origin,
}

fn control(
    context: &mut Context<'_>,
    catalog: &Catalog,
    registered: &RegistryEntry<InFile<ControlEntry>>,
    claims: &mut Vec<Satisfaction>,
) -> Option<Control> {
    let RegistryEntry { entry: InFile { file, entry }, origin, .. } = registered;
    let id: Option<ControlId> = context.id(&entry.id, &origin.key("id"));
    let domains = catalog.domains.iter().map(|domain| &domain.id);
    let domain = context.refer(Noun::DOMAIN, &file.text, &file.origin, domains);
    let evidence = entry
        .evidence
        .iter()
        .map(|(_, request)| EvidenceRequest { text: request.ask.clone(), cadence: request.cadence })
        .collect();
    let formerly = context.former_ids(&entry.formerly, origin);
    let mut parts: Vec<Part> = Vec::new();
    for (position, part_entry) in entry.parts.iter() {
        let part_origin = origin.key("parts").item(position);
        let Some(part) = part(context, catalog, part_entry, &part_origin) else {
            context.lose(&part_entry.id);
            continue;
        };
        if let Some(twin) = parts.iter().find(|present| present.id == part.id) {
            context.duplicate(part.id.as_str(), &part_origin.key("id"), &twin.origin.key("id"));
        }
        if let Some(id) = &id {
            let target = Target { control: id.clone(), part: Some(part.id.clone()) };
            claims.extend(satisfactions(&target, &part_entry.satisfies, &part_origin));
        }
        parts.push(part);
    }
    let id = id?;
    if entry.parts.is_empty() {
        let message = format!("the control `{id}` has no parts");
        context
            .diagnostics
            .error(Code::NothingSaid, &origin.key("parts"), message)
            .help("add a part for each layer on which something must be done".to_owned());
    }
    claims.extend(satisfactions(&Target { control: id.clone(), part: None }, &entry.satisfies, origin));
    Some(Control {
        id,
        domain: domain?,
        title: entry.title.clone(),
        objective: entry.objective.clone(),
        evidence,
        formerly,
        parts,
        origin: origin.clone(),
    })
}

fn satisfactions<'s>(
    target: &'s Target,
    satisfies: &'s BTreeMap<String, MappedIds>,
    origin: &'s Origin,
) -> impl Iterator<Item = Satisfaction> + 's {
    satisfies.iter().map(move |(framework, requirements)| Satisfaction {
        target: target.clone(),
        framework: framework.clone(),
        requirements: requirements.clone(),
        origin: origin.key("satisfies").key(framework.clone()),
    })
}

fn part(context: &mut Context<'_>, catalog: &Catalog, entry: &PartEntry, origin: &Origin) -> Option<Part> {
    let id: Option<PartId> = context.id(&entry.id, &origin.key("id"));
    let layers = catalog.layers.iter().map(|layer| &layer.id);
    let layer = context.refer(Noun::LAYER, &entry.layer, &origin.key("layer"), layers);
    let needs = Needs {
        all: needs(context, catalog, &entry.needs, &origin.key("needs")),
        any: needs(context, catalog, &entry.needs_any, &origin.key("needs-any")),
    };
    let overrides: Vec<PartOverride> = entry
        .overrides
        .iter()
        .filter_map(|(position, entry)| {
            part_override(context, catalog, entry, &origin.key("overrides").item(position))
        })
        .collect();
    contradiction::in_part(context, &overrides);
    let mut wording = BTreeMap::new();
    for (position, entry) in entry.wording.iter() {
        let classes =
            classes(context, catalog, &entry.classes, &origin.key("wording").item(position).key("classes"));
        let WordingEntry { provider, customer, .. } = entry;
        let texts = SideTexts { provider: provider.clone(), customer: customer.clone() };
        wording.extend(classes.into_iter().map(|class| (class, texts.clone())));
    }
    let settings = settings::of_part(context, catalog, entry, origin);
    let sources = sources(context, catalog, entry, origin);
    let layer = layer?;
    let known = catalog.layer(&layer);
    let layer_title = known.map(|layer| layer.title.clone());
    let per = entry.per.or(known.map(|layer| layer.scope)).unwrap_or_default();
    Some(Part {
        id: id?,
        title: entry.title.clone().or(layer_title).unwrap_or_default(),
        layer,
        per,
        needs,
        texts: SideTexts { provider: entry.provider.clone(), customer: entry.customer.clone() },
        wording,
        overrides,
        settings,
        sources,
        origin: origin.clone(),
    })
}

/// Where providers publish what they do.
fn sources(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &PartEntry,
    origin: &Origin,
) -> BTreeMap<ProviderId, String> {
    let mut sources = BTreeMap::new();
    for (provider, title) in &entry.sources {
        let at = origin.key("sources").key(provider.clone());
        if let Some(id) = context.refer_key(Noun::PROVIDER, provider, &at, catalog.providers.keys()) {
            sources.insert(id, title.clone());
        }
    }
    sources
}

fn needs(
    context: &mut Context<'_>,
    catalog: &Catalog,
    names: &YamlList<String>,
    origin: &Origin,
) -> Vec<Need> {
    names.iter().filter_map(|(position, name)| context.need(catalog, name, &origin.item(position))).collect()
}

fn classes(
    context: &mut Context<'_>,
    catalog: &Catalog,
    names: &YamlList<String>,
    origin: &Origin,
) -> Vec<ClassId> {
    let known = catalog.classes.iter().map(|class| &class.id);
    names
        .iter()
        .filter_map(|(position, name)| {
            context.refer(Noun::CLASS, name, &origin.item(position), known.clone())
        })
        .collect()
}

fn part_override(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &PartOverrideEntry,
    origin: &Origin,
) -> Option<PartOverride> {
    let short = SelectorEntry { classes: entry.classes.as_ref(), ..SelectorEntry::default() };
    let when = entry.when.as_ref().map(ServiceSelectorEntry::selector);
    let selector = when_selector(context, catalog, ShortForm { key: "classes", names: short }, when, origin);
    let duties = context.duties(&entry.duties, &origin.key("duties"));
    let reason = context.reason(Some(&entry.reason), origin, "override");
    Some(PartOverride { selector: selector?, duties, reason: reason?, origin: origin.clone() })
}

fn satisfy(context: &mut Context<'_>, catalog: &mut Catalog, claims: Vec<Satisfaction>) {
    let mut positions: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for claim in claims {
        let frameworks = catalog.frameworks.keys();
        let Some(id) = context.refer_key(Noun::FRAMEWORK, &claim.framework, &claim.origin, frameworks) else {
            continue;
        };
        let Some(framework) = catalog.frameworks.get_mut(&id) else {
            continue;
        };
        let positions = positions.entry(claim.framework).or_insert_with(|| {
            let numbered = framework.requirements.iter().enumerate();
            numbered.map(|(position, requirement)| (requirement.id.to_string(), position)).collect()
        });
        for entry in claim.requirements.iter() {
            let name = &entry.id;
            let at = entry.origin(&claim.origin);
            let known = framework.requirements.iter().map(|requirement| &requirement.id);
            let position = positions.get(name).copied().or_else(|| {
                let id = context.refer(Noun::REQUIREMENT, name, &at, known)?;
                positions.get(id.as_str()).copied()
            });
            if let Some(position) = position {
                let requirement = &mut framework.requirements[position];
                requirement.satisfied_by.push(claim.target.clone());
                requirement.relate(&claim.target, entry.relationship);
            }
        }
    }
}
