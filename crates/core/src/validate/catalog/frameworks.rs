//! Frameworks, their requirements, and the controls that satisfy these according to the framework's own file.

use std::collections::{BTreeMap, HashMap};

use super::super::context::Context;
use super::super::registry::RegistryEntry;
use super::CatalogFiles;
use crate::diagnostic::{Code, Noun};
use crate::model::{
    BaselineId, Catalog, ControlId, Framework, FrameworkBaseline, FrameworkId, Objective, PartId,
    Relationship, Requirement, RequirementId, Target, WithdrawnRequirement,
};
use crate::schema::{FrameworkFile, RequirementEntry};
use crate::source::Origin;

/// Adds the frameworks of all files. What satisfies their requirements is added later, when the controls are known.
pub(super) fn add(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    for registered in files.frameworks.iter() {
        if let Some(framework) = framework(context, &registered.entry, &registered.origin) {
            catalog.frameworks.insert(framework.id.clone(), framework);
        }
    }
}

fn framework(context: &mut Context<'_>, file: &FrameworkFile, origin: &Origin) -> Option<Framework> {
    let id: Option<FrameworkId> = context.id(&file.id, &origin.key("id"));
    let baselines = baselines(context, file, origin);
    let mut seen: BTreeMap<RequirementId, Origin> = BTreeMap::new();
    let mut requirements = Vec::new();
    for (position, entry) in file.requirements.iter() {
        let at = origin.key("requirements").item(position);
        let Some(requirement) = requirement(context, &baselines, entry, &at) else {
            continue;
        };
        if let Some(first) = seen.insert(requirement.id.clone(), at.key("id")) {
            context.duplicate(requirement.id.as_str(), &at.key("id"), &first);
        }
        requirements.push(requirement);
    }
    Some(Framework {
        id: id?,
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        baselines,
        withdrawn: withdrawn(context, file, &requirements, origin),
        requirements,
        origin: origin.clone(),
    })
}

/// Requirements that the publisher withdrew, none of which may be in use.
fn withdrawn(
    context: &mut Context<'_>,
    file: &FrameworkFile,
    requirements: &[Requirement],
    origin: &Origin,
) -> Vec<WithdrawnRequirement> {
    let known: BTreeMap<&str, &Requirement> =
        requirements.iter().map(|requirement| (requirement.id.as_str(), requirement)).collect();
    let mut all: Vec<WithdrawnRequirement> = Vec::new();
    for (position, entry) in file.withdrawn.iter() {
        let at = origin.key("withdrawn").item(position);
        let Some(id) = context.id::<RequirementId>(&entry.id, &at.key("id")) else { continue };
        if let Some(used) = known.get(id.as_str()) {
            context.duplicate(id.as_str(), &at.key("id"), &used.origin.key("id"));
        }
        let into = entry.into.iter().filter_map(|(item, name)| {
            let at = at.key("into").item(item);
            match known.get(name.as_str()) {
                Some(requirement) => Some(requirement.id.clone()),
                None => {
                    let ids = requirements.iter().map(|requirement| &requirement.id);
                    context.refer(Noun::REQUIREMENT, name, &at, ids)
                }
            }
        });
        let into = into.collect();
        all.push(WithdrawnRequirement { id, into, origin: at });
    }
    all
}

fn baselines(context: &mut Context<'_>, file: &FrameworkFile, origin: &Origin) -> Vec<FrameworkBaseline> {
    let mut seen: BTreeMap<BaselineId, Origin> = BTreeMap::new();
    let mut baselines = Vec::new();
    for (position, entry) in file.baselines.iter() {
        let at = origin.key("baselines").item(position).key("id");
        let Some(id) = context.id::<BaselineId>(&entry.id, &at) else { continue };
        if let Some(first) = seen.insert(id.clone(), at.clone()) {
            context.duplicate(id.as_str(), &at, &first);
        }
        baselines.push(FrameworkBaseline { id, title: entry.title.clone() });
    }
    baselines
}

fn requirement(
    context: &mut Context<'_>,
    baselines: &[FrameworkBaseline],
    entry: &RequirementEntry,
    origin: &Origin,
) -> Option<Requirement> {
    let id = context.id(&entry.id, &origin.key("id"));
    let known = baselines.iter().map(|baseline| &baseline.id);
    let baselines = entry
        .baselines
        .iter()
        .filter_map(|(position, name)| {
            context.refer(Noun::BASELINE, name, &origin.key("baselines").item(position), known.clone())
        })
        .collect();
    let formerly = context.former_ids(&entry.formerly, origin);
    Some(Requirement {
        id: id?,
        title: entry.title.clone(),
        baselines,
        satisfied_by: Vec::new(),
        organizational: entry.organizational.clone(),
        origin: origin.clone(),
        formerly,
        relationships: BTreeMap::new(),
        remainder: remainder(context, entry, origin),
        together: entry.together,
        specification: entry.specification,
        objectives: objectives(context, entry, origin),
    })
}

