//! Attributes, and what a project inherits from the offers of others.

use onus_core::model::{AttributeValue, Said, Status};
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
