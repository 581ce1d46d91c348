//! What the user can mend in a file: a stable code, a severity, one or more labelled places, and a hint.

mod code;
mod nearest;
mod noun;
mod shape;
mod show;
mod wording;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::source::{Origin, Sources, Span};

pub use code::Code;
pub use nearest::{did_you_mean, nearest};
pub use noun::{Noun, available};
pub use show::{Coloring, as_json_line, as_text};
pub use wording::{Count, quoted, quoted_list};

/// How much it matters. Ordered: a note is less than an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be fixed.
    Warning,
    /// Must be fixed.
    Error,
}

impl Severity {
    /// For people and machines.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A place with what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes to underline.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// A mistake in the input. The first label is the place of the mistake, the others explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one lowercase phrase.
    pub message: String,
    /// Places; none when the mistake is about a folder or about something that is not there.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), labels: Vec::new(), hint: None }
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Adds a place; the first one added is where the mistake is.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// All mistakes of a run, collected while the work goes on as far as it can.
#[derive(Debug)]
pub struct Diagnostics<'a> {
    sources: &'a Sources,
    list: Vec<Diagnostic>,
}

impl<'a> Diagnostics<'a> {
    /// No mistakes yet in these texts.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, list: Vec::new() }
    }

    /// The texts that the diagnostics speak about.
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds an error about the value at an origin.
    pub fn error(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        let span = self.sources.span(origin);
        self.list.push(Diagnostic::error(code, message).at(span, ""));
        self.list.last_mut().expect("one was pushed just now")
    }

    /// Adds what to do about the last one, if there is any.
    pub fn hint_last(&mut self, hint: String) {
        if let Some(last) = self.list.last_mut() {
            last.hint = Some(hint);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The diagnostics, each once, by file and line.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
        self.list.dedup();
        self.list
    }
}

impl Diagnostic {
    /// Says what is to be seen at the place of the mistake.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds a place that explains the mistake.
    pub fn also(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to do about it, if anything is known.
    pub fn help(&mut self, hint: impl Into<Option<String>>) -> &mut Self {
        self.hint = hint.into();
        self
    }
}