fn objectives(context: &mut Context<'_>, entry: &RequirementEntry, origin: &Origin) -> Vec<Objective> {
    let mut all: Vec<Objective> = Vec::new();
    for (position, objective) in entry.objectives.iter() {
        let at = origin.key("objectives").item(position).key("id");
        let Some(id) = context.id::<RequirementId>(&objective.id, &at) else { continue };
        if let Some(first) = all.iter().position(|known| known.id == id) {
            context.duplicate(id.as_str(), &at, &origin.key("objectives").item(first).key("id"));
        }
        all.push(Objective { id, title: objective.title.clone() });
    }
    all
}

/// What nothing in the catalog serves; a text without content would say that something is left and not what.
fn remainder(context: &mut Context<'_>, entry: &RequirementEntry, origin: &Origin) -> Option<String> {
    let text = entry.remainder.as_deref().map(str::trim)?;
    if text.is_empty() {
        context
            .diagnostics
            .error(Code::NothingSaid, &origin.key("remainder"), "the remainder is empty")
            .help("say what nothing in the catalog serves, or remove `remainder`".to_owned());
        return None;
    }
    Some(text.to_owned())
}

/// Adds the controls that requirements list themselves, then brings all targets into catalog order.
pub(super) fn add_own_targets(context: &mut Context<'_>, files: &CatalogFiles, catalog: &mut Catalog) {
    let index = TargetIndex::new(catalog);
    for registered in files.frameworks.iter() {
        let listed = own_targets(context, files, catalog, &index, registered);
        let Some(framework) = catalog.frameworks.get_mut(registered.entry.id.as_str()) else { continue };
        for requirement in &mut framework.requirements {
            for (target, relationship) in listed.get(requirement.id.as_str()).into_iter().flatten() {
                requirement.relate(target, *relationship);
                requirement.satisfied_by.push(target.clone());
            }
        }
    }
    let requirements =
        catalog.frameworks.values_mut().flat_map(|framework| framework.requirements.iter_mut());
    for requirement in requirements {
        requirement
            .satisfied_by
            .sort_by_cached_key(|target| (index.place(&target.control), target.part.clone()));
        requirement.satisfied_by.dedup();
    }
}

/// What the requirements of a framework list in its own file, by the ids of these.
fn own_targets<'f>(
    context: &mut Context<'_>,
    files: &CatalogFiles,
    catalog: &Catalog,
    index: &TargetIndex,
    registered: &'f RegistryEntry<FrameworkFile>,
) -> HashMap<&'f str, Vec<(Target, Option<Relationship>)>> {
    let mut all: HashMap<&str, Vec<(Target, Option<Relationship>)>> = HashMap::new();
    for (position, entry) in registered.entry.requirements.iter() {
        let mut targets = Vec::new();
        for listed in entry.satisfied_by.iter() {
            if let Some(target) = index.exact(&listed.id) {
                targets.push((target, listed.relationship));
            } else if !files.went_with_its_control(catalog, &listed.id) {
                let at = registered.origin.key("requirements").item(position).key("satisfied-by");
                let target = context.target(catalog, &listed.id, &listed.origin(&at));
                targets.extend(target.map(|target| (target, listed.relationship)));
            }
        }
        all.insert(&entry.id, targets);
    }
    all
}

/// Controls and parts by their exact names: frameworks name thousands.
struct TargetIndex {
    /// With the place of the control in the catalog.
    controls: HashMap<ControlId, (usize, Vec<PartId>)>,
}

impl TargetIndex {
    fn new(catalog: &Catalog) -> Self {
        let controls = catalog.controls.iter().enumerate().map(|(place, control)| {
            (control.id.clone(), (place, control.parts.iter().map(|part| part.id.clone()).collect()))
        });
        Self { controls: controls.collect() }
    }

    /// Where a control stands in the catalog.
    fn place(&self, control: &ControlId) -> Option<usize> {
        self.controls.get(control).map(|(place, _)| *place)
    }

    /// The control or part of exactly that name.
    fn exact(&self, text: &str) -> Option<Target> {
        let (control, part) = match text.split_once('/') {
            Some((control, part)) => (control, Some(part)),
            None => (text, None),
        };
        let (control, (_, parts)) = self.controls.get_key_value(control)?;
        let part = match part {
            Some(name) => Some(parts.iter().find(|part| part.as_str() == name)?.clone()),
            None => None,
        };
        Some(Target { control: control.clone(), part })
    }
}
