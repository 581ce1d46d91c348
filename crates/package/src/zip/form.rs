//! Whether an archive is in our form, byte for byte.

use std::io::{self, BufReader, Seek, SeekFrom};

use super::numbers::take;
use super::{Layout, Read};

/// Compares every byte that is no content with what our form has there.
pub(super) fn deviation(
    reader: &mut dyn Read,
    layout: &Layout,
    length: u64,
) -> io::Result<Option<(Option<String>, &'static str)>> {
    if length != layout.length() {
        return Ok(Some((None, "headers have another length")));
    }
    for (index, member) in layout.members().iter().enumerate() {
        if !is_at(reader, layout.offset(index), &layout.header(index))? {
            return Ok(Some((Some(member.path.clone()), "its header is written otherwise")));
        }
    }
    let mut directory = BufReader::new(reader);
    directory.seek(SeekFrom::Start(layout.directory()))?;
    for (index, member) in layout.members().iter().enumerate() {
        let expected = layout.entry(index);
        if take(&mut directory, expected.len())? != expected {
            return Ok(Some((Some(member.path.clone()), "its entry in the directory is written otherwise")));
        }
    }
    let expected = layout.end();
    let same = take(&mut directory, expected.len())? == expected;
    Ok((!same).then_some((None, "its end is written otherwise")))
}

fn is_at(reader: &mut dyn Read, offset: u64, expected: &[u8]) -> io::Result<bool> {
    reader.seek(SeekFrom::Start(offset))?;
    Ok(take(reader, expected.len())? == expected)
}
