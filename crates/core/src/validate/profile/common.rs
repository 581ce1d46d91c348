//! What the profiles of organisations and projects have in common.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::selector::{SelectorNames, narrow_selector, selector};
use super::accountability::{self, ApprovalNames};
use super::names::{ProfileNames, ProfileScope};
use super::statements::{ReadStatements, StatementList, statements};
use super::{acceptance, attribute, confirmation, service_use};
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{
    ActsFor, Delegation, Duty, FrameworkUse, NotApplicable, Override, Party, PartyId, Profile,
};
use crate::schema::{
    AcceptanceEntry, ApprovalEntry, AttributeMap, ConfirmationEntry, DelegationEntry, NotApplicableEntry,
    OrganizationFile, OverrideEntry, ParameterMap, PartyEntry, ProjectFile, ServiceUseEntry, SystemEntry,
};
use crate::source::{Origin, YamlList};

/// The lists in both kinds of profile files.
pub(super) struct ProfileLists<'f> {
    frameworks: &'f YamlList<String>,
    parties: &'f YamlList<PartyEntry>,
    services: &'f YamlList<ServiceUseEntry>,
    delegations: &'f YamlList<DelegationEntry>,
    parameters: &'f ParameterMap,
    overrides: &'f YamlList<OverrideEntry>,
    not_applicable: &'f YamlList<NotApplicableEntry>,
    acceptances: &'f YamlList<AcceptanceEntry>,
    attributes: &'f AttributeMap,
    approvals: &'f YamlList<ApprovalEntry>,
    assertion: Option<&'f str>,
    system: Option<&'f SystemEntry>,
    confirmed: &'f YamlList<ConfirmationEntry>,
    statements: Vec<StatementList<'f>>,
}

macro_rules! entries_of {
    ($file:expr, $statements:expr) => {
        ProfileLists {
            frameworks: &$file.frameworks,
            parties: &$file.parties,
            services: &$file.services,
            delegations: &$file.delegations,
            parameters: &$file.parameters,
            overrides: &$file.overrides,
            not_applicable: &$file.not_applicable,
            acceptances: &$file.risk_acceptances,
            attributes: &$file.attributes,
            approvals: &$file.approvals,
            assertion: $file.assertion.as_deref(),
            system: $file.system.as_ref(),
            confirmed: &$file.confirmed,
            statements: $statements,
        }
    };
}

impl<'f> ProfileLists<'f> {
    /// Those of an organisation, with the statements in its files.
    pub(super) fn of_organization(
        file: &'f OrganizationFile,
        origin: &Origin,
        more: &'f [ReadStatements],
    ) -> Self {
        let own = StatementList { entries: &file.statements, origin: origin.key("statements") };
        let more = more.iter().filter(|read| read.is_of(None)).map(ReadStatements::list);
        entries_of!(file, std::iter::once(own).chain(more).collect())
    }

    /// Those of a project, with the statements in its files.
    pub(super) fn of_project(file: &'f ProjectFile, origin: &Origin, more: &'f [ReadStatements]) -> Self {
        let own = StatementList { entries: &file.statements, origin: origin.key("statements") };
        let more = more.iter().filter(|read| read.is_of(Some(&file.id))).map(ReadStatements::list);
        entries_of!(file, std::iter::once(own).chain(more).collect())
    }
}

