//! What the world did: files that cannot be written, folders that are not there. What a user can mend in a file is
//! a [`Diagnostic`](onus_core::diagnostic::Diagnostic) instead.

use std::fmt::Display;
use std::path::PathBuf;

/// A failure outside the input texts.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The workspace folder is missing or cannot be entered.
    #[error("cannot open the workspace `{}`: {cause}", path.display())]
    Workspace {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A file or folder could not be written.
    #[error("cannot write `{}`: {cause}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A file could not be read.
    #[error("cannot read `{}`: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The threads that were asked for cannot be had.
    #[error("cannot start {jobs} threads: {cause}; give a smaller number with --jobs")]
    Threads {
        /// How many.
        jobs: usize,
        /// What the system said.
        cause: String,
    },
    /// Another build writes to the same folder.
    #[error(
        "another build is writing to `{}` ({holder}); wait for it with --wait, or stop it",
        output.display()
    )]
    Locked {
        /// The folder.
        output: PathBuf,
        /// Who it is, and since when.
        holder: String,
    },
    /// A file that an earlier build left cannot be used.
    #[error(
        "`{}` is not as a build left it: {cause}; put it back, or move it away to begin anew",
        path.display()
    )]
    Left {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// `onus init` would have to write over something.
    #[error("`{}` is already there and not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A result would take the place of what it is made from.
    #[error("`{}` is what is read, and would be written over; give another name with --output", path.display())]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// A report would take the place of a text of the workspace.
    #[error("`{}` is a file of the workspace, and a report would be written over it; give another name", path.display())]
    ReportOverInput {
        /// The file.
        path: PathBuf,
    },
    /// The reports that are asked for cannot all be written where they should.
    #[error("{cause}\n  hint: {hint}")]
    Report {
        /// Why not.
        cause: String,
        /// What to do.
        hint: &'static str,
    },
    /// A document could not be laid out as PDF.
    #[error("cannot write `{document}` as PDF: {cause}")]
    Pdf {
        /// Its name.
        document: String,
        /// What went wrong.
        cause: String,
    },
    /// A file must not be written over.
    #[error("`{}` is already there; give another name, or move it away", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file that was looked at is another one by the time it is copied.
    #[error("`{}` changed while the package was made; nothing was written", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A package could not be sealed.
    #[error("cannot make a package: {cause}")]
    Package {
        /// Why not.
        cause: String,
    },
    /// A key is of no use.
    #[error("cannot use the key `{}`: {cause}", path.display())]
    Key {
        /// The file with the key, or the key.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// A password is needed, and there is nobody to ask.
    #[error(
        "the key needs a password, and there is no terminal to ask at\n  hint: set ONUS_KEY_PASSWORD{hint}"
    )]
    Password {
        /// What else can be done.
        hint: &'static str,
    },
    /// Two passwords that must be equal are not.
    #[error("the passwords are not the same; nothing was written")]
    Passwords,
    /// One side of a comparison is of no use.
    #[error("cannot compare `{name}`: {cause}")]
    Side {
        /// As it was named.
        name: String,
        /// Why not.
        cause: String,
    },
    /// A comparison is wanted in a form that cannot be shown on a terminal.
    #[error("a PDF is written to a file; name one with --output, as in `--output changes.pdf`")]
    NoOutput,
    /// `onus bundle` was told nothing.
    #[error("name a project, as in `onus bundle acme/payments`")]
    NoProject,
}

/// Drops an error that does not fail the command, because the work can be done without: `-v` shows it, with what follows
/// from it.
pub fn ignore<T, E: Display>(result: Result<T, E>, consequence: &str) -> Option<T> {
    result.map_err(|error| tracing::warn!("{error}; {consequence}")).ok()
}
