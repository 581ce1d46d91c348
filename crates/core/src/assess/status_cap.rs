//! What keeps a requirement from a better status, in words that say what has to be mended.

use std::fmt;

use super::EvidenceState;
use crate::model::{Acceptance, Control, EvidenceId, ImplementationStatus, Part};

/// What keeps a requirement from a better status.
#[derive(Debug, Clone, Copy)]
pub enum StatusCap<'a> {
    /// The status of a control, or of one part of it.
    Control {
        /// The control.
        control: &'a Control,
        /// The part; none for all parts that satisfy the requirement.
        part: Option<&'a Part>,
        /// Its status.
        status: ImplementationStatus,
    },
    /// No mapping says that all of it is served.
    Relationship,
    /// Nothing in the catalog serves a part of it.
    Remainder,
    /// A risk acceptance lapsed.
    Acceptance(&'a Acceptance),
    /// A piece of evidence is not valid.
    Evidence(&'a EvidenceId, EvidenceState),
    /// No evidence supports a control that is stated to be implemented.
    NoEvidence(&'a Control),
}

impl fmt::Display for StatusCap<'_> {
    /// A phrase for people, such as `control IAM-02 is planned`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control { control, part, status } => {
                write!(f, "control {}", control.id)?;
                if let Some(part) = part {
                    write!(f, ", part {},", part.id)?;
                }
                match status {
                    ImplementationStatus::NotDocumented => f.write_str(" has no statement"),
                    ImplementationStatus::Planned
                    | ImplementationStatus::Partial
                    | ImplementationStatus::Alternative
                    | ImplementationStatus::Implemented
                    | ImplementationStatus::Inherited
                    | ImplementationStatus::NotApplicable => {
                        write!(f, " is {}", status.label().to_lowercase())
                    }
                }
            }
            Self::Relationship => f.write_str("no mapping is known to cover all of it"),
            Self::Remainder => f.write_str("nothing in the catalog serves its remainder"),
            Self::Acceptance(acceptance) => {
                write!(
                    f,
                    "risk acceptance {} lapsed, it was in force until {}",
                    acceptance.id, acceptance.until
                )
            }
            Self::Evidence(id, state) => write!(f, "evidence {id} is {}", state.word()),
            Self::NoEvidence(control) => write!(f, "no evidence supports control {}", control.id),
        }
    }
}
