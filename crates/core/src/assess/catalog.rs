//! Checks a catalog for what its readers need: texts for each side that has a duty, short and definite.

use std::collections::BTreeSet;

use super::catalog_names::names_claimed_twice;
use super::catalog_texts::{deeds, repetitions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Catalog, Control, Need, Part};
use crate::resolve::{Decision, idle_exceptions};
use crate::source::{Origin, Sources};

/// Longest text of a side in words. Longer texts do not fit a table cell that people read.
const MOST_WORDS: usize = 45;

/// How many parts a control has: with one it divides nothing between the sides, with more than five it is several
/// controls.
const PARTS: std::ops::RangeInclusive<usize> = 2..=5;

/// Phrases that leave the decision to the reader.
const EMPTY_PHRASES: [&str; 4] = ["appropriate", "as needed", "as necessary", "best practice"];

/// Everything that `onus catalog check` reports about a catalog that is valid.
pub fn catalog_mistakes(catalog: &Catalog, sources: &Sources) -> Vec<Diagnostic> {
    let mut check = CatalogCheck { sources, mistakes: Vec::new() };
    for control in &catalog.controls {
        check.control(catalog, control);
    }
    for service in catalog.services.values() {
        for exception in idle_exceptions(catalog, service) {
            let message = format!("this exception changes no cell of `{}`", service.id);
            check.add(Code::IdleException, &exception.origin, message);
        }
    }
    for (origin, other) in repetitions(catalog) {
        check.add(Code::RepeatedText, origin, format!("`{other}` says the same, word by word"));
    }
    check.terms(catalog);
    check.requirements(catalog);
    check.mistakes.extend(names_claimed_twice(catalog, sources));
    check.mistakes
}

struct CatalogCheck<'s> {
    sources: &'s Sources,
    mistakes: Vec<Diagnostic>,
}

impl CatalogCheck<'_> {
    fn add(&mut self, code: Code, origin: &Origin, message: String) {
        let span = self.sources.span(origin);
        self.mistakes.push(Diagnostic::error(code, message).at(span, ""));
    }

    fn control(&mut self, catalog: &Catalog, control: &Control) {
        let (parts, id) = (control.parts.len(), &control.id);
        if !PARTS.contains(&parts) {
            let noun = if parts == 1 { "part" } else { "parts" };
            let message = format!("`{id}` has {parts} {noun}, expected {} to {}", PARTS.start(), PARTS.end());
            self.add(Code::PartCount, &control.origin.key("parts"), message);
        }
        self.text(&control.objective, &control.origin.key("objective"));
        for part in &control.parts {
            let texts = std::iter::once(&part.texts).chain(part.wording.values());
            for text in texts.flat_map(|texts| texts.provider.iter().chain(&texts.customer)) {
                self.text(text, &part.origin);
            }
            self.texts_of_sides(catalog, control, part);
        }
        for deed in deeds(catalog, control) {
            let (part, class, word) = (&deed.part.id, &deed.class.id, deed.word);
            let message = format!(
                "`{}/{part}`: only the provider acts for class `{class}`, and the customer's text begins with “{word}”",
                deed.control.id
            );
            self.add(Code::DeedWithoutDuty, &deed.part.origin, message);
        }
    }

    fn text(&mut self, text: &str, origin: &Origin) {
        let words = text.split_whitespace().count();
        if words > MOST_WORDS {
            self.add(Code::TextTooLong, origin, format!("{words} words, at most {MOST_WORDS} are allowed"));
        }
        let lower = text.to_lowercase();
        for phrase in EMPTY_PHRASES.into_iter().filter(|phrase| lower.contains(phrase)) {
            self.add(Code::EmptyPhrase, origin, format!("`{phrase}` leaves open what to do"));
        }
    }

    /// Each side that has a duty for a class needs a text that says what to do.
    fn texts_of_sides(&mut self, catalog: &Catalog, control: &Control, part: &Part) {
        for class in &catalog.classes {
            // Claims of a part that contradict each other are reported where a service of the class is resolved.
            let Some(Ok(decision)) = Decision::of_class(catalog, part, &class.id) else { continue };
            let duties = decision.duties();
            let texts = part.texts_for(Some(&class.id));
            let provider = duties.iter().any(|holder| holder.involves_provider());
            let customer = duties.iter().any(|holder| holder.involves_customer());
            let without_text = [
                ("provider", provider && texts.provider.is_none()),
                ("customer", customer && texts.customer.is_none()),
            ];
            for (side, _) in without_text.into_iter().filter(|(_, is_missing)| *is_missing) {
                let (control, part_id, class) = (&control.id, &part.id, &class.id);
                let message =
                    format!("`{control}/{part_id}` does not say what the {side} does for class `{class}`");
                self.add(Code::TextMissing, &part.origin, message);
            }
        }
    }

    fn terms(&mut self, catalog: &Catalog) {
        let parts = || catalog.controls.iter().flat_map(|control| &control.parts);
        let layers: BTreeSet<_> = parts().map(|part| &part.layer).collect();
        let needed: BTreeSet<&str> = parts().flat_map(|part| part.needs.iter()).map(Need::as_str).collect();
        let offered: BTreeSet<_> = catalog.services.values().flat_map(|service| &service.traits).collect();
        let domains: BTreeSet<_> = catalog.controls.iter().map(|control| &control.domain).collect();
        for layer in catalog.layers.iter().filter(|layer| !layers.contains(&layer.id)) {
            self.add(Code::UnusedTerm, &layer.origin, format!("no part is on layer `{}`", layer.id));
        }
        for known in catalog.traits.iter().filter(|known| !needed.contains(known.id.as_str())) {
            self.add(Code::UnusedTerm, &known.origin, format!("no part needs trait `{}`", known.id));
        }
        for known in catalog.attributes.iter().filter(|known| !needed.contains(known.id.as_str())) {
            self.add(Code::UnusedTerm, &known.origin, format!("no part needs attribute `{}`", known.id));
        }
        for known in catalog.traits.iter().filter(|known| !offered.contains(&known.id)) {
            self.add(Code::UnusedTerm, &known.origin, format!("no service has trait `{}`", known.id));
        }
        for domain in catalog.domains.iter().filter(|domain| !domains.contains(&domain.id)) {
            self.add(Code::UnusedTerm, &domain.origin, format!("domain `{}` has no controls", domain.id));
        }
    }

    /// Every requirement is mapped to a control or declared organisational. Where a framework has baselines,
    /// requirements in none of them may stay unmapped, such as the optional controls of NIST SP 800-53.
    fn requirements(&mut self, catalog: &Catalog) {
        for framework in catalog.frameworks.values() {
            let wanted = framework
                .requirements
                .iter()
                .filter(|requirement| framework.baselines.is_empty() || !requirement.baselines.is_empty());
            for requirement in wanted {
                if requirement.satisfied_by.is_empty() && requirement.organizational.is_none() {
                    let message = format!("no control satisfies `{}` of `{}`", requirement.id, framework.id);
                    self.add(Code::RequirementUncovered, &requirement.origin, message);
                }
            }
        }
    }
}
