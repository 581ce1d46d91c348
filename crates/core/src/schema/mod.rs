//! What files may say. Plain structs without opinions, in which names are text: meaning is given by `validate`. Only
//! words of which there is a fixed set are those of the model already.

mod assurance;
mod catalog;
mod common;
mod findings;
mod mapping;
mod organization;
mod project;
mod selector;
mod statement;

pub(crate) use assurance::{
    AcceptanceEntry, AttestationEntry, BridgeLetterEntry, EvidenceEntry, EvidenceFile, UserControlEntry,
};
pub(crate) use catalog::{
    ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, ExceptionEntry, FrameworkFile, ModelFile,
    PartEntry, PartOverrideEntry, ProviderEntry, ProvidersFile, RequirementEntry, ServiceEntry,
    ServiceSelectorEntry, ServicesFile, TermEntry, WhenEntry, WordingEntry,
};
pub(crate) use common::{AllOrSome, DutiesEntry, SchemaLine};
pub(crate) use findings::{AcceptedEntry, FindingsFile};
pub(crate) use mapping::MappedIdEntry;
pub(crate) use organization::{
    DelegationEntry, NotApplicableEntry, OrganizationFile, OverrideEntry, ParameterMap, PartyEntry,
    ServiceUseEntry,
};
pub(crate) use project::ProjectFile;
pub(crate) use selector::SelectorEntry;
pub(crate) use statement::{ConfirmationEntry, StatementEntry, StatementsFile};
