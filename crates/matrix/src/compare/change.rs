//! One change between two matrices: what it is about, what happened, whether it is for the worse, and where both states are
//! written.

use onus_core::model::PartId;
use serde::Serialize;

use super::detail::{Aspect, ChangeDetail, DetailValue};
use crate::file::{ControlRecord, PlaceRecord};

/// What a change is about, the most important first: reports list changes in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChangeSubject {
    /// A project as such.
    Project,
    /// Who does what.
    Responsibility,
    /// A compliance gap.
    Finding,
    /// A piece of evidence.
    Evidence,
    /// An attestation of a provider.
    Attestation,
    /// An implementation statement.
    Statement,
    /// A risk acceptance.
    RiskAcceptance,
    /// A service in use.
    Service,
    /// A control of the catalog, or a part of one.
    Control,
    /// A requirement of a framework, or a framework.
    Requirement,
    /// The catalog as such.
    Catalog,
}

impl ChangeSubject {
    pub(super) const ALL: [Self; 11] = [
        Self::Project,
        Self::Responsibility,
        Self::Finding,
        Self::Evidence,
        Self::Attestation,
        Self::Statement,
        Self::RiskAcceptance,
        Self::Service,
        Self::Control,
        Self::Requirement,
        Self::Catalog,
    ];
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChangeAction {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another id.
    Renamed,
    /// It has the same id, and something else differs.
    Changed,
}

/// Whether a change is for the worse. Ordered by what matters most, so that the least of several is what they are together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Effect {
    /// A regression: something is lost or no longer valid.
    Worse,
    /// Something is gained.
    Better,
    /// Neither.
    Neutral,
}

impl Effect {
    /// Of a value that is worse the greater it is.
    pub(super) fn of_rank<R: Ord>(before: &R, after: &R) -> Self {
        match after.cmp(before) {
            std::cmp::Ordering::Less => Self::Better,
            std::cmp::Ordering::Equal => Self::Neutral,
            std::cmp::Ordering::Greater => Self::Worse,
        }
    }
}

/// An id with a name for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemName {
    /// The id.
    pub id: String,
    /// Title or name.
    pub name: String,
}

/// What a change is about, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedItem {
    /// Its id; of a finding, its code.
    pub id: String,
    /// Its title or name; of a finding, its message.
    pub title: String,
    /// The control that a finding is about.
    pub control: Option<ItemName>,
    /// The part of a control.
    pub part: Option<PartId>,
    /// The services that a part or finding is about.
    pub services: Vec<ItemName>,
}

impl ChangedItem {
    pub(super) fn new(id: impl ToString, title: &str) -> Self {
        let (id, title) = (id.to_string(), title.trim().to_owned());
        Self { id, title, control: None, part: None, services: Vec::new() }
    }

    pub(super) fn of_control(control: &ControlRecord<'_>) -> Self {
        Self::new(&control.id, &control.title)
    }
}

/// Where one state is written. Without the column: a report names lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLine {
    /// Path from the workspace.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

impl SourceLine {
    fn of(place: &PlaceRecord<'_>) -> Self {
        Self { file: place.file.clone().into_owned(), line: place.line }
    }
}

/// A change. Ordered as reports list changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What kind of thing it is about.
    pub subject: ChangeSubject,
    /// Whether it is for the worse.
    pub effect: Effect,
    /// What it is about, by name.
    pub item: ChangedItem,
    /// What happened.
    pub action: ChangeAction,
    /// What differs.
    pub details: Vec<ChangeDetail>,
    /// Where the old state is written; none where the matrix does not say.
    pub before: Option<SourceLine>,
    /// Where the new state is written; none where the matrix does not say.
    pub after: Option<SourceLine>,
}

impl Change {
    /// Something that is only in the new state, with what there is to say about it.
    pub(super) fn added(
        subject: ChangeSubject,
        item: ChangedItem,
        values: Vec<(Aspect, DetailValue)>,
    ) -> Self {
        let details = values.into_iter().map(|(aspect, value)| ChangeDetail::added(aspect, value));
        Self::new(subject, ChangeAction::Added, item, details.collect())
    }

    /// Something that is only in the old state.
    pub(super) fn removed(
        subject: ChangeSubject,
        item: ChangedItem,
        values: Vec<(Aspect, DetailValue)>,
    ) -> Self {
        let details = values.into_iter().map(|(aspect, value)| ChangeDetail::removed(aspect, value));
        Self::new(subject, ChangeAction::Removed, item, details.collect())
    }

    /// Something in both states; none when nothing differs.
    pub(super) fn between(
        subject: ChangeSubject,
        item: ChangedItem,
        details: impl IntoIterator<Item = Option<ChangeDetail>>,
    ) -> Option<Self> {
        let change = Self::new(subject, ChangeAction::Changed, item, details.into_iter().flatten().collect());
        (!change.details.is_empty()).then_some(change)
    }

    /// A change that is neither good nor bad, at places that the matrix does not say.
    fn new(
        subject: ChangeSubject,
        action: ChangeAction,
        item: ChangedItem,
        mut details: Vec<ChangeDetail>,
    ) -> Self {
        details.retain(|detail| detail.before.is_some() || detail.after.is_some());
        Self { subject, effect: Effect::Neutral, item, action, details, before: None, after: None }
    }

    pub(super) fn with_effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// Calls it a rename when the id is another one.
    pub(super) fn renamed_if(self, is_renamed: bool) -> Self {
        let action = if is_renamed { ChangeAction::Renamed } else { self.action };
        Self { action, ..self }
    }

    pub(super) fn at(self, before: Option<&PlaceRecord<'_>>, after: Option<&PlaceRecord<'_>>) -> Self {
        Self { before: before.map(SourceLine::of), after: after.map(SourceLine::of), ..self }
    }
}
