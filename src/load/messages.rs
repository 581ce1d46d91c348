//! The message files of a workspace: `templates/i18n/de.yaml`, one for each language.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::Language;
use onus_core::source::SourceId;

use super::reader::{WorkspaceReader, YAML, last_name};

/// Where they are.
const FOLDER: &str = "templates/i18n";

/// A message file of a workspace.
#[derive(Debug, Clone)]
pub struct MessageText {
    /// Tag of its language, as its name says it.
    pub language: String,
    /// The file.
    pub source: SourceId,
}

/// Reads them. A file that is not named like a language is a mistake.
pub(super) fn texts(reader: &mut WorkspaceReader) -> Vec<MessageText> {
    let mut found = Vec::new();
    for path in reader.files_in(FOLDER, YAML) {
        let name = last_name(&path).rsplit_once('.').map_or("", |(name, _)| name).to_owned();
        let Some(language) = Language::parse(&name).filter(|language| language.as_str() == name) else {
            let message = format!("`{path}` is not named after a language");
            let meant = Language::parse(&name).or_else(|| Language::nearest(&name));
            let hint = meant.map(|language| format!("name it `{}.yaml`", language.as_str()));
            let hint = hint.unwrap_or_else(|| "name it after a tag of BCP 47, such as `de.yaml`".to_owned());
            reader.note(&path, Diagnostic::error(Code::BadLanguage, message).hint(hint));
            continue;
        };
        let language = language.as_str().to_owned();
        found.extend(reader.read(&path).map(|source| MessageText { language, source }));
    }
    found
}
