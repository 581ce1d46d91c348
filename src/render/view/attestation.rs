//! Third-party reports on providers.

use onus_core::assess::{AttestationState, is_due};
use onus_core::model::{self, Coverage, HeldCopy};
use serde::Serialize;

use super::ViewContext;
use super::complementary::{AnswerView, ComplementaryControlView};
use super::text::{Text, listed};

/// A third-party report on a provider.
#[derive(Debug, Serialize)]
pub(super) struct AttestationView<'a> {
    pub(super) id: &'a str,
    title: Text<'a>,
    /// Ids of the providers that it is about.
    providers: Vec<&'a str>,
    /// Names of the providers that it is about, such as `Azure and Microsoft 365`.
    provider: String,
    /// True when it covers all services.
    all_services: bool,
    /// Names of the services in scope, unless it covers all.
    services: Vec<Text<'a>>,
    /// True when it covers all regions.
    all_regions: bool,
    /// The regions in scope, unless it covers all.
    regions: Vec<Text<'a>>,
    /// First day of its reporting period, or none.
    from: Option<String>,
    /// Last day of its reporting period, or none.
    to: Option<String>,
    /// The last day on which it is relied on: it is valid, and its period and bridge letters cover the day.
    relied_on_until: String,
    /// `current`, `bridged`, `gap`, `lapsed`, `not yet` or `adverse`.
    state: &'static str,
    /// True while it is relied on.
    reliable: bool,
    /// True when it will soon be relied on no longer.
    due: bool,
    /// Path or address of the copy, or none.
    copy: Option<Text<'a>>,
    /// SHA-256 of the copy in hexadecimal digits, or none.
    sha256: Option<String>,
    /// `public`, `internal`, `confidential` or `restricted`.
    classification: &'static str,
    bridge_letters: Vec<BridgeLetterView<'a>>,
    /// The complementary user entity controls that it expects.
    user_controls: Vec<ComplementaryControlView<'a>>,
    /// The complementary subservice organisation controls that it expects.
    subservice_controls: Vec<ComplementaryControlView<'a>>,
    /// Who examined the provider, or none.
    auditor: Option<Text<'a>>,
    /// Kind and type, such as `SOC 2 Type 2`, or none.
    kind: Option<String>,
    /// True when the title says the same.
    titled: bool,
    /// True when an auditor gives an opinion in reports of the kind, or the kind is not stated.
    has_opinion: bool,
    /// `unqualified`, `qualified`, `adverse` or `disclaimer`, or none.
    opinion: Option<&'static str>,
    /// What the auditor noted.
    exceptions: Vec<AuditExceptionView<'a>>,
    /// Categories of the trust services criteria.
    categories: Vec<&'static str>,
    /// The day on which the auditor signed it, or none.
    report_date: Option<String>,
    /// Titles of the frameworks that it attests.
    frameworks: Vec<Text<'a>>,
    /// Frameworks for which the organisation accepts it.
    accepted_for: Vec<AcceptedFrameworkView<'a>>,
    subservices: Vec<SubserviceView<'a>>,
    /// `file:line`.
    place: String,
}

/// What an auditor noted.
#[derive(Debug, Serialize)]
struct AuditExceptionView<'a> {
    text: Text<'a>,
    /// What the organisation answers, or none.
    answer: Option<AnswerView<'a>>,
}

/// A framework for which the organisation accepts a report that does not attest it.
#[derive(Debug, Serialize)]
struct AcceptedFrameworkView<'a> {
    /// Its title.
    framework: Text<'a>,
    reason: Text<'a>,
}

/// A subservice organisation.
#[derive(Debug, Serialize)]
struct SubserviceView<'a> {
    /// Name of the provider.
    provider: Text<'a>,
    /// `carve-out` or `inclusive`.
    method: &'static str,
}

/// A bridge letter.
#[derive(Debug, Serialize)]
struct BridgeLetterView<'a> {
    title: Text<'a>,
    /// First day that it covers.
    from: String,
    /// Last day that it covers.
    to: String,
    /// Path or address of the copy, or none.
    copy: Option<Text<'a>>,
}

impl<'a> AttestationView<'a> {
    /// The reports of an organisation, in the order of the register.
    pub(super) fn of(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
    ) -> Vec<Self> {
        let reports = organization.attestations.iter();
        reports.map(|report| Self::new(context, catalog, organization, report)).collect()
    }

