//! Attestations: their scope, days, bridge letters and copies, and the controls that they expect of others.

use chrono::NaiveDate;

use super::super::context::Context;
use super::attestation_claims as claims;
use crate::diagnostic::{Code, Noun};
use crate::model::{
    Attestation, AuditException, BridgeLetter, Catalog, ComplementaryControl, Coverage, DateRange, HeldCopy,
    ProviderId,
};
use crate::schema::{
    AllOrSome, AttestationEntry, AuditExceptionEntry, BridgeLetterEntry, ComplementaryControlEntry, OneOrSome,
};
use crate::source::{Origin, YamlList};

/// Reads attestations.
pub(super) struct AttestationReader<'r> {
    pub(super) catalog: &'r Catalog,
    /// The organisation's folder, which paths of copies are relative to.
    pub(super) folder: &'r str,
}

impl AttestationReader<'_> {
    /// Reads the attestations of an organisation.
    pub(super) fn read(
        &self,
        context: &mut Context<'_>,
        entries: &YamlList<AttestationEntry>,
        list: &Origin,
    ) -> Vec<Attestation> {
        let mut attestations: Vec<Attestation> = Vec::new();
        for (position, entry) in entries.iter() {
            let origin = list.item(position);
            let Some(attestation) = self.report(context, entry, &origin) else {
                context.lose(&entry.id);
                continue;
            };
            if let Some(twin) = attestations.iter().find(|present| present.id == attestation.id) {
                context.duplicate(attestation.id.as_str(), &origin.key("id"), &twin.origin.key("id"));
            }
            attestations.push(attestation);
        }
        attestations
    }

    fn report(
        &self,
        context: &mut Context<'_>,
        entry: &AttestationEntry,
        origin: &Origin,
    ) -> Option<Attestation> {
        let id = context.id(&entry.id, &origin.key("id"));
        let providers = self.providers(context, &entry.provider, &origin.key("provider"));
        let days = self.days(context, entry, origin);
        claims::check_kind(context, entry, origin);
        let controls = |context: &mut Context<'_>, entries, key: &'static str| {
            self.complementary(context, entries, &origin.key(key))
        };
        let user_controls = controls(context, &entry.user_controls, "user-controls");
        let subservice_controls = controls(context, &entry.subservice_controls, "subservice-controls");
        Some(Attestation {
            id: id?,
            title: entry.title.clone(),
            services: self.services(context, entry, origin),
            regions: regions(context, entry, origin),
            period: days.period,
            valid_until: days.valid_until,
            copy: self.copy(context, entry.copy.as_deref(), origin),
            pinned: self.pinned(context, entry, origin),
            classification: entry.classification.unwrap_or_default(),
            bridge_letters: self.letters(context, &entry.bridge_letters, &origin.key("bridge-letters")),
            user_controls,
            origin: origin.clone(),
            auditor: entry.auditor.clone(),
            kind: entry.kind,
            report_type: claims::report_type(context, entry, origin),
            opinion: entry.opinion,
            exceptions: exceptions(&entry.exceptions, &origin.key("exceptions")),
            categories: entry.categories.iter().map(|(_, category)| *category).collect(),
            report_date: days.report_date,
            frameworks: claims::frameworks(context, self.catalog, entry, origin),
            accepted_for: claims::accepted_for(context, self.catalog, entry, origin),
            subservices: claims::subservices_of(context, self.catalog, entry, origin, &providers),
            subservice_controls,
            providers: Some(providers).filter(|providers| !providers.is_empty())?,
        })
    }

    /// The providers that it is about. None when the entry names none that is known, which is reported.
    fn providers(&self, context: &mut Context<'_>, entry: &OneOrSome, origin: &Origin) -> Vec<ProviderId> {
        let known = self.catalog.providers.keys();
        match entry {
            OneOrSome::One(name) => context.refer(Noun::PROVIDER, name, origin, known).into_iter().collect(),
            OneOrSome::Some(names) => {
                if names.is_empty() {
                    context
                        .diagnostics
                        .error(Code::NothingSaid, origin, "no provider is given")
                        .help("add the provider that the attestation is about".to_owned());
                }
                let mut found: Vec<ProviderId> = Vec::new();
                for (position, name) in names.iter() {
                    let provider = context.refer(Noun::PROVIDER, name, &origin.item(position), known.clone());
                    found.extend(provider.filter(|provider| !found.contains(provider)));
                }
                found
            }
        }
    }

    fn services(
        &self,
        context: &mut Context<'_>,
        entry: &AttestationEntry,
        origin: &Origin,
    ) -> Coverage<crate::model::ServiceId> {
        match &entry.services {
            AllOrSome::All => Coverage::All,
            AllOrSome::Some(names) => {
                let list = origin.key("services");
                context.no_entries("services", names, &list, ALL_IN_SCOPE);
                let services = self.catalog.services.keys();
                let found = names.iter().filter_map(|(item, name)| {
                    context.refer(Noun::SERVICE, name, &list.item(item), services.clone())
                });
                Coverage::Some(found.collect())
            }
        }
    }

    fn days(&self, context: &mut Context<'_>, entry: &AttestationEntry, origin: &Origin) -> AttestationDays {
        let period = entry.period.as_deref().and_then(|text| context.period(text, &origin.key("period")));
        let mut date = |text: &Option<String>, key: &'static str| {
            text.as_deref().and_then(|text| context.date(text, &origin.key(key)))
        };
        let valid_until = date(&entry.valid_until, "valid-until");
        let report_date = date(&entry.report_date, "report-date");
        self.check_days(context, entry, origin);
        if let Some((until, period)) = valid_until.zip(period).filter(|(until, period)| *until < period.first)
        {
            let message = format!("`valid-until` ({until}) is before the period starts ({})", period.first);
            context.diagnostics.error(Code::BadPeriod, &origin.key("valid-until"), message);
        }
        if let Some((signed, period)) = report_date.zip(period).filter(|(day, period)| *day < period.last) {
            let message = format!("`report-date` ({signed}) is before the period ends ({})", period.last);
            context
                .diagnostics
                .error(Code::BadPeriod, &origin.key("report-date"), message)
                .help("an auditor signs when the period is over; correct one of the two dates".to_owned());
        }
        AttestationDays { period, valid_until, report_date }
    }

    fn check_days(&self, context: &mut Context<'_>, entry: &AttestationEntry, origin: &Origin) {
        let undated = entry.period.is_none() && entry.valid_until.is_none();
        if undated && !context.was_removed(origin, &["period", "valid-until"]) {
            context
                .diagnostics
                .error(Code::NothingSaid, origin, "this attestation has neither `period` nor `valid-until`")
                .help("add one of them, or both".to_owned());
        }
        if entry.period.is_none()
            && !entry.bridge_letters.is_empty()
            && !context.was_removed(origin, &["period"])
        {
            context
                .diagnostics
                .error(
                    Code::NothingSaid,
                    &origin.key("bridge-letters"),
                    "bridge letters need a reporting period to continue",
                )
                .help("add the `period` of the report".to_owned());
        }
    }

    /// An address has `://`, anything else is a path.
    fn copy(&self, context: &mut Context<'_>, text: Option<&str>, origin: &Origin) -> Option<HeldCopy> {
        let text = text?;
        if text.contains("://") {
            return Some(HeldCopy::Address(text.to_owned()));
        }
        context.path(self.folder, text, &origin.key("copy")).map(HeldCopy::File)
    }

    fn pinned(
        &self,
        context: &mut Context<'_>,
        entry: &AttestationEntry,
        origin: &Origin,
    ) -> Option<crate::digest::Sha256Digest> {
        let text = entry.sha256.as_deref()?;
        let at = origin.key("sha256");
        let is_file = entry.copy.as_deref().is_some_and(|copy| !copy.contains("://"));
        if !is_file && !context.was_removed(origin, &["copy"]) {
            context
                .diagnostics
                .error(Code::ConflictingKeys, &at, "`sha256` needs a file")
                .help("add the file of the report as `copy`, or remove `sha256`".to_owned());
        }
        context.digest(text, &at)
    }

    fn letters(
        &self,
        context: &mut Context<'_>,
        entries: &YamlList<BridgeLetterEntry>,
        list: &Origin,
    ) -> Vec<BridgeLetter> {
        let mut letters: Vec<BridgeLetter> = entries
            .iter()
            .filter_map(|(position, entry)| {
                let origin = list.item(position);
                let period = context.period(&entry.period, &origin.key("period"));
                let copy = self.copy(context, entry.copy.as_deref(), &origin);
                Some(BridgeLetter { title: entry.title.clone(), period: period?, copy, origin })
            })
            .collect();
        letters.sort_by_key(|letter| letter.period);
        letters
    }

    fn complementary(
        &self,
        context: &mut Context<'_>,
        entries: &YamlList<ComplementaryControlEntry>,
        list: &Origin,
    ) -> Vec<ComplementaryControl> {
        let mut found: Vec<ComplementaryControl> = Vec::new();
        for (position, entry) in entries.iter() {
            let origin = list.item(position);
            if let Some(twin) = found.iter().find(|present| present.id == entry.id) {
                context.duplicate(&entry.id, &origin.key("id"), &twin.origin.key("id"));
            }
            let targets = entry
                .controls
                .iter()
                .filter_map(|(item, text)| {
                    context.target(self.catalog, text, &origin.key("controls").item(item))
                })
                .collect();
            let known = self.catalog.providers.keys();
            let provider = entry.provider.as_deref();
            let provider =
                provider.and_then(|name| context.refer(Noun::PROVIDER, name, &origin.key("provider"), known));
            let (id, text) = (entry.id.clone(), entry.text.clone());
            found.push(ComplementaryControl { id, text, provider, targets, answer: None, origin });
        }
        found
    }
}

/// What helps where a report covers nothing.
const ALL_IN_SCOPE: &str = "write `all`, or name what is in its scope";

fn regions(context: &mut Context<'_>, entry: &AttestationEntry, origin: &Origin) -> Coverage<String> {
    match &entry.regions {
        AllOrSome::All => Coverage::All,
        AllOrSome::Some(names) => {
            context.no_entries("regions", names, &origin.key("regions"), ALL_IN_SCOPE);
            Coverage::Some(names.iter().map(|(_, name)| name.clone()).collect())
        }
    }
}

/// The dates in an entry.
struct AttestationDays {
    period: Option<DateRange>,
    valid_until: Option<NaiveDate>,
    report_date: Option<NaiveDate>,
}

fn exceptions(entries: &YamlList<AuditExceptionEntry>, list: &Origin) -> Vec<AuditException> {
    let exception = |(position, entry): (usize, &AuditExceptionEntry)| AuditException {
        text: entry.text.clone(),
        answer: None,
        origin: list.item(position),
    };
    entries.iter().map(exception).collect()
}
