//! The only place that prints: diagnostics on standard error, answers on standard output; with JSON messages
//! everything on standard output, one object a line.

use std::io::{self, Write};

use onus_core::diagnostic::{Coloring, Diagnostic, Severity, as_json_line, as_text};
use onus_core::source::Sources;
use serde_json::{Value, json};

use crate::cli::{Common, MessageFormat};

/// More mistakes than this would only scroll by.
const MOST_SHOWN: usize = 1000;

/// Writes for the person or program that called.
#[derive(Debug, Clone)]
pub(super) struct Console {
    format: MessageFormat,
    quiet: bool,
}

impl Console {
    /// A console as the command line asks for it.
    pub(super) fn new(common: &Common) -> Self {
        Self { format: common.message_format, quiet: common.quiet }
    }

    /// The same console without answers on standard output.
    pub(super) fn silent(&self) -> Self {
        Self { quiet: true, ..self.clone() }
    }

    /// True when messages are JSON lines.
    pub(super) fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    /// Shows input mistakes and, for people, how many there are.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
            match self.format {
                MessageFormat::Json => self.out(&as_json_line(diagnostic, sources)),
                MessageFormat::Text => {
                    let mut stderr = anstream::stderr();
                    // Nobody is left to be told when standard error is gone.
                    let _ = stderr.write_all(as_text(diagnostic, sources, Coloring::Coloured).as_bytes());
                }
            }
        }
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        if self.format == MessageFormat::Text && errors > 1 {
            let shown = if diagnostics.len() > MOST_SHOWN {
                format!(", of which the first {MOST_SHOWN} are shown")
            } else {
                String::new()
            };
            self.complain(&format!("{errors} mistakes in the input{shown}; nothing was done"));
        }
        if diagnostics.len() > MOST_SHOWN {
            self.record(&json!({ "type": "more", "shown": MOST_SHOWN, "total": diagnostics.len() }));
        }
    }

    /// Says what went wrong.
    pub(super) fn complain(&self, message: &str) {
        let mut stderr = anstream::stderr();
        let _ = writeln!(stderr, "{}", harmless(message));
    }

    /// True when people read what is said and want to.
    pub(super) fn is_talkative(&self) -> bool {
        self.format == MessageFormat::Text && !self.quiet
    }

    /// Something that is no part of the answer, for people.
    pub(super) fn remark(&self, text: &str) {
        if self.is_talkative() {
            self.complain(text);
        }
    }

    /// Something that people should know and nothing fails for.
    pub(super) fn warn(&self, text: &str) {
        if self.format == MessageFormat::Text {
            self.complain(&format!("warning: {text}"));
        }
    }

    /// A part of the answer, for people.
    pub(super) fn line(&self, text: &str) {
        if self.is_talkative() {
            self.out(&harmless(text));
        }
    }

    /// A part of the answer, for programs.
    pub(super) fn record(&self, value: &Value) {
        if self.format == MessageFormat::Json {
            self.out(&value.to_string());
        }
    }

    /// Text that is the answer itself, such as a completion script.
    pub(super) fn raw(&self, text: &str) {
        let _ = io::stdout().write_all(text.as_bytes());
    }

    fn out(&self, text: &str) {
        // A closed pipe (`onus list ... | head`) is no failure of ours.
        let _ = writeln!(anstream::stdout(), "{text}");
    }
}

/// Names come from other people's files: what would command the terminal is shown as a `?`.
fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "?")
}
