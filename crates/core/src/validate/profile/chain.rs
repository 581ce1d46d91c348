//! Offers of projects and what projects inherit from them.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::selector::{SelectorNames, narrow_selector, selector};
use super::super::statement;
use super::names::ProfileNames;
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{
    Ask, AskAnswer, AskId, Audience, Coverage, EvidenceId, Inheritance, InheritanceException, Offer, OfferId,
    OfferSource, OrganizationId, PartyId, PerDuty, Project, ProjectId, Selector, ServiceId, UpstreamId,
};
use crate::schema::{AllOrSome, AskEntry, InheritsEntry, OfferEntry, OfferedDutiesEntry};
use crate::source::{Origin, YamlList};
use crate::texts::OfferText;

/// What helps where a list names nothing.
const ALL_MEANT: &str = "remove it, which then means all of them";

/// Reads the offers of a project.
pub(super) fn offers(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    parameters: &[&str],
    entries: &YamlList<OfferEntry>,
    list: &Origin,
) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut asked: BTreeMap<AskId, Origin> = BTreeMap::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(offer) = offer(context, known, parameters, entry, &origin) else {
            context.lose(&entry.id);
            entry.asks.iter().for_each(|(_, ask)| context.lose(&ask.id));
            continue;
        };
        if let Some(twin) = offers.iter().find(|present| present.id == offer.id) {
            context.duplicate(offer.id.as_str(), &origin.key("id"), &twin.origin.key("id"));
        }
        for ask in &offer.asks {
            match asked.get(&ask.id) {
                Some(first) => context.duplicate(ask.id.as_str(), &ask.origin.key("id"), &first.key("id")),
                None => {
                    asked.insert(ask.id.clone(), ask.origin.clone());
                }
            }
        }
        offers.push(offer);
    }
    offers
}

fn offer(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    parameters: &[&str],
    entry: &OfferEntry,
    origin: &Origin,
) -> Option<Offer> {
    let catalog = known.catalog;
    let id: Option<OfferId> = context.id(&entry.id, &origin.key("id"));
    let before = context.diagnostics.len();
    let controls = entry.controls.iter();
    let targets = controls
        .filter_map(|(item, text)| context.target(catalog, text, &origin.key("controls").item(item)))
        .collect();
    let names = SelectorNames { catalog, aliases: &[] };
    let selector = selector(context, &names, &entry.selector(), origin);
    if entry.controls.is_empty() && selector.as_ref().is_some_and(Selector::selects_everything) {
        context
            .diagnostics
            .error(Code::MissingKey, origin, "this offer does not say what it is about")
            .help("add `controls`, or one of `domain`, `layer`, `needs` and `class`".to_owned());
    }
    let services = services(context, known, entry.services.as_ref(), &origin.key("services"));
    let duties = offered_duties(context, &entry.duties, &origin.key("duties"));
    let evidence = evidence(context, known, &entry.evidence, &origin.key("evidence"));
    let text = entry.text.as_deref().map(str::trim).unwrap_or_default();
    let text = statement::pieces(context, text, &origin.key("text"), parameters);
    let asks = entry.asks.iter();
    let asks = asks
        .filter_map(|(item, ask)| self::ask(context, known, ask, &origin.key("asks").item(item)))
        .collect();
    if let Some(AllOrSome::Some(names)) = &entry.regions {
        context.no_entries("regions", names, &origin.key("regions"), ALL_MEANT);
    }
    // A name that is unknown must not widen an offer.
    let complete = context.diagnostics.len() == before;
    let regions = match &entry.regions {
        None | Some(AllOrSome::All) => Coverage::All,
        Some(AllOrSome::Some(names)) => Coverage::Some(names.iter().map(|(_, name)| name.clone()).collect()),
    };
    let offer = Offer {
        id: id?,
        title: entry.title.clone(),
        to: entry.to,
        targets,
        selector: selector?,
        services,
        regions,
        duties,
        evidence,
        text,
        asks,
        origin: origin.clone(),
    };
    complete.then_some(offer)
}

fn services(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    names: Option<&AllOrSome>,
    origin: &Origin,
) -> Coverage<ServiceId> {
    match names {
        None | Some(AllOrSome::All) => Coverage::All,
        Some(AllOrSome::Some(names)) => {
            context.no_entries("services", names, origin, ALL_MEANT);
            let services = known.catalog.services.keys();
            let found = names.iter().filter_map(|(item, name)| {
                context.refer(Noun::SERVICE, name, &origin.item(item), services.clone())
            });
            Coverage::Some(found.collect())
        }
    }
}

