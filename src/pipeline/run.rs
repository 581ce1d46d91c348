//! One run over a workspace: projects side by side, each made, handed over and forgotten but for what the documents of its
//! organisation show of it.

use onus_core::assess::Situation;
use onus_core::diagnostic::Diagnostic;
use onus_core::model::{DatedTotals, Organization, ProjectId, Stamp, Totals};
use onus_core::texts::OrganizationTexts;
use onus_core::validate::ValidOrganization;
use onus_typeset::layout::Look;
use rayon::prelude::*;

use super::record::{Looks, Record};
use super::trend::Trend;
use super::{Gallery, Made, ProjectFinding, Request, document, glyphs, key, pictures};
use crate::error::Error;
use crate::load::{Memory, Published, Workspace};
use crate::plan::{DocumentScope, Template};
use crate::publish::Take;
use crate::render::Engine;
use crate::render::view::Extract;

use glyphs::MissingCharacters;

/// Is told how far a run is.
pub trait Watch: Sync {
    /// So many projects of an organisation are to be made.
    fn begin(&self, organization: &str, projects: usize);

    /// One more of them is made, or was found to be as it should.
    fn step(&self);

    /// All of them are; now come the documents of the organisation.
    fn end(&self);
}

/// Nobody looks.
#[derive(Debug)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: &str, _: usize) {}
    fn step(&self) {}
    fn end(&self) {}
}

/// What is around a run: what was there before, and where its files go.
#[derive(Clone, Copy)]
pub struct Surroundings<'s> {
    /// What was published before, whose revisions go on.
    pub published: Option<&'s Published>,
    /// What runs keep for each other.
    pub memory: Option<&'s Memory>,
    /// True when what earlier runs kept is used.
    pub recalls: bool,
    /// True when the revisions of documents are files of the run, too.
    pub counts_revisions: bool,
    /// Takes the files.
    pub take: &'s dyn Take,
    /// Is told how far the run is.
    pub watch: &'s dyn Watch,
}

impl<'s> Surroundings<'s> {
    /// Nothing but somebody who takes the files.
    pub fn bare(take: &'s dyn Take) -> Self {
        let (published, memory) = (None, None);
        Self { published, memory, recalls: false, counts_revisions: false, take, watch: &Unwatched }
    }
}

/// A run.
pub(super) struct Run<'r> {
    pub(super) workspace: &'r Workspace,
    pub(super) request: &'r Request,
    pub(super) situation: Situation<'r>,
    pub(super) engine: &'r Engine,
    pub(super) templates: &'r [Template],
    pub(super) look: &'r Look,
    pub(super) gallery: &'r Gallery<'r>,
    pub(super) surroundings: Surroundings<'r>,
    pub(super) looks: &'r Looks,
    /// What all documents depend on.
    pub(super) key: key::Key,
}

/// An organisation in a run.
pub(super) struct Member<'r> {
    pub(super) subject: &'r ValidOrganization,
    pub(super) folder: &'r OrganizationTexts,
    /// What all its documents depend on.
    pub(super) key: key::Key,
    /// By what catalog and as of which day new revisions are made.
    pub(super) stamp: Stamp,
}

/// What became of a project.
pub(super) struct Portion {
    pub(super) id: ProjectId,
    pub(super) record: Record,
    /// What its organisation's documents show of it; none while it lies in the memory.
    pub(super) extract: Option<Extract>,
    pub(super) outcome: document::Outcome,
}

impl<'r> Member<'r> {
    fn new(run: &Run<'r>, subject: &'r ValidOrganization, folder: &'r OrganizationTexts) -> Self {
        Self {
            subject,
            folder,
            key: key::of_organization(run.key.clone(), run.workspace, (subject, folder), run.situation),
            stamp: Stamp::new(&subject.catalog, run.request.as_of),
        }
    }

    pub(super) fn organization(&self) -> &'r Organization {
        &self.subject.organization
    }
}

