//! One change between two matrices: what it is about, what was and what is, where each is written, and whether it is for
//! the worse.

use onus_core::model::{Holder, PartId, Responsibility};

use super::Place;

/// What a change is about, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A project as such.
    Project,
    /// Who does what.
    Responsibility,
    /// A gap.
    Finding,
    /// A piece of evidence.
    Evidence,
    /// A third-party report.
    Attestation,
    /// What is stated about a control.
    Statement,
    /// An accepted risk.
    Acceptance,
    /// A service in use.
    Service,
    /// A control of the catalog, or a part of one.
    Control,
    /// A requirement of a framework.
    Requirement,
    /// The catalog as such.
    Catalog,
}

impl Subject {
    /// All of them, the most important first.
    pub const ALL: [Self; 11] = [
        Self::Project,
        Self::Responsibility,
        Self::Finding,
        Self::Evidence,
        Self::Attestation,
        Self::Statement,
        Self::Acceptance,
        Self::Service,
        Self::Control,
        Self::Requirement,
        Self::Catalog,
    ];

    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Responsibility => "responsibility",
            Self::Finding => "finding",
            Self::Evidence => "evidence",
            Self::Attestation => "attestation",
            Self::Statement => "statement",
            Self::Acceptance => "risk-acceptance",
            Self::Service => "service",
            Self::Control => "control",
            Self::Requirement => "requirement",
            Self::Catalog => "catalog",
        }
    }

    /// A heading over changes of this kind.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Project => "Projects",
            Self::Responsibility => "Responsibilities",
            Self::Finding => "Findings",
            Self::Evidence => "Evidence",
            Self::Attestation => "Reports on providers",
            Self::Statement => "Statements",
            Self::Acceptance => "Accepted risks",
            Self::Service => "Services",
            Self::Control => "Controls",
            Self::Requirement => "Requirements",
            Self::Catalog => "Control catalog",
        }
    }
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It was not there before.
    Came,
    /// It is no longer there.
    Went,
    /// It is there under another id.
    Renamed,
    /// It is another than it was.
    Changed,
}

impl Action {
    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Went => "went",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

/// Whether a change is for the worse; ordered from what matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Something is lost, or less can be relied on.
    Worse,
    /// Something is won.
    Better,
    /// Neither.
    Neutral,
}

impl Effect {
    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Neutral => "neutral",
            Self::Better => "better",
        }
    }
}

/// Which side of something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Its id.
    Id,
    /// Its name.
    Name,
    /// What it amounts to.
    Responsibility,
    /// Who decides.
    Manage,
    /// Who does it.
    Operate,
    /// Who checks it.
    Verify,
    /// What the provider does, in words.
    ProviderText,
    /// What the customer does, in words.
    CustomerText,
    /// How far it is.
    Status,
    /// Who answers for it.
    Owner,
    /// By when.
    Due,
    /// What is said.
    Text,
    /// Whether it may be relied on.
    State,
    /// The day on which it was true.
    Collected,
    /// The last day on which it may be relied on.
    ValidUntil,
    /// Where it is.
    Location,
    /// What its file amounts to.
    Digest,
    /// What it supports.
    Supports,
    /// Services that a report covers.
    Covers,
    /// Why.
    Reason,
    /// Who decided it.
    Approver,
    /// The days on which it holds.
    Holds,
    /// Controls that it is about, or that satisfy it.
    Controls,
    /// Kind of service.
    Class,
    /// Regions.
    Regions,
    /// Subject of a control.
    Domain,
    /// Selection of a framework.
    Baseline,
    /// How many requirements a framework shows.
    Requirements,
    /// How much a finding matters.
    Severity,
    /// What kind of finding.
    Code,
    /// How many findings a project has.
    Findings,
    /// How many services a project has.
    Services,
    /// Version of the catalog.
    Version,
}

