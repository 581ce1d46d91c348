//! `--deny`: a severity from which on findings fail a run, and single codes.

use std::collections::BTreeSet;
use std::str::FromStr;

use onus_core::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use onus_core::model::FindingCode;

/// From which severity on findings and warnings fail a run. Ordered: the strictest is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Threshold {
    /// All of them.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
    /// None, whatever its severity.
    Nothing,
}

impl Threshold {
    /// Every threshold, the strictest first.
    pub const ALL: [Threshold; 4] = [Self::Note, Self::Warning, Self::Error, Self::Nothing];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Nothing => "nothing",
        }
    }

    fn denies(self, severity: Severity) -> bool {
        match self {
            Self::Note => severity >= Severity::Note,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
            Self::Nothing => false,
        }
    }
}

/// One value of `--deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DenyWord {
    /// Everything from a severity on.
    From(Threshold),
    /// Findings of a kind.
    Finding(FindingCode),
    /// Warnings of a kind.
    Diagnostic(Code),
}

impl FromStr for DenyWord {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let threshold = Threshold::ALL.into_iter().find(|known| known.word() == word).map(Self::From);
        let finding = FindingCode::ALL.iter().find(|code| code.as_str() == word).copied().map(Self::Finding);
        let diagnostic = Code::ALL.iter().find(|code| code.as_str() == word).copied().map(Self::Diagnostic);
        threshold.or(finding).or(diagnostic).ok_or_else(|| {
            let findings = FindingCode::ALL.iter().map(|code| code.as_str());
            let diagnostics = Code::ALL.iter().map(|code| code.as_str());
            let words = Threshold::ALL.into_iter().map(Threshold::word).chain(findings).chain(diagnostics);
            let hint = did_you_mean(word, words).unwrap_or_else(|| {
                "use `error`, `warning`, `note`, `nothing` or a code from docs/codes.md".to_owned()
            });
            format!("neither a severity nor a code; {hint}")
        })
    }
}

/// What fails a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deny {
    threshold: Threshold,
    findings: BTreeSet<FindingCode>,
    diagnostics: BTreeSet<Code>,
}

impl Deny {
    /// From the values of the command line. Codes are added to the severity, which is `otherwise` if no value names one,
    /// and the strictest if several do: an added `--deny` never lets more pass.
    pub fn new(words: &[DenyWord], otherwise: Threshold) -> Self {
        let (mut threshold, mut findings, mut diagnostics) = (None, BTreeSet::new(), BTreeSet::new());
        for word in words {
            match word {
                DenyWord::From(named) => {
                    threshold = Some(threshold.map_or(*named, |present: Threshold| present.min(*named)));
                }
                DenyWord::Finding(code) => {
                    findings.insert(*code);
                }
                DenyWord::Diagnostic(code) => {
                    diagnostics.insert(*code);
                }
            }
        }
        Self { threshold: threshold.unwrap_or(otherwise), findings, diagnostics }
    }

    /// True for a finding that fails the run unless it is accepted.
    pub fn denies_finding(&self, code: FindingCode) -> bool {
        self.threshold.denies(code.severity()) || self.findings.contains(&code)
    }

    /// True for a diagnostic that fails the run: every error, and denied warnings.
    pub fn denies_diagnostic(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.severity == Severity::Error
            || self.threshold.denies(diagnostic.severity)
            || self.diagnostics.contains(&diagnostic.code)
    }

    /// The values that mean the same, the severity first.
    pub fn words(&self) -> Vec<&'static str> {
        let findings = self.findings.iter().map(|code| code.as_str());
        let diagnostics = self.diagnostics.iter().map(|code| code.as_str());
        std::iter::once(self.threshold.word()).chain(findings).chain(diagnostics).collect()
    }
}
