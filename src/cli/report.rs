//! What fails a run, and the reports that it writes for other programs.

use std::path::PathBuf;

use clap::Args;

use crate::report::{Deny, DenyWord, ReportFormat, SarifAccepted, Threshold};

/// What fails a run.
#[derive(Debug, Clone, Args)]
pub struct DenyArgs {
    /// Exit with 1 if there are findings of this severity or above (`note`, `warning`, `error`, `nothing`) or with this
    /// code; can be repeated [default: error].
    ///
    /// Codes are added to the severity: `--deny evidence-stale` fails on errors and on stale evidence, `--deny
    /// nothing,evidence-stale` on stale evidence only. Codes of warnings about the input can be given, too.
    #[arg(long, value_name = "SEVERITY|CODE", value_delimiter = ',')]
    pub deny: Vec<DenyWord>,
}

impl DenyArgs {
    /// What fails the run.
    pub fn deny(&self) -> Deny {
        Deny::new(&self.deny, Threshold::Error)
    }
}

/// The reports that a run writes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reports")]
pub struct ReportArgs {
    /// Write errors, warnings and findings as JSON; `-` is standard output, here and below.
    #[arg(long, value_name = "FILE")]
    pub report_json: Option<PathBuf>,

    /// Write them as JUnit XML, with a suite per project and a test case per finding.
    #[arg(long, value_name = "FILE")]
    pub report_junit: Option<PathBuf>,

    /// Write them as SARIF 2.1.0, from which a code host annotates the lines of the profiles.
    #[arg(long, value_name = "FILE")]
    pub report_sarif: Option<PathBuf>,

    /// Let the SARIF report have accepted findings, too, as suppressed results.
    ///
    /// Without it they are left out: GitHub shows suppressed results as open alerts.
    #[arg(long, requires = "report_sarif")]
    pub sarif_accepted: bool,

    /// Append them as a short Markdown page to a file, such as "$GITHUB_STEP_SUMMARY".
    #[arg(long, value_name = "FILE")]
    pub report_summary: Option<PathBuf>,
}

impl ReportArgs {
    /// What the SARIF report has of accepted findings.
    pub fn sarif_accepted(&self) -> SarifAccepted {
        if self.sarif_accepted { SarifAccepted::Suppressed } else { SarifAccepted::LeftOut }
    }

    /// The reports that are asked for, with their files.
    pub fn wanted(&self) -> Vec<(ReportFormat, &PathBuf)> {
        let all = [
            (ReportFormat::Json, &self.report_json),
            (ReportFormat::Junit, &self.report_junit),
            (ReportFormat::Sarif, &self.report_sarif),
            (ReportFormat::Summary, &self.report_summary),
        ];
        all.into_iter().filter_map(|(format, file)| Some((format, file.as_ref()?))).collect()
    }
}
