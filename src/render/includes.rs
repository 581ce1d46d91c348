//! Where templates name each other: for pointing at an endless include, and for a bound on how deep they nest.

use std::collections::BTreeMap;
use std::ops::Range;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;

use super::complaint::Texts;

/// How deep templates may include or extend each other. With the engine's own bounds on components (20) and nested
/// blocks (40) this is the deepest that rendering can go, for which its stack is made.
pub(super) const DEEPEST: usize = 4;

/// The names that a template includes or extends, each with the bytes of the name.
pub(super) fn named_in(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    for (tag, _) in text.match_indices("{%") {
        let inside = text[tag + 2..].trim_start_matches('-').trim_start();
        let words = ["include", "extends"];
        let Some(rest) = words.iter().find_map(|word| inside.strip_prefix(word)) else {
            continue;
        };
        let quoted = rest.trim_start();
        let Some(quote) = quoted.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else {
            continue;
        };
        let start = text.len() - quoted.len() + 1;
        if let Some(length) = text[start..].find(quote) {
            found.push((&text[start..start + length], start..start + length));
        }
    }
    found
}

/// Templates that nest deeper than they may, one diagnostic for each that begins such a chain.
pub(super) fn too_deep(texts: &Texts) -> Vec<Diagnostic> {
    let mut nesting = Nesting { texts, known: BTreeMap::new() };
    let mut problems = Vec::new();
    for (name, (source, text)) in texts {
        let Some((_, place)) = named_in(text).into_iter().find(|(next, _)| nesting.reaches(next, DEEPEST))
        else {
            continue;
        };
        let span = Span { source: *source, start: place.start, end: place.end };
        let message =
            format!("`{name}` begins a chain of more than {DEEPEST} templates that include each other");
        problems.push(
            Diagnostic::error(Code::TemplateLoop, message)
                .at(span, "the chain begins here")
                .hint("put the text of some of them into one template".to_owned()),
        );
    }
    problems
}

/// How templates nest, as far as it has been looked at.
struct Nesting<'t> {
    texts: &'t Texts,
    known: BTreeMap<(&'t str, usize), bool>,
}

impl<'t> Nesting<'t> {
    /// True when at least so many templates stand below one another from here on, this one among them.
    fn reaches(&mut self, name: &'t str, levels: usize) -> bool {
        let Some((_, text)) = self.texts.get(name) else { return false };
        if levels <= 1 {
            return true;
        }
        if let Some(known) = self.known.get(&(name, levels)) {
            return *known;
        }
        let reaches = named_in(text).into_iter().any(|(next, _)| self.reaches(next, levels - 1));
        self.known.insert((name, levels), reaches);
        reaches
    }
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn named_templates_are_found_in_every_spelling() {
        let text =
            "{% include \"a.md\" %} {%- include 'b/c.md' -%}\n{%extends `d`%} {{ include }} {% if include %}";
        let names: Vec<&str> = named_in(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.md", "b/c.md", "d"]);
    }
}
