//! The input after `validate`: names resolve, dates exist, decisions have reasons.

mod accepted;
mod assurance;
mod attestation;
mod attestation_kind;
mod catalog;
mod duty;
mod edition;
mod finding_code;
mod id;
mod interval;
mod language;
mod profile;
mod selection;
mod selector;
mod spelling;
mod status;
mod subservice;
mod tool;
mod totals;

pub use accepted::{AcceptedFinding, AcceptedTarget};
pub use assurance::{Acceptance, Classification, Coverage, DateRange, Evidence, EvidenceKind};
pub use attestation::{
    AcceptedFramework, Attestation, AttestationAnswer, AuditException, BridgeLetter, ComplementaryControl,
    HeldCopy,
};
pub use attestation_kind::{AttestationKind, AttestationType, AuditOpinion, TrustCategory};
pub use catalog::{
    Catalog, Class, Control, Demarcation, Domain, EvidenceRequest, Exception, Framework, FrameworkBaseline,
    Layer, LayerScope, Part, PartOverride, Provider, Requirement, Service, SideTexts, Target, Trait, Wording,
};
pub use duty::{Duties, Duty, Holder, PartialDuties, PerDuty, Responsibility};
pub use edition::{Edition, Issued, Revision, SectionChecksum, Stamp, changes};
pub use finding_code::FindingCode;
pub use id::{
    AcceptanceId, AttestationId, BaselineId, ClassId, ControlId, DomainId, EvidenceId, FindingId,
    FrameworkId, Identifier, LayerId, OrganizationId, PartId, PartyId, ProjectId, ProviderId, RequirementId,
    ServiceId, TraitId, is_device_name,
};
pub use interval::{Cadence, Interval};
pub use language::Language;
pub(crate) use profile::EvidenceIndex;
pub use profile::{
    Contact, Delegation, FrameworkUse, LineBreak, NotApplicable, Organization, Override, Party, PartyKind,
    Profile, Project, ServiceUse, Statement, StatementPiece,
};
pub use selector::Selector;
pub use spelling::{find_id, is_same_text};
pub use status::Status;
pub use subservice::{Subservice, SubserviceMethod};
pub use tool::{Tool, ToolName};
pub use totals::{DatedTotals, Totals};

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
        are_read_as_written::<AttestationKind>();
        are_read_as_written::<AuditOpinion>();
        are_read_as_written::<Cadence>();
        are_read_as_written::<Classification>();
        are_read_as_written::<Duty>();
        are_read_as_written::<EvidenceKind>();
        are_read_as_written::<Holder>();
        are_read_as_written::<Responsibility>();
        are_read_as_written::<Status>();
        are_read_as_written::<SubserviceMethod>();
        are_read_as_written::<TrustCategory>();
    }
}
