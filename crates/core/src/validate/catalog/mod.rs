//! The catalog: first the entries of all files, then the references between them, so that the order of files does not
//! matter.

mod contradiction;
mod controls;
mod formerly;
mod frameworks;
mod names;
mod services;
mod settings;
mod stacks;
mod terms;

use sha2::{Digest, Sha256};

use super::context::Context;
use super::registry::{Layering, Registry, RegistryEntry};
use crate::diagnostic::{Code, quoted};
use crate::model::{Catalog, ControlId};
use crate::schema::{
    ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, FrameworkFile, ModelFile, ProviderEntry,
    ProvidersFile, ServiceEntry, ServicesFile, TermEntry,
};
use crate::source::{Origin, SourceId, Sources};

/// The kinds of catalog files.
const SCHEMAS: [&str; 6] = [
    "onus.model/1",
    "onus.demarcation/1",
    "onus.providers/1",
    "onus.services/1",
    "onus.controls/1",
    "onus.framework/1",
];

/// The id of a framework whose file has this name: a test holds the files to it.
fn framework_of(name: &str) -> Option<&str> {
    name.strip_prefix("onus:catalog/frameworks/")?.strip_suffix(".yaml")
}

/// A name that a file gives once for all its entries: the provider of services, the domain of controls.
#[derive(Debug, Clone)]
pub(super) struct FileReference {
    text: String,
    origin: Origin,
}

/// An entry with the name that its file gives for all.
#[derive(Debug, Clone)]
pub(super) struct InFile<T> {
    file: FileReference,
    entry: T,
}

/// The entries of catalog files, with references that are not resolved yet.
#[derive(Debug, Clone, Default)]
pub(super) struct CatalogFiles {
    layers: Registry<TermEntry>,
    classes: Registry<TermEntry>,
    traits: Registry<TermEntry>,
    attributes: Registry<TermEntry>,
    domains: Registry<TermEntry>,
    tools: Registry<TermEntry>,
    demarcation: Registry<DemarcationEntry>,
    providers: Registry<ProviderEntry>,
    services: Registry<InFile<ServiceEntry>>,
    controls: Registry<InFile<ControlEntry>>,
    frameworks: Registry<FrameworkFile>,
    /// Ids that must not be used again, and the entries that retire them.
    retired: Vec<(String, Origin)>,
    hasher: Sha256,
}

impl CatalogFiles {
    /// Reads the built-in catalog, but for the frameworks that are not used. They count in its digest all the same.
    pub(super) fn built_in(
        context: &mut Context<'_>,
        files: &[SourceId],
        is_used: &dyn Fn(&str) -> bool,
    ) -> Self {
        let mut catalog = Self::default();
        for &file in files {
            let name = context.diagnostics.sources().get(file).name();
            if framework_of(name).is_none_or(is_used) {
                catalog.add_file(context, file, |_| Layering::BuiltIn);
            } else {
                catalog.hash(context.diagnostics.sources(), file);
            }
        }
        catalog
    }

    /// Adds a file to the digest of all.
    fn hash(&mut self, sources: &Sources, file: SourceId) {
        let source = sources.get(file);
        self.hasher.update(source.name().as_bytes());
        self.hasher.update([0]);
        self.hasher.update(source.text().as_bytes());
        self.hasher.update([0]);
    }

    /// Adds an organisation's own catalog.
    pub(super) fn add_own(&mut self, context: &mut Context<'_>, files: &[SourceId]) {
        for &file in files {
            self.add_file(context, file, |replaces| Layering::Own { replaces });
        }
    }

    fn add_file(
        &mut self,
        context: &mut Context<'_>,
        file: SourceId,
        layering: impl Fn(bool) -> Layering + Copy,
    ) {
        self.hash(context.diagnostics.sources(), file);
        let Some(schema) = context.schema_of(file, "onus.controls/1") else {
            return;
        };
        let root = Origin::root(file);
        match schema.as_str() {
            "onus.model/1" => {
                if let Some(model) = context.read::<ModelFile>(file) {
                    self.add_model(context, model, &root, layering);
                }
            }
            "onus.demarcation/1" => {
                let read = context.read::<DemarcationFile>(file);
                for (position, entry) in read.into_iter().flat_map(|read| read.entries) {
                    let id = format!("{} × {}", entry.layer, entry.class);
                    let origin = root.key("entries").item(position);
                    let layering = layering(entry.replaces);
                    self.demarcation.add(context, &id, RegistryEntry { entry, origin, layering });
                }
            }
            "onus.providers/1" => {
                let read = context.read::<ProvidersFile>(file);
                for (position, entry) in read.into_iter().flat_map(|read| read.providers) {
                    let origin = root.key("providers").item(position);
                    let (id, layering) = (entry.id.clone(), layering(entry.replaces));
                    self.providers.add(context, &id, RegistryEntry { entry, origin, layering });
                }
            }
            "onus.services/1" => self.add_services(context, file, layering),
            "onus.controls/1" => self.add_controls(context, file, layering),
            "onus.framework/1" => {
                if let Some(read) = context.read::<FrameworkFile>(file) {
                    let (id, layering) = (read.id.clone(), layering(read.replaces));
                    self.frameworks.add(context, &id, RegistryEntry { entry: read, origin: root, layering });
                }
            }
            other => context.wrong_schema(file, other, &SCHEMAS),
        }
    }

