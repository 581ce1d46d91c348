//! Good profiles, damaged at random: whatever comes of it is a workspace or a list of mistakes, and it ends.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use onus::open::{EvidenceReading, MistakeStage, OpenWorkspace, Selection};
use onus_core::diagnostic::{Coloring, as_json_line, as_text};
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use crate::workspace::ends::ends;
use crate::workspace::{repository, tree};

const FILES: [&str; 3] = [
    "profiles/acme/organization.yaml",
    "profiles/acme/projects/payments.yaml",
    "profiles/acme/evidence/register.yaml",
];

/// What a tired hand, a merge or a broken disk does to a file.
#[derive(Debug, Clone)]
enum Damage {
    DeleteLine(Index),
    DuplicateLine(Index),
    SwapLines(Index, Index),
    Indent(Index, usize),
    ReplaceLine(Index, String),
    Insert(Index, Vec<u8>),
    Cut(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    let line = prop_oneof![
        Just("- *x".to_owned()),
        Just("  &x : [".to_owned()),
        Just("? {{ }}".to_owned()),
        Just("  - { id: }".to_owned()),
        Just("text: |2-".to_owned()),
        Just("\t- !!binary \"\\x".to_owned()),
        Just("---".to_owned()),
        Just("name: ~".to_owned()),
        "[ -~äß日\u{202e}]{0,40}",
    ];
    prop_oneof![
        at().prop_map(Damage::DeleteLine),
        at().prop_map(Damage::DuplicateLine),
        (at(), at()).prop_map(|(one, other)| Damage::SwapLines(one, other)),
        (at(), 0_usize..9).prop_map(|(at, spaces)| Damage::Indent(at, spaces)),
        (at(), line).prop_map(|(at, line)| Damage::ReplaceLine(at, line)),
        (at(), proptest::collection::vec(any::<u8>(), 1..6))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        at().prop_map(Damage::Cut),
    ]
}

fn apply(damage: &Damage, bytes: &[u8]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return bytes.to_vec();
    }
    match damage {
        Damage::DeleteLine(at) => drop(lines.remove(at.index(lines.len()))),
        Damage::DuplicateLine(at) => {
            lines.insert(at.index(lines.len()), lines[at.index(lines.len())].clone())
        }
        Damage::SwapLines(one, other) => {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
        }
        Damage::Indent(at, spaces) => {
            let line = &mut lines[at.index(bytes.iter().filter(|byte| **byte == b'\n').count().max(1))];
            *line = [vec![b' '; *spaces], line.trim_ascii_start().to_vec()].concat();
        }
        Damage::ReplaceLine(at, text) => {
            let at = at.index(lines.len());
            lines[at] = format!("{text}\n").into_bytes();
        }
        Damage::Insert(at, new) => {
            let mut bytes = bytes.to_vec();
            let at = at.index(bytes.len());
            bytes.splice(at..at, new.iter().copied());
            return bytes;
        }
        Damage::Cut(at) => return bytes[..at.index(bytes.len())].to_vec(),
    }
    lines.concat()
}

/// Resolves and judges what is left of a workspace and shows what is wrong with it, as both kinds of message.
fn look(root: &Path) {
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day of the calendar");
    let open = OpenWorkspace::open(root, Selection::default(), as_of, EvidenceReading::All(None))
        .expect("the folder is there");
    let mut mistakes = open.mistakes();
    mistakes.add(MistakeStage::Conflicts, open.conflicts());
    for mistake in &mistakes.in_order() {
        for label in &mistake.labels {
            let place = open.sources().place(label.span);
            assert!(place.line > 0 && place.column > 0);
        }
        assert!(!as_text(mistake, open.sources(), Coloring::Plain).contains('\u{1b}'));
        let line = as_json_line(mistake, open.sources());
        assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "damages 64 workspaces; run by .ci/run"]
    fn a_damaged_profile_never_stops_the_program(
        file in 0..FILES.len(),
        damages in proptest::collection::vec(damage(), 1..5),
    ) {
        let folder = TempDir::new().expect("the system gives out temporary folders");
        for (path, bytes) in tree(&repository().join("profiles/acme")) {
            let path = format!("profiles/acme/{path}");
            let bytes = if path == FILES[file] {
                damages.iter().fold(bytes, |bytes, damage| apply(damage, &bytes))
            } else {
                bytes
            };
            let place = folder.path().join(&path);
            fs::create_dir_all(place.parent().expect("below the folder")).expect("a folder can be made");
            fs::write(place, bytes).expect("a file can be written");
        }
        let place = folder.path().to_owned();
        ends("a damaged profile", move || look(&place));
    }
}
