//! **load**: the only stage that reads files. A workspace folder becomes texts, grouped by purpose.

mod bounds;
mod builtin;
mod cache;
mod der;
mod evidence;
mod folder;
mod git;
mod hashes;
mod identity;
mod inputs;
mod matrices;
mod messages;
mod nature;
mod package;
mod plain;
mod published;
mod reader;
mod revision;
mod secret;
mod stamp;
mod theme;
mod tracked;
mod unicode_form;

use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic, nearest};
use onus_core::source::{SourceId, Sources};
use onus_core::texts::{OfferText, OrganizationTexts, RegisterText, StatementsText, WorkspaceTexts};

use crate::error::Error;

pub use bounds::{Bounds, FileLocation, path_from};
use builtin::CATALOG_VERSION;
pub use builtin::{builtin_messages, starter};
pub use cache::{CACHE, CacheFolder};
pub use evidence::{Examined, RefusedFile, Trust, evidence_file, examine, plain_file};
pub use folder::{FileError, Folder};
pub use hashes::HASHES;
pub use identity::is_same_file;
pub use inputs::{InputFiles, folder_with_inputs, is_part_of};
pub use matrices::{MatrixPath, MatrixPlace, find_matrices, is_there};
pub use messages::MessageText;
pub use package::{open_package, open_plain_file};
pub use plain::PlainFile;
pub use published::{
    FileEntry, HISTORY, MANIFEST, MANIFEST_SCHEMA, OUTPUT, OrganizationManifest, Published, REVISIONS,
    REVISIONS_SCHEMA, Revisions,
};
use reader::{ExpectedFiles, JSON, MARKDOWN, WorkspaceReader, YAML, last_name};
pub use reader::{FETCH, conflicts, read_marked_text, read_text};
pub use revision::GitRevision;
pub use secret::CacheSecret;
pub use stamp::FileStamp;
pub use theme::{ThemeFolder, ThemeTexts, builtin_theme, load_theme};
pub use tracked::is_reachable;
use tracked::is_tracked;

/// A workspace as read.
#[derive(Debug)]
pub struct Workspace {
    /// The folder.
    pub root: PathBuf,
    /// What profiles and catalogs are validated from.
    pub texts: WorkspaceTexts,
    /// Built-in templates, then the workspace's own. A later one replaces an earlier one of its name.
    pub templates: Vec<TemplateText>,
    /// The built-in theme, and the workspace's own.
    pub theme: ThemeTexts,
    /// The workspace's own message files, by language.
    pub messages: Vec<MessageText>,
    /// The folder with the images and fonts of templates and theme.
    pub assets: Folder,
}

/// A template file.
#[derive(Debug)]
pub struct TemplateText {
    /// Path below `templates`, with `/`.
    pub name: String,
    /// The whole file.
    pub whole: SourceId,
    /// Its front matter, with the line numbers of the whole file; none in most files that are only included.
    pub front_matter: Option<SourceId>,
}

impl TemplateText {
    /// True if it is a document's; files without front matter and those in folders are only included.
    pub fn makes_documents(&self) -> bool {
        self.front_matter.is_some() && !self.name.contains('/')
    }
}

/// Reads a workspace. Files that cannot be read are diagnostics in it; only a missing workspace is an error, and one whose
/// cache came with the repository: a cache says what need not be read, and must be of this machine.
pub fn load(root: &Path) -> Result<Workspace, Error> {
    let mut reader = WorkspaceReader::open(root)?;
    if is_tracked(root) {
        return Err(Error::TrackedCache { path: root.join(CACHE) });
    }
    let mut workspace = without_profiles(root, &mut reader);
    for file in builtin::catalog() {
        workspace.texts.catalog.push(reader.sources.add_built_in(file.name, file.text, file.prepared));
    }
    add_templates(&mut workspace, &mut reader);
    for folder in reader.folders_in("profiles") {
        workspace.texts.organizations.extend(organization(&mut reader, &folder));
    }
    reader.report_stray_files("profiles", &ExpectedFiles { files: &[], folders: None });
    if workspace.texts.organizations.is_empty() && reader.problems.is_empty() {
        reader.problems.push(
            Diagnostic::error(
                Code::NoProfiles,
                "there is no `profiles/<organisation>/organization.yaml` here",
            )
            .hint("`onus init mycompany` makes a workspace to start from".to_owned()),
        );
    }
    workspace.texts.sources = reader.sources;
    workspace.texts.problems = reader.problems;
    workspace.texts.documents = document_names(&workspace.templates);
    Ok(workspace)
}

/// Reads only the templates and the theme of a workspace, for documents that do not use its profiles.
///
/// # Errors
///
/// When there is no such folder.
pub fn load_templates(root: &Path) -> Result<Workspace, Error> {
    let mut reader = WorkspaceReader::open(root)?;
    let mut workspace = without_profiles(root, &mut reader);
    add_templates(&mut workspace, &mut reader);
    workspace.texts.sources = reader.sources;
    workspace.texts.problems = reader.problems;
    Ok(workspace)
}

/// A workspace of which only the theme is read.
fn without_profiles(root: &Path, reader: &mut WorkspaceReader) -> Workspace {
    let theme = theme::texts(reader);
    Workspace {
        root: root.to_owned(),
        theme,
        messages: messages::texts(reader),
        texts: WorkspaceTexts { catalog_version: CATALOG_VERSION.to_owned(), ..WorkspaceTexts::default() },
        templates: Vec::new(),
        assets: Folder::within(root, "templates"),
    }
}

