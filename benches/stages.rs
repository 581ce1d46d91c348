//! What each stage costs on the sample workspace; benches/pages.rs does the same for pages.
//! `cargo bench` prints medians; docs/performance.md keeps results and how they were taken.

use std::path::Path;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use onus::build::{BuildEnv, BuildRequest, build};
use onus::format::OutputFormat;
use onus::load::{Trust, load};
use onus::pipeline::{Selection, prepare, survey};
use onus::publish::NullSink;
use onus_core::assess::Situation;
use onus_core::texts::EvidenceFiles;
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
    let workspace = load(workspace()).expect("the sample workspace");
    let validated = validate(&workspace.texts);
    let files = EvidenceFiles::default();
    let situation = Situation { as_of: as_of(), files: &files };
    let all = Selection::default();
    bencher.bench(|| {
        survey(&workspace, &validated.organizations, (situation, &all), |_, state| black_box(state))
    });
}

#[divan::bench(args = ["markdown", "json", "pdf"])]
fn make_all(bencher: Bencher<'_, '_>, format: &str) {
    let format = match format {
        "markdown" => OutputFormat::Markdown,
        "json" => OutputFormat::Json,
        _ => OutputFormat::Pdf,
    };
    let workspace = load(workspace()).expect("the sample workspace");
    let (selection, formats, trust) = (Selection::default(), vec![format], Trust::Remembered);
    let request = BuildRequest { as_of: as_of(), selection, document: None, formats, trust };
    bencher.bench(|| {
        build(
            &workspace,
            &prepare(&workspace, &request.selection, request.trust),
            &request,
            &BuildEnv::isolated(&NullSink),
        )
        .expect("the sample documents")
    });
}
