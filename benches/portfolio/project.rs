//! One project: a profile, its own statements, and mostly a register with evidence of its own.

use onus_core::model::Catalog;

use crate::NewFile;
use crate::chance::Chance;
use crate::names::{Name, name};
use crate::organization::FOLDER;
use crate::register::{self, Piece, Place};

/// Controls on which projects say something of their own: control, what they say.
const OWN_WORDS: [(&str, &str); 14] = [
    ("DEV-01", "Requests are checked against the published schema, and again where they are used."),
    ("DEV-05", "Each merge is analysed, and severe findings stop it."),
    ("DEV-09", "Everything is deployed by the pipeline, with a way back on alarm."),
    ("AUT-03", "Sessions end after 15 minutes without use, and five failed attempts slow down further ones."),
    ("CHG-02", "Test and production are separate accounts, and only the pipeline changes production."),
    ("CRY-01", "All stores are encrypted with a key of this project."),
    ("CAP-01", "Capacity grows with load, and there is room for the loss of a zone."),
    ("BCK-01", "Copies are taken each night and kept as long as the organisation says."),
    ("BCM-04", "A restart from nothing was practised and took less than the time agreed."),
    ("DAT-03", "Records are deleted after seven years, working files after thirty days."),
    ("LOG-01", "All calls and all changes of records are logged with the person or program."),
    ("IAM-01", "People read; only the pipeline writes; an emergency role is alarmed."),
    ("NET-06", "Nothing but the entry can be reached from the Internet."),
    ("PAT-01", "Fixes are installed within the deadlines of the organisation; the report is read weekly."),
];

/// Classes of data, the more frequent ones several times.
const CLASSES: [&str; 6] =
    ["Internal", "Internal", "Confidential", "Confidential", "Confidential", "Restricted"];

/// Regions that a project uses, the more frequent ones several times.
const REGIONS: [&str; 5] =
    ["eu-north-1", "eu-north-1", "eu-north-1, eu-west-1", "eu-central-1", "eu-central-1, eu-west-1"];

/// How often evidence of projects is made anew.
const CADENCES: [&str; 4] = ["quarterly", "quarterly", "semiannual", "annual"];

/// The files of a project by its number.
pub(crate) fn files(catalog: &Catalog, index: usize) -> Vec<NewFile> {
    let mut chance = Chance::new(1_000 + u64::try_from(index).expect("at most ten thousand"));
    let (name, archetype) = name(index);
    let Name { id, name, subject, market } = name;
    let regions = *chance.pick(&REGIONS);
    let mut profile = format!(
        "# {name}.\nschema: onus.project/1\nid: {id}\nname: {name}\ndescription: {} follow {subject} in {market}.\n\
         data-classification: {}\nparties:\n  - {{ id: team, name: {name} Team, contact: {id}@halden.example }}\nservices:\n",
        archetype.description,
        chance.pick(&CLASSES),
    );
    let extra = 1 + chance.below(archetype.extra.len().min(6));
    for (service, purpose) in archetype.core.iter().chain(chance.some(archetype.extra, extra)) {
        assert!(
            catalog.services.keys().any(|known| known.as_str() == *service),
            "{service} is not in the catalog"
        );
        profile += &format!("  - {{ use: {service}, purpose: {purpose}, regions: [{regions}] }}\n");
    }
    profile += "delegations:\n  - { layer: application, to: team }\n  - { layer: data, to: team }\n  \
                - { layer: platform, duties: [manage, verify], to: team }\n";
    if chance.happens(20) {
        profile += "parameters: { log_retention_days: 730 }\n";
    }
    let said = 3 + chance.below(6);
    let said = chance.some(&OWN_WORDS, said);
    let pieces = pieces(&mut chance, &id, &said);
    profile += "statements:\n";
    for (control, words) in said {
        profile += &statement(&mut chance, (control, words), &pieces);
    }
    profile += &list(&mut chance, ("overrides", archetype.overrides), |entry| format!("  - {entry}\n"));
    profile += &list(&mut chance, ("not-applicable", archetype.not_applicable), |entry| {
        format!("  - {{ {entry} }}\n")
    });
    let mut files = vec![(format!("{FOLDER}/projects/{id}.yaml"), profile)];
    if !pieces.is_empty() {
        let opening = format!("What {name} holds as proof.");
        files.extend(register::files(&format!("{FOLDER}/projects/{id}/evidence"), &opening, &pieces));
    }
    files
}

/// A list of a profile with some of these entries, or nothing.
fn list(chance: &mut Chance, (key, entries): (&str, &[&str]), show: impl Fn(&str) -> String) -> String {
    let count = chance.below(entries.len() + 1);
    let taken: String = chance.some(entries, count).into_iter().map(|entry| show(entry)).collect();
    if taken.is_empty() { taken } else { format!("{key}:\n{taken}") }
}

/// Evidence of a project: some for half of what it states; now and then a file has not come yet.
fn pieces(chance: &mut Chance, id: &str, said: &[&(&str, &str)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (control, _) in said {
        if !chance.happens(50) {
            continue;
        }
        let about = format!("{control} in {id}");
        let place = match chance.below(10) {
            0 => Place::Awaited,
            1..4 => Place::Url,
            _ => {
                let lines = 5 + chance.below(60);
                Place::File(register::export(chance, &about, lines))
            }
        };
        pieces.push(Piece {
            id: format!("{id}-{}", control.to_lowercase()),
            title: format!("Settings for {about}"),
            controls: (*control).to_owned(),
            party: "platform".to_owned(),
            collected: register::collected(chance),
            cadence: CADENCES[chance.below(CADENCES.len())],
            place,
        });
    }
    pieces
}

fn statement(chance: &mut Chance, (control, words): (&str, &str), pieces: &[Piece]) -> String {
    let (status, due) = match chance.below(10) {
        0 | 1 => ("partial", "\n    due: 2027-03-31"),
        // A day that has passed, and a plan without a day, are what findings are about.
        2 => ("partial", "\n    due: 2026-10-31"),
        3 => ("planned", ""),
        _ => ("implemented", ""),
    };
    let owner = if chance.happens(93) { "\n    owner: team" } else { "" };
    let ending = format!("-{}", control.to_lowercase());
    let proof = pieces.iter().find(|piece| piece.id.ends_with(&ending));
    let evidence = proof.map_or_else(String::new, |piece| format!("\n    evidence: [{}]", piece.id));
    format!("  - control: {control}\n    status: {status}{owner}{due}\n    text: {words}{evidence}\n")
}
