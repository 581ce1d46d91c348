//! What differs in something that changed: which aspect of it, and its value in both states.

use std::borrow::Cow;

use onus_core::assess::{AcceptanceState, AttestationState, EvidenceState};
use onus_core::diagnostic::Severity;
use onus_core::model::{ImplementationStatus, Responsibility, Status};
use serde::{Serialize, Serializer};

/// Which aspect of something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Aspect {
    /// The id, where something was renamed or merged.
    Id,
    /// The name or title.
    Name,
    /// The responsibility.
    Responsibility,
    /// Who decides how it is done.
    Manage,
    /// Who does it.
    Operate,
    /// Who checks that it was done.
    Verify,
    /// What the provider does.
    ProviderText,
    /// What the customer does.
    CustomerText,
    /// The status of a statement or requirement.
    Status,
    /// The control owner.
    Owner,
    /// The target date of a statement.
    Due,
    /// The text of a statement, or the message of a finding.
    Text,
    /// The state of evidence, an attestation or a risk acceptance.
    State,
    /// The day on which evidence was collected.
    Collected,
    /// The last valid day of evidence.
    ValidUntil,
    /// The location of evidence.
    Location,
    /// The digest of the evidence's file.
    Digest,
    /// What evidence supports.
    Supports,
    /// What an attestation covers.
    Covers,
    /// The auditor's opinion in an attestation.
    Opinion,
    /// The last day on which an attestation is relied on.
    ReliedOnUntil,
    /// The frameworks that an attestation attests or is accepted for.
    Frameworks,
    /// The reason of a risk acceptance.
    Reason,
    /// Who approved a risk acceptance.
    Approver,
    /// From when to when a risk acceptance is in force.
    InForce,
    /// The controls that satisfy a requirement, or that a risk acceptance is about.
    Controls,
    /// The parts that satisfy a requirement, where the controls are the same.
    Parts,
    /// The service class.
    Class,
    /// The regions of a service.
    Regions,
    /// The domain of a control.
    Domain,
    /// The baseline of a framework.
    Baseline,
    /// How many requirements a framework shows.
    Requirements,
    /// The severity of a finding.
    Severity,
    /// The code of a finding.
    Code,
    /// How many findings a project has.
    Findings,
    /// How many services a project has.
    Services,
    /// The version and digest of the catalog.
    Version,
    /// Whether the status of a requirement is derived or stated.
    Derived,
    /// Where what is done about a requirement comes from.
    Originations,
}

impl Aspect {
    /// As reports name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Responsibility => "responsibility",
            Self::Manage => "manage",
            Self::Operate => "operate",
            Self::Verify => "verify",
            Self::ProviderText => "the provider",
            Self::CustomerText => "the customer",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Text => "text",
            Self::State => "state",
            Self::Collected => "collected",
            Self::ValidUntil => "valid until",
            Self::Location => "location",
            Self::Digest => "digest",
            Self::Supports => "supports",
            Self::Covers => "covers",
            Self::Opinion => "opinion",
            Self::ReliedOnUntil => "relied on until",
            Self::Frameworks => "frameworks",
            Self::Reason => "reason",
            Self::Approver => "approved by",
            Self::InForce => "holds",
            Self::Controls => "controls",
            Self::Parts => "parts",
            Self::Class => "class",
            Self::Regions => "regions",
            Self::Domain => "domain",
            Self::Baseline => "baseline",
            Self::Requirements => "requirements",
            Self::Severity => "severity",
            Self::Code => "code",
            Self::Findings => "findings",
            Self::Services => "services",
            Self::Version => "version",
            Self::Derived => "status comes from",
            Self::Originations => "originations",
        }
    }
}

/// One value of something that differs. Files have its word, documents its label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum DetailValue {
    /// A name, date, count or text.
    Text(String),
    /// Names in order. Files have them as a text, with commas between.
    List(#[serde(serialize_with = "with_commas")] Vec<String>),
    /// A responsibility.
    Responsibility(Responsibility),
    /// The status of a statement.
    Status(Status),
    /// The status of a requirement.
    Implementation(ImplementationStatus),
    /// The state of evidence.
    Evidence(EvidenceState),
    /// The state of an attestation.
    Attestation(AttestationState),
    /// The state of a risk acceptance.
    Acceptance(AcceptanceState),
    /// The severity of a finding.
    Severity(Severity),
}

impl DetailValue {
    pub(super) fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    /// As reports print it.
    pub fn label(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::List(names) => names.join(", ").into(),
            // The labels open cells of tables; here they stand within a line.
            Self::Responsibility(responsibility) => responsibility.label().to_lowercase().into(),
            Self::Status(status) => status.label().to_lowercase().into(),
            Self::Implementation(status) => status.label().to_lowercase().into(),
            Self::Evidence(state) => state.word().into(),
            Self::Attestation(state) => state.word().into(),
            Self::Acceptance(state) => state.word().into(),
            Self::Severity(severity) => severity.word().into(),
        }
    }

    /// An empty text is reported as nothing: a profile that leaves a key out means the same.
    fn unless_empty(self) -> Option<Self> {
        match &self {
            Self::Text(text) => (!text.trim().is_empty()).then_some(self),
            Self::List(names) => (!names.is_empty()).then_some(self),
            Self::Responsibility(_)
            | Self::Status(_)
            | Self::Implementation(_)
            | Self::Evidence(_)
            | Self::Attestation(_)
            | Self::Acceptance(_)
            | Self::Severity(_) => Some(self),
        }
    }
}

fn with_commas<S: Serializer>(names: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&names.join(", "))
}

/// One aspect that differs, with both values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeDetail {
    /// Which aspect.
    pub aspect: Aspect,
    /// The old value; none where there was none.
    pub before: Option<DetailValue>,
    /// The new value; none where there is none.
    pub after: Option<DetailValue>,
}

impl ChangeDetail {
    /// None when both values are the same.
    pub(super) fn between(aspect: Aspect, before: DetailValue, after: DetailValue) -> Option<Self> {
        let differs = before != after;
        differs.then(|| Self { aspect, before: before.unless_empty(), after: after.unless_empty() })
    }

    /// As [`between`](Self::between), of texts.
    pub(super) fn between_texts(aspect: Aspect, before: impl ToString, after: impl ToString) -> Option<Self> {
        Self::between(aspect, DetailValue::text(before), DetailValue::text(after))
    }

    /// As [`between`](Self::between), of lists of names.
    pub(super) fn between_lists(aspect: Aspect, before: Vec<String>, after: Vec<String>) -> Option<Self> {
        Self::between(aspect, DetailValue::List(before), DetailValue::List(after))
    }

    /// The value of something that was added.
    pub(super) fn added(aspect: Aspect, value: DetailValue) -> Self {
        Self { aspect, before: None, after: value.unless_empty() }
    }

    /// The value of something that was removed.
    pub(super) fn removed(aspect: Aspect, value: DetailValue) -> Self {
        Self { aspect, before: value.unless_empty(), after: None }
    }
}
