//! What a run found, for programs and forges: one collection of items, written in several formats. The same inputs give
//! the same bytes; no clock and no path of the machine gets in.

mod gate;
mod items;
mod json;
mod junit;
mod sarif;
mod summary;

use std::path::{Component, Path};

use chrono::NaiveDate;
use onus_core::source::{Place, Sources};

use crate::build::Build;

pub use gate::{Deny, DenyWord, Judged, JudgedFinding, Standing, Threshold, judge};
use items::{DiagnosticItem, FindingItem};
pub use json::SCHEMA;

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'r> {
    /// What was made; with mistakes, nothing.
    pub made: &'r Build,
    /// What holds of the findings.
    pub judged: &'r Judged<'r>,
    /// What fails the run.
    pub deny: &'r Deny,
    /// The texts that places are in.
    pub sources: &'r Sources,
}

/// How a run ended for its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that fails it.
    Passed,
    /// There are findings or warnings that fail it.
    Denied,
    /// Mistakes in the input stopped it.
    Stopped,
}

impl Outcome {
    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Denied => "denied",
            Self::Stopped => "stopped",
        }
    }
}

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// Everything, as `onus.report/1`.
    Json,
    /// Test results, for the pages of build servers.
    Junit,
    /// SARIF 2.1.0, for annotations beside the lines.
    Sarif,
    /// A page of Markdown, for the job's summary.
    Summary,
}

/// Everything that reports say, in the order in which they say it.
#[derive(Debug)]
pub struct Report<'r> {
    as_of: NaiveDate,
    outcome: Outcome,
    deny: Vec<&'static str>,
    diagnostics: Vec<DiagnosticItem>,
    findings: Vec<FindingItem<'r>>,
    /// Organisations and projects that were judged.
    projects: Vec<(String, String)>,
}

impl<'r> Report<'r> {
    /// Collects what is to be said of a run, as of a day. `workspace` is the folder as it was named: when that is below
    /// the current folder, files are called by their paths from there, as a forge knows them.
    pub fn new(subject: Subject<'r>, as_of: NaiveDate, workspace: &Path) -> Self {
        let paths = Paths::new(workspace);
        let Subject { made, judged, deny, sources } = subject;
        let diagnostics = items::diagnostics(subject, &paths);
        let findings = items::findings((made, judged), deny, sources, &paths);
        let denied = diagnostics.iter().any(|item| item.denied) || findings.iter().any(|item| item.denied);
        let outcome = match (made.mistakes.is_empty(), denied) {
            (false, _) => Outcome::Stopped,
            (true, true) => Outcome::Denied,
            (true, false) => Outcome::Passed,
        };
        let judged_projects = made.baselines.iter().flat_map(|baseline| {
            let selected = baseline.projects.iter().filter(|project| project.selected);
            selected.map(|project| (baseline.organization.to_string(), project.id.to_string()))
        });
        let projects = if made.mistakes.is_empty() { judged_projects.collect() } else { Vec::new() };
        Self { as_of, outcome, deny: deny.words(), diagnostics, findings, projects }
    }

    /// The report in a format.
    pub fn write(&self, format: ReportFormat) -> Vec<u8> {
        match format {
            ReportFormat::Json => json::write(self),
            ReportFormat::Junit => junit::write(self),
            ReportFormat::Sarif => sarif::write(self),
            ReportFormat::Summary => summary::write(self),
        }
    }
}

/// The path that leads to the workspace, in front of the names of its files.
#[derive(Debug)]
struct Paths {
    prefix: String,
}

impl Paths {
    fn new(workspace: &Path) -> Self {
        let mut prefix = String::new();
        for component in workspace.components() {
            match component {
                Component::CurDir => {}
                Component::Normal(name) => {
                    prefix.push_str(&name.to_string_lossy());
                    prefix.push('/');
                }
                // A folder elsewhere has no name that would mean anything on another machine.
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                    return Self { prefix: String::new() };
                }
            }
        }
        Self { prefix }
    }

    fn place(&self, place: &Place) -> Place {
        if is_built_in(&place.file) {
            return place.clone();
        }
        Place { file: format!("{}{}", self.prefix, place.file), ..place.clone() }
    }
}

/// True for a file that is compiled into the program, which no forge has.
fn is_built_in(file: &str) -> bool {
    file.starts_with("onus:")
}
