//! `onus catalog`: for those who maintain a catalog.

mod entry;

use std::path::Path;

use onus_core::assess::{catalog_mistakes, coverage};
use onus_core::diagnostic::{Code, Diagnostic, did_you_mean, did_you_mean_id, quoted};
use onus_core::model::{
    Catalog, Control, Duties, Framework, Layer, Need, Requirement, Service, Subject, Target,
};
use onus_core::resolve::Decision;
use onus_core::source::Sources;
use serde_json::json;

use super::console::{Console, one_line};
use super::{ExitStatus, today};
use crate::cli::{CatalogArgs, CatalogCommand};
use crate::error::Error;
use crate::open::{EvidenceReading, OpenWorkspace, Selection};

pub(super) fn run(console: &Console, root: &Path, args: &CatalogArgs) -> Result<ExitStatus, Error> {
    let selection = Selection { organization: args.organization.clone(), project: None };
    // A catalog depends neither on the day nor on evidence.
    let open = OpenWorkspace::open(root, selection, today(), EvidenceReading::Skip)?;
    let mut mistakes = open.catalog_mistakes().in_order();
    if mistakes.is_empty() {
        let (catalog, sources) = (catalog(&open), open.sources());
        mistakes = match &args.command {
            CatalogCommand::Check => check(console, catalog, sources),
            CatalogCommand::Coverage => {
                show_coverage(console, catalog);
                Vec::new()
            }
            CatalogCommand::Show { id } => show(console, catalog, sources, id),
        };
    }
    console.diagnostics(&mistakes, open.sources());
    Ok(if mistakes.is_empty() { ExitStatus::Success } else { ExitStatus::Failed })
}

/// The catalog of the organisation that is asked about; without one, the built-in catalog.
fn catalog(open: &OpenWorkspace) -> &Catalog {
    let wanted = open.selection.organization.as_deref();
    let mut subjects = open.validated.organizations.iter();
    let own = subjects.find(|subject| Some(subject.organization.id.as_str()) == wanted);
    own.map_or(&open.validated.catalog, |subject| &subject.catalog)
}

fn check(console: &Console, catalog: &Catalog, sources: &Sources) -> Vec<Diagnostic> {
    let parts: usize = catalog.controls.iter().map(|control| control.parts.len()).sum();
    let counts = [
        ("layers", catalog.layers.len()),
        ("classes", catalog.classes.len()),
        ("demarcation entries", catalog.demarcation.len()),
        ("traits", catalog.traits.len()),
        ("services", catalog.services.len()),
        ("domains", catalog.domains.len()),
        ("controls", catalog.controls.len()),
        ("parts", parts),
        ("frameworks", catalog.frameworks.len()),
    ];
    for (what, count) in counts {
        console.line(&format!("{count:6} {what}"));
        console.record(&json!({ "type": "count", "what": what, "count": count }));
    }
    console.line("");
    show_coverage(console, catalog);
    catalog_mistakes(catalog, sources)
}

fn show_coverage(console: &Console, catalog: &Catalog) {
    let heading = ["framework", "requirements", "mapped", "organisational", "open"];
    let [name, total, mapped, organizational, open] = heading;
    console.line(&format!("{name:34}  {total:>12}  {mapped:>6}  {organizational:>14}  {open:>5}"));
    for line in coverage(catalog) {
        let name = match line.baseline {
            Some(baseline) => format!("{}/{baseline}", line.framework.id),
            None => line.framework.id.to_string(),
        };
        let (total, mapped, organizational, open) =
            (line.total, line.mapped, line.organizational, line.open());
        console.line(&format!("{name:34}  {total:12}  {mapped:6}  {organizational:14}  {open:5}"));
        console.record(&json!({
            "type": "coverage", "framework": line.framework.id, "baseline": line.baseline,
            "requirements": total, "mapped": mapped, "organizational": organizational, "open": open,
        }));
    }
}

fn show(console: &Console, catalog: &Catalog, sources: &Sources, id: &str) -> Vec<Diagnostic> {
    let (text, record) = if let Some(control) = catalog.control_meant(id) {
        (control_text(catalog, sources, control), entry::control(catalog, sources, control))
    } else if let Some(service) = catalog.services.get(id) {
        (service_text(catalog, sources, service), entry::service(sources, service))
    } else if let Some(layer) = catalog.layers.iter().find(|layer| layer.id.as_str() == id) {
        (layer_text(catalog, sources, layer), entry::layer(catalog, sources, layer))
    } else if let Some((framework, requirement)) = requirement(catalog, id) {
        let record = entry::requirement(sources, framework, requirement);
        (requirement_text(sources, framework, requirement), record)
    } else {
        return vec![unknown(catalog, id)];
    };
    text.iter().for_each(|line| console.line(line.trim_end()));
    console.record(&record);
    Vec::new()
}

fn unknown(catalog: &Catalog, id: &str) -> Diagnostic {
    let controls = catalog.controls.iter().map(|control| control.id.as_str());
    let services = catalog.services.keys().map(|id| id.as_str());
    let layers = catalog.layers.iter().map(|layer| layer.id.as_str());
    let requirements = catalog.frameworks.values().flat_map(|framework| &framework.requirements);
    let numbered = controls.chain(requirements.map(|requirement| requirement.id.as_str()));
    let hint = did_you_mean_id(id, numbered).or_else(|| did_you_mean(id, services.chain(layers)));
    let message = format!("there is no service, control, requirement or layer {}", quoted(id));
    Diagnostic::error(Code::UnknownSelection, message).hint(hint)
}

/// The requirement of that id in any framework; `framework/id` names one.
fn requirement<'c>(catalog: &'c Catalog, id: &str) -> Option<(&'c Framework, &'c Requirement)> {
    let all = |framework: &'c Framework| framework.requirements.iter().map(move |found| (framework, found));
    let exact = catalog.frameworks.values().flat_map(all).find(|(_, found)| found.id.as_str() == id);
    let meant = |framework: &'c Framework| Some((framework, framework.requirement_meant(id)?));
    exact.or_else(|| catalog.frameworks.values().find_map(meant))
}

fn control_text(catalog: &Catalog, sources: &Sources, control: &Control) -> Vec<String> {
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

fn in_words(duties: &Duties) -> String {
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

fn service_text(catalog: &Catalog, sources: &Sources, service: &Service) -> Vec<String> {
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
    lines.extend(service.notes.iter().map(|note| format!("  - {}", one_line(note))));
    lines.extend(service.names.iter().map(|name| format!("  {}: {}", name.tool.word(), name.name)));
    lines
}

fn layer_text(catalog: &Catalog, sources: &Sources, layer: &Layer) -> Vec<String> {
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

fn requirement_text(sources: &Sources, framework: &Framework, requirement: &Requirement) -> Vec<String> {
    let place = sources.place_of(&requirement.origin);
    let mut lines = vec![format!("{} {}  ({place})", requirement.id, requirement.title)];
    lines.push(format!("  {}", framework.title));
    let baselines: Vec<&str> = requirement.baselines.iter().map(|id| id.as_str()).collect();
    if !baselines.is_empty() {
        lines.push(format!("  baselines: {}", baselines.join(", ")));
    }
    for target in &requirement.satisfied_by {
        lines.push(match &target.part {
            Some(part) => format!("  satisfied by {}/{part}", target.control),
            None => format!("  satisfied by {}", target.control),
        });
    }
    lines.extend(
        requirement.organizational.iter().map(|reason| format!("  organisational: {}", one_line(reason))),
    );
    lines
}
