//! The smallest unit of a matrix: one part of a control for one service, or for the organisation once.

use std::sync::Arc;

use super::decision::Decision;
use super::delegation::Assignee;
use super::statements::ScopedStatement;
use crate::model::{NotApplicable, Part, PerDuty, Responsibility, Service, Statement, Status, Wording};
use crate::source::Origin;

/// One part of a control for one service in use, or for the organisation as a whole.
#[derive(Debug)]
pub struct MatrixCell<'a> {
    /// The part.
    pub part: &'a Part,
    /// None for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// Which side holds each duty, and by which claims.
    pub decision: Decision<'a>,
    /// Which party does what the customer has to do.
    pub assignees: PerDuty<Assignee<'a>>,
    /// What each side does, in words.
    pub texts: Wording<'a>,
    /// The most specific statement about it.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
}

impl MatrixCell<'_> {
    /// The responsibility that its duties add up to.
    pub fn responsibility(&self) -> Responsibility {
        self.decision.responsibility()
    }

    /// True when the customer holds a duty, alone or together with the provider.
    pub fn concerns_customer(&self) -> bool {
        self.decision.duties().iter().any(|holder| holder.involves_customer())
    }

    /// How far the customer's part is implemented, as stated. None where it holds no duty or nothing is stated.
    pub fn status(&self) -> Option<Status> {
        let scoped = self.statement.as_deref().filter(|_| self.concerns_customer())?;
        Some(scoped.statement.status)
    }

    /// What the provider does. None where it holds no duty, even if the part has a text for it.
    pub fn provider_text(&self) -> Option<&str> {
        let involved = self.decision.duties().iter().any(|holder| holder.involves_provider());
        self.texts.provider.filter(|_| involved)
    }

    /// What the customer does. None where it holds no duty, even if the part has a text for it.
    pub fn customer_text(&self) -> Option<&str> {
        self.texts.customer.filter(|_| self.concerns_customer())
    }
}

/// A cell that a profile declares not applicable.
#[derive(Debug)]
pub struct Exclusion<'a> {
    /// The part.
    pub part: &'a Part,
    /// None for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// What excludes it.
    pub reason: ExclusionReason<'a>,
}

impl Exclusion<'_> {
    /// True when this entry excludes the cell.
    pub(super) fn is_by(&self, entry: &NotApplicable) -> bool {
        matches!(self.reason, ExclusionReason::Entry(by) if by.origin == entry.origin)
    }
}

/// What declares a cell not applicable.
#[derive(Debug, Clone, Copy)]
pub enum ExclusionReason<'a> {
    /// An entry of a profile.
    Entry(&'a NotApplicable),
    /// A statement with that status; its text is the reason.
    Statement(&'a Statement),
}

impl<'a> ExclusionReason<'a> {
    /// Where it is written.
    pub fn origin(&self) -> &'a Origin {
        match self {
            Self::Entry(entry) => &entry.origin,
            Self::Statement(statement) => &statement.origin,
        }
    }
}
