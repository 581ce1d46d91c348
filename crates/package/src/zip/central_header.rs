//! One header of the central directory (APPNOTE 4.3.12), and the reasons to refuse it.

use super::super::path::check;
use super::numbers::{u16_at, u32_at, u64_at};
use super::{ArchiveErrorKind, IN_ZIP64_32, ZIP64_EXTRA_FIELD};

/// Info-ZIP's Unicode path field: gives an entry a second name, which some programs use.
const EXTRA_NAME: u16 = 0x7075;

/// A header of the central directory.
pub(super) struct CentralHeader {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) crc32: u32,
    pub(super) offset: u64,
    pub(super) flags: u16,
}

/// Reads a header from its fixed part, its name and its extra fields, in an archive of `length` bytes.
pub(super) fn central_header(
    fixed: &[u8],
    name: &[u8],
    extra: &[u8],
    length: u64,
) -> Result<CentralHeader, ArchiveErrorKind> {
    let (flags, method) = (u16_at(fixed, 8), u16_at(fixed, 10));
    let path = std::str::from_utf8(name).map_err(|_| ArchiveErrorKind::Name)?;
    if flags & 0x0800 == 0 && !path.is_ascii() {
        return Err(ArchiveErrorKind::Name);
    }
    check(path.strip_suffix('/').unwrap_or(path)).map_err(ArchiveErrorKind::Path)?;
    let is_folder = path.ends_with('/');
    // The upper half of the external attributes is the mode on Unix; zero if another system wrote the archive.
    match (u32_at(fixed, 38) >> 16) & 0o170_000 {
        0 => {}
        0o100_000 if !is_folder => {}
        0o040_000 if is_folder => {}
        0o120_000 => return Err(ArchiveErrorKind::Link),
        _ => return Err(ArchiveErrorKind::Special),
    }
    // Bits 0, 6 and 13 (APPNOTE 4.4.4): encrypted, strongly encrypted, masked header. Method 99 is WinZip's AES.
    if flags & 0x2041 != 0 || method == 99 {
        return Err(ArchiveErrorKind::Encrypted);
    }
    let numbers = [24, 20, 42].map(|at| u32_at(fixed, at));
    let [bytes, packed, offset] = widened(numbers, extra)?;
    if bytes > length {
        return Err(ArchiveErrorKind::Bomb(bytes));
    }
    if method != 0 {
        return Err(ArchiveErrorKind::Compressed);
    }
    // Bit 3: sizes follow the content, where nobody can tell them from content.
    if flags & 0x0008 != 0 {
        return Err(ArchiveErrorKind::DataDescriptor);
    }
    if u16_at(fixed, 32) != 0 {
        return Err(ArchiveErrorKind::Comment);
    }
    if packed != bytes || u16_at(fixed, 34) != 0 || (is_folder && bytes != 0) {
        return Err(ArchiveErrorKind::Damaged("its sizes contradict each other"));
    }
    Ok(CentralHeader { path: path.to_owned(), bytes, crc32: u32_at(fixed, 16), offset, flags })
}

/// Widens numbers to 64 bits; those that are saturated are taken from the ZIP64 extra field, in the order of APPNOTE
/// 4.5.3.
pub(super) fn widened<const N: usize>(numbers: [u32; N], extra: &[u8]) -> Result<[u64; N], ArchiveErrorKind> {
    let mut wide: &[u8] = &[];
    let mut rest = extra;
    while rest.len() >= 4 {
        let (id, length) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
        let field = rest.get(4..4 + length).ok_or(ArchiveErrorKind::Damaged("an extra field is cut off"))?;
        match id {
            ZIP64_EXTRA_FIELD => wide = field,
            EXTRA_NAME => return Err(ArchiveErrorKind::TwoNames),
            _ => {}
        }
        rest = &rest[4 + length..];
    }
    let mut result = [0; N];
    for (number, narrow) in result.iter_mut().zip(numbers) {
        *number = u64::from(narrow);
        if narrow == IN_ZIP64_32 {
            if wide.len() < 8 {
                return Err(ArchiveErrorKind::Damaged("its ZIP64 field is too short"));
            }
            *number = u64_at(wide, 0);
            wide = &wide[8..];
        }
    }
    Ok(result)
}
