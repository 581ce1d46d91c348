//! Where templates name each other: for pointing at an include without end, and for a limit on how deep they nest.

use std::collections::BTreeMap;
use std::ops::Range;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;

use super::sources::{TemplateSource, TemplateSources};

/// How deep templates may include or extend each other. Together with the engine's own limits on components (20) and
/// nested blocks (40), this one bounds the depth of rendering, and so the stack that it needs.
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

/// Templates that nest deeper than allowed, one diagnostic for each that starts such a chain.
pub(super) fn too_deep(texts: &TemplateSources) -> Vec<Diagnostic> {
    let mut nesting = Nesting { texts, known: BTreeMap::new() };
    let mut problems = Vec::new();
    for (name, TemplateSource { source, text }) in texts {
        let Some((_, place)) = named_in(text).into_iter().find(|(next, _)| nesting.reaches(next, DEEPEST))
        else {
            continue;
        };
        let span = Span { source: *source, start: place.start, end: place.end };
        let message =
            format!("`{name}` starts a chain of more than {DEEPEST} templates that include each other");
        problems.push(
            Diagnostic::error(Code::TemplateLoop, message)
                .at(span, "the chain starts here")
                .hint("merge some of these templates into one".to_owned()),
        );
    }
    problems
}

/// How templates nest. Remembers what it found out, since many templates include the same ones.
struct Nesting<'t> {
    texts: &'t TemplateSources,
    known: BTreeMap<(&'t str, usize), bool>,
}

impl<'t> Nesting<'t> {
    /// True when a chain of at least so many templates starts here, this one included.
    fn reaches(&mut self, name: &'t str, levels: usize) -> bool {
        let Some(TemplateSource { text, .. }) = self.texts.get(name) else { return false };
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
