//! Looks at the files that evidence and reports are said to be in. What is not there is a finding; what must not be
//! taken is a mistake of the register.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::{HeldCopy, OrganizationId};
use onus_core::source::{Origin, Sources};
use onus_core::texts::EvidenceFiles;
use onus_core::validate::ValidOrganization;

use crate::load::{Examined, Refusal, Trust, Workspace, examine};

/// A path and where it is written.
type Mention<'s> = (&'s str, Origin);

/// The files of evidence and of reports, and what is wrong with them.
#[derive(Debug)]
pub struct Evidence {
    /// The state of each file.
    pub files: EvidenceFiles,
    /// Files that must not be read, at the entries that name them.
    pub mistakes: Vec<Diagnostic>,
    /// The digests to keep for the next run; none when nothing changed.
    pub updated_hashes: Option<Vec<u8>>,
}

/// Looks at the files of the evidence and reports of the organisations that are meant.
pub fn evidence(
    workspace: &Workspace,
    subjects: &[ValidOrganization],
    is_meant: impl Fn(&OrganizationId) -> bool,
    trust: Trust,
) -> Evidence {
    let meant = subjects.iter().filter(|subject| is_meant(&subject.organization.id));
    let mentions: Vec<Mention<'_>> = meant.flat_map(mentions).collect();
    let Examined { files, refused, updated_hashes } =
        examine(&workspace.root, mentions.iter().map(|(path, _)| *path), trust);
    let refusal = |path: &str| refused.iter().find(|file| file.path == path).map(|file| &file.refusal);
    let mistakes = mentions
        .iter()
        .filter_map(|(path, origin)| Some(mistake(&workspace.texts.sources, path, refusal(path)?, origin)))
        .collect();
    Evidence { files, mistakes, updated_hashes }
}

fn mentions(subject: &ValidOrganization) -> Vec<Mention<'_>> {
    let organization = &subject.organization;
    let reports = organization.attestations.iter().flat_map(|report| {
        let letters = report.bridge_letters.iter().map(|letter| (&letter.copy, &letter.origin));
        std::iter::once((&report.copy, &report.origin)).chain(letters)
    });
    let copies = reports.filter_map(|(copy, origin)| {
        copy.as_ref().and_then(HeldCopy::path).map(|path| (path, origin.key("copy")))
    });
    // Evidence that stands for a report has the path of the report's copy, which stands there.
    let evidence = organization.evidence.values().filter(|evidence| evidence.attestation.is_none());
    let evidence =
        evidence.filter_map(|evidence| Some((evidence.path.as_deref()?, evidence.origin.key("location"))));
    copies.chain(evidence).collect()
}

fn mistake(sources: &Sources, path: &str, refusal: &Refusal, origin: &Origin) -> Diagnostic {
    let (code, message, hint) = match refusal {
        Refusal::Outside => (
            Code::OutsideWorkspace,
            format!("`{path}` leads out of the workspace"),
            Some("put the file itself here instead of a link to it".to_owned()),
        ),
        Refusal::Missing { .. } => (Code::Unreadable, format!("there is no `{path}`"), None),
        Refusal::TooLarge(limit) => {
            (Code::FileTooLarge, format!("`{path}` is larger than {limit} MiB"), None)
        }
        Refusal::Unreadable(reason) => (Code::Unreadable, format!("cannot read `{path}`: {reason}"), None),
    };
    Diagnostic::error(code, message).at(sources.span(origin), "").hint(hint)
}
