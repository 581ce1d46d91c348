//! Services in use, and what they stand on: a service below that no profile names is in use all the same, up to the layer that
//! those above leave to it.

use crate::model::{Catalog, LayerId, Part, RunsOn, Service, ServiceId};
use crate::source::Origin;

/// A service in use.
#[derive(Debug, Clone)]
pub struct ServiceInUse<'a> {
    /// The service.
    pub service: &'a Service,
    /// What it stands on.
    pub runs_on: Option<&'a RunsOn>,
    /// The use of that service; none before all are known.
    pub stands_on: Option<&'a Service>,
    /// For a service that is only in use because others stand on it, the highest layer that they leave to it.
    pub only_up_to: Option<&'a LayerId>,
    /// The services that stand on it.
    pub carries: Vec<&'a Service>,
    /// The edition or mode in which it is used.
    pub mode: Option<&'a str>,
    /// What it is used for, according to the profile.
    pub purpose: Option<&'a str>,
    /// Kinds of data that it holds, according to the profile.
    pub data: &'a [String],
    /// Regions, sorted.
    pub regions: Vec<&'a str>,
    /// The entry that puts it in use; the project's where the organisation has one, too.
    pub origin: &'a Origin,
}

impl ServiceInUse<'_> {
    /// True when the cells of a layer are its own: not those of the service that it stands on, unless that one is nothing
    /// that the part needs, nor, for one that is only in use because others stand on it, of a layer that these do not leave
    /// to it.
    pub(super) fn holds(&self, catalog: &Catalog, part: &Part, height: usize) -> bool {
        let carries = |below: &RunsOn| {
            height <= catalog.height(&below.up_to)
                && self.stands_on.is_none_or(|service| part.needs.are_met_by(&service.traits))
        };
        !self.runs_on.is_some_and(carries)
            && self.only_up_to.is_none_or(|up_to| height <= catalog.height(up_to))
    }
}

/// Where a service stands or belongs among those in use, which are sorted by id and name.
pub(super) fn place(services: &[ServiceInUse<'_>], service: &Service) -> usize {
    services.partition_point(|present| key(present.service) < key(service))
}

/// What services in use are sorted by.
fn key(service: &Service) -> (&ServiceId, Option<&ServiceId>) {
    (&service.id, service.alias.as_ref())
}

/// Adds the services that others stand on, and notes what each carries.
pub(super) fn complete<'a>(catalog: &'a Catalog, services: &mut Vec<ServiceInUse<'a>>) {
    let mut waiting: Vec<StackedUse<'a>> = services.iter().filter_map(StackedUse::of).collect();
    // Validation refuses circles, so that this ends.
    while let Some(above) = waiting.pop() {
        let mut is_named = false;
        let mut raised: Option<StackedUse<'a>> = None;
        for below in
            services.iter_mut().filter(|below| below.service.is_named(above.runs_on.service.as_str()))
        {
            is_named = true;
            if !below.carries.iter().any(|present| present.is_same_use(above.service)) {
                below.carries.push(above.service);
            }
            // What it carries elsewhere stands on it there. A use without regions is not told apart by them.
            if below.only_up_to.is_some() || !below.regions.is_empty() {
                below.regions.extend(&above.regions);
                below.regions.sort_unstable();
                below.regions.dedup();
            }
            if let Some(up_to) = below.only_up_to {
                let (old, new) = (catalog.height(up_to), catalog.height(&above.runs_on.up_to));
                if new > old {
                    below.only_up_to = Some(&above.runs_on.up_to);
                }
                raised = StackedUse::of(below);
            }
        }
        if !is_named {
            raised = add(catalog, services, &above);
        }
        waiting.extend(raised);
    }
    let below = |in_use: &ServiceInUse<'a>| {
        let entry = in_use.runs_on?;
        let found = services.iter().find(|one| one.service.is_named(entry.service.as_str()))?;
        Some(found.service)
    };
    let below: Vec<Option<&'a Service>> = services.iter().map(below).collect();
    for (in_use, service) in services.iter_mut().zip(below) {
        in_use.stands_on = service;
    }
}

/// A service in use that stands on another one.
struct StackedUse<'a> {
    service: &'a Service,
    runs_on: &'a RunsOn,
    regions: Vec<&'a str>,
}

impl<'a> StackedUse<'a> {
    fn of(in_use: &ServiceInUse<'a>) -> Option<Self> {
        let runs_on = in_use.runs_on?;
        Some(Self { service: in_use.service, runs_on, regions: in_use.regions.clone() })
    }
}

/// Puts the service below in use, in the regions of the one above.
fn add<'a>(
    catalog: &'a Catalog,
    services: &mut Vec<ServiceInUse<'a>>,
    above: &StackedUse<'a>,
) -> Option<StackedUse<'a>> {
    let service = catalog.services.get(&above.runs_on.service)?;
    let below = ServiceInUse {
        service,
        runs_on: service.runs_on.as_ref(),
        stands_on: None,
        only_up_to: Some(&above.runs_on.up_to),
        carries: vec![above.service],
        mode: None,
        purpose: None,
        data: &[],
        regions: above.regions.clone(),
        origin: &above.runs_on.origin,
    };
    let stacked = StackedUse::of(&below);
    let position = place(services, service);
    services.insert(position, below);
    stacked
}
