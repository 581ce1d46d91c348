//! The smallest unit of a matrix: one part of a control for one service, or for the organisation once.

use std::sync::Arc;

use super::decision::{Claim, Decision, Rank};
use super::delegation::Assignee;
use super::statements::ScopedStatement;
use super::upstream::{InheritedOffer, OfferEvidence, OfferedPart};
use crate::model::{
    AttributeValue, Control, Duty, Holder, NotApplicable, Part, PerDuty, ProviderId, Responsibility, Service,
    Setting, Statement, Status, Wording,
};
use crate::source::Origin;

/// One part of a control for one service in use, or for the organisation as a whole.
#[derive(Debug)]
pub struct MatrixCell<'a> {
    /// The part.
    pub part: &'a Part,
    /// None for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// Which side holds each duty, and by which claims.
    pub decision: Decision<'a>,
    /// Which party does what the customer has to do.
    pub assignees: PerDuty<Assignee<'a>>,
    /// What each side does, in words.
    pub texts: Wording<'a>,
    /// The providers that act in a cell of the organisation as a whole, by id; for a service, it is that of the service.
    pub(super) providers: Vec<&'a ProviderId>,
    /// The offers of other projects that hold a duty here, with the parts of them that do.
    pub upstream: Vec<InheritedPart<'a>>,
    /// The most specific statement about it.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
}

/// A part of an offer that a cell inherits.
#[derive(Debug, Clone, Copy)]
pub struct InheritedPart<'a> {
    /// The offer.
    pub offer: InheritedOffer<'a>,
    /// The part.
    pub part: &'a OfferedPart,
}

impl<'a> InheritedPart<'a> {
    /// The evidence of the project that offers which supports the part.
    pub fn evidence(&self) -> impl Iterator<Item = &'a OfferEvidence> + use<'a> {
        let (part, offer) = (self.part, &self.offer.known.offer);
        part.evidence.iter().filter_map(|id| offer.evidence.iter().find(|piece| piece.id == *id))
    }
}

/// Who acts on the side that is not the customer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActingSides {
    /// A provider does.
    pub provider: bool,
    /// A project whose offer is inherited does.
    pub upstream: bool,
}

impl<'a> MatrixCell<'a> {
    /// The providers that hold a duty, by id.
    pub fn providers(&self) -> impl Iterator<Item = &'a ProviderId> + use<'a, '_> {
        let of_service = self.service.map(|service| &service.provider).filter(|_| self.concerns_provider());
        let of_all = self.providers.iter().copied().filter(|_| self.concerns_provider());
        of_service.into_iter().chain(of_all)
    }

    /// Who acts on a duty beside the customer.
    pub fn acting(&self, duty: Duty) -> ActingSides {
        let involved = self.decision.duties().get(duty).involves_provider();
        if self.upstream.is_empty() {
            return ActingSides { provider: involved, upstream: false };
        }
        let is_offer = |claim: &Claim<'_>| claim.rank == Rank::Upstream;
        let upstream = involved && self.decision.winner(duty).is_some_and(is_offer);
        // An offer leaves what a provider does to it: the provider still acts unless the duty was the customer's alone.
        let taken = self.decision.overruled(duty, Rank::Upstream);
        ActingSides { provider: involved && taken != Some(Holder::Customer), upstream }
    }

    /// The parts of offers by which projects act on a duty.
    pub fn acting_upstream(&self, duty: Duty) -> impl Iterator<Item = &'a OfferedPart> + use<'a, '_> {
        let acting = self.upstream.iter().filter(move |_| self.acting(duty).upstream);
        let offering = acting.filter(move |inherited| inherited.offer.known.offer.duties.get(duty).is_some());
        offering.map(|inherited| inherited.part)
    }

    /// True when a provider holds a duty, alone or together with others.
    pub fn concerns_provider(&self) -> bool {
        Duty::ALL.into_iter().any(|duty| self.acting(duty).provider)
    }

    /// Of whom duties are inherited: the ids of providers, then the names of projects whose offers hold.
    pub fn from(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let projects = self.upstream.iter().map(|inherited| inherited.offer.known.from.as_str());
        self.providers().map(|id| id.as_str()).chain(projects)
    }

    /// The responsibility that its duties add up to.
    pub fn responsibility(&self) -> Responsibility {
        self.decision.responsibility()
    }

    /// True when the customer holds a duty, alone or together with the provider.
    pub fn concerns_customer(&self) -> bool {
        self.decision.duties().iter().any(|holder| holder.involves_customer())
    }

    /// How far the customer's part is implemented, as stated. None where it holds no duty or nothing is stated.
    pub fn status(&self) -> Option<Status> {
        let scoped = self.statement.as_deref().filter(|_| self.concerns_customer())?;
        Some(scoped.statement.status)
    }

    /// What the provider does. None where it holds no duty, even if the part has a text for it.
    pub fn provider_text(&self) -> Option<&str> {
        self.texts.provider.filter(|_| self.concerns_provider())
    }

    /// Title of the page where the provider publishes what it does. None where it holds no duty, or the catalog names no
    /// page: then only its report can confirm it.
    pub fn provider_source(&self) -> Option<&'a str> {
        let provider = self.service.map(|service| &service.provider).filter(|_| self.concerns_provider())?;
        self.part.sources.get(provider).map(String::as_str)
    }

    /// How the part is set when the service begins to be used, where the catalog says so.
    pub fn setting(&self, control: &Control) -> Option<Setting> {
        self.part.setting_for(control, self.service?)
    }

    /// What is done by the project whose offer holds duties here, as the offer says it. None where no offer does, or it says
    /// nothing.
    pub fn offer_text(&self) -> Option<&'a str> {
        let text = self.upstream.first().map(|inherited| inherited.offer.known.offer.text.trim());
        text.filter(|text| !text.is_empty())
    }

    /// The name of the project whose offer holds duties here, as printed.
    pub fn offered_by(&self) -> Option<&'a str> {
        self.upstream.first().map(|inherited| inherited.offer.known.from_name.as_str())
    }

    /// What the customer does. None where it holds no duty, even if the part has a text for it.
    pub fn customer_text(&self) -> Option<&str> {
        self.texts.customer.filter(|_| self.concerns_customer())
    }
}

/// A cell that a profile declares not applicable.
#[derive(Debug)]
pub struct Exclusion<'a> {
    /// The part.
    pub part: &'a Part,
    /// None for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// What excludes it.
    pub reason: ExclusionReason<'a>,
}

impl Exclusion<'_> {
    /// True when this entry excludes the cell.
    pub(super) fn is_by(&self, entry: &NotApplicable) -> bool {
        matches!(self.reason, ExclusionReason::Entry(by) if by.origin == entry.origin)
    }
}

/// What declares a cell not applicable.
#[derive(Debug, Clone, Copy)]
pub enum ExclusionReason<'a> {
    /// An entry of a profile.
    Entry(&'a NotApplicable),
    /// A statement with that status; its text is the reason.
    Statement(&'a Statement),
    /// An attribute that is false, with its reason: the part has no object here.
    Attribute(&'a AttributeValue),
}

impl<'a> ExclusionReason<'a> {
    /// Where it is written.
    pub fn origin(&self) -> &'a Origin {
        match self {
            Self::Entry(entry) => &entry.origin,
            Self::Statement(statement) => &statement.origin,
            Self::Attribute(value) => &value.origin,
        }
    }
}
