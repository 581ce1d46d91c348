//! The templates of a workspace that make documents, as their front matter describes them.

use onus_core::diagnostic::{Code, Diagnostic, quoted};
use onus_core::model::{Audience, Organization, Project, is_device_name};
use onus_core::source::{Origin, SourceId, Span, YamlList, read_yaml};
use onus_typeset::theme::{Orientation, Paper};
use serde::Deserialize;
use strum::IntoStaticStr;

use super::copied::TemplateBase;
use crate::load::{TemplateText, Workspace};

/// What a document can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum DocumentScope {
    /// One for each organisation.
    Organization,
    /// One for each project.
    Project,
    /// One for each service in use.
    Service,
    /// One for each framework shown.
    Framework,
    /// One for each party that has something to do in any project.
    Party,
    /// What changed between two states of the projects; made by `onus diff` only.
    Change,
}

impl DocumentScope {
    /// As front matter and templates write it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Whom the documents of a template are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentAudience {
    /// The organisation itself: packages have them only if they are asked for.
    Internal,
    /// Auditors.
    Auditor,
    /// Customers, and so auditors, too.
    Customer,
}

/// A file format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DocumentFormat {
    /// The text as it was rendered.
    Markdown,
    /// Typeset pages.
    Pdf,
}

impl DocumentFormat {
    /// As front matter writes it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// How dense tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableDensity {
    /// As the theme sets them.
    #[default]
    Normal,
    /// In smaller type and with less space, for lists of hundreds of rows.
    Compact,
}

/// What a project must have for a document about it to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TemplateCondition {
    /// Offers to customers.
    CustomerOffers,
    /// A framework that it or its organisation has chosen.
    Frameworks,
}

impl TemplateCondition {
    fn is_met_by(self, organization: &Organization, project: &Project) -> bool {
        match self {
            Self::CustomerOffers => project.offers.iter().any(|offer| offer.to == Audience::Customers),
            Self::Frameworks => {
                [&organization.common, &project.own].iter().any(|profile| !profile.frameworks.is_empty())
            }
        }
    }
}

/// A template that makes documents.
#[derive(Debug)]
pub struct Template {
    /// Name of its documents: the file name without `.md`.
    pub document: String,
    /// Path below `templates`, by which other templates include it.
    pub name: String,
    /// The file.
    pub source: SourceId,
    /// Title of its documents.
    pub title: String,
    /// What they are about.
    pub scope: DocumentScope,
    /// Whom they are for.
    pub audience: DocumentAudience,
    /// The formats in which they are written.
    pub formats: Vec<DocumentFormat>,
    /// Size of their pages, where it is not the theme's.
    pub paper: Option<Paper>,
    /// Orientation of their pages.
    pub orientation: Orientation,
    /// How dense the tables of its PDFs are.
    pub tables: TableDensity,
    /// Whether its PDFs have a table of contents. None leaves it to the length of the document.
    pub contents: Option<bool>,
    /// True when the matrix of the project is attached to its PDFs as data.
    pub carries_matrix: bool,
    /// What a project must have for a document about it to be made; none for all projects.
    condition: Option<TemplateCondition>,
}

impl Template {
    /// True when a document about the project is made.
    pub fn is_for(&self, organization: &Organization, project: &Project) -> bool {
        self.condition.is_none_or(|condition| condition.is_met_by(organization, project))
    }
}

/// The front matter of a template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
struct TemplateFrontMatter {
    title: String,
    scope: DocumentScope,
    formats: Option<YamlList<DocumentFormat>>,
    paper: Option<Paper>,
    orientation: Option<Orientation>,
    #[serde(default)]
    tables: TableDensity,
    contents: Option<bool>,
    attachments: Option<YamlList<TemplateAttachment>>,
    only_with: Option<TemplateCondition>,
    audience: Option<DocumentAudience>,
    based_on: Option<String>,
}

/// The front matter of a file that is only included: where it was copied from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFrontMatter {
    #[serde(rename = "based-on")]
    based_on: String,
}

/// What can be attached to a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TemplateAttachment {
    /// The matrix of the project as data.
    Matrix,
}

/// The templates of a workspace that make documents, by name. A file without front matter makes none: other templates
/// include it.
pub fn templates(workspace: &Workspace) -> (Vec<Template>, Vec<Diagnostic>) {
    let mut templates: Vec<Template> = Vec::new();
    let mut problems = Vec::new();
    for text in &workspace.templates {
        // Built-in templates come first; one of the workspace with the same name replaces them.
        templates.retain(|present| present.name != text.name);
        match template(workspace, text) {
            Ok(template) => templates.extend(template),
            Err(found) => problems.extend(found),
        }
    }
    templates.sort_by(|one, other| one.document.cmp(&other.document));
    for pair in templates.windows(2).filter(|pair| pair[0].document == pair[1].document) {
        let message = format!("two templates make documents named `{}`", pair[0].document);
        let span = Span { source: pair[1].source, start: 0, end: 0 };
        problems.push(Diagnostic::error(Code::BadDocumentName, message).at(span, ""));
    }
    (templates, problems)
}

