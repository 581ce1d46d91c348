//! Why a requirement applies or does not: the justification of a statement of applicability.

use onus_core::model::{Catalog, Need, Needs, Said, Subject};
use onus_core::resolve::{Matrix, RequirementRow, RequirementState};

use super::overrides::need_title;
use super::statement::prose;
use super::text::listed;
use crate::messages::Messages;
use crate::render::prose::one_line;

/// What makes a requirement apply: facts about the organisation, then by letter services in use (`S`), the project (`P`) and the
/// organisation itself (`O`).
pub(super) fn what_applies(matrix: &Matrix<'_>, row: &RequirementRow<'_>, messages: &Messages) -> String {
    match row.state {
        RequirementState::Organizational => return "O".to_owned(),
        RequirementState::Unmapped => return "Assumed: no control mapped".to_owned(),
        RequirementState::Mapped(_) => {}
    }
    let mut found = ApplyingFacts::default();
    for target in &row.requirement.satisfied_by {
        let Some(control) = matrix.control(target.control.as_str()) else { continue };
        for part in &control.control.parts {
            if control.cells_of(target).any(|cell| cell.part.id == part.id) {
                found.add(matrix, part.per, &part.needs);
            }
        }
    }
    found.in_words(messages)
}

/// What makes the parts that satisfy a requirement apply, each once.
#[derive(Debug, Default)]
struct ApplyingFacts<'c> {
    /// Titles of attributes that hold.
    attributes: Vec<&'c str>,
    /// Titles of traits of services.
    traits: Vec<&'c str>,
    /// True when a part applies to services of any kind.
    any_service: bool,
    project: bool,
    organization: bool,
}

impl<'c> ApplyingFacts<'c> {
    fn add(&mut self, matrix: &Matrix<'c>, per: Subject, needs: &'c Needs) {
        let mut needs_trait = false;
        for need in needs.all.iter().chain(&needs.any) {
            let title = need_title(matrix.scope.catalog, need);
            let titles = match need {
                Need::Trait(_) => {
                    needs_trait = true;
                    &mut self.traits
                }
                Need::Attribute(id) => {
                    let value = matrix.scope.attribute(id);
                    if value.is_none_or(|value| value.said != Said::True) {
                        continue;
                    }
                    &mut self.attributes
                }
            };
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        match per {
            Subject::Service => self.any_service |= !needs_trait,
            Subject::Project => self.project = true,
            Subject::Organization => self.organization = true,
        }
    }

    fn in_words(&self, messages: &Messages) -> String {
        let (mut facts, mut letters): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        facts.extend((!self.attributes.is_empty()).then(|| some_of(&self.attributes, messages)));
        if self.any_service {
            letters.push("S");
        } else if !self.traits.is_empty() {
            facts.push(format!("S: {}", some_of(&self.traits, messages)));
        }
        letters.extend(self.project.then_some("P"));
        letters.extend(self.organization.then_some("O"));
        facts.extend((!letters.is_empty()).then(|| letters.join(", ")));
        capitalized(&facts.join("; "))
    }
}

/// The first of several titles, and how many more there are. English ones go on in a sentence; how other languages write
/// them, their translation says.
fn some_of(titles: &[&str], messages: &Messages) -> String {
    let shown = |title: &str| match messages.has(title) {
        true => messages.text(title).to_owned(),
        false => title.to_lowercase(),
    };
    match titles {
        [] => String::new(),
        [only] => shown(only),
        [first, more @ ..] => format!("{} +{}", shown(first), more.len()),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Why a requirement does not apply: its own statement, the decisions that exclude what satisfies it, or what nothing in use
/// has.
pub(super) fn what_excludes(matrix: &Matrix<'_>, row: &RequirementRow<'_>, decisions: &[String]) -> String {
    if let Some(scoped) = row.statement.as_deref() {
        return one_line(&prose(scoped));
    }
    if !decisions.is_empty() {
        return decisions.join("; ");
    }
    let mut needs: Vec<String> = Vec::new();
    for target in &row.requirement.satisfied_by {
        let parts = matrix.control(target.control.as_str()).map_or(&[][..], |control| &control.control.parts);
        let meant = parts.iter().filter(|part| target.part.as_ref().is_none_or(|id| *id == part.id));
        for text in meant.map(|part| needs_in_words(matrix.scope.catalog, &part.needs)) {
            if !text.is_empty() && !needs.contains(&text) {
                needs.push(text);
            }
        }
    }
    match needs.is_empty() {
        true => "Nothing in use is concerned".to_owned(),
        false => format!("Nothing in use is of this kind: {}", needs.join("; or ")),
    }
}

/// What a part needs, in words: `“Holds keys” and “Stores data”`, `“Runs code” or “Guest operating system”`.
pub(super) fn needs_in_words(catalog: &Catalog, needs: &Needs) -> String {
    let all: Vec<&str> = needs.all.iter().map(|need| need_title(catalog, need)).collect();
    let any: Vec<&str> = needs.any.iter().map(|need| need_title(catalog, need)).collect();
    let either = any.join(" or ");
    listed(&all.into_iter().chain((!either.is_empty()).then_some(either.as_str())).collect::<Vec<_>>())
}
