//! A control in one line: its letters in the grid, the text that most of its cells have on each side, and who acts. What a
//! line cannot say stands in `matrix.json`.

use onus_core::model::{Duty, Responsibility};
use onus_core::resolve::{Assignee, ControlRow, MatrixCell, Scope};
use serde::Serialize;

use super::party::party_name;
use super::proof::{ControlProofView, ProofLineView};
use super::service_group::{ServiceGroups, letter};
use super::text::{Text, shortened};
use super::view_cache::ViewCache;

/// Words of a text that a line has room for.
const MOST_WORDS: usize = 12;

/// A control in one line.
#[derive(Debug, Serialize)]
pub(super) struct ControlLineView<'a> {
    /// `I`, `S`, `C` or `–` for each column of the grid: the groups, the organisation, the project.
    pub(super) marks: Vec<&'static str>,
    /// The letter of the control as a whole.
    mark: &'static str,
    /// The groups of each letter, such as `I 1–9, S 10`; none where all groups that have an object have the same.
    by_group: Option<String>,
    /// The members of groups that differ from the others, such as `3: Amazon S3 C, others I`.
    differing: Vec<String>,
    /// What the provider or a project that offers something does, or none.
    provider_does: Option<ActionView>,
    /// What the customer does, or none.
    customer_does: Option<ActionView>,
    /// Who is accountable, operates and verifies.
    who: Vec<ActorView<'a>>,
    /// True when a statement names who is accountable; otherwise it is who manages.
    owned: bool,
    /// True when a party manages, operates and verifies a cell.
    alone: bool,
    /// What proves the duties of providers.
    proof: ProofLineView<'a>,
    /// How many valid pieces of evidence support it.
    held: usize,
    /// Evidence requests about it; zero where the customer has no duty.
    asked: usize,
}

/// What one side does.
#[derive(Debug, Serialize)]
struct ActionView {
    /// The text that most cells have, shortened; the title of the part where it has none.
    text: String,
    /// The columns that it is about, where the control has others, too.
    groups: Option<String>,
    /// True if that is inside the provider's sites and machines and the catalog names no page where the provider publishes it.
    unpublished: bool,
    /// In how many other parts the side has a duty.
    more: usize,
}

/// Who acts.
#[derive(Debug, Serialize)]
struct ActorView<'a> {
    /// `A`, `O` and `V`: is accountable, operates, verifies.
    duties: String,
    /// The one in most cells.
    name: Text<'a>,
    /// How many others do the same.
    more: usize,
}

/// Who has one duty.
struct Holders<'a> {
    /// The letter of the duty.
    letter: &'static str,
    /// The one in most cells first.
    names: Vec<Text<'a>>,
}

