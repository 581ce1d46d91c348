//! What each stage costs on the sample workspace, and pages on a report of 3,000 matrix rows.
//! `cargo bench` prints medians; docs/performance.md keeps results and how they were taken.

use std::fmt::Write;
use std::path::Path;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use onus::document::{Document, Meta, parse};
use onus::format::{OutputFormat, pdf};
use onus::layout::{Look, lay_out};
use onus::load::load;
use onus::model::Orientation;
use onus::pipeline::{Request, Selection, make, survey};
use onus::validate::validate;

fn main() {
    divan::main();
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day of the calendar")
}

#[divan::bench]
fn load_and_validate(bencher: Bencher<'_, '_>) {
    bencher.bench(|| validate(&load(workspace()).expect("the sample workspace")));
}

#[divan::bench]
fn resolve_and_assess(bencher: Bencher<'_, '_>) {
    let workspace = load(workspace()).expect("the sample workspace");
    let validated = validate(&workspace);
    bencher.bench(|| black_box(survey(&workspace, &validated.subjects, as_of()).0.len()));
}

#[divan::bench(args = ["markdown", "json", "pdf"])]
fn make_all(bencher: Bencher<'_, '_>, format: &str) {
    let format = match format {
        "markdown" => OutputFormat::Markdown,
        "json" => OutputFormat::Json,
        _ => OutputFormat::Pdf,
    };
    let workspace = load(workspace()).expect("the sample workspace");
    let request =
        Request { as_of: as_of(), selection: Selection::default(), document: None, formats: vec![format] };
    bencher.bench(|| make(&workspace, &request).expect("the sample documents"));
}

/// A landscape report of matrix rows with a heading every 25 rows.
fn report(rows: usize) -> Document {
    let mut text = String::from("# Responsibility matrix\n");
    for row in 0..rows {
        if row % 25 == 0 {
            let _ = write!(
                text,
                "\n## Control family {}\n\n| Control | Type | Provider | Customer |\n| --- | --- | --- | --- |\n",
                row / 25 + 1
            );
        }
        let _ = writeln!(
            text,
            "| CTL-{row:04} | Shared | Installs engine patches in the window that the customer chose and reports \
             each one in the event stream of the service. | Chooses the window, tests the new version on a copy, \
             and confirms within a day that the patch arrived. |"
        );
    }
    parse(&text, Meta { orientation: Orientation::Landscape, ..Meta::titled("Responsibility matrix") })
}

#[divan::bench(args = [300, 3000])]
fn lay_out_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let (document, look) = (report(rows), Look::builtin());
    bencher.bench(|| lay_out(&document, &look));
}

#[divan::bench(args = [300, 3000])]
fn write_pdf_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let document = report(rows);
    let pages = lay_out(&document, &Look::builtin());
    bencher.bench(|| pdf::write(&pages, &document.meta, &[]).expect("pages of a report"));
}
