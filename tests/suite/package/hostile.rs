//! Archives made to harm whoever unpacks them, or to show one thing to one program and another to the next.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::package::{bytes, problems, report, sealed};
use crate::workspace::Workspace;

/// An entry as its two headers tell of it; by itself a good one.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    local_name: Option<Vec<u8>>,
    content: Vec<u8>,
    flags: u16,
    method: u16,
    mode: u32,
    size: Option<u32>,
    local_size: Option<u32>,
    offset: Option<u32>,
    extra: Vec<u8>,
    comment: Vec<u8>,
    /// Bytes in front of it that belong to nothing.
    gap: usize,
}

fn entry(name: impl AsRef<[u8]>) -> Entry {
    Entry {
        name: name.as_ref().to_vec(),
        local_name: None,
        content: b"abc".to_vec(),
        flags: 0x0800,
        method: 0,
        mode: 0o100_644,
        size: None,
        local_size: None,
        offset: None,
        extra: Vec::new(),
        comment: Vec::new(),
        gap: 0,
    }
}

/// Packs entries by hand, with a comment at the end.
fn pack(entries: &[Entry], comment: &[u8]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        out.extend(vec![b'?'; entry.gap]);
        let offset = entry.offset.unwrap_or(out.len() as u32);
        let crc32 = crc32fast::hash(&entry.content);
        let size = entry.content.len() as u32;
        let local_name = entry.local_name.as_ref().unwrap_or(&entry.name);
        let common = |size: u32| {
            let mut common = Vec::new();
            for number in [entry.flags, entry.method, 0, 0x0021] {
                common.extend(number.to_le_bytes());
            }
            for number in [crc32, size, size] {
                common.extend(number.to_le_bytes());
            }
            common
        };
        out.extend(0x0403_4b50_u32.to_le_bytes());
        out.extend(10_u16.to_le_bytes());
        out.extend(common(entry.local_size.unwrap_or(size)));
        out.extend((local_name.len() as u16).to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        out.extend(local_name);
        out.extend(&entry.content);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend([45, 3, 10, 0]);
        directory.extend(common(entry.size.unwrap_or(size)));
        for length in [entry.name.len(), entry.extra.len(), entry.comment.len(), 0, 0] {
            directory.extend((length as u16).to_le_bytes());
        }
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend([entry.name.as_slice(), &entry.extra, &entry.comment].concat());
    }
    let at = out.len() as u32;
    let length = directory.len() as u32;
    out.extend(directory);
    out.extend(0x0605_4b50_u32.to_le_bytes());
    for number in [0, 0, entries.len() as u16, entries.len() as u16] {
        out.extend(number.to_le_bytes());
    }
    out.extend(length.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend((comment.len() as u16).to_le_bytes());
    out.extend(comment);
    out
}

#[track_caller]
fn refused(archive: &[u8], path: &str, reason: &str) {
    let report = report(archive, None);
    let found = problems(&report);
    assert_eq!(found.first(), Some(&("refused", path)), "{reason}");
    assert!(found.iter().all(|(code, _)| *code == "refused"), "it was looked into: {found:?}");
    assert!(report.problems[0].message.contains(reason), "{:?}", report.problems[0]);
}

#[test]
fn a_good_archive_packed_by_hand_is_looked_into() {
    let report = report(&pack(&[entry("a"), entry("b/c")], b""), None);
    assert_eq!(problems(&report), [("missing", "manifest.json")]);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let cases = [
        ("../../etc/passwd", "leads out of the package"),
        ("a/../../b", "leads out of the package"),
        ("/etc/passwd", "it is absolute"),
        ("C:/Windows/x", "it is absolute"),
        ("c:x", "it is absolute"),
        ("\\\\server\\share", "it is absolute"),
        ("a\\b", "it has a backslash"),
        ("a//b", "it has an empty part"),
        ("a\0b", "it has a control character"),
        ("", "it is empty"),
        ("nul", "Windows cannot create a file of this name"),
    ];
    for (name, reason) in cases {
        refused(&pack(&[entry("a"), entry(name)], b""), name, reason);
    }
    refused(&pack(&[entry(b"\xff")], b""), "\u{fffd}", "has a name that is not UTF-8");
    refused(&pack(&[Entry { flags: 0, ..entry("é") }], b""), "é", "has a name that is not UTF-8");
    let other_name = [&[0x75, 0x70, 6, 0, 1][..], &[0; 4], b"b"].concat();
    refused(&pack(&[Entry { extra: other_name, ..entry("a") }], b""), "a", "has two names");
}

#[test]
fn names_that_some_systems_take_for_one_are_refused() {
    refused(&pack(&[entry("a"), entry("a")], b""), "a", "appears twice");
    refused(&pack(&[entry("é"), entry("É")], b""), "É", "only in upper and lower case");
    refused(&pack(&[entry("a/b"), entry("A/c")], b""), "A/c", "only in upper and lower case");
    refused(&pack(&[entry("a"), entry("a/b")], b""), "a/b", "one is a file where the other needs a folder");
}

#[test]
fn entries_that_are_no_plain_files_are_refused() {
    refused(&pack(&[Entry { mode: 0o120_777, ..entry("a") }], b""), "a", "is a link");
    for mode in [0o010_644, 0o020_644, 0o060_644, 0o140_644, 0o040_755] {
        refused(&pack(&[Entry { mode, ..entry("a") }], b""), "a", "is not a regular file");
    }
    refused(&pack(&[Entry { flags: 0x0801, ..entry("a") }], b""), "a", "is encrypted");
    refused(&pack(&[Entry { method: 99, ..entry("a") }], b""), "a", "is encrypted");
    refused(&pack(&[Entry { flags: 0x0808, ..entry("a") }], b""), "a", "uses a data descriptor");
}

#[test]
fn bombs_are_named_and_never_unpacked() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in [("small", vec![1; 100]), ("bomb", vec![0; 10_000_000])] {
        writer.start_file(name, options).expect("a name");
        writer.write_all(&content).expect("memory can be written");
    }
    let archive = writer.finish().expect("an archive").into_inner();
    let report = report(&archive, None);
    assert_eq!(problems(&report), [("refused", "small"), ("refused", "bomb")]);
    assert!(report.problems[0].message.contains("is compressed"), "{:?}", report.problems);
    assert!(report.problems[1].message.contains("10000000 bytes, more than the whole archive has"));
    // Stored, and larger than everything.
    refused(
        &pack(&[Entry { size: Some(1 << 30), ..entry("a") }], b""),
        "a",
        "more than the whole archive has",
    );
    // Two entries with one content.
    refused(
        &pack(&[entry("a"), Entry { offset: Some(0), ..entry("b") }], b""),
        "b",
        "overlaps another entry",
    );
    let reaching = Entry { size: Some(10), local_size: Some(10), ..entry("a") };
    refused(&pack(&[reaching, entry("b")], b""), "b", "overlaps another entry");
}

