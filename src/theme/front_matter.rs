//! The front matter of a Markdown file that is set on its own.

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, Severity};
use onus_core::model::Language;
use onus_core::source::{Origin, SourceId, Sources, YamlErrorKind, read_yaml};
use onus_core::validate::bad_language;
use onus_typeset::document::Meta;
use onus_typeset::theme::{Orientation, Paper};
use serde::Deserialize;

/// What a file says about itself; the rest is its body.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: Option<String>,
    organization: Option<String>,
    project: Option<String>,
    classification: Option<String>,
    date: Option<String>,
    id: Option<String>,
    revision: Option<String>,
    language: Option<String>,
    paper: Option<Paper>,
    orientation: Option<Orientation>,
    contents: Option<bool>,
}

/// Reads front matter on top of what is known already. Keys that mean nothing here are warnings: the file may have
/// been written for other programs, too.
pub fn read_front_matter(sources: &Sources, id: SourceId, known: Meta) -> (Meta, Vec<Diagnostic>) {
    let reading = read_yaml::<FrontMatter>(sources, id);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for mistake in reading.errors {
        let unknown = matches!(mistake.kind, YamlErrorKind::UnknownKey(..));
        let mut diagnostic = Diagnostic::from(mistake);
        if unknown {
            diagnostic.severity = Severity::Warning;
        }
        diagnostics.push(diagnostic);
    }
    let matter = reading.value.unwrap_or_default();
    let date = matter.date.as_deref().and_then(|text| {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if date.is_none() {
            let span = sources.span(&Origin::root(id).key("date"));
            let message = format!("`{text}` is not a date");
            let hint = "dates are days of the calendar, written YYYY-MM-DD".to_owned();
            diagnostics.push(Diagnostic::error(Code::BadDate, message).at(span, "").hint(hint));
        }
        date
    });
    let language = matter.language.as_deref().and_then(|text| {
        let language = Language::parse(text);
        if language.is_none() {
            let span = sources.span(&Origin::root(id).key("language"));
            diagnostics.push(bad_language(text).at(span, ""));
        }
        language
    });
    let meta = Meta {
        title: matter.title.unwrap_or(known.title),
        organization: matter.organization.or(known.organization),
        project: matter.project.or(known.project),
        classification: matter.classification.or(known.classification),
        date: date.or(known.date),
        id: matter.id.or(known.id),
        revision: matter.revision.or(known.revision),
        language: language.map_or(known.language, |language| language.as_str().to_owned()),
        paper: matter.paper.unwrap_or(known.paper),
        orientation: matter.orientation.unwrap_or(known.orientation),
        contents: matter.contents.or(known.contents),
    };
    (meta, diagnostics)
}
