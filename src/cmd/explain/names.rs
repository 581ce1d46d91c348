//! Both sides by name: "AWS" and the organisation, never "provider" and "customer".

use onus_core::model::{Duty, Holder, ProviderId, Responsibility};
use onus_core::resolve::{InheritedOffer, MatrixCell, Scope};

/// The two sides of something, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SideNames {
    /// Short names of the providers; empty where none is involved.
    pub(super) providers: Vec<String>,
    /// Name of the organisation.
    pub(super) organization: String,
}

impl SideNames {
    /// Those of a cell: its providers, and the projects whose offers it inherits.
    pub(super) fn of_cell(scope: &Scope<'_>, cell: &MatrixCell<'_>) -> Self {
        let projects = cell.upstream.iter().map(|inherited| named(&inherited.offer));
        let providers = cell.providers().map(|id| short_name(scope, id)).chain(projects).collect();
        Self { providers, organization: scope.organization.name.trim().to_owned() }
    }

    /// Those of one duty of a cell, with the party that acts in a project whose offer is inherited.
    pub(super) fn of_duty(scope: &Scope<'_>, cell: &MatrixCell<'_>, duty: Duty) -> Self {
        let acting = cell.acting(duty);
        let providers = cell.providers().filter(|_| acting.provider).map(|id| short_name(scope, id));
        let projects = cell.upstream.iter().filter(|_| acting.upstream);
        let projects = projects.map(|inherited| match inherited.part.by.get(duty) {
            Some(party) => format!("{}, by {party}", named(&inherited.offer)),
            None => named(&inherited.offer),
        });
        let providers = providers.chain(projects).collect();
        Self { providers, organization: scope.organization.name.trim().to_owned() }
    }

    /// Those of several things of one organisation together.
    pub(super) fn together<'n>(organization: &str, all: impl Iterator<Item = &'n Self>) -> Self {
        let mut providers: Vec<String> = all.flat_map(|names| names.providers.iter().cloned()).collect();
        providers.sort_unstable();
        providers.dedup();
        Self { providers, organization: organization.to_owned() }
    }

    /// The providers in words; none acts where a claim that is overruled speaks of one.
    pub(super) fn providers(&self) -> String {
        if self.providers.is_empty() { "the provider".to_owned() } else { listed(&self.providers) }
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

fn short_name(scope: &Scope<'_>, id: &ProviderId) -> String {
    let known = scope.catalog.providers.get(id);
    known.map_or_else(|| id.to_string(), |provider| provider.short_name.trim().to_owned())
}

/// A project whose offer is inherited: `Landing zone (acme/landing-zone)`.
fn named(offer: &InheritedOffer<'_>) -> String {
    format!("{} ({})", offer.known.from_name, offer.known.from)
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
