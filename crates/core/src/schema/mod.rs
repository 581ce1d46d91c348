//! What files may say. Plain structs without opinions, in which names are text: meaning is given by `validate`. Only words of
//! which there is a fixed set are those of the model already.

mod assurance;
mod catalog;
mod common;
mod findings;
mod organization;
mod project;

pub use assurance::{
    AcceptanceEntry, AttestationEntry, BridgeLetterEntry, EvidenceEntry, EvidenceFile, UserControlEntry,
};
pub use catalog::{
    BaselineEntry, ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, EvidenceAsk,
    ExceptionEntry, FrameworkFile, ModelFile, PartEntry, PartOverride, ProviderEntry, ProvidersFile,
    RequirementEntry, ServiceEntry, ServicesFile, Term, ToolNames, Wording,
};
pub use common::{AllOrSome, DutiesEntry, Header};
pub use findings::{AcceptedEntry, FindingsFile};
pub use organization::{
    Contact, DelegationEntry, NotApplicableEntry, OrganizationFile, OverrideEntry, ParameterMap, PartyEntry,
    ServiceUseEntry, StatementEntry,
};
pub use project::ProjectFile;
