//! Size and times of a file, by which an unchanged file is recognised without reading it.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A file that was written this recently may be written again without a change of its times: their resolution is up to two
/// seconds (FAT).
const SETTLED: Duration = Duration::from_secs(2);

/// Size and times of a plain file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// Size in bytes.
    pub(super) bytes: u64,
    /// Nanoseconds since 1970 at which its content changed.
    pub(super) modified: u64,
    /// The same for its metadata, which programs cannot set; `modified` on systems without it.
    pub(super) changed: u64,
}

impl FileStamp {
    /// The stamp of what is at a path; none where there is no plain file. Links are not followed.
    pub fn at(path: &Path) -> Option<Self> {
        Self::of(&fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?)
    }

    /// None where the system has no times.
    pub(super) fn of(metadata: &fs::Metadata) -> Option<Self> {
        let modified = nanoseconds(metadata.modified().ok()?)?;
        let changed = changed(metadata).unwrap_or(modified);
        Some(Self { bytes: metadata.len(), modified, changed })
    }

    /// True if the file is old enough for a later change to show.
    pub(super) fn is_settled(&self) -> bool {
        let limit = SystemTime::now().checked_sub(SETTLED).and_then(nanoseconds);
        limit.is_some_and(|limit| self.modified.max(self.changed) < limit)
    }
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(metadata.ctime_nsec()).ok()?)
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<u64> {
    None
}
