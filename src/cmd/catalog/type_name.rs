//! `onus catalog show aws_rds_cluster`: the services that a type of resources belongs to, and by which names.

use onus_core::diagnostic::misspelt;
use onus_core::model::{Catalog, NamedService, Tool, ToolName};
use onus_core::source::Sources;
use serde_json::Value;

use super::entry;

/// Characters of types of resources that the ids of services, controls and requirements have only in between.
const IN_TYPES: [char; 4] = ['_', ':', '/', '.'];

/// The answer on a type of resources.
pub(super) struct ShownType {
    pub(super) lines: Vec<String>,
    pub(super) records: Vec<Value>,
}

/// What the catalog says about a type of resources in the tools that have the longest name for it; none if no tool has
/// one. A single word is meant only where it is a whole name, such as `states`: any other begins with some name sooner or
/// later. A type that only begins with a name is none where it is a misspelt one.
pub(super) fn shown(catalog: &Catalog, sources: &Sources, kind: &str) -> Option<ShownType> {
    let in_tools: Vec<InTool<'_>> =
        catalog.tools.iter().filter_map(|tool| InTool::of(catalog, tool, kind)).collect();
    let longest = in_tools.iter().map(|found| found.length).max()?;
    if longest < kind.len() && misspelt_name(catalog, kind).is_some() {
        return None;
    }
    let mut shown = ShownType { lines: Vec::new(), records: Vec::new() };
    for found in in_tools.iter().filter(|found| found.length == longest) {
        shown.lines.extend(found.text(sources, kind));
        shown.records.extend(found.named.iter().map(|named| entry::type_name(sources, kind, named)));
    }
    (longest == kind.len() || kind.contains(IN_TYPES)).then_some(shown)
}

/// The name of a whole type that was probably meant. It begins as far as any name does with which the type begins:
/// `aws_ecs_cluster` is no slip for `aws_eks_cluster`.
pub(super) fn misspelt_name<'c>(catalog: &'c Catalog, kind: &str) -> Option<&'c str> {
    let names = || catalog.services.values().flat_map(|service| &service.names);
    let beginning = &kind[..names().filter_map(|name| name.length_in(kind)).max()?];
    let begins =
        |name: &&str| name.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning));
    misspelt(kind, names().filter_map(ToolName::whole).filter(|name| name.contains(IN_TYPES)).filter(begins))
}

/// The names of a type in one tool.
struct InTool<'c> {
    tool: &'c Tool,
    named: Vec<NamedService<'c>>,
    /// How many characters of the type the longest of them names.
    length: usize,
}

impl<'c> InTool<'c> {
    fn of(catalog: &'c Catalog, tool: &'c Tool, kind: &str) -> Option<Self> {
        let named = catalog.names_of_type(tool.id.as_str(), kind);
        let length = named.iter().filter_map(|named| named.name.length_in(kind)).max()?;
        Some(Self { tool, named, length })
    }

    fn text(&self, sources: &Sources, kind: &str) -> Vec<String> {
        let line = |named: &NamedService<'_>, condition: &str| {
            let NamedService { service, name } = named;
            let place = sources.place_of(&name.origin);
            format!("{} {}{condition}, as {}  ({place})", service.id, service.name, name.name)
        };
        let (by_rule, otherwise): (Vec<_>, Vec<_>) =
            self.named.iter().copied().partition(|named| named.name.condition().is_some());
        let beginning = if self.length < kind.len() { ", by its beginning" } else { "" };
        let mut lines = vec![format!("{kind} in {}{beginning}", self.tool.title)];
        for named in &by_rule {
            let condition = named.name.condition().map(|condition| format!(" if {condition}"));
            lines.push(format!("  {}", line(named, &condition.unwrap_or_default())));
        }
        let else_word = if by_rule.is_empty() { "" } else { "otherwise " };
        match otherwise.as_slice() {
            [] => {}
            [one] => lines.push(format!("  {else_word}{}", line(one, ""))),
            several => {
                lines.push(format!("  {else_word}one of these; the type does not say which"));
                lines.extend(several.iter().map(|named| format!("    {}", line(named, ""))));
            }
        }
        lines
    }
}
