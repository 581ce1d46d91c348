//! Looks at the files that evidence and reports are said to be in. What is not there is a finding; what must not be
//! taken is a mistake of the register.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Holding, Holdings, Refusal, Trust, Workspace};
use crate::model::{HeldCopy, OrganizationId};
use crate::source::{Origin, Sources};
use crate::validate::Subject;

/// A path and where it is written.
type Mention<'s> = (&'s str, Origin);

/// What lies at the paths of evidence and of copies of reports of the organisations that are meant, and what of it is
/// not taken.
pub fn holdings(
    workspace: &Workspace,
    subjects: &[Subject],
    is_meant: impl Fn(&OrganizationId) -> bool,
    trust: Trust,
) -> (Holdings, Vec<Diagnostic>) {
    let meant = subjects.iter().filter(|subject| is_meant(&subject.organization.id));
    let mentions: Vec<Mention<'_>> = meant.flat_map(mentions).collect();
    let holdings = Holdings::examine(&workspace.root, mentions.iter().map(|(path, _)| *path), trust);
    let mistake = |(path, origin): &Mention<'_>| match holdings.at(path) {
        Some(Holding::Refused(refusal)) => Some(mistake(&workspace.sources, path, refusal, origin)),
        Some(Holding::File(_) | Holding::Missing) | None => None,
    };
    let mistakes = mentions.iter().filter_map(mistake).collect();
    (holdings, mistakes)
}

fn mentions(subject: &Subject) -> Vec<Mention<'_>> {
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
