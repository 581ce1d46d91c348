//! What the bytes of a file show it to be, where that keeps it from being evidence: a pointer of Git LFS instead of the file
//! itself, a secret key, or a package.

use memchr::memmem;

use super::der;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileNature {
    /// Nothing that matters.
    Ordinary,
    /// A text by which Git LFS finds the file, in its place where that was not fetched.
    LfsPointer,
    /// A file with a secret key in it; the kind of key, in words.
    SecretKey(&'static str),
    /// A package that `onus bundle` wrote.
    Package,
}

/// Largest pointer in bytes (the specification of Git LFS).
const LARGEST_POINTER: usize = 1024;

/// How pointers begin; the second is that of the time before Git LFS had its name.
const POINTERS: [&[u8]; 2] =
    [b"version https://git-lfs.github.com/spec/v1\n", b"version https://hawser.github.com/spec/v1\n"];

/// How archives begin.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// What the manifest of a package has; packages are not compressed.
const PACKAGE: &[u8] = b"\"schema\": \"onus.package/";

/// A text that secret keys have, and how the text before and after it must look.
struct SecretMark {
    kind: &'static str,
    text: &'static [u8],
    is_key: fn(before: &[u8], after: &[u8]) -> bool,
}

/// How much is looked at before and after a mark.
const AROUND: usize = 320;

/// Fewest characters of a key: a page about keys quotes their first line only.
const SHORTEST: usize = 32;

const MARKS: [SecretMark; 6] = [
    SecretMark { kind: "a private key", text: b"PRIVATE KEY", is_key: is_pem },
    // `Ed`, no key derivation or scrypt, `B2`, in base64.
    SecretMark { kind: "a minisign secret key", text: b"RWQAAEIy", is_key: is_minisign },
    SecretMark { kind: "a minisign secret key", text: b"RWRTY0Iy", is_key: is_minisign },
    SecretMark { kind: "an age secret key", text: b"AGE-SECRET-KEY-1", is_key: is_age },
    SecretMark { kind: "an age secret key", text: b"AGE-SECRET-KEY-PQ-1", is_key: is_age },
    SecretMark { kind: "a PuTTY private key", text: b"PuTTY-User-Key-File-", is_key: is_putty },
];

/// True for the text of a Git LFS pointer.
pub(super) fn is_pointer(bytes: &[u8]) -> bool {
    bytes.len() <= LARGEST_POINTER
        && POINTERS.iter().any(|start| bytes.starts_with(start))
        && memmem::find(bytes, b"\noid ").is_some()
}

/// Looks at a file while it is read.
#[derive(Debug, Default)]
pub(super) struct NatureScan {
    /// The first bytes.
    start: Vec<u8>,
    length: u64,
    /// The end of what was looked at, which a mark may begin in.
    rest: Vec<u8>,
    secret: Option<&'static str>,
    has_manifest: bool,
}

impl NatureScan {
    /// Looks at the next bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        let room = (LARGEST_POINTER + 1).saturating_sub(self.start.len());
        self.start.extend(bytes.iter().take(room));
        self.rest.extend_from_slice(bytes);
        if self.secret.is_none() {
            self.secret = secret(&self.rest);
        }
        self.has_manifest |= memmem::find(&self.rest, PACKAGE).is_some();
        let seen = self.rest.len().saturating_sub(2 * AROUND);
        self.rest.drain(..seen);
    }

    /// What the file is.
    pub(super) fn finish(self) -> FileNature {
        if let Some(kind) = self.secret.or_else(|| der::secret_key(&self.start, self.length)) {
            FileNature::SecretKey(kind)
        } else if self.length == self.start.len() as u64 && is_pointer(&self.start) {
            FileNature::LfsPointer
        } else if self.start.starts_with(ARCHIVE) && self.has_manifest {
            FileNature::Package
        } else {
            FileNature::Ordinary
        }
    }
}

/// The kind of a secret key in some bytes.
fn secret(bytes: &[u8]) -> Option<&'static str> {
    let found = |mark: &&SecretMark| {
        memmem::find_iter(bytes, mark.text).any(|at| {
            let (before, after) = (&bytes[at.saturating_sub(AROUND)..at], &bytes[at + mark.text.len()..]);
            (mark.is_key)(before, &after[..after.len().min(AROUND)])
        })
    };
    MARKS.iter().find(found).map(|mark| mark.kind)
}

