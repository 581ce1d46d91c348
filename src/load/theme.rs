//! The texts of the theme: what is compiled in, and what a workspace says on top of it.

use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{SourceId, Sources};

use super::builtin;
use super::folder::Folder;
use super::messages::{self, MessageText};
use super::reader::{WorkspaceReader, YAML, last_name};
use crate::error::Error;

const OWN: &str = "templates/theme.yaml";

/// The texts that a theme is made of.
#[derive(Debug, Clone, Copy)]
pub struct ThemeTexts {
    /// Names every value.
    pub builtin: SourceId,
    /// The workspace's own, which wins.
    pub own: Option<SourceId>,
}

/// What a file that is set on its own takes from a workspace.
#[derive(Debug)]
pub struct ThemeFolder {
    /// The texts.
    pub sources: Sources,
    /// The theme.
    pub theme: ThemeTexts,
    /// The workspace's own message files, by language.
    pub messages: Vec<MessageText>,
    /// Where the theme has its pictures and fonts.
    pub assets: Folder,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// Keeps the built-in theme.
pub fn builtin_theme(sources: &mut Sources) -> SourceId {
    sources.add("onus:templates/theme.yaml", builtin::theme())
}

/// Reads only the theme of a workspace.
///
/// # Errors
///
/// When there is no such folder.
pub fn load_theme(root: &Path) -> Result<ThemeFolder, Error> {
    let mut reader = WorkspaceReader::open(root)?;
    let theme = texts(&mut reader);
    let messages = messages::texts(&mut reader);
    let assets = Folder::within(root, "templates");
    Ok(ThemeFolder { sources: reader.sources, theme, messages, assets, problems: reader.problems })
}

/// The built-in theme and then the workspace's, so that what is later wins.
pub(super) fn texts(reader: &mut WorkspaceReader) -> ThemeTexts {
    let builtin = builtin_theme(&mut reader.sources);
    let own = if reader.exists(OWN) { reader.read(OWN) } else { None };
    // Further down are data and pictures of templates; another theme is a mistake there, too.
    let below = reader.files_below("templates", YAML);
    let is_stray = |path: &&String| path.matches('/').count() == 1 || last_name(path).starts_with("theme.");
    for path in below.iter().filter(|path| *path != OWN).filter(is_stray) {
        let problem = Diagnostic::error(Code::UnexpectedFile, format!("nothing reads `{path}`"));
        reader.note(path, problem.hint(format!("the theme is called `{OWN}`")));
    }
    ThemeTexts { builtin, own }
}
