//! Gaps of third-party reports: duties of providers that no report covers, or that none proves for a framework; opinions,
//! exceptions and subservice organisations; reports that end soon or have ended; copies that are missing or altered.

use super::assurance::{Assurance, Shortfall, assurances};
use super::attestation_state::{AttestationState, is_due};
use super::{AssessmentBasis, Finding, FindingCode, proof};
use crate::model::{
    Attestation, AuditOpinion, Coverage, Framework, HeldCopy, Provider, ProviderId, Subservice,
    SubserviceMethod,
};
use crate::resolve::Matrix;
use crate::source::Origin;
use crate::texts::FileState;

/// The most services that a message names: more are counted, since the documents list them.
const MOST_NAMES: usize = 4;

/// All of them.
pub(super) fn findings(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let as_of = basis.as_of;
    let assurances = assurances(matrix, as_of);
    let gaps = AttestationGaps { matrix, basis, assurances: &assurances };
    let mut findings: Vec<Finding> = assurances.iter().filter_map(uncovered).collect();
    findings.extend(gaps.unproven());
    let reports = &matrix.scope.organization.attestations;
    findings.extend(reports.iter().filter_map(|report| gaps.unused(report)));
    for report in reports {
        findings.extend(gaps.of_opinion(report));
        if gaps.is_relied_on(report) {
            findings.extend(gaps.due(report));
            findings.extend(unanswered(report));
            findings.extend(report.subservices.iter().filter_map(|one| gaps.of_subservice(report, one)));
            findings.extend(copy_findings(report, basis));
        }
    }
    findings
}

/// What is missing for the provider as a whole is reported for each of its services already.
fn uncovered(assurance: &Assurance<'_>) -> Option<Finding> {
    let (service, shortfall) = assurance.service.zip(assurance.shortfall.as_ref())?;
    let (cells, shared) = (assurance.inherited + assurance.shared, assurance.shared);
    let noun = if cells == 1 { "cell" } else { "cells" };
    let message = format!(
        "{}; affects {cells} {noun} of the matrix, {shared} shared",
        shortfall.message(&assurance.subject())
    );
    let finding = Finding::new(shortfall.code(), message, assurance.origin).service(&service.id);
    Some(match shortfall {
        Shortfall::Regions(regions) => finding.fact("regions", regions.join(", ")),
        Shortfall::Gap(_)
        | Shortfall::Lapsed(_)
        | Shortfall::NotYet(_)
        | Shortfall::Adverse
        | Shortfall::Service
        | Shortfall::Nothing => finding,
    })
}

/// What the findings about reports are worked out from.
struct AttestationGaps<'s, 'a> {
    matrix: &'s Matrix<'a>,
    basis: AssessmentBasis<'s>,
    assurances: &'s [Assurance<'a>],
}

