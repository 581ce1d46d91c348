//! What each side does, in words.

/// What each side does in a class of services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'p> {
    /// What the provider does.
    pub provider: Option<&'p str>,
    /// What the customer does.
    pub customer: Option<&'p str>,
}

impl Wording<'_> {
    /// The text of each side; the other's where it has none.
    pub(super) fn or(self, other: Self) -> Self {
        Self { provider: self.provider.or(other.provider), customer: self.customer.or(other.customer) }
    }
}

/// What each side does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideTexts {
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
}
