//! Where templates name each other: for pointing at an endless include, and for a bound on how deep they nest.

use std::collections::BTreeMap;
use std::ops::Range;

use super::complaint::Texts;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// How deep templates may include or extend each other. Every level costs stack, which a crash would be the end of.
const DEEPEST: usize = 8;

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
    let mut known = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, (source, text)) in texts {
        for (next, place) in named_in(text) {
            if depth(texts, next, &mut known) != DEEPEST {
                continue;
            }
            let span = Span { source: *source, start: place.start, end: place.end };
            let message =
                format!("`{name}` begins a chain of more than {DEEPEST} templates that include each other");
            problems.push(
                Diagnostic::error(Code::TemplateLoop, message)
                    .at(span, "the chain begins here")
                    .hint("put the text of some of them into one template".to_owned()),
            );
        }
    }
    problems
}

/// How many templates stand below one another from here on, this one among them; counted up to one more than may be.
fn depth<'t>(texts: &'t Texts, name: &'t str, known: &mut BTreeMap<&'t str, usize>) -> usize {
    if let Some(depth) = known.get(name) {
        return *depth;
    }
    // Holds a cycle that the engine does not see: it is as deep as anything can be.
    known.insert(name, DEEPEST + 1);
    let below = texts.get(name).map(|(_, text)| named_in(text)).unwrap_or_default();
    let deepest = below.into_iter().map(|(next, _)| depth(texts, next, known)).max().unwrap_or_default();
    let depth = (deepest + 1).min(DEEPEST + 1);
    known.insert(name, depth);
    depth
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
