//! The names under which tools know services.

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{Catalog, PropertyRule, ToolName};
use crate::schema::{PropertyEntry, ServiceEntry};
use crate::source::Origin;

/// The names of a service.
pub(super) fn of(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &ServiceEntry,
    origin: &Origin,
) -> Vec<ToolName> {
    let mut names = Vec::new();
    for (tool, listed) in &entry.names {
        let at = origin.key("names").key(tool.clone());
        let known = catalog.tools.iter().map(|tool| &tool.id);
        let Some(tool) = context.refer_key(Noun::TOOL, tool, &at, known) else { continue };
        for (position, listed) in listed.iter() {
            let origin = at.item(position);
            if listed.name.trim_end_matches('*').trim().is_empty() {
                let hint = "write a type of resources, or the beginning of such types".to_owned();
                context.diagnostics.error(Code::NothingSaid, &origin, "the name is empty").help(hint);
                continue;
            }
            let when = listed.when.iter().map(rule).collect();
            let (name, is_shared) = (listed.name.clone(), listed.shared);
            names.push(ToolName { tool: tool.clone(), name, is_shared, when, origin });
        }
    }
    names
}

fn rule(entry: &PropertyEntry) -> PropertyRule {
    PropertyRule {
        property: entry.property.clone(),
        values: entry.is.iter().map(|(_, value)| value.clone()).collect(),
    }
}
