//! Whether an archive is in our form, byte for byte. The form has one way to write given contents, so a single changed bit
//! anywhere outside the contents shows here, and one in the contents shows in their digest.

use std::io::{self, BufReader, Seek, SeekFrom};

use super::super::place::ReadSeek;
use super::ArchiveLayout;
use super::numbers::take;

/// A place at which an archive is not in our form.
#[derive(Debug)]
pub(crate) struct Deviation {
    /// The entry, if it is about one.
    pub(crate) path: Option<String>,
    /// What differs.
    pub(crate) message: &'static str,
}

/// Compares every byte outside the contents with what our form has there, and returns the first difference.
pub(super) fn deviation(
    reader: &mut dyn ReadSeek,
    layout: &ArchiveLayout,
    length: u64,
) -> io::Result<Option<Deviation>> {
    if length != layout.length() {
        return Ok(Some(Deviation { path: None, message: "the length of its headers differs" }));
    }
    for (index, entry) in layout.entries().iter().enumerate() {
        if !is_at(reader, layout.offset(index), &layout.local_header(index))? {
            return Ok(Some(Deviation {
                path: Some(entry.path.clone()),
                message: "its local header differs",
            }));
        }
    }
    let mut directory = BufReader::new(reader);
    directory.seek(SeekFrom::Start(layout.directory()))?;
    for (index, entry) in layout.entries().iter().enumerate() {
        let expected = layout.central_header(index);
        if take(&mut directory, expected.len())? != expected {
            let message = "its header in the central directory differs";
            return Ok(Some(Deviation { path: Some(entry.path.clone()), message }));
        }
    }
    let expected = layout.end();
    let same = take(&mut directory, expected.len())? == expected;
    Ok((!same).then_some(Deviation { path: None, message: "its end of central directory record differs" }))
}

fn is_at(reader: &mut dyn ReadSeek, offset: u64, expected: &[u8]) -> io::Result<bool> {
    reader.seek(SeekFrom::Start(offset))?;
    Ok(take(reader, expected.len())? == expected)
}
