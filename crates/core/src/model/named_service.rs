//! Which service a type of resources belongs to.

use super::{Catalog, Service, Tool, ToolId, ToolName};

/// A name that a type of resources has, with the service whose name it is.
#[derive(Debug, Clone, Copy)]
pub struct NamedService<'c> {
    /// The service.
    pub service: &'c Service,
    /// Its name.
    pub name: &'c ToolName,
}

impl Catalog {
    /// The tool of that id.
    pub fn tool(&self, id: &ToolId) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.id == *id)
    }

    /// The names that decide which service a type of resources belongs to: the longest of those without rules, and those
    /// with rules that are no shorter.
    pub fn names_of_type(&self, tool: &str, kind: &str) -> Vec<NamedService<'_>> {
        let services = self.services.values();
        let all = services.flat_map(|service| service.names.iter().map(move |name| (service, name)));
        let named: Vec<(usize, NamedService<'_>)> = all
            .filter(|(_, name)| name.tool.as_str() == tool)
            .filter_map(|(service, name)| Some((name.length_in(kind)?, NamedService { service, name })))
            .collect();
        let without_rules = named.iter().filter(|(_, named)| named.name.when.is_empty());
        let longest = without_rules.map(|(length, _)| *length).max().unwrap_or_default();
        let decides = |(length, named): &&(usize, NamedService<'_>)| {
            *length == longest || (*length > longest && !named.name.when.is_empty())
        };
        named.iter().filter(decides).map(|(_, named)| *named).collect()
    }

    /// The services that a resource of a type belongs to. Names whose rules hold decide before names without rules, which
    /// decide before names whose rules do not hold. Of names whose rules hold, the longest decide, and of these the ones
    /// with the most rules. Several services mean that nothing decides between them.
    ///
    /// `values` reads a property of the resource by its path: all its values as text, with an empty text for a mapping or
    /// list that is set and has content; none where the property is not set or nobody knows its value.
    pub fn services_of_type(
        &self,
        tool: &str,
        kind: &str,
        values: &dyn Fn(&str) -> Vec<String>,
    ) -> Vec<&Service> {
        let named = self.names_of_type(tool, kind);
        let rank = |name: &ToolName| (name.length_in(kind), name.when.len());
        let holds = |name: &ToolName| name.when.iter().all(|rule| rule.holds(&values(&rule.property)));
        let held = named.iter().filter(|named| !named.name.when.is_empty() && holds(named.name));
        let best = held.map(|named| rank(named.name)).max();
        let has_fallback = named.iter().any(|named| named.name.when.is_empty());
        let decides = |named: &&NamedService<'_>| match best {
            Some(best) => rank(named.name) == best && holds(named.name),
            None => named.name.when.is_empty() || !has_fallback,
        };
        let mut services: Vec<&Service> = Vec::new();
        for named in named.iter().filter(decides) {
            if !services.iter().any(|known| known.id == named.service.id) {
                services.push(named.service);
            }
        }
        services
    }
}
