//! The one way to open a workspace: read its files, validate what they say, look at the files of evidence. Every command
//! that answers from profiles starts here, so that all of them find the same mistakes and report them in the same order.

mod evidence;
mod mistakes;
mod selection;
mod survey;

use std::path::Path;

use chrono::NaiveDate;
use onus_core::assess::{AssessedProject, AssessmentBasis, ResolvedOffers, future_days, resolve_offers};
use onus_core::diagnostic::Diagnostic;
use onus_core::model::OrganizationId;
use onus_core::resolve::OfferBook;
use onus_core::source::Sources;
use onus_core::texts::OrganizationTexts;
use onus_core::validate::{ValidOrganization, Validated, validate, validate_used};

use crate::error::Error;
use crate::load::{InputFiles, Workspace, load};
use crate::plan::outdated_copies;

pub(crate) use evidence::examine_evidence;
pub use evidence::{EvidenceExamination, EvidenceReading};
pub(crate) use mistakes::each_conflict_once;
pub use mistakes::{MistakeStage, Mistakes};
pub use selection::Selection;
pub(crate) use selection::unknown_name;
pub use survey::{Survey, SurveyedOrganization};
pub(crate) use survey::{Surveyor, survey};

/// A workspace that was read and validated, with the question that is asked of it: about which projects, as of which day.
///
/// With mistakes, what it says of the organisations is incomplete; ask [`mistakes`](Self::mistakes) before anything else.
#[derive(Debug)]
pub struct OpenWorkspace {
    /// The files as they were read.
    pub workspace: Workspace,
    /// The catalog, the organisations, and every mistake in what is said of them.
    pub validated: Validated,
    /// The files of evidence and of reports, as far as they were looked at.
    pub evidence: EvidenceExamination,
    /// What projects can inherit, for each of the organisations.
    pub offers: Vec<ResolvedOffers>,
    /// Which organisations and projects are asked about.
    pub selection: Selection,
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
}

impl OpenWorkspace {
    /// Reads the workspace in a folder and opens it.
    ///
    /// # Errors
    ///
    /// When there is no such folder. What is wrong in its files is among the [`mistakes`](Self::mistakes).
    pub fn open(
        root: &Path,
        selection: Selection,
        as_of: NaiveDate,
        reading: EvidenceReading,
    ) -> Result<Self, Error> {
        Ok(Self::new(load(root)?, selection, as_of, reading))
    }

    /// Opens a workspace that was read already.
    pub fn new(
        workspace: Workspace,
        selection: Selection,
        as_of: NaiveDate,
        reading: EvidenceReading,
    ) -> Self {
        let validated = validate_used(&workspace.texts);
        let evidence = examine_evidence(&workspace, &validated.organizations, &selection, reading);
        let offers = resolve_all_offers(&workspace.texts.sources, &validated, &evidence, as_of);
        Self { workspace, validated, evidence, offers, selection, as_of }
    }

    /// The same with all frameworks of the built-in catalog, also those that nothing here uses.
    #[must_use]
    pub fn with_whole_catalog(mut self) -> Self {
        self.validated = validate(&self.workspace.texts);
        self
    }

    /// The texts that places and names are looked up in.
    pub fn sources(&self) -> &Sources {
        &self.workspace.texts.sources
    }

