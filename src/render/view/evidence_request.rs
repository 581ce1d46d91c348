//! What auditors request about controls, against what is held.

use onus_core::assess::EvidenceRequests;
use onus_core::model::{Control, EvidenceRequest};
use onus_core::resolve::ControlRow;
use serde::Serialize;
use tera::Value;

use super::link::ControlLink;
use super::text::Text;
use super::view_cache::ViewCache;

/// Evidence that auditors request about a control.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EvidenceRequestView<'a> {
    text: Text<'a>,
    /// How often it is renewed.
    cadence: &'static str,
}

impl<'a> EvidenceRequestView<'a> {
    /// All requests about a control.
    pub(super) fn of(control: &'a Control) -> Vec<Self> {
        let ask = |request: &'a EvidenceRequest| Self {
            text: Text(&request.text),
            cadence: request.cadence.label(),
        };
        control.evidence.iter().map(ask).collect()
    }
}

/// What auditors request about a control, what is held and what is outstanding.
#[derive(Debug, Serialize)]
pub(super) struct ControlRequestsView<'a> {
    control: ControlLink<'a>,
    asks: Vec<EvidenceRequestView<'a>>,
    given: Vec<Value>,
    /// Requests that no evidence answers.
    open: usize,
}

impl<'a> ControlRequestsView<'a> {
    fn new(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let asked = EvidenceRequests::of(cache.matrix, row, cache.context.basis)?;
        Some(Self {
            control: ControlLink::new(row.control),
            asks: EvidenceRequestView::of(row.control),
            given: row.evidence.iter().map(|place| cache.evidence_brief(*place)).collect(),
            open: asked.outstanding,
        })
    }

    /// Every control in which the customer has a duty and about which evidence is requested.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        cache.matrix.controls.iter().filter_map(|row| Self::new(cache, row)).collect()
    }
}
