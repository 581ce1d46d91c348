//! Ranked claims about who holds which duty, and the decisions they lead to. This is the only place that ranks claims:
//! whoever wants to know what a claim overruled, or what holds without an override, asks a decision.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::model::{
    Catalog, ClassId, Duties, Duty, Holder, Part, PartOverride, PartialDuties, PerDuty, Responsibility,
    Selector, Service,
};
use crate::source::Origin;

/// Where a claim comes from. Ordered: a later rank overrules an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rank {
    /// The demarcation table.
    Demarcation,
    /// An override of a control part, for some services.
    Part,
    /// An exception of a service.
    Service,
    /// An offer of another project that is inherited.
    Upstream,
    /// An override of the organisation.
    Organization,
    /// An override of the project.
    Project,
}

impl Rank {
    /// As files write it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Who makes the claim, in a sentence.
    pub fn speaker(self) -> &'static str {
        match self {
            Self::Demarcation => "the demarcation table",
            Self::Part => "the control part",
            Self::Service => "the service",
            Self::Upstream => "the offer",
            Self::Organization => "the organisation",
            Self::Project => "the project",
        }
    }
}

/// Who holds one or more duties of a cell, according to one entry of the catalog or a profile.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Decides which of several claims about a duty holds.
    pub rank: Rank,
    /// A duty without a holder is left to other claims.
    pub duties: PartialDuties,
    /// The reason that the entry gives.
    pub reason: Cow<'a, str>,
    /// The entry.
    pub origin: Origin,
}

impl Claim<'_> {
    fn holder(&self, duty: Duty) -> Option<Holder> {
        *self.duties.get(duty)
    }
}

/// Two claims of one rank that name different holders for one duty.
#[derive(Debug)]
pub struct Conflict {
    /// The duty.
    pub duty: Duty,
    /// The claim that is written first.
    pub first: ConflictingClaim,
    /// The claim that contradicts it.
    pub second: ConflictingClaim,
}

/// One side of a [`Conflict`].
#[derive(Debug)]
pub struct ConflictingClaim {
    /// The entry that makes the claim.
    pub origin: Origin,
    /// The holder that it names.
    pub holder: Holder,
}

/// Who holds the duties of a cell, with all claims about it: those that decided and those they overruled.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    duties: Duties,
    responsibility: Responsibility,
    /// Highest rank first; in one rank, as written.
    claims: Vec<Claim<'a>>,
}

impl<'a> Decision<'a> {
    /// Gives each duty to the holder that the highest-ranked claim about it names. Without any claim, it is the
    /// customer's.
    pub fn new(mut claims: Vec<Claim<'a>>) -> Result<Self, Conflict> {
        // Stable, so that of two claims of one rank the one written first is reported as the first.
        claims.sort_by_key(|claim| std::cmp::Reverse(claim.rank));
        let duties = Duties {
            manage: decide(&claims, Duty::Manage)?,
            operate: decide(&claims, Duty::Operate)?,
            verify: decide(&claims, Duty::Verify)?,
        };
        Ok(Self { duties, responsibility: duties.responsibility(), claims })
    }

    /// What holds for a class by the catalog alone, without exceptions of services and overrides of profiles. None when
    /// the demarcation table has no entry for the class on the layer of the part.
    pub fn of_class(catalog: &'a Catalog, part: &'a Part, class: &ClassId) -> Option<Result<Self, Conflict>> {
        let claims = claims_of_class(catalog, part, class);
        (!claims.is_empty()).then(|| Self::new(claims))
    }

    /// Who holds each duty.
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// All claims, highest rank first.
    pub fn claims(&self) -> &[Claim<'a>] {
        &self.claims
    }

    pub(super) fn into_claims(self) -> Vec<Claim<'a>> {
        self.claims
    }

    /// The claim that decided a duty.
    pub fn winner(&self, duty: Duty) -> Option<&Claim<'a>> {
        self.claims.iter().find(|claim| claim.holder(duty).is_some())
    }

    /// The holder from whom claims of a rank took a duty. None when they did not decide the duty, or when it would be
    /// with the same holder without them.
    pub fn overruled(&self, duty: Duty, rank: Rank) -> Option<Holder> {
        self.winner(duty).filter(|winner| winner.rank == rank)?;
        let below = self.claims.partition_point(|claim| claim.rank >= rank);
        let before = leading(&self.claims[below..], duty).map_or(UNCLAIMED, |(_, holder)| holder);
        (before != *self.duties.get(duty)).then_some(before)
    }

    /// The responsibility that the three duties add up to.
    pub fn responsibility(&self) -> Responsibility {
        self.responsibility
    }
}

/// Who holds a duty that no claim is about. An organisation must not rely on a provider that never said it does the
/// work.
const UNCLAIMED: Holder = Holder::Customer;

