//! The log that `-v` shows: decisions of the cache, and errors that do not fail a command. It goes to standard error, so
//! that answers and JSON messages on standard output stay as they are.

use std::io::{self, Write};

use tracing::Level;

use super::console::harmless;

/// Starts the log. Without `-v` there is none, and events cost next to nothing.
pub(super) fn start(verbosity: u8) {
    let level = match verbosity {
        0 => return,
        1 => Level::INFO,
        2 => Level::DEBUG,
        3.. => Level::TRACE,
    };
    // No times: the log of two runs can be compared. No targets: users do not know our modules.
    let log = tracing_subscriber::fmt().without_time().with_target(false).with_ansi(false);
    let log = log.with_max_level(level).with_writer(|| LogWriter);
    // Fails where a log was started already, which then goes on.
    let _ = tracing::subscriber::set_global_default(log.finish());
}

/// Standard error, without control characters: events quote names from other people's files.
struct LogWriter;

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = harmless(&String::from_utf8_lossy(bytes));
        anstream::stderr().write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        anstream::stderr().flush()
    }
}
