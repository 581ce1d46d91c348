//! `matrix.json`: the types that write it and read it. docs/matrix.schema.json is made from them, too, so the doc comments of
//! records and their fields are what users read there.

mod accountability;
mod chain;
mod control;
mod finding;
mod framework;
mod proof;
mod read;
mod reference;
#[cfg(feature = "schema")]
mod schema;
mod shared;

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_core::digest::Sha256Digest;
use onus_core::model::{
    ActsFor, ClassId, LayerId, OrganizationId, PartyId, ProjectId, ProviderId, ServiceId,
};
use onus_core::source::{BorrowedPlace, Origin, Places};
use serde::{Deserialize, Serialize};

pub(crate) use accountability::{ApprovalRecord, SystemRecord};
pub(crate) use chain::{
    AnsweredAskRecord, AttributeRecord, CustomerAskRecord, CustomerFrameworkRecord,
    CustomerRequirementRecord, CustomersRecord, InheritedCellRecord, InheritedRecord, OfferRecord,
    OfferedPartRecord, ShownEvidenceRecord,
};
pub(crate) use control::{
    AskRecord, AskedRecord, CellRecord, ControlRecord, DelegationRecord, HeldByRecord,
    NarrowedStatementRecord, StatementRecord,
};
pub(crate) use finding::{DependentsRecord, FindingRecord};
pub(crate) use framework::{
    AssessedPartRecord, ConfirmationRecord, EvidenceCountRecord, FrameworkRecord, RequirementRecord,
};
pub(crate) use proof::{
    AcceptanceRecord, AssuranceRecord, CellProofRecord, CellProofs, CoveringRecord, EvidenceRecord,
    RequirementProofRecord,
};
pub use read::{ProjectKey, other_version_hint, read_key, read_matrix};
pub(crate) use reference::{PartReference, TargetReference};
#[cfg(feature = "schema")]
pub(crate) use schema::schema_text_of;
#[cfg(feature = "schema")]
pub use schema::{matrix_schema_text, offer_schema_text};
pub(crate) use shared::{ClaimRecord, SharedTable, ShortDigest};

/// The schema of the files that this version writes and reads.
pub const MATRIX_SCHEMA: &str = "onus.matrix/3";

/// The resolved responsibility matrix of one project: who manages, operates and verifies each part of each control, and why.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, title = "onus.matrix/3"))]
pub struct MatrixFile<'m> {
    /// Names this schema; a change that could break a reader gets another number.
    #[cfg_attr(feature = "schema", schemars(extend("const" = MATRIX_SCHEMA)))]
    pub(crate) schema: Cow<'m, str>,
    /// The organisation that the project belongs to.
    pub(crate) organization: NamedRecord<'m, OrganizationId>,
    /// The project.
    pub(crate) project: NamedRecord<'m, ProjectId>,
    /// The day as of which everything was judged.
    pub(crate) as_of: NaiveDate,
    /// The catalog that the matrix rests on.
    pub(crate) catalog: CatalogRecord<'m>,
    /// Parties on the customer's side, by id.
    pub(crate) parties: Vec<PartyRecord<'m>>,
    /// Services in use, by id.
    pub(crate) services: Vec<ServiceRecord<'m>>,
    /// Facts about the organisation and the project that decide which parts apply, by id.
    pub(crate) attributes: Vec<AttributeRecord<'m>>,
    /// Offers of other projects that the project inherits, in the order of its profile.
    pub(crate) inherits: Vec<InheritedRecord<'m>>,
    /// Offers that the project makes, in the order of its profile.
    pub(crate) offers: Vec<OfferRecord<'m>>,
    /// What the organisation's customers have from the project; null when it offers nothing to them.
    pub(crate) customers: Option<CustomersRecord<'m>>,
    /// Claims about who holds duties, by the names that cells use, in the order of their first use.
    pub(crate) claims: SharedTable<ClaimRecord<'m>>,
    /// What providers and customers do, by the names that cells use, in the order of their first use.
    pub(crate) texts: SharedTable<Cow<'m, str>>,
    /// Every control of the catalog, in its order.
    pub(crate) controls: Vec<ControlRecord<'m>>,
    /// Frameworks that the profile asks for, by id.
    pub(crate) frameworks: Vec<FrameworkRecord<'m>>,
    /// The evidence that supports a control of the project, by id.
    pub(crate) evidence: Vec<EvidenceRecord<'m>>,
    /// What the providers have to do and which attestations cover it: by service, then for each provider what it does for
    /// all of its services.
    pub(crate) assurance: Vec<AssuranceRecord<'m>>,
    /// Risk acceptances about controls of the project, the organisation's first.
    pub(crate) risk_acceptances: Vec<AcceptanceRecord<'m>>,
    /// Compliance gaps, in the order of the catalog.
    pub(crate) findings: Vec<FindingRecord<'m>>,
    /// Approvals of documents about the project, the organisation's first.
    pub(crate) approvals: Vec<ApprovalRecord<'m>>,
    /// Management's assertion; null where there is none.
    pub(crate) assertion: Option<Cow<'m, str>>,
    /// Facts about the system that forms ask for; null where the profile states none.
    pub(crate) system: Option<SystemRecord>,
}