impl<'a> AttestationGaps<'_, 'a> {
    /// One finding for each provider and framework that no report proves everywhere.
    fn unproven(&self) -> Vec<Finding> {
        let mut providers: Vec<&Provider> =
            self.assurances.iter().map(|assurance| assurance.provider).collect();
        providers.sort_by(|one, other| one.id.cmp(&other.id));
        providers.dedup_by(|one, other| one.id == other.id);
        let frameworks = || self.matrix.frameworks.iter().map(|table| table.framework);
        let pairs = providers.into_iter().flat_map(|one| frameworks().map(move |framework| (one, framework)));
        pairs.filter_map(|(provider, framework)| self.unproven_for(provider, framework)).collect()
    }

    fn unproven_for(&self, provider: &Provider, framework: &Framework) -> Option<Finding> {
        let is_open = |assurance: &&Assurance<'a>| {
            assurance.provider.id == provider.id
                && assurance.service.is_some()
                && assurance.unproven.iter().any(|unproven| unproven.id == framework.id)
                && !self.is_said_otherwise(assurance, framework)
        };
        let open: Vec<&Assurance<'a>> = self.assurances.iter().filter(is_open).collect();
        let first = open.first()?;
        let reports = self.matrix.scope.organization.attestations.iter();
        let late = reports.filter(|report| {
            let concerns =
                |one: &&Assurance<'_>| one.service.is_some_and(|service| report.covers_service(service));
            let state = AttestationState::of(report, self.basis.as_of);
            matches!(state, AttestationState::Gap | AttestationState::Lapsed)
                && report.speaks_for(&framework.id)
                && open.iter().any(concerns)
        });
        let late = late.max_by_key(|report| report.relied_on_until());
        let services: Vec<_> = open.iter().filter_map(|one| one.service).collect();
        let names = match services.as_slice() {
            few if few.len() <= MOST_NAMES => {
                few.iter().map(|service| service.name.trim()).collect::<Vec<_>>().join(", ")
            }
            many => format!("{} services in use", many.len()),
        };
        let reason = late.map_or_else(String::new, |report| {
            format!("; {} was relied on until {}", report.title.trim(), report.relied_on_until())
        });
        let message = format!(
            "no valid report on {} attests {} for {}, and none is accepted for it{reason}",
            provider.short_name.trim(),
            framework.title.trim(),
            names,
        );
        let mut ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
        ids.sort_unstable();
        let origin = late.map_or(first.origin, |report| &report.origin);
        let finding = Finding::new(FindingCode::AttestationFrameworkUnproven, message, origin);
        let finding = finding.fact("provider", &provider.id).fact("framework", &framework.id);
        Some(match services.as_slice() {
            [only] => finding.service(&only.id),
            _ => finding.fact("services", ids.join(", ")),
        })
    }

    /// True if the finding about the service says what is missing for the framework, too: there is no report at all, or
    /// none in some regions.
    fn is_said_otherwise(&self, assurance: &Assurance<'a>, framework: &Framework) -> bool {
        let outside = match &assurance.shortfall {
            Some(Shortfall::Nothing | Shortfall::Service) => return true,
            Some(Shortfall::Regions(outside)) => outside,
            Some(Shortfall::Gap(_) | Shortfall::Lapsed(_) | Shortfall::NotYet(_) | Shortfall::Adverse)
            | None => {
                return false;
            }
        };
        let mut uses = self.matrix.scope.services.iter();
        let Some(in_use) =
            uses.find(|in_use| Some(&in_use.service.id) == assurance.service.map(|one| &one.id))
        else {
            return false;
        };
        let mut inside = in_use.clone();
        inside.regions.retain(|region| !outside.contains(region));
        let id = &assurance.provider.id;
        inside.regions.is_empty()
            || !proof::proving(self.matrix, id, Some(&inside), Some(framework), self.basis.as_of).is_empty()
    }

    fn is_relied_on(&self, report: &Attestation) -> bool {
        let covering = self.assurances.iter().flat_map(|assurance| &assurance.covered_by);
        covering.into_iter().any(|covering| covering.id == report.id)
    }

    /// The duties of providers for services that a report has in scope.
    fn concerned(&self, report: &Attestation) -> Vec<&Assurance<'a>> {
        let has = |one: &&Assurance<'_>| one.service.is_some_and(|service| report.covers_service(service));
        self.assurances.iter().filter(has).collect()
    }

    /// Reports that are no longer valid, where other reports cover all of their services in use and prove what they proved.
    /// Where others do not, the finding is that one about the service or the framework.
    fn unused(&self, report: &Attestation) -> Option<Finding> {
        let why = match AttestationState::of(report, self.basis.as_of) {
            AttestationState::Lapsed => format!("could be relied on until {}", report.relied_on_until()),
            AttestationState::Gap => "has an ended reporting period and no bridge letter since".to_owned(),
            AttestationState::Current
            | AttestationState::Bridged
            | AttestationState::NotYet
            | AttestationState::Adverse => return None,
        };
        let concerned = self.concerned(report);
        let is_replaced = |one: &&Assurance<'_>| {
            one.shortfall.is_none() && !one.unproven.iter().any(|framework| report.speaks_for(&framework.id))
        };
        if concerned.is_empty() || !concerned.iter().all(is_replaced) {
            return None;
        }
        let message = format!("report {} {why}; other reports cover its services", report.title.trim());
        let finding = Finding::new(FindingCode::AttestationUnused, message, &report.origin);
        Some(finding.fact("report", &report.id))
    }

    fn of_opinion(&self, report: &Attestation) -> Option<Finding> {
        let is_in_use = || !self.concerned(report).is_empty();
        let (code, word, matters) = match report.opinion? {
            AuditOpinion::Unqualified => return None,
            AuditOpinion::Qualified => {
                (FindingCode::AttestationQualified, "is qualified", self.is_relied_on(report))
            }
            AuditOpinion::Adverse => {
                (FindingCode::AttestationAdverse, "is adverse, so it proves nothing", is_in_use())
            }
            AuditOpinion::Disclaimer => {
                (FindingCode::AttestationAdverse, "is a disclaimer, so it proves nothing", is_in_use())
            }
        };
        let message = format!("the opinion in report {} {word}", report.title.trim());
        let finding = Finding::new(code, message, &report.origin.key("opinion")).fact("report", &report.id);
        matters.then_some(finding)
    }

    fn due(&self, report: &Attestation) -> Option<Finding> {
        let within = self.matrix.scope.organization.evidence_due_within;
        let as_of = self.basis.as_of;
        let mut others = self.matrix.scope.organization.attestations.iter();
        let is_followed = others.any(|other| {
            AttestationState::of(other, as_of).is_valid()
                && !is_due(other, within, as_of)
                && self.replaces(other, report)
        });
        let message =
            format!("report {} is relied on until {}", report.title.trim(), report.relied_on_until());
        let finding =
            || Finding::new(FindingCode::AttestationDue, message, &report.origin).fact("report", &report.id);
        (is_due(report, within, as_of) && !is_followed).then(finding)
    }

    /// True if one report covers and proves all that another does.
    fn replaces(&self, one: &Attestation, other: &Attestation) -> bool {
        let mut frameworks = self.matrix.frameworks.iter().map(|table| &table.framework.id);
        other.providers.iter().all(|provider| one.is_about(provider))
            && includes(&one.services, &other.services)
            && includes(&one.regions, &other.regions)
            && frameworks.all(|id| one.speaks_for(id) || !other.speaks_for(id))
    }

    /// What a carve-out leaves out needs a valid report of its own, for the same frameworks. A provider that is not in use
    /// has no services or regions here, so any report on it counts.
    fn of_subservice(&self, report: &Attestation, subservice: &Subservice) -> Option<Finding> {
        let provider = &subservice.provider;
        if subservice.method == SubserviceMethod::Inclusive || report.is_about(provider) {
            return None;
        }
        let scope = &self.matrix.scope;
        let valid = || {
            let about = scope.organization.attestations.iter().filter(|other| other.is_about(provider));
            about.filter(|other| AttestationState::of(other, self.basis.as_of).is_valid())
        };
        let tables = self.matrix.frameworks.iter().map(|table| table.framework);
        let open = tables.filter(|framework| {
            let proves = |one: &Attestation| one.speaks_for(&framework.id);
            self.proves(report, framework) && !valid().any(proves)
        });
        let open: Vec<&Framework> = open.collect();
        let name =
            scope.catalog.providers.get(provider).map_or(provider.as_str(), |known| known.short_name.trim());
        let title = report.title.trim();
        let missing = match (valid().next(), open.as_slice()) {
            (None, _) => format!("and there is no valid report on {name}"),
            (Some(_), []) => return None,
            (Some(_), open) => {
                let titles: Vec<&str> = open.iter().map(|framework| framework.title.trim()).collect();
                format!("and no valid report on {name} attests {}", titles.join(", "))
            }
        };
        let message = format!("report {title} leaves out what {name} does (carve-out), {missing}");
        let at = report.origin.key("subservices");
        let finding = Finding::new(FindingCode::AttestationSubserviceUncovered, message, &at);
        let ids: Vec<&str> = open.iter().map(|framework| framework.id.as_str()).collect();
        let finding = finding.fact("report", &report.id).fact("subservice", provider);
        Some(if ids.is_empty() { finding } else { finding.fact("frameworks", ids.join(", ")) })
    }

    /// True if a report proves something here for a framework.
    fn proves(&self, report: &Attestation, framework: &Framework) -> bool {
        let as_of = self.basis.as_of;
        let mut uses = self.matrix.scope.services.iter();
        uses.any(|in_use| {
            let provider: &ProviderId = &in_use.service.provider;
            let proving = proof::proving(self.matrix, provider, Some(in_use), Some(framework), as_of);
            proving.iter().any(|one| one.id == report.id)
        })
    }
}

