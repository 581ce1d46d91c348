//! SARIF 2.1.0 (OASIS): findings and diagnostics as results with a place in the YAML, accepted findings left out or as
//! suppressed ones. What has no place in the workspace is a notification, since code hosts reject results without a location.

use onus_core::diagnostic::Severity;
use onus_core::printable::printable;
use onus_core::source::Place;
use serde_json::{Value, json};

use super::items::{DiagnosticItem, FindingItem};
use super::json::printed;
use super::{Outcome, RunReport, SarifAccepted, is_built_in};

/// The schema that the file names.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to; the name that GitHub knows.
const ROOT: &str = "%SRCROOT%";

/// The report as pretty JSON, ending in a newline.
pub(super) fn write(report: &RunReport<'_>) -> Vec<u8> {
    let mut rules = Rules::default();
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    for item in &report.diagnostics {
        let in_workspace = |(place, _): &&(Place, String)| !is_built_in(&place.file);
        match item.places.iter().find(in_workspace) {
            Some((place, _)) => results.push(diagnostic(item, place, rules.of_diagnostic(item))),
            None => notifications.push(notification(item)),
        }
    }
    let with_accepted = report.sarif_accepted == SarifAccepted::Suppressed;
    let listed = report.findings.iter().filter(|item| with_accepted || item.accepted().is_none());
    results.extend(listed.map(|item| finding(item, rules.of_finding(item))));
    let file = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "onus",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.list,
            } },
            "invocations": [{
                "executionSuccessful": report.outcome != Outcome::Stopped,
                "toolExecutionNotifications": notifications,
            }],
            "originalUriBaseIds": { ROOT: { "description": {
                "text": "The folder in which onus ran, or the workspace if that is elsewhere."
            } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": { "asOf": report.as_of.to_string(), "deny": report.deny },
        }],
    });
    printed(&file)
}

/// The codes that occur, in the order in which they first do.
#[derive(Default)]
struct Rules {
    codes: Vec<&'static str>,
    list: Vec<Value>,
}

impl Rules {
    fn of_diagnostic(&mut self, item: &DiagnosticItem) -> usize {
        let code = item.code;
        self.position(code.as_str(), || {
            let help = format!("See the section `{}` in docs/codes.md.", code.as_str());
            rule(code.as_str(), item.severity, code.sentence(), &help)
        })
    }

    fn of_finding(&mut self, item: &FindingItem<'_>) -> usize {
        let code = item.found.finding.code;
        self.position(code.as_str(), || rule(code.as_str(), code.severity(), code.sentence(), code.advice()))
    }

    fn position(&mut self, code: &'static str, rule: impl FnOnce() -> Value) -> usize {
        self.codes.iter().position(|known| *known == code).unwrap_or_else(|| {
            self.codes.push(code);
            self.list.push(rule());
            self.codes.len() - 1
        })
    }
}

fn rule(code: &str, severity: Severity, sentence: &str, help: &str) -> Value {
    json!({
        "id": code,
        "shortDescription": { "text": sentence },
        "fullDescription": { "text": sentence },
        "help": { "text": help.replace('`', "'"), "markdown": help },
        "defaultConfiguration": { "level": severity.word() },
        "properties": { "tags": ["compliance"] },
    })
}

fn diagnostic(item: &DiagnosticItem, place: &Place, rule: usize) -> Value {
    let hint = item.hint_line("Hint");
    let others = item.places.iter().filter(|(other, _)| other != place && !is_built_in(&other.file));
    let related: Vec<Value> = others
        .enumerate()
        .map(|(number, (place, label))| {
            let mut location = location(place);
            location["id"] = json!(number + 1);
            if !label.is_empty() {
                location["message"] = json!({ "text": plain(&printable(label)) });
            }
            location
        })
        .collect();
    json!({
        "ruleId": item.code.as_str(),
        "ruleIndex": rule,
        "level": item.severity.word(),
        "message": { "text": plain(&format!("{}{hint}", item.shown())) },
        "locations": [location(place)],
        "relatedLocations": related,
        "partialFingerprints": fingerprints(&item.id),
        "suppressions": [],
        "properties": { "denied": item.denied },
    })
}

fn notification(item: &DiagnosticItem) -> Value {
    let place = item
        .places
        .first()
        .map(|(place, _)| format!(" ({})", printable(&place.to_string())))
        .unwrap_or_default();
    let hint = item.hint_line("Hint");
    json!({
        "descriptor": { "id": item.code.as_str() },
        "level": item.severity.word(),
        "message": { "text": plain(&format!("{}{place}{hint}", item.shown())) },
        "properties": { "id": item.id, "denied": item.denied },
    })
}

fn finding(item: &FindingItem<'_>, rule: usize) -> Value {
    let finding = &item.found.finding;
    let built_in = is_built_in(&item.place.file);
    // A gap that the built-in catalog causes is shown in the profile of the project: code hosts do not have the catalog.
    let place = item.profile.as_ref().filter(|_| built_in).unwrap_or(&item.place);
    let caused = if built_in { format!(" ({})", printable(&item.place.to_string())) } else { String::new() };
    let mut location = location(place);
    location["logicalLocations"] = json!([{ "fullyQualifiedName": item.subject(), "kind": "module" }]);
    let suppressions: Vec<Value> = item
        .accepted()
        .map(|accepted| {
            json!({
                "kind": "external",
                "status": "accepted",
                "justification": plain(&accepted.phrase()),
                "location": self::location(&accepted.place),
            })
        })
        .into_iter()
        .collect();
    let subject = item.subject();
    let expired = item.acceptance.as_ref().filter(|one| !one.in_force);
    let expired = expired.map(|one| format!("; {}", one.phrase())).unwrap_or_default();
    json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": rule,
        "level": finding.severity().word(),
        "message": { "text": plain(&format!("{subject}: {}{expired}{caused}", item.shown())) },
        "locations": [location],
        "partialFingerprints": fingerprints(item.id.as_str()),
        "suppressions": suppressions,
        "properties": {
            "denied": item.denied,
            "organization": item.found.organization,
            "project": item.found.project,
            "affects": item.found.affects,
            "control": finding.control,
            "part": finding.part,
            "service": finding.service,
            "evidence": finding.evidence,
        },
    })
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file), "uriBaseId": ROOT },
            "region": { "startLine": place.line, "startColumn": place.column },
        },
    })
}

/// The id, under a name of our own: GitHub's uploader computes `primaryLocationLineHash` itself, and warns of each result
/// that brings another.
fn fingerprints(id: &str) -> Value {
    json!({ "onusId/v1": id })
}

/// Viewers turn `[text](address)` into links even in plain text (SARIF 2.1.0, 3.11.6); a name must not become one.
fn plain(text: &str) -> String {
    text.replace("](", "] (")
}

/// A relative path as a URI reference (RFC 3986): everything but what is unreserved, and `/`, is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
