//! `onus catalog`: for those who maintain a catalog.

mod coverage;
mod demarcation;
mod entry;
mod place;
mod sample;
mod stale;
mod text;
mod type_name;

use std::path::Path;

use onus_core::assess::catalog_mistakes;
use onus_core::diagnostic::{Code, Diagnostic, Severity, did_you_mean, did_you_mean_id, quoted};
use onus_core::model::{Catalog, Framework, Requirement};
use onus_core::source::Sources;
use serde_json::json;

use super::console::Console;
use super::{ExitStatus, lookup, today};
use crate::cli::{CatalogArgs, CatalogCommand};
use crate::error::Error;
use crate::open::{EvidenceReading, OpenWorkspace, Selection};

pub(super) fn run(console: &Console, root: &Path, args: &CatalogArgs) -> Result<ExitStatus, Error> {
    let selection = Selection { organization: args.organization.clone(), project: None };
    // A catalog depends neither on the day nor on evidence.
    let open = OpenWorkspace::open(root, selection, today(), EvidenceReading::Skip)?.with_whole_catalog();
    let sources = open.sources();
    let mut mistakes = open.catalog_mistakes().in_order();
    if let CatalogCommand::Show { id, within } = &args.command {
        let asked = ShownName { id, within: within.as_deref() };
        mistakes = show(console, &open, &asked, mistakes);
    } else if mistakes.is_empty() {
        let catalog = catalog(&open);
        mistakes = match &args.command {
            CatalogCommand::Check => check(console, catalog, sources),
            CatalogCommand::Stale { count } => {
                stale::show(console, catalog, sources, *count);
                Vec::new()
            }
            CatalogCommand::Sample { count, seed } => {
                sample::show(console, catalog, sources, *count, *seed);
                Vec::new()
            }
            CatalogCommand::Coverage | CatalogCommand::Show { .. } => {
                coverage::show(console, catalog);
                Vec::new()
            }
        };
    }
    console.diagnostics(&mistakes, sources);
    let failed = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
    Ok(if failed { ExitStatus::Failed } else { ExitStatus::Success })
}

/// The catalog of the organisation that is asked about; without one, the built-in catalog.
fn catalog(open: &OpenWorkspace) -> &Catalog {
    let wanted = open.selection.organization.as_deref();
    let mut subjects = open.validated.organizations.iter();
    let own = subjects.find(|subject| Some(subject.organization.id.as_str()) == wanted);
    own.map_or(&open.validated.catalog, |subject| &subject.catalog)
}

/// What is to be shown.
struct ShownName<'n> {
    id: &'n str,
    /// After `demarcation`: the layer or class.
    within: Option<&'n str>,
}

/// Shows an entry, and returns what has to be said about that. Built-in entries can be shown whatever is wrong with the
/// files of the workspace; what its own catalog says is not known then.
fn show(
    console: &Console,
    open: &OpenWorkspace,
    asked: &ShownName<'_>,
    mistakes: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let sources = open.sources();
    let unknown_names = open.selection.mistakes(&open.validated.organizations);
    if !mistakes.is_empty() {
        if !unknown_names.is_empty() || show_entry(console, &open.validated.catalog, sources, asked).is_err()
        {
            return mistakes;
        }
        console
            .message("note: there are mistakes in the workspace, so this is what the built-in catalog says");
        return Vec::new();
    }
    // The only organisation of a workspace is meant, named or not.
    let catalog = match (open.validated.organizations.as_slice(), &open.selection.organization) {
        ([only], None) => &only.catalog,
        (_, Some(_) | None) => catalog(open),
    };
    show_entry(console, catalog, sources, asked).unwrap_or_else(|unknown| vec![*unknown])
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
    coverage::show(console, catalog);
    catalog_mistakes(catalog, sources)
}

