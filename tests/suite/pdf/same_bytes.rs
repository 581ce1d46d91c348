//! The same inputs give the same bytes: whatever the number of threads, the folder, and the user's surroundings.

use std::collections::BTreeMap;

use onus_typeset::document::parse;
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;

use super::meta;
use crate::workspace::{Run, Workspace};

/// All files that a build writes, in a folder of its own.
fn built(threads: &str, surroundings: [(&str, &str); 4]) -> BTreeMap<String, Vec<u8>> {
    let workspace = Workspace::base();
    let mut command = workspace.command(&["build", "--quiet"]);
    command.env("RAYON_NUM_THREADS", threads).envs(surroundings);
    Run::of(command).ended_with(0);
    workspace.tree("output")
}

#[test]
fn threads_folders_and_surroundings_do_not_reach_a_document() {
    let here = [("TZ", "UTC"), ("LANG", "C"), ("LC_ALL", "C"), ("HOME", "/")];
    let there = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "ar_EG.UTF-8"),
        ("HOME", "/nowhere"),
    ];
    let (one, other) = (built("1", here), built("2", there));
    assert!(one.keys().filter(|path| path.ends_with(".pdf")).count() > 4);
    assert!(one.keys().eq(other.keys()));
    for (path, bytes) in &one {
        assert!(bytes == &other[path], "{path} differs");
    }
}

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
