//! Reading archives of other people. What could harm whoever unpacks it, or could be read in two ways, is refused; what
//! is only packed in another form than ours is let through and said by name.

use std::io::{self, BufReader, Seek, SeekFrom};

use super::super::path::{Clash, clashes};
use super::end::{End, find_end};
use super::entry::{Entry, entry, widened};
use super::form::deviation;
use super::numbers::{take, u16_at, u32_at};
use super::{
    CENTRAL, CENTRAL_LENGTH, LARGEST_DIRECTORY, LOCAL, LOCAL_LENGTH, Layout, MOST_ENTRIES, Member, Refusal,
    RefusalKind,
};

/// A reader that can go anywhere.
pub(crate) trait Read: io::Read + Seek {}

impl<R: io::Read + Seek> Read for R {}

/// What an archive holds.
#[derive(Debug)]
pub(crate) struct Directory {
    /// Its files, in their order in the archive.
    pub(crate) files: Vec<Found>,
    /// Entries for folders, which our form does without.
    pub(crate) folders: Vec<String>,
    /// The first place at which the archive is not in our form, with the entry if it is one's.
    pub(crate) deviation: Option<(Option<String>, &'static str)>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// As declared.
    pub(crate) member: Member,
    /// Where its content starts.
    pub(crate) content: u64,
}

fn refuse<T>(kind: RefusalKind) -> Result<T, Vec<Refusal>> {
    Err(vec![Refusal { path: None, kind }])
}

/// Reads the directory of an archive of so many bytes and every header; contents are not looked at.
pub(crate) fn read(reader: &mut dyn Read, length: u64) -> io::Result<Result<Directory, Vec<Refusal>>> {
    let end = match find_end(reader, length)? {
        Ok(end) => end,
        Err(kind) => return Ok(refuse(kind)),
    };
    if end.count > MOST_ENTRIES || end.directory_length > LARGEST_DIRECTORY {
        return Ok(refuse(RefusalKind::TooMany(end.count)));
    }
    let (entries, mut refusals) = match read_entries(reader, &end, length)? {
        Ok(read) => read,
        Err(kind) => return Ok(refuse(kind)),
    };
    // A folder's own entry ends with `/`, so it does not stand in the way of what lies in it.
    for (one, other, clash) in clashes(entries.iter().map(|entry| entry.path.as_str())) {
        let kind = match clash {
            Clash::Same => RefusalKind::Twice,
            Clash::Case => RefusalKind::Case(one.to_owned()),
            Clash::FileAndFolder => RefusalKind::FileAndFolder(one.to_owned()),
        };
        refusals.push(Refusal { path: Some(other.to_owned()), kind });
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let mut found = Vec::with_capacity(entries.len());
    let mut at = 0;
    for entry in in_order(entries) {
        let path = Some(entry.path.clone());
        if entry.offset != at {
            let kind = if entry.offset < at { RefusalKind::Overlap } else { RefusalKind::Stray("before it") };
            return Ok(Err(vec![Refusal { path, kind }]));
        }
        match content_of(reader, &entry, end.directory)? {
            Ok(content) => {
                at = content + entry.bytes;
                found.push((entry, content));
            }
            Err(kind) => return Ok(Err(vec![Refusal { path, kind }])),
        }
    }
    if at != end.directory {
        return Ok(refuse(RefusalKind::Stray("before the directory")));
    }
    finish(reader, found, length).map(Ok)
}

fn in_order(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| entry.offset);
    entries
}

/// Parts folders from files and looks for the first place that is not in our form.
fn finish(reader: &mut dyn Read, found: Vec<(Entry, u64)>, length: u64) -> io::Result<Directory> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for (entry, content) in found {
        match entry.path.strip_suffix('/') {
            Some(folder) => folders.push(folder.to_owned()),
            None => {
                let member = Member { path: entry.path, bytes: entry.bytes, crc32: entry.crc32 };
                files.push(Found { member, content });
            }
        }
    }
    let layout = Layout::new(files.iter().map(|found| found.member.clone()).collect());
    let deviation = deviation(reader, &layout, length)?;
    Ok(Directory { files, folders, deviation })
}

type Entries = (Vec<Entry>, Vec<Refusal>);

fn read_entries(reader: &mut dyn Read, end: &End, length: u64) -> io::Result<Result<Entries, RefusalKind>> {
    let mut directory = BufReader::new(reader);
    directory.seek(SeekFrom::Start(end.directory))?;
    let (mut entries, mut refusals) = (Vec::new(), Vec::new());
    let mut left = end.directory_length;
    for _ in 0..end.count {
        let Some(after) = left.checked_sub(CENTRAL_LENGTH) else {
            return Ok(Err(RefusalKind::Damaged("the directory is shorter than its entries")));
        };
        let fixed = take(&mut directory, 46)?;
        let lengths = [28, 30, 32].map(|at| u16_at(&fixed, at));
        let rest: u64 = lengths.iter().copied().map(u64::from).sum();
        let Some(after) = after.checked_sub(rest).filter(|_| u32_at(&fixed, 0) == CENTRAL) else {
            return Ok(Err(RefusalKind::Damaged("the directory does not hold the entries that it must")));
        };
        left = after;
        let [name, extra, _] = lengths.map(|length| take(&mut directory, usize::from(length)));
        let (name, extra) = (name?, extra?);
        match entry(&fixed, &name, &extra, length) {
            Ok(entry) => entries.push(entry),
            Err(kind) => {
                let path = Some(String::from_utf8_lossy(&name).into_owned());
                refusals.push(Refusal { path, kind });
            }
        }
    }
    if left != 0 {
        return Ok(Err(RefusalKind::Stray("after the directory")));
    }
    Ok(Ok((entries, refusals)))
}

/// Where the content of an entry starts, by its header, which must say what the directory says.
fn content_of(reader: &mut dyn Read, entry: &Entry, directory: u64) -> io::Result<Result<u64, RefusalKind>> {
    let fits = |at: u64| at <= directory;
    if !entry.offset.checked_add(LOCAL_LENGTH).is_some_and(fits) {
        return Ok(Err(RefusalKind::Damaged("it is not where the directory says")));
    }
    reader.seek(SeekFrom::Start(entry.offset))?;
    let fixed = take(reader, 30)?;
    let lengths = [26, 28].map(|at| u64::from(u16_at(&fixed, at)));
    let content = entry.offset + LOCAL_LENGTH + lengths[0] + lengths[1];
    if !content.checked_add(entry.bytes).is_some_and(fits) {
        return Ok(Err(RefusalKind::Overlap));
    }
    let name = take(reader, usize::from(u16_at(&fixed, 26)))?;
    let extra = take(reader, usize::from(u16_at(&fixed, 28)))?;
    let sizes = match widened([u32_at(&fixed, 22), u32_at(&fixed, 18)], &extra) {
        Ok(sizes) => sizes,
        Err(kind) => return Ok(Err(kind)),
    };
    let same = u32_at(&fixed, 0) == LOCAL
        && name == entry.path.as_bytes()
        && u16_at(&fixed, 6) == entry.flags
        && u16_at(&fixed, 8) == 0
        && u32_at(&fixed, 14) == entry.crc32
        && sizes == [entry.bytes, entry.bytes];
    Ok(if same { Ok(content) } else { Err(RefusalKind::Mismatch) })
}
