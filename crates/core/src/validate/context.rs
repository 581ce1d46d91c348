//! What all checks need: the texts, the diagnostics so far, and readers of ids, references, dates and duties.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use super::renamed::{RenamedId, kind_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Noun, odd_hint, quoted, quoted_list};
use crate::model::{DateRange, Identifier, PartialDuties, Renames, find_id};
use crate::schema::{DutiesEntry, SchemaLine};
use crate::source::{Origin, SourceId, Sources, Span, YamlError, YamlList, ids_in, read_yaml};

/// For how many mistakes of a kind the name that was meant is searched in a run.
const MOST_SEARCHES: usize = 50;

/// The diagnostics so far, and what prevents consequential errors.
pub(super) struct Context<'a> {
    pub(super) diagnostics: Diagnostics<'a>,
    /// Ids of entries that could not be read. References to them are not reported as unknown.
    lost: HashSet<String>,
    /// Values that could not be read. That they are missing is not reported again.
    removed: HashSet<Origin>,
    /// For how many mistakes of each kind it was searched what was meant.
    searches: BTreeMap<Code, usize>,
    /// What former ids are now, in the catalog that references are resolved in.
    pub(super) renames: Renames,
    /// Where files use former ids.
    pub(super) renamed: Vec<RenamedId>,
    /// The names of the templates that make documents.
    pub(super) documents: Vec<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            diagnostics: Diagnostics::new(sources),
            lost: HashSet::new(),
            removed: HashSet::new(),
            searches: BTreeMap::new(),
            renames: Renames::default(),
            renamed: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Records the ids in files that could not be read as text.
    pub(super) fn lose_unread(&mut self, problems: &[Diagnostic]) {
        for label in problems.iter().flat_map(|problem| &problem.labels) {
            self.lose_file(label.span.source);
        }
    }

    /// Records the ids in a file that is not used, and its name, because folders may be named after it.
    fn lose_file(&mut self, id: SourceId) {
        let source = self.diagnostics.sources().get(id);
        let name = source.name().rsplit('/').next().unwrap_or_default();
        self.lost.extend(name.rsplit_once('.').map(|(stem, _)| stem.to_owned()));
        self.lost.extend(ids_in(source.text()));
    }

    /// Records the id of an entry that is left out because of an error, which has been reported.
    pub(super) fn lose(&mut self, id: &str) {
        self.lost.insert(id.to_owned());
    }

    /// The `schema` of a file. If it is missing, a diagnostic names one that it could be.
    pub(super) fn schema_of(&mut self, id: SourceId, example: &str) -> Option<String> {
        if let Some(schema) = self.diagnostics.sources().get(id).prepared_schema() {
            return Some(schema.to_owned());
        }
        let reading = read_yaml::<SchemaLine>(self.diagnostics.sources(), id);
        let readable = reading.errors.is_empty();
        self.report(reading.errors);
        self.lost.extend(reading.lost);
        let schema = reading.value?.schema;
        if schema.is_none() && readable {
            self.diagnostics
                .error(Code::MissingKey, &Origin::root(id), "the key `schema` is missing")
                .help(format!("start the file with its schema, such as `schema: {example}`"));
        }
        schema
    }

    /// Reads a file as `T` if its `schema` is the expected one.
    pub(super) fn read_as<T: DeserializeOwned>(&mut self, id: SourceId, expected: &str) -> Option<T> {
        let value = match self.schema_of(id, expected) {
            Some(schema) if schema == expected => self.read(id),
            Some(schema) => {
                self.wrong_schema(id, &schema, &[expected]);
                None
            }
            None => None,
        };
        if value.is_none() {
            self.lose_file(id);
        }
        value
    }

    pub(super) fn wrong_schema(&mut self, id: SourceId, found: &str, expected: &[&str]) {
        let origin = Origin::root(id).key("schema");
        self.diagnostics
            .error(Code::WrongSchema, &origin, format!("the schema {} does not belong here", quoted(found)))
            .help(format!("expected: {}", quoted_list(expected.iter().copied())));
    }

    /// Reads a file as `T`. Errors in its shape are reported; the rest is kept.
    pub(super) fn read<T: DeserializeOwned>(&mut self, id: SourceId) -> Option<T> {
        let reading = read_yaml::<T>(self.diagnostics.sources(), id);
        self.report(reading.errors);
        self.lost.extend(reading.lost);
        self.removed.extend(reading.removed.into_iter().map(|pointer| Origin { source: id, pointer }));
        reading.value
    }

    fn report(&mut self, mistakes: Vec<YamlError>) {
        mistakes.into_iter().for_each(|mistake| self.diagnostics.push(mistake.into()));
    }

    /// True if a value under one of these keys exists but could not be read, which has been reported.
    pub(super) fn was_removed(&self, origin: &Origin, keys: &[&'static str]) -> bool {
        keys.iter().any(|key| self.removed.contains(&origin.key(*key)))
    }

    /// Parses an id that is defined here.
    pub(super) fn id<I: Identifier>(&mut self, text: &str, origin: &Origin) -> Option<I> {
        match I::parse(text) {
            Ok(id) => Some(id),
            Err(problem) => {
                let subject =
                    if text.is_empty() { "the id".to_owned() } else { format!("the id {}", quoted(text)) };
                self.diagnostics
                    .error(Code::InvalidId, origin, format!("{subject} {problem}"))
                    .help(odd_hint(text));
                self.lose(text);
                None
            }
        }
    }

    /// Resolves a reference to something that is defined elsewhere.
    pub(super) fn refer<'n, I: Identifier + 'n>(
        &mut self,
        noun: Noun,
        text: &str,
        origin: &Origin,
        known: impl Iterator<Item = &'n I> + Clone,
    ) -> Option<I> {
        self.refer_in(noun, text, origin, Sources::span, known)
    }

    /// The same for a name that is the key of an entry: a mistake is shown at the key, not at its value.
    pub(super) fn refer_key<'n, I: Identifier + 'n>(
        &mut self,
        noun: Noun,
        text: &str,
        origin: &Origin,
        known: impl Iterator<Item = &'n I> + Clone,
    ) -> Option<I> {
        self.refer_in(noun, text, origin, Sources::key_span, known)
    }

    fn refer_in<'n, I: Identifier + 'n>(
        &mut self,
        noun: Noun,
        text: &str,
        origin: &Origin,
        span: fn(&Sources, &Origin) -> Span,
        known: impl Iterator<Item = &'n I> + Clone,
    ) -> Option<I> {
        if let Some(found) = find_id(text, known.clone()) {
            return Some(found.clone());
        }
        let kind = kind_of(noun.code());
        if let Some(present) = kind.and_then(|kind| self.renames.present(kind, text, known.clone())) {
            self.renamed.push(RenamedId::new(noun, text, present.borrow(), origin));
            return Some(present.clone());
        }
        if !self.lost.contains(text) {
            let diagnostic = match self.may_search(noun.code()) {
                true => noun.unknown(text, known.map(Borrow::borrow)),
                false => noun.unknown_without_hint(text),
            };
            // Only a mistake has to know where in its file it stands: the file is read once more for that.
            let span = span(self.diagnostics.sources(), origin);
            self.diagnostics.push(diagnostic.at(span, ""));
        }
        None
    }

    /// True for the first mistakes of a kind. Each search for what was meant compares a name with all others, and nobody
    /// reads so many hints.
    pub(super) fn may_search(&mut self, code: Code) -> bool {
        let searches = self.searches.entry(code).or_default();
        *searches += 1;
        *searches <= MOST_SEARCHES
    }

    /// Parses a date.
    pub(super) fn date(&mut self, text: &str, origin: &Origin) -> Option<NaiveDate> {
        let date = parse_date(text);
        if date.is_none() {
            self.diagnostics
                .error(Code::BadDate, origin, format!("expected a date (YYYY-MM-DD), found {}", quoted(text)))
                .help("write a day that exists as year, month and day, such as 2027-02-28".to_owned());
        }
        date
    }

    /// Parses two dates with `/` between them.
    pub(super) fn period(&mut self, text: &str, origin: &Origin) -> Option<DateRange> {
        let days = text.split_once('/').and_then(|(from, to)| parse_date(from).zip(parse_date(to)));
        let period =
            days.filter(|(first, last)| first <= last).map(|(first, last)| DateRange { first, last });
        if period.is_none() {
            self.diagnostics
                .error(
                    Code::BadPeriod,
                    origin,
                    format!("expected a period (YYYY-MM-DD/YYYY-MM-DD), found {}", quoted(text)),
                )
                .help("write the first and the last day, the earlier one first".to_owned());
        }
        period
    }

    /// Reads duties, of which at least one must be given.
    pub(super) fn duties(&mut self, entry: &DutiesEntry, origin: &Origin) -> PartialDuties {
        let silent = entry.manage.is_none() && entry.operate.is_none() && entry.verify.is_none();
        if silent && !self.was_removed(origin, &["manage", "operate", "verify"]) {
            self.diagnostics
                .error(Code::NothingSaid, origin, "no duty is given")
                .help("add at least one of `manage`, `operate` and `verify`".to_owned());
        }
        PartialDuties { manage: entry.manage, operate: entry.operate, verify: entry.verify }
    }

    /// Reads a reason, which must not be missing or empty.
    pub(super) fn reason(&mut self, reason: Option<&str>, entry: &Origin, what: &str) -> Option<String> {
        let text = reason.map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() && !self.was_removed(entry, &["reason"]) {
            let place = if reason.is_some() { entry.key("reason") } else { entry.clone() };
            self.diagnostics
                .error(Code::MissingReason, &place, format!("this {what} has no reason"))
                .help("add `reason`, in words that an auditor can follow".to_owned());
        }
        text.map(str::to_owned)
    }

    /// Reports an id that two entries have.
    pub(super) fn duplicate(&mut self, id: &str, later: &Origin, first: &Origin) {
        self.twice(id, later, first, "give one of the two another id, or remove it");
    }

    /// Reports a name that is written twice where once is enough, with what helps.
    pub(super) fn twice(&mut self, name: &str, later: &Origin, first: &Origin, hint: &str) {
        let first = self.diagnostics.sources().span(first);
        self.diagnostics
            .error(Code::DuplicateId, later, format!("{} appears twice", quoted(name)))
            .also(first, "first here")
            .help(hint.to_owned());
    }

    /// True if a file of that name could not be read, which has been reported.
    pub(super) fn is_lost_file(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').is_some_and(|(stem, _)| self.lost.contains(stem))
    }

    /// Reports a list that is written without entries, and so selects nothing, with what helps.
    pub(super) fn no_entries(&mut self, key: &str, names: &YamlList<String>, origin: &Origin, hint: &str) {
        // A broken first entry has been reported.
        if names.is_empty() && !self.removed.contains(&origin.item(0)) {
            self.diagnostics
                .error(Code::NothingSaid, origin, format!("`{key}` has no entries"))
                .help(hint.to_owned());
        }
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    // chrono also accepts `2026-1-5`. One spelling is enough, and it sorts as text.
    (date.format("%Y-%m-%d").to_string() == text).then_some(date)
}
