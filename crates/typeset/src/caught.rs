//! Panics of libraries that read other people's files: caught, and kept off the terminal. A damaged picture must end neither
//! the program nor its messages.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is caught and nobody needs to read about it.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Does work that may panic; none when it did. What the work has changed must not be used after a panic.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_CAUGHT.get() {
                before(info);
            }
        }));
    });
    let outer = IS_CAUGHT.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_becomes_nothing() {
        assert_eq!(caught(|| 1), Some(1));
        let empty: &[u8] = &[];
        assert_eq!(caught(|| empty[std::hint::black_box(3)]), None);
    }
}
