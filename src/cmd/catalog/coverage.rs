//! `onus catalog coverage`: how much of each framework the catalog serves, and how well.

use onus_core::assess::coverage;
use onus_core::model::Catalog;
use serde_json::json;

use super::super::console::Console;

/// Prints a line for each framework and each of its baselines.
pub(super) fn show(console: &Console, catalog: &Catalog) {
    console.line(&format!(
        "{:34}  {:>12}  {:>6}  {:>7}  {:>9}  {:>8}  {:>14}  {:>4}  {:>5}",
        "framework",
        "requirements",
        "mapped",
        "in full",
        "remainder",
        "unstated",
        "organisational",
        "open",
        "parts",
    ));
    for line in coverage(catalog) {
        let name = match line.baseline {
            Some(baseline) => format!("{}/{baseline}", line.framework.id),
            None => line.framework.id.to_string(),
        };
        console.line(&format!(
            "{name:34}  {:12}  {:6}  {:7}  {:9}  {:8}  {:14}  {:4}  {:5}",
            line.total,
            line.mapped,
            line.full,
            line.remaining,
            line.unstated(),
            line.organizational,
            line.open(),
            line.parts,
        ));
        console.record(&json!({
            "type": "coverage", "framework": line.framework.id, "baseline": line.baseline,
            "requirements": line.total, "mapped": line.mapped, "full": line.full, "remainder": line.remaining,
            "unstated": line.unstated(), "organizational": line.organizational, "open": line.open(),
            "parts": line.parts,
        }));
    }
}
