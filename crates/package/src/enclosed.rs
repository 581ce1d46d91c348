//! How much of what is listed is in a package: the first thing that its reader must know.

use super::contents::{PackageContents, PackageFileKind};

/// How many pieces of a kind are in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnclosedCount {
    /// How many are enclosed.
    pub enclosed: usize,
    /// How many there are, enclosed or only listed.
    pub of: usize,
}

impl EnclosedCount {
    /// The count in words: `5 of 85 pieces of evidence are enclosed`.
    fn phrase(self, what: &str) -> String {
        let verb = if self.enclosed == 1 { "is" } else { "are" };
        format!("{} of {} {what} {verb} enclosed", self.enclosed, self.of)
    }
}

impl PackageContents {
    /// The pieces of evidence. One that is only another name of an attestation counts as that attestation.
    pub fn evidence_count(&self) -> EnclosedCount {
        self.count(PackageFileKind::Evidence)
    }

    /// The reports, certificates and bridge letters of providers.
    pub fn attestation_count(&self) -> EnclosedCount {
        self.count(PackageFileKind::Attestation)
    }

    fn count(&self, kind: PackageFileKind) -> EnclosedCount {
        let enclosed = self.files.iter().filter(|item| item.description.kind == kind).count();
        let listed = self.withheld.iter().filter(|one| one.kind == kind && one.same_as.is_none()).count();
        EnclosedCount { enclosed, of: enclosed + listed }
    }

    /// How much is enclosed, as a sentence.
    pub fn enclosed_sentence(&self) -> String {
        let (evidence, reports) = (self.evidence_count(), self.attestation_count());
        let mut sentence = match evidence.of {
            0 => "No evidence is registered for the project".to_owned(),
            _ => evidence.phrase("pieces of evidence"),
        };
        if reports.of > 0 {
            sentence.push_str("; ");
            sentence.push_str(&reports.phrase("reports and letters of providers"));
        }
        sentence.push('.');
        sentence
    }
}
