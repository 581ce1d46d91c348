//! What the catalog claims about a part: for one service in use, and for the organisation as a whole.

use super::address::CellAddress;
use super::decision::{Claim, Conflict, Decision, Rank, claims_of_class, claims_of_part_about};
use super::scope::Scope;
use super::service_use::ServiceInUse;
use crate::model::{
    Catalog, ClassId, Control, Duties, Exception, Holder, Part, PerDuty, ProviderId, Service,
};

/// The catalog's claims about one part. Those about a class are made once for all of its services.
pub(super) struct PartClaims<'s, 'a> {
    scope: &'s Scope<'a>,
    control: &'a Control,
    part: &'a Part,
    /// A list, since the services in use belong to a handful of classes.
    by_class: Vec<(&'a ClassId, Vec<Claim<'a>>)>,
}

impl<'s, 'a> PartClaims<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>, control: &'a Control, part: &'a Part) -> Self {
        Self { scope, control, part, by_class: Vec::new() }
    }

    /// The claims about a service in use: those about its class, then those about it alone.
    pub(super) fn of_service(&mut self, in_use: &ServiceInUse<'a>) -> Vec<Claim<'a>> {
        let service = in_use.service;
        let known = self.by_class.iter().find(|(class, _)| **class == service.class);
        let mut claims = match known {
            Some((_, claims)) => claims.clone(),
            None => {
                let claims = claims_of_class(self.scope.catalog, self.part, &service.class);
                self.by_class.push((&service.class, claims.clone()));
                claims
            }
        };
        if claims.is_empty() {
            claims.push(unknown_class(in_use));
        }
        claims.extend(claims_about(self.control, self.part, service));
        claims
    }
}

/// All claims of the catalog about a part for a service.
pub(super) fn claims_of_catalog<'a>(
    catalog: &'a Catalog,
    control: &'a Control,
    part: &'a Part,
    service: &'a Service,
) -> Vec<Claim<'a>> {
    let mut claims = claims_of_class(catalog, part, &service.class);
    claims.extend(claims_about(control, part, service));
    claims
}

/// Who holds the duties of a part for a service by the catalog alone.
pub fn decide_by_catalog<'a>(
    catalog: &'a Catalog,
    control: &'a Control,
    part: &'a Part,
    service: &'a Service,
) -> Result<Decision<'a>, Conflict> {
    Decision::new(claims_of_catalog(catalog, control, part, service))
}

/// The catalog's claims that depend on more of a service than its class.
fn claims_about<'a>(
    control: &'a Control,
    part: &'a Part,
    service: &'a Service,
) -> impl Iterator<Item = Claim<'a>> {
    let address = CellAddress { control, part, service: Some(service) };
    let applies = move |exception: &&Exception| address.is_in(&exception.selector);
    let exceptions = service.exceptions.iter().filter(applies).map(|exception| Claim {
        rank: Rank::Service,
        duties: exception.duties,
        reason: match &exception.source {
            Some(source) => format!("{} (source: {source})", exception.reason).into(),
            None => exception.reason.as_str().into(),
        },
        origin: exception.origin.clone(),
    });
    claims_of_part_about(part, service).chain(exceptions)
}

/// The catalog's claims about a part for the organisation as a whole: what holds for the classes of all services in
/// use. A duty that goes to different holders in different classes is shared.
pub(super) fn of_organization<'a>(scope: &Scope<'a>, part: &'a Part) -> Vec<Claim<'a>> {
    let mut by_class: Vec<(Duties, Vec<Claim<'a>>)> = Vec::new();
    for class in classes_of(scope, part) {
        // Of a class that the catalog does not know nothing is claimed, which makes its duties the customer's.
        if let Ok(decision) = Decision::new(claims_of_class(scope.catalog, part, class)) {
            by_class.push((decision.duties(), decision.into_claims()));
        }
    }
    let Some((first, claims)) = by_class.first() else {
        return vec![no_provider(scope)];
    };
    if by_class.iter().all(|(duties, _)| duties == first) {
        return claims.clone();
    }
    let duties = PerDuty::from_fn(|duty| {
        let holder = *first.get(duty);
        let agree = by_class.iter().all(|(duties, _)| *duties.get(duty) == holder);
        Some(if agree { holder } else { Holder::Shared })
    });
    // A class that the catalog does not know has no claims, and its name may come first.
    let origin = by_class.iter().find_map(|(_, claims)| claims.first()).map(|claim| claim.origin.clone());
    let reasons: Vec<String> = by_class
        .iter()
        .flat_map(|(_, claims)| claims.first())
        .map(|claim| claim.reason.to_string())
        .collect();
    vec![Claim {
        rank: Rank::Demarcation,
        duties,
        reason: format!("classes in use differ: {}", reasons.join(" / ")).into(),
        origin: origin.expect("classes without claims all give their duties to the customer"),
    }]
}

/// The classes of the services that decide about a cell of the organisation as a whole, each once.
fn classes_of<'a>(scope: &Scope<'a>, part: &Part) -> Vec<&'a ClassId> {
    let mut classes: Vec<&ClassId> = scope.services_for(part).map(|in_use| &in_use.service.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// The providers that act in a cell of the organisation as a whole, by id: those of services whose class gives them a
/// duty there. Where only a profile gives a duty to providers, it says so of all of them.
pub(super) fn acting_providers<'a>(
    scope: &Scope<'a>,
    part: &'a Part,
    decision: &Decision<'_>,
) -> Vec<&'a ProviderId> {
    if !decision.duties().iter().any(|holder| holder.involves_provider()) {
        return Vec::new();
    }
    let acts = |class: &&ClassId| {
        let decision = Decision::of_class(scope.catalog, part, class).and_then(Result::ok);
        decision.is_some_and(|decision| decision.duties().iter().any(|holder| holder.involves_provider()))
    };
    let acting: Vec<&ClassId> = classes_of(scope, part).into_iter().filter(acts).collect();
    let is_acting = |in_use: &&ServiceInUse<'a>| acting.is_empty() || acting.contains(&&in_use.service.class);
    let mut providers: Vec<&ProviderId> =
        scope.services_for(part).filter(is_acting).map(|in_use| &in_use.service.provider).collect();
    providers.sort_unstable();
    providers.dedup();
    providers
}

/// The claim about a service whose class is not in the catalog. Giving its duties to the customer is the safe reading:
/// no provider is known to do anything.
fn unknown_class<'a>(in_use: &ServiceInUse<'a>) -> Claim<'a> {
    let class = &in_use.service.class;
    Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|_| Some(Holder::Customer)),
        reason: format!(
            "service class `{class}` is not in the catalog, so no duty is known to be the provider's"
        )
        .into(),
        origin: in_use.service.origin.key("class"),
    }
}

fn no_provider<'a>(scope: &Scope<'a>) -> Claim<'a> {
    Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|_| Some(Holder::Customer)),
        reason: "no service of a known class is in use, so no duty can be a provider's".into(),
        origin: scope.origin().clone(),
    }
}
