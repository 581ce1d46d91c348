//! The one form in which a package is packed. Crates that write archives promise that others can read them, not which
//! bytes they write; here every bit follows from names, sizes and check sums, so that verifying can hold a whole archive
//! against what it must be. The form (PKWARE APPNOTE 6.3): entries stored, in the order of their paths, one after the
//! other from the first byte; names in UTF-8; 1980-01-01 as the time; plain files with mode 0644; ZIP64 only where a
//! number asks for it; no comments, descriptors or other fields.

mod end;
mod entry;
mod form;
mod numbers;
mod read;
mod refusal;

use read::Read;
pub(super) use read::read;
pub(super) use refusal::{Refusal, RefusalKind};

/// Most entries of an archive.
const MOST_ENTRIES: u64 = 200_000;

/// Largest directory in bytes.
const LARGEST_DIRECTORY: u64 = 64 * 1024 * 1024;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;

/// The extra field with numbers that need 64 bits.
const EXTRA_64: u16 = 0x0001;

/// Names are UTF-8.
const FLAGS: u16 = 0x0800;

/// 1980-01-01, the first day that archives know.
const DATE: u16 = 0x0021;

/// Version 1.0 of the form reads stored entries, 4.5 ZIP64.
const NEEDS: u16 = 10;
const NEEDS_64: u16 = 45;

/// Made on Unix, by version 4.5 of the form.
const MADE_BY: u16 = 0x0300 | 45;

/// A plain file that all may read and its owner may write.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// What stands for a number that is elsewhere.
const ELSEWHERE_16: u16 = u16::MAX;
const ELSEWHERE_32: u32 = u32::MAX;

const LOCAL_LENGTH: u64 = 30;
const CENTRAL_LENGTH: u64 = 46;
const END_LENGTH: u64 = 22;
const END_64_LENGTH: u64 = 56;
const LOCATOR_64_LENGTH: u64 = 20;

/// A file as an archive declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its path, with `/`.
    pub(super) path: String,
    /// Its size.
    pub(super) bytes: u64,
    /// Its check sum.
    pub(super) crc32: u32,
}

/// Where everything is in the archive of some members.
#[derive(Debug)]
pub(super) struct Layout {
    members: Vec<Member>,
    offsets: Vec<u64>,
    directory: u64,
    directory_length: u64,
}

impl Layout {
    /// Lays out members; they are put into the order of their paths.
    pub(super) fn new(mut members: Vec<Member>) -> Self {
        members.sort_by(|one, other| one.path.as_bytes().cmp(other.path.as_bytes()));
        let mut offsets = Vec::with_capacity(members.len());
        let mut at = 0;
        for member in &members {
            offsets.push(at);
            at += LOCAL_LENGTH + member.path.len() as u64 + extra_of_local(member) + member.bytes;
        }
        let lengths = members.iter().zip(&offsets).map(|(member, offset)| {
            CENTRAL_LENGTH + member.path.len() as u64 + extra(&wide_numbers(member, *offset)).len() as u64
        });
        let directory_length = lengths.sum();
        Self { members, offsets, directory: at, directory_length }
    }

    /// The members, in the order of the archive.
    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    /// Where a member's header starts.
    pub(super) fn offset(&self, index: usize) -> u64 {
        self.offsets[index]
    }

    /// Where the directory starts.
    pub(super) fn directory(&self) -> u64 {
        self.directory
    }

    /// The header in front of a member's content.
    pub(super) fn header(&self, index: usize) -> Vec<u8> {
        let member = &self.members[index];
        let wide = is_wide(member.bytes);
        let numbers = if wide { vec![member.bytes, member.bytes] } else { Vec::new() };
        let mut header = Bytes::default();
        header.u32(LOCAL).u16(if wide { NEEDS_64 } else { NEEDS });
        header.common(member).u16(length_of(&member.path)).u16(extra(&numbers).len() as u16);
        header.all(member.path.as_bytes()).all(&extra(&numbers));
        header.0
    }

    /// A member's entry in the directory.
    pub(super) fn entry(&self, index: usize) -> Vec<u8> {
        let (member, offset) = (&self.members[index], self.offsets[index]);
        let numbers = wide_numbers(member, offset);
        let extra = extra(&numbers);
        let mut entry = Bytes::default();
        entry.u32(CENTRAL).u16(MADE_BY).u16(if numbers.is_empty() { NEEDS } else { NEEDS_64 });
        entry.common(member).u16(length_of(&member.path)).u16(extra.len() as u16);
        // No comment, the only disk, no attributes of the inside.
        entry.u16(0).u16(0).u16(0).u32(ATTRIBUTES).u32(narrow(offset));
        entry.all(member.path.as_bytes()).all(&extra);
        entry.0
    }

    /// What follows the directory.
    pub(super) fn end(&self) -> Vec<u8> {
        let count = self.members.len() as u64;
        let mut end = Bytes::default();
        if count >= u64::from(ELSEWHERE_16) || is_wide(self.directory) || is_wide(self.directory_length) {
            end.u32(END_64).u64(END_64_LENGTH - 12).u16(MADE_BY).u16(NEEDS_64).u32(0).u32(0);
            end.u64(count).u64(count).u64(self.directory_length).u64(self.directory);
            end.u32(LOCATOR_64).u32(0).u64(self.directory + self.directory_length).u32(1);
        }
        let count = u16::try_from(count).unwrap_or(ELSEWHERE_16);
        end.u32(END).u16(0).u16(0).u16(count).u16(count);
        end.u32(narrow(self.directory_length)).u32(narrow(self.directory)).u16(0);
        end.0
    }

    /// Whether its directory is one that `read` reads.
    pub(super) fn is_readable(&self) -> bool {
        self.members.len() as u64 <= MOST_ENTRIES && self.directory_length <= LARGEST_DIRECTORY
    }

    /// The size of the whole archive.
    pub(super) fn length(&self) -> u64 {
        self.directory + self.directory_length + self.end().len() as u64
    }
}

/// A number from here on does not fit into 32 bits, whose last value means *elsewhere*.
fn is_wide(number: u64) -> bool {
    number >= u64::from(ELSEWHERE_32)
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE_32)
}

fn length_of(path: &str) -> u16 {
    u16::try_from(path.len()).expect("paths of packages are short")
}

/// The numbers of a directory entry that need 64 bits, in the order of the form: twice the size, then the offset.
fn wide_numbers(member: &Member, offset: u64) -> Vec<u64> {
    [member.bytes, member.bytes, offset].into_iter().filter(|number| is_wide(*number)).collect()
}

fn extra_of_local(member: &Member) -> u64 {
    if is_wide(member.bytes) { 20 } else { 0 }
}

fn extra(numbers: &[u64]) -> Vec<u8> {
    let mut field = Bytes::default();
    if !numbers.is_empty() {
        field.u16(EXTRA_64).u16(numbers.len() as u16 * 8);
    }
    for number in numbers {
        field.u64(*number);
    }
    field.0
}

/// Numbers as archives write them: the lowest byte first.
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

    /// What headers and entries share, from the flags to the sizes: stored, at midnight, check sum, packed and real size.
    fn common(&mut self, member: &Member) -> &mut Self {
        self.u16(FLAGS).u16(0).u16(0).u16(DATE).u32(member.crc32);
        self.u32(narrow(member.bytes)).u32(narrow(member.bytes))
    }
}
