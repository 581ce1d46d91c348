//! What goes into an auditor's package of a project: its documents, its matrix, what proves what they say, and the
//! reports behind what is inherited.

mod proofs;

use std::collections::BTreeMap;

use onus_core::assess::{Assessed, Situation};
use onus_core::validate::Subject;
use onus_package::{
    About, CatalogVersion, Content, Contents, Description, Input, Item, ItemKind, Named, Supports,
};

use super::{Made, Request, Surroundings, folder, inputs, make_prepared, prepare, survey};
use crate::error::Error;
use crate::load::{OUTPUT, Published, Workspace};
use crate::plan::{self, Template};
use crate::publish::{OutputFile, Shelf};

use proofs::Proofs;

/// What is done with restricted files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restricted {
    /// They are listed with their digests and handed out on request.
    Withheld,
    /// They are put in.
    Included,
}

/// What was made for a package.
#[derive(Debug)]
pub struct Bundled {
    /// Documents, findings and mistakes, as of a build of the project.
    pub made: Made,
    /// What goes into the package; none when there are mistakes.
    pub contents: Option<Contents>,
}

/// Makes what goes into the package of the one project that the request selects.
pub fn bundle(workspace: &Workspace, request: &Request, restricted: Restricted) -> Result<Bundled, Error> {
    let prepared = prepare(workspace, request);
    let (shelf, published) = (Shelf::default(), Published::new(&workspace.root.join(OUTPUT)));
    let surroundings = Surroundings { published: Some(&published), ..Surroundings::bare(&shelf) };
    let made = make_prepared(workspace, &prepared, request, surroundings)?;
    if !made.mistakes.is_empty() {
        return Ok(Bundled { made, contents: None });
    }
    let situation = Situation { as_of: request.as_of, files: &prepared.evidence.files };
    let subjects = &prepared.validated.subjects;
    let meant = (situation, &request.selection);
    let (surveys, _) = survey(workspace, subjects, meant, |_, state| state);
    let selected = surveys.iter().find_map(|survey| Some((survey.subject, survey.projects.first()?)));
    let Some((subject, state)) = selected else {
        return Ok(Bundled { made, contents: None });
    };
    let proofs = Proofs::gather(workspace, state, situation, restricted);
    let (templates, _) = plan::templates(workspace);
    let mut files = documents(shelf.files(), &templates);
    files.push(attestations(state, situation, &proofs.places));
    files.extend(proofs.files);
    let contents = Contents {
        about: about(subject, state, request),
        inputs: input_files(workspace, subject, state),
        files,
        withheld: proofs.withheld,
    };
    Ok(Bundled { made, contents: Some(contents) })
}

fn about(subject: &Subject, state: &Assessed<'_>, request: &Request) -> About {
    let (catalog, organization) = (&subject.catalog, &subject.organization);
    let contact = organization.contact.as_ref().map(|(name, address)| match address {
        Some(address) => format!("{}, {}", name.trim(), address.trim()),
        None => name.trim().to_owned(),
    });
    About {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        catalog: CatalogVersion { version: catalog.version.clone(), digest: catalog.digest },
        organization: Named { id: organization.id.to_string(), name: organization.name.trim().to_owned() },
        project: Named { id: state.project.id.to_string(), name: state.project.name.trim().to_owned() },
        as_of: request.as_of,
        classification: organization.classification.clone(),
        contact,
    }
}

fn input_files(workspace: &Workspace, subject: &Subject, state: &Assessed<'_>) -> Vec<Input> {
    let input = |id: onus_core::source::SourceId| {
        let source = workspace.texts.sources.get(id);
        Input { path: source.name().to_owned(), bytes: source.size(), sha256: source.digest() }
    };
    let folder = folder(workspace, subject);
    let inputs = folder.map(|folder| inputs::inputs(workspace, folder, state.project));
    inputs.into_iter().flatten().map(input).collect()
}

/// The files of a build of one project: `organisation/project/name.pdf` goes to `documents/name.pdf`, the matrix to the
/// top.
fn documents(files: Vec<OutputFile>, templates: &[Template]) -> Vec<Item> {
    let item = |file: OutputFile| {
        let name = file.path.splitn(3, '/').nth(2).unwrap_or(&file.path).to_owned();
        let is_matrix = name == "matrix.json";
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let template = templates.iter().find(|template| template.document == stem);
        let title = match template {
            Some(template) => template.title.trim().to_owned(),
            None if is_matrix => "Responsibility matrix as data".to_owned(),
            None => name.clone(),
        };
        let (path, kind) = match is_matrix {
            true => (name, ItemKind::Matrix),
            false => (format!("documents/{name}"), ItemKind::Document),
        };
        let (media_type, supports) = (media_type(&path), Supports::default());
        let description = Description {
            media_type,
            kind,
            id: None,
            title,
            state: None,
            pinned_sha256: None,
            supports,
            source: None,
        };
        Item { path, content: Content::Bytes(file.bytes), description }
    };
    files.into_iter().map(item).collect()
}

fn attestations(state: &Assessed<'_>, situation: Situation<'_>, places: &BTreeMap<&str, String>) -> Item {
    let bytes = onus_matrix::write_attestations(&state.matrix, situation.as_of, places);
    let description = Description {
        media_type: "application/json".to_owned(),
        kind: ItemKind::Index,
        id: None,
        title: "Third-party reports and what they cover".to_owned(),
        state: None,
        pinned_sha256: None,
        supports: Supports::default(),
        source: None,
    };
    Item { path: "attestations.json".to_owned(), content: Content::Bytes(bytes), description }
}

/// What kind of file a name stands for.
fn media_type(path: &str) -> String {
    match path.rsplit_once('.') {
        // The registered type (RFC 7763), which not every list of types has.
        Some((_, "md")) => "text/markdown".to_owned(),
        Some(_) | None => mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned(),
    }
}
