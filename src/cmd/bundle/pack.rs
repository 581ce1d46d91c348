//! `onus bundle`: the documents and evidence of one project, sealed in one archive.

use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic, quoted, quoted_list};
use onus_package::{EnclosedCount, PackageContents, PackageSigner, SignerSource, seal};
use serde_json::json;

use super::super::console::Console;
use super::super::{CacheAccess, ExitStatus, as_of, evidence_reading, findings, output};
use super::key::signing_key;
use crate::bundle::{BundleRequest, Restricted, bundle};
use crate::cli::{PackArgs, SignerArg};
use crate::error::Error;
use crate::load::is_same_file;
use crate::open::{OpenWorkspace, Selection};
use crate::publish::{publish_package, remember};
use crate::report::judge;

pub(super) fn run(console: &Console, root: &Path, args: &PackArgs) -> Result<ExitStatus, Error> {
    let selection = Selection { organization: None, project: Some(args.project.clone()) };
    // A package vouches for its evidence, so every file of it is read.
    let reading = evidence_reading(root, true, CacheAccess::Writes);
    let open = OpenWorkspace::open(root, selection, as_of(args.as_of), reading)?;
    let key = args.sign.as_deref().map(signing_key).transpose()?;
    if let Some(mistake) = ambiguous_project(&open, &args.project) {
        console.diagnostics(&[mistake], open.sources());
        return Ok(ExitStatus::Failed);
    }
    let bundled = bundle(&open, &request(args))?;
    console.diagnostics(&bundled.build.mistakes, open.sources());
    console.diagnostics(&bundled.refused, open.sources());
    let Some(contents) = bundled.contents else {
        return Ok(ExitStatus::Failed);
    };
    let deny = &args.deny();
    let judged = &judge(&bundled.build, open.sources(), open.as_of);
    console.diagnostics(&bundled.build.warnings, open.sources());
    console.diagnostics(&judged.warnings, open.sources());
    let output = args.output.clone().unwrap_or_else(|| default_name(&contents));
    let console = &output::console(console, &output)?;
    refuse_input(&open, &output, args.sign.as_deref())?;
    let enclosed = Enclosed::of(&contents);
    let sealed = seal(contents, key.as_ref()).map_err(|error| Error::Package { cause: error.to_string() })?;
    publish_package(root, &output, &sealed)?;
    remember(root, bundled.build.updated_hashes.as_deref());
    let signed = key.as_ref().map(|key| key.public().to_base64());
    let Enclosed { sentence, evidence, attestations, withheld } = enclosed;
    console.record(&json!({
        "type": "package", "path": output.display().to_string(), "bytes": sealed.bytes(), "files": sealed.files(),
        "evidence": { "enclosed": evidence.enclosed, "of": evidence.of },
        "attestations": { "enclosed": attestations.enclosed, "of": attestations.of },
        "withheld": withheld, "public_key": signed,
    }));
    console.line(&format!("{sentence} Wrote {} with {} files.", output.display(), sealed.files()));
    console.line(&match &signed {
        Some(key) => format!("Signed; the public key is {key}."),
        None => "Not signed: `onus verify` will detect accidental changes, not deliberate ones.".to_owned(),
    });
    findings::summarize(console, judged, deny);
    Ok(findings::exit_status(judged, &bundled.build.warnings, deny))
}

/// A package must not take the place of what it is made from, nor of the key.
fn refuse_input(open: &OpenWorkspace, path: &Path, key: Option<&Path>) -> Result<(), Error> {
    let is_key = key.is_some_and(|key| is_same_file(path, key));
    if is_key { Err(Error::OverInput { path: path.to_owned() }) } else { output::refuse_input_of(open, path) }
}

fn request(args: &PackArgs) -> BundleRequest {
    let signer = args.signer.as_ref().map(|SignerArg { name, role }| PackageSigner {
        name: name.clone(),
        role: role.clone(),
        stated_by: SignerSource::CommandLine,
    });
    BundleRequest {
        documents: (!args.documents.is_empty()).then(|| args.documents.clone()),
        restricted: if args.include_restricted { Restricted::Included } else { Restricted::Withheld },
        signer,
        signed_at: args.signed_at,
    }
}

/// How much of what is listed is in a package.
struct Enclosed {
    sentence: String,
    evidence: EnclosedCount,
    attestations: EnclosedCount,
    withheld: usize,
}

impl Enclosed {
    fn of(contents: &PackageContents) -> Self {
        Self {
            sentence: contents.enclosed_sentence(),
            evidence: contents.evidence_count(),
            attestations: contents.attestation_count(),
            withheld: contents.withheld.len(),
        }
    }
}

fn default_name(contents: &PackageContents) -> PathBuf {
    let about = &contents.about;
    PathBuf::from(format!("{}-{}-{}.zip", about.organization.id, about.project.id, about.as_of))
}

/// A diagnostic for a name that projects of several organisations have.
fn ambiguous_project(open: &OpenWorkspace, wanted: &str) -> Option<Diagnostic> {
    let organizations = open.validated.organizations.iter().map(|subject| &subject.organization);
    let found: Vec<String> = organizations
        .flat_map(|organization| organization.projects.iter().map(move |project| (organization, project)))
        .filter(|(organization, project)| open.selection.has_project(&organization.id, &project.id))
        .map(|(organization, project)| format!("{}/{}", organization.id, project.id))
        .collect();
    let message = format!("several organisations have a project {}", quoted(wanted));
    let hint = format!("choose one of {}", quoted_list(found.iter().map(String::as_str)));
    (found.len() > 1).then(|| Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}
