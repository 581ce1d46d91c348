//! The form of an archive: the same each time, readable by others, and with numbers of any size.

use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use onus_core::digest::{Fingerprint, Meter, Sha256Digest};
use onus_package::{FileContent, PackageError, PathError, SealedPackage, seal};
use zip::ZipArchive;

use crate::package::{about, bytes, contents, item, key, report, sealed, unpacked};

#[test]
fn the_same_contents_give_the_same_bytes_in_whatever_order_they_come() {
    let mut turned = contents();
    turned.files.reverse();
    let turned = bytes(&seal(turned, Some(&key())).expect("good contents"));
    assert!(turned == bytes(&sealed(true)));
}

/// When this changes, so does every package: it must be wanted, and the schema may need another number.
#[test]
fn the_bytes_of_a_package_do_not_change_unnoticed() {
    let digests = [false, true].map(|signed| Meter::of(&bytes(&sealed(signed))).sha256.to_string());
    insta::assert_snapshot!(digests.join("\n"), @r"
    c673b9e36fccfcbaa9cf24d753bc9793a8beafa3a3f85816e7b224a06a5ec6c3
    673038a70afec93fba4bbc5bb559c9605f403a2d0d662dcfd6d2b8c7a537b404
    ");
}

#[test]
fn another_program_reads_every_file_with_its_name_and_content() {
    let archive = bytes(&sealed(true));
    let files = unpacked(&archive);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "CMMCAssessmentArtifacts.log",
        "CMMCAssessmentLogHash.log",
        "README.md",
        "SHA256SUMS",
        "SHA256SUMS.minisig",
        "documents/matrix.md",
        "evidence/Größe 日本.txt",
        "evidence/deep/scan report.txt",
        "evidence/empty.txt",
        "manifest.json",
        "manifest.json.minisig",
        "matrix.json",
    ];
    assert_eq!(names, expected);
    assert_eq!(files["evidence/Größe 日本.txt"], "größer\n".as_bytes());
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    for index in 0..archive.len() {
        let file = archive.by_index(index).expect("an entry");
        assert_eq!(file.unix_mode(), Some(0o100_644), "{}", file.name());
        assert_eq!(file.compression(), zip::CompressionMethod::Stored);
        assert_eq!(file.last_modified().map(|time| time.to_string()).as_deref(), Some("1980-01-01 00:00:00"));
    }
}

#[test]
fn every_list_covers_what_it_must_and_no_more() {
    let files = unpacked(&bytes(&sealed(true)));
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("text");
    let in_manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    let listed: Vec<&str> = in_manifest["files"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|file| file["path"].as_str())
        .collect();
    for path in files.keys() {
        let sums = ["SHA256SUMS", "SHA256SUMS.minisig"].contains(&path.as_str());
        let own = sums || path.starts_with("manifest.json");
        assert_eq!(listed.contains(&path.as_str()), !own, "{path}");
        let in_sums = text("SHA256SUMS").contains(&format!("  {path}\n"));
        assert_eq!(in_sums, !sums, "{path}");
        let in_log = text("CMMCAssessmentArtifacts.log").contains(&format!("       {path}\n"));
        assert_eq!(in_log, !own && !path.ends_with(".log"), "{path}");
    }
    let digest = Meter::of(&files["CMMCAssessmentArtifacts.log"]).sha256.to_string().to_uppercase();
    assert!(text("CMMCAssessmentLogHash.log").contains(&digest));
}

#[test]
fn paths_that_cannot_be_unpacked_everywhere_are_not_sealed() {
    let error = |paths: &[&str]| {
        let mut contents = contents();
        contents.files = paths.iter().map(|path| item(path, "")).collect();
        seal(contents, None).map(|_| ()).expect_err("a bad path")
    };
    let bad = |path: &str, error| PackageError::Path { path: path.to_owned(), error };
    assert_eq!(error(&["../x"]), bad("../x", PathError::Leaving));
    assert_eq!(error(&["a\\b"]), bad("a\\b", PathError::Backslash));
    assert_eq!(error(&["what?"]), bad("what?", PathError::NotOnWindows));
    assert_eq!(error(&["a", "a"]), PackageError::Twice { path: "a".to_owned() });
    assert_eq!(error(&["SHA256SUMS"]), PackageError::Twice { path: "SHA256SUMS".to_owned() });
    let clash =
        |path: &str, other: &str| PackageError::Clash { path: path.to_owned(), other: other.to_owned() };
    assert_eq!(error(&["é", "É"]), clash("É", "é"));
    assert_eq!(error(&["readme.md"]), clash("readme.md", "README.md"));
    assert_eq!(error(&["a", "a/b"]), clash("a/b", "a"));
}

/// An archive with a file of zeros that is never in memory: what lies between two stretches of bytes.
struct Sparse {
    before: Vec<u8>,
    zeros: u64,
    after: Vec<u8>,
    at: u64,
}

