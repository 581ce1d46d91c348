//! What all of a build works with, and what it works with in one organisation.

use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::model::{Organization, Project, ProjectId, Stamp};
use onus_core::resolve::OfferBook;
use onus_core::texts::OrganizationTexts;
use onus_core::validate::ValidOrganization;
use onus_typeset::layout::Look;

use super::cache::{self, BuildCache, CacheKey, KeyDigest};
use super::env::BuildEnv;
use super::proof::TemplateProof;
use super::request::BuildRequest;
use super::result::{BuiltFile, CachedFile};
use crate::error::Error;
use crate::load::Revisions;
use crate::messages::{MessageBook, Messages};
use crate::open::{MistakeStage, OpenWorkspace};
use crate::pages::{ImageStore, Looks};
use crate::plan::{self, DocumentScope, PlannedDocument, Template};
use crate::render::Engine;

/// What turns matrices into documents: the templates, compiled, and the look.
pub(super) struct DocumentTools {
    pub(super) templates: Vec<Template>,
    pub(super) engine: Engine,
    pub(super) looks: Looks,
    pub(super) messages: MessageBook,
}

impl DocumentTools {
    /// The tools of a workspace; else every mistake in the input.
    pub(super) fn load(open: &OpenWorkspace, request: &BuildRequest) -> Result<Self, Vec<Diagnostic>> {
        let workspace = &open.workspace;
        let mut mistakes = open.mistakes();
        let (templates, found) = plan::templates(workspace);
        mistakes.add(MistakeStage::Templates, found);
        let languages = open.validated.organizations.iter().map(|subject| &subject.organization.language);
        let (messages, found) = MessageBook::read(open.sources(), &workspace.messages, languages);
        mistakes.add(MistakeStage::Messages, found);
        let (looks, found) = Looks::read(open.sources(), workspace.theme, &workspace.assets, &messages);
        mistakes.add(MistakeStage::Theme, found);
        mistakes.add(MistakeStage::Selection, request.unknown_documents(&templates));
        match Engine::new(workspace) {
            Ok(engine) if mistakes.is_empty() => return Ok(Self { templates, engine, looks, messages }),
            Ok(_) => {}
            Err(found) => mistakes.add(MistakeStage::TemplateText, found),
        }
        // Nothing can be built, but claims that contradict each other are mistakes of the same run.
        mistakes.add(MistakeStage::Conflicts, open.conflicts());
        Err(mistakes.in_order())
    }
}

/// What all of a build works with.
pub(super) struct BuildContext<'b> {
    pub(super) open: &'b OpenWorkspace,
    pub(super) request: &'b BuildRequest,
    pub(super) tools: &'b DocumentTools,
    pub(super) images: ImageStore<'b>,
    pub(super) env: &'b BuildEnv<'b>,
    pub(super) cache: BuildCache<'b>,
    /// What all documents depend on.
    pub(super) key: KeyDigest,
    /// What documents are limited to that only prove templates.
    pub(super) proof: Option<TemplateProof>,
}

impl<'b> BuildContext<'b> {
    pub(super) fn new(
        open: &'b OpenWorkspace,
        request: &'b BuildRequest,
        tools: &'b DocumentTools,
        env: &'b BuildEnv<'b>,
    ) -> Self {
        let workspace = &open.workspace;
        Self {
            open,
            request,
            tools,
            images: ImageStore::new(&workspace.assets),
            env,
            cache: BuildCache::open(env, open.as_of),
            key: cache::of_build(workspace, request, &workspace.assets.fingerprint()),
            proof: None,
        }
    }

    /// True when a document is asked for.
    pub(super) fn wants(&self, document: &PlannedDocument<'_>) -> bool {
        self.open.selection.has_document(document) && self.wants_any_of(document.template)
    }

    /// True when documents of a template are asked for.
    fn wants_any_of(&self, template: &Template) -> bool {
        let is_proven = self.proof.as_ref().is_none_or(|proof| proof.has_template(template));
        is_proven && self.request.wants_any_of(template)
    }

    /// True when a document that is asked for shows projects beside each other, whichever of them are asked for.
    pub(super) fn shows_projects(&self) -> bool {
        let wanted = self.tools.templates.iter().filter(|template| self.wants_any_of(template));
        wanted.into_iter().any(|template| match template.scope {
            DocumentScope::Organization
            | DocumentScope::Service
            | DocumentScope::Framework
            | DocumentScope::Party => true,
            DocumentScope::Project | DocumentScope::Change => false,
        })
    }

