//! The names under which tools know services.

use strum::IntoStaticStr;

/// The name of a service in a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolName {
    /// The tool.
    pub tool: Tool,
    /// The name, or the prefix of names, as the tool writes it.
    pub name: String,
}

/// Tools that have their own names for services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
pub enum Tool {
    /// The provider's SDK: the service id.
    #[strum(serialize = "SDK")]
    Sdk,
    /// CloudFormation: the namespace.
    CloudFormation,
    /// Terraform: the prefix of resource types.
    Terraform,
}

impl Tool {
    /// Its name.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
