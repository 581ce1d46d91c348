//! What keeps a command from doing its work, other than the input: files that cannot be written, folders that do not
//! exist. What a user can fix in an input file is a [`Diagnostic`](onus_core::diagnostic::Diagnostic) instead.

use std::fmt::Display;
use std::path::PathBuf;

use onus_core::diagnostic::Count;

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
    #[error("cannot start {jobs} threads: {cause}")]
    Threads {
        /// How many.
        jobs: usize,
        /// What the system said.
        cause: String,
    },
    /// The cache of a workspace came with its repository.
    #[error("`{}` is tracked by git: a cache from a repository is not used", path.display())]
    TrackedCache {
        /// The folder.
        path: PathBuf,
    },
    /// A file is a Git LFS pointer, and the file itself was not fetched.
    #[error("cannot read `{}`: it is only a Git LFS pointer to the file", path.display())]
    LfsPointer {
        /// The file.
        path: PathBuf,
    },
    /// Another build is writing to the same folder.
    #[error("another build is writing to `{}` ({holder})", output.display())]
    Locked {
        /// The folder.
        output: PathBuf,
        /// The other build's process, and since when it has been running.
        holder: String,
    },
    /// A file in which an earlier build recorded its results cannot be used.
    #[error("`{}` is not as a build wrote it: {cause}", path.display())]
    BuildRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// Nothing with this name is compiled in.
    #[error("no crate, font or library called `{name}` is compiled in")]
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
    /// A result would overwrite a file that the command reads.
    #[error("`{}` is an input and would be overwritten", path.display())]
    OverInput {
        /// The file.
        path: PathBuf,
    },
    /// A report would overwrite a file of the workspace.
    #[error("`{}` is a file of the workspace and would be overwritten by a report", path.display())]
    ReportOverInput {
        /// The file.
        path: PathBuf,
    },
    /// Something else would overwrite what a build has written.
    #[error("`{}` belongs to the output of `onus build` and would be overwritten", path.display())]
    OverOutput {
        /// The file.
        path: PathBuf,
    },
    /// A build would write to a folder with inputs.
    #[error(
        "the output folder `{}` overlaps with `{inputs}`, which a build reads",
        path.display()
    )]
    OutputAmongInputs {
        /// The output folder.
        path: PathBuf,
        /// The folder with inputs, by its name in the workspace.
        inputs: &'static str,
    },
    /// Something would be written through a link.
    #[error(
        "`{}` is a link, and nothing is written through links",
        path.display()
    )]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file is mounted by itself, so that no new one can take its place.
    #[error(
        "`{}` is mounted by itself and cannot be replaced",
        path.display()
    )]
    MountedFile {
        /// The file.
        path: PathBuf,
    },
    /// The answer could not be printed.
    #[error("standard output could not be written: {cause}")]
    StandardOutput {
        /// What the system said.
        cause: std::io::Error,
    },
    /// The requested reports exclude each other.
    #[error("{cause}")]
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
    #[error("`{}` already exists", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A template of the workspace must not be overwritten.
    #[error("`{}` already exists", path.display())]
    TemplateExists {
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
    #[error("the key needs a password, and there is no terminal to ask for it")]
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
        /// What helps, if that is known.
        hint: Option<String>,
    },
    /// The workspace of a revision has mistakes.
    #[error("cannot compare `{name}`: the workspace of that revision has {}", Count(*errors, "error"))]
    Revision {
        /// The revision's name on the command line.
        name: String,
        /// How many mistakes.
        errors: usize,
        /// The first of them as text, as a terminal shows them.
        shown: Vec<String>,
    },
    /// A report is requested in a format that cannot be shown on a terminal.
    #[error("a PDF cannot be written to the terminal")]
    NoOutput,
    /// `onus bundle` was given no project.
    #[error("no project was given")]
    NoProject,
}

impl Error {
    /// A comparison that cannot be made, without a hint.
    pub fn comparison(name: &str, cause: String) -> Self {
        Self::Comparison { name: name.to_owned(), cause, hint: None }
    }

    /// What helps, for a line of its own: a message is one line, so that a name in it cannot begin another.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Threads { .. } => "choose a lower number with --jobs",
            Self::Locked { .. } => "wait for it with --wait, or stop it",
            Self::BuildRecord { .. } => "restore it, or move it away to start afresh",
            Self::TrackedCache { .. } => {
                "take it out with `git rm -r --cached .onus`, and name `.onus/` in .gitignore"
            }
            Self::LfsPointer { .. } => "fetch the file itself with `git lfs pull`",
            Self::Component { hint, .. } => hint,
            Self::OverInput { .. } | Self::ReportOverInput { .. } | Self::OverOutput { .. } => {
                "choose another file"
            }
            Self::OutputAmongInputs { .. } => "choose another folder with --output",
            Self::Link { .. } => "remove it, or name the file or folder that it leads to",
            Self::MountedFile { .. } => "mount the folder that it is in",
            Self::Report { hint, .. } => hint,
            Self::TemplateExists { .. } => "replace it with --force; what you changed in it is lost then",
            Self::Exists { .. } => "choose another name, or move it away",
            Self::NoPassword { hint } => return Some(format!("set ONUS_KEY_PASSWORD{hint}")),
            Self::Comparison { hint, .. } => return hint.clone(),
            Self::NoOutput => "name a file with --output, such as `--output changes.pdf`",
            Self::NoProject => "name one, such as `onus bundle acme/payments`",
            Self::Workspace { .. }
            | Self::Write { .. }
            | Self::StandardOutput { .. }
            | Self::Read { .. }
            | Self::NotEmpty { .. }
            | Self::Pdf { .. }
            | Self::Changed { .. }
            | Self::Package { .. }
            | Self::Key { .. }
            | Self::PasswordMismatch
            | Self::Revision { .. } => return None,
        };
        Some(hint.to_owned())
    }

    /// What the error is about, in texts of several lines that were made to be printed.
    pub fn details(&self) -> &[String] {
        if let Self::Revision { shown, .. } = self { shown } else { &[] }
    }
}

/// Drops an error that does not fail the command, because the work can be done without: `-v` shows it, with what follows
/// from it.
pub fn ignore<T, E: Display>(result: Result<T, E>, consequence: &str) -> Option<T> {
    result.map_err(|error| tracing::warn!("{error}; {consequence}")).ok()
}
