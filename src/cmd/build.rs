//! `onus build`: build what changed, then publish it.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::console::Console;
use super::progress::Progress;
use super::{ExitStatus, as_of, findings, reports, selection, trust};
use crate::cli::BuildArgs;
use crate::error::{Error, ignore};
use crate::format::OutputFormat;
use crate::gate::{Deny, Judged, judge};
use crate::load::{HISTORY, Memory, OUTPUT, Published, Workspace, load};
use crate::pipeline::{self, Looks, Made, Request, Surroundings};
use crate::publish::{Comparison, Extent, Fate, Ledger, Lock, Stage, append_line, publish_below, remember};
use crate::report::Subject;

pub(super) fn run(console: &Console, root: &Path, args: &BuildArgs) -> Result<ExitStatus, Error> {
    let Some(jobs) = args.options.jobs else { return build(console, root, args) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build();
    match threads {
        Ok(threads) => threads.install(|| build(console, root, args)),
        Err(cause) => Err(Error::Threads { jobs: jobs.get(), cause: cause.to_string() }),
    }
}

fn build(console: &Console, root: &Path, args: &BuildArgs) -> Result<ExitStatus, Error> {
    let console = &reports::console(console, &args.reports)?;
    let mut workspace = load(root)?;
    let (request, deny) = (request(args), args.gate.deny());
    let output = args.output.clone().unwrap_or_else(|| root.join(OUTPUT));
    let published = Published::new(&output);
    let patience = Duration::from_secs(args.options.wait);
    let lock = (!args.options.check).then(|| Lock::take(&output, patience)).transpose()?;
    if lock.as_ref().is_some_and(|lock| lock.waited) {
        workspace = load(root)?;
    }
    let (workspace, request, published, deny) = (&workspace, &request, &published, &deny);
    let site = Site { console, root, args, workspace, request, published, deny };
    match lock {
        Some(lock) => site.write(lock),
        None => site.compare(),
    }
}

/// Where a build happens.
struct Site<'s> {
    console: &'s Console,
    root: &'s Path,
    args: &'s BuildArgs,
    workspace: &'s Workspace,
    request: &'s Request,
    published: &'s Published,
    deny: &'s Deny,
}

impl Site<'_> {
    /// Builds in memory and lists what differs from the output.
    fn compare(&self) -> Result<ExitStatus, Error> {
        let comparison = Comparison::new(self.published);
        let progress = Progress::new(self.console);
        let surroundings = Surroundings {
            published: Some(self.published),
            counts_revisions: true,
            watch: &progress,
            ..Surroundings::bare(&comparison)
        };
        let made = pipeline::make(self.workspace, self.request, surroundings)?;
        let judged = &judge(&made, &self.workspace.texts.sources, self.request.as_of);
        if !self.report(&made, judged)? {
            return Ok(ExitStatus::Failed);
        }
        let ledger = self.ledger(&made)?;
        let mut differs = false;
        let mut say = |path: &str, what: &str| {
            differs = true;
            self.console.line(&format!("{path}: {what}"));
            self.console.record(&json!({ "type": "difference", "path": path, "difference": what }));
        };
        for difference in comparison.differences() {
            say(&difference.path, if difference.missing { "is missing" } else { "is out of date" });
        }
        ledger.gone.iter().for_each(|gone| say(&gone.path, "is no longer generated"));
        if differs {
            self.console.message("The output is not up to date; run `onus build`.");
            return Ok(ExitStatus::Denied);
        }
        self.console.line(&format!("{} is up to date.", self.published.root().display()));
        Ok(findings::exit_status(judged, &made.warnings, self.deny))
    }

    fn write(&self, lock: Lock) -> Result<ExitStatus, Error> {
        let output = self.published.root();
        let place = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let memory = Memory::new(self.root, &format!("{} {}", place.display(), self.purpose()));
        let stage = Stage::open(self.root, self.published, lock)?;
        let progress = Progress::new(self.console);
        let surroundings = Surroundings {
            published: Some(self.published),
            memory: Some(&memory),
            recalls: !self.args.options.force,
            counts_revisions: true,
            take: &stage,
            watch: &progress,
        };
        let looks = Looks::recall(&memory);
        let made = pipeline::make(self.workspace, self.request, surroundings)?;
        let judged = &judge(&made, &self.workspace.texts.sources, self.request.as_of);
        if !self.report(&made, judged)? {
            return Ok(ExitStatus::Failed);
        }
        for (organization, day) in &made.later {
            let as_of = self.request.as_of;
            self.console.record(&json!({ "type": "later", "organization": organization, "as_of": day }));
            self.console.warn(&format!(
                "the last build of {organization} was as of {day}, this one is as of {as_of}; check the clock and --as-of"
            ));
        }
        let mut ledger = self.ledger(&made)?;
        let placed = stage.publish()?;
        for (organization, line) in &made.lines {
            append_line(&output.join(organization.as_str()).join(HISTORY), line)?;
        }
        self.gone(&mut ledger)?;
        ledger.write()?;
        let news = looks.news((&memory, self.published), &made.files, self.request.is_of_all());
        if let Some(file) = news {
            ignore(publish_below(self.root, &file), "the next build reads published files again");
        }
        remember(self.root, made.hashes.as_deref());
        for file in &made.files {
            let is_new = placed.contains(&file.path);
            self.console.record(
                &json!({ "type": "file", "path": file.path, "bytes": file.bytes, "written": is_new }),
            );
        }
        findings::summarize(self.console, judged, self.deny);
        self.console.line(&wrote(&made, placed.len(), output));
        Ok(findings::exit_status(judged, &made.warnings, self.deny))
    }

    /// Distinguishes the caches of builds into one folder.
    fn purpose(&self) -> String {
        let mut formats: Vec<&str> = self.request.formats.iter().map(|format| format.ending()).collect();
        formats.sort_unstable();
        format!("{} {}", formats.join(","), self.request.document.as_deref().unwrap_or("*"))
    }

    /// Writes the reports and shows errors and warnings; false when there are errors.
    fn report(&self, made: &Made, judged: &Judged<'_>) -> Result<bool, Error> {
        let sources = &self.workspace.texts.sources;
        let subject = Subject { made, judged, deny: self.deny, sources };
        let (workspace, as_of) = (self.workspace, self.request.as_of);
        reports::write(self.console, &self.args.reports, workspace, as_of, subject)?;
        self.console.diagnostics(&made.mistakes, sources);
        if !made.mistakes.is_empty() {
            return Ok(false);
        }
        self.console.diagnostics(&made.warnings, sources);
        self.console.diagnostics(&judged.warnings, sources);
        Ok(true)
    }

    fn ledger(&self, made: &Made) -> Result<Ledger<'_>, Error> {
        let extent = if self.request.is_whole() { Extent::Whole } else { Extent::Selected };
        let organizations: Vec<String> = made.organizations.iter().map(ToString::to_string).collect();
        Ledger::draw(self.published, &made.files, &organizations, extent)
    }

    /// Lists files that are no longer generated, and removes them with `--prune`.
    fn gone(&self, ledger: &mut Ledger<'_>) -> Result<(), Error> {
        if ledger.gone.is_empty() {
            return Ok(());
        }
        if !self.args.options.prune {
            for gone in &ledger.gone {
                self.console.record(&json!({ "type": "gone", "path": gone.path, "fate": "kept" }));
            }
            let folders = folders(ledger.gone.iter().map(|gone| gone.path.as_str()));
            let (files, are, them) = match ledger.gone.len() {
                1 => ("1 file".to_owned(), "is", "it"),
                count => (format!("{count} files"), "are", "them"),
            };
            self.console.warn(&format!(
                "{files} in {folders} {are} no longer generated; remove {them} with `onus build --prune`"
            ));
            return Ok(());
        }
        for (path, fate) in ledger.prune()? {
            let (word, sentence) = match fate {
                Fate::Removed => ("removed", "Removed"),
                Fate::Changed => ("changed", "Kept, because it was changed since the build:"),
                Fate::Absent => ("absent", "Already removed:"),
            };
            self.console.record(&json!({ "type": "gone", "path": path, "fate": word }));
            self.console.line(&format!("{sentence} {path}"));
        }
        Ok(())
    }
}

