//! What the signatures of a package show, and what they do not.

use super::gather::{Files, Kept};
use super::{Problem, ProblemCode, SignatureState};
use crate::lists::SUMS;
use crate::manifest::Manifest;
use crate::seal::{MANIFEST, SIGNATURE, SUMS_SIGNATURE};
use crate::signature::{PublicKey, SignatureProblem};

/// Checks both signatures with the key that was given, or with the one that the manifest names.
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
    let name = manifest.name();
    for pair in [(SIGNATURE, MANIFEST), (SUMS_SIGNATURE, SUMS)] {
        problems.extend(signature(files, pair, &named, &name));
    }
    let key = named.to_base64();
    let state = match (problems.is_empty(), given) {
        (false, _) => SignatureState::Broken,
        (true, None) => SignatureState::Whole { key },
        (true, Some(_)) => SignatureState::Confirmed { key },
    };
    (state, problems)
}

/// What is wrong with the signature of a list, of which each byte must be as it was sealed.
fn signature(files: &Files, (path, list): (&str, &str), key: &PublicKey, name: &str) -> Option<Problem> {
    let wrong = |message: String| Some(Problem::of(path, ProblemCode::SignatureWrong, message));
    let Some(file) = files.get(path) else {
        let message = "is not there, and `manifest.json` names the key of a signature";
        return Some(Problem::of(path, ProblemCode::SignatureMissing, message));
    };
    let Kept::Bytes(text) = &file.kept else {
        return wrong("is larger than any signature".to_owned());
    };
    let Some(Kept::Bytes(signed)) = files.get(list).map(|file| &file.kept) else {
        return wrong(format!("is the signature of `{list}`, which is not there or too large"));
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return wrong("is not a signature of minisign".to_owned());
    };
    match key.check(text, signed, name) {
        Ok(()) => None,
        Err(SignatureProblem::Unreadable) => wrong("is not a signature of minisign".to_owned()),
        Err(SignatureProblem::OtherKey) => {
            wrong("was made with another key than `manifest.json` names".to_owned())
        }
        Err(SignatureProblem::Wrong) => wrong(format!("is not a signature of this `{list}`")),
        Err(SignatureProblem::Comment) => wrong(format!("does not have the comment `{name}`")),
        Err(SignatureProblem::Form) => wrong("is not written as it was sealed".to_owned()),
    }
}