/// Validates these lists.
pub(super) fn common(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entries: &ProfileLists<'_>,
    origin: &Origin,
) -> Profile {
    let mut common = Profile {
        frameworks: frameworks(context, known, entries.frameworks, &origin.key("frameworks")),
        parties: parties(context, known, entries.parties, &origin.key("parties")),
        services: service_use::read(context, known, entries.services, &origin.key("services")),
        attributes: attribute::read(context, known.catalog, entries.attributes, &origin.key("attributes")),
        parameters: parameters(context, entries.parameters, &origin.key("parameters")),
        ..Profile::default()
    };
    let scope = ProfileScope { known, own: &common };
    let delegations = delegations(context, &scope, entries.delegations, &origin.key("delegations"));
    let statements = statements(context, &scope, &entries.statements);
    let confirmed = &origin.key("confirmed");
    let confirmations = confirmation::read(context, known, &common, entries.confirmed, confirmed);
    common.delegations = delegations;
    common.statements = statements;
    common.confirmations = confirmations;
    let aliases = ProfileScope { known, own: &common }.aliases();
    let names = &SelectorNames { catalog: known.catalog, aliases: &aliases };
    let signing = ApprovalNames { own: &common, inherited: known.inherited, projects: known.projects };
    let (mut overrides, mut exclusions) = (Vec::new(), Vec::new());
    for (position, entry) in entries.overrides.iter() {
        let at = origin.key("overrides").item(position);
        overrides.extend(override_entry(context, names, &signing, entry, &at));
    }
    for (position, entry) in entries.not_applicable.iter() {
        let at = origin.key("not-applicable").item(position);
        exclusions.extend(not_applicable(context, names, &signing, entry, &at));
    }
    let approvals = signing.approvals(context, entries.approvals, &origin.key("approvals"));
    common.overrides = overrides;
    common.not_applicable = exclusions;
    common.approvals = approvals;
    common.assertion = accountability::assertion(context, entries.assertion, &origin.key("assertion"));
    common.system = accountability::system(context, entries.system, &origin.key("system"));
    common.acceptances =
        acceptance::read(context, known, names, entries.acceptances, &origin.key("risk-acceptances"));
    common
}

fn frameworks(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entries: &YamlList<String>,
    list: &Origin,
) -> Vec<FrameworkUse> {
    let mut uses: Vec<(FrameworkUse, usize)> = Vec::new();
    for (position, text) in entries.iter() {
        let at = list.item(position);
        let (framework, baseline) = match text.split_once('/') {
            Some((framework, baseline)) => (framework, Some(baseline)),
            None => (text.as_str(), None),
        };
        let frameworks = &known.catalog.frameworks;
        let Some(id) = context.refer(Noun::FRAMEWORK, framework, &at, frameworks.keys()) else {
            continue;
        };
        let baseline = match (baseline, frameworks.get(&id)) {
            (Some(name), Some(framework)) => {
                let names = framework.baselines.iter().map(|baseline| &baseline.id);
                let Some(baseline) = context.refer(Noun::BASELINE, name, &at, names) else {
                    continue;
                };
                Some(baseline)
            }
            (None, _) | (_, None) => None,
        };
        if let Some((_, first)) = uses.iter().find(|(present, _)| present.framework == id) {
            context.twice(id.as_str(), &at, &list.item(*first), "name it once");
        }
        uses.push((FrameworkUse { framework: id, baseline }, position));
    }
    uses.into_iter().map(|(framework, _)| framework).collect()
}

fn parties(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entries: &YamlList<PartyEntry>,
    list: &Origin,
) -> Vec<Party> {
    // Whoever is named for all projects acts for all of them; a project names its own people.
    let usual = if known.inherited.is_some() { ActsFor::System } else { ActsFor::Organization };
    let mut parties: Vec<(Party, Origin)> = Vec::new();
    for (position, entry) in entries.iter() {
        let at = list.item(position).key("id");
        let Some(id) = context.id::<PartyId>(&entry.id, &at) else {
            continue;
        };
        if let Some((_, first)) = parties.iter().find(|(party, _)| party.id == id) {
            context.duplicate(id.as_str(), &at, &first.clone());
        }
        let kind = entry.kind.unwrap_or_default();
        let (name, contact) = (entry.name.clone(), entry.contact.clone());
        let acts_for = entry.acts_for.unwrap_or(usual);
        parties.push((Party { id, name, kind, contact, acts_for }, at));
    }
    parties.into_iter().map(|(party, _)| party).collect()
}

