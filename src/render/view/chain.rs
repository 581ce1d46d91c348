//! Attributes, what a project inherits from the offers of others, and what customers have from it.

use onus_core::assess::{CustomerShare, CustomerTable, customer_tables, to_customers};
use onus_core::model::{AttributeValue, Origination, Said, Status};
use onus_core::resolve::{InheritedOffer, KnownOffer, Matrix, OfferAsk, OfferState};
use serde::Serialize;

use super::ViewContext;
use super::link::ControlLink;
use super::text::Text;
use super::upstream_evidence::OfferedEvidenceView;

/// A fact about the organisation or project.
#[derive(Debug, Serialize)]
pub(super) struct AttributeView<'a> {
    title: Text<'a>,
    holds: bool,
    /// Why not, or none where it holds.
    reason: Option<&'a str>,
    /// `file:line`.
    place: String,
}

impl<'a> AttributeView<'a> {
    /// Those that a profile says something about, in the order of the catalog.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let scope = &matrix.scope;
        let stated = scope.catalog.attributes.iter();
        let stated = stated.filter_map(|attribute| Some((attribute, scope.attribute(&attribute.id)?)));
        let view = |title: &'a str, value: &'a AttributeValue| Self {
            title: Text(title),
            holds: value.said == Said::True,
            reason: Some(value.reason()).filter(|reason| !reason.is_empty()),
            place: context.place(&value.origin),
        };
        stated.map(|(attribute, value)| view(&attribute.title, value)).collect()
    }
}

/// An offer of another project that is inherited.
#[derive(Debug, Serialize)]
pub(super) struct InheritedOfferView<'a> {
    /// `organisation/project`.
    from: &'a str,
    /// Name of that project.
    name: Text<'a>,
    /// True for the first offer of that project.
    leads: bool,
    title: Text<'a>,
    /// What is done there.
    text: Text<'a>,
    /// The controls that it is about.
    controls: Vec<ControlLink<'a>>,
    /// True when all of it is kept.
    kept: bool,
    /// What the project does not inherit because it says so.
    excepted: Vec<ExceptionView<'a>>,
    /// What it asks for.
    asks: Vec<AnsweredAskView<'a>>,
    /// Evidence of that project.
    evidence: Vec<OfferedEvidenceView<'a>>,
    /// `file:line` of the entry that inherits it.
    place: String,
}

/// Parts of an offer that the project does not inherit, for some of its services or for all, by one exception.
#[derive(Debug, Serialize)]
struct ExceptionView<'a> {
    /// Each as `CONTROL/part`.
    parts: Vec<String>,
    /// True when the exception is about some cells only, and others inherit one of the parts.
    partly: bool,
    reason: Text<'a>,
    /// `file:line`.
    place: String,
}

impl<'a> ExceptionView<'a> {
    fn of(context: ViewContext<'_>, matrix: &Matrix<'a>, known: &'a KnownOffer) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (part, exception) in matrix.excepted(known) {
            let (name, partly) = (part.target().to_string(), matrix.inherits(known, part));
            let place = context.place(&exception.origin);
            match found.iter_mut().find(|present| present.place == place) {
                Some(present) => {
                    present.parts.push(name);
                    present.partly |= partly;
                }
                None => {
                    found.push(Self { parts: vec![name], partly, reason: Text(&exception.reason), place })
                }
            }
        }
        found
    }
}

/// Something that an offer asks for, with the answer.
#[derive(Debug, Serialize)]
struct AnsweredAskView<'a> {
    id: &'a str,
    text: Text<'a>,
    /// In words, such as `Implemented`; none without an answer.
    status: Option<&'static str>,
}