fn template(workspace: &Workspace, text: &TemplateText) -> Result<Option<Template>, Vec<Diagnostic>> {
    let Some(front_matter) = text.front_matter else {
        return if workspace.texts.sources.get(text.whole).text().lines().next() == Some("---") {
            let span = Span { source: text.whole, start: 0, end: 3 };
            let problem = Diagnostic::error(Code::BadFrontMatter, "the front matter is not closed");
            Err(vec![problem.at(span, "").hint("close it with a line `---`".to_owned())])
        } else {
            Ok(None)
        };
    };
    if text.name.contains('/')
        && let Some(part) = read_yaml::<PartFrontMatter>(&workspace.texts.sources, front_matter).value
    {
        return check_base(workspace, front_matter, &part.based_on).map(|()| None);
    }
    let document = document_name(&text.name).map_err(|problem| vec![bad_name(text, problem)])?;
    let reading = read_yaml::<TemplateFrontMatter>(&workspace.texts.sources, front_matter);
    if !reading.errors.is_empty() {
        return Err(reading.errors.into_iter().map(Diagnostic::from).collect());
    }
    let Some(matter) = reading.value else {
        return Ok(None);
    };
    if let Some(base) = &matter.based_on {
        check_base(workspace, front_matter, base)?;
    }
    let formats = match &matter.formats {
        None => vec![DocumentFormat::Markdown, DocumentFormat::Pdf],
        Some(formats) if formats.is_empty() => {
            let span = workspace.texts.sources.span(&Origin::root(front_matter).key("formats"));
            let message = "expected at least one format";
            return Err(vec![Diagnostic::error(Code::BadFrontMatter, message).at(span, "")]);
        }
        Some(formats) => formats.iter().map(|(_, format)| *format).collect(),
    };
    if matter.only_with.is_some() && matter.scope != DocumentScope::Project {
        let span = workspace.texts.sources.span(&Origin::root(front_matter).key("only-with"));
        let message =
            format!("`only-with` is about projects, and the scope is {}", quoted(matter.scope.word()));
        let hint = "remove `only-with`, or write `scope: project`".to_owned();
        return Err(vec![Diagnostic::error(Code::BadFrontMatter, message).at(span, "").hint(hint)]);
    }
    Ok(Some(Template {
        document,
        name: text.name.clone(),
        source: text.whole,
        title: matter.title,
        scope: matter.scope,
        audience: matter.audience.unwrap_or(DocumentAudience::Auditor),
        formats,
        paper: matter.paper,
        orientation: matter.orientation.unwrap_or(Orientation::Portrait),
        tables: matter.tables,
        contents: matter.contents,
        carries_matrix: matter.attachments.is_some_and(|all| !all.is_empty()),
        condition: matter.only_with,
    }))
}

fn bad_name(text: &TemplateText, problem: &str) -> Diagnostic {
    let message = format!("template {} cannot name a document: {problem}", quoted(&text.name));
    let hint = "documents are named like their template: use lower-case letters, digits and `-`".to_owned();
    let span = Span { source: text.whole, start: 0, end: 0 };
    Diagnostic::error(Code::BadDocumentName, message).at(span, "").hint(hint)
}

/// Checks what a copy says of its origin.
fn check_base(workspace: &Workspace, front_matter: SourceId, base: &str) -> Result<(), Vec<Diagnostic>> {
    if TemplateBase::parse(base).is_some() {
        return Ok(());
    }
    let span = workspace.texts.sources.span(&Origin::root(front_matter).key("based-on"));
    let message = "`based-on` does not name a version and a digest of a built-in template";
    let hint = "`onus templates copy` writes this line; leave it out if the file is your own".to_owned();
    Err(vec![Diagnostic::error(Code::BadFrontMatter, message).at(span, "").hint(hint)])
}

fn document_name(name: &str) -> Result<String, &'static str> {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    if stem.contains('/') {
        return Err("templates in folders can only be included, and have no front matter except `based-on`");
    }
    if stem.contains("..")
        || !stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
    {
        return Err("only lower-case letters, digits, `-`, `_` and single dots are allowed");
    }
    if stem.is_empty() || !stem.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err("the name does not start with a letter or digit");
    }
    if is_device_name(stem) {
        return Err("Windows cannot make files of that name");
    }
    if stem == "matrix" {
        return Err("the name is reserved for `matrix.json`");
    }
    Ok(stem.to_owned())
}
