//! Requirements with the responsibility for them, in one project or side by side.

use std::collections::BTreeMap;

use onus_core::model::{self, RequirementId, Responsibility};
use onus_core::resolve::{FrameworkTable, RequirementRow, RequirementState};
use serde::Serialize;

use super::ViewContext;
use super::count::ResponsibilityCounts;
use super::facts::OrganizationView;
use super::link::ControlLink;
use super::project_summary::{FrameworkSummary, JsonText, ProjectSummary};
use super::requirement::RequirementView;
use super::text::Text;
use super::view_cache::ViewCache;

/// A framework in a project.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkView<'a> {
    id: &'a str,
    title: Text<'a>,
    publisher: Option<Text<'a>>,
    /// Title of the baseline shown; none for all requirements.
    baseline: Option<Text<'a>>,
    /// Its requirements by responsibility.
    counts: ResponsibilityCounts,
    /// Requirements that no control satisfies.
    unmapped: usize,
    /// In the publisher's order.
    requirements: Vec<RequirementView<'a>>,
}

impl<'a> FrameworkView<'a> {
    /// The framework at this place of the matrix.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, place: usize, table: &'a FrameworkTable<'a>) -> Self {
        let rows = table.requirements.iter();
        let unmapped = table.requirements.iter().filter(|row| row.state == RequirementState::Unmapped);
        Self {
            id: table.framework.id.as_str(),
            title: Text(&table.framework.title),
            publisher: table.framework.publisher.as_ref().map(Text::from),
            baseline: table.baseline_title().map(Text),
            counts: table.requirements.iter().map(RequirementRow::responsibility).collect(),
            unmapped: unmapped.count(),
            requirements: rows.map(|row| RequirementView::new(cache, place, row)).collect(),
        }
    }
}

/// The view of a framework.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkDocumentView<'a> {
    organization: OrganizationView<'a>,
    as_of: String,
    framework: FrameworkHeadView<'a>,
    /// The projects that show it, by id.
    projects: Vec<ProjectColumnView<'a>>,
    /// Requirements that a project shows, in the publisher's order.
    requirements: Vec<RequirementAcrossView<'a>>,
}

#[derive(Debug, Serialize)]
struct FrameworkHeadView<'a> {
    id: &'a str,
    title: Text<'a>,
    publisher: Option<Text<'a>>,
}

/// A project that shows a framework.
#[derive(Debug, Serialize)]
struct ProjectColumnView<'a> {
    project: serde_json::Value,
    /// Title of the baseline that it shows; none for all requirements.
    baseline: Option<Text<'a>>,
    /// Requirements by responsibility.
    counts: ResponsibilityCounts,
}

/// A requirement in all projects.
#[derive(Debug, Serialize)]
struct RequirementAcrossView<'a> {
    /// As its publisher writes it.
    id: &'a str,
    title: Text<'a>,
    /// Responsibility in each of `projects`, in their order; none where a project does not show it.
    responsibilities: Vec<Option<&'static str>>,
    controls: Vec<ControlLink<'a>>,
}

impl<'a> FrameworkDocumentView<'a> {
    pub(super) fn new(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        framework: &'a model::Framework,
        projects: &'a [ProjectSummary],
    ) -> Self {
        let showing =
            |project: &'a ProjectSummary| project.frameworks.iter().find(|shown| shown.id == framework.id);
        let shown = |project: &'a ProjectSummary| Some((&project.project, showing(project)?));
        let tables: Vec<(&'a JsonText, &'a FrameworkSummary)> = projects.iter().filter_map(shown).collect();
        let columns: Vec<BTreeMap<&RequirementId, Responsibility>> = tables
            .iter()
            .map(|(_, table)| table.requirements.iter().map(|(id, amounts_to)| (id, *amounts_to)).collect())
            .collect();
        let across = |requirement: &'a model::Requirement| {
            let responsibilities: Vec<Option<&'static str>> = columns
                .iter()
                .map(|column| column.get(&requirement.id).map(|amounts_to| amounts_to.label()))
                .collect();
            let satisfies = |control: &&model::Control| {
                requirement.satisfied_by.iter().any(|target| target.control == control.id)
            };
            responsibilities.iter().any(Option::is_some).then(|| RequirementAcrossView {
                id: requirement.id.as_str(),
                title: Text(&requirement.title),
                responsibilities,
                controls: catalog.controls.iter().filter(satisfies).map(ControlLink::new).collect(),
            })
        };
        let column = |(project, table): &(&'a JsonText, &'a FrameworkSummary)| ProjectColumnView {
            project: project.value(),
            baseline: table.baseline.as_ref().map(Text::from),
            counts: table.counts,
        };
        Self {
            organization: OrganizationView::new(organization),
            as_of: context.as_of().to_string(),
            framework: FrameworkHeadView {
                id: framework.id.as_str(),
                title: Text(&framework.title),
                publisher: framework.publisher.as_ref().map(Text::from),
            },
            projects: tables.iter().map(column).collect(),
            requirements: framework.requirements.iter().filter_map(across).collect(),
        }
    }
}