fn evidence(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    names: &YamlList<String>,
    origin: &Origin,
) -> Vec<EvidenceId> {
    let registered = known.evidence.keys();
    let found = names.iter().filter_map(|(item, name)| {
        context.refer(Noun::EVIDENCE, name, &origin.item(item), registered.clone())
    });
    found.collect()
}

fn offered_duties(
    context: &mut Context<'_>,
    entry: &OfferedDutiesEntry,
    origin: &Origin,
) -> PerDuty<Option<crate::model::OfferedDuty>> {
    let OfferedDutiesEntry { manage, operate, verify } = *entry;
    let silent = manage.is_none() && operate.is_none() && verify.is_none();
    if silent && !context.was_removed(origin, &["manage", "operate", "verify"]) {
        context.diagnostics.error(Code::NothingSaid, origin, "no duty is offered").help(
            "add at least one of `manage`, `operate` and `verify`, each `offered` or `shared`".to_owned(),
        );
    }
    PerDuty { manage, operate, verify }
}

fn ask(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entry: &AskEntry,
    origin: &Origin,
) -> Option<Ask> {
    let id = context.id(&entry.id, &origin.key("id"));
    let controls = entry.controls.iter();
    let targets = controls
        .filter_map(|(item, text)| context.target(known.catalog, text, &origin.key("controls").item(item)))
        .collect();
    let (text, origination) = (entry.text.trim().to_owned(), entry.origination);
    Some(Ask { id: id?, text, targets, origination, origin: origin.clone() })
}

/// What the inheritances of an organisation can refer to.
pub(super) struct InheritanceNames<'n> {
    pub(super) organization: &'n OrganizationId,
    /// The project that inherits.
    pub(super) project: &'n ProjectId,
    pub(super) projects: &'n [Project],
    /// The offer files of the organisation's folder.
    pub(super) files: &'n [OfferText],
    /// The names that the project and its organisation give to uses of services.
    pub(super) aliases: &'n [ServiceId],
    /// The organisation's parties.
    pub(super) parties: &'n [&'n PartyId],
}

/// Reads what a project inherits from the offers of others.
pub(super) fn inherits(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    names: &InheritanceNames<'_>,
    entries: &YamlList<InheritsEntry>,
    list: &Origin,
) -> Vec<Inheritance> {
    let mut inherits: Vec<Inheritance> = Vec::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(new) = inheritance(context, known, names, entry, &origin) else {
            continue;
        };
        if let Some(twin) =
            inherits.iter().find(|present| present.from == new.from && overlap(&present.offers, &new.offers))
        {
            let hint = "make the two one entry, or let each name other `offers`";
            context.twice(&new.from.to_string(), &origin.key("from"), &twin.origin.key("from"), hint);
        }
        inherits.push(new);
    }
    inherits
}

/// True when two entries name an offer in common: its exceptions and answers stand in one place.
fn overlap(one: &Coverage<OfferId>, other: &Coverage<OfferId>) -> bool {
    match (one, other) {
        (Coverage::All, _) | (_, Coverage::All) => true,
        (Coverage::Some(ids), Coverage::Some(others)) => ids.iter().any(|id| others.contains(id)),
    }
}

fn inheritance(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    names: &InheritanceNames<'_>,
    entry: &InheritsEntry,
    origin: &Origin,
) -> Option<Inheritance> {
    let before = context.diagnostics.len();
    let from = upstream(context, names, entry, origin)?;
    let file = offer_file(context, names, &from, entry, origin);
    let upstream = match entry.offer_file {
        Some(_) => None,
        None => names.projects.iter().find(|project| project.id == from.project),
    };
    let offers = offers_of(context, upstream, entry, origin);
    let selected = upstream.into_iter().flat_map(|project| &project.offers);
    let selected: Vec<&Offer> =
        selected.filter(|offer| offer.to == Audience::Projects && offers.covers(&offer.id)).collect();
    let exceptions = entry.except.iter().filter_map(|(item, except)| {
        let at = origin.key("except").item(item);
        let selectable = SelectorNames { catalog: known.catalog, aliases: names.aliases };
        let selector = narrow_selector(context, &selectable, &except.selector(), &at, "exception");
        let reason = context.reason(except.reason.as_deref(), &at, "exception");
        Some(InheritanceException { selector: selector?, reason: reason?, origin: at })
    });
    let exceptions = exceptions.collect();
    let mut answers = BTreeMap::new();
    for (name, answer) in &entry.answers {
        let at = origin.key("answers").key(name.clone());
        let id = match upstream {
            Some(_) => {
                let asks = selected.iter().flat_map(|offer| &offer.asks).map(|ask| &ask.id);
                context.refer_key(Noun::ASK, name, &at, asks)
            }
            None => context.id::<AskId>(name, &at),
        };
        let owner = answer.owner.as_deref();
        let parties = names.parties.iter().copied();
        let owner = owner.and_then(|owner| context.refer(Noun::PARTY, owner, &at.key("owner"), parties));
        let evidence = evidence(context, known, &answer.evidence, &at.key("evidence"));
        let (status, text) = (answer.status, answer.text.clone());
        answers.extend(id.map(|id| (id, AskAnswer { status, owner, text, evidence, origin: at })));
    }
    let until = entry.valid_until.as_deref();
    let valid_until = until.and_then(|text| context.date(text, &origin.key("valid-until")));
    // An inheritance of which something is unknown must not count.
    (context.diagnostics.len() == before).then(|| Inheritance {
        from,
        offers,
        exceptions,
        answers,
        file,
        valid_until,
        origin: origin.clone(),
    })
}