/// The highest-ranked claim about a duty, and the holder that it names. Expects the highest rank first.
fn leading<'c, 'a>(claims: &'c [Claim<'a>], duty: Duty) -> Option<(&'c Claim<'a>, Holder)> {
    claims.iter().find_map(|claim| Some((claim, claim.holder(duty)?)))
}

/// The holder of a duty by the highest-ranked claims about it, which must agree.
fn decide(claims: &[Claim<'_>], duty: Duty) -> Result<Holder, Conflict> {
    let Some((first, holder)) = leading(claims, duty) else {
        return Ok(UNCLAIMED);
    };
    for second in claims.iter().filter(|claim| claim.rank == first.rank) {
        if let Some(other) = second.holder(duty).filter(|other| *other != holder) {
            let claim = |claim: &Claim<'_>, holder| ConflictingClaim { origin: claim.origin.clone(), holder };
            return Err(Conflict { duty, first: claim(first, holder), second: claim(second, other) });
        }
    }
    Ok(holder)
}

/// The catalog's claims about a class: its entry in the demarcation table, then the overrides of the part. Empty when
/// the table has no entry.
pub(super) fn claims_of_class<'a>(catalog: &'a Catalog, part: &'a Part, class: &ClassId) -> Vec<Claim<'a>> {
    let key = (part.layer.clone(), class.clone());
    let Some(demarcation) = catalog.demarcation.get(&key) else {
        return Vec::new();
    };
    let table = Claim {
        rank: Rank::Demarcation,
        duties: PerDuty::from_fn(|duty| Some(*demarcation.duties.get(duty))),
        reason: demarcation.reason.as_str().into(),
        origin: demarcation.origin.clone(),
    };
    let about_class = |entry: &&PartOverride| {
        let Selector { classes, service, traits, .. } = &entry.selector;
        classes.contains(class) && service.is_none() && traits.is_empty()
    };
    std::iter::once(table).chain(part.overrides.iter().filter(about_class).map(claim_of_part)).collect()
}

/// The claims of a part's overrides that depend on more of a service than its class.
pub(super) fn claims_of_part_about<'a>(part: &'a Part, service: &Service) -> impl Iterator<Item = Claim<'a>> {
    let about_more = |entry: &&PartOverride| {
        let selector = &entry.selector;
        (selector.service.is_some() || !selector.traits.is_empty()) && selector.selects_service(Some(service))
    };
    part.overrides.iter().filter(about_more).map(claim_of_part)
}

fn claim_of_part(entry: &PartOverride) -> Claim<'_> {
    Claim {
        rank: Rank::Part,
        duties: entry.duties,
        reason: entry.reason.as_str().into(),
        origin: entry.origin.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn claim(rank: Rank, operate: Option<Holder>) -> Claim<'static> {
        let origin = Origin::root(Sources::default().add("profile.yaml", ""));
        let duties = PartialDuties { operate, ..PartialDuties::default() };
        Claim { rank, duties, reason: "because".into(), origin }
    }

    fn decision(claims: Vec<Claim<'static>>) -> Decision<'static> {
        Decision::new(claims).expect("the claims agree")
    }

    #[test]
    fn a_claim_overrules_the_highest_of_the_lower_ranks() {
        let claims = vec![
            claim(Rank::Demarcation, Some(Holder::Provider)),
            claim(Rank::Organization, Some(Holder::Shared)),
            claim(Rank::Project, Some(Holder::Customer)),
        ];
        let decision = decision(claims);
        assert_eq!(decision.overruled(Duty::Operate, Rank::Project), Some(Holder::Shared));
        // The organisation's claim decides nothing, so that it overrules nothing either.
        assert_eq!(decision.overruled(Duty::Operate, Rank::Organization), None);
    }

    #[test]
    fn a_claim_that_restates_what_holds_overrules_nothing() {
        let same = vec![
            claim(Rank::Demarcation, Some(Holder::Provider)),
            claim(Rank::Organization, Some(Holder::Provider)),
        ];
        assert_eq!(decision(same).overruled(Duty::Operate, Rank::Organization), None);
        // An unclaimed duty is the customer's already.
        let unclaimed = vec![claim(Rank::Organization, Some(Holder::Customer))];
        assert_eq!(decision(unclaimed).overruled(Duty::Operate, Rank::Organization), None);
        let taken = vec![claim(Rank::Organization, Some(Holder::Provider))];
        assert_eq!(decision(taken).overruled(Duty::Operate, Rank::Organization), Some(Holder::Customer));
    }

    #[test]
    fn claims_of_one_rank_must_agree() {
        let claims =
            vec![claim(Rank::Project, Some(Holder::Provider)), claim(Rank::Project, Some(Holder::Customer))];
        let conflict = Decision::new(claims).expect_err("the claims contradict each other");
        assert_eq!((conflict.first.holder, conflict.second.holder), (Holder::Provider, Holder::Customer));
    }
}
