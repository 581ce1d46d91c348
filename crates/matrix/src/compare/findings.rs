//! Findings: new, closed, worse and better ones. A finding has no id, so it is known again by its code and by what it is
//! about; where one thing can have several findings of a code, by what it says, too.

use std::collections::{BTreeMap, VecDeque};

use onus_core::model::ControlId;

use super::change::{Action, Aspect, Change, Detail, Effect, Subject, Thing};
use super::matrix::Finding;
use super::pair::Pair;

/// What a finding is known again by: the control, service and evidence that it is about, and a word.
type Key = ([Option<String>; 3], String);

/// The findings of both sides that have no match yet.
struct Open<'m> {
    old: Vec<&'m Finding>,
    new: Vec<&'m Finding>,
}

/// What changed about findings.
pub(super) fn changes(pair: &Pair<'_>, found: &mut Vec<Change>) {
    let (old, new) = (pair.old.findings.iter().collect(), pair.new.findings.iter().collect());
    let mut open = Open { old, new };
    // What says the same about the same is the same finding, wherever it stands; so is what has a subject of its own,
    // though days and names in what it says may differ.
    open.take(pair, |finding| Some(format!("{}\n{}", finding.code, finding.message)));
    open.take(pair, |finding| family(finding).map(|_| finding.code.clone()));
    let turned = open.take(pair, |finding| family(finding).map(str::to_owned));
    found.extend(turned.into_iter().map(|(old, new)| turn(pair, old, new)));
    found.extend(open.new.into_iter().map(|finding| {
        let detail = Detail::came(Aspect::Severity, finding.severity.word());
        let change = Change::new(Subject::Finding, Action::Came, thing(pair, finding), vec![detail]);
        change.effect(Effect::Worse).at(None, Some(&finding.place))
    }));
    found.extend(open.old.into_iter().map(|finding| {
        let detail = Detail::went(Aspect::Severity, finding.severity.word());
        let change = Change::new(Subject::Finding, Action::Went, thing(pair, finding), vec![detail]);
        change.effect(Effect::Better).at(Some(&finding.place), None)
    }));
}

/// Codes that take turns about one thing: evidence that was due is stale now. None where one thing can have several
/// findings of a code.
fn family(finding: &Finding) -> Option<&'static str> {
    let word = finding.code.split('-').next().unwrap_or_default();
    match word {
        "evidence" if finding.evidence.is_some() || finding.control.is_some() => Some("evidence"),
        "attestation" if finding.service.is_some() => Some("attestation"),
        "statement" | "status" if finding.control.is_some() => Some("statement"),
        _ => None,
    }
}

impl<'m> Open<'m> {
    /// Takes out those of both sides that have the same key, in their order; those without a word stay.
    fn take(
        &mut self,
        pair: &Pair<'_>,
        word: impl Fn(&Finding) -> Option<String>,
    ) -> Vec<(&'m Finding, &'m Finding)> {
        let mut waiting: BTreeMap<Key, VecDeque<usize>> = BTreeMap::new();
        for (at, finding) in self.old.iter().enumerate() {
            if let Some(word) = word(finding) {
                let control = finding.control.as_ref().map(|control| pair.now(control));
                waiting.entry((about(finding, control), word)).or_default().push_back(at);
            }
        }
        let mut taken = Vec::new();
        let old = &self.old;
        self.new.retain(|finding| {
            let key = word(finding).map(|word| (about(finding, finding.control.as_ref()), word));
            match key.and_then(|key| waiting.get_mut(&key)?.pop_front()) {
                Some(at) => taken.push((at, *finding)),
                None => return true,
            }
            false
        });
        let matched = taken.iter().map(|(at, new)| (old[*at], *new)).collect();
        let mut at = 0;
        let mut places: Vec<usize> = taken.into_iter().map(|(at, _)| at).collect();
        places.sort_unstable();
        self.old.retain(|_| {
            at += 1;
            places.binary_search(&(at - 1)).is_err()
        });
        matched
    }
}

fn about(finding: &Finding, control: Option<&ControlId>) -> [Option<String>; 3] {
    let evidence = finding.evidence.as_ref().map(ToString::to_string);
    // What evidence supports may change with it; the evidence says which finding it is.
    let control = control.filter(|_| evidence.is_none()).map(ToString::to_string);
    [control, finding.service.as_ref().map(ToString::to_string), evidence]
}

fn thing(pair: &Pair<'_>, finding: &Finding) -> Thing {
    let control = finding.control.as_ref().map(|id| (pair.now(id).to_string(), pair.title(id).to_owned()));
    let service = finding.service.as_ref().map(|id| {
        let services = pair.new.services.iter().chain(&pair.old.services);
        let name = services.filter(|service| service.id == *id).map(|service| service.name.trim()).next();
        (id.to_string(), name.unwrap_or(id.as_str()).to_owned())
    });
    Thing { control, services: service.into_iter().collect(), ..Thing::new(&finding.code, &finding.message) }
}

/// A finding that took the place of another.
fn turn(pair: &Pair<'_>, old: &Finding, new: &Finding) -> Change {
    let details = [
        Detail::between(Aspect::Severity, &old.severity.word(), &new.severity.word()),
        Detail::between(Aspect::Code, &old.code, &new.code),
        Detail::between(Aspect::Text, &old.message, &new.message),
    ];
    let effect = match new.severity.cmp(&old.severity) {
        std::cmp::Ordering::Less => Effect::Better,
        std::cmp::Ordering::Equal => Effect::Neutral,
        std::cmp::Ordering::Greater => Effect::Worse,
    };
    let details = details.into_iter().flatten().collect();
    let change = Change::new(Subject::Finding, Action::Changed, thing(pair, new), details);
    change.effect(effect).at(Some(&old.place), Some(&new.place))
}
