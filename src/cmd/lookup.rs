//! Names on the command line: ids in any spelling, former ids, and titles that people know instead of ids.

use onus_core::diagnostic::{Code, Diagnostic, nearest, quoted};
use onus_core::model::{
    Catalog, Control, Framework, Identifier, Part, RenamedKind, Requirement, Service, find_id,
};

/// How many entries a hint names.
const MOST_SUGGESTIONS: usize = 3;

/// The control that a name means, now or before.
pub(super) fn control<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c Control> {
    catalog.control_meant(name).or_else(|| {
        let ids = catalog.controls.iter().map(|control| &control.id);
        catalog.control(catalog.renames.present(RenamedKind::Control, name, ids)?.as_str())
    })
}

/// The part of a control that a name means.
pub(super) fn part<'c>(control: &'c Control, name: &str) -> Option<&'c Part> {
    control.parts.iter().find(|part| part.id.as_str().eq_ignore_ascii_case(name))
}

/// The service that a name means, now or before.
pub(super) fn service<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c Service> {
    let found = catalog.services.get(name);
    found
        .or_else(|| catalog.services.values().find(|service| service.id.as_str().eq_ignore_ascii_case(name)))
        .or_else(|| {
            let ids = catalog.services.keys();
            catalog.services.get(catalog.renames.present(RenamedKind::Service, name, ids)?)
        })
}

/// The requirement of a framework that a name means, now or before, or of which it is an objective; `framework/id` is one of
/// that framework only.
pub(super) fn requirement<'c>(
    catalog: &Catalog,
    framework: &'c Framework,
    name: &str,
) -> Option<&'c Requirement> {
    framework.requirement_meant(name).or_else(|| {
        let name = within(framework, name);
        let ids = framework.requirements.iter().map(|requirement| &requirement.id);
        match catalog.renames.present(RenamedKind::Requirement, name, ids) {
            Some(id) => framework.requirements.iter().find(|requirement| requirement.id == *id),
            None => framework.requirement_of_objective(name),
        }
    })
}

/// What is to be known of a requirement that its publisher withdrew: that it is, and what asks for it now.
pub(super) fn withdrawn(catalog: &Catalog, name: &str) -> Option<Diagnostic> {
    let mut frameworks = catalog.frameworks.values();
    let (framework, found) = frameworks
        .find_map(|framework| Some((framework, framework.withdrawn_meant(within(framework, name))?)))?;
    let message =
        format!("{} of {} was withdrawn and asks for nothing", quoted(found.id.as_str()), framework.title);
    Some(Diagnostic::error(Code::WithdrawnRequirement, message).hint(found.hint()))
}

/// A name without the framework before it.
fn within<'n>(framework: &Framework, name: &'n str) -> &'n str {
    let own = name.split_once('/').filter(|(id, _)| id.eq_ignore_ascii_case(framework.id.as_str()));
    own.map_or(name, |(_, requirement)| requirement)
}

/// A note when a name is the former id of what it means.
pub(super) fn renamed<I: Identifier>(name: &str, formerly: &[I], present: &str) -> Option<Diagnostic> {
    let written = name.rsplit('/').next().unwrap_or(name);
    let former = find_id(written, formerly.iter())?;
    let message = format!("{} is now {}", quoted(former.borrow()), quoted(present));
    Some(Diagnostic::note(Code::RenamedId, message))
}

/// The hint for a name that is no id: the controls and services whose title it is, or nearly is.
pub(super) fn titled(catalog: &Catalog, name: &str) -> Option<String> {
    let controls = catalog.controls.iter().map(|control| (control.title.trim(), control.id.as_str()));
    let services = catalog.services.values().map(|service| (service.name.trim(), service.id.as_str()));
    let entries: Vec<(&str, &str)> = controls.chain(services).collect();
    let wanted = name.trim().to_lowercase();
    // Of two letters every second title has them somewhere.
    let has = |title: &str| wanted.chars().count() > 2 && title.to_lowercase().contains(&wanted);
    let mut found: Vec<&(&str, &str)> =
        entries.iter().filter(|(title, _)| title.to_lowercase() == wanted).collect();
    if found.is_empty() {
        found = entries.iter().filter(|(title, _)| has(title)).collect();
    }
    if found.is_empty() {
        let meant = nearest(name, entries.iter().map(|(title, _)| *title))?;
        found = entries.iter().filter(|(title, _)| *title == meant).collect();
    }
    let named = found.iter().take(MOST_SUGGESTIONS).map(|(title, id)| format!("`{id}` ({title})"));
    let named: Vec<String> = named.collect();
    match named.as_slice() {
        [] => None,
        [first @ .., last] if !first.is_empty() => {
            Some(format!("did you mean {} or {last}?", first.join(", ")))
        }
        [only, ..] => Some(format!("did you mean {only}?")),
    }
}
