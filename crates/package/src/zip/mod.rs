//! The archive format of packages: the one canonical way to write given files as a zip archive. We write it ourselves
//! because crates for zip archives promise that others can read the result, not which bytes it has; here every bit follows
//! from paths, sizes and checksums, so `verify` can compare a whole archive with what it must be.
//!
//! The form (PKWARE APPNOTE 6.3): entries stored, in the order of their paths, one after the other from the first byte;
//! names in UTF-8; 1980-01-01 as the time; regular files with mode 0644; ZIP64 only where a number requires it; no
//! comments, data descriptors or other extra fields. Stored, since PDFs are compressed already and a compressor's output
//! depends on its version.

mod central_header;
mod deviation;
mod end_of_directory;
mod error;
mod numbers;
mod read;

pub(super) use error::{ArchiveError, ArchiveErrorKind};
pub(super) use read::read;

/// Most entries of an archive: a header takes 46 bytes and more, so a small file could otherwise ask for much memory.
const MOST_ENTRIES: u64 = 200_000;

/// Largest central directory in bytes; it is read as a whole.
const LARGEST_DIRECTORY: u64 = 64 * 1024 * 1024;

const LOCAL_HEADER_SIGNATURE: u32 = 0x0403_4b50;
const CENTRAL_HEADER_SIGNATURE: u32 = 0x0201_4b50;
const END_SIGNATURE: u32 = 0x0605_4b50;
const ZIP64_END_SIGNATURE: u32 = 0x0606_4b50;
const ZIP64_LOCATOR_SIGNATURE: u32 = 0x0706_4b50;

/// The extra field with numbers of 64 bits (APPNOTE 4.5.3).
const ZIP64_EXTRA_FIELD: u16 = 0x0001;

/// General purpose bit 11: names are UTF-8.
const UTF8_FLAG: u16 = 0x0800;

/// 1980-01-01, the earliest date of the format: the time of sealing must not change the bytes.
const DOS_DATE: u16 = 0x0021;

/// Versions needed to extract (APPNOTE 4.4.3): 1.0 for stored entries, 4.5 for ZIP64.
const VERSION_NEEDED: u16 = 10;
const VERSION_NEEDED_ZIP64: u16 = 45;

/// Version made by: Unix (so that the mode counts), APPNOTE 4.5.
const MADE_BY: u16 = 0x0300 | 45;

/// External attributes: a regular file with mode 0644.
const EXTERNAL_ATTRIBUTES: u32 = 0o100_644 << 16;

/// A saturated number: the real one is in a ZIP64 field.
const IN_ZIP64_16: u16 = u16::MAX;
const IN_ZIP64_32: u32 = u32::MAX;

const LOCAL_HEADER_LENGTH: u64 = 30;
const CENTRAL_HEADER_LENGTH: u64 = 46;
const END_LENGTH: u64 = 22;
const ZIP64_END_LENGTH: u64 = 56;
const ZIP64_LOCATOR_LENGTH: u64 = 20;

/// A file as an archive declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZipEntry {
    /// Its path, with `/`.
    pub(super) path: String,
    /// Its size.
    pub(super) bytes: u64,
    /// Its CRC-32.
    pub(super) crc32: u32,
}

/// Where everything is in an archive.
#[derive(Debug)]
pub(super) struct ArchiveLayout {
    entries: Vec<ZipEntry>,
    offsets: Vec<u64>,
    directory: u64,
    directory_length: u64,
}

impl ArchiveLayout {
    /// Lays out entries, sorted by the bytes of their paths: the same on every system and in every language.
    pub(super) fn new(mut entries: Vec<ZipEntry>) -> Self {
        entries.sort_by(|one, other| one.path.as_bytes().cmp(other.path.as_bytes()));
        let mut offsets = Vec::with_capacity(entries.len());
        let mut at = 0;
        for entry in &entries {
            offsets.push(at);
            at += LOCAL_HEADER_LENGTH + entry.path.len() as u64 + extra_of_local(entry) + entry.bytes;
        }
        let lengths = entries.iter().zip(&offsets).map(|(entry, offset)| {
            CENTRAL_HEADER_LENGTH
                + entry.path.len() as u64
                + extra(&wide_numbers(entry, *offset)).len() as u64
        });
        let directory_length = lengths.sum();
        Self { entries, offsets, directory: at, directory_length }
    }

    /// The entries, in the order of the archive.
    pub(super) fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// Where the local header of an entry starts.
    pub(super) fn offset(&self, index: usize) -> u64 {
        self.offsets[index]
    }

    /// Where the central directory starts.
    pub(super) fn directory(&self) -> u64 {
        self.directory
    }

