//! `onus offer`: the offers of a project as a file that another organisation can inherit from.

use std::path::Path;

use onus_core::assess::{OfferFile, to_customers};
use onus_core::diagnostic::{Code, Count, Diagnostic, quoted};
use onus_core::model::{Audience, Project};
use onus_core::resolve::{KnownOffer, OfferState};
use onus_core::validate::ValidOrganization;
use serde_json::json;

use super::cache::{CacheAccess, evidence_reading};
use super::console::Console;
use super::{ExitStatus, as_of, output};
use crate::cli::OfferArgs;
use crate::error::Error;
use crate::open::{MistakeStage, OpenWorkspace, Selection};
use crate::publish::publish_file;

pub(super) fn run(console: &Console, root: &Path, args: &OfferArgs) -> Result<ExitStatus, Error> {
    let silenced = args.output.as_deref().map(|output| output::console(console, output)).transpose()?;
    let console = silenced.as_ref().unwrap_or(console);
    let selection = Selection { organization: None, project: Some(args.project.clone()) };
    let reading = evidence_reading(root, false, CacheAccess::Reads);
    let open = OpenWorkspace::open(root, selection, as_of(args.as_of), reading)?;
    if let Some(output) = &args.output {
        output::refuse_input_of(&open, output)?;
    }
    let mut mistakes = open.mistakes();
    mistakes.add(MistakeStage::Conflicts, open.conflicts());
    if mistakes.is_empty() {
        mistakes.add(MistakeStage::Selection, several(&open, &args.project));
    }
    if !mistakes.is_empty() {
        console.diagnostics(&mistakes.in_order(), open.sources());
        return Ok(ExitStatus::Failed);
    }
    let Some((subject, project)) = selected(&open).next() else {
        return Ok(ExitStatus::Failed);
    };
    let offers = open.offers_of(&subject.organization.id);
    let offers = offers.map(|book| book.of_project(&project.id)).unwrap_or_default();
    if offers.is_empty() {
        let message = format!("{} offers nothing", quoted(&args.project));
        let mistake = Diagnostic::error(Code::UnknownOffer, message)
            .at(open.sources().span(&project.origin), "")
            .hint("say under `offers` what the project does for others".to_owned());
        console.diagnostics(&[mistake], open.sources());
        return Ok(ExitStatus::Failed);
    }
    let catalog = &subject.catalog.version;
    let bytes = OfferFile::new(&subject.organization, project, offers.iter(), catalog, open.as_of).to_bytes();
    match &args.output {
        Some(output) => {
            publish_file(root, output, &bytes)?;
            console.record(
                &json!({ "type": "file", "path": output.display().to_string(), "bytes": bytes.len() }),
            );
            summarize(console, offers);
            console.line(&format!("Wrote {}.", output.display()));
        }
        None => console.json(&String::from_utf8_lossy(&bytes)),
    }
    Ok(ExitStatus::Success)
}

/// The selected projects with their organisations.
fn selected(open: &OpenWorkspace) -> impl Iterator<Item = (&ValidOrganization, &Project)> {
    open.validated.organizations.iter().flat_map(|subject| {
        let organization = &subject.organization;
        let projects = organization.projects.iter();
        projects
            .filter(|project| open.selection.has_project(&organization.id, &project.id))
            .map(move |project| (subject, project))
    })
}

/// A name that several organisations have a project of.
fn several(open: &OpenWorkspace, name: &str) -> Option<Diagnostic> {
    let names: Vec<String> = selected(open)
        .map(|(subject, project)| format!("`{}/{}`", subject.organization.id, project.id))
        .collect();
    (names.len() > 1).then(|| {
        let message = format!("{} is the name of several projects", quoted(name));
        Diagnostic::error(Code::UnknownSelection, message).hint(format!("name one of {}", names.join(", ")))
    })
}

fn summarize(console: &Console, offers: &[KnownOffer]) {
    let customers = to_customers(offers).count();
    let projects = offers.iter().filter(|known| known.offer.to == Audience::Projects).count();
    let parts = || offers.iter().flat_map(|known| &known.offer.parts);
    let kept = parts().filter(|part| part.state == OfferState::Kept).count();
    let counted = |count: usize, to: &str| (count > 0).then(|| format!("{} to {to}", Count(count, "offer")));
    let made: Vec<String> =
        [counted(projects, "projects"), counted(customers, "customers")].into_iter().flatten().collect();
    console.line(&format!("{}: {kept} of {} kept", made.join(", "), Count(parts().count(), "part")));
}
