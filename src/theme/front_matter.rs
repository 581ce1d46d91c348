//! The front matter of a Markdown file that is set on its own. It may have been written for other programs: what they mean
//! is nothing to fail for.

use std::ops::Range;

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, Severity, quoted};
use onus_core::model::Language;
use onus_core::source::{Origin, SourceId, Sources, Span, YamlErrorKind, read_yaml};
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

/// A Markdown file, split at the end of its front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitFile {
    /// The bytes of YAML front matter, without the lines around it.
    pub yaml: Option<Range<usize>>,
    /// The first line of front matter in another language.
    pub other: Option<Range<usize>>,
    /// Where the body starts.
    pub body: usize,
}

impl SplitFile {
    /// Finds the front matter: between lines `---`, the second of which may be `...`, with keys in it, or in TOML between
    /// lines `+++`. Whatever else begins with such a line is text.
    pub fn of(text: &str) -> Self {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let nothing = Self { yaml: None, other: None, body: start };
        let mut lines = text[start..].split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        let fence = first.trim_end();
        if fence != "---" && fence != "+++" {
            return nothing;
        }
        let inner = start + first.len();
        let mut end = inner;
        for line in lines {
            let content = line.trim_end();
            if content == fence || (content == "..." && fence == "---") {
                let body = end + line.len();
                return match fence {
                    "+++" => Self { yaml: None, other: Some(start..start + fence.len()), body },
                    _ if has_keys(&text[inner..end]) => Self { yaml: Some(inner..end), other: None, body },
                    _ => nothing,
                };
            }
            end += line.len();
        }
        nothing
    }
}

/// True when the first line that says something is that of a mapping; text between two rules is none, and neither is what
/// follows a blank line, as in pandoc. An empty front matter is one, too.
fn has_keys(text: &str) -> bool {
    if text.lines().next().is_some_and(|line| line.trim().is_empty()) {
        return false;
    }
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| {
        let key = line.split_once(':').map(|(key, rest)| (key.trim_matches(['"', '\'']), rest));
        key.is_some_and(|(key, rest)| {
            let is_word = |c: char| c.is_alphanumeric() || "_-./$".contains(c);
            !key.is_empty() && key.chars().all(is_word) && (rest.is_empty() || rest.starts_with(' '))
        }) || line.starts_with('{')
    })
}

/// Says that front matter is in a language that is not read.
pub fn unread_front_matter(at: Span) -> Diagnostic {
    let hint = "write it in YAML between lines `---` to set the title, the date and other things";
    Diagnostic::warning(Code::BadFrontMatter, "the front matter is TOML, which is not read")
        .at(at, "")
        .hint(hint.to_owned())
}

/// Reads front matter on top of what is known already. Keys and values that mean nothing here are warnings: the file may
/// have been written for other programs, too. What is nearly a value of ours is an error.
pub fn read_front_matter(sources: &Sources, id: SourceId, known: Meta) -> (Meta, Vec<Diagnostic>) {
    let reading = read_yaml::<FrontMatter>(sources, id);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for mistake in reading.errors {
        let is_ours = matches!(mistake.kind, YamlErrorKind::UnknownWord(..));
        let mut diagnostic = Diagnostic::from(mistake);
        if !is_ours {
            diagnostic.severity = Severity::Warning;
        }
        diagnostics.push(diagnostic);
    }
    let matter = reading.value.unwrap_or_default();
    let date = matter.date.as_deref().and_then(|text| {
        let date = day(text);
        if date.is_none() {
            diagnostics.push(no_date(text).at(sources.span(&Origin::root(id).key("date")), ""));
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

/// A day, with or without a time after it, as other programs write it.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let is_alone = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    NaiveDate::parse_from_str(&day.replace('/', "-"), "%Y-%m-%d").ok().filter(|_| is_alone)
}

/// A date that cannot be read: a mistake where it has our form, and another program's otherwise.
fn no_date(text: &str) -> Diagnostic {
    let is_ours = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let message = format!("{} is not a date", quoted(text));
    let diagnostic = match is_ours {
        true => Diagnostic::error(Code::BadDate, message),
        false => Diagnostic::warning(Code::BadDate, message),
    };
    diagnostic.hint("dates are days of the calendar, written YYYY-MM-DD".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SplitFile, day};

    #[test]
    fn front_matter_is_told_from_text_between_rules() {
        let yaml = |text: &str| SplitFile::of(text).yaml.map(|range| text[range].to_owned());
        assert_eq!(yaml("---\nlayout: post\n---\n# T\n").as_deref(), Some("layout: post\n"));
        assert_eq!(yaml("\u{feff}---\r\na: b\r\n...\r\nx").as_deref(), Some("a: b\r\n"));
        assert_eq!(yaml("---\n\nA text: with a colon\n\n---\n"), None);
        assert_eq!(yaml("---\nno end: here\n"), None);
        let toml = SplitFile::of("+++\ntitle = \"T\"\n+++\n# T\n");
        assert_eq!((toml.yaml, toml.other, toml.body), (None, Some(0..3), 20));
    }

    #[test]
    fn days_are_read_with_the_times_of_other_programs() {
        for text in ["2024-03-07", "2024-03-07T13:32:00-04:00", "2024/03/07", "2024-03-07 13:32"] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2024-03-07"), "{text}");
        }
        for text in ["March 7th 2024", "2024-03-071", "2026-02-30", "", "7.3.2024"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
