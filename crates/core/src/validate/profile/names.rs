//! What the entries of a profile can refer to.

use std::collections::BTreeMap;

use crate::model::{Catalog, Evidence, EvidenceId, FrameworkId, Profile};

/// What names in a profile can refer to.
pub(super) struct ProfileNames<'k> {
    pub(super) catalog: &'k Catalog,
    pub(super) evidence: &'k BTreeMap<EvidenceId, Evidence>,
    /// What a project inherits from its organisation.
    pub(super) inherited: Option<&'k Profile>,
    /// Frameworks that others use than the profile itself: for an organisation those of its projects. None when not all
    /// are known.
    pub(super) frameworks_elsewhere: Option<&'k [FrameworkId]>,
}
