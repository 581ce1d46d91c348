//! Reading archives from untrusted sources. An archive that could harm whoever unpacks it, or that two programs could
//! read differently, is refused. One that is only written in another form than ours is read, and the deviation is
//! reported.

use std::io::{self, BufReader, Seek, SeekFrom};

use super::super::path::{ClashKind, clashes};
use super::super::place::ReadSeek;
use super::central_header::{CentralHeader, central_header, widened};
use super::deviation::{Deviation, deviation};
use super::end_of_directory::{EndOfCentralDirectory, find_end};
use super::numbers::{take, u16_at, u32_at};
use super::{
    ArchiveError, ArchiveErrorKind, ArchiveLayout, CENTRAL_HEADER_LENGTH, CENTRAL_HEADER_SIGNATURE,
    LARGEST_DIRECTORY, LOCAL_HEADER_LENGTH, LOCAL_HEADER_SIGNATURE, MOST_ENTRIES, ZipEntry,
};

/// What an archive holds.
#[derive(Debug)]
pub(crate) struct ArchiveListing {
    /// Its files, in their order in the archive.
    pub(crate) files: Vec<ArchivedFile>,
    /// Entries for folders, which our form does without.
    pub(crate) folders: Vec<String>,
    /// The first place at which the archive is not in our form.
    pub(crate) deviation: Option<Deviation>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArchivedFile {
    /// As its headers declare it.
    pub(crate) entry: ZipEntry,
    /// Where its content starts.
    pub(crate) content: u64,
}

fn refuse<T>(kind: ArchiveErrorKind) -> Result<T, Vec<ArchiveError>> {
    Err(vec![ArchiveError { path: None, kind }])
}

/// Reads the central directory and every local header of an archive of `length` bytes, but no content.
pub(crate) fn read(
    reader: &mut dyn ReadSeek,
    length: u64,
) -> io::Result<Result<ArchiveListing, Vec<ArchiveError>>> {
    let end = match find_end(reader, length)? {
        Ok(end) => end,
        Err(kind) => return Ok(refuse(kind)),
    };
    if end.count > MOST_ENTRIES || end.directory_length > LARGEST_DIRECTORY {
        return Ok(refuse(ArchiveErrorKind::TooMany(end.count)));
    }
    let Headers { headers, mut errors } = match read_headers(reader, &end, length)? {
        Ok(read) => read,
        Err(kind) => return Ok(refuse(kind)),
    };
    // The entry of a folder ends with `/`, so it does not clash with the files in the folder.
    for clash in clashes(headers.iter().map(|header| header.path.as_str())) {
        let kind = match clash.kind {
            ClashKind::Same => ArchiveErrorKind::Twice,
            ClashKind::Case => ArchiveErrorKind::Case(clash.first.to_owned()),
            ClashKind::FileAndFolder => ArchiveErrorKind::FileAndFolder(clash.first.to_owned()),
        };
        errors.push(ArchiveError { path: Some(clash.path.to_owned()), kind });
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    // Entries must follow each other from the first byte without gaps. An entry that overlaps another one is how bombs
    // are made, and bytes between entries are what another program may take for a file.
    let mut found = Vec::with_capacity(headers.len());
    let mut at = 0;
    for header in in_order(headers) {
        let path = Some(header.path.clone());
        if header.offset != at {
            let kind = if header.offset < at {
                ArchiveErrorKind::Overlap
            } else {
                ArchiveErrorKind::Stray("before it")
            };
            return Ok(Err(vec![ArchiveError { path, kind }]));
        }
        match content_of(reader, &header, end.directory)? {
            Ok(content) => {
                at = content + header.bytes;
                found.push((header, content));
            }
            Err(kind) => return Ok(Err(vec![ArchiveError { path, kind }])),
        }
    }
    if at != end.directory {
        return Ok(refuse(ArchiveErrorKind::Stray("before the central directory")));
    }
    finish(reader, found, length).map(Ok)
}

fn in_order(mut headers: Vec<CentralHeader>) -> Vec<CentralHeader> {
    headers.sort_by_key(|header| header.offset);
    headers
}

/// Separates folders from files and looks for the first place that is not in our form.
fn finish(
    reader: &mut dyn ReadSeek,
    found: Vec<(CentralHeader, u64)>,
    length: u64,
) -> io::Result<ArchiveListing> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for (header, content) in found {
        match header.path.strip_suffix('/') {
            Some(folder) => folders.push(folder.to_owned()),
            None => {
                let entry = ZipEntry { path: header.path, bytes: header.bytes, crc32: header.crc32 };
                files.push(ArchivedFile { entry, content });
            }
        }
    }
    let layout = ArchiveLayout::new(files.iter().map(|found| found.entry.clone()).collect());
    let deviation = deviation(reader, &layout, length)?;
    Ok(ArchiveListing { files, folders, deviation })
}

/// The headers of a central directory, and what is wrong with those that cannot be used.
struct Headers {
    headers: Vec<CentralHeader>,
    errors: Vec<ArchiveError>,
}

fn read_headers(
    reader: &mut dyn ReadSeek,
    end: &EndOfCentralDirectory,
    length: u64,
) -> io::Result<Result<Headers, ArchiveErrorKind>> {
    let mut directory = BufReader::new(reader);
    directory.seek(SeekFrom::Start(end.directory))?;
    let (mut headers, mut errors) = (Vec::new(), Vec::new());
    let mut left = end.directory_length;
    for _ in 0..end.count {
        let Some(after) = left.checked_sub(CENTRAL_HEADER_LENGTH) else {
            return Ok(Err(ArchiveErrorKind::Damaged("the central directory is shorter than its entries")));
        };
        let fixed = take(&mut directory, 46)?;
        let lengths = [28, 30, 32].map(|at| u16_at(&fixed, at));
        let rest: u64 = lengths.iter().copied().map(u64::from).sum();
        let Some(after) = after.checked_sub(rest).filter(|_| u32_at(&fixed, 0) == CENTRAL_HEADER_SIGNATURE)
        else {
            return Ok(Err(ArchiveErrorKind::Damaged(
                "the central directory has fewer entries than it declares",
            )));
        };
        left = after;
        let [name, extra, _] = lengths.map(|length| take(&mut directory, usize::from(length)));
        let (name, extra) = (name?, extra?);
        match central_header(&fixed, &name, &extra, length) {
            Ok(header) => headers.push(header),
            Err(kind) => {
                let path = Some(String::from_utf8_lossy(&name).into_owned());
                errors.push(ArchiveError { path, kind });
            }
        }
    }
    if left != 0 {
        return Ok(Err(ArchiveErrorKind::Stray("after the central directory")));
    }
    Ok(Ok(Headers { headers, errors }))
}

/// Where the content of an entry starts. Its local header must agree with the central directory, since some programs
/// read the one and some the other.
fn content_of(
    reader: &mut dyn ReadSeek,
    header: &CentralHeader,
    directory: u64,
) -> io::Result<Result<u64, ArchiveErrorKind>> {
    let fits = |at: u64| at <= directory;
    if !header.offset.checked_add(LOCAL_HEADER_LENGTH).is_some_and(fits) {
        return Ok(Err(ArchiveErrorKind::Damaged("its offset is beyond the central directory")));
    }
    reader.seek(SeekFrom::Start(header.offset))?;
    let fixed = take(reader, 30)?;
    let lengths = [26, 28].map(|at| u64::from(u16_at(&fixed, at)));
    let content = header.offset + LOCAL_HEADER_LENGTH + lengths[0] + lengths[1];
    if !content.checked_add(header.bytes).is_some_and(fits) {
        return Ok(Err(ArchiveErrorKind::Overlap));
    }
    let name = take(reader, usize::from(u16_at(&fixed, 26)))?;
    let extra = take(reader, usize::from(u16_at(&fixed, 28)))?;
    let sizes = match widened([u32_at(&fixed, 22), u32_at(&fixed, 18)], &extra) {
        Ok(sizes) => sizes,
        Err(kind) => return Ok(Err(kind)),
    };
    let same = u32_at(&fixed, 0) == LOCAL_HEADER_SIGNATURE
        && name == header.path.as_bytes()
        && u16_at(&fixed, 6) == header.flags
        && u16_at(&fixed, 8) == 0
        && u32_at(&fixed, 14) == header.crc32
        && sizes == [header.bytes, header.bytes];
    Ok(if same { Ok(content) } else { Err(ArchiveErrorKind::Mismatch) })
}
