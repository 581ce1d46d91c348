//! What texts of parts must not do: ask for a deed of a side that does not act, or say the same twice.

use std::collections::BTreeMap;

use crate::model::{Catalog, Class, Control, Holder, Part};
use crate::resolve::Decision;
use crate::source::Origin;

/// First words of texts for a side that decides or checks, and leaves the work to the other one.
const DECISIONS: &str = "accepts agrees approves asks assigns checks chooses claims compares confirms decides defines demands \
                         judges limits names orders picks plans reads records requests requires reviews schedules selects \
                         sets sizes specifies states switches tests turns verifies watches";

/// A text that asks the customer for a deed where only the provider acts.
pub(super) struct Deed<'c> {
    /// The control.
    pub(super) control: &'c Control,
    /// The part.
    pub(super) part: &'c Part,
    /// A class for which it is shown.
    pub(super) class: &'c Class,
    /// The word with which it begins.
    pub(super) word: &'c str,
}

/// Texts of the customer's side that are shown where the provider alone operates, and do not begin with a decision.
pub(super) fn deeds<'c>(catalog: &'c Catalog, control: &'c Control) -> Vec<Deed<'c>> {
    let mut found: Vec<Deed<'c>> = Vec::new();
    for part in &control.parts {
        let mut texts: Vec<&str> = Vec::new();
        for class in &catalog.classes {
            let Some(Ok(decision)) = Decision::of_class(catalog, part, &class.id) else { continue };
            let duties = decision.duties();
            let is_shown = duties.iter().any(|holder| holder.involves_customer());
            let Some(text) = part.texts_for(Some(&class.id)).customer.filter(|_| is_shown) else { continue };
            let word = text.split_whitespace().next().unwrap_or_default().trim_end_matches(',');
            let decides = DECISIONS.split_whitespace().any(|decision| word.eq_ignore_ascii_case(decision));
            if duties.operate == Holder::Provider && !decides && !texts.contains(&text) {
                texts.push(text);
                found.push(Deed { control, part, class, word });
            }
        }
    }
    found
}

/// Texts that stand in two parts: the place of the later one, and the part that has it, too.
pub(super) fn repetitions(catalog: &Catalog) -> Vec<(&Origin, String)> {
    let mut first: BTreeMap<&str, String> = BTreeMap::new();
    let mut repeated = Vec::new();
    for control in &catalog.controls {
        for part in &control.parts {
            let name = format!("{}/{}", control.id, part.id);
            let texts = std::iter::once(&part.texts).chain(part.wording.values());
            for text in texts.flat_map(|texts| texts.provider.iter().chain(&texts.customer)) {
                let known = first.entry(text.trim()).or_insert_with(|| name.clone());
                if *known != name {
                    repeated.push((&part.origin, known.clone()));
                }
            }
        }
    }
    repeated
}