    /// The local header in front of an entry's content.
    pub(super) fn local_header(&self, index: usize) -> Vec<u8> {
        let entry = &self.entries[index];
        let wide = is_wide(entry.bytes);
        let numbers = if wide { vec![entry.bytes, entry.bytes] } else { Vec::new() };
        let mut header = Bytes::default();
        header.u32(LOCAL_HEADER_SIGNATURE).u16(if wide { VERSION_NEEDED_ZIP64 } else { VERSION_NEEDED });
        header.common(entry).u16(length_of(&entry.path)).u16(extra(&numbers).len() as u16);
        header.all(entry.path.as_bytes()).all(&extra(&numbers));
        header.0
    }

    /// The header of an entry in the central directory.
    pub(super) fn central_header(&self, index: usize) -> Vec<u8> {
        let (entry, offset) = (&self.entries[index], self.offsets[index]);
        let numbers = wide_numbers(entry, offset);
        let extra = extra(&numbers);
        let mut header = Bytes::default();
        header.u32(CENTRAL_HEADER_SIGNATURE).u16(MADE_BY).u16(if numbers.is_empty() {
            VERSION_NEEDED
        } else {
            VERSION_NEEDED_ZIP64
        });
        header.common(entry).u16(length_of(&entry.path)).u16(extra.len() as u16);
        // Comment length, disk number and internal attributes.
        header.u16(0).u16(0).u16(0).u32(EXTERNAL_ATTRIBUTES).u32(narrow(offset));
        header.all(entry.path.as_bytes()).all(&extra);
        header.0
    }

    /// The end of central directory record, after its ZIP64 counterpart where that is needed.
    pub(super) fn end(&self) -> Vec<u8> {
        let count = self.entries.len() as u64;
        let mut end = Bytes::default();
        if count >= u64::from(IN_ZIP64_16) || is_wide(self.directory) || is_wide(self.directory_length) {
            end.u32(ZIP64_END_SIGNATURE)
                .u64(ZIP64_END_LENGTH - 12)
                .u16(MADE_BY)
                .u16(VERSION_NEEDED_ZIP64)
                .u32(0)
                .u32(0);
            end.u64(count).u64(count).u64(self.directory_length).u64(self.directory);
            end.u32(ZIP64_LOCATOR_SIGNATURE).u32(0).u64(self.directory + self.directory_length).u32(1);
        }
        let count = u16::try_from(count).unwrap_or(IN_ZIP64_16);
        end.u32(END_SIGNATURE).u16(0).u16(0).u16(count).u16(count);
        end.u32(narrow(self.directory_length)).u32(narrow(self.directory)).u16(0);
        end.0
    }

    /// Whether `read` would accept an archive of this size.
    pub(super) fn is_readable(&self) -> bool {
        self.entries.len() as u64 <= MOST_ENTRIES && self.directory_length <= LARGEST_DIRECTORY
    }

    /// The size of the whole archive.
    pub(super) fn length(&self) -> u64 {
        self.directory + self.directory_length + self.end().len() as u64
    }
}

/// The largest 32-bit number means that the real one is in a ZIP64 field, so it is itself too large.
fn is_wide(number: u64) -> bool {
    number >= u64::from(IN_ZIP64_32)
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(IN_ZIP64_32)
}

fn length_of(path: &str) -> u16 {
    u16::try_from(path.len()).expect("paths of packages are short")
}

/// The numbers of a central header that need 64 bits, in the order of APPNOTE 4.5.3: both sizes, then the offset.
fn wide_numbers(entry: &ZipEntry, offset: u64) -> Vec<u64> {
    [entry.bytes, entry.bytes, offset].into_iter().filter(|number| is_wide(*number)).collect()
}

fn extra_of_local(entry: &ZipEntry) -> u64 {
    if is_wide(entry.bytes) { 20 } else { 0 }
}

fn extra(numbers: &[u64]) -> Vec<u8> {
    let mut field = Bytes::default();
    if !numbers.is_empty() {
        field.u16(ZIP64_EXTRA_FIELD).u16(numbers.len() as u16 * 8);
    }
    for number in numbers {
        field.u64(*number);
    }
    field.0
}

/// Little-endian numbers, as archives have them.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(&mut self, number: u16) -> &mut Self {
        self.all(&number.to_le_bytes())
    }

    fn u32(&mut self, number: u32) -> &mut Self {
        self.all(&number.to_le_bytes())
    }

    fn u64(&mut self, number: u64) -> &mut Self {
        self.all(&number.to_le_bytes())
    }

    fn all(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// What local and central headers share, from the flags to the sizes: stored, at midnight, CRC-32, both sizes.
    fn common(&mut self, entry: &ZipEntry) -> &mut Self {
        self.u16(UTF8_FLAG).u16(0).u16(0).u16(DOS_DATE).u32(entry.crc32);
        self.u32(narrow(entry.bytes)).u32(narrow(entry.bytes))
    }
}