impl<'a> ActorView<'a> {
    /// Duties of the same are one entry, such as `AV`.
    fn of(duties: Vec<Holders<'a>>) -> Vec<Self> {
        let mut found: Vec<(Self, Vec<Text<'a>>)> = Vec::new();
        for Holders { letter, mut names } in duties.into_iter().filter(|one| !one.names.is_empty()) {
            let name = names.remove(0);
            match found.iter_mut().find(|(known, _)| known.name == name) {
                Some((known, others)) => {
                    known.duties.push_str(letter);
                    others.extend(names);
                }
                None => found.push((Self { duties: letter.to_owned(), name, more: 0 }, names)),
            }
        }
        let counted = found.into_iter().map(|(known, mut others)| {
            others.sort_unstable();
            others.dedup();
            Self { more: others.iter().filter(|other| **other != known.name).count(), ..known }
        });
        counted.collect()
    }
}

impl<'a> ControlLineView<'a> {
    pub(super) fn new(
        cache: &ViewCache<'_, 'a>,
        place: usize,
        row: &'a ControlRow<'a>,
        proof: &[ControlProofView<'a>],
    ) -> Self {
        let groups = cache.groups();
        let scope = &cache.matrix.scope;
        let mut folded = vec![Responsibility::NotApplicable; groups.columns()];
        for cell in &row.cells {
            let side = &mut folded[groups.column(cell)];
            *side = Responsibility::fold([*side, cell.responsibility()]);
        }
        let present: Vec<usize> = (0..folded.len()).filter(|column| is_present(folded[*column])).collect();
        let owners = row.owners();
        let owned = !owners.is_empty() && row.concerns_customer();
        let accountable: Vec<Text<'a>> = match owned {
            true => owners.into_iter().map(|owner| party_name(cache.matrix, owner)).collect(),
            false => actors(scope, row, Duty::Manage),
        };
        Self {
            marks: folded.iter().map(|one| letter(*one)).collect(),
            mark: letter(row.responsibility()),
            by_group: by_group(groups, &folded),
            differing: groups.differing(place),
            provider_does: ActionView::of(groups, &present, provider_actions(scope, groups, row)),
            customer_does: ActionView::of(groups, &present, customer_actions(groups, row)),
            who: ActorView::of(vec![
                Holders { letter: "A", names: accountable },
                Holders { letter: "O", names: actors(scope, row, Duty::Operate) },
                Holders { letter: "V", names: actors(scope, row, Duty::Verify) },
            ]),
            owned,
            alone: row.cells.iter().any(is_alone),
            proof: ProofLineView::of(proof),
            held: row.evidence.iter().filter(|place| cache.state(**place).is_valid()).count(),
            asked: if row.concerns_customer() { row.control.evidence.len() } else { 0 },
        }
    }
}

fn is_present(responsibility: Responsibility) -> bool {
    responsibility != Responsibility::NotApplicable
}

/// The groups of each letter, where they differ.
fn by_group(groups: &ServiceGroups<'_>, folded: &[Responsibility]) -> Option<String> {
    let of_services = &folded[..groups.len()];
    let all = [Responsibility::Inherited, Responsibility::Shared, Responsibility::Customer];
    let said = all.into_iter().filter_map(|one| {
        let columns: Vec<usize> =
            (0..of_services.len()).filter(|column| of_services[*column] == one).collect();
        (!columns.is_empty()).then(|| format!("{} {}", letter(one), groups.heads(&columns)))
    });
    let said: Vec<String> = said.collect();
    (said.len() > 1).then(|| said.join(" · "))
}

/// What a side does in cells of one part that have the same text.
struct Action<'a> {
    part: &'a onus_core::model::Part,
    words: Words<'a>,
    unpublished: bool,
    cells: usize,
    /// Ascending, each once.
    columns: Vec<usize>,
}

/// Where the words of an action come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words<'a> {
    /// The catalog, which may have none.
    Catalog(Option<&'a str>),
    /// An offer of another project.
    Offer { from: &'a str, title: &'a str },
}

fn provider_actions<'a>(
    scope: &Scope<'a>,
    groups: &ServiceGroups<'a>,
    row: &'a ControlRow<'a>,
) -> Vec<Action<'a>> {
    let mut actions = Vec::new();
    for cell in &row.cells {
        for inherited in &cell.upstream {
            let known = inherited.offer.known;
            let words = Words::Offer { from: known.from_name.trim(), title: known.offer.title.trim() };
            note(&mut actions, groups, cell, words);
        }
        if cell.concerns_provider() {
            note(&mut actions, groups, cell, Words::Catalog(cell.provider_text()));
            let unpublished =
                cell.provider_source().is_none() && scope.catalog.is_out_of_sight(&cell.part.layer);
            let noted =
                actions.iter_mut().find(|action| action.is(cell, Words::Catalog(cell.provider_text())));
            if let Some(action) = noted {
                action.unpublished |= unpublished;
            }
        }
    }
    actions
}

fn customer_actions<'a>(groups: &ServiceGroups<'a>, row: &'a ControlRow<'a>) -> Vec<Action<'a>> {
    let mut actions = Vec::new();
    for cell in row.cells.iter().filter(|cell| cell.concerns_customer()) {
        note(&mut actions, groups, cell, Words::Catalog(cell.customer_text()));
    }
    actions
}

