//! Reads every file of a package once: sizes and digests of all, and the text of the lists.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use onus_core::digest::{Fingerprint, Meter};

use super::{ProblemCode, VerificationProblem};
use crate::manifest;
use crate::names::{ARTIFACTS_LOG, HASH_LOG, MANIFEST, SIGNATURE, SUMS, SUMS_SIGNATURE};
use crate::path::{ClashKind, check, clashes};
use crate::place::BUFFER;
use crate::place::{FolderEntry, FolderEntryKind, OpenFile};
use crate::zip;

/// Largest signature in bytes; minisign writes some 300.
const LARGEST_SIGNATURE: u64 = 64 * 1024;

/// A file of the package, read.
#[derive(Debug)]
pub(super) struct MeasuredFile {
    /// Its size, SHA-256 and CRC-32.
    pub(super) fingerprint: Fingerprint,
    /// Its content, if it is a list or a signature.
    pub(super) kept: Kept,
    /// The CRC-32 that the archive declares for it.
    pub(super) declared_crc32: Option<u32>,
}

/// Whether the content of a file is kept.
#[derive(Debug)]
pub(super) enum Kept {
    /// It is neither a list nor a signature.
    No,
    /// It is larger than such a file can be.
    TooLarge,
    /// It is kept.
    Bytes(Vec<u8>),
}

/// Files by path.
pub(super) type MeasuredFiles = BTreeMap<String, MeasuredFile>;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) files: MeasuredFiles,
    pub(super) problems: Vec<VerificationProblem>,
    /// The archive was refused, and no content was read.
    pub(super) refused: bool,
}

/// How many bytes of a file are kept in memory: lists and signatures are, evidence never is.
fn most_kept(path: &str) -> Option<u64> {
    match path {
        MANIFEST | SUMS | ARTIFACTS_LOG | HASH_LOG => Some(manifest::LARGEST),
        SIGNATURE | SUMS_SIGNATURE => Some(LARGEST_SIGNATURE),
        _ => None,
    }
}

pub(super) fn archive<R: Read + Seek>(reader: &mut R, bytes: u64) -> io::Result<Gathered> {
    let directory = match zip::read(reader, bytes)? {
        Ok(directory) => directory,
        Err(errors) => {
            let problem = |error: zip::ArchiveError| {
                let (path, message) = (error.path, error.kind.to_string());
                VerificationProblem { code: ProblemCode::Refused, path, message }
            };
            let problems = errors.into_iter().map(problem).collect();
            return Ok(Gathered { problems, refused: true, ..Gathered::default() });
        }
    };
    let mut gathered = Gathered::default();
    for folder in directory.folders {
        gathered.problems.push(VerificationProblem::of(
            &folder,
            ProblemCode::Added,
            "has an entry of its own, which folders of a package do not have",
        ));
    }
    if let Some(deviation) = directory.deviation {
        let message = format!("{}: another program packed or changed the archive", deviation.message);
        gathered.problems.push(VerificationProblem {
            code: ProblemCode::Repacked,
            path: deviation.path,
            message,
        });
    }
    let mut buffer = vec![0; BUFFER];
    for found in directory.files {
        reader.seek(SeekFrom::Start(found.content))?;
        let mut content = reader.by_ref().take(found.entry.bytes);
        let (fingerprint, kept) = read(&mut content, most_kept(&found.entry.path), &mut buffer)?;
        if fingerprint.bytes != found.entry.bytes {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the archive was truncated while it was read",
            ));
        }
        let file = MeasuredFile { fingerprint, kept, declared_crc32: Some(found.entry.crc32) };
        gathered.files.insert(found.entry.path, file);
    }
    Ok(gathered)
}

pub(super) fn folder(entries: &[FolderEntry], open: OpenFile) -> Gathered {
    let mut gathered = Gathered::default();
    let mut buffer = vec![0; BUFFER];
    for FolderEntry { path, place, kind } in entries {
        let problem = match kind {
            FolderEntryKind::File => {
                match open(place).and_then(|mut reader| file(&mut reader, path, &mut buffer)) {
                    Ok(file) => {
                        gathered.files.insert(path.clone(), file);
                        continue;
                    }
                    Err(error) => (ProblemCode::Unreadable, format!("cannot be read: {error}")),
                }
            }
            FolderEntryKind::Link => (ProblemCode::NotPlain, "is a link; links are not followed".to_owned()),
            FolderEntryKind::Special => (ProblemCode::NotPlain, "is not a regular file".to_owned()),
            FolderEntryKind::EmptyFolder => (ProblemCode::Added, "is an empty folder".to_owned()),
            FolderEntryKind::TooMuch => {
                (ProblemCode::Added, "skipped: too large or too deeply nested for a package".to_owned())
            }
            FolderEntryKind::OddName => (ProblemCode::Added, "has a name that is not UTF-8".to_owned()),
            FolderEntryKind::Unreadable(why) => (ProblemCode::Unreadable, format!("cannot be read: {why}")),
        };
        gathered.problems.push(VerificationProblem::of(path, problem.0, problem.1));
    }
    gathered
}

fn file(reader: &mut dyn Read, path: &str, buffer: &mut [u8]) -> io::Result<MeasuredFile> {
    let (fingerprint, kept) = read(reader, most_kept(path), buffer)?;
    Ok(MeasuredFile { fingerprint, kept, declared_crc32: None })
}

fn read(reader: &mut dyn Read, most: Option<u64>, buffer: &mut [u8]) -> io::Result<(Fingerprint, Kept)> {
    let mut meter = Meter::default();
    let mut kept = most.map_or(Kept::No, |_| Kept::Bytes(Vec::new()));
    loop {
        let count = match reader.read(buffer) {
            Ok(0) => return Ok((meter.finish(), kept)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        meter.update(&buffer[..count]);
        if let (Kept::Bytes(bytes), Some(most)) = (&mut kept, most) {
            if (bytes.len() + count) as u64 > most {
                kept = Kept::TooLarge;
            } else {
                bytes.extend_from_slice(&buffer[..count]);
            }
        }
    }
}

/// Paths in a manifest that cannot be unpacked everywhere.
pub(super) fn names<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Vec<VerificationProblem> {
    let bad = paths.clone().filter_map(|path| {
        let error = check(path).err()?;
        Some(VerificationProblem::of(
            path,
            ProblemCode::Manifest,
            format!("is not a valid name in a package: {error}"),
        ))
    });
    let clashing = clashes(paths.clone()).into_iter().map(|clash| {
        let message = match clash.kind {
            ClashKind::Same => "is listed twice".to_owned(),
            ClashKind::Case | ClashKind::FileAndFolder => {
                format!("cannot be unpacked beside `{}` on every system", clash.first)
            }
        };
        VerificationProblem::of(clash.path, ProblemCode::Manifest, message)
    });
    bad.chain(clashing).collect()
}