impl<'a> InheritedOfferView<'a> {
    /// Those of the project, in the order of its profile.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let mut views: Vec<Self> = Vec::new();
        for inherited in &matrix.scope.inherited {
            let leads = !views.iter().any(|view| view.from == inherited.known.from);
            views.push(Self { leads, ..Self::new(context, matrix, *inherited) });
        }
        views
    }

    fn new(context: ViewContext<'_>, matrix: &Matrix<'a>, inherited: InheritedOffer<'a>) -> Self {
        let InheritedOffer { inheritance, known } = inherited;
        let offer = &known.offer;
        let mut ids: Vec<&str> = matrix.taken(known).map(|part| part.control.as_str()).collect();
        ids.dedup();
        let controls = ids.into_iter().filter_map(|id| matrix.scope.catalog.control(id));
        let ask = |ask: &'a OfferAsk| AnsweredAskView {
            id: ask.id.as_str(),
            text: Text(&ask.text),
            status: inheritance.answers.get(&ask.id).map(|answer| Status::label(answer.status)),
        };
        Self {
            from: &known.from,
            name: Text(&known.from_name),
            leads: false,
            title: Text(&offer.title),
            text: Text(&offer.text),
            controls: controls.map(ControlLink::new).collect(),
            kept: offer.parts.iter().all(|part| part.state == OfferState::Kept),
            asks: offer.asks.iter().map(ask).collect(),
            excepted: ExceptionView::of(context, matrix, known),
            evidence: OfferedEvidenceView::of(matrix, known),
            place: context.place(&inheritance.origin),
        }
    }
}

/// What the organisation's own customers have from the project.
#[derive(Debug, Serialize)]
pub(super) struct CustomersView<'a> {
    /// What they are called.
    name: Text<'a>,
    /// What is offered to them.
    offers: Vec<CustomerOfferView<'a>>,
    /// What they are asked to do.
    asks: Vec<CustomerAskView<'a>>,
    /// Frameworks, requirement by requirement.
    frameworks: Vec<CustomerFrameworkView<'a>>,
}

/// An offer to customers.
#[derive(Debug, Serialize)]
struct CustomerOfferView<'a> {
    title: Text<'a>,
    text: Text<'a>,
}

/// Something that customers are asked to do.
#[derive(Debug, Serialize)]
struct CustomerAskView<'a> {
    id: &'a str,
    text: Text<'a>,
    /// `Configured by customer`, `Provided by customer` or `Shared`.
    origination: &'static str,
}

/// A framework as customers see it.
#[derive(Debug, Serialize)]
struct CustomerFrameworkView<'a> {
    title: Text<'a>,
    requirements: Vec<CustomerRequirementView<'a>>,
}

/// A requirement as customers see it.
#[derive(Debug, Serialize)]
struct CustomerRequirementView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// `ours`, `shared`, `theirs` or `not-applicable`.
    share: &'static str,
    /// Ids of what they are asked to do about it.
    asks: Vec<&'a str>,
}

/// What customers are called where the profile does not say.
const CUSTOMERS: &str = "Customers";

impl<'a> CustomersView<'a> {
    /// None when the project offers nothing to customers.
    pub(super) fn of(matrix: &Matrix<'a>) -> Option<Self> {
        let offers = matrix.scope.offered;
        to_customers(offers).next()?;
        let asks = to_customers(offers).flat_map(|offer| &offer.asks).map(|ask| CustomerAskView {
            id: ask.id.as_str(),
            text: Text(&ask.text),
            origination: Origination::label(ask.origination),
        });
        let framework = |table: CustomerTable<'a>| CustomerFrameworkView {
            title: Text(&table.framework.title),
            requirements: table
                .requirements
                .into_iter()
                .map(|row| CustomerRequirementView {
                    id: row.requirement.id.as_str(),
                    title: Text(&row.requirement.title),
                    share: CustomerShare::word(row.share),
                    asks: row.asks.iter().map(|ask| ask.id.as_str()).collect(),
                })
                .collect(),
        };
        let offered = to_customers(offers);
        Some(Self {
            name: Text(matrix.scope.organization.customers.as_deref().unwrap_or(CUSTOMERS)),
            offers: offered
                .map(|offer| CustomerOfferView { title: Text(&offer.title), text: Text(&offer.text) })
                .collect(),
            asks: asks.collect(),
            frameworks: customer_tables(matrix, offers).into_iter().map(framework).collect(),
        })
    }
}
