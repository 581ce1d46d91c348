//! Selectors: what delegations, overrides, exceptions and other entries apply to.

use super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{Catalog, Identifier, Need, PartId, Selector, ServiceId};
use crate::schema::SelectorEntry;
use crate::source::{Origin, YamlList};

/// What selectors can name.
pub(super) struct SelectorNames<'k> {
    pub(super) catalog: &'k Catalog,
    /// The names that profiles give to uses of services.
    pub(super) aliases: &'k [ServiceId],
}

/// Resolves a selector; none if a name in it is unknown, which is reported. A selector without the unknown name would
/// apply to more than was meant.
pub(super) fn selector(
    context: &mut Context<'_>,
    known: &SelectorNames<'_>,
    names: &SelectorEntry<'_>,
    origin: &Origin,
) -> Option<Selector> {
    let SelectorNames { catalog, aliases } = *known;
    let before = context.diagnostics.len();
    let mut reader = SelectorReader { context, origin, complete: true };
    let control = reader.one(Noun::CONTROL, "control", names.control, catalog.controls.iter().map(|c| &c.id));
    let part = reader.part(catalog, names, control.as_ref().map(|id| id.as_str()));
    let classes = catalog.classes.iter().map(|class| &class.id);
    let traits = catalog.traits.iter().map(|known| &known.id);
    let services = catalog.services.keys().chain(aliases);
    let class = reader.one(Noun::CLASS, "class", names.class, classes.clone());
    let one_trait = reader.one(Noun::TRAIT, "trait", names.r#trait, traits.clone());
    let selector = Selector {
        service: reader.one(Noun::SERVICE, "service", names.service, services),
        domain: reader.one(Noun::DOMAIN, "domain", names.domain, catalog.domains.iter().map(|d| &d.id)),
        layer: reader.one(Noun::LAYER, "layer", names.layer, catalog.layers.iter().map(|l| &l.id)),
        classes: sorted(class, reader.several(Noun::CLASS, "classes", names.classes, classes)),
        traits: sorted(one_trait, reader.several(Noun::TRAIT, "traits", names.traits, traits)),
        needs: sorted(None, reader.needs(catalog, names.needs)),
        control,
        part,
    };
    let complete = reader.complete && context.diagnostics.len() == before;
    complete.then_some(selector)
}

/// As [`selector`], for entries that must not apply to everything: what they say is only right for some cells.
pub(super) fn narrow_selector(
    context: &mut Context<'_>,
    known: &SelectorNames<'_>,
    names: &SelectorEntry<'_>,
    origin: &Origin,
    what: &str,
) -> Option<Selector> {
    let selector = selector(context, known, names, origin)?;
    if !selector.selects_everything() {
        return Some(selector);
    }
    if !context.was_removed(origin, &KEYS) {
        context
            .diagnostics
            .error(Code::MissingKey, origin, format!("this {what} does not say what it applies to"))
            .help(format!("add at least one of {}", crate::diagnostic::quoted_list(KEYS)));
    }
    None
}

/// A key beside `when` that stands for a selector with this key alone.
pub(super) struct ShortForm<'f> {
    pub(super) key: &'static str,
    pub(super) names: SelectorEntry<'f>,
}

/// The selector of an entry of the catalog: under `when`, or in its short form.
pub(super) fn when_selector(
    context: &mut Context<'_>,
    catalog: &Catalog,
    short: ShortForm<'_>,
    when: Option<SelectorEntry<'_>>,
    origin: &Origin,
) -> Option<Selector> {
    let ShortForm { key, names } = short;
    let known = &SelectorNames { catalog, aliases: &[] };
    let is_short = names.layer.is_some() || names.classes.is_some();
    match when {
        Some(_) if is_short => {
            let first = context.diagnostics.sources().span(&origin.key(key));
            let message = format!("use either `{key}` or `when`, not both");
            let hint = format!("move `{key}` into `when`");
            let at = origin.key("when");
            context
                .diagnostics
                .error(Code::ConflictingKeys, &at, message)
                .also(first, "first here")
                .help(hint);
            None
        }
        Some(when) => narrow_selector(context, known, &when, &origin.key("when"), "entry"),
        None if is_short => selector(context, known, &names, origin),
        None => {
            if !context.was_removed(origin, &["when", "layer", "classes"]) {
                let message = "this entry does not say what it applies to";
                let hint = format!("add `{key}`, or `when` with a selector");
                context.diagnostics.error(Code::MissingKey, origin, message).help(hint);
            }
            None
        }
    }
}

/// The keys of a selector, the commonest first.
const KEYS: [&str; 10] =
    ["control", "part", "service", "layer", "domain", "class", "classes", "trait", "traits", "needs"];

fn sorted<I: Ord>(one: Option<I>, several: Vec<I>) -> Vec<I> {
    let mut all: Vec<I> = one.into_iter().chain(several).collect();
    all.sort_unstable();
    all.dedup();
    all
}

struct SelectorReader<'c, 's, 'o> {
    context: &'c mut Context<'s>,
    origin: &'o Origin,
    /// False when a name is unknown.
    complete: bool,
}

impl SelectorReader<'_, '_, '_> {
    fn one<'n, I: Identifier + 'n>(
        &mut self,
        noun: Noun,
        key: &'static str,
        name: Option<&str>,
        known: impl Iterator<Item = &'n I> + Clone,
    ) -> Option<I> {
        let found = self.context.refer(noun, name?, &self.origin.key(key), known);
        self.complete &= found.is_some();
        found
    }

    fn several<'n, I: Identifier + 'n>(
        &mut self,
        noun: Noun,
        key: &'static str,
        names: Option<&YamlList<String>>,
        known: impl Iterator<Item = &'n I> + Clone,
    ) -> Vec<I> {
        let at = self.list(key, names);
        let mut all = Vec::new();
        for (position, name) in names.into_iter().flat_map(YamlList::iter) {
            let found = self.context.refer(noun, name, &at.item(position), known.clone());
            self.complete &= found.is_some();
            all.extend(found);
        }
        all
    }

    fn needs(&mut self, catalog: &Catalog, names: Option<&YamlList<String>>) -> Vec<Need> {
        let at = self.list("needs", names);
        let mut all = Vec::new();
        for (position, name) in names.into_iter().flat_map(YamlList::iter) {
            let found = self.context.need(catalog, name, &at.item(position));
            self.complete &= found.is_some();
            all.extend(found);
        }
        all
    }

    /// Where a list is written, which must have entries.
    fn list(&mut self, key: &'static str, names: Option<&YamlList<String>>) -> Origin {
        let at = self.origin.key(key);
        if let Some(names) = names {
            let hint = format!("remove `{key}`, which then selects all");
            self.context.no_entries(key, names, &at, &hint);
        }
        at
    }

    fn part(
        &mut self,
        catalog: &Catalog,
        names: &SelectorEntry<'_>,
        control: Option<&str>,
    ) -> Option<PartId> {
        let name = names.part?;
        match control.and_then(|control| catalog.control(control)) {
            Some(control) => {
                self.one(Noun::PART, "part", Some(name), control.parts.iter().map(|part| &part.id))
            }
            None => {
                if names.control.is_none() {
                    let message = "`part` needs `control`";
                    self.context
                        .diagnostics
                        .error(Code::MissingKey, &self.origin.key("part"), message)
                        .help("add `control`, or use `layer`".to_owned());
                }
                self.complete = false;
                None
            }
        }
    }
}
