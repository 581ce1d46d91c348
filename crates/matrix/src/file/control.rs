//! Controls with their cells, statements and evidence requests.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_core::model::{
    Cadence, ControlId, DomainId, Duty, EvidenceId, Holder, ImplementationStatus, LayerId, PartId, PartyId,
    Responsibility, ServiceId, Setting, Status, Subject,
};
use serde::{Deserialize, Serialize};

use super::{CellProofs, InheritedCellRecord, PlaceRecord, ShortDigest};

/// A control with its cells.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Control"))]
pub(crate) struct ControlRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, ControlId>,
    /// Ids that it had before.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) formerly: Cow<'m, [ControlId]>,
    /// Name as printed.
    pub(crate) title: Cow<'m, str>,
    /// Id of its domain.
    pub(crate) domain: Cow<'m, DomainId>,
    /// The result of all its cells.
    pub(crate) responsibility: Responsibility,
    /// Ids of the customer's parties that hold a duty here, sorted.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) parties: Vec<Cow<'m, PartyId>>,
    /// Delegations that give a party a duty of the control, by party.
    pub(crate) delegations: Vec<DelegationRecord<'m>>,
    /// One for each part and service in use; empty where the control does not apply.
    pub(crate) cells: Vec<CellRecord<'m>>,
    /// The implementation statement on the control as a whole; null where there is none.
    pub(crate) statement: Option<StatementRecord<'m>>,
    /// Ids of the evidence that supports it: what its statement names and what registers list for it.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) evidence: Vec<Cow<'m, EvidenceId>>,
    /// What an auditor asks for; null where the customer has no part in the control or nothing is asked for.
    pub(crate) asked: Option<AskedRecord<'m>>,
    /// How far the customer's part of it is implemented: the least of its cells.
    pub(crate) status: ImplementationStatus,
    /// Statements that hold for some of its cells only, by part, then by service.
    pub(crate) statements: Vec<NarrowedStatementRecord<'m>>,
}

/// A delegation that gives a party a duty of the control.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Delegation"))]
pub(crate) struct DelegationRecord<'m> {
    /// Id of the party.
    pub(crate) to: Cow<'m, PartyId>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// One part of a control for one service, or for the organisation as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Cell"))]
pub(crate) struct CellRecord<'m> {
    /// Id of the part, unique in the control.
    pub(crate) part: Cow<'m, PartId>,
    /// Id of the layer.
    pub(crate) layer: Cow<'m, LayerId>,
    /// What the part applies to once: a service, the project or the organisation.
    pub(crate) per: Subject,
    /// Id of the service; null for the project or the organisation as a whole.
    pub(crate) service: Option<Cow<'m, ServiceId>>,
    /// The name under which the profile uses the service, where it uses it several times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) r#as: Option<Cow<'m, ServiceId>>,
    /// The result of the three duties; a part that does not apply has no cell.
    #[cfg_attr(feature = "schema", schemars(extend("not" = { "const": Responsibility::NotApplicable })))]
    pub(crate) responsibility: Responsibility,
    /// Who decides how it is done.
    pub(crate) manage: Holder,
    /// Who does it.
    pub(crate) operate: Holder,
    /// Who checks that it was done.
    pub(crate) verify: Holder,
    /// Of whom the duties that are not the customer's are inherited: ids of providers, then `organisation/project` of those
    /// whose offers hold. Empty where the customer holds all.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) from: Vec<Cow<'m, str>>,
    /// The offers of other projects that hold a duty here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) upstream: Vec<InheritedCellRecord<'m>>,
    /// Parties that hold the customer's duties.
    pub(crate) held_by: HeldByRecord<'m>,
    /// What the provider does, by its name in `texts`; null where it has no duty.
    pub(crate) provider_text: Option<ShortDigest>,
    /// What the customer does, by its name in `texts`; null where it has no duty.
    pub(crate) customer_text: Option<ShortDigest>,
    /// Every claim about the duties, by its name in `claims`, the highest rank first; later ones were overruled.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) claims: Vec<ShortDigest>,
    /// What proves the provider's duties: an entry for each provider that holds one here, by id; empty where none does.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::CellProofRecord<'m>>"))]
    pub(crate) proof: CellProofs<'m>,
    /// How far the customer's part is implemented, as the most specific statement says; left out where the customer has no
    /// duty or nothing is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("not" = { "const": Status::NotApplicable })))]
    pub(crate) status: Option<Status>,
    /// How the part is set when the service begins to be used; left out where the catalog does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) setting: Option<Setting>,
}

impl CellRecord<'_> {
    /// The name by which the profile uses the service of the cell.
    pub(crate) fn used_as(&self) -> Option<&ServiceId> {
        self.r#as.as_deref().or(self.service.as_deref())
    }

    /// The names of its texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = ShortDigest> {
        self.provider_text.into_iter().chain(self.customer_text)
    }

    pub(crate) fn holder(&self, duty: Duty) -> Holder {
        match duty {
            Duty::Manage => self.manage,
            Duty::Operate => self.operate,
            Duty::Verify => self.verify,
        }
    }
}

/// Parties that hold the customer's duties in a cell. A duty that only the provider holds, or that is unassigned, is left
/// out.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "HeldBy"))]
pub(crate) struct HeldByRecord<'m> {
    /// Id of the party that decides how it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) manage: Option<Cow<'m, PartyId>>,
    /// Id of the party that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operate: Option<Cow<'m, PartyId>>,
    /// Id of the party that checks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verify: Option<Cow<'m, PartyId>>,
}

impl HeldByRecord<'_> {
    pub(crate) fn party(&self, duty: Duty) -> Option<&PartyId> {
        match duty {
            Duty::Manage => self.manage.as_deref(),
            Duty::Operate => self.operate.as_deref(),
            Duty::Verify => self.verify.as_deref(),
        }
    }
}

/// An implementation statement.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Statement"))]
pub(crate) struct StatementRecord<'m> {
    /// How far what it is about is implemented.
    pub(crate) status: Status,
    /// Id of the party that is accountable for it.
    pub(crate) owner: Option<Cow<'m, PartyId>>,
    /// When what is planned or partial will be implemented.
    pub(crate) due: Option<NaiveDate>,
    /// How it is implemented, with parameters filled in.
    pub(crate) text: Cow<'m, str>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// A statement that holds for some cells of a control.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "NarrowedStatement"))]
pub(crate) struct NarrowedStatementRecord<'m> {
    /// Id of the part that it is about; null for all parts.
    pub(crate) part: Option<Cow<'m, PartId>>,
    /// Id of the service that it is about; null for all services.
    pub(crate) service: Option<Cow<'m, ServiceId>>,
    /// What it says.
    pub(crate) statement: StatementRecord<'m>,
}

/// What an auditor asks for about a control.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Asked"))]
pub(crate) struct AskedRecord<'m> {
    /// The evidence requests.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) asks: Vec<AskRecord<'m>>,
    /// How many of them are outstanding: no valid and recent evidence answers them.
    pub(crate) open: usize,
}

/// An evidence request.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Ask"))]
pub(crate) struct AskRecord<'m> {
    /// What is asked for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) ask: Cow<'m, str>,
    /// How often it is renewed.
    pub(crate) cadence: Cadence,
}
