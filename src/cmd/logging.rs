//! The log that `-v` shows: decisions of the cache, and errors that do not fail a command. It goes to standard error, so
//! that answers and JSON messages on standard output stay as they are.

use std::io::{self, Write};

use onus_core::printable::printable;
use tracing::Level;

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

/// Standard error, an event a line: events quote names from other people's files.
struct LogWriter;

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // An event is written at once, with a line break at its end only.
        let text = String::from_utf8_lossy(bytes);
        writeln!(anstream::stderr(), "{}", printable(text.strip_suffix('\n').unwrap_or(&text)))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        anstream::stderr().flush()
    }
}
