//! How well the controls and parts that satisfy a requirement serve it.

use super::{Relationship, Requirement, Target};

impl Requirement {
    /// How well a control or part that satisfies it serves it. Nothing is claimed that the catalog does not say.
    pub fn relationship(&self, target: &Target) -> Relationship {
        self.relationships.get(target).copied().unwrap_or_default()
    }

    /// Notes how well a control or part serves it. Where a control and a framework say it differently, the one that claims
    /// less holds.
    pub(crate) fn relate(&mut self, target: &Target, relationship: Option<Relationship>) {
        if let Some(new) = relationship {
            let known = self.relationships.entry(target.clone()).or_insert(new);
            *known = new.min(*known);
        }
    }
}
