//! What a new entry points at: a file with its path, its digest and perhaps its copy; an address; a ticket; an
//! attestation.

use std::io;
use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic, Noun};
use onus_core::digest::Fingerprint;

use super::Refused;
use super::names::unknown;
use super::register::Register;
use crate::cli::{AddArgs, KindWord};
use crate::error::Error;
use crate::load::{Bounds, Standing, fingerprint, path_from};

/// What an entry points at.
pub(super) struct Piece {
    /// What it is.
    pub(super) kind: KindWord,
    /// What the entry says of its place.
    pub(super) location: String,
    /// The name from which an id and a title can be made.
    pub(super) name: String,
    /// A title that it has already.
    pub(super) title: Option<String>,
    /// What the bytes of a file amount to.
    pub(super) fingerprint: Option<Fingerprint>,
    /// The path in the workspace to which a file from elsewhere is to be copied.
    pub(super) copy: Option<String>,
}

impl Piece {
    fn plain(kind: KindWord, location: &str, name: &str) -> Self {
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

/// Finds what the command line points at.
pub(super) fn find(bounds: &Bounds, register: &Register<'_>, args: &AddArgs) -> Result<Piece, Refused> {
    let text = args.what.to_str();
    let kind = args.kind.unwrap_or(match text {
        Some(text) if text.contains("://") => KindWord::Url,
        Some(_) | None => KindWord::File,
    });
    if kind == KindWord::File {
        return file(bounds, register, &args.what).map_err(|why| with_kinds(why, args.kind));
    }
    let Some(text) = text.filter(|text| !text.trim().is_empty() && !text.chars().any(char::is_control))
    else {
        let message = format!("this cannot be the location of a {}", kind.word());
        let hint = "a location is one line of text without control characters".to_owned();
        return Err(Diagnostic::error(Code::UnknownSelection, message).hint(hint).into());
    };
    match kind {
        KindWord::File => file(bounds, register, &args.what),
        KindWord::Ticket => Ok(Piece { title: Some(text.to_owned()), ..Piece::plain(kind, text, text) }),
        KindWord::Url => address(text),
        KindWord::Attestation => {
            let attestations = &register.subject.organization.attestations;
            match attestations.iter().find(|attestation| attestation.id.as_str() == text) {
                Some(found) => {
                    Ok(Piece { title: Some(found.title.clone()), ..Piece::plain(kind, text, text) })
                }
                None => {
                    let ids = attestations.iter().map(|attestation| attestation.id.as_str());
                    Err(Refused::Mistakes(unknown(Noun::ATTESTATION, text, ids).into_iter().collect()))
                }
            }
        }
    }
}

/// What is no file may be a ticket whose kind was not given.
fn with_kinds(why: Refused, kind: Option<KindWord>) -> Refused {
    match why {
        Refused::Failed(Error::Read { path, cause })
            if kind.is_none() && cause.kind() == io::ErrorKind::NotFound =>
        {
            let cause = "there is no such file; `--kind` says what else it is, such as `ticket`";
            Refused::Failed(Error::Read { path, cause: io::Error::other(cause) })
        }
        Refused::Failed(_) | Refused::Mistakes(_) => why,
    }
}

fn address(text: &str) -> Result<Piece, Refused> {
    let Some((_, rest)) = text.split_once("://").filter(|_| !text.contains(char::is_whitespace)) else {
        let hint = "an address has `://` and no spaces, such as `https://grc.example/scan`".to_owned();
        let message = format!("`{text}` is not an address");
        return Err(Diagnostic::error(Code::UnknownSelection, message).hint(hint).into());
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let name = path.split('/').rfind(|part| !part.is_empty()).unwrap_or("address");
    Ok(Piece::plain(KindWord::Url, text, name))
}

fn file(bounds: &Bounds, register: &Register<'_>, path: &Path) -> Result<Piece, Refused> {
    let standing = bounds.standing(path)?;
    let fingerprint = fingerprint(path)?;
    let folder = bounds.inside(&bounds.path(register.folder()))?;
    let (inside, copy) = match standing {
        Standing::Inside(inside) => (inside, None),
        Standing::Outside(name) => {
            let place = format!("{folder}/{name}");
            let is_there = is_there(bounds, &place, &fingerprint)?;
            (place.clone(), (!is_there).then_some(place))
        }
    };
    if bounds.inside(&bounds.path(&register.path)).is_ok_and(|register| register == inside) {
        return Err(failed(path.to_owned(), "it is the register itself"));
    }
    let name = inside.rsplit('/').next().unwrap_or_default();
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let piece = Piece::plain(KindWord::File, &path_from(&folder, &inside), &stem);
    Ok(Piece { fingerprint: Some(fingerprint), copy, ..piece })
}

/// True when the same file lies already where a copy is to lie; fails when anything else does.
fn is_there(bounds: &Bounds, place: &str, wanted: &Fingerprint) -> Result<bool, Refused> {
    let path = bounds.path(place);
    if [".yaml", ".yml"].iter().any(|ending| place.to_lowercase().ends_with(ending)) {
        let why = "it would be read as a register there; put it in a folder of its own in the workspace and add \
                   it from there";
        return Err(failed(path, why));
    }
    if !bounds.exists(place) {
        return Ok(false);
    }
    bounds.standing(&path)?;
    if fingerprint(&path)? != *wanted {
        return Err(failed(path, "another file of this name is there; rename one of them"));
    }
    Ok(true)
}

fn failed(path: PathBuf, why: &str) -> Refused {
    Refused::Failed(Error::Write { path, cause: io::Error::other(why) })
}
