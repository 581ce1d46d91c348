//! `onus.framework/1`: the requirements of a framework.

use serde::Deserialize;

use super::mapping::MappedIds;
use crate::model::{Relationship, Specification};
use crate::source::YamlList;

/// `onus.framework/1`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameworkFile {
    /// `onus.framework/1`.
    pub(crate) schema: String,
    /// Its id, which profiles refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// Its publisher.
    pub(crate) publisher: Option<String>,
    /// Its edition.
    pub(crate) version: Option<String>,
    /// Its address.
    pub(crate) url: Option<String>,
    /// Baselines.
    #[serde(default)]
    pub(crate) baselines: YamlList<BaselineEntry>,
    /// The requirements.
    #[serde(default)]
    pub(crate) requirements: YamlList<RequirementEntry>,
    /// Ids that the publisher used before and that ask for nothing any more.
    #[serde(default)]
    pub(crate) withdrawn: YamlList<WithdrawnEntry>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// A requirement that its publisher withdrew.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawnEntry {
    /// Its id.
    pub(crate) id: String,
    /// The requirements that ask for it now.
    #[serde(default)]
    pub(crate) into: YamlList<String>,
}

/// A baseline.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaselineEntry {
    /// Its id, which profiles refer to after `/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
}

/// A requirement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RequirementEntry {
    /// As the publisher writes it.
    pub(crate) id: String,
    /// Short title.
    pub(crate) title: String,
    /// Baselines that include it.
    #[serde(default)]
    pub(crate) baselines: YamlList<String>,
    /// `CONTROL` or `CONTROL/part`, in addition to what the controls themselves list.
    #[serde(default)]
    pub(crate) satisfied_by: MappedIds,
    /// Why only the organisation as a whole can meet it.
    pub(crate) organizational: Option<String>,
    /// Former ids.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
    /// What nothing in the catalog serves.
    pub(crate) remainder: Option<String>,
    /// How well all that satisfies it serves it together; what each serves alone decides when not given.
    pub(crate) together: Option<Relationship>,
    /// Only for HIPAA: whether it may be met in another way.
    pub(crate) specification: Option<Specification>,
    /// What assessors determine about it, in the publisher's order.
    #[serde(default)]
    pub(crate) objectives: YamlList<ObjectiveEntry>,
}

/// What assessors determine about a requirement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectiveEntry {
    /// As the publisher writes it, such as `3.1.1[a]`.
    pub(crate) id: String,
    /// Short title.
    pub(crate) title: String,
}
