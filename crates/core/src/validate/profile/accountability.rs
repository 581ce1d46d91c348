//! Approvals, approvers of decisions, management's assertion, and facts that forms ask for.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{
    Approval, Approver, Assertion, Identifier, PartyId, Profile, ProjectId, Signatory, SystemFacts,
};
use crate::schema::{ApprovalEntry, ApprovedEntry, SystemEntry};
use crate::source::{Origin, YamlList};

/// Whom and what approvals of a profile can name.
pub(super) struct ApprovalNames<'n> {
    /// What the profile itself says so far: its parties.
    pub(super) own: &'n Profile,
    /// What a project inherits from its organisation.
    pub(super) inherited: Option<&'n Profile>,
    /// The projects that an approval of the organisation can be for; none in a project.
    pub(super) projects: Option<&'n [ProjectId]>,
}

impl ApprovalNames<'_> {
    /// Somebody who signs. A text in the form of an id is the id of a party: names of people have capital letters or
    /// spaces.
    fn signatory(&self, context: &mut Context<'_>, text: &str, origin: &Origin) -> Option<Signatory> {
        let text = text.trim();
        if text.is_empty() {
            context
                .diagnostics
                .error(Code::NothingSaid, origin, "nobody is named")
                .help("write a person's name, or the id of a party".to_owned());
            return None;
        }
        if PartyId::parse(text).is_err() {
            return Some(Signatory { name: text.to_owned(), party: None });
        }
        let inherited = self.inherited.map(|common| common.parties.as_slice()).unwrap_or_default();
        let parties = self.own.parties.iter().chain(inherited);
        let id = context.refer(Noun::PARTY, text, origin, parties.clone().map(|party| &party.id))?;
        let name = parties.into_iter().find(|party| party.id == id)?.name.trim().to_owned();
        Some(Signatory { name, party: Some(id) })
    }

    /// Who approved a decision, and when.
    pub(super) fn approver(
        &self,
        context: &mut Context<'_>,
        who: Option<&str>,
        on: Option<&str>,
        entry: &Origin,
    ) -> Option<Approver> {
        let day = on.and_then(|day| context.date(day, &entry.key("on")));
        let Some(who) = who else {
            if on.is_some() && !context.was_removed(entry, &["approver"]) {
                context
                    .diagnostics
                    .error(Code::MissingKey, &entry.key("on"), "`on` needs `approver`")
                    .help("add who approved it on that day".to_owned());
            }
            return None;
        };
        Some(Approver { who: self.signatory(context, who, &entry.key("approver"))?, on: day })
    }

    /// The approvals of a profile.
    pub(super) fn approvals(
        &self,
        context: &mut Context<'_>,
        entries: &YamlList<ApprovalEntry>,
        list: &Origin,
    ) -> Vec<Approval> {
        entries
            .iter()
            .filter_map(|(position, entry)| self.approval(context, entry, &list.item(position)))
            .collect()
    }

    fn approval(
        &self,
        context: &mut Context<'_>,
        entry: &ApprovalEntry,
        origin: &Origin,
    ) -> Option<Approval> {
        let who = self.signatory(context, &entry.who, &origin.key("who"));
        let on = context.date(&entry.on, &origin.key("on"));
        let before = context.diagnostics.len();
        let at = origin.key("for");
        let approved = entry.r#for.as_ref();
        let document = approved.and_then(|approved| document(context, approved, &at));
        let project = approved.and_then(|approved| self.project(context, approved, &at));
        // An approval of something unknown must not become one of everything.
        let is_clear = context.diagnostics.len() == before && !context.was_removed(origin, &["for"]);
        let approval = Approval {
            role: entry.role,
            who: who?,
            title: entry.title.as_deref().map(|title| title.trim().to_owned()),
            on: on?,
            document,
            project,
            origin: origin.clone(),
        };
        is_clear.then_some(approval)
    }

    fn project(&self, context: &mut Context<'_>, approved: &ApprovedEntry, at: &Origin) -> Option<ProjectId> {
        let name = approved.project.as_deref()?;
        match self.projects {
            Some(projects) => context.refer(Noun::PROJECT, name, &at.key("project"), projects.iter()),
            None => {
                context
                    .diagnostics
                    .error(Code::ConflictingKeys, &at.key("project"), "`project` has no meaning in a project")
                    .help("remove it: approvals in this file are for this project".to_owned());
                None
            }
        }
    }
}

fn document(context: &mut Context<'_>, approved: &ApprovedEntry, at: &Origin) -> Option<String> {
    let name = approved.document.as_deref()?;
    if context.documents.iter().any(|known| known == name) {
        return Some(name.to_owned());
    }
    let known: Vec<String> = context.documents.clone();
    let span = context.diagnostics.sources().span(&at.key("document"));
    let unknown = Noun::DOCUMENT.unknown(name, known.iter().map(String::as_str));
    context.diagnostics.push(unknown.at(span, ""));
    None
}

/// Management's assertion, if there is a text. Where YAML has made spaces of the ends of lines, each line is a paragraph.
pub(super) fn assertion(context: &Context<'_>, text: Option<&str>, origin: &Origin) -> Option<Assertion> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let is_folded = context.diagnostics.sources().is_folded(origin);
    let text = if is_folded { text.replace('\n', "\n\n") } else { text.to_owned() };
    Some(Assertion { text, origin: origin.clone() })
}

/// Facts that forms ask for.
pub(super) fn system(context: &mut Context<'_>, entry: Option<&SystemEntry>, origin: &Origin) -> SystemFacts {
    let Some(entry) = entry else { return SystemFacts::default() };
    let list = |texts: &YamlList<String>| texts.iter().map(|(_, text)| text.trim().to_owned()).collect();
    let day = entry.authorized_on.as_deref();
    SystemFacts {
        identifier: entry.identifier.as_deref().map(|text| text.trim().to_owned()),
        status: entry.status,
        authorized_on: day.and_then(|day| context.date(day, &origin.key("authorized-on"))),
        confidentiality: entry.confidentiality,
        integrity: entry.integrity,
        availability: entry.availability,
        users: list(&entry.users),
        data: list(&entry.data),
        people: list(&entry.people),
        outside: list(&entry.outside),
        distribution: list(&entry.distribution),
        period: entry.period.as_deref().and_then(|text| context.period(text, &origin.key("period"))),
        origin: Some(origin.clone()),
    }
}
