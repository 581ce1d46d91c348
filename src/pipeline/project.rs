//! A project: found to be as it should, or made.

use onus_core::assess::{Finding, assess, next_turn};
use onus_core::digest::Sha256Digest;
use onus_core::model::{Edition, Issued, Project, Responsibility, Totals};
use onus_core::resolve::{ControlRow, Matrix, resolve};
use onus_matrix::{AssessedProject, write_matrix};

use super::document::{Desk, MatrixData, Outcome, kept};
use super::key::{self, Key};
use super::record::{Kept, Record};
use super::run::{Member, Portion, Run};
use super::{MATRIX, inputs};
use crate::error::Error;
use crate::load::{REVISIONS, Revisions};
use crate::plan::{self, Inventory};
use crate::publish::OutputFile;
use crate::render::view::{self, Extract, Setting, View};

impl Run<'_> {
    /// Makes a project, unless what the last run made of it still holds.
    pub(super) fn project(&self, member: &Member<'_>, project: &Project) -> Result<Portion, Error> {
        let organization = member.organization();
        let name = format!("{}/{}", organization.id, project.id);
        let key = self.project_key(member, project);
        let known = self.recall(&name);
        if let Some(record) = &known
            && self.stands(record, &key)
            && let Some(record) = known
        {
            let outcome = Outcome::default();
            return Ok(Portion { id: project.id.clone(), record, extract: None, outcome });
        }
        let (matrix, conflicts) =
            resolve(&self.workspace.texts.sources, &member.subject.catalog, organization, project);
        let findings = assess(&matrix, self.situation);
        let inputs = inputs::inputs(self.workspace, member.folder, project);
        let setting =
            Setting { sources: &self.workspace.texts.sources, situation: self.situation, inputs: &inputs };
        let assessed = view::Assessed { matrix: &matrix, findings: &findings };
        let mut outcome = Outcome { mistakes: conflicts, ..Outcome::default() };
        let is_shown = self.shows_projects();
        let extract = if is_shown { Extract::of(setting, assessed, self.shows_frameworks()) } else { None };
        if outcome.mistakes.is_empty() {
            let (known, outcome) = (known.as_ref(), &mut outcome);
            self.documents_of_project((member, project), (setting, assessed), (known, outcome))?;
        }
        let bytes = serde_json::to_vec(&extract).expect("plain data keyed by text");
        let record = Record {
            key,
            as_of: self.request.as_of,
            turn: next_turn(organization, Some(project), self.request.as_of),
            files: std::mem::take(&mut outcome.files),
            findings: findings.iter().map(|finding| self.placed(finding)).collect(),
            extract_digest: Some(Sha256Digest::of(&bytes)),
            totals: totals(&matrix, &findings),
        };
        // What somebody has to be told is found anew each time.
        let is_kept = outcome.is_quiet() && self.surroundings.memory.is_some();
        if is_kept {
            if is_shown {
                self.keep(&extract_name(&name), &extract);
            }
            self.keep(&name, &record);
        }
        let extract = extract.filter(|_| !is_kept);
        Ok(Portion { id: project.id.clone(), record, extract, outcome })
    }

    /// What the organisation's documents show of a project.
    pub(super) fn extract(&self, member: &Member<'_>, portion: &Portion) -> Option<Extract> {
        let organization = member.organization();
        let name = format!("{}/{}", organization.id, portion.id);
        // What was kept says by its digest whether it is what was made.
        let memory = self.surroundings.memory;
        let kept: Option<Extract> = memory.and_then(|memory| memory.recall(&extract_name(&name)));
        let digest = |extract: &Extract| {
            Sha256Digest::of(&serde_json::to_vec(extract).expect("plain data keyed by text"))
        };
        if let Some(extract) = kept.filter(|extract| Some(digest(extract)) == portion.record.extract_digest) {
            return Some(extract);
        }
        let project = organization.project(&portion.id)?;
        let (matrix, _) =
            resolve(&self.workspace.texts.sources, &member.subject.catalog, organization, project);
        let findings = assess(&matrix, self.situation);
        let setting =
            Setting { sources: &self.workspace.texts.sources, situation: self.situation, inputs: &[] };
        let assessed = view::Assessed { matrix: &matrix, findings: &findings };
        let extract = Extract::of(setting, assessed, self.shows_frameworks())?;
        self.keep(&extract_name(&name), &extract);
        Some(extract)
    }

    fn project_key(&self, member: &Member<'_>, project: &Project) -> String {
        let evidence =
            member.organization().evidence_only_on(&project.id).map(|evidence| (evidence, self.situation));
        let key: Key =
            key::of_project(member.key.clone(), self.workspace, (member.folder, project), evidence);
        key.finish()
    }

    fn placed(&self, finding: &Finding) -> (onus_core::assess::Gap, onus_core::source::Place) {
        (finding.gap.clone(), self.workspace.texts.sources.place_of(&finding.origin))
    }

    fn documents_of_project(
        &self,
        (member, project): (&Member<'_>, &Project),
        (setting, assessed): (Setting<'_>, view::Assessed<'_>),
        (known, outcome): (Option<&Record>, &mut Outcome),
    ) -> Result<(), Error> {
        let organization = &member.organization().id;
        let folder = format!("{organization}/{}", project.id);
        let mut revisions = self.revisions(&folder)?;
        let matrix = self.request.needs_matrices().then(|| {
            let issued = revisions.documents.get(MATRIX);
            self.matrix((member, project), (setting, assessed), (&format!("{folder}/{MATRIX}.json"), issued))
        });
        let inventory = Inventory {
            organization,
            projects: vec![&project.id],
            services: Vec::new(),
            frameworks: Vec::new(),
        };
        let planned = plan::plan(self.templates, &inventory);
        let wanted: Vec<&plan::Document<'_>> = planned
            .iter()
            .filter(|document| matches!(document.subject, plan::Subject::Project(_)))
            .filter(|document| self.request.wants(document))
            .collect();
        let mut issued = Vec::new();
        if !wanted.is_empty() {
            let view = View::of_project(setting, assessed);
            let desk = Desk {
                run: self,
                member,
                view: &view,
                issued: (&revisions, &folder),
                known,
                matrix: matrix.as_ref(),
            };
            for document in wanted {
                issued.extend(desk.document(document, outcome)?);
            }
        }
        if let Some(matrix) = matrix {
            if self.request.wants_matrices() {
                outcome.files.push(kept(&matrix.file, matrix.issued.text_digest, ("", "")));
                self.surroundings.take.take(matrix.file)?;
            }
            issued.push((MATRIX.to_owned(), matrix.issued));
        }
        revisions.documents.extend(issued);
        outcome.files.extend(self.take_revisions(&folder, &revisions)?);
        Ok(())
    }

    /// The matrix as data: that of the last build when it still says the same.
    fn matrix(
        &self,
        (member, project): (&Member<'_>, &Project),
        (setting, assessed): (Setting<'_>, view::Assessed<'_>),
        (path, before): (&str, Option<&Issued>),
    ) -> MatrixData {
        let written = |stamp| {
            let view::Assessed { matrix, findings } = assessed;
            let Setting { situation, sources, .. } = setting;
            write_matrix(AssessedProject { project, matrix, situation, findings, stamp, sources })
        };
        if let Some(before) = before {
            let bytes = written(&before.edition.stamp);
            if Sha256Digest::of(&bytes) == before.text_digest {
                return MatrixData::new(OutputFile { path: path.to_owned(), bytes }, before.clone());
            }
        }
        let bytes = written(&member.stamp);
        let edition = Edition { stamp: member.stamp.clone(), revisions: Vec::new() };
        let issued = Issued { edition, text_digest: Sha256Digest::of(&bytes), sections: Vec::new() };
        MatrixData::new(OutputFile { path: path.to_owned(), bytes }, issued)
    }

    /// The revisions of the documents of a folder so far.
    pub(super) fn revisions(&self, folder: &str) -> Result<Revisions, Error> {
        let published = self.surroundings.published;
        published.map_or(Ok(Revisions::default()), |published| published.revisions(folder))
    }

    /// Hands over the revisions of a folder, where they are files of the run.
    pub(super) fn take_revisions(&self, folder: &str, revisions: &Revisions) -> Result<Option<Kept>, Error> {
        if !self.surroundings.counts_revisions || revisions.documents.is_empty() {
            return Ok(None);
        }
        let file = OutputFile { path: format!("{folder}/{REVISIONS}"), bytes: revisions.to_bytes() };
        let entry = kept(&file, Sha256Digest::of(&file.bytes), ("", ""));
        self.surroundings.take.take(file)?;
        Ok(Some(entry))
    }
}

/// Name under which is kept what the organisation's documents show of a project.
fn extract_name(name: &str) -> String {
    format!("{name}.extract")
}

fn totals(matrix: &Matrix<'_>, findings: &[Finding]) -> Totals {
    use onus_core::diagnostic::Severity;
    let mut totals = Totals::default();
    for responsibility in matrix.controls.iter().map(ControlRow::responsibility) {
        match responsibility {
            Responsibility::Inherited => totals.inherited += 1,
            Responsibility::Shared => totals.shared += 1,
            Responsibility::Customer => totals.customer += 1,
            Responsibility::NotApplicable => totals.not_applicable += 1,
        }
    }
    for finding in findings {
        match finding.severity() {
            Severity::Error => totals.errors += 1,
            Severity::Warning => totals.warnings += 1,
            Severity::Note => totals.notes += 1,
        }
    }
    totals
}
