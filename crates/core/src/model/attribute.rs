//! Attributes: facts about an organisation or project that decide which parts of controls have an object there.

use std::collections::BTreeMap;
use std::fmt;

use super::{AttributeId, TraitId};
use crate::source::Origin;

/// A fact about an organisation or project, such as that it has offices.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Its id.
    pub id: AttributeId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// What a profile says about an attribute.
#[derive(Debug, Clone)]
pub struct AttributeValue {
    /// The attribute.
    pub attribute: AttributeId,
    /// What is said about it.
    pub said: Said,
    /// The entry in its file.
    pub origin: Origin,
}

/// Whether an attribute holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It does.
    True,
    /// It does not, for this reason. Parts that need it are not applicable.
    False(String),
}

impl AttributeValue {
    /// Why it does not hold; empty where it does.
    pub fn reason(&self) -> &str {
        match &self.said {
            Said::True => "",
            Said::False(reason) => reason.trim(),
        }
    }
}

/// What a profile says about attributes, by attribute.
pub type Attributes = BTreeMap<AttributeId, AttributeValue>;

/// What a part of a control needs in order to have an object: a property of the service, or a fact about the organisation
/// or project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A trait of the service.
    Trait(TraitId),
    /// An attribute of the organisation or project.
    Attribute(AttributeId),
}

impl Need {
    /// The id that files write.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Trait(id) => id.as_str(),
            Self::Attribute(id) => id.as_str(),
        }
    }

    /// True unless it is a trait that is not among those of a service.
    fn is_met_by(&self, traits: &[TraitId]) -> bool {
        match self {
            Self::Trait(id) => traits.contains(id),
            Self::Attribute(_) => true,
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a part of a control needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// All of these.
    pub all: Vec<Need>,
    /// At least one of these, unless there are none.
    pub any: Vec<Need>,
}

impl Needs {
    /// True when a service with these traits has those that are needed.
    pub(crate) fn are_met_by(&self, traits: &[TraitId]) -> bool {
        self.all.iter().all(|need| need.is_met_by(traits))
            && (self.any.is_empty() || self.any.iter().any(|need| need.is_met_by(traits)))
    }

    /// True when it depends on a trait of a service whether they are met.
    pub(crate) fn name_traits(&self) -> bool {
        self.iter().any(|need| matches!(need, Need::Trait(_)))
    }

    /// The attribute whose being false leaves the part without an object: for a service with these traits, or for the
    /// organisation as a whole.
    pub(crate) fn denied<'v>(
        &self,
        traits: Option<&[TraitId]>,
        value: impl Fn(&AttributeId) -> Option<&'v AttributeValue>,
    ) -> Option<&'v AttributeValue> {
        let denied = |need: &Need| match need {
            Need::Trait(_) => None,
            Need::Attribute(id) => value(id).filter(|value| matches!(value.said, Said::False(_))),
        };
        if let Some(value) = self.all.iter().find_map(denied) {
            return Some(value);
        }
        let may_hold = |need: &Need| match need {
            Need::Trait(id) => traits.is_none_or(|traits| traits.contains(id)),
            Need::Attribute(_) => denied(need).is_none(),
        };
        // The first one that is false stands for all: the part needs only one of them, and none is left.
        if self.any.iter().any(may_hold) { None } else { self.any.iter().find_map(denied) }
    }

    /// All that is named.
    pub fn iter(&self) -> impl Iterator<Item = &Need> {
        self.all.iter().chain(&self.any)
    }
}
