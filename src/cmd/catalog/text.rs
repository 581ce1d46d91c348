//! Entries of the catalog as text: what `onus catalog show` prints.

use onus_core::model::{
    Catalog, Control, Duties, Framework, Layer, Need, Requirement, Service, Subject, Target,
};
use onus_core::resolve::Decision;
use onus_core::source::Sources;

use super::super::console::one_line;

pub(super) fn control(catalog: &Catalog, sources: &Sources, control: &Control) -> Vec<String> {
    let mut lines = vec![
        format!("{} {}  ({})", control.id, control.title, sources.place_of(&control.origin)),
        format!("  {}", one_line(&control.objective)),
    ];
    for part in &control.parts {
        lines.extend([String::new(), format!("  {} on layer {}", part.id, part.layer)]);
        match part.per {
            Subject::Service => {}
            Subject::Project => lines.push("    once for each project".to_owned()),
            Subject::Organization => lines.push("    once for the organisation".to_owned()),
        }
        for (needs, separator) in [(&part.needs.all, ", "), (&part.needs.any, " or ")] {
            if !needs.is_empty() {
                let named: Vec<&str> = needs.iter().map(Need::as_str).collect();
                lines.push(format!("    needs {}", named.join(separator)));
            }
        }
        lines.extend(part.texts.provider.iter().map(|text| format!("    provider: {}", one_line(text))));
        lines.extend(part.texts.customer.iter().map(|text| format!("    customer: {}", one_line(text))));
        for (provider, title) in &part.sources {
            lines.push(format!("    {provider} publishes it in: {}", one_line(title)));
        }
        for entry in &part.settings {
            lines.push(format!("    {} for {}", entry.setting.label(), entry.selector));
        }
        for class in &catalog.classes {
            if let Some(Ok(decision)) = Decision::of_class(catalog, part, &class.id) {
                lines.push(format!("    {:14}  {}", class.id.as_str(), in_words(&decision.duties())));
            }
        }
    }
    lines.extend([String::new(), "  an auditor asks for".to_owned()]);
    lines.extend(
        control
            .evidence
            .iter()
            .map(|request| format!("    {} ({})", one_line(&request.text), request.cadence.label())),
    );
    for framework in catalog.frameworks.values() {
        let own = |target: &Target| target.control == control.id;
        let satisfied =
            framework.requirements.iter().filter(|requirement| requirement.satisfied_by.iter().any(own));
        let ids: Vec<&str> = satisfied.map(|requirement| requirement.id.as_str()).collect();
        if !ids.is_empty() {
            lines.extend([String::new(), format!("  {}: {}", framework.id, ids.join(", "))]);
        }
    }
    lines
}

/// Who holds the duties, as one line.
pub(super) fn in_words(duties: &Duties) -> String {
    let Duties { manage, operate, verify } = duties;
    let words = (manage.word(), operate.word(), verify.word());
    format!(
        "{:9} manage {}, operate {}, verify {}",
        duties.responsibility().word(),
        words.0,
        words.1,
        words.2
    )
}

pub(super) fn service(catalog: &Catalog, sources: &Sources, service: &Service) -> Vec<String> {
    let class = catalog.class(&service.class).map_or(service.class.as_str(), |class| &class.title);
    let traits: Vec<&str> = service.traits.iter().map(|known| known.as_str()).collect();
    let mut lines = vec![
        format!("{} {}  ({})", service.id, service.name, sources.place_of(&service.origin)),
        format!("  {}", one_line(service.summary.as_deref().unwrap_or_default())),
        format!("  class {class}; traits: {}", traits.join(", ")),
    ];
    if let Some(below) = &service.runs_on {
        lines.push(format!("  runs on {} up to {}", below.service, below.up_to));
    }
    for exception in &service.exceptions {
        let source = exception.source.as_deref().map(|source| format!(" [{source}]")).unwrap_or_default();
        lines.push(format!("  differs in {}: {}{source}", exception.selector, one_line(&exception.reason)));
    }
    for entry in &service.settings {
        let source = entry.source.as_deref().map(|source| format!(" [{source}]")).unwrap_or_default();
        lines.push(format!("  {} {}{source}", entry.target, entry.setting.label()));
    }
    if service.is_global {
        lines.push("  has no region".to_owned());
    }
    lines.extend(service.ends.map(|month| format!("  runs until {month}")));
    lines.push(match service.checked {
        Some(month) => format!("  compared with what its provider publishes in {month}"),
        None => "  not compared with what its provider publishes".to_owned(),
    });
    lines.extend(service.notes.iter().map(|note| format!("  - {}", one_line(note))));
    lines.extend(service.names.iter().map(|name| {
        let condition = name.condition().map(|condition| format!(" if {condition}"));
        let shared = if name.is_shared { ", with other services" } else { "" };
        format!("  {}: {}{}{shared}", name.tool, name.name, condition.unwrap_or_default())
    }));
    lines
}

pub(super) fn layer(catalog: &Catalog, sources: &Sources, layer: &Layer) -> Vec<String> {
    let mut lines = vec![
        format!("{} {}  ({})", layer.id, layer.title, sources.place_of(&layer.origin)),
        format!("  {}", layer.description),
    ];
    for class in &catalog.classes {
        if let Some(entry) = catalog.demarcation.get(&(layer.id.clone(), class.id.clone())) {
            lines.extend([String::new(), format!("  {:14}  {}", class.id.as_str(), in_words(&entry.duties))]);
            lines.push(format!("    {}", one_line(&entry.reason)));
        }
    }
    lines
}

pub(super) fn requirement(
    sources: &Sources,
    framework: &Framework,
    requirement: &Requirement,
) -> Vec<String> {
    let place = sources.place_of(&requirement.origin);
    let mut lines = vec![format!("{} {}  ({place})", requirement.id, requirement.title)];
    lines.push(format!("  {}", framework.title));
    let baselines: Vec<&str> = requirement.baselines.iter().map(|id| id.as_str()).collect();
    if !baselines.is_empty() {
        lines.push(format!("  baselines: {}", baselines.join(", ")));
    }
    lines.extend(requirement.specification.map(|kind| format!("  {} specification", kind.word())));
    for target in &requirement.satisfied_by {
        lines.push(format!("  satisfied by {target} ({})", requirement.relationship(target).word()));
    }
    lines.extend(requirement.together.map(|all| format!("  all of these together: {}", all.word())));
    lines.extend(requirement.remainder.iter().map(|text| format!("  remainder: {}", one_line(text))));
    for objective in &requirement.objectives {
        lines.push(format!("  objective {} {}", objective.id, one_line(&objective.title)));
    }
    lines.extend(
        requirement.organizational.iter().map(|reason| format!("  organisational: {}", one_line(reason))),
    );
    lines
}
