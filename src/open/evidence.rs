//! Looks at the files that evidence and reports are said to be in. A file that is missing is a finding; one that must not
//! be read is a mistake of the register.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::HeldCopy;
use onus_core::source::{Origin, Sources};
use onus_core::texts::EvidenceFiles;
use onus_core::validate::ValidOrganization;

use super::Selection;
use crate::load::{CacheSecret, Examined, FETCH, FileError, Trust, Workspace, examine};

/// How files of evidence are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceReading {
    /// Not at all, for answers that do not depend on them.
    Skip,
    /// Those are read whose size or times differ from the last run's; the others keep their digests, if the secret shows
    /// that a run of this user kept them.
    Changed(CacheSecret),
    /// Every file is read; with a secret, their digests are for the next run to use.
    All(Option<CacheSecret>),
}

impl EvidenceReading {
    /// Without a secret nothing that earlier runs kept is believed, as when rereading is asked for.
    pub fn new(secret: Option<CacheSecret>, reread: bool) -> Self {
        match secret {
            Some(secret) if !reread => Self::Changed(secret),
            Some(_) | None => Self::All(secret),
        }
    }
}

/// The files of evidence and of reports, and what is wrong with them.
#[derive(Debug, Default)]
pub struct EvidenceExamination {
    /// The state of each file.
    pub files: EvidenceFiles,
    /// Files that must not be read, at the entries that name them.
    pub mistakes: Vec<Diagnostic>,
    /// The digests to keep for the next run; none when nothing changed.
    pub updated_hashes: Option<Vec<u8>>,
}

/// A path and the entry that names it.
struct NamedPath<'s> {
    path: &'s str,
    origin: Origin,
}

/// Looks at the files of the evidence and reports of the selected organisations. Projects share registers, so a selected
/// project does not limit them.
pub(crate) fn examine_evidence(
    workspace: &Workspace,
    subjects: &[ValidOrganization],
    selection: &Selection,
    reading: EvidenceReading,
) -> EvidenceExamination {
    let trust = match reading {
        EvidenceReading::Skip => return EvidenceExamination::default(),
        EvidenceReading::Changed(secret) => Trust::Remembered(secret),
        EvidenceReading::All(secret) => Trust::Reread(secret),
    };
    let selected = subjects.iter().filter(|subject| selection.has_organization(&subject.organization.id));
    let named: Vec<NamedPath<'_>> = selected.flat_map(named_paths).collect();
    let Examined { files, refused, updated_hashes } =
        examine(&workspace.root, named.iter().map(|named| named.path), trust);
    let error = |path: &str| refused.iter().find(|file| file.path == path).map(|file| &file.error);
    let sources = &workspace.texts.sources;
    let mistakes =
        named.iter().filter_map(|named| Some(mistake(sources, named, error(named.path)?))).collect();
    EvidenceExamination { files, mistakes, updated_hashes }
}

/// The paths that the registers and reports of organisations name.
pub(super) fn evidence_paths(subjects: &[ValidOrganization]) -> impl Iterator<Item = &str> {
    subjects.iter().flat_map(named_paths).map(|named| named.path)
}

fn named_paths(subject: &ValidOrganization) -> Vec<NamedPath<'_>> {
    let organization = &subject.organization;
    let reports = organization.attestations.iter().flat_map(|report| {
        let letters = report.bridge_letters.iter().map(|letter| (&letter.copy, &letter.origin));
        std::iter::once((&report.copy, &report.origin)).chain(letters)
    });
    let copies = reports.filter_map(|(copy, origin)| {
        let path = copy.as_ref().and_then(HeldCopy::path)?;
        Some(NamedPath { path, origin: origin.key("copy") })
    });
    // Evidence that refers to a report has the path of the report's copy, which is among the copies already.
    let evidence = organization.evidence.values().filter(|evidence| evidence.attestation.is_none());
    let evidence = evidence.filter_map(|evidence| {
        Some(NamedPath { path: evidence.path.as_deref()?, origin: evidence.origin.key("location") })
    });
    copies.chain(evidence).collect()
}

fn mistake(sources: &Sources, named: &NamedPath<'_>, error: &FileError) -> Diagnostic {
    let path = named.path;
    let (code, message, hint) = match error {
        FileError::Outside => (
            Code::OutsideWorkspace,
            format!("`{path}` leads out of the workspace"),
            Some("put the file itself here instead of a link to it".to_owned()),
        ),
        FileError::Missing { .. } => (Code::Unreadable, format!("there is no `{path}`"), None),
        FileError::TooLarge(limit) => {
            (Code::FileTooLarge, format!("`{path}` is larger than {limit} MiB"), None)
        }
        FileError::Pointer => (Code::LfsPointer, format!("`{path}` is only a Git LFS pointer"), Some(FETCH.to_owned())),
        FileError::SecretKey(kind) => (
            Code::NotEvidence,
            format!("`{path}` cannot be evidence: it contains {kind}"),
            Some("a package would give it to everyone who gets one; take it out, and replace the key if it was ever handed out".to_owned()),
        ),
        FileError::NoEvidence(why) => (
            Code::NotEvidence,
            format!("`{path}` cannot be evidence: {why}"),
            Some("copy what shows the control to a folder of your own, such as `evidence`".to_owned()),
        ),
        FileError::Unreadable(reason) => (Code::Unreadable, format!("cannot read `{path}`: {reason}"), None),
    };
    Diagnostic::error(code, message).at(sources.span(&named.origin), "").hint(hint)
}
