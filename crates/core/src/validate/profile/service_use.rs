//! Services in use: each once, or under names of their own, and what they stand on.

use super::super::context::Context;
use super::super::stack::{StackEdge, report_circles, report_weak, runs_on};
use super::names::ProfileNames;
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{Catalog, Profile, RenamedKind, RunsOn, Service, ServiceId, ServiceUse};
use crate::schema::{RunsOnEntry, ServiceUseEntry};
use crate::source::{Origin, YamlList};

/// Reads the services that a profile uses.
pub(super) fn read(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    entries: &YamlList<ServiceUseEntry>,
    list: &Origin,
) -> Vec<ServiceUse> {
    let mut uses: Vec<ServiceUse> = Vec::new();
    // What a use stands on may be another one with a name that comes later.
    let mut stacked: Vec<(usize, &RunsOnEntry)> = Vec::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let at = origin.key("use");
        let services = &known.catalog.services;
        let Some(service) = context.refer(Noun::SERVICE, &entry.service, &at, services.keys()) else {
            continue;
        };
        let named = entry
            .r#as
            .as_deref()
            .and_then(|alias| alias_of(context, known, &services[&service], alias, &origin.key("as")));
        let in_use = ServiceUse {
            service,
            named: named.map(Box::new),
            runs_on: None,
            mode: entry.mode.clone(),
            purpose: entry.purpose.clone(),
            data: entry.data.iter().map(|(_, data)| data.trim().to_owned()).collect(),
            regions: entry.regions.iter().map(|(_, region)| region.clone()).collect(),
            origin,
        };
        report_twin(context, &uses, &in_use);
        stacked.extend(entry.runs_on.as_ref().map(|below| (uses.len(), below)));
        uses.push(in_use);
    }
    let aliases: Vec<ServiceId> =
        known.aliases().chain(uses.iter().filter_map(ServiceUse::alias)).cloned().collect();
    for (place, entry) in stacked {
        let origin = uses[place].origin.key("runs-on");
        uses[place].runs_on = runs_on(context, known.catalog, &aliases, entry, &origin);
    }
    uses
}

/// The service under the name of this use.
fn alias_of(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    service: &Service,
    alias: &str,
    origin: &Origin,
) -> Option<Service> {
    let id: ServiceId = context.id(alias, origin)?;
    if let Some(taken) = known.catalog.services.get(&id) {
        let message = format!("{} is a service of the catalog and cannot name a use", quoted(alias));
        let first = context.diagnostics.sources().span(&taken.origin.key("id"));
        context
            .diagnostics
            .error(Code::DuplicateId, origin, message)
            .also(first, "the service")
            .help("choose a name of your own, such as what it is used for".to_owned());
        return None;
    }
    let services = &known.catalog.services;
    if let Some(present) = context.renames.present(RenamedKind::Service, alias, services.keys()) {
        let message = format!("{} is a former id of `{present}` and cannot name a use", quoted(alias));
        let first = context.diagnostics.sources().span(&services[present].origin.key("id"));
        let report = context.diagnostics.error(Code::DuplicateId, origin, message).also(first, "the service");
        report.help("choose a name of your own, such as what it is used for".to_owned());
        return None;
    }
    let inherited = known.inherited.into_iter().flat_map(|common| &common.services);
    let other = inherited.filter(|in_use| in_use.service != service.id);
    if let Some(other) = other.into_iter().find(|in_use| in_use.alias() == Some(&id)) {
        context.duplicate(alias, origin, &other.origin.key("as"));
        return None;
    }
    Some(Service { name: format!("{} ({alias})", service.name.trim()), alias: Some(id), ..service.clone() })
}

/// Reports a use with the name of another one, and a service that is used twice without names.
fn report_twin(context: &mut Context<'_>, uses: &[ServiceUse], new: &ServiceUse) {
    match new.alias() {
        Some(alias) => {
            if let Some(twin) = uses.iter().find(|present| present.alias() == Some(alias)) {
                context.duplicate(alias.as_str(), &new.origin.key("as"), &twin.origin.key("as"));
            }
        }
        None => {
            let is_twin = |present: &&ServiceUse| present.service == new.service && present.named.is_none();
            if let Some(twin) = uses.iter().find(is_twin) {
                let first = context.diagnostics.sources().span(&twin.origin.key("use"));
                context
                    .diagnostics
                    .error(
                        Code::DuplicateId,
                        &new.origin.key("use"),
                        format!("{} appears twice", quoted(new.service.as_str())),
                    )
                    .also(first, "first here")
                    .help("remove one of them, or give each use a name with `as`".to_owned());
            }
        }
    }
}

/// Reports services that stand on each other in a circle, as one profile on top of another says, and on such as cannot carry
/// them. What is wrong with entries that `seen` is true for has been reported.
pub(super) fn report_stacks(
    context: &mut Context<'_>,
    catalog: &Catalog,
    levels: &[&Profile],
    seen: impl Fn(&RunsOn) -> bool,
) {
    let uses: Vec<&ServiceUse> = levels.iter().flat_map(|level| &level.services).collect();
    let service_of = |named: &'_ ServiceId| {
        let by_alias = uses.iter().find(|in_use| in_use.alias() == Some(named));
        by_alias.map_or_else(|| named.clone(), |in_use| in_use.service.clone())
    };
    let of_uses = uses.iter().filter_map(|in_use| Some((&in_use.service, in_use.runs_on.as_ref()?)));
    let stated: Vec<(&ServiceId, &RunsOn)> = of_uses.collect();
    if stated.is_empty() {
        return;
    }
    let of_catalog =
        catalog.services.values().filter_map(|service| Some((&service.id, service.runs_on.as_ref()?)));
    // A use with a name of its own leaves to other uses what the catalog says.
    let unnamed = |id: &ServiceId| {
        uses.iter()
            .any(|in_use| in_use.service == *id && in_use.alias().is_none() && in_use.runs_on.is_some())
    };
    let named_alone = |id: &ServiceId| {
        let mut of_service = uses.iter().filter(|in_use| in_use.service == *id).peekable();
        of_service.peek().is_some() && of_service.all(|in_use| in_use.runs_on.is_some())
    };
    let replaced = |id: &ServiceId| unnamed(id) || named_alone(id);
    let all: Vec<(&ServiceId, &RunsOn)> =
        stated.iter().copied().chain(of_catalog.filter(|(above, _)| !replaced(above))).collect();
    let below: Vec<ServiceId> = all.iter().map(|(_, entry)| service_of(&entry.service)).collect();
    let edges: Vec<StackEdge<'_>> =
        all.iter().zip(&below).map(|((above, entry), below)| StackEdge { above, below, entry }).collect();
    let in_circles = report_circles(context, &edges, |entries| entries.iter().all(|entry| seen(entry)));
    let new = edges.iter().filter(|edge| !in_circles.contains(edge.above) && !seen(edge.entry));
    new.for_each(|edge| report_weak(context, catalog, edge));
}
