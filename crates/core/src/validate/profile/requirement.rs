//! References to requirements, as `framework/requirement`, in what profiles say about them.

use super::super::context::Context;
use super::names::ProfileNames;
use crate::diagnostic::{Code, Noun, quoted};
use crate::model::{Catalog, Framework, FrameworkId, FrameworkUse, Profile, RequirementKey, find_id};
use crate::schema::ProjectFile;
use crate::source::{Origin, SourceId};

/// The frameworks that entries of a profile may speak about.
pub(super) struct FrameworksInUse<'s> {
    own: &'s [FrameworkUse],
    inherited: &'s [FrameworkUse],
    /// Those that projects use, for entries of the organisation; none when not all of them could be read.
    elsewhere: Option<&'s [FrameworkId]>,
}

impl<'s> FrameworksInUse<'s> {
    pub(super) fn new(known: &ProfileNames<'s>, own: &'s Profile) -> Self {
        let inherited = known.inherited.map(|common| common.frameworks.as_slice()).unwrap_or_default();
        Self { own: &own.frameworks, inherited, elsewhere: known.frameworks_elsewhere }
    }

    fn contains(&self, id: &FrameworkId) -> bool {
        let mut here = self.own.iter().chain(self.inherited);
        here.any(|in_use| in_use.framework == *id)
            || self.elsewhere.is_none_or(|elsewhere| elsewhere.contains(id))
    }
}

/// The frameworks that the projects name. None when a file or its list could not be read in full, so that nothing can be
/// said about a framework that is not among them.
pub(super) fn frameworks_of_projects(
    context: &Context<'_>,
    catalog: &Catalog,
    files: &[(SourceId, ProjectFile)],
    expected: usize,
) -> Option<Vec<FrameworkId>> {
    let is_whole =
        |(id, _): &(SourceId, ProjectFile)| !context.was_removed(&Origin::root(*id), &["frameworks"]);
    if files.len() < expected || !files.iter().all(is_whole) {
        return None;
    }
    let names = files.iter().flat_map(|(_, file)| file.frameworks.iter());
    Some(names.filter_map(|(_, text)| framework_named(catalog, text)).collect())
}

fn framework_named(catalog: &Catalog, text: &str) -> Option<FrameworkId> {
    let name = text.split_once('/').map_or(text, |(framework, _)| framework);
    find_id(name, catalog.frameworks.keys()).cloned()
}

/// Reads `framework/requirement`. A requirement that the catalog does not have, or whose framework nothing here uses, is
/// reported.
pub(super) fn requirement(
    context: &mut Context<'_>,
    catalog: &Catalog,
    in_use: &FrameworksInUse<'_>,
    text: &str,
    origin: &Origin,
) -> Option<RequirementKey> {
    let Some((framework, name)) = text.split_once('/') else {
        let having = catalog.frameworks.values().filter(|framework| in_use.contains(&framework.id));
        let meant =
            having.filter_map(|framework| Some((framework, framework.requirement_meant(text)?))).next();
        let example = meant.map_or_else(
            || "nist-800-53-r5/AC-2".to_owned(),
            |(framework, requirement)| format!("{}/{}", framework.id, requirement.id),
        );
        context
            .diagnostics
            .error(Code::UnknownRequirement, origin, format!("{} names no framework", quoted(text)))
            .help(format!("write framework and requirement, such as `{example}`"));
        return None;
    };
    let id = context.refer(Noun::FRAMEWORK, framework, origin, catalog.frameworks.keys())?;
    let found: &Framework = catalog.frameworks.get(&id)?;
    let known = found.requirements.iter().map(|requirement| &requirement.id);
    if let Some(withdrawn) = found.withdrawn_meant(name) {
        let message = format!("{} was withdrawn and asks for nothing", quoted(withdrawn.id.as_str()));
        let hint = withdrawn.hint().unwrap_or_else(|| "remove this entry".to_owned());
        context.diagnostics.error(Code::WithdrawnRequirement, origin, message).help(hint);
        return None;
    }
    let requirement = context.refer(Noun::REQUIREMENT, name, origin, known)?;
    if !in_use.contains(&id) {
        context
            .diagnostics
            .error(Code::FrameworkNotInUse, origin, format!("nothing here uses the framework `{id}`"))
            .help(format!("add `{id}` under `frameworks`, or remove this entry"));
        return None;
    }
    Some(RequirementKey { framework: id, requirement })
}
