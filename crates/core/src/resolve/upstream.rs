//! Offers as those who inherit see them: what is offered, whether it is kept, and the claims that follow.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::address::CellAddress;
use super::decision::{Claim, Decision, Rank};
use super::service_use::ServiceInUse;
use crate::model::{
    AcceptanceId, ActingParties, AskId, Audience, ClassId, Classification, ControlId, Coverage, Duty,
    EvidenceId, EvidenceKind, EvidenceState, Holder, Inheritance, InheritanceException, OfferId, OfferedDuty,
    Origination, PartId, PerDuty, ProjectId, Service, ServiceId, Status, Target, TraitId,
};
use crate::source::{Origin, limited_list, limited_list_or_null, word_or_mapping};

/// An offer with everything that those who inherit need to know of the project that makes it. It borrows nothing, so that
/// it can be written to a file for another organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpstreamOffer {
    /// Its id.
    pub id: OfferId,
    /// Its title as printed.
    pub title: String,
    /// To whom it is made.
    pub to: Audience,
    /// What is done, with parameters filled in.
    pub text: String,
    /// What is offered of each duty.
    pub duties: PerDuty<Option<OfferedDuty>>,
    /// The services of those who inherit that it is for; null for all.
    #[serde(deserialize_with = "limited_list_or_null")]
    pub services: Option<Vec<ServiceId>>,
    /// The classes of the services that it is for; empty for all.
    #[serde(deserialize_with = "limited_list")]
    pub classes: Vec<ClassId>,
    /// Traits that these services must have.
    #[serde(deserialize_with = "limited_list")]
    pub traits: Vec<TraitId>,
    /// The regions that it is for; null for all.
    #[serde(deserialize_with = "limited_list_or_null")]
    pub regions: Option<Vec<String>>,
    /// The parts of controls that it is about, in the order of the catalog.
    #[serde(deserialize_with = "limited_list")]
    pub parts: Vec<OfferedPart>,
    /// What is asked in return.
    #[serde(deserialize_with = "limited_list")]
    pub asks: Vec<OfferAsk>,
    /// Evidence that may be shown to those who inherit.
    #[serde(deserialize_with = "limited_list")]
    pub evidence: Vec<OfferEvidence>,
}

/// A part of a control that an offer is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferedPart {
    /// The control.
    pub control: ControlId,
    /// The part.
    pub part: PartId,
    /// How the offer names it. Where several offers are about a cell, the most specific ones hold.
    pub named: NamedBy,
    /// Whether what is offered is done. Files have a word, or a mapping of one word, as JSON writes it.
    #[serde(deserialize_with = "word_or_mapping")]
    pub state: OfferState,
    /// The names of the parties that hold the duties.
    pub by: PerDuty<Option<String>>,
    /// For whom these parties act. Not in offer files: to another organisation it makes no difference.
    #[serde(skip)]
    pub acting: PerDuty<ActingParties>,
    /// Which of the offer's evidence supports it.
    #[serde(deserialize_with = "limited_list")]
    pub evidence: Vec<EvidenceId>,
}

/// How an offer names a part. Ordered: a later one is more specific.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NamedBy {
    /// By its layer, domain or needs.
    Selection,
    /// By its control.
    Control,
    /// By itself.
    Part,
}

/// Whether what is offered is done. An offer that is not kept counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OfferState {
    /// It is stated as implemented, by parties with names, and its evidence is valid.
    Kept,
    /// Its statement says something less.
    Stated(Status),
    /// Nothing is stated about it.
    Unstated,
    /// A duty that is offered is assigned to no party.
    Unassigned,
    /// This evidence is no longer valid.
    Stale(EvidenceId),
    /// This acceptance of a risk in it has lapsed.
    AcceptanceLapsed(AcceptanceId),
    /// The offer file was to be relied on until this day.
    Expired(NaiveDate),
}

/// What an offer asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferAsk {
    /// Its id.
    pub id: AskId,
    /// What must be done.
    pub text: String,
    /// How the customer takes part.
    pub origination: Origination,
    /// `CONTROL` or `CONTROL/part` that fulfil it.
    #[serde(deserialize_with = "limited_list")]
    pub controls: Vec<String>,
}

