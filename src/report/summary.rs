//! Markdown for the summary of a CI job: the outcome, the totals of each project, and what fails the run. It stays far
//! below the size limits of code hosts, however many findings there are.

use onus_core::diagnostic::{Count, Severity};
use onus_core::printable::printable;

use super::items::{DiagnosticItem, FindingItem};
use super::{Outcome, RunReport};
use crate::render::escape;

/// Most rows of a table.
const MOST_ROWS: usize = 100;

/// Most characters of a cell.
const LONGEST_CELL: usize = 300;

/// The page, ending in an empty line, so that another can follow.
pub(super) fn write(report: &RunReport<'_>) -> Vec<u8> {
    let mut page = format!("## Compliance: {}\n\n", headline(report));
    let deny: Vec<String> = report.deny.iter().map(|word| format!("`{word}`")).collect();
    page.push_str(&format!("As of {}, judged with `--deny` {}.\n\n", report.as_of, deny.join(", ")));
    let (mistakes, warnings): (Vec<&DiagnosticItem>, Vec<&DiagnosticItem>) =
        report.diagnostics.iter().partition(|item| item.severity == Severity::Error);
    diagnostics(&mut page, "Input errors", &mistakes);
    projects(&mut page, report);
    let denied: Vec<&FindingItem<'_>> = report.findings.iter().filter(|item| item.denied).collect();
    findings(&mut page, "What fails", &denied);
    diagnostics(&mut page, "Input warnings", &warnings);
    let accepted: Vec<&FindingItem<'_>> =
        report.findings.iter().filter(|item| item.accepted().is_some()).collect();
    findings(&mut page, "Accepted for now", &accepted);
    page.into_bytes()
}

fn headline(report: &RunReport<'_>) -> String {
    match report.outcome {
        Outcome::Passed => "passed".to_owned(),
        Outcome::Stopped => {
            let mistakes = report.diagnostics.iter().filter(|item| item.severity == Severity::Error).count();
            format!("stopped by {}", Count(mistakes, "input error"))
        }
        Outcome::Denied => {
            let findings = report.findings.iter().filter(|item| item.denied).count();
            let warnings = report.diagnostics.iter().filter(|item| item.denied).count();
            let parts = [
                (findings, Count(findings, "finding").to_string()),
                (warnings, Count(warnings, "warning").to_string()),
            ];
            let parts: Vec<String> =
                parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
            format!("failed by {}", parts.join(" and "))
        }
    }
}

fn projects(page: &mut String, report: &RunReport<'_>) {
    if report.projects.is_empty() {
        return;
    }
    let mut rows = Vec::new();
    let mut rest = report.findings.iter().peekable();
    for name in report.subjects() {
        let mut figures = [0_usize; 5];
        while let Some(item) = rest.next_if(|item| item.subject() == name) {
            figures[match item.found.finding.severity() {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            }] += 1;
            figures[3] += usize::from(item.accepted().is_some());
            figures[4] += usize::from(item.denied);
        }
        rows.push((name, figures));
    }
    // The worst first, where not all can be shown.
    if rows.len() > MOST_ROWS {
        rows.sort_by_key(|(_, figures)| std::cmp::Reverse([figures[4], figures[0], figures[1], figures[2]]));
    }
    page.push_str("| Project | Errors | Warnings | Notes | Accepted | Fail |\n");
    page.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (name, figures) in rows.iter().take(MOST_ROWS) {
        let figures = figures.map(|figure| figure.to_string());
        page.push_str(&format!("| {} | {} |\n", cell(name), figures.join(" | ")));
    }
    more(page, rows.len(), "projects");
}

fn findings(page: &mut String, heading: &str, items: &[&FindingItem<'_>]) {
    if items.is_empty() {
        return;
    }
    page.push_str(&format!(
        "### {heading}\n\n| Project | Finding | What | Where |\n| --- | --- | --- | --- |\n"
    ));
    for item in items.iter().take(MOST_ROWS) {
        let finding = &item.found.finding;
        let (severity, code, about) = (finding.severity().word(), finding.code.as_str(), item.about());
        let about = if about.is_empty() { String::new() } else { format!("{}: ", cell(&about)) };
        let acceptance = item.acceptance.as_ref().map(|one| format!("<br>{}", cell(&one.phrase())));
        page.push_str(&format!(
            "| {} | {severity} `{code}`<br>`{}` | {about}{}{} | {} |\n",
            cell(&item.subject()),
            item.id,
            cell(&item.shown()),
            acceptance.unwrap_or_default(),
            cell(&item.place.to_string()),
        ));
    }
    more(page, items.len(), "findings");
}

fn diagnostics(page: &mut String, heading: &str, items: &[&DiagnosticItem]) {
    if items.is_empty() {
        return;
    }
    page.push_str(&format!("### {heading}\n\n| Code | What | Where |\n| --- | --- | --- |\n"));
    for item in items.iter().take(MOST_ROWS) {
        let hint = item.hint.as_ref().map(|hint| format!("<br>{}", cell(hint))).unwrap_or_default();
        let place = item.places.first().map(|(place, _)| cell(&place.to_string())).unwrap_or_default();
        page.push_str(&format!("| `{}` | {}{hint} | {place} |\n", item.code.as_str(), cell(&item.message)));
    }
    more(page, items.len(), "entries");
}

fn more(page: &mut String, all: usize, noun: &str) {
    if all > MOST_ROWS {
        page.push_str(&format!("\nand {} more {noun}\n", all - MOST_ROWS));
    }
    page.push('\n');
}

/// A text as it is, in a cell of a table, if need be without its end.
fn cell(text: &str) -> String {
    let text = &*printable(text);
    let mut end = text.char_indices().nth(LONGEST_CELL).map_or(text.len(), |(at, _)| at);
    if end == text.len() {
        return escape(text);
    }
    end = text[..end].rfind(' ').filter(|at| *at > 0).unwrap_or(end);
    escape(&text[..end]) + " …"
}
