//! One entry of an archive's directory, and what makes it one that is not looked at.

use super::super::path::check;
use super::numbers::{u16_at, u32_at, u64_at};
use super::{ELSEWHERE_32, EXTRA_64, RefusalKind};

/// An extra field that gives an entry another name.
const EXTRA_NAME: u16 = 0x7075;

/// An entry of the directory.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) crc32: u32,
    pub(super) offset: u64,
    pub(super) flags: u16,
}

/// Reads an entry from its fixed part, its name and its extra fields, in an archive of so many bytes.
pub(super) fn entry(fixed: &[u8], name: &[u8], extra: &[u8], length: u64) -> Result<Entry, RefusalKind> {
    let (flags, method) = (u16_at(fixed, 8), u16_at(fixed, 10));
    let path = std::str::from_utf8(name).map_err(|_| RefusalKind::Name)?;
    if flags & 0x0800 == 0 && !path.is_ascii() {
        return Err(RefusalKind::Name);
    }
    check(path.strip_suffix('/').unwrap_or(path)).map_err(RefusalKind::Path)?;
    let is_folder = path.ends_with('/');
    match (u32_at(fixed, 38) >> 16) & 0o170_000 {
        0 => {}
        0o100_000 if !is_folder => {}
        0o040_000 if is_folder => {}
        0o120_000 => return Err(RefusalKind::Link),
        _ => return Err(RefusalKind::Special),
    }
    // Encrypted, strongly encrypted, or with a hidden header.
    if flags & 0x2041 != 0 || method == 99 {
        return Err(RefusalKind::Encrypted);
    }
    let numbers = [24, 20, 42].map(|at| u32_at(fixed, at));
    let [bytes, packed, offset] = widened(numbers, extra)?;
    if bytes > length {
        return Err(RefusalKind::Bomb(bytes));
    }
    if method != 0 {
        return Err(RefusalKind::Compressed);
    }
    if flags & 0x0008 != 0 {
        return Err(RefusalKind::Descriptor);
    }
    if u16_at(fixed, 32) != 0 {
        return Err(RefusalKind::Comment);
    }
    if packed != bytes || u16_at(fixed, 34) != 0 || (is_folder && bytes != 0) {
        return Err(RefusalKind::Damaged("its numbers cannot be true"));
    }
    Ok(Entry { path: path.to_owned(), bytes, crc32: u32_at(fixed, 16), offset, flags })
}

/// Numbers, those that are elsewhere taken from the 64-bit extra field.
pub(super) fn widened<const N: usize>(numbers: [u32; N], extra: &[u8]) -> Result<[u64; N], RefusalKind> {
    let mut wide: &[u8] = &[];
    let mut rest = extra;
    while rest.len() >= 4 {
        let (id, length) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
        let field = rest.get(4..4 + length).ok_or(RefusalKind::Damaged("an extra field is cut off"))?;
        match id {
            EXTRA_64 => wide = field,
            EXTRA_NAME => return Err(RefusalKind::TwoNames),
            _ => {}
        }
        rest = &rest[4 + length..];
    }
    let mut result = [0; N];
    for (number, narrow) in result.iter_mut().zip(numbers) {
        *number = u64::from(narrow);
        if narrow == ELSEWHERE_32 {
            if wide.len() < 8 {
                return Err(RefusalKind::Damaged("a 64-bit number is missing"));
            }
            *number = u64_at(wide, 0);
            wide = &wide[8..];
        }
    }
    Ok(result)
}
