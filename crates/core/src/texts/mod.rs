//! The texts of a workspace, sorted by what they are for, and what is known of the files that its evidence names.
//! `load` in the program fills both; everything after it works on these alone.

mod evidence_files;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};

pub use evidence_files::{EvidenceFiles, FileState};

/// The texts that profiles and catalogs are validated from.
#[derive(Debug, Default)]
pub struct WorkspaceTexts {
    /// All texts, built-in ones too.
    pub sources: Sources,
    /// Version of the built-in catalog.
    pub catalog_version: String,
    /// The files of the built-in catalog, by name.
    pub catalog: Vec<SourceId>,
    /// The organisations, by folder name.
    pub organizations: Vec<OrganizationTexts>,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// The texts of one organisation.
#[derive(Debug)]
pub struct OrganizationTexts {
    /// Path from the workspace's folder, with `/`.
    pub path: String,
    /// `organization.yaml`.
    pub organization: SourceId,
    /// `projects/*.yaml`.
    pub projects: Vec<SourceId>,
    /// `evidence/*.yaml` and `projects/<project>/evidence/*.yaml`.
    pub evidence: Vec<RegisterText>,
    /// `catalog/**/*.yaml`.
    pub catalog: Vec<SourceId>,
    /// `findings.yaml`, if it is there.
    pub findings: Option<SourceId>,
}

/// An evidence register.
#[derive(Debug)]
pub struct RegisterText {
    /// The file.
    pub source: SourceId,
    /// Its folder, from the workspace's, with `/`: where the paths in it start.
    pub folder: String,
    /// Name of the project in whose folder it is; none for a register of the organisation.
    pub project: Option<String>,
}
