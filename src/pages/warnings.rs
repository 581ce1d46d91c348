//! Warnings of the layout, at the places of what the user wrote.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;
use onus_typeset::document::{LinkProblem, LinkWarning, SourceRange};
use onus_typeset::layout::{LayoutWarning, NeededColumn};

/// How many of the widest columns a warning names.
const NAMED: usize = 4;

/// Warnings at the places of what they are about, by its offset in the Markdown. Characters that no face has are not
/// among them: they are gathered over all documents of a run.
pub fn layout_warnings(place: impl Fn(usize) -> Span, warnings: &[LayoutWarning]) -> Vec<Diagnostic> {
    let warning = |found: &LayoutWarning| Some(warning(found)?.at(place(found.offset()), ""));
    warnings.iter().filter_map(warning).collect()
}

/// Warnings about rows that blank lines have torn off their table.
pub fn torn_rows(place: impl Fn(usize) -> Span, rows: &[SourceRange]) -> Vec<Diagnostic> {
    let warning = |row: &SourceRange| {
        let hint = "a blank line ends a table; in a template, `{%- for ... %}` and `{%- endfor %}` leave none behind";
        Diagnostic::warning(Code::TableTorn, "a row stands outside of a table and is shown as text")
            .at(place(row.start), "")
            .hint(hint.to_owned())
    };
    rows.iter().map(warning).collect()
}

/// Warnings about links that the pages don't carry as they are written.
pub fn lost_links(place: impl Fn(&LinkWarning) -> Span, links: &[LinkWarning]) -> Vec<Diagnostic> {
    let warning = |link: &LinkWarning| {
        let (code, hint) = explained(link.problem);
        Diagnostic::warning(code, link.to_string()).at(place(link), "").hint(hint.to_owned())
    };
    links.iter().map(warning).collect()
}

fn explained(problem: LinkProblem) -> (Code, &'static str) {
    match problem {
        LinkProblem::Refused => (
            Code::LinkRefused,
            "PDFs link to `http`, `https` and `mailto` addresses and to headings of the document",
        ),
        LinkProblem::MailHeaders => {
            (Code::LinkRefused, "write the address without what follows the question mark")
        }
        LinkProblem::File => {
            (Code::LinkNowhere, "a PDF is read away from the files beside it; link to an address")
        }
        LinkProblem::NoHeading => {
            (Code::LinkNowhere, "anchors are the words of a heading in lower case, with `-` for spaces")
        }
        LinkProblem::Empty => (Code::LinkNowhere, "write the address between the parentheses"),
    }
}

fn warning(found: &LayoutWarning) -> Option<Diagnostic> {
    match found {
        LayoutWarning::MissingCharacter { .. } => None,
        LayoutWarning::TableTooWide { columns, .. } => {
            Some(Diagnostic::warning(Code::TableTooWide, found.to_string()).hint(widest_columns(columns)))
        }
        LayoutWarning::DiagramTooLarge { .. } => {
            let hint =
                "its text is too small to read; split the diagram, or let it lead the other way".to_owned();
            Some(Diagnostic::warning(Code::DiagramTooLarge, found.to_string()).hint(hint))
        }
    }
}

fn widest_columns(columns: &[NeededColumn]) -> String {
    let mut widest: Vec<(usize, &NeededColumn)> = columns.iter().enumerate().collect();
    widest.sort_by(|(_, one), (_, other)| other.width.total_cmp(&one.width));
    let mut named: Vec<String> = widest
        .into_iter()
        .take(NAMED)
        .map(|(number, column)| {
            let width = millimetres(column.width).ceil();
            match column.name.trim() {
                "" => format!("column {} needs {width} mm", number + 1),
                name => format!("`{name}` needs {width} mm"),
            }
        })
        .collect();
    let last = named.pop().unwrap_or_default();
    let list = if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) };
    format!("{list}; split the table or remove columns")
}

fn millimetres(points: f32) -> f32 {
    points / 72.0 * 25.4
}