#[test]
fn an_archive_that_declares_very_many_entries_is_a_bomb() {
    let mut archive = Vec::new();
    archive.extend(0x0606_4b50_u32.to_le_bytes());
    archive.extend(44_u64.to_le_bytes());
    archive.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [u64::MAX / 46, u64::MAX / 46, 0, 0] {
        archive.extend(number.to_le_bytes());
    }
    archive.extend(0x0706_4b50_u32.to_le_bytes());
    archive.extend([0; 12]);
    archive.extend(1_u32.to_le_bytes());
    archive.extend(0x0605_4b50_u32.to_le_bytes());
    archive.extend([0, 0, 0, 0, 255, 255, 255, 255]);
    archive.extend([255; 8]);
    archive.extend([0, 0]);
    refused(&archive, "", "entries, more than any package has");
}

#[test]
fn bytes_that_belong_to_nothing_are_refused() {
    let good = [entry("a"), entry("b")];
    let whole = pack(&good, b"");
    refused(
        &[b"#!/bin/sh\n", whole.as_slice()].concat(),
        "",
        "bytes before the end record or in front of the first entry",
    );
    refused(&[whole.as_slice(), b"more"].concat(), "", "bytes after the end record");
    refused(&pack(&good, b"a comment"), "", "there is a comment");
    refused(&pack(&[entry("a"), Entry { gap: 5, ..entry("b") }], b""), "b", "bytes before it");
    refused(&pack(&[Entry { gap: 5, ..entry("a") }], b""), "a", "bytes before it");
    refused(&pack(&[Entry { comment: b"hello".to_vec(), ..entry("a") }], b""), "a", "there is a comment");
    // Left out of the directory, and still there.
    let mut hidden = pack(&good, b"");
    let end = hidden.len() - 22;
    let length = u32::from_le_bytes(hidden[end + 12..end + 16].try_into().expect("four bytes")) / 2;
    hidden[end + 8] = 1;
    hidden[end + 10] = 1;
    hidden[end + 12..end + 16].copy_from_slice(&length.to_le_bytes());
    hidden.drain(end - length as usize..end);
    refused(&hidden, "", "bytes before the central directory");
}

#[test]
fn headers_that_disagree_are_refused() {
    let named = Entry { local_name: Some(b"z".to_vec()), ..entry("a") };
    refused(&pack(&[named], b""), "a", "differs from the central directory");
    let mut archive = pack(&[entry("a")], b"");
    archive[14] ^= 1;
    refused(&archive, "a", "differs from the central directory");
    let mut archive = pack(&[entry("a")], b"");
    archive[0] ^= 1;
    refused(&archive, "a", "differs from the central directory");
}

#[test]
fn a_wrong_check_sum_is_a_problem_of_its_file() {
    let mut archive = pack(&[entry("a")], b"");
    let central = archive.len() - 22 - 47;
    archive[14] ^= 1;
    archive[central + 16] ^= 1;
    let report = report(&archive, None);
    assert!(problems(&report).contains(&("missing", "manifest.json")), "{report:?}");
    let mut archive = bytes(&sealed(false));
    // In the header and in the directory, so that only the content can tell.
    let name = b"documents/matrix.md";
    let places: Vec<usize> =
        (0..archive.len()).filter(|at| archive[*at..].starts_with(name) && *at >= 46).collect();
    let local = places.iter().find(|at| archive[*at - 30..].starts_with(b"PK\x03\x04")).expect("a header");
    let central = places.iter().find(|at| archive[*at - 46..].starts_with(b"PK\x01\x02")).expect("an entry");
    archive[local - 16] ^= 1;
    archive[central - 30] ^= 1;
    let report = crate::package::report(&archive, None);
    assert_eq!(problems(&report), [("checksum", "documents/matrix.md")]);
}

#[test]
fn a_refused_archive_says_so_at_the_front_door() {
    let workspace = Workspace::empty().file("p.zip", pack(&[entry("../x"), entry("/y\n")], b""));
    let run = workspace.run(&["verify", "p.zip"]).ended_with(1);
    assert!(
        run.stderr.contains("error[refused]: `../x`: is not a valid name in a package"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("error[refused]: `/y<U+000A>`: is not a valid name in a package"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("p.zip is not as it was sealed: 2 problems"), "{}", run.stderr);
}