/// The built-in templates, then the workspace's own.
fn add_templates(workspace: &mut Workspace, reader: &mut WorkspaceReader) {
    for (name, text) in builtin::templates() {
        let whole = reader.sources.add_built_in(format!("onus:templates/{name}"), text, None);
        workspace.templates.push(template(&mut reader.sources, name, whole));
    }
    for path in reader.files_below("templates", MARKDOWN) {
        let name = path.strip_prefix("templates/").unwrap_or(&path).to_owned();
        let whole = reader.read(&path);
        workspace.templates.extend(whole.map(|whole| template(&mut reader.sources, name, whole)));
    }
}

/// The names of the templates with front matter, which make documents; others are only included.
fn document_names(templates: &[TemplateText]) -> Vec<String> {
    let documents = templates.iter().filter(|template| template.makes_documents());
    let mut names: Vec<String> =
        documents.filter_map(|template| template.name.strip_suffix(".md")).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

fn template(sources: &mut Sources, name: String, whole: SourceId) -> TemplateText {
    let source = sources.get(whole);
    let front_matter = front_matter(source.text()).map(|range| format!("\n{}", &source.text()[range]));
    let file = source.name().to_owned();
    TemplateText { name, whole, front_matter: front_matter.map(|text| sources.add(file, text)) }
}

/// The bytes between a first line `---` and the next such line.
pub fn front_matter(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.strip_prefix("---\n").map(|_| 4).or_else(|| text.strip_prefix("---\r\n").map(|_| 5))?;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(start..at);
        }
        at += line.len();
    }
    None
}

fn organization(reader: &mut WorkspaceReader, folder: &str) -> Option<OrganizationTexts> {
    let profile = format!("{folder}/organization.yaml");
    if !reader.exists(&profile) {
        let files = reader.files_in(folder, YAML);
        let hint = match nearest("organization.yaml", files.iter().map(|path| last_name(path))) {
            Some(name) => format!("`{name}` may be meant; rename it to `organization.yaml`"),
            None => {
                "every folder in `profiles` is an organisation and says who it is in that file".to_owned()
            }
        };
        let problem = Diagnostic::error(Code::NoProfiles, format!("`{folder}` has no `organization.yaml`"));
        reader.note(&profile, problem.hint(hint));
        return None;
    }
    let organization = reader.read(&profile);
    let projects = format!("{folder}/projects");
    let folders = Some(["projects", "evidence", "catalog", "statements"].as_slice());
    reader.report_stray_files(
        folder,
        &ExpectedFiles { files: &["organization.yaml", "findings.yaml"], folders },
    );
    for project in reader.folders_in(&projects) {
        reader.report_stray_files(
            &project,
            &ExpectedFiles { files: &[], folders: Some(&["evidence", "statements"]) },
        );
    }
    let project_files = reader.files_in(&projects, YAML);
    let catalog_files = reader.files_below(&format!("{folder}/catalog"), YAML);
    // Errors are shown in the order in which files are read: the profile first, evidence last.
    let mut read_all = |files: Vec<String>| files.iter().filter_map(|file| reader.read(file)).collect();
    let (projects, catalog) = (read_all(project_files), read_all(catalog_files));
    let statements = statements(reader, folder);
    let evidence = registers(reader, folder);
    let accepted = format!("{folder}/findings.yaml");
    let findings = if reader.exists(&accepted) { reader.read(&accepted) } else { None };
    let mut offers = Vec::new();
    for file in reader.files_below(&format!("{folder}/catalog"), JSON) {
        let path = file.strip_prefix(folder).unwrap_or(&file).trim_start_matches('/').to_owned();
        offers.extend(reader.read(&file).map(|source| OfferText { source, path }));
    }
    let path = folder.to_owned();
    organization.map(|organization| OrganizationTexts {
        path,
        organization,
        projects,
        evidence,
        catalog,
        offers,
        findings,
        statements,
    })
}

/// The files with statements of an organisation, then those of its projects.
fn statements(reader: &mut WorkspaceReader, folder: &str) -> Vec<StatementsText> {
    let mut found = Vec::new();
    for (folder, project) in folders_named(reader, folder, "statements") {
        for file in reader.files_below(&folder, YAML) {
            let project = project.clone();
            found.extend(reader.read(&file).map(|source| StatementsText { source, project }));
        }
    }
    found
}

/// The folders of this name of an organisation and of its projects, with the names of these.
fn folders_named(reader: &mut WorkspaceReader, folder: &str, name: &str) -> Vec<(String, Option<String>)> {
    let mut folders = vec![(format!("{folder}/{name}"), None)];
    for project in reader.folders_in(&format!("{folder}/projects")) {
        folders.push((format!("{project}/{name}"), Some(last_name(&project).to_owned())));
    }
    folders
}

/// The evidence registers of an organisation, then those of its projects.
fn registers(reader: &mut WorkspaceReader, folder: &str) -> Vec<RegisterText> {
    let mut registers = Vec::new();
    for (folder, project) in folders_named(reader, folder, "evidence") {
        reader.report_stray_registers(&folder);
        for file in reader.files_in(&folder, YAML) {
            let source = reader.read(&file);
            let (folder, project) = (folder.clone(), project.clone());
            registers.extend(source.map(|source| RegisterText { source, folder, project }));
        }
    }
    registers
}
