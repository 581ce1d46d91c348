//! What each stage costs on the sample workspace; benches/pages.rs does the same for pages.
//! `cargo bench` prints medians; docs/performance.md keeps results and how they were taken.

use std::path::Path;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use onus::build::{BuildEnv, BuildRequest, build};
use onus::format::OutputFormat;
use onus::load::load;
use onus::open::{EvidenceReading, OpenWorkspace, Selection};
use onus::publish::NullSink;
use onus_core::validate::validate;

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
    bencher.bench(|| validate(&load(workspace()).expect("the sample workspace").texts));
}

#[divan::bench]
fn resolve_and_assess(bencher: Bencher<'_, '_>) {
    let all = Selection::default();
    let open = OpenWorkspace::open(workspace(), all, as_of(), EvidenceReading::Skip);
    let open = open.expect("the sample workspace");
    bencher.bench(|| open.survey(|_, state| black_box(state)));
}

#[divan::bench(args = ["markdown", "json", "pdf"])]
fn make_all(bencher: Bencher<'_, '_>, format: &str) {
    let format = match format {
        "markdown" => OutputFormat::Markdown,
        "json" => OutputFormat::Json,
        _ => OutputFormat::Pdf,
    };
    let open = OpenWorkspace::open(workspace(), Selection::default(), as_of(), EvidenceReading::All(None));
    let open = open.expect("the sample workspace");
    let request = BuildRequest { documents: None, formats: vec![format] };
    bencher.bench(|| build(&open, &request, &BuildEnv::isolated(&NullSink)).expect("the sample documents"));
}
