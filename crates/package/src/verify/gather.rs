//! Reads every file of a package once: what it amounts to, and of the few lists what they say.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use onus_core::digest::{Fingerprint, Meter};

use super::{Problem, ProblemCode};
use crate::lists::{ARTIFACTS_LOG, HASH_LOG, SUMS};
use crate::manifest;
use crate::path::{Clash, check, clashes};
use crate::place::BUFFER;
use crate::place::{FolderEntry, FolderEntryKind, OpenFile};
use crate::seal::{MANIFEST, SIGNATURE, SUMS_SIGNATURE};
use crate::zip;

/// Largest signature in bytes.
const LARGEST_SIGNATURE: u64 = 64 * 1024;

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    /// What it amounts to.
    pub(super) fingerprint: Fingerprint,
    /// Its content, of lists.
    pub(super) kept: Kept,
    /// The check sum that an archive declares for it.
    pub(super) declared_crc32: Option<u32>,
}

/// Whether a file's content is kept.
#[derive(Debug)]
pub(super) enum Kept {
    /// It is no list.
    No,
    /// It is larger than any such list.
    TooLarge,
    /// This is it.
    Bytes(Vec<u8>),
}

/// Files by path.
pub(super) type Files = BTreeMap<String, File>;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) files: Files,
    pub(super) problems: Vec<Problem>,
    /// Nothing was looked into.
    pub(super) refused: bool,
}

/// How much of a file is kept in memory: lists are, evidence never.
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
        Err(refusals) => {
            let problem = |refusal: zip::Refusal| {
                let (path, message) = (refusal.path, refusal.kind.to_string());
                Problem { code: ProblemCode::Refused, path, message }
            };
            let problems = refusals.into_iter().map(problem).collect();
            return Ok(Gathered { problems, refused: true, ..Gathered::default() });
        }
    };
    let mut gathered = Gathered::default();
    for folder in directory.folders {
        gathered.problems.push(Problem::of(&folder, ProblemCode::Added, "has an entry for a folder"));
    }
    if let Some((path, message)) = directory.deviation {
        let message = format!("{message}: the archive was packed or changed by another program");
        gathered.problems.push(Problem { code: ProblemCode::Repacked, path, message });
    }
    let mut buffer = vec![0; BUFFER];
    for found in directory.files {
        reader.seek(SeekFrom::Start(found.content))?;
        let mut content = reader.by_ref().take(found.member.bytes);
        let (fingerprint, kept) = read(&mut content, most_kept(&found.member.path), &mut buffer)?;
        if fingerprint.bytes != found.member.bytes {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the archive got shorter while it was read",
            ));
        }
        let file = File { fingerprint, kept, declared_crc32: Some(found.member.crc32) };
        gathered.files.insert(found.member.path, file);
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
            FolderEntryKind::Link => (ProblemCode::NotPlain, "is a link, which is not followed".to_owned()),
            FolderEntryKind::Special => (ProblemCode::NotPlain, "is not a plain file".to_owned()),
            FolderEntryKind::EmptyFolder => (ProblemCode::Added, "is an empty folder".to_owned()),
            FolderEntryKind::TooMuch => {
                (ProblemCode::Added, "is not looked into: no package is that large or deep".to_owned())
            }
            FolderEntryKind::OddName => (ProblemCode::Added, "has a name that is not UTF-8".to_owned()),
            FolderEntryKind::Unreadable(why) => (ProblemCode::Unreadable, format!("cannot be read: {why}")),
        };
        gathered.problems.push(Problem::of(path, problem.0, problem.1));
    }
    gathered
}

fn file(reader: &mut dyn Read, path: &str, buffer: &mut [u8]) -> io::Result<File> {
    let (fingerprint, kept) = read(reader, most_kept(path), buffer)?;
    Ok(File { fingerprint, kept, declared_crc32: None })
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

/// What is wrong with the names that a manifest gives.
pub(super) fn names<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Vec<Problem> {
    let bad = paths.clone().filter_map(|path| {
        let problem = check(path).err()?;
        Some(Problem::of(path, ProblemCode::Manifest, format!("cannot be the name of a file: {problem}")))
    });
    let clashing = clashes(paths.clone()).into_iter().map(|(one, path, clash)| {
        let message = match clash {
            Clash::Same => "is listed twice".to_owned(),
            Clash::Case | Clash::FileAndFolder => {
                format!("cannot be unpacked beside `{one}` on every system")
            }
        };
        Problem::of(path, ProblemCode::Manifest, message)
    });
    bad.chain(clashing).collect()
}
