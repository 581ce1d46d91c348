//! What is said about all projects of an organisation together: its own documents, those of services and of frameworks.

use std::collections::BTreeSet;

use onus_core::assess::next_turn;
use onus_core::model::{DatedTotals, FrameworkId, Issued, ServiceId, Totals};
use onus_core::resolve::{Scope, resolve_scope};
use rayon::prelude::*;

use super::document::{Desk, Outcome};
use super::key::Key;
use super::record::Record;
use super::run::{Member, Portion, Run};
use crate::error::Error;
use crate::load::Revisions;
use crate::plan::{self, Document, Inventory, Subject as DocumentSubject};
use crate::render::view::{Across, Extract, Setting, View};

/// Name under which is kept what was made for all projects together; no project can have it.
const WHOLE: &str = "@all";

/// So many extracts are read before what they have in common is forgotten.
const AT_ONCE: usize = 64;

/// A document with what is to be remembered of it.
type Documented = (Vec<(String, Issued)>, Outcome);

impl Run<'_> {
    /// Makes the documents that are about more than one project, unless what the last run made of them still holds.
    pub(super) fn whole(
        &self,
        member: &Member<'_>,
        portions: &[Portion],
        trend: &[DatedTotals],
    ) -> Result<Outcome, Error> {
        if self.request.selection.project.is_some() {
            return Ok(Outcome::default());
        }
        let organization = &member.organization().id;
        let name = format!("{organization}/{WHOLE}");
        let key = whole_key(member, portions, trend);
        let known = self.recall(&name);
        if let Some(record) = &known
            && self.stands(record, &key)
        {
            return Ok(Outcome { files: record.files.clone(), ..Outcome::default() });
        }
        let shown = if self.shows_projects() { portions } else { &[] };
        let extracts = self.extracts(member, shown);
        let across = Across { projects: &extracts, trend };
        let mut revisions = self.revisions(organization.as_str())?;
        let (issued, mut outcome) = self.documents_of_all(member, across, (&revisions, known.as_ref()))?;
        revisions.documents.extend(issued);
        outcome.files.extend(self.take_revisions(organization.as_str(), &revisions)?);
        if outcome.is_quiet() {
            let record = Record {
                key,
                as_of: self.request.as_of,
                turn: next_turn(member.organization(), None, self.request.as_of),
                files: outcome.files.clone(),
                findings: Vec::new(),
                extract_digest: None,
                totals: Totals::default(),
            };
            self.keep(&name, &record);
        }
        Ok(outcome)
    }

    /// What is shown of each project, by id.
    fn extracts(&self, member: &Member<'_>, portions: &[Portion]) -> Vec<Extract> {
        let (mut extracts, mut seen) = (Vec::with_capacity(portions.len()), BTreeSet::new());
        for some in portions.chunks(AT_ONCE) {
            let read = some.par_iter();
            let read: Vec<Extract> = read
                .filter_map(|portion| portion.extract.clone().or_else(|| self.extract(member, portion)))
                .collect();
            for mut extract in read {
                extract.forget_repeated(&mut seen);
                extracts.push(extract);
            }
        }
        extracts
    }

    fn documents_of_all(
        &self,
        member: &Member<'_>,
        across: Across<'_>,
        (revisions, known): (&Revisions, Option<&Record>),
    ) -> Result<Documented, Error> {
        let organization = &member.organization().id;
        let services: BTreeSet<&ServiceId> = across.projects.iter().flat_map(Extract::services).collect();
        let frameworks: BTreeSet<&FrameworkId> =
            across.projects.iter().flat_map(Extract::frameworks).collect();
        let inventory = Inventory {
            organization,
            projects: Vec::new(),
            services: services.into_iter().collect(),
            frameworks: frameworks.into_iter().collect(),
        };
        let planned = plan::plan(self.templates, &inventory);
        let wanted: Vec<&Document<'_>> =
            planned.iter().filter(|document| self.request.wants(document)).collect();
        let by_subject: Vec<&[&Document<'_>]> =
            wanted.chunk_by(|one, other| one.subject == other.subject).collect();
        let results: Vec<Documented> = by_subject
            .par_iter()
            .map(|documents| self.documents_of_subject(member, (documents, across), (revisions, known)))
            .collect::<Result<_, Error>>()?;
        let (mut issued, mut outcome) = (Vec::new(), Outcome::default());
        for (documents, found) in results {
            issued.extend(documents);
            outcome.add(found);
        }
        Ok((issued, outcome))
    }

    fn documents_of_subject(
        &self,
        member: &Member<'_>,
        (documents, across): (&[&Document<'_>], Across<'_>),
        (revisions, known): (&Revisions, Option<&Record>),
    ) -> Result<Documented, Error> {
        let (mut issued, mut outcome) = (Vec::new(), Outcome::default());
        let subject = documents.first().map(|document| &document.subject);
        let Some(view) = subject.and_then(|subject| self.view_of_all(member, subject, across)) else {
            return Ok((issued, outcome));
        };
        let folder = member.organization().id.as_str();
        let issued_before = (revisions, folder);
        let desk = Desk { run: self, member, view: &view, issued: issued_before, known, matrix: None };
        for document in documents {
            issued.extend(desk.document(document, &mut outcome)?);
        }
        Ok((issued, outcome))
    }

    /// What the templates of a subject see; none when nothing of the workspace is the subject.
    fn view_of_all(
        &self,
        member: &Member<'_>,
        subject: &DocumentSubject,
        across: Across<'_>,
    ) -> Option<View> {
        let sources = &self.workspace.texts.sources;
        let setting = Setting { sources, situation: self.situation, inputs: &[] };
        let (catalog, organization) = (&*member.subject.catalog, member.organization());
        match subject {
            DocumentSubject::Project(_) => None,
            DocumentSubject::Organization => {
                Some(View::of_organization(setting, (catalog, organization), across))
            }
            DocumentSubject::Service(id) => {
                let scope = Scope::of_organization(catalog, organization, &[id]);
                // What contradicts itself for the organisation has been reported for its projects.
                let (matrix, _) = resolve_scope(sources, scope);
                Some(View::of_service(setting, &matrix, across.projects))
            }
            DocumentSubject::Framework(id) => {
                let framework = catalog.frameworks.get(id)?;
                Some(View::of_framework(setting, (catalog, organization), framework, across.projects))
            }
        }
    }
}

fn whole_key(member: &Member<'_>, portions: &[Portion], trend: &[DatedTotals]) -> String {
    let mut key: Key = member.key.clone();
    for portion in portions {
        key.add(&portion.record.key);
        portion.record.extract_digest.iter().for_each(|digest| key.add_digest(*digest));
    }
    key.add(&serde_json::to_string(trend).expect("plain data"));
    key.finish()
}
