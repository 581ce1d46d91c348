//! Frameworks with their requirements.

use std::borrow::Cow;

use onus_core::model::{BaselineId, ControlId, FrameworkId, RequirementId, Responsibility};
use serde::{Deserialize, Serialize};

use super::{PartReference, RequirementProofRecord};

/// A framework with the results for its requirements.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Framework"))]
pub(crate) struct FrameworkRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, FrameworkId>,
    /// Id of the baseline shown; null for all requirements.
    pub(crate) baseline: Option<Cow<'m, BaselineId>>,
    /// In the publisher's order.
    pub(crate) requirements: Vec<RequirementRecord<'m>>,
}

/// A requirement of a framework.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Requirement"))]
pub(crate) struct RequirementRecord<'m> {
    /// As its publisher writes it.
    pub(crate) id: Cow<'m, RequirementId>,
    /// Short title.
    pub(crate) title: Cow<'m, str>,
    /// The result of the cells of the parts that satisfy it; `customer` where none does.
    pub(crate) responsibility: Responsibility,
    /// Every part that satisfies it, in the order of the catalog. A control that satisfies it as a whole is listed with
    /// all of its parts; a part without cells in `controls` does not apply here.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) satisfied_by: Vec<PartReference<'m>>,
    /// Ids that it had before.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) formerly: Cow<'m, [RequirementId]>,
    /// What proves the providers' duties in the cells of these parts for this framework: an entry for each provider that
    /// holds one there, by id.
    pub(crate) proof: Vec<RequirementProofRecord<'m>>,
}

impl RequirementRecord<'_> {
    /// The controls whose parts satisfy it, each once, in the order of the catalog.
    pub(crate) fn controls(&self) -> Vec<&ControlId> {
        let mut controls: Vec<&ControlId> = self.satisfied_by.iter().map(|part| &*part.control).collect();
        controls.dedup();
        controls
    }
}
