//! The names under which tools know services.

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
    pub(super) fn holds(&self, found: &[String]) -> bool {
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