impl Sparse {
    fn length(&self) -> u64 {
        self.before.len() as u64 + self.zeros + self.after.len() as u64
    }
}

impl Read for Sparse {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (start, end) = (self.before.len() as u64, self.before.len() as u64 + self.zeros);
        let count = if self.at < start {
            (&self.before[usize::try_from(self.at).expect("64 bits")..]).read(buffer)?
        } else if self.at < end {
            let count = buffer.len().min(usize::try_from(end - self.at).expect("64 bits"));
            buffer[..count].fill(0);
            count
        } else {
            let at = usize::try_from(self.at - end).expect("64 bits").min(self.after.len());
            (&self.after[at..]).read(buffer)?
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A package with one file of so many zeros among small ones.
fn with_zeros(zeros: u64, fingerprint: Fingerprint) -> Sparse {
    let mut contents = contents();
    let mut large = item("evidence/large.bin", "");
    large.content = FileContent::File { place: "large.bin".into(), fingerprint };
    contents.files.insert(0, large);
    let sealed: SealedPackage = seal(contents, None).expect("good contents");
    let opened = Rc::new(Cell::new(false));
    let mut out =
        Splitter { opened: opened.clone(), zeros, skipped: 0, before: Vec::new(), after: Vec::new() };
    let mut open = |_: &std::path::Path| -> io::Result<Box<dyn Read>> {
        opened.set(true);
        Ok(Box::new(io::repeat(0).take(zeros)))
    };
    sealed.write(&mut out, &mut open).expect("memory can be written");
    Sparse { before: out.before, zeros, after: out.after, at: 0 }
}

/// Keeps what is written before the large file is opened and after its zeros.
struct Splitter {
    opened: Rc<Cell<bool>>,
    zeros: u64,
    skipped: u64,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl io::Write for Splitter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.opened.get() {
            self.before.extend_from_slice(bytes);
        } else if self.skipped < self.zeros {
            self.skipped += bytes.len() as u64;
        } else {
            self.after.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn fingerprint_of_zeros(zeros: u64) -> Fingerprint {
    let mut meter = Meter::default();
    let block = vec![0; 1 << 20];
    let mut left = zeros;
    while left > 0 {
        let count = left.min(block.len() as u64);
        meter.update(&block[..usize::try_from(count).expect("64 bits")]);
        left -= count;
    }
    meter.finish()
}

fn is_read_by_others_and_by_us(zeros: u64) {
    let mut archive = with_zeros(zeros, fingerprint_of_zeros(zeros));
    let length = archive.length();
    let mut others = ZipArchive::new(&mut archive).expect("an archive");
    assert_eq!(others.by_name("evidence/large.bin").expect("it is there").size(), zeros);
    let mut last = String::new();
    others.by_name("matrix.json").expect("it is there").read_to_string(&mut last).expect("text");
    assert_eq!(last, "{}\n");
    let report = onus_package::verify_archive(&mut archive, length, None).expect("memory can be read");
    assert_eq!(report.problems, []);
}

#[test]
fn a_file_among_others_is_streamed() {
    is_read_by_others_and_by_us(3_000_000);
}

#[test]
#[ignore = "hashes 39 GB of zeros; run by .ci/run"]
fn files_of_four_gigabytes_and_more_are_packed_and_read() {
    for zeros in [u64::from(u32::MAX) - 1, u64::from(u32::MAX), u64::from(u32::MAX) + 5] {
        is_read_by_others_and_by_us(zeros);
    }
}

#[test]
fn a_fingerprint_that_is_not_the_files_own_is_noticed_while_it_is_copied() {
    let mut contents = contents();
    let mut large = item("evidence/large.bin", "");
    let fingerprint = Fingerprint { bytes: 3, sha256: Sha256Digest::new([0; 32]), crc32: 1 };
    large.content = FileContent::File { place: "large.bin".into(), fingerprint };
    contents.files.push(large);
    let sealed = seal(contents, None).expect("good contents");
    let mut open = |_: &std::path::Path| -> io::Result<Box<dyn Read>> { Ok(Box::new(Cursor::new("abc"))) };
    assert!(sealed.write(&mut Vec::new(), &mut open).is_err());
}

#[test]
#[ignore = "packs 65,540 files; run by .ci/run"]
fn archives_of_very_many_files_are_packed_and_read() {
    let mut contents = contents();
    contents.about = about();
    contents.files = (0..65_540).map(|number| item(&format!("e/{number}"), "")).collect();
    let archive = bytes(&seal(contents, None).expect("good contents"));
    assert_eq!(ZipArchive::new(Cursor::new(&archive)).expect("an archive").len(), 65_545);
    assert_eq!(report(&archive, None).problems, []);
}
