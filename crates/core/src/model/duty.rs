//! The three duties, who can hold them, and what a set of them amounts to.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// What there is to do about a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Duty {
    /// Decide how it is done.
    Manage,
    /// Do it.
    Operate,
    /// Check that it was done.
    Verify,
}

impl Duty {
    /// All three, in the order in which they are shown.
    pub const ALL: [Duty; 3] = [Duty::Manage, Duty::Operate, Duty::Verify];

    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Who holds a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Holder {
    /// The provider of the service.
    Provider,
    /// The customer.
    Customer,
    /// Both, each for its own part.
    Shared,
}

impl Holder {
    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True when the provider has a hand in it.
    pub fn involves_provider(self) -> bool {
        matches!(self, Self::Provider | Self::Shared)
    }

    /// True when the customer has a hand in it.
    pub fn involves_customer(self) -> bool {
        matches!(self, Self::Customer | Self::Shared)
    }
}

/// One value for each duty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PerDuty<T> {
    /// For deciding.
    pub manage: T,
    /// For doing.
    pub operate: T,
    /// For checking.
    pub verify: T,
}

impl<T> PerDuty<T> {
    /// Makes the three values.
    pub fn from_fn(mut make: impl FnMut(Duty) -> T) -> Self {
        Self { manage: make(Duty::Manage), operate: make(Duty::Operate), verify: make(Duty::Verify) }
    }

    /// The value for a duty.
    pub fn get(&self, duty: Duty) -> &T {
        match duty {
            Duty::Manage => &self.manage,
            Duty::Operate => &self.operate,
            Duty::Verify => &self.verify,
        }
    }

    /// The three values in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.manage, &self.operate, &self.verify].into_iter()
    }
}

/// Who holds each duty.
pub type Duties = PerDuty<Holder>;

/// Who holds the duties that someone speaks about.
pub type PartialDuties = PerDuty<Option<Holder>>;

impl Duties {
    /// All three with one holder.
    pub fn all(holder: Holder) -> Self {
        Self::from_fn(|_| holder)
    }

    /// What the three amount to.
    pub fn responsibility(&self) -> Responsibility {
        if self.iter().all(|holder| *holder == Holder::Provider) {
            Responsibility::Inherited
        } else if self.iter().all(|holder| *holder == Holder::Customer) {
            Responsibility::Customer
        } else {
            Responsibility::Shared
        }
    }
}

/// The result for a cell, control, requirement, domain or project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Responsibility {
    /// The provider holds all three duties.
    Inherited,
    /// Both sides hold a duty, or both act on one.
    Shared,
    /// The customer holds all three duties.
    Customer,
    /// Nothing to protect or to do.
    NotApplicable,
}

impl Responsibility {
    /// All four, in the order in which they are counted.
    pub const ALL: [Responsibility; 4] = [Self::Inherited, Self::Shared, Self::Customer, Self::NotApplicable];

    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inherited => "Inherited",
            Self::Shared => "Shared",
            Self::Customer => "Customer",
            Self::NotApplicable => "Not applicable",
        }
    }

    /// The one fold of the model: the same for service, control, requirement, domain and project. What does not
    /// apply does not count; nothing left is not applicable; all alike is that; anything else is shared.
    pub fn fold(parts: impl IntoIterator<Item = Responsibility>) -> Responsibility {
        parts.into_iter().fold(Self::NotApplicable, |sum, part| match (sum, part) {
            (sum, Self::NotApplicable) => sum,
            (Self::NotApplicable, part) => part,
            (sum, part) if sum == part => sum,
            (Self::Inherited | Self::Shared | Self::Customer, _) => Self::Shared,
        })
    }
}
