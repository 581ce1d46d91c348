//! The input after `validate`: names resolve, dates exist, decisions have reasons.

mod accepted;
mod accountability;
mod acts_for;
mod assurance;
mod attestation;
mod attestation_kind;
mod attribute;
mod catalog;
mod chain;
mod document_texts;
mod duty;
mod edition;
mod finding_code;
mod framework;
mod id;
mod implementation;
mod interval;
mod language;
mod mapping;
mod month;
mod named_service;
mod profile;
mod relationship;
mod renames;
mod selection;
mod selector;
mod service;
mod setting;
mod spelling;
mod stack;
mod statement;
mod subservice;
mod target;
mod tool;
mod totals;
mod wording;

pub use accepted::{AcceptedFinding, AcceptedTarget};
pub use accountability::{
    Approval, ApprovalRole, Approver, Assertion, ImpactLevel, Signatory, SystemFacts, SystemStatus,
};
pub use acts_for::{ActingParties, ActsFor};
pub use assurance::{Acceptance, Classification, Coverage, DateRange, Evidence, EvidenceKind, EvidenceState};
pub use attestation::{
    AcceptedFramework, Attestation, AttestationAnswer, AuditException, BridgeLetter, ComplementaryControl,
    HeldCopy,
};
pub use attestation_kind::{AttestationKind, AttestationType, AuditOpinion, TrustCategory};
pub use attribute::{Attribute, AttributeValue, Attributes, Need, Needs, Said};
pub use catalog::{
    Catalog, Class, Control, Demarcation, Domain, EvidenceRequest, Layer, Part, PartOverride, Provider,
    Subject, Trait,
};
pub use chain::{
    Ask, AskAnswer, Audience, Inheritance, InheritanceException, Offer, OfferSource, OfferedDuty,
    Origination, UpstreamId,
};
pub use duty::{Duties, Duty, Holder, PartialDuties, PerDuty, Responsibility};
pub use edition::{Edition, Issued, Revision, SectionChecksum, Stamp, changes};
pub use finding_code::FindingCode;
pub use framework::{
    Framework, FrameworkBaseline, Objective, Requirement, Specification, WithdrawnRequirement,
};
pub use id::{
    AcceptanceId, AskId, AttestationId, AttributeId, BaselineId, ClassId, ControlId, DomainId, EvidenceId,
    FindingId, FrameworkId, Identifier, LayerId, OfferId, OrganizationId, PartId, PartyId, ProjectId,
    ProviderId, RequirementId, ServiceId, ToolId, TraitId, is_device_name,
};
pub use implementation::ImplementationStatus;
pub use interval::{Cadence, Interval};
pub use language::Language;
pub use month::Month;
pub use named_service::NamedService;
pub(crate) use profile::EvidenceIndex;
pub use profile::{
    Contact, Delegation, FrameworkUse, NotApplicable, Organization, Override, Party, PartyKind, Profile,
    Project, ServiceUse,
};
pub use relationship::Relationship;
pub use renames::{RenamedKind, Renames};
pub use selector::Selector;
pub use service::{Exception, Service};
pub use setting::{PartSetting, ServiceSetting, Setting};
pub(crate) use spelling::spelling_key;
pub use spelling::{find_id, is_same_text};
pub use stack::RunsOn;
pub use statement::{
    Confirmation, LineBreak, RequirementKey, Statement, StatementPiece, StatementSubject, Status,
};
pub use subservice::{Subservice, SubserviceMethod};
pub use target::Target;
pub use tool::{PropertyRule, Tool, ToolName};
pub use totals::{DatedTotals, Totals};
pub use wording::{SideTexts, Wording};

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use strum::VariantArray;

    use super::*;

    /// Each value is read as the variant that it is written for: serde and strum are configured separately.
    fn are_read_as_written<T>()
    where
        T: Copy + Debug + PartialEq + DeserializeOwned + Into<&'static str> + VariantArray,
    {
        for one in T::VARIANTS {
            let word: &'static str = (*one).into();
            let read: Result<T, _> = serde_json::from_value(word.into());
            assert_eq!(read.ok(), Some(*one), "{word}");
        }
    }

    #[test]
    fn words_of_files_are_the_words_of_reports() {
        are_read_as_written::<Audience>();
        are_read_as_written::<ApprovalRole>();
        are_read_as_written::<AttestationKind>();
        are_read_as_written::<AuditOpinion>();
        are_read_as_written::<Cadence>();
        are_read_as_written::<Classification>();
        are_read_as_written::<Duty>();
        are_read_as_written::<EvidenceKind>();
        are_read_as_written::<Holder>();
        are_read_as_written::<OfferedDuty>();
        are_read_as_written::<Origination>();
        are_read_as_written::<ImpactLevel>();
        are_read_as_written::<ImplementationStatus>();
        are_read_as_written::<Relationship>();
        are_read_as_written::<Responsibility>();
        are_read_as_written::<Setting>();
        are_read_as_written::<Status>();
        are_read_as_written::<SystemStatus>();
        are_read_as_written::<SubserviceMethod>();
        are_read_as_written::<TrustCategory>();
    }
}