fn parameters(
    context: &mut Context<'_>,
    entries: &ParameterMap,
    origin: &Origin,
) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::new();
    for (name, value) in entries {
        let at = origin.key(name.clone());
        let written = context.diagnostics.sources().written(&at);
        let text = match value {
            serde_json::Value::String(text) => Some(text.as_str()),
            // A value that is computed from what is written would be another text: `1.30` is not `1.3`.
            serde_json::Value::Number(_) | serde_json::Value::Bool(_) => written,
            serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
        };
        if text.is_none() {
            let message = format!("the parameter {} must be text, a number or a boolean", quoted(name));
            let hint = written.map(|_| "put the value in quotes".to_owned());
            context.diagnostics.error(Code::WrongType, &at, message).help(hint);
        }
        // One that cannot be read is known all the same: statements that use it are right.
        parameters.insert(name.clone(), text.unwrap_or_default().to_owned());
    }
    parameters
}

fn delegations(
    context: &mut Context<'_>,
    scope: &ProfileScope<'_>,
    entries: &YamlList<DelegationEntry>,
    list: &Origin,
) -> Vec<Delegation> {
    let mut delegations: Vec<Delegation> = Vec::new();
    let aliases = scope.aliases();
    let names = &SelectorNames { catalog: scope.known.catalog, aliases: &aliases };
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let selector = selector(context, names, &entry.selector(), &origin);
        let to = context.refer(Noun::PARTY, &entry.to, &origin.key("to"), scope.parties());
        if entry.duties.as_ref().is_some_and(YamlList::is_empty) {
            context
                .diagnostics
                .error(Code::NothingSaid, &origin.key("duties"), "no duty is given")
                .help("remove `duties` to delegate all three".to_owned());
        }
        let duties = match &entry.duties {
            None => Duty::ALL.to_vec(),
            Some(duties) => duties.iter().map(|(_, duty)| *duty).collect(),
        };
        let (Some(selector), Some(to)) = (selector, to) else {
            continue;
        };
        let delegation = Delegation { selector, duties, to, origin };
        conflict(context, &delegations, &delegation);
        delegations.push(delegation);
    }
    delegations
}

/// Reports delegations with equal selectors and different parties: neither is more specific, so neither can be
/// preferred.
fn conflict(context: &mut Context<'_>, present: &[Delegation], new: &Delegation) {
    let clash = present.iter().find_map(|old| {
        let duty = old.duties.iter().find(|duty| new.duties.contains(duty))?;
        (old.selector == new.selector && old.to != new.to).then_some((old, duty))
    });
    if let Some((old, duty)) = clash {
        let sources = context.diagnostics.sources();
        let first = sources.span(&old.origin.key("to"));
        let message = format!(
            "two delegations give `{}` to different parties (`{}`, `{}`) and neither is more specific",
            duty.word(),
            old.to,
            new.to
        );
        context
            .diagnostics
            .error(Code::ConflictingDelegations, &new.origin.key("to"), message)
            .also(first, "the other delegation")
            .help(
                "remove one of them, or narrow one by `control`, `service`, `domain`, `layer` or `duties`"
                    .to_owned(),
            );
    }
}

fn override_entry(
    context: &mut Context<'_>,
    names: &SelectorNames<'_>,
    signing: &ApprovalNames<'_>,
    entry: &OverrideEntry,
    origin: &Origin,
) -> Option<Override> {
    let selector = narrow_selector(context, names, &entry.selector(), origin, "override");
    let duties = context.duties(&entry.duties, &origin.key("duties"));
    let reason = context.reason(entry.reason.as_deref(), origin, "override");
    let approver = signing.approver(context, entry.approver.as_deref(), entry.on.as_deref(), origin);
    Some(Override { selector: selector?, duties, reason: reason?, origin: origin.clone(), approver })
}

fn not_applicable(
    context: &mut Context<'_>,
    names: &SelectorNames<'_>,
    signing: &ApprovalNames<'_>,
    entry: &NotApplicableEntry,
    origin: &Origin,
) -> Option<NotApplicable> {
    let selector = narrow_selector(context, names, &entry.selector(), origin, "not-applicable entry");
    let reason = context.reason(entry.reason.as_deref(), origin, "not-applicable entry");
    let approver = signing.approver(context, entry.approver.as_deref(), entry.on.as_deref(), origin);
    Some(NotApplicable { selector: selector?, reason: reason?, origin: origin.clone(), approver })
}
