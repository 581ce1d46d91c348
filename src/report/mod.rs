//! What a run found: the gate decides which findings fail it, and run reports list everything for CI and code hosts, in
//! several formats from one collection of items. The same inputs give the same bytes; no clock or absolute path is used.

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

pub use gate::{Deny, DenyWord, FindingAcceptance, Judged, JudgedFinding, Threshold, judge};
use items::{DiagnosticItem, FindingItem};
pub use json::SCHEMA;

/// A run and what the gate made of it.
#[derive(Debug, Clone, Copy)]
pub struct JudgedRun<'r> {
    /// The build; nothing was built if there are errors.
    pub made: &'r Build,
    /// The findings, compared with the accepted ones.
    pub judged: &'r Judged<'r>,
    /// What fails the run.
    pub deny: &'r Deny,
    /// The texts that places are in.
    pub sources: &'r Sources,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing fails it.
    Passed,
    /// There are findings or warnings that fail it.
    Denied,
    /// Input errors stopped it.
    Stopped,
}

impl Outcome {
    /// The word in `onus.report/2`.
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
    /// Everything, as `onus.report/2`.
    Json,
    /// Test results, as build servers show them.
    Junit,
    /// SARIF 2.1.0, for annotations in code hosts.
    Sarif,
    /// Markdown, for the summary of a CI job.
    Summary,
}

/// What SARIF has of accepted findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SarifAccepted {
    /// Nothing: GitHub shows suppressed results as open alerts.
    LeftOut,
    /// Suppressed results, each with who accepted it and why.
    Suppressed,
}

/// A run report; every format lists the same items in the same order.
#[derive(Debug)]
pub struct RunReport<'r> {
    as_of: NaiveDate,
    outcome: Outcome,
    deny: Vec<&'static str>,
    sarif_accepted: SarifAccepted,
    diagnostics: Vec<DiagnosticItem>,
    findings: Vec<FindingItem<'r>>,
    /// Organisations and projects that were judged.
    projects: Vec<(String, String)>,
}

impl<'r> RunReport<'r> {
    /// Collects the items of a run. `workspace` is the folder as the user named it: if that is below the current folder,
    /// paths start there, since CI runs at the top of the repository and code hosts know files by their paths in it.
    pub fn new(
        subject: JudgedRun<'r>,
        as_of: NaiveDate,
        workspace: &Path,
        sarif_accepted: SarifAccepted,
    ) -> Self {
        let paths = Paths::new(workspace);
        let JudgedRun { made, deny, .. } = subject;
        let diagnostics = items::diagnostics(subject, &paths);
        let findings = items::findings(subject, &paths);
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
        Self { as_of, outcome, deny: deny.words(), sarif_accepted, diagnostics, findings, projects }
    }

    /// The organisations and projects that were judged, in the order of the findings.
    fn subjects(&self) -> Vec<String> {
        let mut subjects: Vec<String> = Vec::new();
        for of_one in self.projects.chunk_by(|(one, _), (other, _)| one == other) {
            subjects.extend(of_one.first().map(|(organization, _)| organization.clone()));
            subjects.extend(of_one.iter().map(|(organization, project)| format!("{organization}/{project}")));
        }
        subjects
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

/// The path of the workspace, which comes before the names of its files.
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
                // A path that leads elsewhere means nothing on another machine.
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

/// True for a file that is compiled into the program, which no code host has.
fn is_built_in(file: &str) -> bool {
    file.starts_with("onus:")
}
