//! What happens when a signal ends the program: what it has begun to write and not finished is taken away, and what must
//! not be cut in two is brought to its end first.
//!
//! A signal is sent to the process, not to a function that could be given a value; so this is the one state that is global.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a signal waits for steps that have begun. Whoever sent it expects the program to end within a second.
const PATIENCE: Duration = Duration::from_millis(700);

static WORK: Mutex<Work> = Mutex::new(Work { ends: false, steps: 0, next: 0, undo: BTreeMap::new() });
static STEP_ENDED: Condvar = Condvar::new();

thread_local! {
    /// How many steps of this thread are inside one another.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// What the program is doing to files.
struct Work {
    /// True once a signal has arrived: no further step begins.
    ends: bool,
    /// How many threads are inside a step.
    steps: usize,
    next: u64,
    /// How what is not finished is taken away, in the order in which it was begun.
    undo: BTreeMap<u64, Box<dyn FnOnce() + Send>>,
}

/// Does work that a signal must not cut in two. It must be short, since the signal waits for it.
pub fn step<T>(work: impl FnOnce() -> T) -> T {
    let _inside = Inside::enter();
    work()
}

/// Being inside a step.
struct Inside;

impl Inside {
    fn enter() -> Self {
        if DEPTH.get() == 0 {
            let mut state = lock();
            while state.ends {
                // The process ends while this thread waits.
                state = STEP_ENDED.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            state.steps += 1;
        }
        DEPTH.set(DEPTH.get() + 1);
        Self
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        if DEPTH.get() == 0 {
            lock().steps -= 1;
            STEP_ENDED.notify_all();
        }
    }
}

/// Something that was begun and is taken away when a signal ends the program, as long as this value lives.
#[derive(Debug)]
pub struct Unfinished(u64);

impl Unfinished {
    /// Begun: `undo` takes it away. To be made in the [`step`] that begins the work.
    pub fn new(undo: impl FnOnce() + Send + 'static) -> Self {
        let mut state = lock();
        let number = state.next;
        state.next += 1;
        state.undo.insert(number, Box::new(undo));
        Self(number)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        lock().undo.remove(&self.0);
    }
}

fn lock() -> MutexGuard<'static, Work> {
    WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for steps that have begun, lets no other begin, and takes away what is not finished, the latest first.
#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "elsewhere the system ends the program, and the next run tidies up")
)]
fn undo_all() {
    let mut state = lock();
    state.ends = true;
    let waited = STEP_ENDED.wait_timeout_while(state, PATIENCE, |state| state.steps > 0);
    let undo = std::mem::take(&mut waited.unwrap_or_else(PoisonError::into_inner).0.undo);
    undo.into_values().rev().for_each(|undo| undo());
}

/// Ends the program on SIGTERM and SIGINT, also as the first process of a container, which has no default action for
/// them, and as the child of a shell that lets its children ignore SIGINT. `end` gets the exit code that shells give to a
/// program that a signal has ended. A file that grows over a limit is an error of the write, not the end of the program.
///
/// # Errors
///
/// When the system does not allow it; signals then do what they do by default.
#[cfg(unix)]
pub fn end_on_signals(end: impl FnOnce(u8) + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};

    // A handler that only notes the signal: the write then fails with an error of its own.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT])?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            undo_all();
            end(u8::try_from(128 + signal).unwrap_or(u8::MAX));
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, mpsc};
    use std::time::{Duration, Instant};

    use super::{Unfinished, step, undo_all};

    // One test for all of it, since the state belongs to the process.
    #[test]
    fn a_signal_waits_for_steps_and_takes_away_what_is_not_finished_the_latest_first() {
        let order = Arc::new(AtomicUsize::new(0));
        let undo = |wanted: usize| {
            let order = Arc::clone(&order);
            move || assert_eq!(order.fetch_add(1, Ordering::SeqCst), wanted)
        };
        let finished = Unfinished::new(|| panic!("it is finished"));
        let _kept = (Unfinished::new(undo(1)), Unfinished::new(undo(0)));
        drop(finished);
        let (begun, seen) = mpsc::channel();
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        std::thread::spawn(move || {
            step(|| {
                begun.send(()).expect("the test waits");
                std::thread::sleep(Duration::from_millis(100));
                // A step inside a step is part of it, even when the signal has arrived.
                step(|| counted.store(1, Ordering::SeqCst));
            });
            step(|| counted.store(2, Ordering::SeqCst));
        });
        seen.recv().expect("the step begins");
        let start = Instant::now();
        undo_all();
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!((done.load(Ordering::SeqCst), order.load(Ordering::SeqCst)), (1, 2));
    }
}
