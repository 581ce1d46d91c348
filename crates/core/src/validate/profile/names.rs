//! What the entries of a profile can refer to.

use std::collections::BTreeMap;

use crate::model::{
    Catalog, Evidence, EvidenceId, FrameworkId, PartyId, Profile, ProjectId, ServiceId, ServiceUse,
};

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

/// What the entries of a profile can refer to: its own definitions and inherited ones.
pub(super) struct ProfileScope<'s> {
    pub(super) known: &'s ProfileNames<'s>,
    pub(super) own: &'s Profile,
}

impl<'s> ProfileScope<'s> {
    /// The parties.
    pub(super) fn parties(&self) -> impl Iterator<Item = &'s PartyId> + Clone {
        let inherited = self.known.inherited.map(|common| common.parties.as_slice()).unwrap_or_default();
        self.own.parties.iter().chain(inherited).map(|party| &party.id)
    }

    /// The names that the profile and the one that it inherits from give to uses of services.
    pub(super) fn aliases(&self) -> Vec<ServiceId> {
        let own = self.own.services.iter().filter_map(ServiceUse::alias);
        self.known.aliases().chain(own).cloned().collect()
    }

    /// The names of parameters.
    pub(super) fn parameter_names(&self) -> Vec<&'s str> {
        let inherited = self.known.inherited.into_iter().flat_map(|common| common.parameters.keys());
        self.own.parameters.keys().chain(inherited).map(String::as_str).collect()
    }
}