    fn add_model(
        &mut self,
        context: &mut Context<'_>,
        model: ModelFile,
        root: &Origin,
        layering: impl Fn(bool) -> Layering,
    ) {
        let retired = model.retired.iter();
        self.retired.extend(retired.map(|(position, id)| (id.clone(), root.key("retired").item(position))));
        let lists = [
            (&mut self.layers, "layers", model.layers),
            (&mut self.classes, "classes", model.classes),
            (&mut self.traits, "traits", model.traits),
            (&mut self.attributes, "attributes", model.attributes),
            (&mut self.domains, "domains", model.domains),
            (&mut self.tools, "tools", model.tools),
        ];
        for (registry, key, terms) in lists {
            for (position, term) in terms {
                let origin = root.key(key).item(position);
                let (id, layering) = (term.id.clone(), layering(term.replaces));
                registry.add(context, &id, RegistryEntry { entry: term, origin, layering });
            }
        }
    }

    fn add_services(
        &mut self,
        context: &mut Context<'_>,
        file: SourceId,
        layering: impl Fn(bool) -> Layering,
    ) {
        let Some(read) = context.read::<ServicesFile>(file) else {
            return;
        };
        let root = Origin::root(file);
        let file = FileReference { text: read.provider, origin: root.key("provider") };
        for (position, entry) in read.services {
            let (id, origin) = (entry.id.clone(), root.key("services").item(position));
            let layering = layering(entry.replaces);
            let new = RegistryEntry { entry: InFile { file: file.clone(), entry }, origin, layering };
            self.services.add(context, &id, new);
        }
    }

    fn add_controls(
        &mut self,
        context: &mut Context<'_>,
        file: SourceId,
        layering: impl Fn(bool) -> Layering,
    ) {
        let Some(read) = context.read::<ControlsFile>(file) else {
            return;
        };
        let root = Origin::root(file);
        let file = FileReference { text: read.domain, origin: root.key("domain") };
        for (position, mut entry) in read.controls {
            let layering = layering(entry.replaces);
            // Whoever replaces a control may spell its id in another way; it keeps the one that others refer to.
            if layering != Layering::BuiltIn {
                entry.id = self.controls.meant::<ControlId>(&entry.id).unwrap_or(entry.id);
            }
            let (id, origin) = (entry.id.clone(), root.key("controls").item(position));
            let new = RegistryEntry { entry: InFile { file: file.clone(), entry }, origin, layering };
            self.controls.add(context, &id, new);
        }
    }

    /// Resolves the references between entries.
    pub(super) fn finish(&self, context: &mut Context<'_>, version: &str) -> Catalog {
        context.renames = formerly::renames(self);
        let mut catalog = terms::catalog(context, self, version);
        services::add(context, self, &mut catalog);
        frameworks::add(context, self, &mut catalog);
        controls::add(context, self, &mut catalog);
        services::add_exceptions(context, self, &mut catalog);
        settings::add(context, self, &mut catalog);
        stacks::add(context, self, &mut catalog);
        contradiction::in_exceptions(context, &catalog);
        frameworks::add_own_targets(context, self, &mut catalog);
        self.report_reuse(context, &catalog);
        formerly::check(context, self);
        catalog
    }

    /// True for a part, as `CONTROL/part`, of a built-in control that an organisation replaced by one without that part.
    /// Built-in frameworks and services may still name the part; that is not an error of the organisation.
    fn went_with_its_control(&self, catalog: &Catalog, text: &str) -> bool {
        let Some((control, part)) = text.split_once('/') else { return false };
        let found = catalog.control(control).filter(|_| self.controls.replaced(control));
        found.is_some_and(|control| control.part(part).is_none())
    }

    /// Reports retired ids that are used again: old profiles that use the id would silently change their meaning.
    fn report_reuse(&self, context: &mut Context<'_>, catalog: &Catalog) {
        for (id, said) in &self.retired {
            let control = catalog.control_meant(id).map(|control| &control.origin);
            let service = catalog.services.get(id.as_str()).map(|service| &service.origin);
            let Some(origin) = control.or(service) else { continue };
            let first = context.diagnostics.sources().span(said);
            context
                .diagnostics
                .error(
                    Code::ReusedId,
                    &origin.key("id"),
                    format!("{} was retired and cannot be used again", quoted(id)),
                )
                .also(first, "retired here")
                .help("choose an id that was never used".to_owned());
        }
    }
}
