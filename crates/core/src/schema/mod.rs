//! What files may say. Plain structs without opinions, in which names are text: meaning is given by `validate`. Only
//! words of which there is a fixed set are those of the model already.

mod accountability;
mod assurance;
mod attestation;
mod attribute;
mod catalog;
mod chain;
mod common;
mod findings;
mod mapping;
mod organization;
mod project;
mod selector;
mod service;
mod statement;

pub(crate) use accountability::{ApprovalEntry, ApprovedEntry, SystemEntry};
pub(crate) use assurance::{AcceptanceEntry, EvidenceEntry, EvidenceFile};
pub(crate) use attestation::{
    AttestationAnswerEntry, AttestationEntry, AuditExceptionEntry, BridgeLetterEntry,
    ComplementaryControlEntry, SubserviceEntry,
};
pub(crate) use attribute::AttributeMap;
pub(crate) use catalog::{
    ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, FrameworkFile, ModelFile, PartEntry,
    PartOverrideEntry, ProviderEntry, ProvidersFile, RequirementEntry, ServiceSelectorEntry, TermEntry,
    WhenEntry, WordingEntry,
};
pub(crate) use chain::{AskEntry, InheritsEntry, OfferEntry, OfferedDutiesEntry};
pub(crate) use common::{AllOrSome, DutiesEntry, OneOrSome, RunsOnEntry, SchemaLine};
pub(crate) use findings::{AcceptedEntry, FindingsFile};
pub(crate) use mapping::MappedIdEntry;
pub(crate) use organization::{
    ContactEntry, DelegationEntry, NotApplicableEntry, OrganizationFile, OverrideEntry, ParameterMap,
    PartyEntry, ServiceUseEntry,
};
pub(crate) use project::ProjectFile;
pub(crate) use selector::SelectorEntry;
pub(crate) use service::{ExceptionEntry, ServiceEntry, ServicesFile};
pub(crate) use statement::{ConfirmationEntry, StatementEntry, StatementsFile};
