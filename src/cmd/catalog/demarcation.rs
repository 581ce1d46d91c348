//! `onus catalog show demarcation`: the entries of the demarcation table that documents and explanations cite.

use onus_core::diagnostic::{Code, Diagnostic, did_you_mean, quoted};
use onus_core::model::{Catalog, Class, Demarcation, Layer};
use onus_core::source::Sources;
use serde_json::Value;

use super::entry;
use super::text::in_words;
use crate::cmd::console::one_line;

/// The word for the table as a whole.
pub(super) const TABLE: &str = "demarcation";

/// An entry of the table.
struct TableEntry<'c> {
    layer: &'c Layer,
    class: &'c Class,
    demarcation: &'c Demarcation,
}

/// Some of the table as lines and as objects.
#[derive(Default)]
pub(super) struct TableExcerpt {
    pub(super) lines: Vec<String>,
    pub(super) records: Vec<Value>,
}

/// The entries of a layer, of a class, or of both as `layer/class`; all of them without a name.
pub(super) fn excerpt(
    catalog: &Catalog,
    sources: &Sources,
    name: Option<&str>,
) -> Result<TableExcerpt, Diagnostic> {
    let has = |entry: &TableEntry<'_>| match name {
        None => true,
        Some(name) => {
            let (layer, class) = (entry.layer.id.as_str(), entry.class.id.as_str());
            let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
            is(name, layer)
                || is(name, class)
                || name.split_once('/').is_some_and(|(one, other)| is(one, layer) && is(other, class))
        }
    };
    let mut excerpt = TableExcerpt::default();
    let mut layer = None;
    for found in entries(catalog).filter(has) {
        let TableEntry { demarcation, class, .. } = &found;
        if layer.replace(&found.layer.id) != Some(&found.layer.id) {
            excerpt.lines.extend([String::new(), format!("{} {}", found.layer.id, found.layer.title)]);
        }
        let place = sources.place_of(&demarcation.origin);
        excerpt.lines.push(format!("  {:18}  {}", class.id.as_str(), in_words(&demarcation.duties)));
        excerpt.lines.push(format!("    {}", one_line(&demarcation.reason)));
        excerpt.lines.push(format!("    {place}"));
        excerpt.records.push(entry::demarcation(sources, found.layer, class, demarcation));
    }
    if excerpt.records.is_empty() {
        return Err(unknown(catalog, name.unwrap_or_default()));
    }
    excerpt.lines.remove(0);
    Ok(excerpt)
}

/// By layer from bottom to top, then by class.
fn entries(catalog: &Catalog) -> impl Iterator<Item = TableEntry<'_>> {
    catalog.layers.iter().flat_map(move |layer| {
        catalog.classes.iter().filter_map(move |class| {
            let demarcation = catalog.demarcation.get(&(layer.id.clone(), class.id.clone()))?;
            Some(TableEntry { layer, class, demarcation })
        })
    })
}

fn unknown(catalog: &Catalog, name: &str) -> Diagnostic {
    let layers = catalog.layers.iter().map(|layer| layer.id.as_str());
    let names = layers.chain(catalog.classes.iter().map(|class| class.id.as_str()));
    let message = format!("the demarcation table has no entry for {}", quoted(name));
    let hint = did_you_mean(name, names)
        .unwrap_or_else(|| "name a layer, a class, or both as `guest-os/managed`".to_owned());
    Diagnostic::error(Code::UnknownSelection, message).hint(hint)
}