impl<'r> Run<'r> {
    /// Makes what is asked for of one organisation.
    pub(super) fn organization(
        &self,
        subject: &'r ValidOrganization,
        folder: &'r OrganizationTexts,
        made: &mut Made,
    ) -> Result<(), Error> {
        let member = Member::new(self, subject, folder);
        let organization = member.organization();
        let selected: Vec<_> = organization
            .projects
            .iter()
            .filter(|project| self.request.selection.has_project(&organization.id, &project.id))
            .collect();
        let watch = self.surroundings.watch;
        watch.begin(organization.id.as_str(), selected.len());
        let portions = selected.par_iter().map(|project| {
            let portion = self.project(&member, project);
            watch.step();
            portion
        });
        let mut portions: Vec<Portion> = portions.collect::<Result<_, Error>>()?;
        watch.end();
        let mut missing = MissingCharacters::new();
        for portion in &mut portions {
            let found = std::mem::take(&mut portion.record.findings).into_iter();
            made.findings.extend(found.map(|(finding, place)| ProjectFinding {
                organization: organization.id.clone(),
                project: portion.id.clone(),
                finding,
                place,
            }));
            made.files.extend(portion.record.files.iter().map(|file| file.produced()));
            take_outcome(std::mem::take(&mut portion.outcome), made, &mut missing);
        }
        if made.mistakes.is_empty() {
            let trend = self.trend(&member, &portions)?;
            let whole = self.whole(&member, &portions, &trend.days)?;
            made.files.extend(whole.files.iter().map(|file| file.produced()));
            take_outcome(whole, made, &mut missing);
            if self.request.is_of_all() {
                made.later.extend(trend.later.map(|day| (organization.id.clone(), day)));
                made.lines.extend(trend.line.map(|line| (organization.id.clone(), line)));
            }
        }
        glyphs::locate(&mut made.places, self.workspace, (Some(folder), missing));
        made.organizations.push(organization.id.clone());
        Ok(())
    }

    fn trend(&self, member: &Member<'_>, portions: &[Portion]) -> Result<Trend, Error> {
        let organization = &member.organization().id;
        let history = match self.surroundings.published {
            Some(published) => published.history(organization.as_str())?,
            None => String::new(),
        };
        let mut total = Totals::default();
        portions.iter().for_each(|portion| total += portion.record.totals);
        let now = DatedTotals { date: self.request.as_of, projects: portions.len(), total };
        let projects: Vec<_> = portions.iter().map(|portion| (&portion.id, portion.record.totals)).collect();
        Ok(Trend::new(&history, now, &projects))
    }

    /// What is remembered under a name.
    pub(super) fn recall(&self, name: &str) -> Option<Record> {
        self.surroundings.memory.filter(|_| self.surroundings.recalls)?.recall(name)
    }

    /// True when what is remembered still holds and its files lie there as they were left.
    pub(super) fn stands(&self, record: &Record, key: &str) -> bool {
        let Some(published) = self.surroundings.published else { return false };
        record.holds(key, self.request.as_of)
            && record.files.iter().all(|file| self.looks.is_as_left(published, file))
    }

    /// Keeps something for the next run.
    pub(super) fn keep(&self, name: &str, value: &impl serde::Serialize) {
        if let Some(memory) = self.surroundings.memory {
            self.surroundings.take.keep(&memory.path(name), &Memory::sealed(value));
        }
    }

    /// True when a document that is asked for shows projects beside each other, whichever of them are asked for.
    pub(super) fn shows_projects(&self) -> bool {
        self.templates.iter().filter(|template| self.request.wants_any_of(template)).any(|template| {
            match template.scope {
                DocumentScope::Organization | DocumentScope::Service | DocumentScope::Framework => true,
                DocumentScope::Project | DocumentScope::Change => false,
            }
        })
    }

    /// True when some document shows frameworks.
    pub(super) fn shows_frameworks(&self) -> bool {
        self.templates.iter().any(|template| template.scope == DocumentScope::Framework)
    }
}

fn take_outcome(outcome: document::Outcome, made: &mut Made, missing: &mut MissingCharacters) {
    document::add_new(&mut made.mistakes, outcome.mistakes);
    document::add_new(&mut made.warnings, outcome.warnings);
    for (character, template) in outcome.missing {
        missing.entry(character).or_insert(template);
    }
}

/// Two different files cannot have one place: the paths at which they would.
pub(super) fn clashes(made: &mut Made) -> Vec<Diagnostic> {
    made.files.sort();
    made.files.dedup();
    let paths = made.files.windows(2).filter(|pair| pair[0].path == pair[1].path);
    paths.map(|pair| pictures::clash(&pair[0].path)).collect()
}
