//! Attestations: their scope, reporting period, bridge letters and complementary user entity controls.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{Attestation, BridgeLetter, Catalog, Coverage, HeldCopy, UserControl};
use crate::schema::{AllOrSome, AttestationEntry, BridgeLetterEntry, UserControlEntry};
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
        let providers = self.catalog.providers.keys();
        let provider = context.refer(Noun::PROVIDER, &entry.provider, &origin.key("provider"), providers);
        let services = match &entry.services {
            AllOrSome::All => Coverage::All,
            AllOrSome::Some(names) => Coverage::Some(
                names
                    .iter()
                    .filter_map(|(item, name)| {
                        let at = origin.key("services").item(item);
                        context.refer(Noun::SERVICE, name, &at, self.catalog.services.keys())
                    })
                    .collect(),
            ),
        };
        let regions = match &entry.regions {
            AllOrSome::All => Coverage::All,
            AllOrSome::Some(names) => Coverage::Some(names.iter().map(|(_, name)| name.clone()).collect()),
        };
        let period = entry.period.as_deref().and_then(|text| context.period(text, &origin.key("period")));
        let valid_until =
            entry.valid_until.as_deref().and_then(|text| context.date(text, &origin.key("valid-until")));
        self.check_days(context, entry, origin);
        if let Some((until, period)) = valid_until.zip(period).filter(|(until, period)| *until < period.first)
        {
            let message = format!("`valid-until` ({until}) is before the period starts ({})", period.first);
            context.diagnostics.error(Code::BadPeriod, &origin.key("valid-until"), message);
        }
        Some(Attestation {
            id: id?,
            provider: provider?,
            title: entry.title.clone(),
            services,
            regions,
            period,
            valid_until,
            copy: self.copy(context, entry.copy.as_deref(), origin),
            pinned: self.pinned(context, entry, origin),
            classification: entry.classification.unwrap_or_default(),
            bridge_letters: self.letters(context, &entry.bridge_letters, &origin.key("bridge-letters")),
            user_controls: self.user_controls(context, &entry.user_controls, &origin.key("user-controls")),
            origin: origin.clone(),
        })
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

    fn user_controls(
        &self,
        context: &mut Context<'_>,
        entries: &YamlList<UserControlEntry>,
        list: &Origin,
    ) -> Vec<UserControl> {
        let mut found: Vec<UserControl> = Vec::new();
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
            found.push(UserControl { id: entry.id.clone(), text: entry.text.clone(), targets, origin });
        }
        found
    }
}
