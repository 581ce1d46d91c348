//! What services in use stand on: a service below that no profile names is in use all the same, up to the layer that those
//! above leave to it.

use super::scope::{Scope, ServiceInUse};
use crate::model::{RunsOn, Service};

/// Adds the services that others stand on, and notes what each carries.
pub(super) fn complete(scope: &mut Scope<'_>) {
    let mut waiting: Vec<StackedUse<'_>> = scope.services.iter().filter_map(StackedUse::of).collect();
    // Validation refuses circles, so that this ends.
    while let Some(above) = waiting.pop() {
        let mut is_named = false;
        let mut raised: Option<StackedUse<'_>> = None;
        for below in
            scope.services.iter_mut().filter(|below| below.service.is_named(above.runs_on.service.as_str()))
        {
            is_named = true;
            if !below.carries.iter().any(|present| present.is_same_use(above.service)) {
                below.carries.push(above.service);
            }
            if let Some(up_to) = below.only_up_to {
                let (old, new) = (scope.catalog.height(up_to), scope.catalog.height(&above.runs_on.up_to));
                if new > old {
                    below.only_up_to = Some(&above.runs_on.up_to);
                }
                below.regions.extend(&above.regions);
                below.regions.sort_unstable();
                below.regions.dedup();
                raised = StackedUse::of(below);
            }
        }
        if !is_named {
            raised = add(scope, &above);
        }
        waiting.extend(raised);
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
fn add<'a>(scope: &mut Scope<'a>, above: &StackedUse<'a>) -> Option<StackedUse<'a>> {
    let service = scope.catalog.services.get(&above.runs_on.service)?;
    let below = ServiceInUse {
        service,
        runs_on: service.runs_on.as_ref(),
        only_up_to: Some(&above.runs_on.up_to),
        carries: vec![above.service],
        mode: None,
        purpose: None,
        regions: above.regions.clone(),
        origin: &above.runs_on.origin,
    };
    let stacked = StackedUse::of(&below);
    let position = scope.place(service);
    scope.services.insert(position, below);
    stacked
}
