//! The end of central directory record (APPNOTE 4.3.14 to 4.3.16), from which everything else is found.

use std::io::{self, SeekFrom};

use super::super::place::ReadSeek;
use super::numbers::{take, u16_at, u32_at, u64_at};
use super::{
    ArchiveErrorKind, END_LENGTH, END_SIGNATURE, IN_ZIP64_16, IN_ZIP64_32, ZIP64_END_LENGTH,
    ZIP64_END_SIGNATURE, ZIP64_LOCATOR_LENGTH, ZIP64_LOCATOR_SIGNATURE,
};

/// What the end of central directory record says.
pub(super) struct EndOfCentralDirectory {
    /// How many entries there are.
    pub(super) count: u64,
    /// Where the central directory starts.
    pub(super) directory: u64,
    /// Its size.
    pub(super) directory_length: u64,
}

/// Finds the record in an archive of `length` bytes. It must be the last bytes: programs that search for it backwards
/// could otherwise find different ones.
pub(super) fn find_end(
    reader: &mut dyn ReadSeek,
    length: u64,
) -> io::Result<Result<EndOfCentralDirectory, ArchiveErrorKind>> {
    let tail_length = length.min(END_LENGTH + u64::from(u16::MAX));
    reader.seek(SeekFrom::Start(length - tail_length))?;
    let tail = take(reader, usize::try_from(tail_length).expect("less than 65,600"))?;
    let starts = |at: &usize| tail[*at..].starts_with(&END_SIGNATURE.to_le_bytes());
    let last = tail.len().checked_sub(usize::try_from(END_LENGTH).expect("22"));
    let Some(last) = last.filter(starts) else {
        // The record is not at the end: it may have a comment, or bytes were appended.
        let candidates: Vec<usize> = (0..last.unwrap_or_default()).filter(starts).collect();
        let is_comment = |at: &usize| usize::from(u16_at(&tail, *at + 20)) == tail.len() - *at - 22;
        return Ok(Err(match candidates.as_slice() {
            [] => ArchiveErrorKind::NoArchive,
            some if some.iter().any(is_comment) => ArchiveErrorKind::Comment,
            [..] => ArchiveErrorKind::Stray("after the end record"),
        }));
    };
    let end = &tail[last..];
    if u16_at(end, 20) != 0 {
        return Ok(Err(ArchiveErrorKind::Damaged("its comment is cut off")));
    }
    if u16_at(end, 4) != 0 || u16_at(end, 6) != 0 || u16_at(end, 8) != u16_at(end, 10) {
        return Ok(Err(ArchiveErrorKind::Damaged("it spans several disks")));
    }
    let narrow = EndOfCentralDirectory {
        count: u64::from(u16_at(end, 10)),
        directory_length: u64::from(u32_at(end, 12)),
        directory: u64::from(u32_at(end, 16)),
    };
    let (found, ends) = match widened(reader, narrow, length - END_LENGTH)? {
        Ok(found) => found,
        Err(kind) => return Ok(Err(kind)),
    };
    Ok(match found.directory.checked_add(found.directory_length) {
        Some(at) if at == ends => Ok(found),
        Some(at) if at < ends => {
            Err(ArchiveErrorKind::Stray("before the end record or in front of the first entry"))
        }
        Some(_) | None => {
            Err(ArchiveErrorKind::Damaged("the central directory is not where its end record says"))
        }
    })
}

/// The record with the numbers of its ZIP64 counterpart, if there is one, and where the first of the two starts.
fn widened(
    reader: &mut dyn ReadSeek,
    narrow: EndOfCentralDirectory,
    at: u64,
) -> io::Result<Result<(EndOfCentralDirectory, u64), ArchiveErrorKind>> {
    let is_wide = narrow.count == u64::from(IN_ZIP64_16)
        || narrow.directory_length == u64::from(IN_ZIP64_32)
        || narrow.directory == u64::from(IN_ZIP64_32);
    let size = ZIP64_END_LENGTH + ZIP64_LOCATOR_LENGTH;
    let missing =
        || if is_wide { Err(ArchiveErrorKind::Damaged("the ZIP64 end record is missing")) } else { Ok(()) };
    let Some(start) = at.checked_sub(size) else {
        return Ok(missing().map(|()| (narrow, at)));
    };
    reader.seek(SeekFrom::Start(start))?;
    let record = take(reader, usize::try_from(size).expect("76"))?;
    if u32_at(&record, 56) != ZIP64_LOCATOR_SIGNATURE {
        return Ok(missing().map(|()| (narrow, at)));
    }
    let at = start;
    let is_record = u32_at(&record, 0) == ZIP64_END_SIGNATURE
        && u64_at(&record, 4) == ZIP64_END_LENGTH - 12
        && u64_at(&record, 24) == u64_at(&record, 32)
        && u64_at(&record, 64) == at;
    if !is_record {
        return Ok(Err(ArchiveErrorKind::Damaged("the ZIP64 end record is not where it must be")));
    }
    let [count, directory_length, directory] = [32, 40, 48].map(|at| u64_at(&record, at));
    Ok(Ok((EndOfCentralDirectory { count, directory, directory_length }, at)))
}
