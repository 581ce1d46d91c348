//! The texts of a workspace by their purpose, and the state of the files that evidence names. `load` of the program
//! fills both; all stages after it work on these alone.

mod evidence_files;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};

pub use evidence_files::{EvidenceFiles, FileState};

/// The texts that profiles and catalogs are validated from.
#[derive(Debug, Default)]
pub struct WorkspaceTexts {
    /// All texts, including built-in ones.
    pub sources: Sources,
    /// Version of the built-in catalog.
    pub catalog_version: String,
    /// The files of the built-in catalog, in order of their names.
    pub catalog: Vec<SourceId>,
    /// The organisations, in order of their folders.
    pub organizations: Vec<OrganizationTexts>,
    /// Diagnostics about files that could not be read.
    pub problems: Vec<Diagnostic>,
    /// The names of the templates that make documents, sorted.
    pub documents: Vec<String>,
}

/// The texts of one organisation.
#[derive(Debug)]
pub struct OrganizationTexts {
    /// Path of its folder from the workspace, with `/`.
    pub path: String,
    /// `organization.yaml`.
    pub organization: SourceId,
    /// `projects/*.yaml`.
    pub projects: Vec<SourceId>,
    /// `evidence/*.yaml` and `projects/<project>/evidence/*.yaml`.
    pub evidence: Vec<RegisterText>,
    /// `catalog/**/*.yaml`.
    pub catalog: Vec<SourceId>,
    /// `catalog/**/*.json`: offers of other organisations.
    pub offers: Vec<OfferText>,
    /// `findings.yaml`, if it exists.
    pub findings: Option<SourceId>,
    /// `statements/*.yaml` and `projects/<project>/statements/*.yaml`.
    pub statements: Vec<StatementsText>,
}

/// A file with statements.
#[derive(Debug)]
pub struct StatementsText {
    /// The file.
    pub source: SourceId,
    /// Name of the project's folder that it is in; none for one of the organisation.
    pub project: Option<String>,
}

/// An offer file of another organisation.
#[derive(Debug)]
pub struct OfferText {
    /// The file.
    pub source: SourceId,
    /// Its path from the folder of the organisation, with `/`.
    pub path: String,
}

/// An evidence register.
#[derive(Debug)]
pub struct RegisterText {
    /// The file.
    pub source: SourceId,
    /// Path of its folder from the workspace, with `/`. Paths in the register are relative to it.
    pub folder: String,
    /// Name of the project's folder that it is in; none for a register of the organisation.
    pub project: Option<String>,
}
