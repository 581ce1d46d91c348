//! The end of an archive, from which everything else is found.

use std::io::{self, SeekFrom};

use super::numbers::{take, u16_at, u32_at, u64_at};
use super::{
    ELSEWHERE_16, ELSEWHERE_32, END, END_64, END_64_LENGTH, END_LENGTH, LOCATOR_64, LOCATOR_64_LENGTH, Read,
    RefusalKind,
};

/// What the end of an archive says.
pub(super) struct End {
    /// How many entries there are.
    pub(super) count: u64,
    /// Where the directory starts.
    pub(super) directory: u64,
    /// Its size.
    pub(super) directory_length: u64,
}

/// Finds the end of an archive of so many bytes. It must be its last bytes.
pub(super) fn find_end(reader: &mut dyn Read, length: u64) -> io::Result<Result<End, RefusalKind>> {
    let tail_length = length.min(END_LENGTH + u64::from(u16::MAX));
    reader.seek(SeekFrom::Start(length - tail_length))?;
    let tail = take(reader, usize::try_from(tail_length).expect("less than 65,600"))?;
    let starts = |at: &usize| tail[*at..].starts_with(&END.to_le_bytes());
    let last = tail.len().checked_sub(usize::try_from(END_LENGTH).expect("22"));
    let Some(last) = last.filter(starts) else {
        // Something else stands where the end must be: perhaps a comment, perhaps bytes that were added.
        let candidates: Vec<usize> = (0..last.unwrap_or_default()).filter(starts).collect();
        let is_comment = |at: &usize| usize::from(u16_at(&tail, *at + 20)) == tail.len() - *at - 22;
        return Ok(Err(match candidates.as_slice() {
            [] => RefusalKind::NoArchive,
            some if some.iter().any(is_comment) => RefusalKind::Comment,
            [..] => RefusalKind::Stray("after the end"),
        }));
    };
    let end = &tail[last..];
    if u16_at(end, 20) != 0 {
        return Ok(Err(RefusalKind::Damaged("a comment is announced and not there")));
    }
    if u16_at(end, 4) != 0 || u16_at(end, 6) != 0 || u16_at(end, 8) != u16_at(end, 10) {
        return Ok(Err(RefusalKind::Damaged("it is spread over several disks")));
    }
    let narrow = End {
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
        Some(at) if at < ends => Err(RefusalKind::Stray("before the end, or in front of everything")),
        Some(_) | None => Err(RefusalKind::Damaged("the directory is not where its end says")),
    })
}

/// The end with its numbers of 64 bits, if it has any, and where the ends start.
fn widened(reader: &mut dyn Read, narrow: End, at: u64) -> io::Result<Result<(End, u64), RefusalKind>> {
    let is_wide = narrow.count == u64::from(ELSEWHERE_16)
        || narrow.directory_length == u64::from(ELSEWHERE_32)
        || narrow.directory == u64::from(ELSEWHERE_32);
    let size = END_64_LENGTH + LOCATOR_64_LENGTH;
    let missing = || if is_wide { Err(RefusalKind::Damaged("the 64-bit end is missing")) } else { Ok(()) };
    let Some(start) = at.checked_sub(size) else {
        return Ok(missing().map(|()| (narrow, at)));
    };
    reader.seek(SeekFrom::Start(start))?;
    let record = take(reader, usize::try_from(size).expect("76"))?;
    if u32_at(&record, 56) != LOCATOR_64 {
        return Ok(missing().map(|()| (narrow, at)));
    }
    let at = start;
    let is_record = u32_at(&record, 0) == END_64
        && u64_at(&record, 4) == END_64_LENGTH - 12
        && u64_at(&record, 24) == u64_at(&record, 32)
        && u64_at(&record, 64) == at;
    if !is_record {
        return Ok(Err(RefusalKind::Damaged("the 64-bit end is not where it must be")));
    }
    let [count, directory_length, directory] = [32, 40, 48].map(|at| u64_at(&record, at));
    Ok(Ok((End { count, directory, directory_length }, at)))
}
