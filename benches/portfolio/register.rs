//! Evidence registers and the small files that they name.

use crate::NewFile;
use crate::chance::Chance;

/// A piece of evidence.
pub(crate) struct Piece {
    /// What statements refer to.
    pub(crate) id: String,
    /// As printed.
    pub(crate) title: String,
    /// Controls that it supports beside those whose statements name it, as a YAML list.
    pub(crate) controls: String,
    /// Who provides it.
    pub(crate) party: String,
    /// The day on which it was true.
    pub(crate) collected: String,
    /// How often it is made anew.
    pub(crate) cadence: &'static str,
    /// Where it is.
    pub(crate) place: Place,
}

/// Where a piece of evidence is.
pub(crate) enum Place {
    /// In a file beside the register, with this text.
    File(String),
    /// In a file that nobody has put there yet.
    Awaited,
    /// In the system that keeps evidence.
    Url,
}

/// The register of a folder and the files beside it.
pub(crate) fn files(folder: &str, opening: &str, pieces: &[Piece]) -> Vec<NewFile> {
    let mut register = format!("# {opening}\nschema: onus.evidence/1\nevidence:\n");
    let mut files = Vec::new();
    for piece in pieces {
        let id = &piece.id;
        let (kind, location) = match &piece.place {
            Place::File(text) => {
                files.push((format!("{folder}/{id}.txt"), text.clone()));
                ("file", format!("{id}.txt"))
            }
            Place::Awaited => ("file", format!("{id}.txt")),
            Place::Url => ("url", format!("https://grc.halden.example/evidence/{id}")),
        };
        register += &format!(
            "  - id: {id}\n    title: {}\n    kind: {kind}\n    location: {location}\n    controls: [{}]\n    \
             provided-by: {}\n    collected: {}\n    cadence: {}\n",
            piece.title, piece.controls, piece.party, piece.collected, piece.cadence
        );
    }
    files.push((format!("{folder}/register.yaml"), register));
    files
}

/// A day on which something was collected: mostly not long ago, now and then so long ago that it is stale.
pub(crate) fn collected(chance: &mut Chance) -> String {
    let month = if chance.happens(85) { 9 + chance.below(2) } else { 1 + chance.below(7) };
    format!("2026-{month:02}-{:02}", 1 + chance.below(28))
}

/// What an export of settings looks like: a head and some lines of names and values.
pub(crate) fn export(chance: &mut Chance, about: &str, lines: usize) -> String {
    let mut text = format!("Export of settings: {about}\n\n");
    for line in 0..lines {
        let state = chance.pick(&["as wanted", "as wanted", "as wanted", "differs, ticket open"]);
        text += &format!("{:>3}  resource-{:06x}  {state}\n", line + 1, chance.below(0xff_ffff));
    }
    text
}
