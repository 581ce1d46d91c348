//! `onus build`: builds what changed, then publishes it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::console::Console;
use super::progress::BuildProgress;
use super::{CacheAccess, ExitStatus, as_of, cache_secret, findings, reports, selection};
use crate::build::{Build, BuildEnv, BuildRequest, CacheUse, FileStamps, build};
use crate::cli::BuildArgs;
use crate::error::Error;
use crate::format::OutputFormat;
use crate::interrupt::step;
use crate::load::{CacheFolder, CacheSecret, OUTPUT, Published, load};
use crate::open::{EvidenceReading, OpenWorkspace};
use crate::publish::{
    CompareSink, Lock, Locking, OutputExtent, OutputFolder, OutputManifests, Pruned, Stage, keep_cached,
    refuse_inputs, remember,
};
use crate::report::{Deny, Judged, JudgedRun, judge};

pub(super) fn run(console: &Console, root: &Path, args: &BuildArgs) -> Result<ExitStatus, Error> {
    let Some(jobs) = args.options.jobs else { return build_or_compare(console, root, args) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build();
    match threads {
        Ok(threads) => threads.install(|| build_or_compare(console, root, args)),
        Err(cause) => Err(Error::Threads { jobs: jobs.get(), cause: cause.to_string() }),
    }
}

fn build_or_compare(console: &Console, root: &Path, args: &BuildArgs) -> Result<ExitStatus, Error> {
    let console = &reports::console(console, &args.reports)?;
    let mut workspace = load(root)?;
    let output = args.output.clone().unwrap_or_else(|| root.join(OUTPUT));
    let published = Published::new(&output);
    refuse_inputs(root, &output)?;
    let lock = (!args.options.check).then(|| lock(console, root, &output, args)).transpose()?;
    if lock.as_ref().is_some_and(|lock| lock.waited) {
        // Profiles may have changed while the other build ran.
        workspace = load(root)?;
    }
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let access = if args.options.check { CacheAccess::Reads } else { CacheAccess::Writes };
    let secret = cache_secret(root, access);
    let reading = EvidenceReading::new(secret, args.reread);
    let open = OpenWorkspace::new(workspace, selection, as_of, reading);
    let command = BuildCommand {
        console,
        root,
        args,
        open: &open,
        request: &request(args),
        published: &published,
        deny: &args.gate.deny(),
        secret,
    };
    match lock {
        Some(lock) => command.write(lock),
        None => command.compare(),
    }
}

/// Keeps other builds from writing to the output folder, where the file system can do it.
fn lock(console: &Console, root: &Path, output: &Path, args: &BuildArgs) -> Result<Lock, Error> {
    let options = &args.options;
    let locking =
        if options.no_lock { Locking::Never } else { Locking::Wait(Duration::from_secs(options.wait)) };
    let lock = Lock::take(OutputFolder::open(root, output)?, locking)?;
    if let Some(cause) = &lock.unsupported {
        let output = output.display();
        console.record(&json!({ "type": "unlocked", "cause": cause.to_string() }));
        console.warn(&format!(
            "the file system of `{output}` has no locks ({cause}); make sure that no other build writes there at the \
             same time, and silence this with --no-lock"
        ));
    }
    Ok(lock)
}

/// A build as it was asked for.
struct BuildCommand<'c> {
    console: &'c Console,
    root: &'c Path,
    args: &'c BuildArgs,
    open: &'c OpenWorkspace,
    request: &'c BuildRequest,
    published: &'c Published,
    deny: &'c Deny,
    secret: Option<CacheSecret>,
}

