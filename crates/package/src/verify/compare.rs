//! What was read against what the lists say, and the lists against each other.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::digest::Sha256Digest;

use super::gather::{File, Files, Kept, names};
use super::{Problem, ProblemCode};
use crate::lists::{ARTIFACTS_LOG, Digests, HASH_LOG, SUMS, logs, parse_sums, sums};
use crate::manifest::Manifest;
use crate::seal::{MANIFEST, README, SIGNATURE, SUMS_SIGNATURE};

/// What a list says of a file.
struct Expected {
    bytes: Option<u64>,
    sha256: Sha256Digest,
}

/// Everything by which a package differs from its manifest.
pub(super) fn with_manifest(manifest: &Manifest, files: &Files) -> Vec<Problem> {
    let made = [MANIFEST, SUMS, SIGNATURE, SUMS_SIGNATURE];
    let paths = manifest.files.iter().map(|entry| entry.path.as_str());
    let mut problems = names(made.into_iter().chain(paths));
    for path in [README, ARTIFACTS_LOG, HASH_LOG] {
        if !manifest.files.iter().any(|entry| entry.path == path) {
            problems.push(Problem::of(path, ProblemCode::Manifest, "is not listed in `manifest.json`"));
        }
    }
    let expected = manifest
        .files
        .iter()
        .map(|entry| (entry.path.as_str(), Expected { bytes: Some(entry.bytes), sha256: entry.sha256 }));
    let unlisted = if manifest.signature.is_some() { &made[..] } else { &made[..2] };
    problems.extend(differences(&expected.collect(), files, unlisted));
    problems.extend(about_sums(manifest, files));
    problems.extend(about_logs(manifest, files));
    problems
}

/// Everything by which a package without a manifest differs from `SHA256SUMS`.
pub(super) fn with_sums(files: &Files) -> Vec<Problem> {
    let Some(text) = files.get(SUMS).and_then(|file| text(file)) else {
        return Vec::new();
    };
    let listed = parse_sums(text);
    let expected = listed.iter().filter(|(path, _)| **path != MANIFEST);
    let expected = expected.map(|(path, sha256)| (*path, Expected { bytes: None, sha256: *sha256 }));
    let unlisted = [MANIFEST, SUMS, SUMS_SIGNATURE];
    let unlisted = if listed.contains_key(SIGNATURE) { &unlisted[..] } else { &unlisted[..2] };
    differences(&expected.collect(), files, unlisted)
}

fn differences(expected: &BTreeMap<&str, Expected>, files: &Files, unlisted: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut missing: BTreeMap<&str, &Expected> = BTreeMap::new();
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
                problems.push(Problem::of(before, ProblemCode::Renamed, format!("is called `{path}` now")));
            }
            None => problems.push(Problem::of(path, ProblemCode::Added, "was not in the package")),
        }
    }
    let gone = missing.into_keys().chain(unlisted.iter().copied().filter(|path| !files.contains_key(*path)));
    // Without a signature that the manifest asks for, `signed` says more.
    let gone = gone.filter(|path| ![MANIFEST, SIGNATURE, SUMS_SIGNATURE].contains(path));
    problems.extend(gone.map(|path| Problem::of(path, ProblemCode::Missing, "is not there")));
    problems
}

/// Check sums of an archive are only those of the files' own bytes; whether these are the right ones is another question.
fn check_sums(files: &Files) -> impl Iterator<Item = Problem> {
    let wrong = |file: &File| file.declared_crc32.is_some_and(|declared| declared != file.fingerprint.crc32);
    let message = "has another check sum than the archive declares";
    let wrong = files.iter().filter(move |(_, file)| wrong(file));
    wrong.map(move |(path, _)| Problem::of(path, ProblemCode::Checksum, message))
}

fn difference(
    path: &str,
    expected: &Expected,
    file: &File,
    owners: &BTreeMap<Sha256Digest, &str>,
) -> Option<Problem> {
    let found = &file.fingerprint;
    if found.sha256 == expected.sha256 && expected.bytes.is_none_or(|bytes| bytes == found.bytes) {
        return None;
    }
    if let Some(owner) = owners.get(&found.sha256).filter(|owner| **owner != path && found.bytes > 0) {
        let message = format!("holds what `{owner}` must hold");
        return Some(Problem::of(path, ProblemCode::Altered, message));
    }
    Some(match expected.bytes {
        Some(bytes) if found.bytes < bytes => {
            let message = format!("has only {} of its {bytes} bytes", found.bytes);
            Problem::of(path, ProblemCode::Truncated, message)
        }
        Some(bytes) if found.bytes > bytes => {
            let message = format!("has {} bytes instead of {bytes}", found.bytes);
            Problem::of(path, ProblemCode::Extended, message)
        }
        Some(_) | None => Problem::of(path, ProblemCode::Altered, "has another content than was sealed"),
    })
}

fn text(file: &File) -> Option<&str> {
    match &file.kept {
        Kept::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
        Kept::No | Kept::TooLarge => None,
    }
}

/// `SHA256SUMS` must be what follows from the manifest, and from the manifest's own bytes and its signature.
fn about_sums(manifest: &Manifest, files: &Files) -> Vec<Problem> {
    let Some(file) = files.get(SUMS) else {
        return Vec::new();
    };
    let mut expected: Digests<'_> =
        manifest.files.iter().map(|entry| (entry.path.as_str(), entry.sha256)).collect();
    for path in [MANIFEST, SIGNATURE] {
        expected.extend(files.get(path).map(|file| (path, file.fingerprint.sha256)));
    }
    let Some(found) = text(file) else {
        return vec![Problem::of(SUMS, ProblemCode::Sums, "is no text, or larger than any such list")];
    };
    if found == sums(&expected) {
        return Vec::new();
    }
    let listed = parse_sums(found);
    let paths: BTreeSet<&str> = expected.keys().chain(listed.keys()).copied().collect();
    let differing = paths.into_iter().filter(|path| expected.get(path) != listed.get(path));
    let problems: Vec<Problem> = differing
        .map(|path| match (expected.get(path), listed.get(path)) {
            (Some(_), Some(_)) if path == MANIFEST || path == SIGNATURE => {
                Problem::of(path, ProblemCode::Sums, "has another digest than `SHA256SUMS` gives")
            }
            (Some(_), Some(_)) => {
                let message = format!("gives `{path}` another digest than `manifest.json` does");
                Problem::of(SUMS, ProblemCode::Sums, message)
            }
            (Some(_), None) => Problem::of(SUMS, ProblemCode::Sums, format!("does not list `{path}`")),
            (None, _) => Problem::of(
                SUMS,
                ProblemCode::Sums,
                format!("lists `{path}`, which `manifest.json` does not"),
            ),
        })
        .collect();
    if problems.is_empty() {
        return vec![Problem::of(SUMS, ProblemCode::Sums, "is not written as it was sealed")];
    }
    problems
}

/// The logs must be what follows from the manifest; a log whose bytes are not even those is said to be altered already.
fn about_logs(manifest: &Manifest, files: &Files) -> Vec<Problem> {
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
            let message = "does not say what `manifest.json` says";
            problems.push(Problem::of(path, ProblemCode::Log, message));
        }
    }
    problems
}
