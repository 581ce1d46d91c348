//! What can be asked of `onus templates`.

use clap::{Args, Subcommand};

/// Arguments of `onus templates`.
#[derive(Debug, Args)]
pub struct TemplatesArgs {
    /// The command.
    #[command(subcommand)]
    pub command: TemplatesCommand,
}

/// Commands on templates.
#[derive(Debug, Subcommand)]
pub enum TemplatesCommand {
    /// List the built-in templates and those of the workspace.
    List,
    /// Print the text of a built-in template.
    Show {
        /// Its name, such as `auditor-handout` or `parts/common`.
        name: String,
    },
    /// Copy a built-in template into the workspace, where it takes the place of the built-in one.
    Copy(CopyTemplateArgs),
    /// Show how the workspace's own template differs from the built-in one.
    Diff {
        /// Its name, such as `auditor-handout` or `parts/common`.
        name: String,
    },
}

/// Arguments of `onus templates copy`.
#[derive(Debug, Args)]
pub struct CopyTemplateArgs {
    /// Its name, such as `auditor-handout` or `parts/common`.
    pub name: String,

    /// Replace the workspace's own template of that name.
    #[arg(long)]
    pub force: bool,
}