/// Evidence that an offer may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferEvidence {
    /// Its id in the register of the organisation that offers.
    pub id: EvidenceId,
    /// Its title as printed.
    pub title: String,
    /// The last valid day; null for evidence without one.
    pub valid_until: Option<NaiveDate>,
    /// What it is.
    pub kind: EvidenceKind,
    /// The day on which it was collected.
    pub collected: NaiveDate,
    /// Whether it is valid.
    pub state: EvidenceState,
    /// Who may see it.
    pub classification: Classification,
}

/// An offer with the project that makes it.
#[derive(Debug, Clone)]
pub struct KnownOffer {
    /// The project: `organisation/project`.
    pub from: String,
    /// The name of the project as printed.
    pub from_name: String,
    /// What it offers.
    pub offer: UpstreamOffer,
    /// The entry in its file.
    pub origin: Origin,
    /// Where what it does originates, for those who inherit.
    pub standing: UpstreamStanding,
}

/// Where what a project offers originates, as those who inherit see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum UpstreamStanding {
    /// In a system with an authorisation of its own.
    Authorized,
    /// With the parties of a project of the same organisation that has no authorisation.
    OwnProject,
    /// In another organisation that says nothing about an authorisation.
    OtherOrganization,
}

/// The offers that the projects of an organisation make, and those in the offer files that they inherit from.
#[derive(Debug, Default)]
pub struct OfferBook {
    pub(crate) by_project: BTreeMap<ProjectId, Vec<KnownOffer>>,
    /// By the entry that names the file.
    pub(crate) by_file: HashMap<Origin, Vec<KnownOffer>>,
}

impl OfferBook {
    /// The offers of a project of the organisation.
    pub fn of_project(&self, project: &ProjectId) -> &[KnownOffer] {
        self.by_project.get(project).map(Vec::as_slice).unwrap_or_default()
    }

    /// The offers that an entry inherits.
    pub fn inherited_by<'b>(&'b self, inheritance: &'b Inheritance) -> impl Iterator<Item = &'b KnownOffer> {
        let known = match inheritance.file {
            Some(_) => self.by_file.get(&inheritance.origin).map(Vec::as_slice).unwrap_or_default(),
            None => self.of_project(&inheritance.from.project),
        };
        // Whoever has the file of another organisation is its customer, or one of its group.
        let is_meant =
            |known: &KnownOffer| known.offer.to == Audience::Projects || inheritance.file.is_some();
        known.iter().filter(move |known| is_meant(known) && inheritance.offers.covers(&known.offer.id))
    }
}

/// An offer that a project inherits.
#[derive(Debug, Clone, Copy)]
pub struct InheritedOffer<'a> {
    /// The entry that inherits it.
    pub inheritance: &'a Inheritance,
    /// The offer.
    pub known: &'a KnownOffer,
}

/// Why a cell does not inherit what is offered for it.
#[derive(Debug, Clone)]
pub enum WithholdingReason<'a> {
    /// The offer is not kept.
    NotKept(&'a OfferState),
    /// The service is used in regions that the offer is not for.
    Regions(Vec<&'a str>),
    /// An exception of the project, which is no gap.
    Excepted(&'a InheritanceException),
}

impl PartialEq for WithholdingReason<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NotKept(one), Self::NotKept(other)) => one == other,
            (Self::Regions(one), Self::Regions(other)) => one == other,
            (Self::Excepted(one), Self::Excepted(other)) => one.origin == other.origin,
            (Self::NotKept(_) | Self::Regions(_) | Self::Excepted(_), _) => false,
        }
    }
}

/// An offered part that is not inherited.
#[derive(Debug, Clone)]
pub struct WithheldOffer<'a> {
    /// The offer.
    pub offer: InheritedOffer<'a>,
    /// The part.
    pub part: &'a OfferedPart,
    /// Why not.
    pub reason: WithholdingReason<'a>,
}

impl UpstreamOffer {
    /// True when it is for a cell of a service. A cell of the project or the organisation as a whole is about all of their
    /// services that need its part, so that an offer for some of them is for it only when it is for each of those.
    pub(crate) fn is_for<'s>(
        &self,
        service: Option<&Service>,
        concerned: impl Iterator<Item = &'s Service>,
    ) -> bool {
        let Self { services, classes, traits, .. } = self;
        let selects = |service: &Service| {
            let is_named = |ids: &Vec<ServiceId>| ids.iter().any(|id| service.is_named(id.as_str()));
            services.as_ref().is_none_or(is_named)
                && (classes.is_empty() || classes.contains(&service.class))
                && traits.iter().all(|wanted| service.traits.contains(wanted))
        };
        let is_for_all = services.is_none() && classes.is_empty() && traits.is_empty();
        match service {
            Some(service) => selects(service),
            None => {
                let mut concerned = concerned.peekable();
                is_for_all || concerned.peek().is_some() && concerned.all(selects)
            }
        }
    }
}