/// `-----BEGIN RSA PRIVATE KEY-----` and a key: PEM (RFC 7468), OpenSSH and, with `BLOCK`, OpenPGP.
fn is_pem(before: &[u8], after: &[u8]) -> bool {
    let label = before.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    let after = after.strip_prefix(b" BLOCK").unwrap_or(after);
    let (Some(begin), Some(body)) = (label.strip_prefix(b"BEGIN "), after.strip_prefix(b"-----")) else {
        return false;
    };
    let is_label =
        begin.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b' ');
    // A line break, which JSON and YAML may write as `\n`.
    let body = body.strip_prefix(b"\\r").unwrap_or(body);
    let body = body.strip_prefix(b"\\n").unwrap_or(body).trim_ascii_start();
    let headers: [&[u8]; 4] = [b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:"];
    let is_body = headers.iter().any(|header| body.starts_with(header)) || base64(body) >= SHORTEST;
    before.ends_with(label) && before[..before.len() - label.len()].ends_with(b"-----") && is_label && is_body
}

/// 158 bytes in base64, with the eight characters of the mark.
fn is_minisign(_: &[u8], after: &[u8]) -> bool {
    base64(after) >= 200
}

fn is_age(_: &[u8], after: &[u8]) -> bool {
    after.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count() >= SHORTEST
}

/// A version and the kind of the key follow: `3: ssh-ed25519`.
fn is_putty(before: &[u8], after: &[u8]) -> bool {
    let at_start = before.is_empty() || before.ends_with(b"\n");
    at_start && after.first().is_some_and(u8::is_ascii_digit) && after.get(1) == Some(&b':')
}

/// How many characters of base64 some bytes begin with.
fn base64(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')).count()
}

#[cfg(test)]
mod tests {
    use super::{FileNature, NatureScan};

    fn nature(text: &str) -> FileNature {
        let mut natures = [1, 7, 4096].map(|size| {
            let mut scan = NatureScan::default();
            text.as_bytes().chunks(size).for_each(|chunk| scan.update(chunk));
            scan.finish()
        });
        natures.sort_by_key(|nature| format!("{nature:?}"));
        assert_eq!(natures[0], natures[2], "however it is read: {text}");
        natures[0]
    }

    #[test]
    fn keys_are_known_wherever_they_are_in_a_file_and_pages_about_them_are_none() {
        let body = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v0VpgFDTe3DTkAhLrfLmLXTUPYOqfVVGp1cbe";
        let filler = "x".repeat(5000);
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"] {
            for text in [
                format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"),
                format!("{filler}\r\n-----BEGIN {label}-----\r\n{body}\r\n"),
                format!("{{\"key\": \"-----BEGIN {label}-----\\n{body}\\n\"}}"),
            ] {
                assert_eq!(nature(&text), FileNature::SecretKey("a private key"), "{text}");
            }
            let page =
                format!("A file that begins with `-----BEGIN {label}-----` must not be sent.\n{filler}");
            assert_eq!(nature(&page), FileNature::Ordinary);
        }
        let pgp = format!("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{body}\n");
        assert_eq!(nature(&pgp), FileNature::SecretKey("a private key"));
        assert_eq!(nature(&pgp.replace("PRIVATE", "PUBLIC")), FileNature::Ordinary);
        let age = format!("# created\nAGE-SECRET-KEY-1{}\n", "Q".repeat(58));
        assert_eq!(nature(&age), FileNature::SecretKey("an age secret key"));
        let age = format!("AGE-SECRET-KEY-PQ-1{}\n", "Q".repeat(58));
        assert_eq!(nature(&age), FileNature::SecretKey("an age secret key"));
        let putty = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n";
        assert_eq!(nature(putty), FileNature::SecretKey("a PuTTY private key"));
        for start in ["RWQAAEIy", "RWRTY0Iy"] {
            let key = format!("untrusted comment: x\n{start}{}\n", "A".repeat(204));
            assert_eq!(nature(&key), FileNature::SecretKey("a minisign secret key"));
        }
    }

    #[test]
    fn a_pointer_is_the_whole_file() {
        let pointer =
            format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 9\n", "a".repeat(64));
        assert_eq!(nature(&pointer), FileNature::LfsPointer);
        assert_eq!(nature(&format!("{pointer}{}", "x".repeat(2000))), FileNature::Ordinary);
        assert_eq!(nature("version https://git-lfs.github.com/spec/v1\n"), FileNature::Ordinary);
    }
}
