//! What the entries of a profile can refer to.

use std::collections::BTreeMap;

use crate::model::{Catalog, Evidence, EvidenceId, FrameworkId, Profile, ProjectId, ServiceId, ServiceUse};

/// What names in a profile can refer to.
pub(super) struct ProfileNames<'k> {
    pub(super) catalog: &'k Catalog,
    pub(super) evidence: &'k BTreeMap<EvidenceId, Evidence>,
    /// What a project inherits from its organisation.
    pub(super) inherited: Option<&'k Profile>,
    /// The projects of the organisation; none in the names of a project.
    pub(super) projects: Option<&'k [ProjectId]>,
    /// Frameworks that others use than the profile itself: for an organisation those of its projects. None when not all
    /// are known.
    pub(super) frameworks_elsewhere: Option<&'k [FrameworkId]>,
}

impl<'k> ProfileNames<'k> {
    /// The names that the organisation gives to its uses of services.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &'k ServiceId> {
        self.inherited.into_iter().flat_map(|common| &common.services).filter_map(ServiceUse::alias)
    }
}
