//! `onus catalog stale`: what was compared with its source longest ago.

use onus_core::model::{Catalog, Exception, Month, Service};
use onus_core::source::Sources;
use serde_json::json;

use super::super::console::Console;

/// A service, or one of its exceptions.
struct DatedEntry<'c> {
    service: &'c Service,
    exception: Option<&'c Exception>,
}

impl DatedEntry<'_> {
    /// The month of an exception is that of its service, unless it says otherwise.
    fn checked(&self) -> Option<Month> {
        self.exception.and_then(|exception| exception.checked).or(self.service.checked)
    }
}

/// Prints the services and exceptions that were compared with a source longest ago; first those that never were.
pub(super) fn show(console: &Console, catalog: &Catalog, sources: &Sources, count: usize) {
    let mut entries: Vec<DatedEntry<'_>> = Vec::new();
    for service in catalog.services.values() {
        entries.push(DatedEntry { service, exception: None });
        entries.extend(service.exceptions.iter().map(|known| DatedEntry { service, exception: Some(known) }));
    }
    entries.sort_by_key(DatedEntry::checked);
    let never = entries.iter().filter(|entry| entry.checked().is_none()).count();
    for entry in entries.iter().take(count) {
        let origin = entry.exception.map_or(&entry.service.origin, |exception| &exception.origin);
        let place = sources.place_of(origin);
        let month = entry.checked().map(|month| month.to_string());
        let subject = match entry.exception {
            Some(exception) => format!("{} in {}", entry.service.id, exception.selector),
            None => entry.service.id.to_string(),
        };
        console.line(&format!("{:8}{subject}  ({place})", month.as_deref().unwrap_or("never")));
        console.record(&json!({
            "type": "checked", "service": entry.service.id,
            "selects": entry.exception.map(|exception| exception.selector.to_string()),
            "month": month, "file": place.file, "line": place.line, "column": place.column,
        }));
    }
    console.line("");
    console.line(&format!("{never} of {} services and exceptions were never compared", entries.len()));
}
