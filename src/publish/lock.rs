//! One build at a time writes to an output folder. The operating system releases the lock even if its holder is killed.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use onus_core::diagnostic::Count;

use crate::error::{Error, ignore};

/// Name of the file that is locked.
const LOCK: &str = ".onus.lock";

/// How often a waiting build tries again.
const PAUSE: Duration = Duration::from_millis(50);

/// Most bytes that are read of the holder's process id.
const LONGEST: u64 = 200;

/// The right to write to an output folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// True if the folder did not exist before.
    is_new: bool,
    /// Locked while it is open.
    _file: File,
    /// True if another build held it first: what was read before may be out of date.
    pub waited: bool,
}

impl Lock {
    /// Takes the lock of an output folder, which is created if necessary. Waits up to `patience` for another build.
    ///
    /// # Errors
    ///
    /// If another build still holds it; the error says which process, and for how long.
    pub fn take(output: &Path, patience: Duration) -> Result<Self, Error> {
        let is_new = fs::symlink_metadata(output).is_err();
        fs::create_dir_all(output).map_err(|cause| Error::Write { path: output.to_owned(), cause })?;
        let path = output.join(LOCK);
        let failed = |cause| Error::Write { path: path.clone(), cause };
        let (begun, mut waited) = (Instant::now(), false);
        loop {
            let mut options = OpenOptions::new();
            let mut file =
                options.read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
            match file.try_lock() {
                // The holder before may have removed the file between our opening and locking it.
                Ok(()) if !is_at(&file, &path) => {}
                Ok(()) => {
                    sign(&mut file).map_err(failed)?;
                    return Ok(Self { path, is_new, _file: file, waited });
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                    waited = true;
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::Locked { output: output.to_owned(), holder: holder(file) });
                }
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let removed = fs::remove_file(&self.path);
        ignore(removed, "the lock file stays, unlocked, which keeps nobody out");
        if let Some(output) = self.path.parent().filter(|_| self.is_new) {
            // Fails if the folder is not empty, as it should.
            let _ = fs::remove_dir(output);
        }
    }
}

/// True if the open file is still the one at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (open, there) = (file.metadata().map(number), fs::metadata(path).map(number));
    matches!((open, there), (Ok(open), Ok(there)) if open == there)
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Writes our process id into the lock file.
fn sign(file: &mut File) -> std::io::Result<()> {
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
