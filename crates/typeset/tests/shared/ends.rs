//! Work that must end.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// After this long something hangs. No test is about time: a machine that is busy with other work takes a multiple of
/// the seconds that these tests need, and none takes this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// What some work gives that must end, whatever it is given; of a hang it says the name.
#[track_caller]
pub(crate) fn ends<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    // Not scoped: a scope would wait for the thread that never ends.
    let worker = std::thread::spawn(move || sender.send(work()));
    match receiver.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("{name}: no end after {PATIENCE:?}"),
        Err(RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(worker.join().expect_err("it sends unless it panics"))
        }
    }
}
