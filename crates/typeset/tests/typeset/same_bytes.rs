//! The same Markdown gives the same bytes, whatever was set before it.

use onus_typeset::document::parse;
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;

use crate::{meta, table, written};

/// What earlier documents have found out of words and texts serves later ones; nothing else of them may reach these.
#[test]
fn documents_made_before_do_not_reach_a_document() {
    let texts = [
        "# One\n\nShared words, *slanted*, `code` and 中 that no face has.\n\n| a | b |\n|---|---|\n| Shared words | unimaginable organisations |\n",
        "Other words first. Shared words, *slanted*, `code` and 中 that no face has.\n\n[Shared words](https://example.org)\n",
        "Shared words\n\n| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| unimaginable organisations | x | Shared words | y | שלום | z | unimaginable | 中 |\n",
    ];
    let made = |text: &str, look: &Look| {
        let pages = lay_out(&parse(text, meta()), look);
        (pages.warnings.len(), pdf::write(&pages, &meta(), &[]).unwrap().bytes)
    };
    let fresh: Vec<_> = texts.iter().map(|text| made(text, &Look::default())).collect();
    assert!(fresh.iter().all(|(warnings, _)| *warnings == 1));
    let look = Look::default();
    for number in [0, 1, 2, 2, 1, 0, 2, 0, 1] {
        assert!(made(texts[number], &look) == fresh[number], "document {number} differs");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let markdown = table(40) + "\n```mermaid\npie\n \"a\" : 1\n \"b\" : 2\n```\n\n[link](#matrix) 🎉 שלום\n";
    assert!(written(&markdown) == written(&markdown));
}
