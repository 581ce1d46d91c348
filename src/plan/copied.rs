//! Copies of built-in templates in a workspace: which version each was copied from, and whether that is still the present
//! one.

use std::fmt;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::digest::Sha256Digest;
use onus_core::source::{Origin, SourceId, read_yaml};
use serde::Deserialize;

use crate::load::{TemplateText, Workspace, front_matter};

/// The key in front matter that says what a file is a copy of.
const KEY: &str = "based-on";

/// The built-in text that a template was copied from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateBase {
    /// The version of onus.
    pub version: String,
    /// The digest of the text.
    pub digest: Sha256Digest,
}

impl TemplateBase {
    /// The present version of a built-in text.
    fn present(text: &str) -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), digest: Sha256Digest::of(text.as_bytes()) }
    }

    /// Reads what `Display` writes: `0.2.0 sha256:` and 64 digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (version, digest) = text.trim().split_once(" sha256:")?;
        let digest = Sha256Digest::parse(digest)?;
        let is_version = !version.is_empty() && !version.contains(char::is_whitespace);
        is_version.then(|| Self { version: version.to_owned(), digest })
    }
}

impl fmt::Display for TemplateBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sha256:{}", self.version, self.digest)
    }
}

/// A template of the workspace that was copied from a built-in one.
#[derive(Debug)]
pub struct TemplateCopy<'w> {
    /// The file.
    pub text: &'w TemplateText,
    /// What it says that it was copied from.
    pub base: TemplateBase,
    /// Whether the built-in template is another one now.
    pub is_outdated: bool,
}

/// True for a text that is compiled in.
fn is_builtin(workspace: &Workspace, id: SourceId) -> bool {
    workspace.texts.sources.get(id).name().starts_with("onus:")
}

fn named<'w>(workspace: &'w Workspace, name: &str) -> impl Iterator<Item = &'w TemplateText> {
    workspace.templates.iter().filter(move |template| template.name == name)
}

/// The text of a built-in template, by its path below `templates`.
pub fn builtin_template<'w>(workspace: &'w Workspace, name: &str) -> Option<&'w str> {
    let found = named(workspace, name).find(|template| is_builtin(workspace, template.whole))?;
    Some(workspace.texts.sources.get(found.whole).text())
}

/// The workspace's own template of that path.
pub fn own_template<'w>(workspace: &'w Workspace, name: &str) -> Option<&'w TemplateText> {
    named(workspace, name).find(|template| !is_builtin(workspace, template.whole))
}

/// The templates of a workspace that say what they were copied from.
pub fn copies<'w>(workspace: &'w Workspace) -> Vec<TemplateCopy<'w>> {
    /// The other keys are checked elsewhere.
    #[derive(Deserialize)]
    struct Copied {
        #[serde(rename = "based-on")]
        based_on: Option<String>,
    }
    let own = workspace.templates.iter().filter(|template| !is_builtin(workspace, template.whole));
    let copy = |text: &'w TemplateText| {
        let TemplateText { name, front_matter, .. } = text;
        let matter = read_yaml::<Copied>(&workspace.texts.sources, (*front_matter)?).value?;
        let base = TemplateBase::parse(&matter.based_on?)?;
        let present = builtin_template(workspace, name).map(|text| Sha256Digest::of(text.as_bytes()));
        Some(TemplateCopy { text, is_outdated: present != Some(base.digest), base })
    };
    own.filter_map(copy).collect()
}

/// Notes on copies of templates whose built-in text is another one by now.
pub fn outdated_copies(workspace: &Workspace) -> Vec<Diagnostic> {
    let note = |copy: TemplateCopy<'_>| {
        let span = workspace.texts.sources.span(&Origin::root(copy.text.front_matter?).key(KEY));
        let name = copy.text.name.strip_suffix(".md").unwrap_or(&copy.text.name);
        let version = &copy.base.version;
        let (message, hint) = match builtin_template(workspace, &copy.text.name) {
            Some(_) => (
                format!("the built-in template `{name}` has changed since this copy was made by onus {version}"),
                format!(
                    "`onus templates diff {name}` shows the differences; after merging them, replace the line by the one \
                     of `onus templates copy {name}`"
                ),
            ),
            None => (
                format!("there is no built-in template `{name}` any more, of which this is a copy by onus {version}"),
                "remove the line to keep the file as your own; `onus templates list` shows the built-in templates"
                    .to_owned(),
            ),
        };
        Some(Diagnostic::note(Code::TemplateOutdated, message).at(span, "").hint(hint))
    };
    copies(workspace).into_iter().filter(|copy| copy.is_outdated).filter_map(note).collect()
}

/// A built-in text as a file of a workspace, with a line in its front matter on what it was copied from.
pub fn copied_text(builtin: &str) -> String {
    let line = format!("{KEY}: \"{}\"\n", TemplateBase::present(builtin));
    match front_matter(builtin) {
        Some(matter) => format!("{}{line}{}", &builtin[..matter.end], &builtin[matter.end..]),
        None => format!("---\n{line}---\n{builtin}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{TemplateBase, copied_text};

    #[test]
    fn a_copy_says_what_it_was_copied_from() {
        let copy = copied_text("---\ntitle: A\n---\nbody");
        // printf -- '---\ntitle: A\n---\nbody' | sha256sum
        let digest = "a4aa5dc91fde0edffe64467af6f0f61a612a45e71db20962f320a0bf098af7ff";
        let line = format!("{} sha256:{digest}", env!("CARGO_PKG_VERSION"));
        assert_eq!(copy, format!("---\ntitle: A\nbased-on: \"{line}\"\n---\nbody"));
        assert!(copied_text("body").ends_with("\"\n---\nbody"));
        assert_eq!(TemplateBase::parse(&line).map(|base| base.to_string()), Some(line));
        assert_eq!(TemplateBase::parse("1.0"), None);
        assert_eq!(TemplateBase::parse("1.0 sha256:12"), None);
    }
}