impl BuildCommand<'_> {
    /// Builds in memory and lists what differs from the output.
    fn compare(&self) -> Result<ExitStatus, Error> {
        let sink = CompareSink::new(self.published);
        let progress = BuildProgress::new(self.console);
        let env = BuildEnv {
            published: Some(self.published),
            writes_revisions: true,
            progress: &progress,
            ..BuildEnv::isolated(&sink)
        };
        let built = build(self.open, self.request, &env)?;
        let judged = &judge(&built, self.open.sources(), self.open.as_of);
        if !self.report(&built, judged)? {
            return Ok(ExitStatus::Failed);
        }
        let mut differs = false;
        let mut say = |path: &str, what: &str| {
            differs = true;
            self.console.line(&format!("{path}: {what}"));
            self.console.record(&json!({ "type": "difference", "path": path, "difference": what }));
        };
        for difference in sink.differences() {
            say(&difference.path, if difference.missing { "is missing" } else { "is out of date" });
        }
        for stale in &self.manifests(&built)?.stale {
            say(&stale.path, "is no longer generated");
        }
        if differs {
            self.console.message("The output is not up to date; run `onus build`.");
            return Ok(ExitStatus::Denied);
        }
        self.console.line(&format!("{} is up to date.", self.published.root().display()));
        Ok(findings::exit_status(judged, &built.warnings, self.deny))
    }

    /// Builds and publishes. The order matters: a build that is killed between two steps leaves old and new files, each whole,
    /// and the next build goes on from there.
    fn write(&self, lock: Lock) -> Result<ExitStatus, Error> {
        let cache = self.cache_folder();
        let stage = Stage::open(self.root, self.published, lock)?;
        let progress = BuildProgress::new(self.console);
        let env = BuildEnv {
            published: Some(self.published),
            cache: cache.as_ref(),
            cache_use: if self.believes_nothing() { CacheUse::Rebuild } else { CacheUse::Read },
            writes_revisions: true,
            sink: &stage,
            progress: &progress,
        };
        let built = build(self.open, self.request, &env)?;
        let judged = &judge(&built, self.open.sources(), self.open.as_of);
        if !self.report(&built, judged)? {
            return Ok(ExitStatus::Failed);
        }
        self.warn_of_later_builds(&built);
        let mut manifests = self.manifests(&built)?;
        let placed = step(|| {
            // Documents and their revisions first: whatever follows speaks about them.
            let placed = stage.publish(&manifests.records())?;
            for added in &built.history {
                stage.append_history(added.organization.as_str(), &added.line)?;
            }
            self.prune(&stage, &mut manifests)?;
            // The manifests last: what they list is there.
            manifests.write(&stage).map(|()| placed)
        })?;
        self.keep_stamps(cache.as_ref(), &built);
        remember(self.root, built.updated_hashes.as_deref());
        self.conclude(&built, judged, &placed);
        Ok(findings::exit_status(judged, &built.warnings, self.deny))
    }

    /// The cache of builds with these formats and documents into this output folder.
    fn cache_folder(&self) -> Option<CacheFolder> {
        let output = self.published.root();
        let output = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let purpose = format!("{} {}", output.display(), self.request.purpose());
        Some(CacheFolder::new(self.root, &purpose, self.secret?))
    }

    /// True when nothing that earlier runs cached is used: `--reread` is for those who do not trust it.
    fn believes_nothing(&self) -> bool {
        self.args.options.force || self.args.reread
    }

    /// Writes the reports and shows what is wrong; false when nothing can be published.
    fn report(&self, built: &Build, judged: &Judged<'_>) -> Result<bool, Error> {
        let sources = self.open.sources();
        let subject = JudgedRun { made: built, judged, deny: self.deny, sources };
        reports::write(self.console, &self.args.reports, self.open, self.published, subject)?;
        self.console.diagnostics(&built.mistakes, sources);
        if !built.mistakes.is_empty() {
            return Ok(false);
        }
        self.console.diagnostics(&built.warnings, sources);
        self.console.diagnostics(&judged.warnings, sources);
        Ok(true)
    }

    fn warn_of_later_builds(&self, built: &Build) {
        let as_of = self.open.as_of;
        for later in &built.built_later {
            let (organization, day) = (&later.organization, later.as_of);
            self.console.record(&json!({ "type": "later", "organization": organization, "as_of": day }));
            self.console.warn(&format!(
                "the last build of {organization} was as of {day}, this one is as of {as_of}; check the clock"
            ));
        }
    }

    fn manifests(&self, built: &Build) -> Result<OutputManifests<'_>, Error> {
        let extent = if self.request.is_whole(&self.open.selection) {
            OutputExtent::Whole
        } else {
            OutputExtent::Selected
        };
        let organizations: Vec<String> = built.organizations.iter().map(ToString::to_string).collect();
        OutputManifests::of(self.published, &built.files, &organizations, extent)
    }

    /// Lists files that are no longer generated, and removes them with `--prune`.
    fn prune(&self, stage: &Stage<'_>, manifests: &mut OutputManifests<'_>) -> Result<(), Error> {
        if manifests.stale.is_empty() {
            return Ok(());
        }
        if !self.args.options.prune {
            for stale in &manifests.stale {
                self.console.record(&json!({ "type": "gone", "path": stale.path, "fate": "kept" }));
            }
            let count = manifests.stale.len();
            let folders = folders(manifests.stale.iter().map(|stale| stale.path.as_str()));
            let (files, verb, object) = match count {
                1 => ("file", "is", "it"),
                _ => ("files", "are", "them"),
            };
            self.console.warn(&format!(
                "{count} {files} in {folders} {verb} no longer generated; remove {object} with `onus build --prune`"
            ));
            return Ok(());
        }
        for (path, pruned) in manifests.prune(stage)? {
            let (word, sentence) = match pruned {
                Pruned::Removed => ("removed", "Removed"),
                Pruned::Changed => ("changed", "Kept, because it was changed since the build:"),
                Pruned::Absent => ("absent", "Already gone:"),
            };
            self.console.record(&json!({ "type": "gone", "path": path, "fate": word }));
            self.console.line(&format!("{sentence} {path}"));
        }
        Ok(())
    }

    /// Keeps sizes and times of the published files, so that the next build need not read them.
    fn keep_stamps(&self, cache: Option<&CacheFolder>, built: &Build) {
        let Some(cache) = cache else { return };
        let stamps = FileStamps::read(cache);
        let updated =
            stamps.updated(cache, self.published, &built.files, self.request.is_of_all(&self.open.selection));
        if let Some(file) = updated {
            keep_cached(self.root, &file);
        }
    }

    fn conclude(&self, built: &Build, judged: &Judged<'_>, placed: &BTreeSet<String>) {
        for file in &built.files {
            let is_new = placed.contains(&file.path);
            self.console.record(
                &json!({ "type": "file", "path": file.path, "bytes": file.bytes, "written": is_new }),
            );
        }
        findings::summarize(self.console, judged, self.deny);
        self.console.line(&wrote(built, placed.len(), self.published.root()));
    }
}

