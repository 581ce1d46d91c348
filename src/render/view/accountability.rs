//! Who answers for documents and decisions, and facts about the system that forms ask for.

use onus_core::assess::Finding;
use onus_core::model::{Approval, Approver, FindingCode, ImpactLevel, SystemStatus};
use onus_core::resolve::Scope;
use serde::Serialize;

use super::text::Text;

/// Somebody's approval of documents.
#[derive(Debug, Serialize)]
pub(super) struct ApprovalView<'a> {
    /// In words, such as `Approved by`.
    role: &'static str,
    name: Text<'a>,
    /// Their position, or none.
    title: Option<Text<'a>>,
    /// The day.
    on: String,
    /// Name of the template that it is for, or none for all.
    document: Option<&'a str>,
    /// True if something in the documents is newer.
    outdated: bool,
}

impl<'a> ApprovalView<'a> {
    /// Those of the project: who prepared, who reviewed, who approved; the organisation's first.
    pub(super) fn of(scope: &Scope<'a>, findings: &[Finding]) -> Vec<Self> {
        let outdated = |approval: &Approval| {
            let day = approval.origin.key("on");
            findings.iter().any(|found| found.code == FindingCode::ApprovalOutdated && found.origin == day)
        };
        let view = |approval: &'a Approval| Self {
            role: approval.role.label(),
            name: Text(&approval.who.name),
            title: approval.title.as_deref().map(Text),
            on: approval.on.to_string(),
            document: approval.document.as_deref(),
            outdated: outdated(approval),
        };
        let mut approvals: Vec<&Approval> = scope.approvals().collect();
        approvals.sort_by_key(|approval| approval.role);
        approvals.into_iter().map(view).collect()
    }
}

/// Facts about the system that forms ask for.
#[derive(Debug, Serialize)]
pub(super) struct SystemView {
    identifier: Option<String>,
    /// In words, such as `Operational`.
    status: Option<&'static str>,
    authorized_on: Option<String>,
    /// `Low`, `Moderate` or `High`.
    confidentiality: Option<&'static str>,
    integrity: Option<&'static str>,
    availability: Option<&'static str>,
    /// The highest of the three, where all are stated.
    impact: Option<&'static str>,
    /// Kinds of users.
    users: Vec<String>,
    /// Kinds of data.
    data: Vec<String>,
    /// The people who run it, in words.
    people: Vec<String>,
    /// What belongs to others.
    outside: Vec<String>,
    /// Who receives documents about it.
    distribution: Vec<String>,
    /// The period that documents about it describe, such as `2025-10-01 to 2026-09-30`; or none.
    period: Option<String>,
}

impl SystemView {
    /// None where the profile states nothing.
    pub(super) fn of(scope: &Scope<'_>) -> Option<Self> {
        let facts = scope.system();
        let level = |level: Option<ImpactLevel>| level.map(ImpactLevel::label);
        (!facts.is_empty()).then(|| Self {
            status: facts.status.map(SystemStatus::label),
            authorized_on: facts.authorized_on.map(|day| day.to_string()),
            confidentiality: level(facts.confidentiality),
            integrity: level(facts.integrity),
            availability: level(facts.availability),
            impact: level(facts.impact()),
            identifier: facts.identifier,
            users: facts.users,
            data: facts.data,
            people: facts.people,
            outside: facts.outside,
            distribution: facts.distribution,
            period: facts.period.map(|period| format!("{} to {}", period.first, period.last)),
        })
    }
}

/// Who approved a decision and when, in words: `Jane Doe on 2026-10-01`.
pub(super) fn approved(approver: Option<&Approver>) -> Option<String> {
    let approver = approver?;
    let name = approver.who.name.trim();
    Some(approver.on.map_or_else(|| name.to_owned(), |day| format!("{name} on {day}")))
}
