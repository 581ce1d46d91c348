//! Accepted findings.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::selector::{SelectorNames, selector};
use crate::diagnostic::{Code, Noun, did_you_mean, quoted};
use crate::model::{
    AcceptedFinding, AcceptedTarget, Catalog, Evidence, EvidenceId, FindingCode, FindingId, Party, Profile,
    Project, ProjectId, ServiceId, ServiceUse,
};
use crate::schema::{AcceptedEntry, FindingsFile, SelectorEntry};
use crate::source::{Origin, SourceId};

/// What entries can refer to.
pub(super) struct FindingNames<'s> {
    pub(super) catalog: &'s Catalog,
    pub(super) evidence: &'s BTreeMap<EvidenceId, Evidence>,
    pub(super) common: &'s Profile,
    pub(super) projects: &'s [Project],
}

impl<'s> FindingNames<'s> {
    /// The names that profiles give to their uses of services.
    fn aliases(&self) -> Vec<ServiceId> {
        let own = self.projects.iter().flat_map(|project| &project.own.services);
        self.common.services.iter().chain(own).filter_map(ServiceUse::alias).cloned().collect()
    }

    /// The possible owners of an entry: parties of the organisation, and of the project that the entry names.
    fn parties(&self, project: Option<&ProjectId>) -> impl Iterator<Item = &'s Party> + Clone {
        let project = self.projects.iter().find(|present| Some(&present.id) == project);
        self.common.parties.iter().chain(project.into_iter().flat_map(|project| &project.own.parties))
    }
}

/// Reads the list of accepted findings, if there is one.
pub(super) fn read(
    context: &mut Context<'_>,
    known: &FindingNames<'_>,
    source: Option<SourceId>,
) -> Vec<AcceptedFinding> {
    let mut accepted: Vec<AcceptedFinding> = Vec::new();
    let Some(source) = source else { return accepted };
    let Some(file) = context.read_as::<FindingsFile>(source, "onus.findings/1") else { return accepted };
    let list = Origin::root(source).key("accepted");
    for (position, entry) in file.accepted.iter() {
        let origin = list.item(position);
        let Some(new) = accepted_finding(context, known, entry, &origin) else { continue };
        if let AcceptedTarget::Finding(id) = &new.target {
            let is_same = |present: &&AcceptedFinding| matches!(&present.target, AcceptedTarget::Finding(other) if other == id);
            if let Some(twin) = accepted.iter().find(is_same) {
                context.duplicate(id.as_str(), &origin.key("id"), &twin.origin.key("id"));
            }
        }
        accepted.push(new);
    }
    accepted
}

fn accepted_finding(
    context: &mut Context<'_>,
    known: &FindingNames<'_>,
    entry: &AcceptedEntry,
    origin: &Origin,
) -> Option<AcceptedFinding> {
    let target = target(context, known, entry, origin);
    let project = match &target {
        Some(AcceptedTarget::Kind { project, .. }) => project.clone(),
        Some(AcceptedTarget::Finding(_)) | None => None,
    };
    let parties = known.parties(project.as_ref());
    let known = parties.clone().map(|party| &party.id);
    let owner = context.refer(Noun::PARTY, &entry.owner, &origin.key("owner"), known);
    let reason = context.reason(entry.reason.as_deref(), origin, "acceptance");
    let expires = context.date(&entry.expires, &origin.key("expires"));
    let owner = owner?;
    let owner_name = parties.into_iter().find(|party| party.id == owner)?.name.trim().to_owned();
    Some(AcceptedFinding {
        target: target?,
        owner,
        owner_name,
        reason: reason?,
        expires: expires?,
        origin: origin.clone(),
    })
}