/// The folders of paths, each once: `acme/old-shop and acme/services/aws.s3`.
fn folders<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    // More would not fit a line.
    const MOST: usize = 5;
    let mut folders: Vec<&str> =
        paths.map(|path| path.rsplit_once('/').map_or(path, |(folder, _)| folder)).collect();
    folders.sort_unstable();
    folders.dedup();
    let more = folders.len().saturating_sub(MOST);
    let shown = folders[..folders.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more folders") } else { shown }
}

fn request(args: &BuildArgs) -> BuildRequest {
    let formats = if args.format.is_empty() { OutputFormat::ALL.to_vec() } else { args.format.clone() };
    BuildRequest { documents: args.document.clone().map(|name| vec![name]), formats }
}

/// `Wrote 12 Markdown and 12 PDF files to output.`, or how much of it was up to date.
fn wrote(built: &Build, placed: usize, output: &Path) -> String {
    let output = output.display();
    let total = built.files.len();
    match placed {
        0 if total == 0 => format!("Wrote no files to {output}."),
        0 => format!("All {total} files in {output} are up to date."),
        _ if placed == total => format!("Wrote {} to {output}.", by_format(built)),
        _ => format!("Wrote {placed} of {total} files to {output}; the rest are up to date."),
    }
}

/// `12 Markdown, 12 PDF, 3 JSON and 1 picture files`.
fn by_format(built: &Build) -> String {
    let files = &built.files;
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
