//! `onus bundle`: one project's documents and what proves them, sealed in one archive.

use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::validate::validate;
use onus_package::{Contents, seal};
use serde_json::json;

use super::super::console::Console;
use super::super::{Ending, as_of, findings};
use super::key::signing_key;
use crate::build::BuildRequest;
use crate::bundle::{Restricted, bundle};
use crate::cli::PackArgs;
use crate::error::Error;
use crate::format::OutputFormat;
use crate::gate::judge;
use crate::load::{Trust, load};
use crate::pipeline::Selection;
use crate::publish::{publish_package, remember};

pub(super) fn run(console: &Console, root: &Path, args: &PackArgs) -> Result<Ending, Error> {
    let workspace = load(root)?;
    let request = BuildRequest {
        as_of: as_of(args.as_of),
        selection: Selection { organization: None, project: Some(args.project.clone()) },
        document: None,
        formats: OutputFormat::ALL.to_vec(),
        trust: Trust::Reread,
    };
    let key = args.sign.as_deref().map(signing_key).transpose()?;
    if let Some(mistake) = several(&workspace, &args.project) {
        console.diagnostics(&[mistake], &workspace.texts.sources);
        return Ok(Ending::Failed);
    }
    let restricted = if args.include_restricted { Restricted::Included } else { Restricted::Withheld };
    let bundled = bundle(&workspace, &request, restricted)?;
    console.diagnostics(&bundled.build.mistakes, &workspace.texts.sources);
    let Some(contents) = bundled.contents else {
        return Ok(Ending::Failed);
    };
    let deny = &args.deny();
    let judged = &judge(&bundled.build, &workspace.texts.sources, request.as_of);
    console.diagnostics(&bundled.build.warnings, &workspace.texts.sources);
    console.diagnostics(&judged.warnings, &workspace.texts.sources);
    let output = args.output.clone().unwrap_or_else(|| default_name(&contents));
    let withheld = contents.withheld.len();
    let sealed = seal(contents, key.as_ref()).map_err(|error| Error::Package { cause: error.to_string() })?;
    publish_package(&output, &sealed)?;
    remember(root, bundled.build.updated_hashes.as_deref());
    findings::summarize(console, judged, deny);
    let signed = key.as_ref().map(|key| key.public().to_base64());
    console.record(&json!({
        "type": "package", "path": output.display().to_string(), "bytes": sealed.bytes(), "files": sealed.files(),
        "withheld": withheld, "public_key": signed,
    }));
    console.line(&format!("Wrote {} with {} files{}.", output.display(), sealed.files(), listed(withheld)));
    console.line(&match &signed {
        Some(key) => format!("Signed; the public key is {key}."),
        None => {
            "Not signed: its lists show accidents, not what somebody changes together with them.".to_owned()
        }
    });
    Ok(findings::ending(judged, &bundled.build.warnings, deny))
}

/// How many pieces are not in the package, if any.
fn listed(withheld: usize) -> String {
    match withheld {
        0 => String::new(),
        1 => "; 1 more piece is listed in it and not included".to_owned(),
        many => format!("; {many} more pieces are listed in it and not included"),
    }
}

fn default_name(contents: &Contents) -> PathBuf {
    let about = &contents.about;
    PathBuf::from(format!("{}-{}-{}.zip", about.organization.id, about.project.id, about.as_of))
}

/// A name that projects of several organisations have.
fn several(workspace: &crate::load::Workspace, wanted: &str) -> Option<Diagnostic> {
    let selection = Selection { organization: None, project: Some(wanted.to_owned()) };
    let validated = validate(&workspace.texts);
    let organizations = validated.organizations.iter().map(|subject| &subject.organization);
    let found: Vec<String> = organizations
        .flat_map(|organization| organization.projects.iter().map(move |project| (organization, project)))
        .filter(|(organization, project)| selection.has_project(&organization.id, &project.id))
        .map(|(organization, project)| format!("{}/{}", organization.id, project.id))
        .collect();
    let message = format!("`{wanted}` is a project of several organisations");
    let hint = format!("name one of `{}`", found.join("`, `"));
    (found.len() > 1).then(|| Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}
