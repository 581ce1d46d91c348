//! What is asked of a project.

use onus_core::assess::{AssessedProject, AssessmentBasis};
use onus_core::model::{Control, ControlId, Part, Service, Target};
use onus_core::source::Sources;

/// Which cells are asked about.
pub(super) struct Filter<'f> {
    /// A service, or one of its uses under a name of its own.
    pub(super) service: Option<&'f Service>,
    /// Controls or parts; all when none.
    pub(super) targets: Option<Vec<Target>>,
}

/// What answers are made from.
#[derive(Clone, Copy)]
pub(super) struct ExplainedProject<'e, 'a> {
    pub(super) sources: &'e Sources,
    pub(super) state: &'e AssessedProject<'a>,
    pub(super) basis: AssessmentBasis<'e>,
}

/// True when a service in use is what is asked about: the use of that name, or any use of the service.
pub(super) fn is_use_of(service: &Service, asked: &Service) -> bool {
    service.id == asked.id && (asked.alias.is_none() || service.alias == asked.alias)
}

impl Filter<'_> {
    pub(super) fn has_part(&self, control: &Control, part: &Part) -> bool {
        self.targets.as_deref().is_none_or(|targets| {
            let own = targets.iter().filter(|target| target.control == control.id);
            own.map(|target| &target.part).any(|asked| asked.as_ref().is_none_or(|asked| *asked == part.id))
        })
    }

    pub(super) fn has_service(&self, service: Option<&Service>) -> bool {
        self.service.is_none_or(|asked| service.is_some_and(|service| is_use_of(service, asked)))
    }

    /// The controls that are asked about, each once, in their order; none when all are.
    pub(super) fn controls(&self) -> Option<Vec<&ControlId>> {
        let mut controls: Vec<&ControlId> = Vec::new();
        for target in self.targets.as_deref()? {
            if !controls.contains(&&target.control) {
                controls.push(&target.control);
            }
        }
        Some(controls)
    }
}
