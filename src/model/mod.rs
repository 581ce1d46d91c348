//! What we believe after `validate`: names that resolve, dates that exist, decisions with their reasons.

mod assurance;
mod catalog;
mod color;
mod duty;
mod fingerprint;
mod id;
mod interval;
mod page;
mod profile;
mod theme;

pub use assurance::{
    Acceptance, Attestation, BridgeLetter, Classification, Coverage, Evidence, EvidenceKind, HeldCopy,
    UserControl,
};
pub use catalog::{
    Catalog, Class, ClassOverride, Control, Demarcation, Domain, Exception, Framework, Layer, LayerScope,
    Part, Provider, Requirement, Service, Target, Texts, Tool, ToolName, Trait, Wording,
};
pub use color::Color;
pub use duty::{Duties, Duty, Holder, PartialDuties, PerDuty, Responsibility};
pub use fingerprint::{Fingerprint, Meter, Sha256Digest};
pub use id::{
    AcceptanceId, AttestationId, BaselineId, ClassId, ControlId, DomainId, EvidenceId, FrameworkId,
    IdProblem, Identifier, LayerId, OrganizationId, PartId, PartyId, ProjectId, ProviderId, RequirementId,
    ServiceId, TraitId,
};
pub use interval::{Cadence, Interval};
pub use page::{Orientation, Paper};
pub use profile::{
    Common, Delegation, FrameworkUse, NotApplicable, Organization, Override, Party, PartyKind, Project,
    Selector, ServiceUse, Statement, Status, TextPiece,
};
pub use theme::{
    AlertColors, AssetPath, CellSpacing, Colors, FontFile, FontFiles, FurnitureLine, FurniturePart,
    FurniturePiece, FurnitureText, HeadingSize, LabelColors, Margins, Placeholder, TextSize, Theme,
};
