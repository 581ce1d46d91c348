//! What is not in order in a project, for the first pages that its auditor reads: every finding that the states of evidence
//! and reports do not show already.

use onus_core::assess::Finding;
use onus_core::model::FindingCode;
use onus_package::KnownIssue;

/// The findings of a project by kind, the most severe kinds first. Whether the organisation has accepted one for its own
/// builds is nothing to an auditor.
pub(super) fn known_issues(findings: &[Finding]) -> Vec<KnownIssue> {
    let mut kinds: Vec<FindingCode> = FindingCode::ALL.to_vec();
    // Stable: within a severity, the order of the guide.
    kinds.sort_by_key(|code| std::cmp::Reverse(code.severity()));
    kinds.retain(|code| !is_shown_by_state(*code) && !is_due(*code));
    let of_kind = |code: &FindingCode| {
        let code = *code;
        findings.iter().filter(move |finding| finding.code == code).map(issue)
    };
    kinds.iter().flat_map(of_kind).collect()
}

fn issue(finding: &Finding) -> KnownIssue {
    let control = finding.control.as_ref().map(|control| match &finding.part {
        Some(part) => format!("{control}/{part}"),
        None => control.to_string(),
    });
    let service = finding.service.as_ref().map(ToString::to_string);
    let about: Vec<String> = control.into_iter().chain(service).collect();
    KnownIssue {
        kind: finding.code.sentence().to_owned(),
        about: about.join(" "),
        text: finding.message.clone(),
    }
}

/// True for what the state of a piece of evidence or of a report says, which stands beside each of them.
fn is_shown_by_state(code: FindingCode) -> bool {
    matches!(
        code,
        FindingCode::EvidenceStale
            | FindingCode::EvidenceFileMissing
            | FindingCode::EvidenceEmpty
            | FindingCode::EvidencePointer
            | FindingCode::EvidenceAltered
            | FindingCode::EvidenceFromFuture
            | FindingCode::AttestationUnused
    )
}

/// True for what is still in order.
fn is_due(code: FindingCode) -> bool {
    matches!(code, FindingCode::EvidenceDue | FindingCode::AttestationDue | FindingCode::OfferUnused)
}