impl<'a> InheritedOffer<'a> {
    /// The part of the offer that a cell belongs to.
    fn part_for<'s>(
        &self,
        address: &CellAddress<'_>,
        concerned: impl Iterator<Item = &'s Service>,
    ) -> Option<&'a OfferedPart> {
        let offer = &self.known.offer;
        let is_part =
            |part: &&OfferedPart| part.control == address.control.id && part.part == address.part.id;
        let found = offer.parts.iter().find(is_part)?;
        offer.is_for(address.service, concerned).then_some(found)
    }

    /// What a cell inherits by this offer: a part of it, or the reason why not. None when the offer is not about the cell.
    /// `concerned` are the uses of services that need its part; one of the project or the organisation as a whole is about
    /// the regions of all of these.
    pub(super) fn inherited<'s>(
        self,
        address: &CellAddress<'_>,
        in_use: Option<&ServiceInUse<'a>>,
        concerned: impl Iterator<Item = &'s ServiceInUse<'a>> + Clone,
    ) -> Option<Result<&'a OfferedPart, WithheldOffer<'a>>>
    where
        'a: 's,
    {
        let part = self.part_for(address, concerned.clone().map(|in_use| in_use.service))?;
        let withheld = |reason| Some(Err(WithheldOffer { offer: self, part, reason }));
        let exceptions = self.inheritance.exceptions.iter();
        if let Some(exception) = exceptions.into_iter().find(|exception| address.is_in(&exception.selector)) {
            return withheld(WithholdingReason::Excepted(exception));
        }
        if part.state != OfferState::Kept {
            return withheld(WithholdingReason::NotKept(&part.state));
        }
        let mut regions: Vec<&str> = match in_use {
            Some(in_use) => in_use.regions.clone(),
            None => concerned.flat_map(|in_use| in_use.regions.iter().copied()).collect(),
        };
        regions.sort_unstable();
        regions.dedup();
        let outside: Vec<&str> = match &self.known.offer.regions {
            None => Vec::new(),
            Some(offered) => {
                let is_offered = |region: &str| offered.iter().any(|known| known == region);
                regions.into_iter().filter(|region| !is_offered(region)).collect()
            }
        };
        if outside.is_empty() { Some(Ok(part)) } else { withheld(WithholdingReason::Regions(outside)) }
    }

    /// The claim of the offer about a cell of a part that stands as decided so far. What a provider holds is never touched. None when
    /// the offer changes nothing.
    pub(super) fn claim(self, part: &OfferedPart, below: &Decision<'_>) -> Option<Claim<'a>> {
        let offer = &self.known.offer;
        let duties = PerDuty::from_fn(|duty: Duty| {
            let held = *below.duties().get(duty);
            // A duty that nobody of the project holds is not its to offer: the provider that does it there is not here.
            part.by.get(duty).as_ref()?;
            match ((*offer.duties.get(duty))?, held) {
                (_, Holder::Provider) => None,
                (OfferedDuty::Offered, Holder::Customer | Holder::Shared) => Some(Holder::Provider),
                (OfferedDuty::Shared, Holder::Customer | Holder::Shared) => Some(Holder::Shared),
            }
        });
        let says_something = duties.iter().any(Option::is_some);
        says_something.then(|| Claim {
            rank: Rank::Upstream,
            duties,
            reason: format!("{}, offered by {}", offer.title.trim(), self.known.from_name.trim()).into(),
            origin: self.known.origin.clone(),
        })
    }
}

impl OfferedPart {
    /// The control and part.
    pub fn target(&self) -> Target {
        Target { control: self.control.clone(), part: Some(self.part.clone()) }
    }
}

/// `all` as a missing list.
pub(crate) fn listed<T: Clone>(coverage: &Coverage<T>) -> Option<Vec<T>> {
    match coverage {
        Coverage::All => None,
        Coverage::Some(items) => Some(items.clone()),
    }
}
