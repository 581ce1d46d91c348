//! What files may say. Plain structs without opinions, in which names are text: meaning is given by `validate`. Only
//! words of which there is a fixed set are those of the model already.

mod assurance;
mod attestation;
mod catalog;
mod common;
mod findings;
mod organization;
mod project;
mod selector;

pub(crate) use assurance::{AcceptanceEntry, EvidenceEntry, EvidenceFile};
pub(crate) use attestation::{
    AnswerEntry, AttestationEntry, AuditExceptionEntry, BridgeLetterEntry, ComplementaryControlEntry,
    SubserviceEntry,
};
pub(crate) use catalog::{
    ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, ExceptionEntry, FrameworkFile, ModelFile,
    PartEntry, PartOverrideEntry, ProviderEntry, ProvidersFile, RequirementEntry, ServiceEntry,
    ServiceSelectorEntry, ServicesFile, TermEntry, WhenEntry, WordingEntry,
};
pub(crate) use common::{AllOrSome, DutiesEntry, OneOrSome, SchemaLine};
pub(crate) use findings::{AcceptedEntry, FindingsFile};
pub(crate) use organization::{
    DelegationEntry, NotApplicableEntry, OrganizationFile, OverrideEntry, ParameterMap, PartyEntry,
    ServiceUseEntry, StatementEntry,
};
pub(crate) use project::ProjectFile;
pub(crate) use selector::SelectorEntry;
