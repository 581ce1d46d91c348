//! The three duties, who holds them, and the responsibility that follows.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// What must be done for a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Duty {
    /// Decide how.
    Manage,
    /// Do it.
    Operate,
    /// Check that it was done.
    Verify,
}

impl Duty {
    /// All three, in the order in which they are shown.
    pub const ALL: [Duty; 3] = [Duty::Manage, Duty::Operate, Duty::Verify];

    /// The value in files and reports.
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
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True if the provider takes part.
    pub fn involves_provider(self) -> bool {
        matches!(self, Self::Provider | Self::Shared)
    }

    /// True if the customer takes part.
    pub fn involves_customer(self) -> bool {
        matches!(self, Self::Customer | Self::Shared)
    }
}

/// One value for each duty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PerDuty<T> {
    /// For [`Duty::Manage`].
    pub manage: T,
    /// For [`Duty::Operate`].
    pub operate: T,
    /// For [`Duty::Verify`].
    pub verify: T,
}

impl<T> PerDuty<T> {
    /// One value for each duty.
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

/// Who holds those duties that a claim is about.
pub type PartialDuties = PerDuty<Option<Holder>>;

impl Duties {
    /// All three for one holder.
    pub fn all(holder: Holder) -> Self {
        Self::from_fn(|_| holder)
    }

    /// The responsibility of a cell with these duties.
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
    /// Providers, or projects whose offers are kept, hold all three duties.
    Inherited,
    /// Both sides hold a duty, or both act on one.
    Shared,
    /// The customer holds all three duties.
    Customer,
    /// Nothing to protect or to do.
    NotApplicable,
}

impl Responsibility {
    /// All four, in the order in which reports count them.
    pub const ALL: [Responsibility; 4] = [Self::Inherited, Self::Shared, Self::Customer, Self::NotApplicable];

    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inherited => "Inherited",
            Self::Shared => "Shared",
            Self::Customer => "Customer",
            Self::NotApplicable => "Not applicable",
        }
    }

    /// Combines the responsibilities of parts into one, for services, controls, requirements, domains and projects
    /// alike. Parts that do not apply are ignored. If the others agree, the result is theirs; if none is left, it is
    /// not applicable; otherwise it is shared.
    pub fn fold(parts: impl IntoIterator<Item = Responsibility>) -> Responsibility {
        parts.into_iter().fold(Self::NotApplicable, |sum, part| match (sum, part) {
            (sum, Self::NotApplicable) => sum,
            (Self::NotApplicable, part) => part,
            (sum, part) if sum == part => sum,
            (Self::Inherited | Self::Shared | Self::Customer, _) => Self::Shared,
        })
    }
}
