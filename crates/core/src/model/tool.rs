//! The names under which tools know services.

use std::fmt;

use super::{Catalog, Service, ToolId};
use crate::source::Origin;

/// Characters at which the parts of types of resources end: `aws_rds_cluster`, `AWS::RDS::DBCluster`,
/// `Microsoft.Compute/disks`, `compute.googleapis.com/Disk`.
const BORDERS: [char; 5] = ['_', ':', '/', '.', '-'];

/// A tool that has its own names for services.
#[derive(Debug, Clone)]
pub struct Tool {
    /// Its id.
    pub id: ToolId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// The name of a service in a tool.
#[derive(Debug, Clone)]
pub struct ToolName {
    /// The tool.
    pub tool: ToolId,
    /// A type of resources, or the beginning of such names up to a border; with `*` at its end, any beginning.
    pub name: String,
    /// True where other services have the name, too, and nothing decides between them.
    pub is_shared: bool,
    /// The properties that decide whether a resource of that type belongs to the service: all of these rules hold. None
    /// where the name alone decides.
    pub when: Vec<PropertyRule>,
    /// The entry in its file.
    pub origin: Origin,
}

/// A property of resources, and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyRule {
    /// Its path, with dots between keys and `[]` after lists.
    pub property: String,
    /// Values of which it has one, in any case, with `*` at the end any that begin so; any value when empty.
    pub values: Vec<String>,
}

/// A name that a type of resources has, with the service whose name it is.
#[derive(Debug, Clone, Copy)]
pub struct NamedService<'c> {
    /// The service.
    pub service: &'c Service,
    /// Its name.
    pub name: &'c ToolName,
}

impl PropertyRule {
    fn holds(&self, found: &[String]) -> bool {
        match self.values.as_slice() {
            [] => !found.is_empty(),
            values => found.iter().any(|one| {
                values.iter().any(|value| match value.strip_suffix('*') {
                    Some(beginning) => starts_with(one, beginning),
                    None => value.eq_ignore_ascii_case(one),
                })
            }),
        }
    }
}

impl fmt::Display for PropertyRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.values.as_slice() {
            [] => write!(f, "{} is set", self.property),
            values => write!(f, "{} is {}", self.property, values.join(" or ")),
        }
    }
}

impl ToolName {
    /// How many characters of a type of resources it names; none where it does not name it. The longest name wins.
    pub fn length_in(&self, kind: &str) -> Option<usize> {
        if let Some(beginning) = self.name.strip_suffix('*') {
            return starts_with(kind, beginning).then_some(beginning.len());
        }
        let is_named = starts_with(kind, &self.name)
            && (kind.len() == self.name.len()
                || self.name.ends_with(BORDERS)
                || kind[self.name.len()..].starts_with(BORDERS));
        is_named.then_some(self.name.len())
    }

    /// Its rules in words, such as `engine is mysql or postgres`; none where the name alone decides.
    pub fn condition(&self) -> Option<String> {
        let rules: Vec<String> = self.when.iter().map(ToString::to_string).collect();
        (!rules.is_empty()).then(|| rules.join(" and "))
    }
}

/// Tools differ in the case of what they print.
fn starts_with(kind: &str, beginning: &str) -> bool {
    kind.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
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
