//! What profiles say about chains: offers of a project, and what it inherits from the offers of others.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::AllOrSome;
use super::selector::{SelectorEntry, selecting};
use crate::model::{Audience, OfferedDuty, Origination, Status};
use crate::source::YamlList;

/// What a project does for others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferEntry {
    /// Its id, unique in the project.
    pub(crate) id: String,
    /// Its title as printed.
    pub(crate) title: String,
    /// `projects` (the default) or `customers`.
    #[serde(default)]
    pub(crate) to: Audience,
    /// `CONTROL` or `CONTROL/part`.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
    layer: Option<String>,
    domain: Option<String>,
    class: Option<String>,
    classes: Option<YamlList<String>>,
    r#trait: Option<String>,
    traits: Option<YamlList<String>>,
    needs: Option<YamlList<String>>,
    /// For which services of those who inherit; all when not given.
    pub(crate) services: Option<AllOrSome>,
    /// In which regions; all when not given.
    pub(crate) regions: Option<AllOrSome>,
    /// What is offered of each duty.
    pub(crate) duties: OfferedDutiesEntry,
    /// Ids of evidence that may be shown to those who inherit.
    #[serde(default)]
    pub(crate) evidence: YamlList<String>,
    /// What is done, as a text with parameters.
    pub(crate) text: Option<String>,
    /// What is asked in return.
    #[serde(default)]
    pub(crate) asks: YamlList<AskEntry>,
}

impl OfferEntry {
    /// What it selects beside controls and services.
    pub(crate) fn selector(&self) -> SelectorEntry<'_> {
        SelectorEntry {
            layer: self.layer.as_deref(),
            domain: self.domain.as_deref(),
            class: self.class.as_deref(),
            classes: self.classes.as_ref(),
            r#trait: self.r#trait.as_deref(),
            traits: self.traits.as_ref(),
            needs: self.needs.as_ref(),
            ..SelectorEntry::default()
        }
    }
}

/// What is offered of each duty.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferedDutiesEntry {
    /// Deciding how it is done.
    pub(crate) manage: Option<OfferedDuty>,
    /// Doing it.
    pub(crate) operate: Option<OfferedDuty>,
    /// Checking that it was done.
    pub(crate) verify: Option<OfferedDuty>,
}

/// What an offer asks in return.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskEntry {
    /// Its id, unique in the project.
    pub(crate) id: String,
    /// What must be done.
    pub(crate) text: String,
    /// `CONTROL` or `CONTROL/part` that fulfil it.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
    /// How the customer takes part.
    #[serde(default)]
    pub(crate) origination: Origination,
}

/// What a project takes from the offers of another one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct InheritsEntry {
    /// `organisation/project`.
    pub(crate) from: String,
    /// Offer ids; all when not given.
    pub(crate) offers: Option<AllOrSome>,
    /// Cells that are left out.
    #[serde(default)]
    pub(crate) except: YamlList<ExceptEntry>,
    /// Answers to what is asked, by ask id.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, AskAnswerEntry>,
    /// The offer file of another organisation, from the folder of the profile.
    pub(crate) offer_file: Option<String>,
    /// The last day on which the offer file is relied on.
    pub(crate) valid_until: Option<String>,
}

selecting! {
    /// Cells that a project does not inherit.
    ExceptEntry {
        /// The reason.
        pub(crate) reason: Option<String>,
    }
}

/// How a project does what an offer asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskAnswerEntry {
    /// How far.
    pub(crate) status: Status,
    /// Party id.
    pub(crate) owner: Option<String>,
    /// How.
    pub(crate) text: Option<String>,
    /// Evidence ids.
    #[serde(default)]
    pub(crate) evidence: YamlList<String>,
}
