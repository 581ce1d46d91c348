//! What a build made, and what it has to report.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use onus_core::diagnostic::{Diagnostic, Severity};
use onus_core::model::{OrganizationId, Totals};
use onus_core::source::CharacterPlaces;

use super::accepted::{self, Baseline};
use super::cache::Built;
use super::context::OrganizationContext;
use super::finding::{FindingCollector, ScopedFinding};
use super::result::{Issues, add_new};
use super::trend::Trend;
use crate::load::FileEntry;
use crate::open::{OpenWorkspace, each_conflict_once};
use crate::pages::{clash, locate_missing, missing_warnings};

/// What a build made.
#[derive(Debug, Default)]
pub struct Build {
    /// Input mistakes; with any of them nothing else is of use.
    pub mistakes: Vec<Diagnostic>,
    /// Documents are made all the same, but not as they should be; and notes on the input.
    pub warnings: Vec<Diagnostic>,
    /// Findings of the selected organisations and projects, each once.
    pub findings: Vec<ScopedFinding>,
    /// Which findings the selected organisations have accepted.
    pub baselines: Vec<Baseline>,
    /// The files, new or up to date, by path.
    pub files: Vec<FileEntry>,
    /// The digests of evidence files to keep for the next run; none when nothing changed.
    pub updated_hashes: Option<Vec<u8>>,
    /// The selected organisations, by id.
    pub organizations: Vec<OrganizationId>,
    /// What the build adds to the history of each organisation.
    pub history: Vec<HistoryLine>,
    /// Organisations whose last build was as of a later day than this one.
    pub built_later: Vec<BuiltLater>,
    /// Characters that no font has, where they are written.
    missing: CharacterPlaces,
}

/// A line for the history of an organisation.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// Whose history.
    pub organization: OrganizationId,
    /// JSON without a line break.
    pub line: String,
}

/// An organisation whose last build was as of a later day.
#[derive(Debug, Clone)]
pub struct BuiltLater {
    /// The organisation.
    pub organization: OrganizationId,
    /// That day.
    pub as_of: NaiveDate,
}

impl Build {
    /// A build that cannot start because of mistakes in the input.
    pub(super) fn refused(mistakes: Vec<Diagnostic>) -> Self {
        Self { mistakes, ..Self::default() }
    }

    pub(super) fn new(open: &OpenWorkspace) -> Self {
        Self {
            updated_hashes: open.evidence.updated_hashes.clone(),
            baselines: accepted::baselines(open),
            warnings: open.notes(),
            ..Self::default()
        }
    }

    /// Adds the projects of an organisation. Their findings are moved out of them: the rest of the build needs none.
    pub(super) fn add_projects(
        &mut self,
        organization: &OrganizationContext<'_>,
        projects: &mut [Built],
    ) -> Issues {
        let mut issues = Issues::default();
        let mut findings = FindingCollector::new(&organization.organization().id);
        for (project, built) in organization.projects().into_iter().zip(projects) {
            let idle = std::mem::take(&mut built.idle);
            findings.add(&project.id, std::mem::take(&mut built.findings), idle);
            self.files.extend(built.files.iter().map(|file| file.file.clone()));
            issues.merge(std::mem::take(&mut built.issues));
        }
        self.findings.extend(findings.finish(organization.organization().projects.len()));
        issues
    }

    /// How many findings of each severity an organisation and its projects have.
    pub(super) fn count_findings(&self, organization: &OrganizationId) -> Totals {
        let mut totals = Totals::default();
        for found in self.findings.iter().filter(|found| found.organization == *organization) {
            match found.finding.severity() {
                Severity::Error => totals.errors += 1,
                Severity::Warning => totals.warnings += 1,
                Severity::Note => totals.notes += 1,
            }
        }
        totals
    }

    /// Adds the documents about all projects of an organisation.
    pub(super) fn add_organization(
        &mut self,
        organization: &OrganizationContext<'_>,
        built: Built,
        trend: Trend,
    ) -> Issues {
        let id = &organization.organization().id;
        self.files.extend(built.files.into_iter().map(|file| file.file));
        // The history is about all projects; a build of some of them adds nothing to it.
        if organization.build.request.is_of_all(&organization.build.open.selection) {
            let later = trend.built_later.map(|as_of| BuiltLater { organization: id.clone(), as_of });
            self.built_later.extend(later);
            self.history.extend(trend.line.map(|line| HistoryLine { organization: id.clone(), line }));
        }
        built.issues
    }

    /// Adds what has to be reported about an organisation.
    pub(super) fn report(&mut self, organization: &OrganizationContext<'_>, issues: Issues) {
        add_new(&mut self.mistakes, issues.mistakes);
        add_new(&mut self.warnings, issues.warnings);
        let workspace = &organization.build.open.workspace;
        locate_missing(&mut self.missing, workspace, Some(organization.texts), issues.missing);
        self.organizations.push(organization.organization().id.clone());
    }

    /// What a build made, in order and without repetitions.
    pub(super) fn finish(mut self) -> Self {
        self.mistakes = each_conflict_once(self.mistakes);
        self.warnings.extend(missing_warnings(std::mem::take(&mut self.missing)));
        self.files.sort();
        self.files.dedup();
        // Two different files cannot have one path.
        let paths: BTreeSet<&str> = self
            .files
            .windows(2)
            .filter(|pair| pair[0].path == pair[1].path)
            .map(|pair| pair[0].path.as_str())
            .collect();
        let clashes: Vec<Diagnostic> = paths.into_iter().map(clash).collect();
        self.mistakes.extend(clashes);
        self
    }
}
