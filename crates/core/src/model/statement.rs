//! Implementation statements: what they are about and what they say; confirmations of what nobody stated.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{ControlId, EvidenceId, FrameworkId, PartId, PartyId, RequirementId, Service, ServiceId};
use crate::source::Origin;

/// A requirement of a framework, as `framework/requirement`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequirementKey {
    /// The framework.
    pub framework: FrameworkId,
    /// The requirement.
    pub requirement: RequirementId,
}

impl fmt::Display for RequirementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.framework, self.requirement)
    }
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementSubject {
    /// Cells of a control: all of them, or those of a part, of a service, or of a part for a service.
    Control {
        /// The control.
        control: ControlId,
        /// Only this part.
        part: Option<PartId>,
        /// Only this service.
        service: Option<ServiceId>,
    },
    /// A requirement.
    Requirement(RequirementKey),
}

impl StatementSubject {
    /// The control; none for a requirement.
    pub fn control(&self) -> Option<&ControlId> {
        match self {
            Self::Control { control, .. } => Some(control),
            Self::Requirement(_) => None,
        }
    }

    /// The requirement; none for a control.
    pub fn requirement(&self) -> Option<&RequirementKey> {
        match self {
            Self::Control { .. } => None,
            Self::Requirement(key) => Some(key),
        }
    }

    /// True when it is about some cells of a control only.
    pub fn is_narrowed(&self) -> bool {
        match self {
            Self::Control { part, service, .. } => part.is_some() || service.is_some(),
            Self::Requirement(_) => false,
        }
    }

    /// True when it is about this cell of its control.
    pub fn selects(&self, part: &PartId, service: Option<&Service>) -> bool {
        match self {
            Self::Control { part: only_part, service: only_service, .. } => {
                only_part.as_ref().is_none_or(|only| only == part)
                    && only_service
                        .as_ref()
                        .is_none_or(|only| service.is_some_and(|service| service.is_named(only.as_str())))
            }
            Self::Requirement(_) => false,
        }
    }
}

impl fmt::Display for StatementSubject {
    /// `CRY-01/data for aws.s3`, `nist-800-53-r5/AC-2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control { control, part, service } => {
                write!(f, "{control}")?;
                if let Some(part) = part {
                    write!(f, "/{part}")?;
                }
                match service {
                    Some(service) => write!(f, " for {service}"),
                    None => Ok(()),
                }
            }
            Self::Requirement(key) => write!(f, "{key}"),
        }
    }
}

/// A person's confirmation that a requirement is met by what satisfies it, although no mapping says so.
#[derive(Debug)]
pub struct Confirmation {
    /// The requirement.
    pub requirement: RequirementKey,
    /// Who confirmed it, with their role.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// An implementation statement: how a control or a requirement is implemented.
#[derive(Debug)]
pub struct Statement {
    /// What it is about.
    pub subject: StatementSubject,
    /// How far that is implemented.
    pub status: Status,
    /// Its owner.
    pub owner: Option<PartyId>,
    /// The target date of a planned or partial control.
    pub due: Option<NaiveDate>,
    /// The description of the implementation.
    pub text: Vec<StatementPiece>,
    /// What a single line break in that text means.
    pub line_breaks: LineBreak,
    /// Evidence that supports it.
    pub evidence: Vec<EvidenceId>,
    /// The entry in its file.
    pub origin: Origin,
}

/// What a single line break in a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineBreak {
    /// The next line, as in Markdown; an empty line ends a paragraph.
    Line,
    /// The end of a paragraph.
    Paragraph,
}

/// A piece of a statement's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementPiece {
    /// As written.
    Literal(String),
    /// The value of a parameter.
    Parameter(String),
}

/// How far a control is implemented, as its statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// Implemented as the control describes.
    Implemented,
    /// Implemented in another way, with the same effect.
    Alternative,
    /// Implemented in part.
    Partial,
    /// Not implemented yet.
    Planned,
    /// Does not apply, for the reason that the statement gives.
    NotApplicable,
}

impl Status {
    /// True where it is done, as described or in another way.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Implemented | Self::Alternative)
    }

    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Implemented => "Implemented",
            Self::Alternative => "Alternative",
            Self::Partial => "Partial",
            Self::Planned => "Planned",
            Self::NotApplicable => "Not applicable",
        }
    }
}
