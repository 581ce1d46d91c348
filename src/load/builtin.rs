//! What is compiled into the binary: the catalog, the templates and the starter workspace.

use include_dir::{Dir, File, include_dir};

static CATALOG: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/catalog");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/load/starter");

/// Version of the built-in catalog: it goes with the program.
pub(super) const CATALOG_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The values of the built-in catalog's files as JSON, in the order of their paths; made by build.rs.
static PREPARED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

/// The folder of the catalog with translations of its texts, which are read when a document needs them.
const TRANSLATIONS: &str = "i18n/";

/// The built-in message files by language, each as JSON: English text to translation; made by build.rs.
static MESSAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A file of the built-in catalog.
pub(super) struct CatalogFile {
    /// Name for messages.
    pub(super) name: String,
    /// As written.
    pub(super) text: &'static str,
    /// Its values as JSON.
    pub(super) prepared: Option<&'static str>,
}

/// The files of the built-in catalog, by name.
pub(super) fn catalog() -> Vec<CatalogFile> {
    let file = |(name, text): (String, &'static str)| {
        let found = PREPARED.binary_search_by_key(&name.as_str(), |(path, _)| path).ok();
        let prepared = found.map(|at| PREPARED[at].1);
        CatalogFile { name: format!("onus:catalog/{name}"), text, prepared }
    };
    let is_catalog = |(name, _): &(String, &'static str)| !name.starts_with(TRANSLATIONS);
    texts(&CATALOG, "yaml").into_iter().filter(is_catalog).map(file).collect()
}

/// The built-in texts of a language as JSON, by the English text.
pub fn builtin_messages(language: &str) -> Option<&'static str> {
    MESSAGES.iter().find(|(known, _)| *known == language).map(|(_, json)| *json)
}

/// The built-in templates: name, text; by name.
pub(super) fn templates() -> Vec<(String, &'static str)> {
    texts(&TEMPLATES, "md").into_iter().filter(|(name, _)| name != "README.md").collect()
}

/// The built-in theme.
pub(super) fn theme() -> &'static str {
    TEMPLATES
        .get_file("theme.yaml")
        .and_then(File::contents_utf8)
        .expect("templates/theme.yaml is compiled in")
}

/// The files of the workspace that `onus init` writes: path, text; by path.
pub fn starter() -> Vec<(String, &'static str)> {
    let mut files: Vec<_> = files(&STARTER).into_iter().filter_map(text).collect();
    files.sort();
    files
}

fn texts(folder: &'static Dir<'static>, ending: &str) -> Vec<(String, &'static str)> {
    let mut texts: Vec<_> = files(folder)
        .into_iter()
        .filter(|file| file.path().extension().is_some_and(|found| found == ending))
        .filter_map(text)
        .collect();
    texts.sort();
    texts
}

fn text(file: &'static File<'static>) -> Option<(String, &'static str)> {
    let name = file.path().to_string_lossy().replace('\\', "/");
    file.contents_utf8().map(|text| (name, text))
}

fn files(folder: &'static Dir<'static>) -> Vec<&'static File<'static>> {
    folder.files().chain(folder.dirs().flat_map(files)).collect()
}
