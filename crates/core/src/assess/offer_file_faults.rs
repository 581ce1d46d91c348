//! What is wrong inside an offer file that can be read: a name twice, a text that says nothing, evidence that it does not have.
//! Its digest only shows that nobody altered it since, and other programs may write such files, too.

use std::collections::BTreeSet;

use super::offer_file::OfferFile;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::resolve::UpstreamOffer;
use crate::source::{Origin, Sources};

/// All that is wrong inside the file, in its order. That it offers nothing is left out if an offer of it is missed already.
pub(super) fn faults(
    sources: &Sources,
    file: &OfferFile,
    root: &Origin,
    missed: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut reader = FaultReader { sources, found: Vec::new() };
    reader.text(&file.organization.name, &root.key("organization").key("name"));
    reader.text(&file.project.name, &root.key("project").key("name"));
    let list = root.key("offers");
    reader.list("offers", file.offers.is_empty() && missed.is_empty(), &list);
    let mut offers = BTreeSet::new();
    let mut asks = BTreeSet::new();
    for (item, offer) in file.offers.iter().enumerate() {
        let origin = list.item(item);
        reader.once(offer.id.as_str(), &mut offers, &origin.key("id"));
        reader.offer(offer, &origin);
        for (item, ask) in offer.asks.iter().enumerate() {
            let origin = origin.key("asks").item(item);
            reader.once(ask.id.as_str(), &mut asks, &origin.key("id"));
            reader.text(&ask.text, &origin.key("text"));
        }
    }
    reader.found
}

struct FaultReader<'r> {
    sources: &'r Sources,
    found: Vec<Diagnostic>,
}

impl FaultReader<'_> {
    fn offer(&mut self, offer: &UpstreamOffer, origin: &Origin) {
        self.text(&offer.title, &origin.key("title"));
        self.list("services", offer.services.as_ref().is_some_and(Vec::is_empty), &origin.key("services"));
        self.list("regions", offer.regions.as_ref().is_some_and(Vec::is_empty), &origin.key("regions"));
        self.list("parts", offer.parts.is_empty(), &origin.key("parts"));
        let mut pieces = BTreeSet::new();
        for (item, piece) in offer.evidence.iter().enumerate() {
            let origin = origin.key("evidence").item(item);
            self.once(piece.id.as_str(), &mut pieces, &origin.key("id"));
            self.text(&piece.title, &origin.key("title"));
        }
        let mut parts = BTreeSet::new();
        for (item, part) in offer.parts.iter().enumerate() {
            let origin = origin.key("parts").item(item);
            self.once(&part.target().to_string(), &mut parts, &origin.key("part"));
            for (key, name) in
                [("manage", &part.by.manage), ("operate", &part.by.operate), ("verify", &part.by.verify)]
            {
                if let Some(name) = name {
                    self.text(name, &origin.key("by").key(key));
                }
            }
            for (item, id) in part.evidence.iter().enumerate() {
                if !pieces.contains(id.as_str()) {
                    let message = format!("the offer has no evidence {}", quoted(id.as_str()));
                    self.report(Code::UnknownEvidence, message, &origin.key("evidence").item(item));
                }
            }
        }
    }

    /// Reports a name that was there before.
    fn once(&mut self, name: &str, seen: &mut BTreeSet<String>, origin: &Origin) {
        if !seen.insert(name.to_owned()) {
            self.report(Code::DuplicateId, format!("{} appears twice", quoted(name)), origin);
        }
    }

    fn text(&mut self, text: &str, origin: &Origin) {
        if text.trim().is_empty() {
            self.report(Code::NothingSaid, "this text says nothing".to_owned(), origin);
        }
    }

    fn list(&mut self, key: &str, is_empty: bool, origin: &Origin) {
        if is_empty {
            self.report(Code::NothingSaid, format!("`{key}` has no entries"), origin);
        }
    }

    fn report(&mut self, code: Code, message: String, origin: &Origin) {
        let span = self.sources.span(origin);
        let hint = "ask for the file again, as `onus offer` writes it".to_owned();
        self.found.push(Diagnostic::error(code, message).at(span, "").hint(hint));
    }
}
