//! Findings.

use std::borrow::Cow;

use onus_core::assess::FindingLevel;
use onus_core::diagnostic::Severity;
use onus_core::model::{ControlId, EvidenceId, ServiceId};
use serde::{Deserialize, Serialize};

use super::PlaceRecord;

/// A compliance gap.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Finding"))]
pub(crate) struct FindingRecord<'m> {
    /// A stable word; docs/codes.md explains each. Versions of onus that write this schema may add codes.
    // Not a `FindingCode`: a matrix with a code that is not known here can still be compared.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[a-z]+(-[a-z]+)*$")))]
    pub(crate) code: Cow<'m, str>,
    /// How much it matters.
    pub(crate) severity: Severity,
    /// Where it is mended: in the files of the organisation, once for all projects that have it, or in those of the project.
    pub(crate) level: FindingLevel,
    /// What is missing, in one phrase.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) message: Cow<'m, str>,
    /// Id of the control that it is about.
    pub(crate) control: Option<Cow<'m, ControlId>>,
    /// Id of the service that it is about.
    pub(crate) service: Option<Cow<'m, ServiceId>>,
    /// Id of the evidence that it is about.
    pub(crate) evidence: Option<Cow<'m, EvidenceId>>,
    /// What depends on that evidence; empty for other findings.
    pub(crate) hanging: DependentsRecord<'m>,
    /// The entry that caused it.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// What depends on a piece of evidence.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Hanging"))]
pub(crate) struct DependentsRecord<'m> {
    /// Ids of the controls that it supports, in the order of the catalog.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) controls: Cow<'m, [ControlId]>,
    /// Requirements shown that these controls satisfy, as `framework/requirement`.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true), inner(regex(pattern = "^[^/]+/.+$"))))]
    pub(crate) requirements: Vec<String>,
}