/// Shows an entry with notes on its name.
fn show_entry(
    console: &Console,
    catalog: &Catalog,
    sources: &Sources,
    asked: &ShownName<'_>,
) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    let id = asked.id.trim();
    if let Some(within) = asked.within.filter(|_| !id.eq_ignore_ascii_case(demarcation::TABLE)) {
        let message = format!("{} means nothing after {}", quoted(within), quoted(id));
        let hint = format!("`onus catalog show {} {within}` shows entries of the table", demarcation::TABLE);
        return Err(Box::new(Diagnostic::error(Code::UnknownSelection, message).hint(hint)));
    }
    let (mut lines, mut note) = (Vec::new(), None);
    let records = if let Some(quoted) =
        place::quoted_entry(sources, id).filter(|_| id.starts_with(place::BUILT_IN))
    {
        lines = quoted.lines;
        vec![quoted.record]
    } else if id.eq_ignore_ascii_case(demarcation::TABLE) || is_of_table(catalog, id) {
        let name = asked.within.or(Some(id).filter(|_| !id.eq_ignore_ascii_case(demarcation::TABLE)));
        let found = demarcation::excerpt(catalog, sources, name)?;
        lines = found.lines;
        found.records
    } else if let Some(control) = lookup::control(catalog, id) {
        note = lookup::renamed(id, &control.formerly, control.id.as_str());
        lines.extend(text::control(catalog, sources, control));
        vec![entry::control(catalog, sources, control)]
    } else if let Some(service) = lookup::service(catalog, id) {
        note = lookup::renamed(id, &service.formerly, service.id.as_str());
        lines.extend(text::service(catalog, sources, service));
        vec![entry::service(sources, service)]
    } else if let Some(layer) = catalog.layers.iter().find(|layer| layer.id.as_str().eq_ignore_ascii_case(id))
    {
        lines.extend(text::layer(catalog, sources, layer));
        vec![entry::layer(catalog, sources, layer)]
    } else if let Some((framework, requirement)) = requirement(catalog, id) {
        note = lookup::renamed(id, &requirement.formerly, requirement.id.as_str());
        lines.extend(text::requirement(sources, framework, requirement));
        vec![entry::requirement(sources, framework, requirement)]
    } else if let Some(found) = type_name::shown(catalog, sources, id) {
        lines = found.lines;
        found.records
    } else {
        let withdrawn = lookup::withdrawn(catalog, id);
        return Err(Box::new(withdrawn.unwrap_or_else(|| unknown(catalog, id))));
    };
    lines.iter().for_each(|line| console.line(line.trim_end()));
    records.iter().for_each(|record| console.record(record));
    Ok(note.into_iter().collect())
}

/// True for a class, and for a layer and a class as `layer/class`.
fn is_of_table(catalog: &Catalog, id: &str) -> bool {
    let class = id.split_once('/').map_or(id, |(_, class)| class);
    let is_layer = |id: &str| catalog.layers.iter().any(|layer| layer.id.as_str().eq_ignore_ascii_case(id));
    catalog.classes.iter().any(|known| known.id.as_str().eq_ignore_ascii_case(class))
        && id.split_once('/').is_none_or(|(layer, _)| is_layer(layer))
}

fn unknown(catalog: &Catalog, id: &str) -> Diagnostic {
    let controls = catalog.controls.iter().map(|control| control.id.as_str());
    let services = catalog.services.keys().map(|id| id.as_str());
    let layers = catalog.layers.iter().map(|layer| layer.id.as_str());
    let requirements = catalog.frameworks.values().flat_map(|framework| &framework.requirements);
    let numbered = controls.chain(requirements.map(|requirement| requirement.id.as_str()));
    let hint = type_name::misspelt_name(catalog, id)
        .map(|name| format!("did you mean `{name}`?"))
        .or_else(|| did_you_mean_id(id, numbered))
        .or_else(|| did_you_mean(id, services.chain(layers).chain([demarcation::TABLE])))
        .or_else(|| lookup::titled(catalog, id));
    let message = format!(
        "there is no service, control, requirement, layer, class or type of resources {}",
        quoted(id)
    );
    Diagnostic::error(Code::UnknownSelection, message).hint(hint)
}

/// The requirement of that id in any framework; `framework/id` names one.
fn requirement<'c>(catalog: &'c Catalog, id: &str) -> Option<(&'c Framework, &'c Requirement)> {
    let all = |framework: &'c Framework| framework.requirements.iter().map(move |found| (framework, found));
    let exact = catalog.frameworks.values().flat_map(all).find(|(_, found)| found.id.as_str() == id);
    let meant = |framework: &'c Framework| Some((framework, lookup::requirement(catalog, framework, id)?));
    exact.or_else(|| catalog.frameworks.values().find_map(meant))
}