/// The folders of paths, each once: `acme/old-shop and acme/services/aws.s3`.
fn folders<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    const MOST: usize = 5;
    let mut folders: Vec<&str> =
        paths.map(|path| path.rsplit_once('/').map_or(path, |(folder, _)| folder)).collect();
    folders.sort_unstable();
    folders.dedup();
    let more = folders.len().saturating_sub(MOST);
    let shown = folders[..folders.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more folders") } else { shown }
}

fn request(args: &BuildArgs) -> Request {
    let formats = if args.format.is_empty() { OutputFormat::ALL.to_vec() } else { args.format.clone() };
    Request {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: args.document.clone(),
        formats,
        trust: trust(args.reread),
    }
}

/// `Wrote 12 Markdown and 12 PDF files to output.`, or how many of them were up to date.
fn wrote(made: &Made, placed: usize, output: &Path) -> String {
    let output = output.display();
    let total = made.files.len();
    match placed {
        0 if total == 0 => format!("Wrote no files to {output}."),
        0 => format!("All {total} files in {output} are up to date."),
        _ if placed == total => format!("Wrote {} to {output}.", counted(made)),
        _ => format!("Wrote {placed} of {total} files to {output}; the rest are up to date."),
    }
}

/// `12 Markdown, 12 PDF, 3 JSON and 1 picture files`.
fn counted(made: &Made) -> String {
    let files = &made.files;
    let count = |format: OutputFormat| {
        let ending = format!(".{}", format.ending());
        files.iter().filter(|file| file.path.ends_with(&ending)).count()
    };
    let formats = [
        (count(OutputFormat::Markdown), "Markdown"),
        (count(OutputFormat::Pdf), "PDF"),
        (count(OutputFormat::Json), "JSON"),
    ];
    // What is none of these is a picture beside the Markdown.
    let pictures = files.len() - formats.iter().map(|(count, _)| count).sum::<usize>();
    let counts: Vec<String> = formats
        .into_iter()
        .chain([(pictures, "picture")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match counts.as_slice() {
        [] => "no files".to_owned(),
        [only] if files.len() == 1 => format!("{only} file"),
        [only] => format!("{only} files"),
        [first @ .., last] => format!("{} and {last} files", first.join(", ")),
    }
}
