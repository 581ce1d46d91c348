//! One build at a time writes to an output folder. The operating system releases the lock even if its holder is killed.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use onus_core::diagnostic::Count;

use super::OutputFolder;
use super::write::{EntryKind, remove_unfinished};
use crate::error::{Error, ignore};
use crate::interrupt::{Unfinished, step};

/// Name of the file that is locked.
const LOCK: &str = ".onus.lock";

/// How often a waiting build tries again.
const PAUSE: Duration = Duration::from_millis(50);

/// Most bytes that are read of the holder's process id.
const LONGEST: u64 = 200;

/// Whether a build keeps others from its output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locking {
    /// It does, and waits so long for one that does.
    Wait(Duration),
    /// It does not: the user knows that there is no other.
    Never,
}

/// The right to write to an output folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Locked while it is open; none without a lock.
    held: Option<HeldLock>,
    /// The folder.
    pub output: OutputFolder,
    /// True if another build held it first: what was read before may be out of date.
    pub waited: bool,
    /// Why there is no lock, if the file system has none.
    pub unsupported: Option<io::Error>,
}

#[derive(Debug)]
struct HeldLock {
    _file: File,
    _unfinished: Unfinished,
}

impl Lock {
    /// Takes the lock of an output folder, or waits for another build.
    ///
    /// # Errors
    ///
    /// If another build still holds it; the error says which process, and for how long. If the file system has no locks,
    /// that is no error: the build goes on without, and says so.
    pub fn take(output: OutputFolder, locking: Locking) -> Result<Self, Error> {
        let Locking::Wait(patience) = locking else {
            return Ok(Self { held: None, output, waited: false, unsupported: None });
        };
        let (begun, mut waited) = (Instant::now(), false);
        loop {
            match step(|| attempt(&output))? {
                Attempt::Taken(held) => {
                    return Ok(Self { held: Some(held), output, waited, unsupported: None });
                }
                Attempt::Unsupported(cause) => {
                    return Ok(Self { held: None, output, waited, unsupported: Some(cause) });
                }
                Attempt::Gone => {}
                Attempt::Busy(_) if begun.elapsed() < patience => {
                    waited = true;
                    std::thread::sleep(PAUSE);
                }
                Attempt::Busy(file) => {
                    return Err(Error::Locked { output: output.path().to_owned(), holder: holder(file) });
                }
            }
        }
    }
}

/// What came of trying to take a lock.
enum Attempt {
    Taken(HeldLock),
    /// Another build holds it.
    Busy(File),
    /// The file was removed by its holder between our opening and locking it.
    Gone,
    /// The file system has no locks.
    Unsupported(io::Error),
}

fn attempt(output: &OutputFolder) -> Result<Attempt, Error> {
    let path = output.path().join(LOCK);
    let failed = |cause| Error::Write { path: path.clone(), cause };
    let mut file = output.folder.open_to_lock(OsStr::new(LOCK))?;
    match file.try_lock() {
        Ok(()) if !is_there(&file, output) => Ok(Attempt::Gone),
        Ok(()) => {
            sign(&mut file).map_err(failed)?;
            let unfinished = Unfinished::new(move || remove_unfinished(&path));
            Ok(Attempt::Taken(HeldLock { _file: file, _unfinished: unfinished }))
        }
        Err(TryLockError::WouldBlock) => Ok(Attempt::Busy(file)),
        Err(TryLockError::Error(cause)) if has_no_locks(&cause) => {
            remove(output);
            Ok(Attempt::Unsupported(cause))
        }
        Err(TryLockError::Error(cause)) => Err(failed(cause)),
    }
}

/// True for what file systems without locks say: those of some networks, of containers, and in user space.
fn has_no_locks(cause: &io::Error) -> bool {
    #[cfg(unix)]
    let is_known = {
        use rustix::io::Errno;
        let known = [Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP, Errno::INVAL];
        known.iter().any(|known| cause.raw_os_error() == Some(known.raw_os_error()))
    };
    #[cfg(not(unix))]
    let is_known = false;
    is_known || cause.kind() == io::ErrorKind::Unsupported
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.held.is_some() {
            remove(&self.output);
        }
    }
}

fn remove(output: &OutputFolder) {
    let removed = output.folder.remove_file(OsStr::new(LOCK));
    ignore(removed, "the lock file stays, unlocked, which keeps nobody out");
}

/// True if the open file is still the one in the folder.
#[cfg(unix)]
fn is_there(file: &File, output: &OutputFolder) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |file: &File| file.metadata().map(|metadata| (metadata.dev(), metadata.ino())).ok();
    let there = output.folder.kind(OsStr::new(LOCK)).is_ok_and(|kind| kind == Some(EntryKind::File));
    there && output.folder.open_to_lock(OsStr::new(LOCK)).is_ok_and(|other| number(&other) == number(file))
}

#[cfg(not(unix))]
fn is_there(_: &File, output: &OutputFolder) -> bool {
    output.folder.kind(OsStr::new(LOCK)).is_ok_and(|kind| kind == Some(EntryKind::File))
}

/// Writes our process id into the lock file.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())
}

/// Who holds the lock and for how long, as far as known.
fn holder(file: File) -> String {
    let age = file.metadata().and_then(|metadata| metadata.modified()).ok();
    let age = age.and_then(|since| since.elapsed().ok());
    let mut text = String::new();
    ignore(file.take(LONGEST).read_to_string(&mut text), "it is not said who holds the lock");
    let process = text.trim();
    let known = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
    let mut holder = if known { format!("process {process}") } else { "a process".to_owned() };
    if let Some(age) = age {
        write!(holder, ", for {}", words(age)).expect("writing to memory cannot fail");
    }
    holder
}

fn words(age: Duration) -> String {
    let seconds = age.as_secs();
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        _ => (seconds / 3_600, "hour"),
    };
    Count(count, unit).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Duration, words};

    #[test]
    fn ages_are_words() {
        for (seconds, text) in [(0, "0 seconds"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes")] {
            assert_eq!(words(Duration::from_secs(seconds)), text);
        }
        assert_eq!(words(Duration::from_secs(7_200)), "2 hours");
    }
}