/// Counts a cell with the others of its part that have the same words.
fn note<'a>(
    actions: &mut Vec<Action<'a>>,
    groups: &ServiceGroups<'a>,
    cell: &'a MatrixCell<'a>,
    words: Words<'a>,
) {
    let place = actions.iter().position(|action| action.is(cell, words)).unwrap_or(actions.len());
    if place == actions.len() {
        actions.push(Action { part: cell.part, words, unpublished: false, cells: 0, columns: Vec::new() });
    }
    let (action, column) = (&mut actions[place], groups.column(cell));
    action.cells += 1;
    if let Err(at) = action.columns.binary_search(&column) {
        action.columns.insert(at, column);
    }
}

impl Action<'_> {
    fn is(&self, cell: &MatrixCell<'_>, words: Words<'_>) -> bool {
        std::ptr::eq(self.part, cell.part) && self.words == words
    }

    fn text(&self) -> String {
        match self.words {
            Words::Catalog(Some(text)) => shortened(text, MOST_WORDS),
            Words::Catalog(None) => self.part.title.trim().to_owned(),
            Words::Offer { from, title } => format!("{from}: {title}."),
        }
    }
}

impl ActionView {
    /// Says that of most cells and counts the others by part. `present` are the columns in which the control has an
    /// object.
    fn of(groups: &ServiceGroups<'_>, present: &[usize], mut actions: Vec<Action<'_>>) -> Option<Self> {
        let most = actions.iter().map(|action| action.cells).max()?;
        let lead = actions.remove(actions.iter().position(|action| action.cells == most)?);
        // A part that words what is done differently for some groups counts once.
        let mut parts: Vec<&str> = actions.iter().map(|action| action.part.id.as_str()).collect();
        parts.sort_unstable();
        parts.dedup();
        let more = parts.len();
        let groups = (lead.columns != present).then(|| groups.heads(&lead.columns));
        let (text, unpublished) = (lead.text(), lead.unpublished);
        Some(Self { text, groups, unpublished, more })
    }
}

/// Who has a duty: the parties of the customer, the one in most cells first; where the customer has no part in it, the
/// providers and the projects whose offers hold.
fn actors<'a>(scope: &Scope<'a>, row: &'a ControlRow<'a>, duty: Duty) -> Vec<Text<'a>> {
    let mut ours: Vec<CountedActor<'a>> = Vec::new();
    let mut others: Vec<CountedActor<'a>> = Vec::new();
    for cell in &row.cells {
        match *cell.assignees.get(duty) {
            Assignee::Party(party, _) => count(&mut ours, &party.name),
            Assignee::Unassigned => count(&mut ours, UNASSIGNED),
            Assignee::Provider => {
                let acting = cell.acting(duty);
                for id in cell.providers().filter(|_| acting.provider) {
                    let known = scope.catalog.providers.get(id);
                    count(&mut others, known.map_or(id.as_str(), |known| &known.short_name));
                }
                let offering = cell.offered_by().filter(|_| acting.upstream);
                offering.into_iter().for_each(|name| count(&mut others, name));
            }
        }
    }
    let mut counted = if ours.is_empty() { others } else { ours };
    // The sort keeps the order of the cells among equals.
    counted.sort_by_key(|known| std::cmp::Reverse(known.cells));
    counted.into_iter().map(|known| known.name).collect()
}

/// In place of a party where none is named.
const UNASSIGNED: &str = "unassigned";

/// Who has a duty, and in how many cells.
struct CountedActor<'a> {
    name: Text<'a>,
    cells: usize,
}

fn count<'a>(counted: &mut Vec<CountedActor<'a>>, name: &'a str) {
    match counted.iter_mut().find(|known| known.name.0.trim() == name.trim()) {
        Some(known) => known.cells += 1,
        None => counted.push(CountedActor { name: Text(name), cells: 1 }),
    }
}

/// True when one party manages, operates and verifies a cell, beside a provider or not.
fn is_alone(cell: &MatrixCell<'_>) -> bool {
    let Assignee::Party(verifier, _) = cell.assignees.get(Duty::Verify) else { return false };
    cell.assignees.iter().all(|assignee| matches!(assignee, Assignee::Party(one, _) if one.id == verifier.id))
}
