//! From the parser's types to ours, and which addresses a link may lead to.

use std::sync::Arc;

use pulldown_cmark::{self as markdown, BlockQuoteKind};

use super::{AlertKind, Alignment};

pub(super) fn alert(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
    }
}

pub(super) fn alignment(alignment: markdown::Alignment) -> Alignment {
    match alignment {
        markdown::Alignment::None => Alignment::Start,
        markdown::Alignment::Left => Alignment::Left,
        markdown::Alignment::Center => Alignment::Center,
        markdown::Alignment::Right => Alignment::Right,
    }
}

/// Where a link may lead, as anybody may have written the document: the web, mail, a place in the document or a file beside
/// it. Anything else (`javascript:`, `file:`) stays text.
pub(super) fn target(destination: &str) -> Option<Arc<str>> {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let allowed = match scheme.filter(|scheme| is_scheme(scheme)) {
        Some(scheme) => ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => !destination.is_empty(),
    };
    allowed.then(|| Arc::from(destination))
}
