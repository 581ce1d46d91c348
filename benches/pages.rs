//! What pages cost: one report of matrix rows at three sizes, stage by stage, and many small documents that share
//! their fonts. `cargo bench --bench pages` prints medians; docs/performance.md says how to read them.

use std::fmt::Write;

use divan::Bencher;
use divan::counter::ItemsCount;
use onus_typeset::document::{Document, Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use onus_typeset::theme::Orientation;

fn main() {
    divan::main();
}

/// Rows of the report: ten times as many should take ten times as long. The largest has about 3,700 pages.
const ROWS: [usize; 3] = [300, 3_000, 30_000];

/// Small documents of one run.
const DOCUMENTS: usize = 200;

/// The words that texts are made of.
const WORDS: [&str; 48] = [
    "access",
    "account",
    "administrator",
    "alert",
    "approve",
    "archive",
    "audit",
    "availability",
    "backup",
    "baseline",
    "boundary",
    "certificate",
    "change",
    "classification",
    "configuration",
    "control",
    "credential",
    "customer",
    "database",
    "encryption",
    "endpoint",
    "environment",
    "evidence",
    "firewall",
    "guest",
    "hardware",
    "hypervisor",
    "identity",
    "incident",
    "inventory",
    "least-privilege",
    "maintenance",
    "network",
    "operating",
    "organization",
    "owner",
    "patch",
    "permission",
    "physical",
    "provider",
    "recovery",
    "responsibility",
    "review",
    "service",
    "snapshot",
    "vulnerability",
    "workload",
    "zone",
];

/// A sequence of numbers that looks random and is the same in every run (Knuth's linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// A sentence of `least` words or up to `more` more.
    fn sentence(&mut self, least: usize, more: usize) -> String {
        let count = least + self.below(more + 1);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        let text = words.join(" ");
        text[..1].to_uppercase() + &text[1..] + "."
    }
}

/// A landscape report: every 25 rows a heading, a paragraph in three styles with a link, and a table of four columns.
fn report(rows: usize, seed: u64) -> Document {
    let mut numbers = Numbers(seed);
    let mut text = String::from("# Responsibility matrix\n");
    for row in 0..rows {
        if row % 25 == 0 {
            let [plain, strong, emphasis] = [(); 3].map(|()| numbers.sentence(8, 6));
            let _ = write!(
                text,
                "\n## Control family {}\n\n{plain} **{strong}** *{emphasis}* [Reference](https://example.org/controls)\n\n\
                 | Control | Type | Provider does | Customer does |\n| --- | --- | --- | --- |\n",
                row / 25 + 1
            );
        }
        let kind = ["Inherited", "Shared", "Customer"][numbers.below(3)];
        let (provider, customer) = (numbers.sentence(14, 16), numbers.sentence(10, 14));
        let _ = writeln!(text, "| CTL-{:04} | {kind} | {provider} | {customer} |", row + 1);
    }
    parse(&text, Meta { orientation: Orientation::Landscape, ..Meta::titled("Responsibility matrix") })
}

fn pages(document: &Document, look: &Look) -> ItemsCount {
    ItemsCount::new(lay_out(document, look).pages.len())
}

#[divan::bench(args = ROWS, sample_count = 7, sample_size = 1)]
fn layout(bencher: Bencher<'_, '_>, rows: usize) {
    let (document, look) = (report(rows, 1), Look::default());
    bencher.counter(pages(&document, &look)).bench(|| lay_out(&document, &look));
}

/// Content operators, compressed.
#[divan::bench(args = ROWS, sample_count = 7, sample_size = 1)]
fn writing(bencher: Bencher<'_, '_>, rows: usize) {
    let (document, look) = (report(rows, 1), Look::default());
    let laid_out = lay_out(&document, &look);
    bencher.counter(laid_out.pages.len()).bench(|| pdf::ContentStreams::of(&laid_out));
}

/// Tags, fonts, deflate and the file.
#[divan::bench(args = ROWS, sample_count = 7, sample_size = 1)]
fn finishing(bencher: Bencher<'_, '_>, rows: usize) {
    let (document, look) = (report(rows, 1), Look::default());
    let laid_out = lay_out(&document, &look);
    bencher
        .counter(laid_out.pages.len())
        .with_inputs(|| pdf::ContentStreams::of(&laid_out))
        .bench_values(|contents| contents.finish(&document.meta, &[]).expect("the built-in fonts embed"));
}

#[divan::bench(args = ROWS, sample_count = 7, sample_size = 1)]
fn parsing(bencher: Bencher<'_, '_>, rows: usize) {
    bencher.bench(|| report(rows, 1));
}

/// Documents of one page to about twenty in one look, one after the other.
#[divan::bench(sample_count = 7, sample_size = 1)]
fn many_small_documents(bencher: Bencher<'_, '_>) {
    let documents: Vec<Document> =
        (0..DOCUMENTS).map(|number| report(1 + number * 7 % 170, number as u64)).collect();
    let look = Look::default();
    let pages: usize = documents.iter().map(|document| lay_out(document, &look).pages.len()).sum();
    bencher.counter(ItemsCount::new(pages)).bench(|| {
        for document in &documents {
            let laid_out = lay_out(document, &look);
            let bytes = pdf::write(&laid_out, &document.meta, &[]).expect("the built-in fonts embed").bytes;
            divan::black_box(bytes);
        }
    });
}
