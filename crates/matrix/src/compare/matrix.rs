//! `matrix.json` as it is read back: typed, and refused where it is not what `onus build` writes. Keys that are of no use
//! for a comparison are passed over; those that older files lack are optional.

use std::collections::HashMap;

use chrono::NaiveDate;
use onus_core::diagnostic::Severity;
use onus_core::model::{
    AcceptanceId, AttestationId, ClassId, ControlId, DomainId, EvidenceId, FrameworkId, Holder,
    OrganizationId, PartId, PartyId, PerDuty, ProjectId, ProviderId, RequirementId, Responsibility,
    ServiceId,
};
use serde::Deserialize;

/// The schema of `matrix.json`.
pub const MATRIX_SCHEMA: &str = "onus.matrix/2";

/// The matrix of a project, as its file says it.
#[derive(Debug, Deserialize)]
pub struct ReadMatrix {
    schema: String,
    pub(super) organization: Named<OrganizationId>,
    pub(super) project: Named<ProjectId>,
    pub(super) as_of: NaiveDate,
    pub(super) catalog: Catalog,
    #[serde(default)]
    pub(super) parties: Vec<Named<PartyId>>,
    pub(super) services: Vec<Service>,
    /// What cells say, by the names that they call it by.
    claims: HashMap<String, Place>,
    texts: HashMap<String, String>,
    pub(super) controls: Vec<Control>,
    pub(super) frameworks: Vec<Framework>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
    #[serde(default)]
    pub(super) assurance: Vec<Assurance>,
    #[serde(default)]
    pub(super) risk_acceptances: Vec<Acceptance>,
    pub(super) findings: Vec<Finding>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Named<I> {
    pub(super) id: I,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Catalog {
    pub(super) version: String,
    pub(super) digest: String,
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Place {
    /// Path from the workspace.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct Service {
    pub(super) id: ServiceId,
    pub(super) name: String,
    pub(super) class: ClassId,
    pub(super) regions: Vec<String>,
    #[serde(flatten)]
    pub(super) place: Option<Place>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Control {
    pub(super) id: ControlId,
    #[serde(default)]
    pub(super) formerly: Vec<ControlId>,
    pub(super) title: String,
    pub(super) domain: DomainId,
    pub(super) responsibility: Responsibility,
    #[serde(default)]
    pub(super) delegations: Vec<Delegation>,
    pub(super) cells: Vec<Cell>,
    pub(super) statement: Option<Statement>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Delegation {
    pub(super) to: PartyId,
    #[serde(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Deserialize)]
pub(super) struct Cell {
    pub(super) part: PartId,
    pub(super) service: Option<ServiceId>,
    pub(super) responsibility: Responsibility,
    pub(super) manage: Holder,
    pub(super) operate: Holder,
    pub(super) verify: Holder,
    #[serde(default)]
    pub(super) held_by: Option<PerDuty<Option<PartyId>>>,
    pub(super) provider_text: Option<String>,
    pub(super) customer_text: Option<String>,
    claims: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Statement {
    pub(super) status: Status,
    pub(super) owner: Option<PartyId>,
    pub(super) due: Option<NaiveDate>,
    pub(super) text: String,
    #[serde(flatten)]
    pub(super) place: Option<Place>,
}

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Status {
    Implemented,
    Alternative,
    NotApplicable,
    Partial,
    Planned,
}

#[derive(Debug, Deserialize)]
pub(super) struct Framework {
    pub(super) id: FrameworkId,
    pub(super) baseline: Option<String>,
    pub(super) requirements: Vec<Requirement>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Requirement {
    pub(super) id: RequirementId,
    pub(super) title: String,
    pub(super) responsibility: Responsibility,
    pub(super) controls: Vec<ControlId>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Evidence {
    pub(super) id: EvidenceId,
    pub(super) title: String,
    pub(super) location: String,
    pub(super) state: EvidenceState,
    pub(super) collected: NaiveDate,
    pub(super) valid_until: Option<NaiveDate>,
    pub(super) sha256: Option<String>,
    pub(super) supports: Vec<String>,
    #[serde(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum EvidenceState {
    #[serde(rename = "current")]
    Current,
    #[serde(rename = "due soon")]
    DueSoon,
    #[serde(rename = "stale")]
    Stale,
    #[serde(rename = "missing")]
    Missing,
    #[serde(rename = "altered")]
    Altered,
    #[serde(rename = "from the future")]
    FromTheFuture,
}

#[derive(Debug, Deserialize)]
pub(super) struct Assurance {
    pub(super) provider: ProviderId,
    pub(super) service: Option<ServiceId>,
    pub(super) covered_by: Vec<Report>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Report {
    pub(super) id: AttestationId,
    pub(super) title: String,
    pub(super) state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Acceptance {
    pub(super) id: AcceptanceId,
    pub(super) controls: Vec<ControlId>,
    pub(super) reason: String,
    pub(super) approver: String,
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
    pub(super) state: AcceptanceState,
    #[serde(flatten)]
    pub(super) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum AcceptanceState {
    #[serde(rename = "in force")]
    InForce,
    #[serde(rename = "lapsed")]
    Lapsed,
    #[serde(rename = "not yet")]
    NotYet,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) control: Option<ControlId>,
    pub(super) service: Option<ServiceId>,
    pub(super) evidence: Option<EvidenceId>,
    #[serde(flatten)]
    pub(super) place: Place,
}

impl Status {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Implemented => "implemented",
            Self::Alternative => "alternative",
            Self::NotApplicable => "not applicable",
            Self::Partial => "partial",
            Self::Planned => "planned",
        }
    }

    /// How far it is from done: what does not apply needs nothing done.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Implemented | Self::Alternative | Self::NotApplicable => 0,
            Self::Partial => 1,
            Self::Planned => 2,
        }
    }
}

/// Whose matrix a file is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectKey {
    /// The organisation.
    pub organization: OrganizationId,
    /// The project.
    pub project: ProjectId,
}

/// Reads whose matrix a file is; the rest of it is only looked at as far as JSON goes.
pub fn read_key(bytes: &[u8]) -> Result<ProjectKey, String> {
    #[derive(Deserialize)]
    struct Head {
        organization: Named<OrganizationId>,
        project: Named<ProjectId>,
    }
    check_schema(bytes)?;
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|error| format!("it is not as a matrix is written: {error}"))?;
    Ok(ProjectKey { organization: head.organization.id, project: head.project.id })
}

/// Reads a matrix, or says in words that follow its name why it is none.
pub fn read_matrix(bytes: &[u8]) -> Result<ReadMatrix, String> {
    let read: Result<ReadMatrix, _> = serde_json::from_slice(bytes);
    let because = |error: serde_json::Error| {
        check_schema(bytes).err().unwrap_or_else(|| format!("it is not as a matrix is written: {error}"))
    };
    let matrix = read.map_err(because)?;
    if matrix.schema != MATRIX_SCHEMA {
        return Err(unknown_schema(&matrix.schema));
    }
    match matrix.unknown_name() {
        Some(name) => Err(format!("a cell names {name:?}, and no text or claim has that name")),
        None => Ok(matrix),
    }
}

fn unknown_schema(schema: &str) -> String {
    format!(
        "its schema is {schema:?}, and this program knows {MATRIX_SCHEMA:?}; build both with one version of onus"
    )
}

/// A file of another version could be read in part and told wrongly, so its schema is looked at before anything else.
fn check_schema(bytes: &[u8]) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    let head: Head =
        serde_json::from_slice(bytes).map_err(|error| format!("it cannot be read as a matrix: {error}"))?;
    match head.schema.as_deref() {
        Some(MATRIX_SCHEMA) => Ok(()),
        Some(other) => Err(unknown_schema(other)),
        None => Err("it names no schema, so it is no matrix.json".to_owned()),
    }
}

impl ReadMatrix {
    /// Whose it is.
    pub fn key(&self) -> ProjectKey {
        ProjectKey { organization: self.organization.id.clone(), project: self.project.id.clone() }
    }

    /// The day on which it was judged.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// A name in a cell that nothing has.
    fn unknown_name(&self) -> Option<&str> {
        let cells = || self.controls.iter().flat_map(|control| &control.cells);
        let mut texts = cells().flat_map(|cell| [&cell.provider_text, &cell.customer_text]).flatten();
        let mut claims = cells().flat_map(|cell| &cell.claims);
        let unknown_text = texts.find(|name| !self.texts.contains_key(*name));
        unknown_text.or_else(|| claims.find(|name| !self.claims.contains_key(*name))).map(String::as_str)
    }

    /// The text that a cell names; nothing when it names none.
    pub(super) fn text(&self, name: Option<&String>) -> &str {
        name.and_then(|name| self.texts.get(name)).map_or("", |text| text.trim())
    }

    /// Where the claim is written that decided first about a cell.
    pub(super) fn first_claim(&self, cell: &Cell) -> Option<&Place> {
        self.claims.get(cell.claims.first()?)
    }

    /// Names of the organisation and the project.
    pub fn names(&self) -> (&str, &str) {
        (&self.organization.name, &self.project.name)
    }
}
