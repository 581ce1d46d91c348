//! What keeps a command from doing its work, other than the input: files that cannot be written, folders that do not
//! exist. What a user can fix in an input file is a [`Diagnostic`](onus_core::diagnostic::Diagnostic) instead.

use std::fmt::Display;
use std::path::PathBuf;

/// A failure outside the input files.
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
    /// `--jobs` asks for more threads than the system gives.
    #[error("cannot start {jobs} threads: {cause}\n  hint: choose a lower number with --jobs")]
    Threads {
        /// How many.
        jobs: usize,
        /// What the system said.
        cause: String,
    },
    /// Another build is writing to the same folder.
    #[error(
        "another build is writing to `{}` ({holder})\n  hint: wait for it with --wait, or stop it",
        output.display()
    )]
    Locked {
        /// The folder.
        output: PathBuf,
        /// The other build's process, and since when it has been running.
        holder: String,
    },
    /// A file in which an earlier build recorded its results cannot be used.
    #[error(
        "`{}` is not as a build wrote it: {cause}\n  hint: restore it, or move it away to start afresh",
        path.display()
    )]
    BuildRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// Version control has the cache, which would then come from others.
    #[error(
        "git tracks files in `{}`, where only runs on this computer keep their cache\n  hint: take them out with `git rm -r --cached {}`",
        path.display(), path.display()
    )]
    TrackedCache {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing with this name is compiled in.
    #[error("no crate, font or library called `{name}` is compiled in\n  hint: {hint}")]
    Component {
        /// The name that was asked for.
        name: String,
        /// The name that was probably meant, or how to find it.
        hint: String,
    },
    /// `onus init` would overwrite something.
    #[error("`{}` already exists and is not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A result would overwrite the file that it is made from.
    #[error("`{}` is the input and would be overwritten\n  hint: choose another file with --output", path.display())]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// A report would overwrite a file of the workspace.
    #[error("`{}` is a file of the workspace and would be overwritten by a report\n  hint: choose another file", path.display())]
    ReportOverInput {
        /// The file.
        path: PathBuf,
    },
    /// The requested reports exclude each other.
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
    /// A file must not be overwritten.
    #[error("`{}` already exists\n  hint: choose another name, or move it away", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file changed after its digest was taken and before it was copied into the package.
    #[error("`{}` changed while the package was being written; no package was written", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A package could not be sealed.
    #[error("cannot write the package: {cause}")]
    Package {
        /// Why not.
        cause: String,
    },
    /// A key cannot be used.
    #[error("cannot use the key `{}`: {cause}", path.display())]
    Key {
        /// The file with the key, or the key.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// A key has a password, and there is no terminal at which to ask for it.
    #[error(
        "the key needs a password, and there is no terminal to ask for it\n  hint: set ONUS_KEY_PASSWORD{hint}"
    )]
    NoPassword {
        /// What else helps.
        hint: &'static str,
    },
    /// A new password was repeated wrongly.
    #[error("the passwords do not match; no key was written")]
    PasswordMismatch,
    /// One side of a comparison cannot be used.
    #[error("cannot compare `{name}`: {cause}")]
    Comparison {
        /// Its name on the command line.
        name: String,
        /// Why not.
        cause: String,
    },
    /// A report is requested in a format that cannot be shown on a terminal.
    #[error(
        "a PDF cannot be written to the terminal\n  hint: name a file with --output, such as `--output changes.pdf`"
    )]
    NoOutput,
    /// `onus bundle` was given no project.
    #[error("no project was given\n  hint: name one, such as `onus bundle acme/payments`")]
    NoProject,
}

/// Drops an error that does not fail the command, because the work can be done without: `-v` shows it, with what follows
/// from it.
pub fn ignore<T, E: Display>(result: Result<T, E>, consequence: &str) -> Option<T> {
    result.map_err(|error| tracing::warn!("{error}; {consequence}")).ok()
}
