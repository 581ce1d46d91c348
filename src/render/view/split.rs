//! Security of the cloud and security in the cloud, for the services in use.

use std::collections::BTreeMap;

use onus_core::model::{
    Catalog, Layer, LayerId, PartialDuties, Responsibility, Selector, Service, ServiceId, Subject,
};
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::ViewContext;
use super::facts::class_name;
use super::overrides::{in_words, parts_in_words};
use super::text::Text;

/// Services of one class with the same responsibilities layer by layer.
#[derive(Debug, Serialize)]
pub(super) struct LayerSplitView<'a> {
    /// Title of the class with its common name; none for layers of the organisation as a whole.
    pub(super) class: Option<String>,
    provider: Option<Text<'a>>,
    services: Vec<Text<'a>>,
    /// Layers that are inherited.
    of_the_cloud: Vec<Text<'a>>,
    /// Layers that are shared.
    both: Vec<Text<'a>>,
    /// Layers that are the customer's.
    in_the_cloud: Vec<Text<'a>>,
}

/// The responsibility for a layer, for a service or for the organisation as a whole.
type Sides<'m> = BTreeMap<(Option<&'m ServiceId>, &'m LayerId), Responsibility>;

impl<'a> LayerSplitView<'a> {
    /// One for each class and division of layers, then that of the organisation.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let scope = &matrix.scope;
        let mut sides: Sides<'_> = BTreeMap::new();
        for cell in matrix.controls.iter().flat_map(|row| &row.cells) {
            let key = (cell.service.map(Service::used_as), &cell.part.layer);
            let side = sides.entry(key).or_insert(Responsibility::NotApplicable);
            *side = Responsibility::fold([*side, cell.responsibility()]);
        }
        let mut splits: Vec<(usize, Self)> = Vec::new();
        for in_use in &scope.services {
            let service = in_use.service;
            let mut split = Self::divide(scope.catalog, &sides, Some(service));
            let place = scope.catalog.classes.iter().position(|class| class.id == service.class);
            let place = place.unwrap_or(scope.catalog.classes.len());
            split.class = Some(class_name(scope.catalog, &service.class));
            let provider = scope.catalog.providers.get(&service.provider);
            split.provider = provider.map(|provider| Text(&provider.short_name));
            // Exceptions may divide the layers differently for services of one class, which then has several rows.
            match splits.iter_mut().find(|(_, present)| present.is_like(&split)) {
                Some((_, present)) => present.services.extend(split.services),
                None => splits.push((place, split)),
            }
        }
        splits.sort_by_key(|(place, _)| *place);
        let mut splits: Vec<Self> = splits.into_iter().map(|(_, split)| split).collect();
        splits.push(Self::divide(scope.catalog, &sides, None));
        splits
    }

    fn divide(catalog: &'a Catalog, sides: &Sides<'_>, service: Option<&'a Service>) -> Self {
        let services = service.map(|service| Text(&service.name)).into_iter().collect();
        let (of_the_cloud, both, in_the_cloud) = (Vec::new(), Vec::new(), Vec::new());
        let mut split = Self { class: None, provider: None, services, of_the_cloud, both, in_the_cloud };
        for layer in &catalog.layers {
            let side = match sides.get(&(service.map(Service::used_as), &layer.id)) {
                Some(Responsibility::Inherited) => &mut split.of_the_cloud,
                Some(Responsibility::Shared) => &mut split.both,
                Some(Responsibility::Customer) => &mut split.in_the_cloud,
                Some(Responsibility::NotApplicable) | None => continue,
            };
            side.push(Text(&layer.title));
        }
        split
    }

    fn is_like(&self, other: &Self) -> bool {
        self.class == other.class
            && self.provider == other.provider
            && self.of_the_cloud == other.of_the_cloud
            && self.both == other.both
            && self.in_the_cloud == other.in_the_cloud
    }
}

/// An exception of a service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceExceptionView<'a> {
    service: Text<'a>,
    /// What it applies to: the title of a layer where it selects no more than that.
    about: String,
    /// What it claims, such as `the provider operates`.
    duties: String,
    reason: Text<'a>,
    /// The provider's page that says so, or none.
    source: Option<Text<'a>>,
    /// `file:line`.
    place: String,
}

impl<'a> ServiceExceptionView<'a> {
    /// The exceptions of services in use, by service.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let services = matrix.scope.services.iter().map(|in_use| in_use.service);
        let view = |service: &'a Service| {
            let catalog = matrix.scope.catalog;
            service.exceptions.iter().map(move |entry| Self {
                service: Text(&service.name),
                about: about_exception(catalog, &entry.selector),
                duties: in_words(&entry.duties),
                reason: Text(&entry.reason),
                source: entry.source.as_ref().map(Text::from),
                place: context.place(&entry.origin),
            })
        };
        services.flat_map(view).collect()
    }

    /// Those of a service that is used several times, each once.
    pub(super) fn each_once(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for exception in Self::of(context, matrix) {
            if !found.iter().any(|known| known.place == exception.place) {
                found.push(exception);
            }
        }
        found
    }
}

/// What an exception applies to. Most are about a layer, whose title says it all.
fn about_exception(catalog: &Catalog, selector: &Selector) -> String {
    let only_layer = Selector { layer: selector.layer.clone(), ..Selector::default() };
    match selector.layer.as_ref().and_then(|id| catalog.layer(id)) {
        Some(layer) if *selector == only_layer => layer.title.trim().to_owned(),
        _ => {
            let control = selector.control.as_ref().and_then(|id| catalog.control(id.as_str()));
            let control = control.map(|control| format!("{} {}", control.id, control.title.trim()));
            let parts = Some(parts_in_words(catalog, selector)).filter(|words| !words.is_empty());
            control.into_iter().chain(parts).collect::<Vec<_>>().join(", ")
        }
    }
}

/// An entry of the demarcation table.
#[derive(Debug, Serialize)]
pub(super) struct DemarcationView<'a> {
    layer: Text<'a>,
    /// Title of the class with its common name.
    class: String,
    responsibility: &'static str,
    /// All three duties, such as `the customer manages and verifies, the provider operates`.
    duties: String,
    reason: Text<'a>,
}

impl<'a> DemarcationView<'a> {
    /// The entries for the classes in use: by layer, bottom to top, then by class.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let catalog = matrix.scope.catalog;
        let in_use = matrix.scope.classes();
        let mut entries = Vec::new();
        for layer in &catalog.layers {
            for class in catalog.classes.iter().filter(|class| in_use.contains(&&class.id)) {
                let key = (layer.id.clone(), class.id.clone());
                let Some(entry) = catalog.demarcation.get(&key) else {
                    continue;
                };
                entries.push(Self {
                    layer: Text(&layer.title),
                    class: class_name(catalog, &class.id),
                    responsibility: entry.duties.responsibility().label(),
                    duties: in_words(&PartialDuties::from_fn(|duty| Some(*entry.duties.get(duty)))),
                    reason: Text(&entry.reason),
                });
            }
        }
        entries
    }
}

/// A layer of the model.
#[derive(Debug, Serialize)]
pub(super) struct LayerView<'a> {
    id: &'a str,
    title: Text<'a>,
    description: Text<'a>,
    /// True when its parts apply to the organisation as a whole and not to each service.
    organizational: bool,
}

impl<'a> LayerView<'a> {
    /// All layers, bottom to top.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let facts = |layer: &'a Layer| Self {
            id: layer.id.as_str(),
            title: Text(&layer.title),
            description: Text(&layer.description),
            organizational: layer.scope == Subject::Organization,
        };
        matrix.scope.catalog.layers.iter().map(facts).collect()
    }
}
