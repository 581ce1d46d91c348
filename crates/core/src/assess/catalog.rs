//! The catalog judged as a work of its own: does it say what it must, in the way it should, and how much of each
//! framework does it cover?

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BaselineId, Catalog, Control, Framework, Part};
use crate::resolve::Decision;
use crate::source::{Origin, Sources};

/// More words than this do not fit a table cell that people read.
const MOST_WORDS: usize = 45;

/// A control with one part is hardly a control, one with more than five is several.
const PARTS: std::ops::RangeInclusive<usize> = 2..=5;

/// Words that stand where a decision should.
const EMPTY_PHRASES: [&str; 4] = ["appropriate", "as needed", "as necessary", "best practice"];

/// How much of a selection of a framework's requirements the catalog covers.
#[derive(Debug)]
pub struct FrameworkCoverage<'c> {
    /// The framework.
    pub framework: &'c Framework,
    /// The selection; all requirements when none.
    pub baseline: Option<&'c BaselineId>,
    /// Requirements in it.
    pub total: usize,
    /// Satisfied by a control or part.
    pub mapped: usize,
    /// Only the organisation as a whole can meet them.
    pub organizational: usize,
}

impl FrameworkCoverage<'_> {
    /// Requirements that nothing speaks about.
    pub fn open(&self) -> usize {
        self.total - self.mapped - self.organizational
    }
}

/// The coverage of every framework and of each of its baselines.
pub fn coverage(catalog: &Catalog) -> Vec<FrameworkCoverage<'_>> {
    let mut all = Vec::new();
    for framework in catalog.frameworks.values() {
        let baselines = framework.baselines.iter().map(|(id, _)| Some(id));
        for baseline in std::iter::once(None).chain(baselines) {
            let held = framework
                .requirements
                .iter()
                .filter(|requirement| baseline.is_none_or(|id| requirement.baselines.contains(id)));
            let mut coverage =
                FrameworkCoverage { framework, baseline, total: 0, mapped: 0, organizational: 0 };
            for requirement in held {
                coverage.total += 1;
                if !requirement.satisfied_by.is_empty() {
                    coverage.mapped += 1;
                } else if requirement.organizational.is_some() {
                    coverage.organizational += 1;
                }
            }
            all.push(coverage);
        }
    }
    all
}

/// What the catalog does not say as it should.
pub fn catalog_mistakes(catalog: &Catalog, sources: &Sources) -> Vec<Diagnostic> {
    let mut check = CatalogCheck { sources, mistakes: Vec::new() };
    for control in &catalog.controls {
        check.control(catalog, control);
    }
    check.terms(catalog);
    check.requirements(catalog);
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
            let message =
                format!("`{id}` has {parts} parts; {} to {} are wanted", PARTS.start(), PARTS.end());
            self.add(Code::PartCount, &control.origin.key("parts"), message);
        }
        self.text(&control.objective, &control.origin.key("objective"));
        for part in &control.parts {
            let texts = std::iter::once(&part.texts).chain(part.wording.values());
            for text in texts.flat_map(|texts| texts.provider.iter().chain(&texts.customer)) {
                self.text(text, &part.origin);
            }
            self.told(catalog, control, part);
        }
    }

    fn text(&mut self, text: &str, origin: &Origin) {
        let words = text.split_whitespace().count();
        if words > MOST_WORDS {
            self.add(Code::TextTooLong, origin, format!("{words} words; {MOST_WORDS} are the most"));
        }
        let lower = text.to_lowercase();
        for phrase in EMPTY_PHRASES.into_iter().filter(|phrase| lower.contains(phrase)) {
            self.add(Code::EmptyPhrase, origin, format!("`{phrase}` leaves open what is to be done"));
        }
    }

    /// Each side that has a duty under some class is told what to do.
    fn told(&mut self, catalog: &Catalog, control: &Control, part: &Part) {
        for class in &catalog.classes {
            // Claims of a part that contradict each other are reported where a service of the class is resolved.
            let Some(Ok(decision)) = Decision::of_class(catalog, part, &class.id) else { continue };
            let duties = decision.duties();
            let texts = part.texts_for(Some(&class.id));
            let provider = duties.iter().any(|holder| holder.involves_provider());
            let customer = duties.iter().any(|holder| holder.involves_customer());
            let sides = [("provider", &texts.provider, provider), ("customer", &texts.customer, customer)];
            for (side, _, _) in sides.into_iter().filter(|(_, text, involved)| *involved && text.is_none()) {
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
        let needed: BTreeSet<_> = parts().flat_map(|part| &part.needs).collect();
        let offered: BTreeSet<_> = catalog.services.values().flat_map(|service| &service.traits).collect();
        let domains: BTreeSet<_> = catalog.controls.iter().map(|control| &control.domain).collect();
        for layer in catalog.layers.iter().filter(|layer| !layers.contains(&layer.id)) {
            self.add(Code::UnusedTerm, &layer.origin, format!("no part stands on the layer `{}`", layer.id));
        }
        for known in catalog.traits.iter().filter(|known| !needed.contains(&known.id)) {
            self.add(Code::UnusedTerm, &known.origin, format!("no part needs the trait `{}`", known.id));
        }
        for known in catalog.traits.iter().filter(|known| !offered.contains(&known.id)) {
            self.add(Code::UnusedTerm, &known.origin, format!("no service has the trait `{}`", known.id));
        }
        for domain in catalog.domains.iter().filter(|domain| !domains.contains(&domain.id)) {
            self.add(Code::UnusedTerm, &domain.origin, format!("the domain `{}` has no control", domain.id));
        }
    }

    /// Where a framework has baselines, what is in none of them may stay open.
    fn requirements(&mut self, catalog: &Catalog) {
        for framework in catalog.frameworks.values() {
            let wanted = framework
                .requirements
                .iter()
                .filter(|requirement| framework.baselines.is_empty() || !requirement.baselines.is_empty());
            for requirement in wanted {
                if requirement.satisfied_by.is_empty() && requirement.organizational.is_none() {
                    let message = format!("nothing satisfies `{}` of `{}`", requirement.id, framework.id);
                    self.add(Code::RequirementUncovered, &requirement.origin, message);
                }
            }
        }
    }
}
