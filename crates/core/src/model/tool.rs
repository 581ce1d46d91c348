//! The names under which tools know services.

use std::fmt;

use super::ToolId;
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

impl PropertyRule {
    /// True if one of the values that were found is one of its values.
    pub(super) fn holds(&self, found: &[String]) -> bool {
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

    /// The name, unless it is only a beginning of names.
    pub fn whole(&self) -> Option<&str> {
        (!self.name.ends_with('*') && !self.name.ends_with(BORDERS)).then_some(&self.name)
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