    /// The day and the files that everything is judged by.
    pub fn basis(&self) -> AssessmentBasis<'_> {
        AssessmentBasis { as_of: self.as_of, files: &self.evidence.files }
    }

    /// The files that were read or that evidence is in, as far as the registers can be read.
    pub fn inputs(&self) -> InputFiles {
        InputFiles::new(&self.workspace, evidence::evidence_paths(&self.validated.organizations))
    }

    /// The texts that an organisation was read from.
    pub fn texts_of(&self, subject: &ValidOrganization) -> Option<&OrganizationTexts> {
        let file = subject.organization.origin.source;
        self.workspace.texts.organizations.iter().find(|texts| texts.organization == file)
    }

    /// What is wrong, without what only a survey, the templates or the theme can show.
    pub fn mistakes(&self) -> Mistakes {
        let mut mistakes = Mistakes::default();
        mistakes.add(MistakeStage::Files, self.workspace.texts.problems.iter().cloned());
        mistakes.add(MistakeStage::Profiles, self.validated.mistakes.iter().cloned());
        let organizations = self.validated.organizations.iter().map(|subject| &subject.organization);
        let selected = organizations.filter(|organization| self.selection.has_organization(&organization.id));
        let future = selected.flat_map(|one| future_days(self.sources(), one, self.as_of));
        mistakes.add(MistakeStage::Profiles, future);
        mistakes.add(MistakeStage::Evidence, self.evidence.mistakes.iter().cloned());
        let offers = self.offers.iter().flat_map(|offers| offers.mistakes.iter().cloned());
        mistakes.add(MistakeStage::Offers, offers);
        mistakes.add(MistakeStage::Selection, self.selection.mistakes(&self.validated.organizations));
        mistakes
    }

    /// What is wrong, for a question about the catalog: the built-in one answers anywhere, so a folder without
    /// organisations is not a mistake.
    pub fn catalog_mistakes(&self) -> Mistakes {
        let mut mistakes = self.mistakes();
        if self.validated.organizations.is_empty() {
            mistakes.take(MistakeStage::Files);
        }
        mistakes
    }

    /// What should be known of the files, and is no mistake: former ids in them, and copies of templates that have changed.
    pub fn notes(&self) -> Vec<Diagnostic> {
        let renamed = self.validated.renamed.iter().map(|renamed| renamed.diagnostic(self.sources()));
        renamed.chain(outdated_copies(&self.workspace)).collect()
    }

    /// Resolves and assesses the selected projects and keeps of each what `keep` makes of it.
    pub fn survey<'a, Kept: Send>(
        &'a self,
        keep: impl Fn(&'a ValidOrganization, AssessedProject<'a>) -> Kept + Sync,
    ) -> Survey<'a, Kept> {
        survey(self.surveyor(), &self.selection, keep)
    }

    /// Does the same for all projects, selected or not.
    pub fn survey_all<'a, Kept: Send>(
        &'a self,
        keep: impl Fn(&'a ValidOrganization, AssessedProject<'a>) -> Kept + Sync,
    ) -> Survey<'a, Kept> {
        survey(self.surveyor(), &Selection::default(), keep)
    }

    /// Claims that contradict each other in any project.
    pub fn conflicts(&self) -> Vec<Diagnostic> {
        self.survey_all(|_, _| ()).conflicts
    }

    fn surveyor(&self) -> Surveyor<'_> {
        Surveyor {
            sources: self.sources(),
            subjects: &self.validated.organizations,
            offers: &self.offers,
            basis: self.basis(),
        }
    }

    /// What the projects of an organisation can inherit.
    pub fn offers_of(&self, organization: &OrganizationId) -> Option<&OfferBook> {
        let mut subjects = self.validated.organizations.iter().zip(&self.offers);
        let found = subjects.find(|(subject, _)| subject.organization.id == *organization);
        found.map(|(_, offers)| &offers.book)
    }
}

/// What the projects of each organisation can inherit. With mistakes in what is said of them it would only repeat these.
fn resolve_all_offers(
    sources: &Sources,
    validated: &Validated,
    evidence: &EvidenceExamination,
    as_of: NaiveDate,
) -> Vec<ResolvedOffers> {
    let basis = AssessmentBasis { as_of, files: &evidence.files };
    let of_subject = |subject: &ValidOrganization| match validated.mistakes.is_empty() {
        true => resolve_offers(sources, &subject.catalog, &subject.organization, basis),
        false => ResolvedOffers::default(),
    };
    validated.organizations.iter().map(of_subject).collect()
}
