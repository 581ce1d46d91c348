//! The texts of a workspace that decide what the documents of a subject say.

use onus_core::model::Project;
use onus_core::source::SourceId;
use onus_core::texts::OrganizationTexts;

use crate::load::{TemplateText, Workspace};

/// The profile of the organisation, that of a project, their statements and registers, and the workspace's own catalog, templates and
/// theme, in this order.
pub fn inputs(workspace: &Workspace, folder: &OrganizationTexts, project: &Project) -> Vec<SourceId> {
    let registers = folder
        .evidence
        .iter()
        .filter(|register| register.project.as_deref().is_none_or(|name| name == project.id.as_str()));
    let statements = folder
        .statements
        .iter()
        .filter(|file| file.project.as_deref().is_none_or(|name| name == project.id.as_str()));
    let text = |id: SourceId| workspace.texts.sources.get(id).text();
    let own_theme = workspace.theme.own.filter(|own| text(*own) != text(workspace.theme.builtin));
    let mut inputs = vec![folder.organization];
    inputs.push(project.origin.source);
    inputs.extend(statements.map(|file| file.source));
    inputs.extend(registers.map(|register| register.source));
    inputs.extend(&folder.catalog);
    inputs.extend(offer_files(project));
    inputs.extend(own_templates(workspace).map(|text| text.whole));
    inputs.extend(own_theme);
    inputs
}

/// The offer files that a project inherits from, each once.
pub(super) fn offer_files(project: &Project) -> Vec<SourceId> {
    let mut files: Vec<SourceId> = Vec::new();
    for file in project.inherits.iter().filter_map(|entry| entry.file.as_ref()) {
        if !files.contains(&file.source) {
            files.push(file.source);
        }
    }
    files
}

/// The templates of the workspace that are not built in, including parts that other templates include.
pub(super) fn own_templates(workspace: &Workspace) -> impl Iterator<Item = &TemplateText> {
    let text = |id: SourceId| workspace.texts.sources.get(id).text();
    let is_built_in = |id: SourceId| workspace.texts.sources.get(id).name().starts_with("onus:");
    // A workspace may hold the built-in templates themselves, as that of onus does.
    let repeats = move |template: &&TemplateText| {
        let twins = workspace.templates.iter().filter(|twin| twin.name == template.name);
        let mut built_in = twins.filter(|twin| is_built_in(twin.whole));
        built_in.any(|twin| text(twin.whole) == text(template.whole))
    };
    let own = workspace.templates.iter().filter(move |template| !is_built_in(template.whole));
    own.filter(move |template| !repeats(template))
}