impl MatrixFile<'_> {
    /// The organisation and project that it is about.
    pub fn key(&self) -> ProjectKey {
        ProjectKey {
            organization: self.organization.id.clone().into_owned(),
            project: self.project.id.clone().into_owned(),
        }
    }

    /// The text that a cell names; empty when it names none.
    pub(crate) fn text(&self, name: Option<ShortDigest>) -> &str {
        name.and_then(|name| self.texts.get(name)).map_or("", |text| text.trim())
    }

    /// Where the claim was made that decided a cell: the first has the highest rank.
    pub(crate) fn deciding_place(&self, cell: &CellRecord<'_>) -> Option<&PlaceRecord<'_>> {
        self.claims.get(*cell.claims.first()?).map(|claim| &claim.place)
    }

    /// The name of a service, or its id where the project does not use it.
    pub(crate) fn service_name<'n>(&'n self, id: &'n ServiceId) -> &'n str {
        let service = self.services.iter().find(|service| service.used_as() == id);
        service.map_or(id.as_str(), |service| service.name.trim())
    }
}

/// An id with the name that documents print.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Deserialize<'de>"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Named"))]
pub(crate) struct NamedRecord<'m, I: Clone> {
    /// Its id.
    pub(crate) id: Cow<'m, I>,
    /// Name as printed.
    pub(crate) name: Cow<'m, str>,
}

/// A party on the customer's side.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Party"))]
pub(crate) struct PartyRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, PartyId>,
    /// Name as printed.
    pub(crate) name: Cow<'m, str>,
    /// For whom it acts.
    pub(crate) acts_for: ActsFor,
}

/// A catalog.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Catalog"))]
pub(crate) struct CatalogRecord<'m> {
    /// Version of the built-in catalog.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) version: Cow<'m, str>,
    /// SHA-256 over names and texts of all catalog files, the organisation's own included.
    pub(crate) digest: Sha256Digest,
}

/// A service in use.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Service"))]
pub(crate) struct ServiceRecord<'m> {
    /// Its id, such as `aws.s3`.
    pub(crate) id: Cow<'m, ServiceId>,
    /// Name as printed.
    pub(crate) name: Cow<'m, str>,
    /// The name under which the profile uses it, where it uses the service several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) r#as: Option<Cow<'m, ServiceId>>,
    /// Id of its provider.
    pub(crate) provider: Cow<'m, ProviderId>,
    /// Id of its class, such as `managed`.
    pub(crate) class: Cow<'m, ClassId>,
    /// What it stands on; cells up to that layer are the other service's.
    pub(crate) runs_on: Option<RunsOnRecord<'m>>,
    /// Only for a service that the profile does not use by itself: the highest layer that the services on it leave to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) only_up_to: Option<Cow<'m, LayerId>>,
    /// The edition or mode in which it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mode: Option<Cow<'m, str>>,
    /// Regions in the provider's own names, sorted.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) regions: Vec<Cow<'m, str>>,
    /// Where its use is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
    /// Ids that it had before.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) formerly: Cow<'m, [ServiceId]>,
}

impl ServiceRecord<'_> {
    /// The name by which the profile uses it.
    pub(crate) fn used_as(&self) -> &ServiceId {
        self.r#as.as_deref().unwrap_or(&self.id)
    }
}

/// The service below another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "RunsOn"))]
pub(crate) struct RunsOnRecord<'m> {
    /// Its id, or the name under which the profile uses it.
    pub(crate) service: Cow<'m, ServiceId>,
    /// Id of the highest layer that belongs to it.
    pub(crate) up_to: Cow<'m, LayerId>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct PlaceRecord<'m> {
    /// Path from the workspace, with `/`; files of the built-in catalog start with `onus:`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) file: Cow<'m, str>,
    /// Line, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub(crate) line: usize,
    /// Column in characters, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub(crate) column: usize,
}

impl<'m> PlaceRecord<'m> {
    pub(crate) fn of(origin: &Origin, places: &Places<'m>) -> Self {
        let BorrowedPlace { file, line, column } = places.of(origin);
        Self { file: file.into(), line, column }
    }
}
