//! Approvals, management's assertion, and facts about the system.

use onus_core::model::Approval;
use onus_core::resolve::Scope;
use onus_core::source::Places;

use super::borrowed;
use crate::file::{ApprovalRecord, PlaceRecord, SystemRecord};

pub(super) fn approval_records<'m>(scope: &Scope<'m>, places: &Places<'m>) -> Vec<ApprovalRecord<'m>> {
    let record = |approval: &'m Approval| ApprovalRecord {
        role: approval.role,
        who: approval.who.name.as_str().into(),
        party: approval.who.party.as_ref().map(borrowed),
        title: approval.title.as_deref().map(Into::into),
        on: approval.on,
        document: approval.document.as_deref().map(Into::into),
        place: PlaceRecord::of(&approval.origin, places),
    };
    scope.approvals().map(record).collect()
}

pub(super) fn system_record(scope: &Scope<'_>) -> Option<SystemRecord> {
    let facts = scope.system();
    (!facts.is_empty()).then_some(SystemRecord {
        identifier: facts.identifier,
        status: facts.status,
        authorized_on: facts.authorized_on,
        confidentiality: facts.confidentiality,
        integrity: facts.integrity,
        availability: facts.availability,
        users: facts.users,
        data: facts.data,
    })
}
