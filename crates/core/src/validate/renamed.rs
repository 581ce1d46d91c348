//! References by former ids: what they mean now, and what is said of them.

use crate::diagnostic::{Code, Diagnostic, Noun, quoted};
use crate::model::RenamedKind;
use crate::source::{Origin, Sources};

/// A place where a file uses a former id of an entry. The file is read as if it said the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedId {
    /// The value that contains the id, such as `KEST-01/policy`.
    pub origin: Origin,
    /// The id as the file writes it.
    pub former: String,
    /// The id that the entry has now.
    pub present: String,
    /// True if the id is the last part of a value with slashes, otherwise the first.
    pub is_last: bool,
    noun: Noun,
}

impl RenamedId {
    pub(super) fn new(noun: Noun, former: &str, present: &str, origin: &Origin) -> Self {
        Self {
            origin: origin.clone(),
            former: former.to_owned(),
            present: present.to_owned(),
            // `framework/requirement`, but `control/part`.
            is_last: noun.code() == Code::UnknownRequirement,
            noun,
        }
    }

    /// The message about it.
    pub fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        let Self { former, present, noun, .. } = self;
        let message = format!("the {} {} is now {}", noun.word(), quoted(former), quoted(present));
        Diagnostic::note(Code::RenamedId, message)
            .at(sources.span(&self.origin), "")
            .hint(format!("write `{present}`; `onus migrate` does it in all files"))
    }
}

/// The kind of entries that a reference is about; none for those that keep no former ids. The codes of references are a
/// few among many, which is why all others are not listed.
pub(super) fn kind_of(unknown: Code) -> Option<RenamedKind> {
    const KINDS: [(Code, RenamedKind); 7] = [
        (Code::UnknownLayer, RenamedKind::Layer),
        (Code::UnknownClass, RenamedKind::Class),
        (Code::UnknownTrait, RenamedKind::Trait),
        (Code::UnknownDomain, RenamedKind::Domain),
        (Code::UnknownService, RenamedKind::Service),
        (Code::UnknownControl, RenamedKind::Control),
        (Code::UnknownRequirement, RenamedKind::Requirement),
    ];
    KINDS.into_iter().find(|(code, _)| *code == unknown).map(|(_, kind)| kind)
}
