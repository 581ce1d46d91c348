//! The names under which tools know services.

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
    /// The property that decides whether a resource of that type belongs to the service.
    pub when: Option<PropertyRule>,
    /// The entry in its file.
    pub origin: Origin,
}

/// A property of resources, and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyRule {
    /// Its path, with dots between keys and `[]` after lists.
    pub property: String,
    /// Values of which it has one, in any case; any value when empty.
    pub values: Vec<String>,
}

impl PropertyRule {
    fn holds(&self, found: &[String]) -> bool {
        match self.values.as_slice() {
            [] => !found.is_empty(),
            values => found.iter().any(|one| values.iter().any(|value| value.eq_ignore_ascii_case(one))),
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

    /// The services that a resource of a type belongs to: those with the longest name. Among these, names whose property
    /// has such a value decide before names without a rule. Several services mean that nothing decides between them.
    ///
    /// `values` reads a property of the resource by its path: all its values as text, none where it is not set.
    pub fn services_of_type(
        &self,
        tool: &str,
        kind: &str,
        values: &dyn Fn(&str) -> Vec<String>,
    ) -> Vec<&Service> {
        let mut longest = 0;
        let mut ruled: Vec<&Service> = Vec::new();
        let mut plain: Vec<&Service> = Vec::new();
        let named =
            self.services.values().flat_map(|service| service.names.iter().map(move |name| (service, name)));
        for (service, name) in named.filter(|(_, name)| name.tool.as_str() == tool) {
            let Some(length) = name.length_in(kind) else { continue };
            if length < longest {
                continue;
            }
            if length > longest {
                longest = length;
                ruled.clear();
                plain.clear();
            }
            let group = match &name.when {
                Some(rule) if rule.holds(&values(&rule.property)) => &mut ruled,
                Some(_) => continue,
                None => &mut plain,
            };
            if !group.iter().any(|known| known.id == service.id) {
                group.push(service);
            }
        }
        if ruled.is_empty() { plain } else { ruled }
    }
}
