//! The program as one straight line: load, validate, resolve, assess, plan, render, write; publish comes last, in the
//! hands of the command that asked.

mod baseline;
mod bundle;
mod changes;
mod complaints;
mod document;
mod glyphs;
mod inputs;
mod key;
mod look;
mod pictures;
mod project;
mod proofs;
mod record;
mod run;
mod selection;
mod survey;
mod trend;
mod whereabouts;
mod whole;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use onus_core::assess::{Gap, Situation};
use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::{OrganizationId, ProjectId};
use onus_core::source::{CharacterPlaces, Place, Span};
use onus_core::texts::OrganizationTexts;
use onus_core::validate::{ValidOrganization, Validated, validate};

use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::{Trust, Workspace};
use crate::plan;
use crate::publish::Produced;
use crate::render::Engine;

pub use baseline::{Baseline, BaselineProject};
pub use bundle::{Bundled, Restricted, bundle};
pub use changes::{ChangeDocument, ChangeRequest, change_document, changes};
pub use complaints::warnings;
pub use glyphs::missing_in_file;
pub use look::look;
pub use pictures::{Gallery, Hung};
pub use proofs::{Evidence, evidence};
pub use record::Looks;
use run::Run;
pub use run::{Surroundings, Unwatched, Watch};
pub use selection::Selection;
use selection::document_mistake;
pub use survey::{Survey, survey};
pub use whereabouts::Whereabouts;

/// Name of the data file of a project.
const MATRIX: &str = "matrix";

/// What a run is asked to make.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
    /// Which organisations and projects.
    pub selection: Selection,
    /// Only documents of this name.
    pub document: Option<String>,
    /// Only these formats.
    pub formats: Vec<OutputFormat>,
    /// Whether evidence files are taken for what they were by their size and times.
    pub trust: Trust,
}

/// What a run made.
#[derive(Debug, Default)]
pub struct Made {
    /// Input mistakes; with any of them nothing else is of use.
    pub mistakes: Vec<Diagnostic>,
    /// What could not be set as it should be; the documents are made all the same.
    pub warnings: Vec<Diagnostic>,
    /// Findings of the selected projects.
    pub findings: Vec<ProjectFinding>,
    /// Which findings the organisations that are asked for have accepted.
    pub baselines: Vec<Baseline>,
    /// The files, made now or found as they should be, by path.
    pub files: Vec<Produced>,
    /// What is to be remembered of evidence files, if that is not known yet.
    pub hashes: Option<Vec<u8>>,
    /// The organisations looked at, by id.
    pub organizations: Vec<OrganizationId>,
    /// What the run adds to the history of each organisation.
    pub lines: Vec<(OrganizationId, String)>,
    /// Organisations whose last build was as of a later day than this one.
    pub later: Vec<(OrganizationId, NaiveDate)>,
    /// Characters that no face has, where somebody wrote them.
    places: CharacterPlaces,
}

/// A finding with the project that has it.
#[derive(Debug, Clone)]
pub struct ProjectFinding {
    /// Whose.
    pub organization: OrganizationId,
    /// Which project.
    pub project: ProjectId,
    /// The gap.
    pub finding: Gap,
    /// Where it is caused.
    pub place: Place,
}

/// What holds in a workspace, and what lies where its evidence is said to lie.
#[derive(Debug)]
pub struct Prepared {
    /// The organisations and every mistake in what is said of them.
    pub validated: Validated,
    /// The files of evidence and of reports.
    pub evidence: Evidence,
}

/// Validates a workspace and looks at the evidence of the organisations that are asked for.
pub fn prepare(workspace: &Workspace, request: &Request) -> Prepared {
    let validated = validate(&workspace.texts);
    let is_meant = |id: &OrganizationId| request.selection.has_organization(id);
    let evidence = evidence(workspace, &validated.organizations, is_meant, request.trust);
    Prepared { validated, evidence }
}

/// Makes everything that is asked for and hands it over file by file. With mistakes, what was handed over is of no use.
pub fn make(workspace: &Workspace, request: &Request, surroundings: Surroundings<'_>) -> Result<Made, Error> {
    make_prepared(workspace, &prepare(workspace, request), request, surroundings)
}

fn make_prepared(
    workspace: &Workspace,
    prepared: &Prepared,
    request: &Request,
    surroundings: Surroundings<'_>,
) -> Result<Made, Error> {
    let Prepared { validated, evidence } = prepared;
    let situation = Situation { as_of: request.as_of, files: &evidence.files };
    let (templates, template_mistakes) = plan::templates(workspace);
    let (look, theme_mistakes) = look(&workspace.texts.sources, workspace.theme, &workspace.assets);
    let engine = Engine::new(workspace);
    let mut mistakes = workspace.texts.problems.clone();
    mistakes.extend(validated.mistakes.iter().cloned());
    mistakes.extend(evidence.mistakes.iter().cloned());
    let before_conflicts = mistakes.len();
    mistakes.extend(template_mistakes);
    mistakes.extend(theme_mistakes);
    mistakes.extend(request.selection.mistakes(&validated.organizations));
    mistakes.extend(document_mistake(&templates, request.document.as_deref()));
    let engine = match engine {
        Ok(engine) if mistakes.is_empty() => engine,
        unusable => {
            mistakes.extend(unusable.err().unwrap_or_default());
            // All that is wrong is said at once.
            let all = Selection::default();
            let (_, conflicts) = survey(workspace, &validated.organizations, (situation, &all), |_, _| ());
            mistakes.splice(before_conflicts..before_conflicts, conflicts);
            return Ok(Made { mistakes, ..Made::default() });
        }
    };
    let gallery = Gallery::new(&workspace.assets);
    let looks = surroundings.memory.map(Looks::recall).unwrap_or_default();
    let run = Run {
        workspace,
        request,
        situation,
        engine: &engine,
        templates: &templates,
        look: &look,
        gallery: &gallery,
        surroundings,
        looks: &looks,
        key: key::of_run(workspace, request, &workspace.assets.fingerprint()),
    };
    let baselines = baseline::baselines(&workspace.texts.sources, &validated.organizations, request);
    let mut made = Made { hashes: evidence.updated_hashes.clone(), baselines, ..Made::default() };
    for subject in &validated.organizations {
        let is_meant = request.selection.has_organization(&subject.organization.id);
        if let Some(folder) = folder(workspace, subject).filter(|_| is_meant) {
            run.organization(subject, folder, &mut made)?;
        }
    }
    made.mistakes = each_once(std::mem::take(&mut made.mistakes));
    let found = glyphs::warnings(std::mem::take(&mut made.places));
    made.warnings.extend(found);
    let clashes = run::clashes(&mut made);
    made.mistakes.extend(clashes);
    Ok(made)
}

/// The texts that an organisation was read from.
fn folder<'w>(workspace: &'w Workspace, subject: &ValidOrganization) -> Option<&'w OrganizationTexts> {
    let source = subject.organization.origin.source;
    workspace.texts.organizations.iter().find(|folder| folder.organization == source)
}

/// One pair of entries can clash in many cells, of many projects; the first one shows it.
fn each_once(mut mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: BTreeSet<(Code, Vec<Span>)> = BTreeSet::new();
    mistakes.retain(|mistake| {
        let places: Vec<Span> = mistake.labels.iter().map(|label| label.span).collect();
        let is_conflict = matches!(mistake.code, Code::ConflictingClaims | Code::ConflictingDelegations);
        !is_conflict || seen.insert((mistake.code, places))
    });
    mistakes
}
