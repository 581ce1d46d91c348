//! Messages about the input: a stable code, a severity, one or more labelled locations, and a hint on how to fix it.

mod character;
mod code;
mod nearest;
mod noun;
mod shape;
mod show;
mod wording;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::source::{Origin, Sources, Span};

pub use character::described;
pub(crate) use character::odd_hint;
pub use code::Code;
pub use nearest::{did_you_mean, did_you_mean_id, misspelt, nearest};
pub use noun::{Noun, available};
pub use show::{Coloring, as_json_line, as_text};
pub use wording::{Count, quoted, quoted_list};

/// How serious a message is. Ordered: a note is less than an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// For information.
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

/// A location with a remark on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes to underline.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

/// A message about the input. The first label is its location; the others explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of message.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Locations; none if it is about a folder, or about something that does not exist.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without a location yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), labels: Vec::new(), hint: None }
    }

    /// A warning without a location yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A note without a location yet.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Adds a location; the first one is that of the message.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The diagnostics of a run, collected while it continues as far as it can: users want all errors at once.
#[derive(Debug)]
pub struct Diagnostics<'a> {
    sources: &'a Sources,
    list: Vec<Diagnostic>,
}

impl<'a> Diagnostics<'a> {
    /// None yet, about these texts.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, list: Vec::new() }
    }

    /// The texts that the diagnostics are about.
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

    /// Adds how to fix the last one, if there is one.
    pub(crate) fn hint_last(&mut self, hint: String) {
        if let Some(last) = self.list.last_mut() {
            last.hint = Some(hint);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The diagnostics in order of file and line, without duplicates.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        let of_yaml = self.list.iter().filter(|diagnostic| diagnostic.code == Code::UnsupportedYaml);
        let places: HashSet<Span> = of_yaml.filter_map(Diagnostic::span).collect();
        // Whatever else is wrong with such a value is wrong because of it.
        self.list.retain(|diagnostic| {
            diagnostic.code == Code::UnsupportedYaml
                || diagnostic.span().is_none_or(|span| !places.contains(&span))
        });
        self.list.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
        self.list.dedup();
        self.list
    }
}

impl Diagnostic {
    /// Where it is, if it is about a place.
    fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// Sets the remark on the location of the message.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds a location that explains the message.
    pub fn also(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds how to fix it, if that is known.
    pub fn help(&mut self, hint: impl Into<Option<String>>) -> &mut Self {
        self.hint = hint.into();
        self
    }
}
