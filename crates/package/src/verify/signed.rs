//! The signatures of a package: whether they are valid, and whose key they are checked with.

use super::gather::{Kept, MeasuredFiles};
use super::{ProblemCode, SignatureState, VerificationProblem};
use crate::manifest::PackageManifest;
use crate::names::{MANIFEST, SIGNATURE, SUMS, SUMS_SIGNATURE};
use crate::signature::{PublicKey, SignatureError};

/// Checks both signatures with the key that was given, or with the one that the manifest names.
pub(super) fn check(
    manifest: &PackageManifest,
    files: &MeasuredFiles,
    given: Option<&PublicKey>,
) -> (SignatureState, Vec<VerificationProblem>) {
    let mut problems = Vec::new();
    let named = match &manifest.signature {
        None => {
            if given.is_some() {
                let message = "names no key: the package is not signed, although a public key was given";
                problems.push(VerificationProblem::of(MANIFEST, ProblemCode::Unsigned, message));
                return (SignatureState::Broken, problems);
            }
            return (SignatureState::None, problems);
        }
        Some(signer) => {
            PublicKey::parse(&signer.public_key).ok().filter(|key| key.to_base64() == signer.public_key)
        }
    };
    let Some(named) = named else {
        problems.push(VerificationProblem::of(
            MANIFEST,
            ProblemCode::Manifest,
            "names a signer whose public key is not valid",
        ));
        return (SignatureState::Broken, problems);
    };
    if let Some(given) = given.filter(|given| **given != named) {
        let message = format!("names the key {}, not the given key {}", named.to_base64(), given.to_base64());
        problems.push(VerificationProblem::of(MANIFEST, ProblemCode::OtherKey, message));
    }
    let name = manifest.name();
    for (path, list) in [(SIGNATURE, MANIFEST), (SUMS_SIGNATURE, SUMS)] {
        problems.extend(signature(files, path, list, &SignedBy { key: &named, comment: &name }));
    }
    let key = named.to_base64();
    let state = match (problems.is_empty(), given) {
        (false, _) => SignatureState::Broken,
        (true, None) => SignatureState::Whole { key },
        (true, Some(_)) => SignatureState::Confirmed { key },
    };
    (state, problems)
}

/// What both signatures of a package have in common.
struct SignedBy<'k> {
    key: &'k PublicKey,
    /// The trusted comment: which package was signed, so that a signature cannot be moved to another one.
    comment: &'k str,
}

/// Checks the signature at `path` of the list at `list`.
fn signature(
    files: &MeasuredFiles,
    path: &str,
    list: &str,
    signer: &SignedBy<'_>,
) -> Option<VerificationProblem> {
    let wrong = |message: String| Some(VerificationProblem::of(path, ProblemCode::SignatureWrong, message));
    let Some(file) = files.get(path) else {
        let message = "does not exist, although `manifest.json` names the key of its signer";
        return Some(VerificationProblem::of(path, ProblemCode::SignatureMissing, message));
    };
    let Kept::Bytes(text) = &file.kept else {
        return wrong("is too large for a signature".to_owned());
    };
    let Some(Kept::Bytes(signed)) = files.get(list).map(|file| &file.kept) else {
        return wrong(format!("signs `{list}`, which does not exist or is too large"));
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return wrong("is not a minisign signature".to_owned());
    };
    match signer.key.check(text, signed, signer.comment) {
        Ok(()) => None,
        Err(SignatureError::Unreadable) => wrong("is not a minisign signature".to_owned()),
        Err(SignatureError::OtherKey) => {
            wrong("was made with a different key than `manifest.json` names".to_owned())
        }
        Err(SignatureError::Wrong) => wrong(format!("is not a valid signature of this `{list}`")),
        Err(SignatureError::Comment) => {
            wrong(format!("does not have the trusted comment `{}`", signer.comment))
        }
        Err(SignatureError::Form) => wrong("is valid, but not written as it was sealed".to_owned()),
    }
}