    /// True when some document shows frameworks.
    pub(super) fn shows_frameworks(&self) -> bool {
        self.tools.templates.iter().any(|template| template.scope == DocumentScope::Framework)
    }

    /// The revisions of the documents of a folder so far.
    pub(super) fn published_revisions(&self, folder: &str) -> Result<Revisions, Error> {
        self.env.published.map_or(Ok(Revisions::default()), |published| published.revisions(folder))
    }

    /// Hands new files to the sink. Returns what is known of all of them.
    pub(super) fn hand_over(&self, files: Vec<BuiltFile>) -> Result<Vec<CachedFile>, Error> {
        let hand_over = |file| match file {
            BuiltFile::New { content, cached } => self.env.sink.take(content).map(|()| cached),
            BuiltFile::Unchanged(cached) => Ok(cached),
        };
        files.into_iter().map(hand_over).collect()
    }
}

/// An organisation in a build.
pub(super) struct OrganizationContext<'b> {
    pub(super) build: &'b BuildContext<'b>,
    pub(super) subject: &'b ValidOrganization,
    pub(super) texts: &'b OrganizationTexts,
    /// What its projects can inherit.
    pub(super) offers: &'b OfferBook,
    /// What all its documents depend on.
    pub(super) key: KeyDigest,
    /// By what catalog and as of which day new revisions are made.
    pub(super) stamp: Stamp,
    /// The texts of the language that its documents are in.
    pub(super) messages: Arc<Messages>,
}

impl<'b> OrganizationContext<'b> {
    /// An organisation that the build is asked for; none for others.
    pub(super) fn selected(build: &'b BuildContext<'b>, subject: &'b ValidOrganization) -> Option<Self> {
        let organization = &subject.organization;
        let is_meant = build.open.selection.has_organization(&organization.id);
        let texts = build.open.texts_of(subject).filter(|_| is_meant)?;
        let key = build.key.clone();
        Some(Self {
            build,
            subject,
            texts,
            offers: build.open.offers_of(&organization.id)?,
            key: cache::of_organization(key, &build.open.workspace, subject, texts, build.open.basis()),
            stamp: Stamp::new(&subject.catalog, build.open.as_of),
            messages: build.tools.messages.of(organization.language.as_str()),
        })
    }

    pub(super) fn organization(&self) -> &'b Organization {
        &self.subject.organization
    }

    /// What its documents of a template look like.
    pub(super) fn look(&self, template: &Template) -> &'b Look {
        self.build.tools.looks.of(self.organization().language.as_str(), template.tables)
    }

    /// The projects that the build is asked for, by id.
    pub(super) fn projects(&self) -> Vec<&'b Project> {
        let organization = self.organization();
        let (selection, proof) = (&self.build.open.selection, self.build.proof.as_ref());
        let is_meant = |project: &&Project| {
            let is_shown = proof.is_none_or(|proof| proof.has_project(&organization.id, &project.id));
            is_shown && selection.has_project(&organization.id, &project.id)
        };
        organization.projects.iter().filter(is_meant).collect()
    }

    /// The output folder of a project, which is the name of its entry in the cache, too.
    pub(super) fn folder_of(&self, project: &ProjectId) -> String {
        format!("{}/{project}", self.organization().id)
    }

    /// What the documents of a project depend on.
    pub(super) fn key_of(&self, project: &Project) -> CacheKey {
        let open = self.build.open;
        let own_evidence = self.organization().evidence_only_on(&project.id);
        let key = self.key.clone();
        let mut digest =
            cache::of_project(key, &open.workspace, self.texts, project, own_evidence, open.basis());
        for known in project.inherits.iter().flat_map(|entry| self.offers.inherited_by(entry)) {
            digest.add(&known.from);
            digest.add(&serde_json::to_string(&known.offer).expect("plain data"));
            // Not in offer files, so not in the text above.
            let acting = known.offer.parts.iter().map(|part| part.acting);
            let origins = (known.standing, acting.collect::<Vec<_>>());
            digest.add(&serde_json::to_string(&origins).expect("plain data"));
        }
        CacheKey { name: self.folder_of(&project.id), digest: digest.finish() }
    }
}
