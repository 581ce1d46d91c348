//! Where new evidence is: a file, which may have to be copied into the workspace; an address; a ticket; an attestation.

use std::io;
use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic, Noun, quoted};
use onus_core::digest::Fingerprint;
use onus_core::model::EvidenceKind;

use super::AddError;
use super::names::unknown;
use super::register::TargetRegister;
use crate::cli::AddEvidenceArgs;
use crate::error::Error;
use crate::load::{Bounds, FileLocation, evidence_file, path_from};

/// New evidence, and where it is.
pub(super) struct Located {
    pub(super) kind: EvidenceKind,
    /// The `location` of its entry.
    pub(super) location: String,
    /// The name from which an id and a title are made.
    pub(super) name: String,
    /// The title that it has in its own system or in the profile.
    pub(super) title: Option<String>,
    /// Size and digest of a file.
    pub(super) fingerprint: Option<Fingerprint>,
    /// The path in the workspace to which a file from outside is copied.
    pub(super) copy: Option<String>,
}

impl Located {
    fn plain(kind: EvidenceKind, location: &str, name: &str) -> Self {
        Self {
            kind,
            location: location.to_owned(),
            name: name.to_owned(),
            title: None,
            fingerprint: None,
            copy: None,
        }
    }
}

/// Finds the evidence that the command line names.
pub(super) fn find(
    bounds: &Bounds,
    register: &TargetRegister<'_>,
    args: &AddEvidenceArgs,
) -> Result<Located, AddError> {
    let text = args.what.to_str();
    let kind = args.kind.unwrap_or(match text {
        Some(text) if text.contains("://") => EvidenceKind::Url,
        Some(_) | None => EvidenceKind::File,
    });
    if kind == EvidenceKind::File {
        return file(bounds, register, &args.what).map_err(|why| with_kinds(why, args.kind));
    }
    let Some(text) = text.filter(|text| !text.trim().is_empty() && !text.chars().any(char::is_control))
    else {
        let message = format!("unusable location of a {}", kind.word());
        let hint = "a location is a single line of text without control characters".to_owned();
        return Err(Diagnostic::error(Code::UnknownSelection, message).hint(hint).into());
    };
    match kind {
        EvidenceKind::File => file(bounds, register, &args.what),
        EvidenceKind::Ticket => {
            Ok(Located { title: Some(text.to_owned()), ..Located::plain(kind, text, text) })
        }
        EvidenceKind::Url => address(text),
        EvidenceKind::Attestation => {
            let attestations = &register.subject.organization.attestations;
            match attestations.iter().find(|attestation| attestation.id.as_str() == text) {
                Some(found) => {
                    Ok(Located { title: Some(found.title.clone()), ..Located::plain(kind, text, text) })
                }
                None => {
                    let ids = attestations.iter().map(|attestation| attestation.id.as_str());
                    Err(AddError::Input(unknown(Noun::ATTESTATION, text, ids).into_iter().collect()))
                }
            }
        }
    }
}

/// A file that does not exist may be a ticket whose `--kind` was left out.
fn with_kinds(why: AddError, kind: Option<EvidenceKind>) -> AddError {
    match why {
        AddError::Other(Error::Read { path, cause })
            if kind.is_none() && cause.kind() == io::ErrorKind::NotFound =>
        {
            let cause = "no such file; if it is not a file, give its kind, such as `--kind ticket`";
            AddError::Other(Error::Read { path, cause: io::Error::other(cause) })
        }
        AddError::Other(_) | AddError::Input(_) => why,
    }
}

fn address(text: &str) -> Result<Located, AddError> {
    let Some((_, rest)) = text.split_once("://").filter(|_| !text.contains(char::is_whitespace)) else {
        let hint = "an address contains `://` and no spaces, such as `https://grc.example/scan`".to_owned();
        let message = format!("{} is not an address", quoted(text));
        return Err(Diagnostic::error(Code::UnknownSelection, message).hint(hint).into());
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let name = path.split('/').rfind(|part| !part.is_empty()).unwrap_or("address");
    Ok(Located::plain(EvidenceKind::Url, text, name))
}

fn file(bounds: &Bounds, register: &TargetRegister<'_>, path: &Path) -> Result<Located, AddError> {
    let location = bounds.locate(path)?;
    let inside = match &location {
        FileLocation::Inside(inside) => Some(inside.as_str()),
        FileLocation::Outside(_) => None,
    };
    let fingerprint = evidence_file(bounds.root(), inside, path)?;
    let folder = bounds.inside(&bounds.path(register.folder()))?;
    let (inside, copy) = match location {
        FileLocation::Inside(inside) => (inside, None),
        FileLocation::Outside(name) => {
            let place = format!("{folder}/{name}");
            let exists = copy_exists(bounds, &place, &fingerprint)?;
            (place.clone(), (!exists).then_some(place))
        }
    };
    if bounds.inside(&bounds.path(&register.path)).is_ok_and(|register| register == inside) {
        return Err(failed(path.to_owned(), "it is the register itself"));
    }
    let name = inside.rsplit('/').next().unwrap_or_default();
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let located = Located::plain(EvidenceKind::File, &path_from(&folder, &inside), &stem);
    Ok(Located { fingerprint: Some(fingerprint), copy, ..located })
}

/// True when the copy already exists; an error when a different file has its place.
fn copy_exists(bounds: &Bounds, place: &str, wanted: &Fingerprint) -> Result<bool, AddError> {
    let path = bounds.path(place);
    if [".yaml", ".yml"].iter().any(|ending| place.to_lowercase().ends_with(ending)) {
        let why = "in this folder it would be read as a register; move it to another folder of the workspace and \
                   add it from there";
        return Err(failed(path, why));
    }
    if !bounds.exists(place) {
        return Ok(false);
    }
    bounds.locate(&path)?;
    if evidence_file(bounds.root(), None, &path)? != *wanted {
        return Err(failed(path, "a different file with this name already exists; rename one of them"));
    }
    Ok(true)
}

fn failed(path: PathBuf, why: &str) -> AddError {
    AddError::Other(Error::Write { path, cause: io::Error::other(why) })
}
