//! Projects that inherit from each other in a circle.

use std::collections::{BTreeSet, HashSet};

use super::super::context::Context;
use crate::diagnostic::Code;
use crate::model::{Inheritance, Project, ProjectId};

/// Reports projects that inherit from each other in a circle: each circle once, with the places where it begins and ends.
pub(super) fn report_circles(context: &mut Context<'_>, projects: &[Project]) {
    let mut reported: BTreeSet<&ProjectId> = BTreeSet::new();
    for project in projects {
        let mut path = Vec::new();
        if reported.contains(&project.id)
            || !closes(projects, project, &project.id, &mut path, &mut HashSet::new())
        {
            continue;
        }
        reported.extend(path.iter().map(|(project, _)| *project));
        let names: Vec<&str> =
            path.iter().map(|(project, _)| project.as_str()).chain([project.id.as_str()]).collect();
        let message = format!("projects inherit from each other in a circle: {}", names.join(" from "));
        let (first, last) = (&path[0].1.origin, &path[path.len() - 1].1.origin);
        let last = context.diagnostics.sources().span(&last.key("from"));
        let report = context.diagnostics.error(Code::InheritanceCircle, &first.key("from"), message);
        let report = if path.len() > 1 { report.also(last, "and here") } else { report };
        report.help("remove one of the entries: who does the work cannot inherit it".to_owned());
    }
}

/// Extends a path from project to project until it comes back to where it began.
fn closes<'p>(
    projects: &'p [Project],
    at: &'p Project,
    start: &ProjectId,
    path: &mut Vec<(&'p ProjectId, &'p Inheritance)>,
    seen: &mut HashSet<&'p ProjectId>,
) -> bool {
    if !seen.insert(&at.id) {
        return false;
    }
    for inheritance in at.inherits.iter().filter(|entry| entry.file.is_none()) {
        path.push((&at.id, inheritance));
        if inheritance.from.project == *start {
            return true;
        }
        let below = projects.iter().find(|project| project.id == inheritance.from.project);
        if below.is_some_and(|below| closes(projects, below, start, path, seen)) {
            return true;
        }
        path.pop();
    }
    false
}
