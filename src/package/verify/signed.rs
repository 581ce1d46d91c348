//! What the signature of a package shows, and what it does not.

use super::gather::{Files, Kept};
use super::{Problem, ProblemCode, SignatureState};
use crate::package::manifest::Manifest;
use crate::package::seal::{MANIFEST, SIGNATURE};
use crate::package::signature::{PublicKey, SignatureProblem};

/// Checks the signature with the key that was given, or with the one that the manifest names.
pub(super) fn check(
    manifest: &Manifest,
    files: &Files,
    given: Option<&PublicKey>,
) -> (SignatureState, Vec<Problem>) {
    let mut problems = Vec::new();
    let named = match &manifest.signature {
        None => {
            if given.is_some() {
                let message =
                    "names no key: the package is not signed, though a key was given to check it with";
                problems.push(Problem::of(MANIFEST, ProblemCode::Unsigned, message));
                return (SignatureState::Broken, problems);
            }
            return (SignatureState::None, problems);
        }
        Some(signer) => {
            PublicKey::parse(&signer.public_key).ok().filter(|key| key.to_base64() == signer.public_key)
        }
    };
    let Some(named) = named else {
        problems.push(Problem::of(MANIFEST, ProblemCode::Manifest, "names a key that is none"));
        return (SignatureState::Broken, problems);
    };
    if let Some(given) = given.filter(|given| **given != named) {
        let message = format!("names the key {}, not the given one {}", named.to_base64(), given.to_base64());
        problems.push(Problem::of(MANIFEST, ProblemCode::OtherKey, message));
    }
    problems.extend(signature(files, &named));
    let key = named.to_base64();
    let state = match (problems.is_empty(), given) {
        (false, _) => SignatureState::Broken,
        (true, None) => SignatureState::Whole { key },
        (true, Some(_)) => SignatureState::Confirmed { key },
    };
    (state, problems)
}

fn signature(files: &Files, key: &PublicKey) -> Option<Problem> {
    let wrong = |message: &str| Some(Problem::of(SIGNATURE, ProblemCode::SignatureWrong, message));
    let Some(file) = files.get(SIGNATURE) else {
        let message = "is not there, and `manifest.json` names the key of a signature";
        return Some(Problem::of(SIGNATURE, ProblemCode::SignatureMissing, message));
    };
    let (Kept::Bytes(text), Some(Kept::Bytes(signed))) =
        (&file.kept, files.get(MANIFEST).map(|file| &file.kept))
    else {
        return wrong("is larger than any signature");
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return wrong("is not a signature of minisign");
    };
    match key.check(text, signed) {
        Ok(_) => None,
        Err(SignatureProblem::Unreadable) => wrong("is not a signature of minisign"),
        Err(SignatureProblem::OtherKey) => wrong("was made with another key than `manifest.json` names"),
        Err(SignatureProblem::Wrong) => wrong("is not a signature of this `manifest.json`"),
    }
}
