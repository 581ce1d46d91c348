//! Packages for auditors: sealed by the library, checked through the front door, and attacked in every way we know.

mod altered;
mod bundling;
mod flips;
mod form;
mod hostile;
mod keys;
mod programs;
mod publishing;
mod random;
mod readme;
mod schema;
mod signing;

pub(crate) use schema::validator;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use chrono::NaiveDate;
use onus_core::digest::{Meter, Sha256Digest};
use onus_package::{
    CatalogIdentity, FileContent, FileDescription, InputFile, NamedEntity, PackageContents, PackageFile,
    PackageFileKind, PackageMetadata, PackageSigner, PublicKey, SealedPackage, SignerSource, SigningKey,
    Supports, ValidityState, VerificationReport, Withheld, WithheldReason, seal, verify_archive,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Made by `minisign -G -W` for these tests and nothing else.
pub(crate) const SECRET: &str = "untrusted comment: minisign encrypted secret key\n\
    RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASpe8ckN3Ll0uTK1t6gDY79iK+7AJ\
    YND/YCVhduQtuEN2w55R8A5SyYk0OWVhoiovP/y2WBlV3+oUCyVxqWSis+fCWwRTxWBJAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAA=\n";
pub(crate) const PUBLIC: &str = "RWRKl7xyQ3cuXYk0OWVhoiovP/y2WBlV3+oUCyVxqWSis+fCWwRTxWBJ";

/// Another key that nobody here signs with.
pub(crate) const OTHER_PUBLIC: &str = "RWSjnjict/kLWgha5A4mykmWUIL7v4F0eeuiYfM50D4s9txc/bmYuixe";

pub(crate) fn key() -> SigningKey {
    SigningKey::read(SECRET, None).expect("a key of minisign")
}

pub(crate) fn about() -> PackageMetadata {
    PackageMetadata {
        tool_version: "0.1.0".to_owned(),
        catalog: CatalogIdentity { version: "2026.11".to_owned(), digest: Sha256Digest::new([0x0f; 32]) },
        organization: NamedEntity { id: "acme".to_owned(), name: "Acme Payments Ltd".to_owned() },
        project: NamedEntity { id: "payments".to_owned(), name: "Payments".to_owned() },
        as_of: NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar"),
        classification: Some("Confidential".to_owned()),
        contact: Some("audit@acme.example".to_owned()),
        signer: Some(PackageSigner {
            name: "Robin Doe".to_owned(),
            role: Some("Head of Security".to_owned()),
            stated_by: SignerSource::CommandLine,
        }),
        signed_at: Some("2026-11-30T17:00:00Z".parse().expect("a time")),
    }
}

pub(crate) fn item(path: &str, content: impl AsRef<[u8]>) -> PackageFile {
    let supports =
        Supports { controls: vec!["PAT-01".to_owned()], requirements: vec!["nist-800-53/SI-2".to_owned()] };
    let description = FileDescription {
        media_type: "text/plain".to_owned(),
        kind: PackageFileKind::Evidence,
        id: Some("EV-1".to_owned()),
        title: format!("What {path} shows"),
        state: Some(ValidityState::Current),
        pinned_sha256: None,
        supports,
        source: Some(format!("profiles/acme/evidence/{path}")),
        from: None,
    };
    PackageFile { path: path.to_owned(), content: FileContent::Bytes(content.as_ref().to_vec()), description }
}

/// Several files: one in a folder, one empty, one with a name and content that are not English.
pub(crate) fn contents() -> PackageContents {
    let withheld = Withheld {
        id: "EV-9".to_owned(),
        title: "Penetration test".to_owned(),
        kind: PackageFileKind::Evidence,
        same_as: None,
        reason: WithheldReason::OnRequest,
        location: Some("vault, shelf 3".to_owned()),
        bytes: Some(3),
        sha256: Some(Meter::of(b"abc").sha256),
        pinned_sha256: Some(Meter::of(b"abc").sha256),
        state: Some(ValidityState::DueSoon),
        media_type: None,
        supports: Supports::default(),
        source: None,
        from: None,
    };
    let input = InputFile {
        path: "profiles/acme/organization.yaml".to_owned(),
        bytes: 3,
        sha256: Meter::of(b"abc").sha256,
    };
    PackageContents {
        about: about(),
        inputs: vec![input],
        files: vec![
            item("documents/matrix.md", "# Matrix\n\nWho does what.\n"),
            item("evidence/deep/scan report.txt", "nothing found\n"),
            item("evidence/empty.txt", ""),
            item("evidence/Größe 日本.txt", "größer\n"),
            item("matrix.json", "{}\n"),
        ],
        withheld: vec![withheld],
        issues: Vec::new(),
    }
}

pub(crate) fn sealed(signed: bool) -> SealedPackage {
    let key = signed.then(key);
    seal(contents(), key.as_ref()).expect("good contents")
}

/// The bytes of an archive whose files are all in memory.
pub(crate) fn bytes(sealed: &SealedPackage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut open = |_: &std::path::Path| panic!("no file is outside");
    sealed.write(&mut bytes, &mut open).expect("memory can be written");
    assert_eq!(bytes.len() as u64, sealed.bytes());
    bytes
}

pub(crate) fn report(bytes: &[u8], key: Option<&PublicKey>) -> VerificationReport {
    verify_archive(&mut Cursor::new(bytes), bytes.len() as u64, key).expect("memory can be read")
}

/// Codes with paths, for assertions.
pub(crate) fn problems(report: &VerificationReport) -> Vec<(&'static str, &str)> {
    report.problems.iter().map(|one| (one.code.as_str(), one.path.as_deref().unwrap_or_default())).collect()
}

/// The files of an archive, as another program reads them.
pub(crate) fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("content");
        files.insert(file.name().to_owned(), content);
    }
    files
}

/// Files packed by another program, stored as ours are.
pub(crate) fn packed_elsewhere(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, content) in files {
        writer.start_file(path.as_str(), options).expect("a name");
        writer.write_all(content).expect("memory can be written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A folder with files in it.
#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
pub(crate) fn folder(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("the system gives out temporary folders");
    for (path, content) in files {
        let place: PathBuf = folder.path().join(path);
        std::fs::create_dir_all(place.parent().expect("below the folder")).expect("a folder can be made");
        std::fs::write(place, content).expect("a file can be written");
    }
    folder
}
