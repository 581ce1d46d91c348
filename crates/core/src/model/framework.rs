//! Frameworks and what they ask for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::{BaselineId, FrameworkId, Relationship, RequirementId, Target, find_id};
use crate::source::Origin;

/// A framework: the requirements of a standard, regulation or set of criteria.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its id, which profiles refer to.
    pub id: FrameworkId,
    /// Name as printed.
    pub title: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its baselines, in the order of the file.
    pub baselines: Vec<FrameworkBaseline>,
    /// In the order of the publisher.
    pub requirements: Vec<Requirement>,
    /// Requirements that its publisher withdrew.
    pub withdrawn: Vec<WithdrawnRequirement>,
    /// The entry in its file.
    pub origin: Origin,
}

impl Framework {
    /// The requirement that a text means, in whatever spelling; `framework/id` is one of this framework only.
    pub fn requirement_meant(&self, written: &str) -> Option<&Requirement> {
        let own = written.split_once('/').filter(|(id, _)| id.eq_ignore_ascii_case(self.id.as_str()));
        let own = own.map(|(_, requirement)| requirement);
        let ids = self.requirements.iter().map(|requirement| &requirement.id);
        let id = find_id(own.unwrap_or(written), ids)?;
        self.requirements.iter().find(|requirement| requirement.id == *id)
    }

    /// The requirement that an assessor's question with that id is about, in whatever spelling.
    pub fn requirement_of_objective(&self, written: &str) -> Option<&Requirement> {
        let all = self.requirements.iter().flat_map(|requirement| &requirement.objectives);
        let id = find_id(written, all.map(|objective| &objective.id))?;
        self.requirements.iter().find(|one| one.objectives.iter().any(|objective| objective.id == *id))
    }

    /// The withdrawn requirement that a text means, in whatever spelling.
    pub fn withdrawn_meant(&self, written: &str) -> Option<&WithdrawnRequirement> {
        let id = find_id(written, self.withdrawn.iter().map(|withdrawn| &withdrawn.id))?;
        self.withdrawn.iter().find(|withdrawn| withdrawn.id == *id)
    }
}

/// A publisher's selection of requirements.
#[derive(Debug, Clone)]
pub struct FrameworkBaseline {
    /// Its id.
    pub id: BaselineId,
    /// Its title as printed.
    pub title: String,
}

/// A requirement of a framework.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// As the publisher writes it.
    pub id: RequirementId,
    /// Short title.
    pub title: String,
    /// Baselines that include it.
    pub baselines: Vec<BaselineId>,
    /// Controls and parts that satisfy it, in catalog order.
    pub satisfied_by: Vec<Target>,
    /// Why only the organisation as a whole can meet it.
    pub organizational: Option<String>,
    /// The entry in its file.
    pub origin: Origin,
    /// Former ids.
    pub formerly: Vec<RequirementId>,
    /// How well those serve it of which the catalog says so.
    pub relationships: BTreeMap<Target, Relationship>,
    /// What nothing in the catalog serves.
    pub remainder: Option<String>,
    /// How well all that satisfies it serves it together, where the catalog says so.
    pub together: Option<Relationship>,
    /// Whether it may be met in another way, where its publisher says so.
    pub specification: Option<Specification>,
    /// What assessors determine about it.
    pub objectives: Vec<Objective>,
}

/// What assessors determine about a requirement, one question at a time.
#[derive(Debug, Clone)]
pub struct Objective {
    /// As the publisher writes it, such as `3.1.1[a]`.
    pub id: RequirementId,
    /// Short title.
    pub title: String,
}

/// A requirement that its publisher withdrew. It asks for nothing, and nothing is said about it.
#[derive(Debug, Clone)]
pub struct WithdrawnRequirement {
    /// As the publisher wrote it.
    pub id: RequirementId,
    /// The requirements that ask for it now; none if nothing does.
    pub into: Vec<RequirementId>,
    /// The entry in its file.
    pub origin: Origin,
}

impl WithdrawnRequirement {
    /// Where to look instead; none where nothing asks for it any more.
    pub fn hint(&self) -> Option<String> {
        let ids: Vec<String> = self.into.iter().map(|id| format!("`{id}`")).collect();
        (!ids.is_empty()).then(|| format!("now asked for by {}", ids.join(", ")))
    }
}

/// Whether an implementation specification of HIPAA may be met in another way (45 CFR 164.306(d)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Specification {
    /// It has to be implemented.
    Required,
    /// It has to be implemented where that is reasonable; otherwise the reason is documented, and an equivalent measure
    /// implemented where there is one.
    Addressable,
}

impl Specification {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
