//! What every command needs of a workspace: what holds in it, and what its projects amount to.

mod proofs;
mod selection;
mod survey;

use std::collections::BTreeSet;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;
use onus_core::validate::{Validated, validate};

use crate::load::{Trust, Workspace};

pub use proofs::{Evidence, evidence};
pub use selection::Selection;
pub(crate) use selection::{is_selected, unknown_name};
pub use survey::{Survey, survey};

/// What holds in a workspace, and the state of its evidence files.
#[derive(Debug)]
pub struct Prepared {
    /// The organisations and every mistake in what is said of them.
    pub validated: Validated,
    /// The files of evidence and of reports.
    pub evidence: Evidence,
}

impl Prepared {
    /// Every mistake so far, in the order in which files are read.
    pub fn mistakes(&self, workspace: &Workspace) -> Vec<Diagnostic> {
        let mut mistakes = workspace.texts.problems.clone();
        mistakes.extend(self.validated.mistakes.iter().cloned());
        mistakes.extend(self.evidence.mistakes.iter().cloned());
        mistakes
    }
}

/// Validates a workspace and looks at the evidence files of the selected organisations.
pub fn prepare(workspace: &Workspace, selection: &Selection, trust: Trust) -> Prepared {
    let validated = validate(&workspace.texts);
    let evidence = evidence(workspace, &validated.organizations, |id| selection.has_organization(id), trust);
    Prepared { validated, evidence }
}

/// One pair of entries can contradict each other in many cells, of many projects; the first one shows it.
pub(crate) fn each_once(mut mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: BTreeSet<(Code, Vec<Span>)> = BTreeSet::new();
    mistakes.retain(|mistake| {
        let places: Vec<Span> = mistake.labels.iter().map(|label| label.span).collect();
        let is_conflict = matches!(mistake.code, Code::ConflictingClaims | Code::ConflictingDelegations);
        !is_conflict || seen.insert((mistake.code, places))
    });
    mistakes
}