fn includes<T: PartialEq>(one: &Coverage<T>, other: &Coverage<T>) -> bool {
    match (one, other) {
        (Coverage::All, _) => true,
        (Coverage::Some(_), Coverage::All) => false,
        (Coverage::Some(_), Coverage::Some(items)) => items.iter().all(|item| one.covers(item)),
    }
}

/// Exceptions that the auditor noted, without an answer of the organisation.
fn unanswered(report: &Attestation) -> Vec<Finding> {
    let open = report.exceptions.iter().filter(|exception| exception.answer.is_none());
    let finding = |exception: &crate::model::AuditException| {
        let message =
            format!("no answer to an exception in report {}: {}", report.title.trim(), exception.text.trim());
        let finding = Finding::new(FindingCode::AttestationExceptionUnanswered, message, &exception.origin);
        finding.fact("report", &report.id)
    };
    open.map(finding).collect()
}

fn copy_findings(report: &Attestation, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let letters = report.bridge_letters.iter().map(|letter| (&letter.copy, None, &letter.origin));
    let copies = std::iter::once((&report.copy, report.pinned, &report.origin)).chain(letters);
    let finding = |(copy, pinned, origin): (&Option<HeldCopy>, Option<_>, &Origin)| {
        let path = copy.as_ref()?.path()?;
        let (code, message) = match basis.files.state(path)? {
            FileState::Missing | FileState::Refused => (
                FindingCode::EvidenceFileMissing,
                format!("report `{}`: file `{path}` does not exist", report.id),
            ),
            FileState::Pointer(_) => (
                FindingCode::EvidencePointer,
                format!("report `{}`: file `{path}` is only a Git LFS pointer", report.id),
            ),
            FileState::Present(found) if found.bytes == 0 => {
                (FindingCode::EvidenceEmpty, format!("report `{}`: file `{path}` is empty", report.id))
            }
            FileState::Present(found) if pinned.is_some_and(|pinned| pinned != found.sha256) => (
                FindingCode::EvidenceAltered,
                format!("report `{}`: file `{path}` does not match its pinned SHA-256", report.id),
            ),
            FileState::Present(_) => return None,
        };
        let finding = Finding::new(code, message, &origin.key("copy"));
        Some(finding.fact("report", &report.id).fact("copy", path))
    };
    copies.filter_map(finding).collect()
}
