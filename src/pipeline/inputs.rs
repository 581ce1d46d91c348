//! The texts of a workspace that decide what the documents of a subject say.

use super::Survey;
use crate::load::Workspace;
use crate::model::ProjectId;
use crate::source::SourceId;

/// The profile of the organisation, that of a project, their registers, and the workspace's own catalog, templates and
/// theme, in this order.
pub(super) fn inputs(workspace: &Workspace, survey: &Survey<'_>, project: &ProjectId) -> Vec<SourceId> {
    let Some(folder) = survey.folder(workspace) else {
        return Vec::new();
    };
    let state = survey.projects.iter().find(|state| state.project.id == *project);
    let profile = state.map(|state| state.project.origin.source);
    let registers = folder
        .evidence
        .iter()
        .filter(|register| register.project.as_deref().is_none_or(|name| name == project.as_str()));
    let own_templates = workspace
        .templates
        .iter()
        .filter(|text| !workspace.sources.get(text.whole).name().starts_with("onus:"));
    let mut inputs = vec![folder.organization];
    inputs.extend(profile);
    inputs.extend(registers.map(|register| register.source));
    inputs.extend(&folder.catalog);
    inputs.extend(own_templates.map(|text| text.whole));
    inputs.extend(workspace.theme.own);
    inputs
}
