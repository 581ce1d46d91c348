//! A finding: a compliance gap with a stable code, a severity and the entry that causes it.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::digest::short_digest;
use crate::model::{
    Control, ControlId, EvidenceId, FindingCode, FindingId, FrameworkId, Identifier, OrganizationId, Part,
    PartId, ProjectId, RequirementId, ServiceId,
};
use crate::resolve::{Scope, SupportingEvidence};
use crate::source::Origin;

/// Where a gap is mended, and so whose it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FindingLevel {
    /// In the files of the organisation or in the catalog, once for all projects that have it.
    Organization,
    /// In the files of the project.
    #[default]
    Project,
}

/// What stands for the project in the id of a finding of an organisation; no project can have it.
const OF_ORGANIZATION: &str = "@organization";

/// A compliance gap with the entry that causes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The gap.
    pub gap: Gap,
    /// The entry that causes it.
    pub origin: Origin,
}

impl Deref for Finding {
    type Target = Gap;

    fn deref(&self) -> &Gap {
        &self.gap
    }
}

/// A compliance gap. It borrows nothing, so that the build cache can store it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Gap {
    /// The kind of gap.
    pub code: FindingCode,
    /// Whose it is.
    pub level: FindingLevel,
    /// What is missing, in one lowercase phrase. Only for people: nothing is decided by it, and ids do not depend on
    /// it.
    pub message: String,
    /// The control that it is about.
    pub control: Option<ControlId>,
    /// The part of that control that it is about.
    pub part: Option<PartId>,
    /// The service that it is about.
    pub service: Option<ServiceId>,
    /// The evidence that it is about.
    pub evidence: Option<EvidenceId>,
    /// What the gap affects, if it is about evidence.
    pub dependents: Dependents,
    /// What else distinguishes it from others of its kind: duties, regions, reports and the like. Neither lines nor
    /// dates, which change while the gap stays the same.
    pub facts: Vec<String>,
}

/// What depends on a piece of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dependents {
    /// Controls that it supports, in catalog order.
    pub controls: Vec<ControlId>,
    /// Requirements shown that these satisfy, with their frameworks, in the publishers' order.
    pub requirements: Vec<(FrameworkId, RequirementId)>,
}

impl Dependents {
    /// The requirements as `framework/requirement`, as files and messages name them.
    pub fn requirement_names(&self) -> Vec<String> {
        let requirements = self.requirements.iter();
        requirements.map(|(framework, requirement)| format!("{framework}/{requirement}")).collect()
    }
}

impl Finding {
    pub(super) fn new(code: FindingCode, message: impl Into<String>, origin: &Origin) -> Self {
        let gap = Gap {
            code,
            level: FindingLevel::default(),
            message: message.into(),
            control: None,
            part: None,
            service: None,
            evidence: None,
            dependents: Dependents::default(),
            facts: Vec::new(),
        };
        Self { gap, origin: origin.clone() }
    }

    /// Decides whose it is by the file in which it is mended.
    pub(super) fn settle_level(&mut self, scope: &Scope<'_>) {
        self.gap.level = match scope.project {
            Some(project) if project.files.contains(&self.origin.source) => FindingLevel::Project,
            Some(_) | None => FindingLevel::Organization,
        };
    }

    pub(super) fn control(mut self, control: &Control) -> Self {
        self.gap.control = Some(control.id.clone());
        self
    }

    pub(super) fn part(mut self, part: &Part) -> Self {
        self.gap.part = Some(part.id.clone());
        self
    }

    /// Adds to what distinguishes it, such as `report: soc2`.
    pub(super) fn fact(mut self, what: &str, value: impl std::fmt::Display) -> Self {
        self.gap.facts.push(format!("{what}: {value}"));
        self
    }

    pub(super) fn service(mut self, service: &ServiceId) -> Self {
        self.gap.service = Some(service.clone());
        self
    }

    pub(super) fn evidence(mut self, evidence: &EvidenceId) -> Self {
        self.gap.evidence = Some(evidence.clone());
        self
    }

    /// Adds what depends on the evidence. A finding about evidence for a single control is about that control.
    pub(super) fn dependents(mut self, supporting: &SupportingEvidence<'_>) -> Self {
        let mut controls: Vec<ControlId> =
            supporting.targets.iter().map(|target| target.control.clone()).collect();
        // In catalog order, so that the parts of a control are side by side.
        controls.dedup();
        if let [only] = controls.as_slice() {
            self.gap.control = Some(only.clone());
        }
        let requirements = supporting.requirements.iter();
        let requirements =
            requirements.map(|(framework, one)| (framework.id.clone(), one.id.clone())).collect();
        self.gap.dependents = Dependents { controls, requirements };
        self
    }
}

impl Gap {
    /// What distinguishes the finding from all others of its project. A finding that is about more than before is
    /// another one, and so is one whose severity rose: who accepted the first has not accepted the second. A control
    /// that is only known by what the evidence supports is left out, so that more support does not change the id.
    pub fn identity(&self) -> Vec<String> {
        let control = self.control.as_ref().filter(|_| self.dependents.controls.is_empty());
        let named = [
            ("control", control.map(ControlId::as_str)),
            ("part", self.part.as_ref().map(PartId::as_str)),
            ("service", self.service.as_ref().map(ServiceId::as_str)),
            ("evidence", self.evidence.as_ref().map(EvidenceId::as_str)),
        ];
        let named = named.into_iter().filter_map(|(what, id)| Some(format!("{what}: {}", id?)));
        let mut identity = vec![self.code.as_str().to_owned(), self.severity().word().to_owned()];
        identity.extend(named);
        identity.extend(self.facts.iter().cloned());
        identity
    }

    /// The stable id: of organisation, project, and what makes the finding itself; the same however texts move. `project` is
    /// none for a gap that is mended at the organisation.
    pub fn id(&self, organization: &OrganizationId, project: Option<&ProjectId>) -> FindingId {
        let project = project.map_or(OF_ORGANIZATION, ProjectId::as_str);
        let mut parts = vec![organization.to_string(), project.to_owned()];
        parts.extend(self.identity());
        let id = format!("f-{}", short_digest(&parts));
        FindingId::parse(&id).expect("a short digest has 16 hexadecimal digits")
    }

    /// The severity of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Numbers findings with the same identity, such as those of two equal entries in one list: the second is `number: 2`.
pub(super) fn number_duplicates(findings: &mut [Finding]) {
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for finding in findings {
        let times = seen.entry(finding.identity()).or_default();
        *times += 1;
        if *times > 1 {
            finding.gap.facts.push(format!("number: {times}"));
        }
    }
}
