//! What attestations claim: kind and type, the frameworks that they attest or are accepted for, subservice organisations.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{
    AcceptedFramework, AttestationKind, AttestationType, Catalog, FrameworkId, ProviderId, Subservice,
};
use crate::schema::{AttestationEntry, SubserviceEntry};
use crate::source::{Origin, YamlList};

/// Reports keys that do not go with the kind.
pub(super) fn check_kind(context: &mut Context<'_>, entry: &AttestationEntry, origin: &Origin) {
    let has = |test: fn(AttestationKind) -> bool| entry.kind.is_some_and(test);
    let unfit = [
        (
            "type",
            entry.report_type.is_some() && !has(AttestationKind::has_types),
            "`soc-1`, `soc-2` and `c5`",
        ),
        (
            "categories",
            !entry.categories.is_empty() && !has(AttestationKind::has_categories),
            "`soc-2` and `soc-3`",
        ),
    ];
    for (key, is_unfit, kinds) in unfit {
        if is_unfit && !context.was_removed(origin, &["kind"]) {
            let message = match entry.kind {
                Some(kind) => format!("`{key}` does not go with the kind `{}`", kind.word()),
                None => format!("`{key}` needs a `kind`"),
            };
            context
                .diagnostics
                .error(Code::ConflictingKeys, &origin.key(key), message)
                .help(format!("only {kinds} have `{key}`; correct `kind`, or remove `{key}`"));
        }
    }
}

/// The type that an entry gives.
pub(super) fn report_type(
    context: &mut Context<'_>,
    entry: &AttestationEntry,
    origin: &Origin,
) -> Option<AttestationType> {
    let number = entry.report_type?;
    let found = AttestationType::of(number);
    if found.is_none() {
        context
            .diagnostics
            .error(
                Code::UnknownWord,
                &origin.key("type"),
                format!("unknown value {}", quoted(&number.to_string())),
            )
            .help("allowed values: `1`, `2`".to_owned());
    }
    found
}

/// The frameworks that an attestation attests: as written, or else those that its kind stands for.
pub(super) fn frameworks(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &AttestationEntry,
    origin: &Origin,
) -> Vec<FrameworkId> {
    let known = catalog.frameworks.keys();
    let Some(written) = &entry.frameworks else {
        let implied = |id: &&FrameworkId| entry.kind.is_some_and(|kind| kind.stands_for(id));
        return known.filter(implied).cloned().collect();
    };
    let list = origin.key("frameworks");
    let mut found: Vec<FrameworkId> = Vec::new();
    for (position, name) in written.iter() {
        let id = context.refer(Noun::FRAMEWORK, name, &list.item(position), known.clone());
        found.extend(id.filter(|id| !found.contains(id)));
    }
    found
}

/// The frameworks for which the organisation accepts an attestation.
pub(super) fn accepted_for(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &AttestationEntry,
    origin: &Origin,
) -> Vec<AcceptedFramework> {
    let list = origin.key("accepted-for");
    let mut found: Vec<AcceptedFramework> = Vec::new();
    for (position, accepted) in entry.accepted_for.iter() {
        let at = list.item(position);
        let known = catalog.frameworks.keys();
        let framework = context.refer(Noun::FRAMEWORK, &accepted.framework, &at.key("framework"), known);
        let reason = context.reason(accepted.reason.as_deref(), &at, "acceptance of an attestation");
        found
            .extend(framework.zip(reason).map(|(framework, reason)| AcceptedFramework { framework, reason }));
    }
    found
}

/// The subservice organisations of an attestation; those of its providers in the catalog where it names none.
pub(super) fn subservices_of(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &AttestationEntry,
    origin: &Origin,
    providers: &[ProviderId],
) -> Vec<Subservice> {
    match &entry.subservices {
        Some(written) => context.subservices(written, &origin.key("subservices"), catalog.providers.keys()),
        None => {
            let known = providers.iter().filter_map(|id| catalog.providers.get(id));
            known.flat_map(|provider| provider.subservices.iter().cloned()).collect()
        }
    }
}

impl Context<'_> {
    /// Reads subservice organisations of an attestation, or of a provider of the catalog.
    pub(in crate::validate) fn subservices<'n>(
        &mut self,
        entries: &YamlList<SubserviceEntry>,
        list: &Origin,
        known: impl Iterator<Item = &'n ProviderId> + Clone,
    ) -> Vec<Subservice> {
        let mut found: Vec<Subservice> = Vec::new();
        for (position, entry) in entries.iter() {
            let at = list.item(position).key("provider");
            let Some(provider) = self.refer(Noun::PROVIDER, &entry.provider, &at, known.clone()) else {
                continue;
            };
            if found.iter().any(|present| present.provider == provider) {
                let first = list.clone();
                self.twice(provider.as_str(), &at, &first, "name it once");
            }
            found.push(Subservice { provider, method: entry.method });
        }
        found
    }
}
