//! Compares the files with the lists, and the lists with each other.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::digest::Sha256Digest;

use super::gather::{Kept, MeasuredFile, MeasuredFiles, names};
use super::{ProblemCode, VerificationProblem};
use crate::lists::{Digests, logs, parse_sums, sums};
use crate::manifest::PackageManifest;
use crate::names::{ARTIFACTS_LOG, HASH_LOG, MANIFEST, README, SIGNATURE, SUMS, SUMS_SIGNATURE};

/// A file as a list describes it.
struct ListedFile {
    bytes: Option<u64>,
    sha256: Sha256Digest,
}

/// Every difference between a package and its manifest.
pub(super) fn with_manifest(manifest: &PackageManifest, files: &MeasuredFiles) -> Vec<VerificationProblem> {
    let made = [MANIFEST, SUMS, SIGNATURE, SUMS_SIGNATURE];
    let paths = manifest.files.iter().map(|entry| entry.path.as_str());
    let mut problems = names(made.into_iter().chain(paths));
    for path in [README, ARTIFACTS_LOG, HASH_LOG] {
        if !manifest.files.iter().any(|entry| entry.path == path) {
            problems.push(VerificationProblem::of(
                path,
                ProblemCode::Manifest,
                "is not listed in `manifest.json`",
            ));
        }
    }
    let expected = manifest
        .files
        .iter()
        .map(|entry| (entry.path.as_str(), ListedFile { bytes: Some(entry.bytes), sha256: entry.sha256 }));
    let unlisted = if manifest.signature.is_some() { &made[..] } else { &made[..2] };
    problems.extend(differences(&expected.collect(), files, unlisted));
    problems.extend(about_sums(manifest, files));
    problems.extend(about_logs(manifest, files));
    problems
}

/// Every difference between a package without a usable manifest and `SHA256SUMS`.
pub(super) fn with_sums(files: &MeasuredFiles) -> Vec<VerificationProblem> {
    let Some(text) = files.get(SUMS).and_then(|file| text(file)) else {
        return Vec::new();
    };
    let listed = parse_sums(text);
    let expected = listed.iter().filter(|(path, _)| **path != MANIFEST);
    let expected = expected.map(|(path, sha256)| (*path, ListedFile { bytes: None, sha256: *sha256 }));
    let unlisted = [MANIFEST, SUMS, SUMS_SIGNATURE];
    let unlisted = if listed.contains_key(SIGNATURE) { &unlisted[..] } else { &unlisted[..2] };
    differences(&expected.collect(), files, unlisted)
}

fn differences(
    expected: &BTreeMap<&str, ListedFile>,
    files: &MeasuredFiles,
    unlisted: &[&str],
) -> Vec<VerificationProblem> {
    let mut problems = Vec::new();
    let mut missing: BTreeMap<&str, &ListedFile> = BTreeMap::new();
    let owners: BTreeMap<Sha256Digest, &str> =
        expected.iter().map(|(path, expected)| (expected.sha256, *path)).collect();
    for (path, wanted) in expected {
        match files.get(*path) {
            None => {
                missing.insert(path, wanted);
            }
            Some(file) => problems.extend(difference(path, wanted, file, &owners)),
        }
    }
    problems.extend(check_sums(files));
    let known = |path: &str| expected.contains_key(path) || unlisted.contains(&path);
    let mut moved: BTreeMap<Sha256Digest, Vec<&str>> = BTreeMap::new();
    for (path, wanted) in &missing {
        moved.entry(wanted.sha256).or_default().push(path);
    }
    for (path, file) in files.iter().filter(|(path, _)| !known(path)) {
        match moved.get_mut(&file.fingerprint.sha256).and_then(Vec::pop) {
            Some(before) => {
                missing.remove(before);
                problems.push(VerificationProblem::of(
                    before,
                    ProblemCode::Renamed,
                    format!("is now called `{path}`"),
                ));
            }
            None => {
                problems.push(VerificationProblem::of(path, ProblemCode::Added, "was not in the package"))
            }
        }
    }
    let gone = missing.into_keys().chain(unlisted.iter().copied().filter(|path| !files.contains_key(*path)));
    // `signed` reports missing signatures, and `verify` a missing manifest.
    let gone = gone.filter(|path| ![MANIFEST, SIGNATURE, SUMS_SIGNATURE].contains(path));
    problems.extend(gone.map(|path| VerificationProblem::of(path, ProblemCode::Missing, "does not exist")));
    problems
}

/// A wrong CRC-32 is reported on its own: unpacking programs will fail, although the content may be the sealed one.
fn check_sums(files: &MeasuredFiles) -> impl Iterator<Item = VerificationProblem> {
    let wrong =
        |file: &MeasuredFile| file.declared_crc32.is_some_and(|declared| declared != file.fingerprint.crc32);
    let message = "does not have the CRC-32 that the archive declares";
    let wrong = files.iter().filter(move |(_, file)| wrong(file));
    wrong.map(move |(path, _)| VerificationProblem::of(path, ProblemCode::Checksum, message))
}