fn target(
    context: &mut Context<'_>,
    known: &FindingNames<'_>,
    entry: &AcceptedEntry,
    origin: &Origin,
) -> Option<AcceptedTarget> {
    match (&entry.id, &entry.code) {
        (Some(id), None) => {
            let others = [
                ("project", &entry.project),
                ("control", &entry.control),
                ("part", &entry.part),
                ("service", &entry.service),
                ("evidence", &entry.evidence),
            ];
            for (key, _) in others.into_iter().filter(|(_, value)| value.is_some()) {
                let message = format!("`id` and `{key}` are mutually exclusive: an `id` names one finding");
                let hint = format!("remove `{key}`, or use `code` instead of `id`");
                context.diagnostics.error(Code::ConflictingKeys, &origin.key(key), message).help(hint);
            }
            Some(AcceptedTarget::Finding(finding_id(context, id, &origin.key("id"))?))
        }
        (None, Some(code)) => kind(context, known, code, entry, origin),
        (Some(_), Some(_)) => {
            let message = "`id` and `code` are mutually exclusive";
            context
                .diagnostics
                .error(Code::ConflictingKeys, &origin.key("code"), message)
                .help("remove one of them".to_owned());
            None
        }
        (None, None) => {
            if !context.was_removed(origin, &["id", "code"]) {
                context
                    .diagnostics
                    .error(Code::MissingKey, origin, "the entry has neither `id` nor `code`")
                    .help(
                        "add the `id` of a finding, which `onus check` shows, or the `code` of a kind"
                            .to_owned(),
                    );
            }
            None
        }
    }
}

fn finding_id(context: &mut Context<'_>, text: &str, origin: &Origin) -> Option<FindingId> {
    let before = context.diagnostics.len();
    let id = context.id(text, origin);
    if id.is_none() && context.diagnostics.len() > before {
        let hint = match FindingCode::ALL.iter().find(|code| code.as_str() == text) {
            Some(code) => format!("for this kind of finding write `code: {}`", code.as_str()),
            None => "`onus check` shows the id of each finding".to_owned(),
        };
        context.diagnostics.hint_last(hint);
    }
    id
}

fn kind(
    context: &mut Context<'_>,
    known: &FindingNames<'_>,
    name: &str,
    entry: &AcceptedEntry,
    origin: &Origin,
) -> Option<AcceptedTarget> {
    let code = finding_code(context, name, &origin.key("code"));
    if entry.part.is_some() && entry.control.is_none() {
        if !context.was_removed(origin, &["control"]) {
            let message = "`part` needs `control`";
            context
                .diagnostics
                .error(Code::MissingKey, &origin.key("part"), message)
                .help("add `control`".to_owned());
        }
        return None;
    }
    let names = SelectorEntry {
        control: entry.control.as_deref(),
        part: entry.part.as_deref(),
        service: entry.service.as_deref(),
        ..SelectorEntry::default()
    };
    let selector = selector(
        context,
        &SelectorNames { catalog: known.catalog, aliases: &known.aliases() },
        &names,
        origin,
    );
    let project = entry.project.as_deref().map(|name| {
        let known = known.projects.iter().map(|project| &project.id);
        context.refer(Noun::PROJECT, name, &origin.key("project"), known)
    });
    let evidence = entry
        .evidence
        .as_deref()
        .map(|name| context.refer(Noun::EVIDENCE, name, &origin.key("evidence"), known.evidence.keys()));
    // A selector that could not be read must not widen the entry to everything.
    let project = project.map_or(Some(None), |id| id.map(Some))?;
    let evidence = evidence.map_or(Some(None), |id| id.map(Some))?;
    if context.was_removed(origin, &["project", "control", "part", "service", "evidence"]) {
        return None;
    }
    Some(AcceptedTarget::Kind { code: code?, project, selector: selector?, evidence })
}

fn finding_code(context: &mut Context<'_>, name: &str, origin: &Origin) -> Option<FindingCode> {
    let code = FindingCode::ALL.iter().find(|code| code.as_str() == name).copied();
    if code.is_none() {
        let is_diagnostic = Code::ALL.iter().any(|code| code.as_str() == name);
        let hint = if is_diagnostic {
            format!("{} is a diagnostic, not a finding: fix it instead", quoted(name))
        } else {
            did_you_mean(name, FindingCode::ALL.iter().map(|code| code.as_str()))
                .unwrap_or_else(|| "docs/codes.md lists all kinds of findings".to_owned())
        };
        let message = format!("unknown kind of finding {}", quoted(name));
        context.diagnostics.error(Code::UnknownWord, origin, message).help(hint);
    }
    code
}
