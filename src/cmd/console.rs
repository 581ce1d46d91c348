//! The only place that prints: diagnostics to standard error, answers to standard output; with JSON messages,
//! everything to standard output, one object per line.

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use onus_core::diagnostic::{Coloring, Diagnostic, Severity, as_json_line, as_text};
use onus_core::printable::{printable, printable_document, printable_json};
use onus_core::source::Sources;
use serde_json::{Value, json};

use crate::cli::{CommonArgs, MessageFormat};
use crate::error::Error;

/// Nobody reads more than this, and a damaged file can cause a hundred thousand.
const MOST_SHOWN: usize = 1000;

/// Where a command prints, in the format that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Console {
    format: MessageFormat,
    quiet: bool,
    /// Whether events are logged to standard error.
    logs: bool,
    /// The first failure to print an answer, of this console and its copies.
    failure: Arc<OnceLock<io::Error>>,
}

impl Console {
    pub(super) fn new(common: &CommonArgs) -> Self {
        Self {
            format: common.message_format,
            quiet: common.quiet,
            logs: common.verbose > 0,
            failure: Arc::default(),
        }
    }

    /// The same console without answers, for commands that write something else to standard output.
    pub(super) fn silent(&self) -> Self {
        Self { quiet: true, ..self.clone() }
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    /// Shows diagnostics and, as text, the number of errors among them.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
            match self.format {
                MessageFormat::Json => {
                    self.out(&printable_json(&as_json_line(diagnostic, sources)));
                }
                MessageFormat::Text => {
                    let mut stderr = anstream::stderr();
                    // Where standard error is closed there is nowhere left to report that.
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
            self.message(&format!("{errors} errors in the input{shown}; nothing was done"));
        }
        if diagnostics.len() > MOST_SHOWN {
            self.record(&json!({ "type": "more", "shown": MOST_SHOWN, "total": diagnostics.len() }));
        }
    }

    /// One line on standard error; a line break in it is somebody else's, and is shown as such.
    pub(super) fn message(&self, message: &str) {
        to_stderr(message);
    }

    /// An error that ends the command: its message, its hint, and what it is about.
    pub(super) fn error(&self, error: &Error) {
        let (message, hint) = (error.to_string(), error.hint());
        if self.is_json() {
            self.record(
                &json!({ "type": "error", "message": message, "hint": hint, "details": error.details() }),
            );
            return;
        }
        self.message(&format!("error: {message}"));
        if let Some(hint) = hint {
            self.message(&format!("  hint: {hint}"));
        }
        for line in error.details().iter().flat_map(|detail| std::iter::once("").chain(detail.lines())) {
            self.message(line);
        }
    }

    /// True when nobody reads the answers.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// True when answers are printed as text.
    pub(super) fn shows_text(&self) -> bool {
        self.format == MessageFormat::Text && !self.quiet
    }

    /// True when events are logged to standard error, so that nothing else may draw there.
    pub(super) fn logs(&self) -> bool {
        self.logs
    }

    /// Progress of a long command, as text.
    pub(super) fn status(&self, text: &str) {
        if self.shows_text() {
            self.message(text);
        }
    }

    /// Something that deserves attention but fails nothing, as text.
    pub(super) fn warn(&self, text: &str) {
        if self.format == MessageFormat::Text {
            self.message(&format!("warning: {text}"));
        }
    }

    /// One line of the answer, as text; a line break in it is somebody else's, and is shown as such.
    pub(super) fn line(&self, text: &str) {
        if self.shows_text() {
            self.out(&printable(text));
        }
    }

    /// The lines of a text that was made to be shown line by line, such as a licence or an entry of a register.
    pub(super) fn lines(&self, text: &str) {
        text.lines().for_each(|line| self.line(line));
    }

    /// An object of the answer, as JSON.
    pub(super) fn record(&self, value: &Value) {
        if self.format == MessageFormat::Json {
            self.out(&printable_json(&value.to_string()));
        }
    }

    /// An answer that has a format of its own and quotes nothing of other people's, such as a completion script.
    pub(super) fn raw(&self, text: &str) {
        self.printed(io::stdout().write_all(text.as_bytes()));
    }

    /// A document as the answer: its text, without what would steer a terminal or a build server.
    pub(super) fn document(&self, text: &str) {
        self.raw(&printable_document(text));
    }

    /// JSON as the answer: the same values.
    pub(super) fn json(&self, text: &str) {
        self.raw(&printable_json(text));
    }

    fn out(&self, text: &str) {
        self.printed(writeln!(anstream::stdout(), "{text}"));
    }

    fn printed(&self, result: io::Result<()>) {
        if let Err(cause) = result {
            // The first one counts.
            let _ = self.failure.set(cause);
        }
    }

    /// Prints what is still to be printed.
    ///
    /// # Errors
    ///
    /// If some of the answers could not be printed, as on a full disk. A closed pipe (`onus list ... | head`) is no error:
    /// the reader has seen enough.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.printed(io::stdout().flush());
        let failure = Arc::into_inner(self.failure).and_then(OnceLock::into_inner);
        failure.map_or(Ok(()), refused)
    }
}

fn to_stderr(message: &str) {
    let mut stderr = anstream::stderr();
    let _ = writeln!(stderr, "{}", printable(message));
}

/// Shows an error on standard error, whatever the format of messages is.
pub(super) fn complain(error: &Error) {
    to_stderr(&format!("error: {error}"));
    if let Some(hint) = error.hint() {
        to_stderr(&format!("  hint: {hint}"));
    }
}

/// What a failure to print an answer comes to.
fn refused(cause: io::Error) -> Result<(), Error> {
    if cause.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(Error::StandardOutput { cause }) }
}

/// Prints what the arguments alone have for an answer, such as the help.
pub(super) fn print_help(answer: &clap::Error) -> Result<(), Error> {
    answer.print().and_then(|()| io::stdout().flush()).or_else(refused)
}

/// A text of several sentences on one line, as it is printed: line breaks in the file only keep its lines short.
pub(super) fn one_line(text: &str) -> String {
    text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