/// The project that is inherited from.
fn upstream(
    context: &mut Context<'_>,
    names: &InheritanceNames<'_>,
    entry: &InheritsEntry,
    origin: &Origin,
) -> Option<UpstreamId> {
    let at = origin.key("from");
    let Some((organization, project)) = entry.from.split_once('/') else {
        let message = format!("expected `organisation/project`, found {}", quoted(&entry.from));
        let hint =
            format!("write `{}/{}` for a project of this organisation", names.organization, entry.from);
        context.diagnostics.error(Code::UnknownProject, &at, message).help(hint);
        return None;
    };
    if entry.offer_file.is_some() || organization == names.organization.as_str() {
        let organization = context.id(organization, &at)?;
        let project = match entry.offer_file {
            Some(_) => context.id(project, &at),
            None => {
                // A project that names itself stands in a circle; one that names another one did not mean itself.
                let is_meant = |id: &&ProjectId| *id != names.project || id.as_str() == project;
                let projects = names.projects.iter().map(|project| &project.id).filter(is_meant);
                context.refer(Noun::PROJECT, project, &at, projects)
            }
        };
        return Some(UpstreamId { organization, project: project? });
    }
    let message = format!("{} is a project of another organisation", quoted(&entry.from));
    context
        .diagnostics
        .error(Code::MissingKey, &at, message)
        .help("add `offer-file` with the path of the file that they wrote with `onus offer`".to_owned());
    None
}

fn offer_file(
    context: &mut Context<'_>,
    names: &InheritanceNames<'_>,
    from: &UpstreamId,
    entry: &InheritsEntry,
    origin: &Origin,
) -> Option<OfferSource> {
    let path = entry.offer_file.as_deref()?;
    let at = origin.key("offer-file");
    if from.organization == *names.organization {
        let message = "a project of this organisation is inherited from without a file";
        context.diagnostics.error(Code::ConflictingKeys, &at, message).help("remove `offer-file`".to_owned());
        return None;
    }
    if let Some(file) = names.files.iter().find(|file| file.path == path) {
        return Some(OfferSource { path: path.to_owned(), source: file.source });
    }
    if context.is_lost_file(path) {
        return None;
    }
    let message = format!("there is no offer file {}", quoted(path));
    let known: Vec<&str> = names.files.iter().map(|file| file.path.as_str()).collect();
    let hint = match known.is_empty() {
        true => "put the file into `catalog/offers` of the organisation's folder".to_owned(),
        false => format!("available: {}", crate::diagnostic::quoted_list(known)),
    };
    context.diagnostics.error(Code::OfferFileMissing, &at, message).help(hint);
    None
}

/// Which offers of a project are inherited. Those of a file are compared with it when it is read.
fn offers_of(
    context: &mut Context<'_>,
    upstream: Option<&Project>,
    entry: &InheritsEntry,
    origin: &Origin,
) -> Coverage<OfferId> {
    let at = origin.key("offers");
    let made = upstream.into_iter().flat_map(|project| &project.offers);
    let made = made.filter(|offer| offer.to == Audience::Projects).map(|offer| &offer.id);
    if let Some(project) = upstream.filter(|_| made.clone().next().is_none()) {
        let first = context.diagnostics.sources().span(&project.origin);
        let message = format!("`{}` offers nothing to other projects", project.id);
        context
            .diagnostics
            .error(Code::UnknownOffer, &origin.key("from"), message)
            .also(first, "this project")
            .help("add `offers` there".to_owned());
        return Coverage::All;
    }
    match &entry.offers {
        None | Some(AllOrSome::All) => Coverage::All,
        Some(AllOrSome::Some(ids)) => {
            context.no_entries("offers", ids, &at, ALL_MEANT);
            let found = ids.iter().filter_map(|(item, name)| match upstream {
                Some(_) => context.refer(Noun::OFFER, name, &at.item(item), made.clone()),
                None => context.id(name, &at.item(item)),
            });
            Coverage::Some(found.collect())
        }
    }
}
