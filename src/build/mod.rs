//! The program as one straight line: validate, resolve, assess, plan, render, parse, write. Loading comes before it, and
//! publishing after it, in the hands of the command that asked.

mod accepted;
mod cache;
mod context;
mod document;
mod env;
mod finding;
mod gap;
mod inputs;
mod organization;
mod outcome;
mod project;
mod proof;
mod request;
mod result;
mod revisions;
mod trend;
mod untranslated;

use onus_core::model::{DatedTotals, Totals};
use rayon::prelude::*;

use crate::error::Error;
use crate::format::OutputFormat;
use crate::open::OpenWorkspace;
use crate::publish::NullSink;

use cache::Built;
use context::{BuildContext, DocumentTools, OrganizationContext};
use gap::GapPool;
use organization::build_organization;
use project::build_project;
use proof::TemplateProof;
use result::add_new;
use trend::Trend;
use untranslated::untranslated;

pub use accepted::{Baseline, BaselineProject};
pub use cache::FileStamps;
pub use env::{BuildEnv, CacheUse, NoProgress, Progress};
pub use finding::ScopedFinding;
pub use inputs::inputs;
pub use outcome::{Build, BuiltLater, HistoryLine};
pub use request::BuildRequest;

/// Name of the data file of a project.
const MATRIX: &str = "matrix";

/// Builds what is asked for and hands it over file by file. With mistakes, what was handed over must not be used.
///
/// # Errors
///
/// When what an earlier build left cannot be read, or a file cannot be handed over.
pub fn build(open: &OpenWorkspace, request: &BuildRequest, env: &BuildEnv<'_>) -> Result<Build, Error> {
    match DocumentTools::load(open, request) {
        Ok(tools) => build_selected(&BuildContext::new(open, request, &tools, env)),
        Err(mistakes) => Ok(Build::refused(mistakes)),
    }
}

/// Finds what a build would report without making its documents: every project is judged, and of the workspace's own
/// templates a few documents are rendered, which find nearly every error in them.
///
/// # Errors
///
/// As for [`build`].
pub fn check(open: &OpenWorkspace) -> Result<Build, Error> {
    let env = BuildEnv::isolated(&NullSink);
    let no_documents = BuildRequest { documents: None, formats: Vec::new() };
    let tools = match DocumentTools::load(open, &no_documents) {
        Ok(tools) => tools,
        Err(mistakes) => return Ok(Build::refused(mistakes)),
    };
    let mut judged = build_selected(&BuildContext::new(open, &no_documents, &tools, &env))?;
    let Some(proof) = TemplateProof::of(open, &judged.findings) else { return Ok(judged) };
    // Rendering Markdown finds every error of a template; PDFs would add none.
    let markdown = BuildRequest { documents: None, formats: vec![OutputFormat::Markdown] };
    let context = BuildContext { proof: Some(proof), ..BuildContext::new(open, &markdown, &tools, &env) };
    let proven = build_selected(&context)?;
    add_new(&mut judged.mistakes, proven.mistakes);
    add_new(&mut judged.warnings, proven.warnings);
    Ok(judged)
}

/// The line, for each selected organisation.
fn build_selected(context: &BuildContext<'_>) -> Result<Build, Error> {
    let (open, env) = (context.open, context.env);
    let mut build = Build::new(open);
    build.warnings.extend(untranslated(open, context.tools));
    let subjects = open.validated.organizations.iter();
    for organization in subjects.filter_map(|subject| OrganizationContext::selected(context, subject)) {
        let projects = organization.projects();
        env.progress.begin(organization.organization().id.as_str(), projects.len());
        let gaps = GapPool::default();
        let projects = projects.into_par_iter().map(|project| -> Result<Built, Error> {
            let key = organization.key_of(project);
            let mut built = context.cache.or_build(&key, |previous| {
                build_project(&organization, project, previous)?.hand_over(&organization, &key)
            })?;
            gaps.share(&mut built.findings);
            gaps.share(&mut built.idle);
            env.progress.step();
            Ok(built)
        });
        let mut projects: Vec<Built> = projects.collect::<Result<_, Error>>()?;
        env.progress.end();
        let mut issues = build.add_projects(&organization, &mut projects);
        let has_mistakes = !build.mistakes.is_empty() || !issues.mistakes.is_empty();
        if open.selection.project.is_none() && !has_mistakes {
            let counted = build.count_findings(&organization.organization().id);
            let trend = trend(&organization, &projects, counted)?;
            let key = organization::key(&organization, &projects, &trend.days);
            let built = context.cache.or_build(&key, |previous| {
                build_organization(&organization, &projects, &trend.days, &key, previous)
            })?;
            issues.merge(build.add_organization(&organization, built, trend));
        }
        build.report(&organization, issues);
    }
    Ok(build.finish())
}

/// How an organisation stood over time, up to this build.
/// `findings` are those of the organisation and its projects, each counted once.
fn trend(
    organization: &OrganizationContext<'_>,
    projects: &[Built],
    findings: Totals,
) -> Result<Trend, Error> {
    let build = organization.build;
    let history = match build.env.published {
        Some(published) => published.history(organization.organization().id.as_str())?,
        None => String::new(),
    };
    let by_project: Vec<_> = organization
        .projects()
        .into_iter()
        .zip(projects)
        .map(|(project, built)| (&project.id, built.totals))
        .collect();
    let mut total = Totals::default();
    for (_, totals) in &by_project {
        total += *totals;
    }
    let Totals { errors, warnings, notes, .. } = findings;
    let total = Totals { errors, warnings, notes, ..total };
    let now = DatedTotals { date: build.open.as_of, projects: projects.len(), total };
    Ok(Trend::new(&history, now, &by_project))
}
