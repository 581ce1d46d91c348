//! The progress of a build: a bar on a terminal, a line now and then elsewhere.

use std::fmt;
use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use onus_core::printable::printable;

use super::console::Console;
use crate::build;

/// Fewer projects than this take about a second: too short for lines.
const WORTH_A_LINE: usize = 200;

/// Lines per organisation, where there is no terminal.
const LINES: usize = 10;

/// Shows the progress of a build.
pub(super) struct BuildProgress<'c> {
    console: &'c Console,
    bar: Mutex<Option<ProgressBar>>,
    total: AtomicUsize,
    done: AtomicUsize,
}

impl fmt::Debug for BuildProgress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BuildProgress")
            .field("total", &self.total)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl<'c> BuildProgress<'c> {
    pub(super) fn new(console: &'c Console) -> Self {
        Self { console, bar: Mutex::default(), total: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }

    fn with_bar(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // Poisoned by a panic, which ends the run anyway.
        act(&mut self.bar.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }
}

impl build::Progress for BuildProgress<'_> {
    fn begin(&self, organization: &str, projects: usize) {
        self.total.store(projects, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        // A bar redraws its line, into which events of the log would be written.
        if !self.console.shows_text() || self.console.logs() || !stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new(projects as u64).with_message(printable(organization).into_owned());
        let style = ProgressStyle::with_template("{msg} {bar:32} {pos} of {len} projects, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.with_bar(|shown| *shown = Some(bar));
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        let mut has_bar = false;
        self.with_bar(|shown| {
            if let Some(bar) = shown {
                bar.inc(1);
            }
            has_bar = shown.is_some();
        });
        if !has_bar && total >= WORTH_A_LINE && done.is_multiple_of((total / LINES).max(1)) {
            self.console.status(&format!("{done} of {total} projects"));
        }
    }

    fn end(&self) {
        self.with_bar(|shown| {
            if let Some(bar) = shown.take() {
                bar.finish_and_clear();
            }
        });
    }
}
