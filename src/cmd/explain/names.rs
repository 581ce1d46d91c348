//! Both sides by name: "AWS" and the organisation, never "provider" and "customer".

use onus_core::model::{Holder, ProviderId, Responsibility};
use onus_core::resolve::{MatrixCell, Scope};

/// The two sides of something, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SideNames {
    /// Short names of the providers; empty where none is involved.
    pub(super) providers: Vec<String>,
    /// Name of the organisation.
    pub(super) organization: String,
}

impl SideNames {
    /// Those of a cell. A cell of the organisation as a whole has the providers of all services in use.
    pub(super) fn of_cell(scope: &Scope<'_>, cell: &MatrixCell<'_>) -> Self {
        let mut ids: Vec<&ProviderId> = match cell.service {
            Some(service) => vec![&service.provider],
            None => scope.services.iter().map(|in_use| &in_use.service.provider).collect(),
        };
        ids.sort_unstable();
        ids.dedup();
        let name = |id: &ProviderId| match scope.catalog.providers.get(id) {
            Some(provider) => provider.short_name.trim().to_owned(),
            None => id.to_string(),
        };
        let providers = ids.into_iter().map(name).collect();
        Self { providers, organization: scope.organization.name.trim().to_owned() }
    }

    /// Those of several things of one organisation together.
    pub(super) fn together<'n>(organization: &str, all: impl Iterator<Item = &'n Self>) -> Self {
        let mut providers: Vec<String> = all.flat_map(|names| names.providers.iter().cloned()).collect();
        providers.sort_unstable();
        providers.dedup();
        Self { providers, organization: organization.to_owned() }
    }

    /// The providers in words.
    pub(super) fn providers(&self) -> String {
        if self.providers.is_empty() { "nobody".to_owned() } else { listed(&self.providers) }
    }

    /// Whoever holds a duty, in words.
    pub(super) fn holder(&self, holder: Holder) -> String {
        match holder {
            Holder::Provider => self.providers(),
            Holder::Customer => self.organization.clone(),
            Holder::Shared => format!("{} and {}", self.providers(), self.organization),
        }
    }

    /// Who is responsible, as the end of a sentence.
    pub(super) fn verdict(&self, responsibility: Responsibility) -> String {
        match responsibility {
            Responsibility::Inherited => format!("is inherited from {}", self.providers()),
            Responsibility::Shared => format!("is shared by {} and {}", self.providers(), self.organization),
            Responsibility::Customer => format!("is the responsibility of {}", self.organization),
            Responsibility::NotApplicable => "is not applicable".to_owned(),
        }
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