impl Aspect {
    /// The word for machines and, with a capital, for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Responsibility => "responsibility",
            Self::Manage => "manage",
            Self::Operate => "operate",
            Self::Verify => "verify",
            Self::ProviderText => "the provider",
            Self::CustomerText => "the customer",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Text => "text",
            Self::State => "state",
            Self::Collected => "collected",
            Self::ValidUntil => "valid until",
            Self::Location => "location",
            Self::Digest => "digest",
            Self::Supports => "supports",
            Self::Covers => "covers",
            Self::Reason => "reason",
            Self::Approver => "approved by",
            Self::Holds => "holds",
            Self::Controls => "controls",
            Self::Class => "class",
            Self::Regions => "regions",
            Self::Domain => "domain",
            Self::Baseline => "baseline",
            Self::Requirements => "requirements",
            Self::Severity => "severity",
            Self::Code => "code",
            Self::Findings => "findings",
            Self::Services => "services",
            Self::Version => "version",
        }
    }
}

/// One side of something that differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Detail {
    /// Which.
    pub aspect: Aspect,
    /// What was; none where nothing was.
    pub before: Option<String>,
    /// What is; none where nothing is.
    pub after: Option<String>,
}

impl Detail {
    /// Both sides, or none when they are alike.
    pub(super) fn between<T: PartialEq + ToString>(aspect: Aspect, before: &T, after: &T) -> Option<Self> {
        let differs = before != after;
        differs.then(|| Self { aspect, before: said(before), after: said(after) })
    }

    /// What came.
    pub(super) fn came(aspect: Aspect, after: impl ToString) -> Self {
        Self { aspect, before: None, after: said(&after) }
    }

    /// What went.
    pub(super) fn went(aspect: Aspect, before: impl ToString) -> Self {
        Self { aspect, before: said(&before), after: None }
    }
}

/// Nothing is not the same as an empty text, but it is told the same way.
fn said(value: &impl ToString) -> Option<String> {
    Some(value.to_string()).filter(|text| !text.trim().is_empty())
}

/// What a change is about, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// Its id; of a finding, its code.
    pub id: String,
    /// Its title or name; of a finding, what is missing.
    pub title: String,
    /// The control that a finding is about: id and title.
    pub control: Option<(String, String)>,
    /// The part of a control.
    pub part: Option<PartId>,
    /// The service that a part is about, or the services: ids and names.
    pub services: Vec<(String, String)>,
}

impl Thing {
    /// Something with an id and a title.
    pub(super) fn new(id: impl ToString, title: &str) -> Self {
        let (id, title) = (id.to_string(), title.trim().to_owned());
        Self { id, title, control: None, part: None, services: Vec::new() }
    }
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// Whether it is for the worse.
    pub effect: Effect,
    /// What it is about, by name.
    pub thing: Thing,
    /// What happened.
    pub action: Action,
    /// What differs.
    pub details: Vec<Detail>,
    /// Where it was written.
    pub before: Option<Place>,
    /// Where it is written.
    pub after: Option<Place>,
}

impl Change {
    /// A change of neither good nor bad, at places that are not known.
    pub(super) fn new(subject: Subject, action: Action, thing: Thing, mut details: Vec<Detail>) -> Self {
        details.retain(|detail| detail.before.is_some() || detail.after.is_some());
        Self { subject, effect: Effect::Neutral, thing, action, details, before: None, after: None }
    }

    pub(super) fn effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    pub(super) fn at(self, before: Option<&Place>, after: Option<&Place>) -> Self {
        Self { before: before.cloned(), after: after.cloned(), ..self }
    }
}

/// The words of a responsibility in a text.
pub(super) fn responsibility(responsibility: Responsibility) -> &'static str {
    match responsibility {
        Responsibility::Inherited => "inherited",
        Responsibility::Shared => "shared",
        Responsibility::Customer => "customer",
        Responsibility::NotApplicable => "not applicable",
    }
}

/// Who holds a duty, in words; `party` is none where the file does not say which.
pub(super) fn holder(holder: Holder, party: Option<Option<&str>>) -> String {
    let customer = match party {
        None => "customer",
        Some(None) => "nobody",
        Some(Some(name)) => name,
    };
    match holder {
        Holder::Provider => "provider".to_owned(),
        Holder::Customer => customer.to_owned(),
        Holder::Shared => format!("provider and {customer}"),
    }
}