    fn new(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        report: &'a model::Attestation,
    ) -> Self {
        let providers: Vec<&str> = report.providers.iter().map(|id| provider_name(catalog, id).0).collect();
        let service = |id: &'a model::ServiceId| {
            Text(catalog.services.get(id).map_or(id.as_str(), |service| &service.name))
        };
        let state = AttestationState::of(report, context.as_of());
        let path = report.copy.as_ref().and_then(HeldCopy::path);
        let found = path.and_then(|path| context.basis.files.fingerprint(path));
        Self {
            id: report.id.as_str(),
            title: Text(&report.title),
            providers: report.providers.iter().map(model::ProviderId::as_str).collect(),
            provider: listed(&providers),
            all_services: report.services == Coverage::All,
            services: listed_of(&report.services).iter().map(service).collect(),
            all_regions: report.regions == Coverage::All,
            regions: listed_of(&report.regions).iter().map(Text::from).collect(),
            from: report.period.map(|period| period.first.to_string()),
            to: report.period.map(|period| period.last.to_string()),
            relied_on_until: report.relied_on_until().to_string(),
            state: state.word(),
            reliable: state.is_valid(),
            due: is_due(report, organization.evidence_due_within, context.as_of()),
            copy: report.copy.as_ref().map(|copy| Text(copy.as_str())),
            sha256: found.map(|found| found.sha256.to_string()),
            classification: report.classification.word(),
            bridge_letters: report.bridge_letters.iter().map(BridgeLetterView::new).collect(),
            user_controls: ComplementaryControlView::of(catalog, organization, &report.user_controls),
            subservice_controls: ComplementaryControlView::of(
                catalog,
                organization,
                &report.subservice_controls,
            ),
            auditor: report.auditor.as_ref().map(Text::from),
            kind: kind(report),
            titled: is_titled(report),
            has_opinion: report.kind.is_none_or(model::AttestationKind::has_opinion),
            opinion: report.opinion.map(model::AuditOpinion::word),
            exceptions: AuditExceptionView::of(organization, report),
            categories: report.categories.iter().map(|category| category.label()).collect(),
            report_date: report.report_date.map(|day| day.to_string()),
            frameworks: report.frameworks.iter().map(|id| framework_title(catalog, id)).collect(),
            accepted_for: AcceptedFrameworkView::of(catalog, report),
            subservices: SubserviceView::of(catalog, report),
            place: context.place(&report.origin),
        }
    }
}

/// Kind and type as the trade writes them: `SOC 2 Type 2`.
fn kind(report: &model::Attestation) -> Option<String> {
    let label = report.kind?.label();
    let number = report.report_type.map(|report_type| format!(" Type {}", report_type.number()));
    Some(format!("{label}{}", number.unwrap_or_default()))
}

/// True when the title has what distinguishes the kind and the type: `SOC 2` and `Type 2`, `ISO/IEC 27001`.
fn is_titled(report: &model::Attestation) -> bool {
    let name = report.kind.map_or("", model::AttestationKind::label);
    let name = [" certificate", " certification", " authorisation", " assessment", " label"]
        .into_iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let number = report.report_type.map(|report_type| format!("Type {}", report_type.number()));
    report.title.contains(name) && number.is_none_or(|number| report.title.contains(&number))
}

/// Short name of a provider.
fn provider_name<'a>(catalog: &'a model::Catalog, id: &'a model::ProviderId) -> Text<'a> {
    Text(catalog.providers.get(id).map_or(id.as_str(), |provider| &provider.short_name))
}

fn framework_title<'a>(catalog: &'a model::Catalog, id: &'a model::FrameworkId) -> Text<'a> {
    Text(catalog.frameworks.get(id).map_or(id.as_str(), |framework| &framework.title))
}

impl<'a> AuditExceptionView<'a> {
    fn of(organization: &'a model::Organization, report: &'a model::Attestation) -> Vec<Self> {
        let view = |exception: &'a model::AuditException| Self {
            text: Text(&exception.text),
            answer: AnswerView::new(organization, exception.answer.as_ref()),
        };
        report.exceptions.iter().map(view).collect()
    }
}

impl<'a> AcceptedFrameworkView<'a> {
    fn of(catalog: &'a model::Catalog, report: &'a model::Attestation) -> Vec<Self> {
        let view = |accepted: &'a model::AcceptedFramework| Self {
            framework: framework_title(catalog, &accepted.framework),
            reason: Text(&accepted.reason),
        };
        report.accepted_for.iter().map(view).collect()
    }
}

impl<'a> SubserviceView<'a> {
    fn of(catalog: &'a model::Catalog, report: &'a model::Attestation) -> Vec<Self> {
        let view = |one: &'a model::Subservice| Self {
            provider: provider_name(catalog, &one.provider),
            method: one.method.word(),
        };
        report.subservices.iter().map(view).collect()
    }
}

impl<'a> BridgeLetterView<'a> {
    fn new(letter: &'a model::BridgeLetter) -> Self {
        Self {
            title: Text(&letter.title),
            from: letter.period.first.to_string(),
            to: letter.period.last.to_string(),
            copy: letter.copy.as_ref().map(|copy| Text(copy.as_str())),
        }
    }
}

fn listed_of<T>(coverage: &Coverage<T>) -> &[T] {
    match coverage {
        Coverage::All => &[],
        Coverage::Some(items) => items,
    }
}
