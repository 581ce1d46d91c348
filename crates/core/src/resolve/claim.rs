//! Ranked claims about who holds which duty, and the decisions they lead to. A decision cannot exist without them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::scope::{Scope, ServiceInUse};
use crate::model::{ClassId, Duties, Duty, Holder, Part, PartialDuties, PerDuty, Responsibility};
use crate::source::Origin;

/// Where a claim comes from. Ordered: a later rank overrules an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rank {
    /// The demarcation table.
    Demarcation,
    /// An override of a control part, for a service class.
    Part,
    /// An exception of a service.
    Service,
    /// An override of the organisation.
    Organization,
    /// An override of the project.
    Project,
}

impl Rank {
    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Demarcation => "demarcation",
            Self::Part => "part",
            Self::Service => "service",
            Self::Organization => "organization",
            Self::Project => "project",
        }
    }

    /// Who speaks, for people.
    pub fn speaker(self) -> &'static str {
        match self {
            Self::Demarcation => "the demarcation table",
            Self::Part => "the control part",
            Self::Service => "the service",
            Self::Organization => "the organisation",
            Self::Project => "the project",
        }
    }
}

/// Someone says who holds one or more duties of a cell, and why.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Who speaks.
    pub rank: Rank,
    /// What is claimed; a duty that is not named is not spoken about.
    pub duties: PartialDuties,
    /// Why.
    pub reason: Cow<'a, str>,
    /// Where it is written.
    pub origin: Origin,
}

/// Two claims of one rank that name different holders for one duty.
#[derive(Debug)]
pub struct Conflict {
    /// The duty.
    pub duty: Duty,
    /// The one written first, and whom it names.
    pub first: (Origin, Holder),
    /// The other.
    pub second: (Origin, Holder),
}

/// Who holds the duties of a cell, with all claims that spoke: the winners and what they overruled.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    duties: Duties,
    responsibility: Responsibility,
    /// Highest rank first.
    claims: Vec<Claim<'a>>,
}

impl<'a> Decision<'a> {
    /// Decides each duty by the highest-ranking claim that speaks about it. Every duty must be spoken about by
    /// some claim; the demarcation table speaks about all.
    pub fn new(mut claims: Vec<Claim<'a>>) -> Result<Self, Conflict> {
        claims.sort_by_key(|claim| std::cmp::Reverse(claim.rank));
        let decide = |duty: Duty| -> Result<Holder, Conflict> {
            let mut winner: Option<(&Claim<'_>, Holder)> = None;
            for claim in &claims {
                let Some(holder) = *claim.duties.get(duty) else {
                    continue;
                };
                match winner {
                    None => winner = Some((claim, holder)),
                    Some((first, present)) if first.rank == claim.rank && present != holder => {
                        let (first, second) =
                            ((first.origin.clone(), present), (claim.origin.clone(), holder));
                        return Err(Conflict { duty, first, second });
                    }
                    Some(_) => {}
                }
            }
            // Nobody said that a provider does it, so nobody may rely on one.
            Ok(winner.map_or(Holder::Customer, |(_, holder)| holder))
        };
        let duties = Duties {
            manage: decide(Duty::Manage)?,
            operate: decide(Duty::Operate)?,
            verify: decide(Duty::Verify)?,
        };
        Ok(Self { duties, responsibility: duties.responsibility(), claims })
    }

    /// Who holds what.
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// All claims, highest rank first.
    pub fn claims(&self) -> &[Claim<'a>] {
        &self.claims
    }

    /// The claim that decided a duty.
    pub fn winner(&self, duty: Duty) -> Option<&Claim<'a>> {
        self.claims.iter().find(|claim| claim.duties.get(duty).is_some())
    }

    /// What it amounts to.
    pub fn responsibility(&self) -> Responsibility {
        self.responsibility
    }
}

/// The catalog's claims about one part: those of a class are made once for all of its services.
pub(super) struct PartClaims<'s, 'a> {
    scope: &'s Scope<'a>,
    part: &'a Part,
    by_class: Vec<(&'a ClassId, Vec<Claim<'a>>)>,
}

impl<'s, 'a> PartClaims<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>, part: &'a Part) -> Self {
        Self { scope, part, by_class: Vec::new() }
    }

    /// For a service in use.
    pub(super) fn of_service(&mut self, in_use: &ServiceInUse<'a>) -> Vec<Claim<'a>> {
        let service = in_use.service;
        let known = self.by_class.iter().find(|(class, _)| **class == service.class);
        let mut claims = match known {
            Some((_, claims)) => claims.clone(),
            None => {
                let claims = of_class(self.scope, self.part, &service.class);
                self.by_class.push((&service.class, claims.clone()));
                claims
            }
        };
        if claims.is_empty() {
            claims.push(unknown_class(in_use));
        }
        let exceptions = service.exceptions.iter().filter(|exception| exception.layer == self.part.layer);
        claims.extend(exceptions.map(|exception| Claim {
            rank: Rank::Service,
            duties: exception.duties,
            reason: match &exception.source {
                Some(source) => format!("{} (source: {source})", exception.reason).into(),
                None => exception.reason.as_str().into(),
            },
            origin: exception.origin.clone(),
        }));
        claims
    }
}

/// The catalog's claims about a part for the organisation as a whole: what holds for the classes of all services in
/// use. Where the classes differ, both sides have something to do.
pub(super) fn of_organization<'a>(scope: &Scope<'a>, part: &'a Part) -> Vec<Claim<'a>> {
    let mut by_class: Vec<(Duties, Vec<Claim<'a>>)> = Vec::new();
    for class in scope.classes() {
        let claims = of_class(scope, part, class);
        if let Ok(decision) = Decision::new(claims) {
            by_class.push((decision.duties(), decision.claims));
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
    let reasons: Vec<String> = by_class
        .iter()
        .flat_map(|(_, claims)| claims.first())
        .map(|claim| claim.reason.to_string())
        .collect();
    vec![Claim {
        rank: Rank::Demarcation,
        duties,
        reason: format!("classes in use differ: {}", reasons.join(" / ")).into(),
        origin: claims[0].origin.clone(),
    }]
}

fn of_class<'a>(scope: &Scope<'a>, part: &'a Part, class: &ClassId) -> Vec<Claim<'a>> {
    let key = (part.layer.clone(), class.clone());
    let Some(demarcation) = scope.catalog.demarcation.get(&key) else {
        return Vec::new();
    };
    let table = Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|duty| Some(*demarcation.duties.get(duty))),
        reason: demarcation.reason.as_str().into(),
        origin: demarcation.origin.clone(),
    };
    let overrides = part.overrides.iter().filter(|entry| entry.class == *class).map(|entry| Claim {
        rank: Rank::Part,
        duties: entry.duties,
        reason: entry.reason.as_str().into(),
        origin: entry.origin.clone(),
    });
    std::iter::once(table).chain(overrides).collect()
}

/// The safe reading of a service whose class the catalog does not know: nobody else is known to do anything.
fn unknown_class<'a>(in_use: &ServiceInUse<'a>) -> Claim<'a> {
    let class = &in_use.service.class;
    Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|_| Some(Holder::Customer)),
        reason: format!("the catalog has no class `{class}`, so nothing can be counted on from the provider")
            .into(),
        origin: in_use.service.origin.key("class"),
    }
}

fn no_provider<'a>(scope: &Scope<'a>) -> Claim<'a> {
    Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|_| Some(Holder::Customer)),
        reason: "no service of a known class is in use, so there is nobody else to do it".into(),
        origin: scope.origin().clone(),
    }
}
