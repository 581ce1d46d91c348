//! A new register entry, from the command line, with defaults for what is not given.

use chrono::NaiveDate;
use onus_core::model::{Catalog, EvidenceId, Identifier};
use onus_core::source::{ItemValue, NewItem};

use super::located::Located;
use super::register::TargetRegister;
use crate::cli::AddEvidenceArgs;

/// Longest id that is made from a name, in characters: ids have at most 64, and a number may follow.
const LONGEST: usize = 56;

/// A new entry of a register.
pub(super) struct NewEntry {
    pub(super) id: EvidenceId,
    /// Its keys and values, as they are written.
    pub(super) item: NewItem,
    /// The defaults that were used.
    pub(super) assumed: Vec<String>,
}

/// Makes the entry for a piece of evidence, added today.
pub(super) fn entry(
    register: &TargetRegister<'_>,
    located: &Located,
    args: &AddEvidenceArgs,
    today: NaiveDate,
) -> NewEntry {
    let mut assumed = Vec::new();
    let id = args.id.as_deref().and_then(|id| EvidenceId::parse(id).ok()).unwrap_or_else(|| {
        let id = free_id(register, &located.name);
        assumed.push(format!("the id `{id}`"));
        id
    });
    let title = args.title.clone().unwrap_or_else(|| {
        let title = located.title.clone().unwrap_or_else(|| title_of(&located.name));
        assumed.push(format!("the title `{title}`"));
        title
    });
    let collected = args.collected.unwrap_or_else(|| {
        assumed.push(format!("collected today, {today}"));
        today
    });
    // The order of the keys is that of the guide (docs/evidence.md).
    let text = |text: &str| ItemValue::Text(text.to_owned());
    let day = |day: NaiveDate| ItemValue::Bare(day.format("%Y-%m-%d").to_string());
    let controls: Vec<String> =
        args.control.iter().map(|written| in_usual_spelling(&register.subject.catalog, written)).collect();
    let mut item: NewItem = vec![
        ("id", text(id.as_str())),
        ("title", text(&title)),
        ("kind", text(located.kind.word())),
        ("location", text(&located.location)),
        ("controls", ItemValue::List(each_once(&controls))),
    ];
    if !args.service.is_empty() {
        item.push(("services", ItemValue::List(each_once(&args.service))));
    }
    item.extend(args.provided_by.as_deref().map(|party| ("provided-by", text(party))));
    item.push(("collected", day(collected)));
    item.push(("added", day(today)));
    item.extend(args.valid_for.as_deref().map(|time| ("valid-for", text(time))));
    item.extend(args.valid_until.map(|last| ("valid-until", day(last))));
    item.extend(args.cadence.as_deref().map(|cadence| ("cadence", text(cadence))));
    item.extend(args.classification.map(|word| ("classification", text(word.word()))));
    let pin = located.fingerprint.filter(|_| !args.no_pin);
    item.extend(pin.map(|fingerprint| ("sha256", text(&fingerprint.sha256.to_string()))));
    item.extend(args.note.as_deref().map(|note| ("note", text(note))));
    NewEntry { id, item, assumed }
}

/// `CONTROL` or `CONTROL/part` as the catalog spells it.
fn in_usual_spelling(catalog: &Catalog, written: &str) -> String {
    let (control, part) =
        written.split_once('/').map_or((written, None), |(control, part)| (control, Some(part)));
    let Some(found) = catalog.control_meant(control) else { return written.to_owned() };
    part.map_or(found.id.to_string(), |part| format!("{}/{part}", found.id))
}

fn each_once(names: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.contains(name) {
            kept.push(name.clone());
        }
    }
    kept
}

/// The name as an id: lower-case letters and digits, anything else a single `-`; with a number after it if the
/// organisation already has evidence with that id.
fn free_id(register: &TargetRegister<'_>, name: &str) -> EvidenceId {
    let mut base = String::new();
    for c in name.to_lowercase().chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() {
            base.push(c);
        } else if !base.ends_with('-') && !base.is_empty() {
            base.push('-');
        }
    }
    let base = Some(base.trim_end_matches('-')).filter(|base| !base.is_empty()).unwrap_or("evidence");
    let taken = &register.subject.organization.evidence;
    // The first one has no number, so the next one is the second.
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    let mut ids = std::iter::once(base.to_owned()).chain(numbered);
    let free = ids.find(|id| !taken.contains_key(id.as_str())).expect("numbers do not end");
    EvidenceId::parse(&free).expect("lower-case letters, digits and dashes are an id")
}

/// The name as a title: a capital first, and spaces for `-` and `_`, except between digits, as in dates.
fn title_of(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
    let spaced: String = characters
        .iter()
        .enumerate()
        .map(|(at, &c)| match c {
            '-' if is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1)) => c,
            '-' | '_' => ' ',
            _ => c,
        })
        .collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => "Evidence".to_owned(),
    }
}
