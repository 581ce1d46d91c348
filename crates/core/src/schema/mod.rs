//! What files may say, word for word. Plain structs without opinions: meaning is given by `validate`.

mod assurance;
mod catalog;
mod common;
mod findings;
mod organization;
mod project;

pub use assurance::{
    AcceptanceEntry, AttestationEntry, BridgeLetterEntry, ClassificationWord, EvidenceEntry, EvidenceFile,
    EvidenceKindWord, UserControlEntry,
};
pub use catalog::{
    BaselineEntry, ControlEntry, ControlsFile, DemarcationEntry, DemarcationFile, EvidenceAsk,
    ExceptionEntry, FrameworkFile, ModelFile, PartEntry, PartOverride, ProviderEntry, ProvidersFile,
    RequirementEntry, ServiceEntry, ServicesFile, Term, ToolNames, Wording,
};
pub use common::{AllOrSome, DutiesEntry, Header, HolderWord};
pub use findings::{AcceptedEntry, FindingsFile};
pub use organization::{
    Contact, DelegationEntry, DutyWord, NotApplicableEntry, OrganizationFile, OverrideEntry, ParameterMap,
    PartyEntry, PartyKindWord, ServiceUseEntry, StatementEntry, StatusWord,
};
pub use project::ProjectFile;
