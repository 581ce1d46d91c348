//! What a project consists of and is measured by: its name, services, requirements and the catalog.

use onus_core::diagnostic::Count;

use super::change::{Action, Aspect, Change, Detail, Effect, Subject, Thing, responsibility};
use super::matrix::{Framework, ReadMatrix, Requirement, Service};
use super::pair::{Met, Pair, meet};

/// A project that is only on one side.
pub(super) fn project(matrix: &ReadMatrix, action: Action) -> Change {
    let key = matrix.key();
    let thing = Thing::new(format!("{}/{}", key.organization, key.project), &matrix.project.name);
    let numbers = [
        (Aspect::Services, Count(matrix.services.len(), "service").to_string()),
        (Aspect::Findings, Count(matrix.findings.len(), "finding").to_string()),
    ];
    let detail = |(aspect, number): (Aspect, String)| match action {
        Action::Went => Detail::went(aspect, number),
        Action::Came | Action::Renamed | Action::Changed => Detail::came(aspect, number),
    };
    let change = Change::new(Subject::Project, action, thing, numbers.into_iter().map(detail).collect());
    // Its findings were not there before.
    let brings_findings = action == Action::Came && !matrix.findings.is_empty();
    if brings_findings { change.effect(Effect::Worse) } else { change }
}

/// What changed about the project as such, its services and the catalog.
pub(super) fn changes(pair: &Pair<'_>, found: &mut Vec<Change>) {
    let (old, new) = (pair.old, pair.new);
    if let Some(detail) = Detail::between(Aspect::Name, &old.project.name.trim(), &new.project.name.trim()) {
        let key = new.key();
        let thing = Thing::new(format!("{}/{}", key.organization, key.project), &new.project.name);
        found.push(Change::new(Subject::Project, Action::Changed, thing, vec![detail]));
    }
    let version = |matrix: &ReadMatrix| {
        let digest: String = matrix.catalog.digest.chars().take(12).collect();
        format!("{}, digest {digest}", matrix.catalog.version)
    };
    if let Some(detail) = Detail::between(Aspect::Version, &version(old), &version(new)) {
        let thing = Thing::new("catalog", "Control catalog");
        found.push(Change::new(Subject::Catalog, Action::Changed, thing, vec![detail]));
    }
    services(pair, found);
    frameworks(pair, found);
}

fn services(pair: &Pair<'_>, found: &mut Vec<Change>) {
    fn key(service: &Service) -> &str {
        service.id.as_str()
    }
    let regions = |service: &Service| service.regions.join(", ");
    let thing = |service: &Service| Thing::new(&service.id, &service.name);
    for met in meet(&pair.old.services, &pair.new.services, (key, key)) {
        let change = match met {
            Met::Came(new) => {
                let details = vec![
                    Detail::came(Aspect::Class, &new.class),
                    Detail::came(Aspect::Regions, regions(new)),
                ];
                let change = Change::new(Subject::Service, Action::Came, thing(new), details);
                change.at(None, new.place.as_ref())
            }
            Met::Went(old) => {
                let details = vec![
                    Detail::went(Aspect::Class, &old.class),
                    Detail::went(Aspect::Regions, regions(old)),
                ];
                let change = Change::new(Subject::Service, Action::Went, thing(old), details);
                change.at(old.place.as_ref(), None)
            }
            Met::Both(old, new) => {
                let details = [
                    Detail::between(Aspect::Name, &old.name.trim(), &new.name.trim()),
                    Detail::between(Aspect::Class, &old.class, &new.class),
                    Detail::between(Aspect::Regions, &regions(old), &regions(new)),
                ];
                let details = details.into_iter().flatten().collect();
                let change = Change::new(Subject::Service, Action::Changed, thing(new), details);
                change.at(old.place.as_ref(), new.place.as_ref())
            }
        };
        found.extend(Some(change).filter(|change| !change.details.is_empty()));
    }
}

fn frameworks(pair: &Pair<'_>, found: &mut Vec<Change>) {
    fn key(framework: &Framework) -> &str {
        framework.id.as_str()
    }
    let baseline =
        |framework: &Framework| framework.baseline.clone().unwrap_or_else(|| "all of it".to_owned());
    let thing = |framework: &Framework| Thing::new(&framework.id, "");
    for met in meet(&pair.old.frameworks, &pair.new.frameworks, (key, key)) {
        match met {
            Met::Came(new) => {
                let count = Detail::came(Aspect::Requirements, new.requirements.len());
                let details = vec![Detail::came(Aspect::Baseline, baseline(new)), count];
                found.push(Change::new(Subject::Requirement, Action::Came, thing(new), details));
            }
            Met::Went(old) => {
                let count = Detail::went(Aspect::Requirements, old.requirements.len());
                let details = vec![Detail::went(Aspect::Baseline, baseline(old)), count];
                found.push(Change::new(Subject::Requirement, Action::Went, thing(old), details));
            }
            Met::Both(old, new) => {
                let detail = Detail::between(Aspect::Baseline, &baseline(old), &baseline(new));
                found.extend(detail.map(|detail| {
                    Change::new(Subject::Requirement, Action::Changed, thing(new), vec![detail])
                }));
                requirements(pair, (old, new), found);
            }
        }
    }
}

fn requirements(pair: &Pair<'_>, (old, new): (&Framework, &Framework), found: &mut Vec<Change>) {
    fn key(requirement: &Requirement) -> &str {
        requirement.id.as_str()
    }
    let thing =
        |requirement: &Requirement| Thing::new(format!("{}/{}", new.id, requirement.id), &requirement.title);
    for met in meet(&old.requirements, &new.requirements, (key, key)) {
        match met {
            Met::Came(new) => {
                let detail = Detail::came(Aspect::Responsibility, responsibility(new.responsibility));
                found.push(Change::new(Subject::Requirement, Action::Came, thing(new), vec![detail]));
            }
            Met::Went(old) => {
                let detail = Detail::went(Aspect::Responsibility, responsibility(old.responsibility));
                found.push(Change::new(Subject::Requirement, Action::Went, thing(old), vec![detail]));
            }
            Met::Both(old, new) => {
                let (was, is) = (responsibility(old.responsibility), responsibility(new.responsibility));
                let controls = |one: &Requirement| pair.control_list(&one.controls);
                let details = [
                    Detail::between(Aspect::Name, &old.title.trim(), &new.title.trim()),
                    Detail::between(Aspect::Responsibility, &was, &is),
                    Detail::between(Aspect::Controls, &controls(old), &controls(new)),
                ];
                let details: Vec<Detail> = details.into_iter().flatten().collect();
                let effect = match (old.controls.is_empty(), new.controls.is_empty()) {
                    (false, true) => Effect::Worse,
                    (true, false) => Effect::Better,
                    (true, true) | (false, false) => Effect::Neutral,
                };
                let change = Change::new(Subject::Requirement, Action::Changed, thing(new), details);
                found.extend(Some(change.effect(effect)).filter(|change| !change.details.is_empty()));
            }
        }
    }
}
