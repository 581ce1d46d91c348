//! Selectors: what delegations, overrides and other entries apply to.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{Catalog, Selector};
use crate::source::Origin;

/// The names in a selector, as written.
#[derive(Default)]
pub(super) struct SelectorNames<'f> {
    pub(super) control: Option<&'f str>,
    pub(super) part: Option<&'f str>,
    pub(super) service: Option<&'f str>,
    pub(super) domain: Option<&'f str>,
    pub(super) layer: Option<&'f str>,
}

impl<'f> SelectorNames<'f> {
    /// The names in an entry about one control.
    pub(super) fn of_control(control: &'f str, part: Option<&'f str>, service: Option<&'f str>) -> Self {
        Self { control: Some(control), part, service, ..Self::default() }
    }
}

/// Resolves a selector; none if a name in it is unknown, which is reported. A selector without the unknown name would
/// apply to more than was meant.
pub(super) fn selector(
    context: &mut Context<'_>,
    catalog: &Catalog,
    names: &SelectorNames<'_>,
    origin: &Origin,
) -> Option<Selector> {
    let before = context.diagnostics.len();
    let mut complete = true;
    let mut selector = Selector::default();
    if let Some(name) = names.control {
        let known = catalog.controls.iter().map(|control| &control.id);
        selector.control = context.refer(Noun::CONTROL, name, &origin.key("control"), known);
        complete &= selector.control.is_some();
    }
    if let Some(name) = names.part {
        match &selector.control {
            Some(control) => {
                let parts = catalog.control(control.as_str()).map(|control| control.parts.as_slice());
                let known = parts.unwrap_or_default().iter().map(|part| &part.id);
                selector.part = context.refer(Noun::PART, name, &origin.key("part"), known);
            }
            None if names.control.is_none() => {
                let message = "`part` needs `control`";
                context
                    .diagnostics
                    .error(Code::MissingKey, &origin.key("part"), message)
                    .help("add `control`, or use `layer`".to_owned());
            }
            None => {}
        }
        complete &= selector.part.is_some();
    }
    if let Some(name) = names.service {
        selector.service =
            context.refer(Noun::SERVICE, name, &origin.key("service"), catalog.services.keys());
        complete &= selector.service.is_some();
    }
    if let Some(name) = names.domain {
        let known = catalog.domains.iter().map(|domain| &domain.id);
        selector.domain = context.refer(Noun::DOMAIN, name, &origin.key("domain"), known);
        complete &= selector.domain.is_some();
    }
    if let Some(name) = names.layer {
        let known = catalog.layers.iter().map(|layer| &layer.id);
        selector.layer = context.refer(Noun::LAYER, name, &origin.key("layer"), known);
        complete &= selector.layer.is_some();
    }
    (complete && context.diagnostics.len() == before).then_some(selector)
}