fn difference(
    path: &str,
    expected: &ListedFile,
    file: &MeasuredFile,
    owners: &BTreeMap<Sha256Digest, &str>,
) -> Option<VerificationProblem> {
    let found = &file.fingerprint;
    if found.sha256 == expected.sha256 && expected.bytes.is_none_or(|bytes| bytes == found.bytes) {
        return None;
    }
    if let Some(owner) = owners.get(&found.sha256).filter(|owner| **owner != path && found.bytes > 0) {
        let message = format!("has the content of `{owner}`");
        return Some(VerificationProblem::of(path, ProblemCode::Altered, message));
    }
    Some(match expected.bytes {
        Some(bytes) if found.bytes < bytes => {
            let message = format!("has {} bytes instead of {bytes}", found.bytes);
            VerificationProblem::of(path, ProblemCode::Truncated, message)
        }
        Some(bytes) if found.bytes > bytes => {
            let message = format!("has {} bytes instead of {bytes}", found.bytes);
            VerificationProblem::of(path, ProblemCode::Extended, message)
        }
        Some(_) | None => VerificationProblem::of(path, ProblemCode::Altered, "has different content"),
    })
}

fn text(file: &MeasuredFile) -> Option<&str> {
    match &file.kept {
        Kept::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
        Kept::No | Kept::TooLarge => None,
    }
}

/// `SHA256SUMS` must be what follows from the manifest and its signature: sealing can write it in one way only.
fn about_sums(manifest: &PackageManifest, files: &MeasuredFiles) -> Vec<VerificationProblem> {
    let Some(file) = files.get(SUMS) else {
        return Vec::new();
    };
    let mut expected: Digests<'_> =
        manifest.files.iter().map(|entry| (entry.path.as_str(), entry.sha256)).collect();
    for path in [MANIFEST, SIGNATURE] {
        expected.extend(files.get(path).map(|file| (path, file.fingerprint.sha256)));
    }
    let Some(found) = text(file) else {
        return vec![VerificationProblem::of(
            SUMS,
            ProblemCode::Sums,
            "is not UTF-8 text, or too large for such a list",
        )];
    };
    if found == sums(&expected) {
        return Vec::new();
    }
    let listed = parse_sums(found);
    let paths: BTreeSet<&str> = expected.keys().chain(listed.keys()).copied().collect();
    let differing = paths.into_iter().filter(|path| expected.get(path) != listed.get(path));
    let problems: Vec<VerificationProblem> = differing
        .map(|path| match (expected.get(path), listed.get(path)) {
            (Some(_), Some(_)) if path == MANIFEST || path == SIGNATURE => {
                VerificationProblem::of(path, ProblemCode::Sums, "does not have the digest in `SHA256SUMS`")
            }
            (Some(_), Some(_)) => {
                let message = format!("has another digest for `{path}` than `manifest.json`");
                VerificationProblem::of(SUMS, ProblemCode::Sums, message)
            }
            (Some(_), None) => {
                VerificationProblem::of(SUMS, ProblemCode::Sums, format!("does not list `{path}`"))
            }
            (None, _) => VerificationProblem::of(
                SUMS,
                ProblemCode::Sums,
                format!("lists `{path}`, which `manifest.json` does not list"),
            ),
        })
        .collect();
    if problems.is_empty() {
        return vec![VerificationProblem::of(
            SUMS,
            ProblemCode::Sums,
            "has the right digests, but is not written as it was sealed",
        )];
    }
    problems
}

/// The logs must be what follows from the manifest. A log whose own digest is wrong has been reported as altered.
fn about_logs(manifest: &PackageManifest, files: &MeasuredFiles) -> Vec<VerificationProblem> {
    let artifacts = manifest.files.iter().filter(|entry| ![ARTIFACTS_LOG, HASH_LOG].contains(&&*entry.path));
    let digests: Digests<'_> = artifacts.map(|entry| (entry.path.as_str(), entry.sha256)).collect();
    let (artifacts, hash) = logs(&digests);
    let mut problems = Vec::new();
    for (path, expected) in [(ARTIFACTS_LOG, artifacts), (HASH_LOG, hash)] {
        let sealed = manifest.files.iter().find(|entry| entry.path == path).map(|entry| entry.sha256);
        let Some(file) = files.get(path).filter(|file| Some(file.fingerprint.sha256) == sealed) else {
            continue;
        };
        if text(file) != Some(expected.as_str()) {
            let message = "does not list the files that `manifest.json` lists";
            problems.push(VerificationProblem::of(path, ProblemCode::Log, message));
        }
    }
    problems
}
