//! `onus catalog show onus:catalog/demarcation.yaml:145:5`: what the built-in catalog says at a place that is cited.

use onus_core::source::Sources;
use serde_json::{Value, json};

/// How the names of built-in files start.
pub(super) const BUILT_IN: &str = "onus:";

/// Most lines that are shown of an entry.
const MOST_LINES: usize = 40;

/// An entry as its file has it.
pub(super) struct QuotedEntry {
    pub(super) lines: Vec<String>,
    pub(super) record: Value,
}

/// The entry at `file:line` or `file:line:column`; none if no built-in file has the line.
pub(super) fn quoted_entry(sources: &Sources, place: &str) -> Option<QuotedEntry> {
    let text = |file: &str| {
        let text = sources.text_named(file)?;
        Some((file.to_owned(), text))
    };
    let (before, last) = place.rsplit_once(':')?;
    let number: usize = last.parse().ok()?;
    let (file, line, text) = match text(before) {
        Some((file, text)) => (file, number, text),
        None => {
            let (file, line) = before.rsplit_once(':')?;
            let (file, text) = text(file)?;
            (file, line.parse().ok()?, text)
        }
    };
    let rest: Vec<&str> = text.lines().skip(line.checked_sub(1)?).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let first = *rest.first()?;
    let inner = rest.iter().skip(1).take_while(|line| line.trim().is_empty() || indent(line) > indent(first));
    let lines: Vec<&str> = std::iter::once(&first).chain(inner).take(MOST_LINES).copied().collect();
    let cut = indent(first);
    let lines: Vec<String> =
        lines.iter().map(|line| line.get(cut..).unwrap_or_default().trim_end().to_owned()).collect();
    let quoted = lines.join("\n").trim_end().to_owned();
    let head = format!("{file}:{line}");
    let shown = std::iter::once(head).chain(quoted.lines().map(|line| format!("  {line}")));
    let record = json!({ "type": "entry", "kind": "text", "file": file, "line": line, "text": quoted });
    Some(QuotedEntry { lines: shown.collect(), record })
}
