//! Signatures that the stock `minisign` checks, with its keys. They are the same each time: what is signed, the key and
//! the trusted comment decide every byte, as in minisign's own program.

use std::io::Cursor;

use blake2::{Blake2b512, Digest};
use ct_codecs::{Base64, Decoder, Encoder};
use minisign::{KeyPair, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

/// What a public key starts with: Ed25519.
const PLAIN: &[u8] = b"Ed";

/// What a signature of a digest starts with: Ed25519 over BLAKE2b-512.
const PREHASHED: &[u8] = b"ED";

/// What minisign itself writes above a signature; nothing holds it but `verify`.
const UNTRUSTED: &str = "signature from minisign secret key";

/// Where the key's number and the key are in a secret key's bytes.
const NUMBER: std::ops::Range<usize> = 54..62;
const SECRET: std::ops::Range<usize> = 62..126;

/// Where the way of encryption stands in a secret key's bytes; two zeros mean none.
const ENCRYPTION: std::ops::Range<usize> = 2..4;

/// Why a key or a signature is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// The text is no minisign public key.
    #[error("it is not a minisign public key")]
    NoPublicKey,
    /// The text is no minisign secret key.
    #[error("it is not a minisign secret key")]
    NoSecretKey,
    /// The password does not open the key, or the key is damaged.
    #[error("the password is wrong, or the key is damaged")]
    Password,
    /// The system gave no chance numbers.
    #[error("no new key could be made")]
    NoChance,
}

/// A public key of minisign.
#[derive(Debug, Clone)]
pub struct PublicKey(minisign::PublicKey);

impl PublicKey {
    /// Reads a key as base64 (56 characters), or a `.pub` file with it.
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        let text = text.trim();
        let key = match text.split_once('\n') {
            None => minisign::PublicKey::from_base64(text),
            Some((comment, key)) => {
                let key = format!("{}\n{}\n", comment.trim_end(), key.trim());
                PublicKeyBox::from_string(&key).and_then(PublicKeyBox::into_public_key)
            }
        };
        let key = key.map_err(|_| KeyProblem::NoPublicKey)?;
        let is_ed25519 = key.to_bytes().starts_with(PLAIN);
        if is_ed25519 { Ok(Self(key)) } else { Err(KeyProblem::NoPublicKey) }
    }

    /// The key as base64, as `minisign -P` takes it.
    pub fn to_base64(&self) -> String {
        self.0.to_base64()
    }

    /// The content of a `.pub` file, with the key's number as minisign prints it.
    pub fn to_file(&self) -> String {
        let number = self.0.keynum().iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("untrusted comment: minisign public key {number:X}\n{}\n", self.to_base64())
    }

    /// Tells why a file is not the one that this key's `sign` gives for these bytes and this trusted comment. Whoever has
    /// the secret key can make others that hold as well; nobody else can.
    pub(super) fn check(
        &self,
        signature: &str,
        signed: &[u8],
        comment: &str,
    ) -> Result<(), SignatureProblem> {
        if !is_signature(signature) {
            return Err(SignatureProblem::Unreadable);
        }
        let read = SignatureBox::from_string(signature).map_err(|_| SignatureProblem::Unreadable)?;
        if read.keynum() != self.0.keynum() {
            return Err(SignatureProblem::OtherKey);
        }
        minisign::verify(&self.0, &read, Cursor::new(signed), true, false, false)
            .map_err(|_| SignatureProblem::Wrong)?;
        if read.trusted_comment().ok().as_deref() != Some(comment) {
            return Err(SignatureProblem::Comment);
        }
        let decoded = |line| Base64::decode_to_vec(line, None).unwrap_or_default();
        let lines: Vec<&str> = signature.split('\n').collect();
        let sealed = written(&decoded(lines[1]), comment, &decoded(lines[3]));
        if sealed == signature { Ok(()) } else { Err(SignatureProblem::Form) }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_base64() == other.to_base64()
    }
}

impl Eq for PublicKey {}

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignatureProblem {
    /// It is no signature of minisign.
    Unreadable,
    /// It was made with a key of another number.
    OtherKey,
    /// It is not one of these bytes by this key.
    Wrong,
    /// Its trusted comment is another one.
    Comment,
    /// It holds, and is written in another way.
    Form,
}

/// The content of a `.minisig` file.
fn written(numbered: &[u8], comment: &str, global: &[u8]) -> String {
    let encoded = |bytes: &[u8]| Base64::encode_to_string(bytes).expect("a short text");
    let (signature, global) = (encoded(numbered), encoded(global));
    format!("untrusted comment: {UNTRUSTED}\n{signature}\ntrusted comment: {comment}\n{global}\n")
}

/// Whether a text has the four lines of a signature and each has its length; the crate takes their lengths for granted.
fn is_signature(text: &str) -> bool {
    let length = |line: &str| Base64::decode_to_vec(line, None).map_or(0, |bytes| bytes.len());
    let lines: Vec<&str> = text.split('\n').collect();
    match lines.as_slice() {
        [_, signature, _, global, ""] => length(signature) == 74 && length(global) == 64,
        [..] => false,
    }
}

/// The bytes of a secret key's file.
fn decoded(file: &str) -> Result<Vec<u8>, KeyProblem> {
    let encoded = file.lines().nth(1).ok_or(KeyProblem::NoSecretKey)?;
    let bytes = Base64::decode_to_vec(encoded.trim(), None).map_err(|_| KeyProblem::NoSecretKey)?;
    let is_key = bytes.len() == SECRET.end + 32 && bytes.starts_with(PLAIN);
    if is_key { Ok(bytes) } else { Err(KeyProblem::NoSecretKey) }
}

/// A secret key of minisign, opened.
pub struct SigningKey {
    secret: SecretKey,
    public: PublicKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.public.to_base64())
    }
}

impl SigningKey {
    /// A new key and the content of its file, which is encrypted when there is a password.
    pub fn generate(password: Option<&str>) -> Result<(Self, String), KeyProblem> {
        let made = match password {
            Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let KeyPair { sk, .. } = made.map_err(|_| KeyProblem::NoChance)?;
        let comment =
            if password.is_some() { "minisign encrypted secret key" } else { "minisign secret key" };
        let file = sk.to_box(Some(comment)).map_err(|_| KeyProblem::NoChance)?.into_string();
        Ok((Self::read(&file, password)?, file))
    }

    /// Whether the key in a file asks for a password.
    pub fn is_encrypted(file: &str) -> Result<bool, KeyProblem> {
        Ok(decoded(file)?[ENCRYPTION] != [0, 0])
    }

    /// Reads the content of a key's file; the password is only used when the key asks for one.
    pub fn read(file: &str, password: Option<&str>) -> Result<Self, KeyProblem> {
        let secret = if Self::is_encrypted(file)? {
            let password = password.ok_or(KeyProblem::Password)?;
            let boxed = SecretKeyBox::from_string(file).map_err(|_| KeyProblem::NoSecretKey)?;
            boxed.into_secret_key(Some(password.to_owned())).map_err(|_| KeyProblem::Password)?
        } else {
            // Not by way of the box: `minisign -W` leaves out the check sum that it asks for.
            SecretKey::from_bytes(&decoded(file)?).map_err(|_| KeyProblem::NoSecretKey)?
        };
        let pair = ed25519_compact::SecretKey::from_slice(&secret.to_bytes()[SECRET]);
        let pair = pair.map_err(|_| KeyProblem::NoSecretKey)?;
        if ed25519_compact::KeyPair::from_seed(pair.seed()).sk != pair {
            return Err(KeyProblem::Password);
        }
        let public = minisign::PublicKey::from_secret_key(&secret).map_err(|_| KeyProblem::NoSecretKey)?;
        Ok(Self { secret, public: PublicKey(public) })
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The content of a `.minisig` file for some bytes.
    pub(super) fn sign(&self, bytes: &[u8], trusted_comment: &str) -> String {
        let key = self.secret.to_bytes();
        let secret = ed25519_compact::SecretKey::from_slice(&key[SECRET]).expect("a key of 64 bytes");
        let signature = secret.sign(Blake2b512::digest(bytes), None);
        let commented = [signature.as_slice(), trusted_comment.as_bytes()].concat();
        let global = secret.sign(commented, None);
        let numbered = [PREHASHED, &key[NUMBER], signature.as_slice()].concat();
        written(&numbered, trusted_comment, global.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyProblem, PublicKey, SignatureProblem, SigningKey};

    // minisign -G -W; a key for these tests and nothing else.
    const SECRET: &str = "untrusted comment: minisign encrypted secret key\n\
        RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASpe8ckN3Ll0uTK1t6gDY79iK+7AJ\
        YND/YCVhduQtuEN2w55R8A5SyYk0OWVhoiovP/y2WBlV3+oUCyVxqWSis+fCWwRTxWBJAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAA=\n";
    const PUBLIC: &str = "RWRKl7xyQ3cuXYk0OWVhoiovP/y2WBlV3+oUCyVxqWSis+fCWwRTxWBJ";

    // printf abc > abc
    // minisign -S -m abc -t 'onus acme/payments as of 2026-11-24'
    const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\n\
        RURKl7xyQ3cuXQn/BdapfQ+Kbu8R6tu/du3j1bwu3YRIA+NJjW+kY6tmY+t8q0LDd5OO+R9ZKKjFIAAeOHBqxrkqJe4idOD7ZA0=\n\
        trusted comment: onus acme/payments as of 2026-11-24\n\
        SZGCNn8InhDTo3H9nCqryvQleA60aMiekscnBbiAJOdwNxwHWIOJcBTZu9XniEcXpSAAQ6QfJqVkP8j1KM40Bg==\n";

    const COMMENT: &str = "onus acme/payments as of 2026-11-24";

    #[test]
    fn a_signature_is_the_one_that_minisign_makes() {
        let key = SigningKey::read(SECRET, None).expect("a key of minisign");
        assert_eq!(key.public().to_base64(), PUBLIC);
        assert_eq!(key.sign(b"abc", COMMENT), SIGNATURE);
    }

    #[test]
    fn a_signature_holds_for_its_bytes_its_comment_and_its_key() {
        let key = PublicKey::parse(PUBLIC).expect("a key of minisign");
        assert_eq!(key.check(SIGNATURE, b"abc", COMMENT), Ok(()));
        assert_eq!(key.check(SIGNATURE, b"abd", COMMENT), Err(SignatureProblem::Wrong));
        let later = SIGNATURE.replace("2026-11-24", "2027-11-24");
        assert_eq!(key.check(&later, b"abc", COMMENT), Err(SignatureProblem::Wrong));
        assert_eq!(key.check(SIGNATURE, b"abc", "onus"), Err(SignatureProblem::Comment));
        let (other, _) = SigningKey::generate(None).expect("chance");
        assert_eq!(other.public().check(SIGNATURE, b"abc", COMMENT), Err(SignatureProblem::OtherKey));
    }

    #[test]
    fn a_signature_of_another_shape_is_none() {
        let key = PublicKey::parse(PUBLIC).expect("a key of minisign");
        let lines: Vec<&str> = SIGNATURE.lines().collect();
        let short = SIGNATURE.replace(lines[3], "SZGCNn8InhDTo3H9nCqryvQleA60aMiekscnBbiAJOc=");
        let cases = [
            "",
            "\n\n\n\n",
            &short,
            &SIGNATURE.replace(lines[3], ""),
            &format!("{SIGNATURE}\n"),
            SIGNATURE.trim(),
        ];
        for case in cases {
            assert_eq!(key.check(case, b"abc", COMMENT), Err(SignatureProblem::Unreadable), "{case:?}");
        }
    }

    #[test]
    fn every_bit_of_a_signature_counts_though_some_of_its_text_is_not_signed() {
        let key = PublicKey::parse(PUBLIC).expect("a key of minisign");
        for at in 0..SIGNATURE.len() {
            for bit in 0..8 {
                let mut bytes = SIGNATURE.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                let Ok(text) = String::from_utf8(bytes) else { continue };
                assert!(key.check(&text, b"abc", COMMENT).is_err(), "bit {bit} of byte {at}");
            }
        }
        let other = SIGNATURE.replace("from minisign secret key", "by somebody");
        assert_eq!(key.check(&other, b"abc", COMMENT), Err(SignatureProblem::Form));
        // The lowest four bits of the last letter before `=` mean nothing.
        let loose = SIGNATURE.replace("ZA0=\n", "ZA1=\n");
        assert!(key.check(&loose, b"abc", COMMENT).is_err());
    }

    #[test]
    fn a_public_key_is_written_as_minisign_writes_it() {
        // minisign -R
        let file = format!("untrusted comment: minisign public key 5D2E774372BC974A\n{PUBLIC}\n");
        assert_eq!(PublicKey::parse(PUBLIC).map(|key| key.to_file()), Ok(file));
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let (key, file) = SigningKey::generate(Some("open")).expect("chance");
        assert_eq!(SigningKey::is_encrypted(&file), Ok(true));
        let read = SigningKey::read(&file, Some("open")).expect("the same password");
        assert_eq!(read.public(), key.public());
        assert_eq!(SigningKey::read(&file, Some("shut")).err(), Some(KeyProblem::Password));
        assert_eq!(SigningKey::read(&file, None).err(), Some(KeyProblem::Password));
        assert_eq!(SigningKey::read(PUBLIC, None).err(), Some(KeyProblem::NoSecretKey));
        for public in
            [key.public().to_base64(), key.public().to_file(), key.public().to_file().replace('\n', "\r\n")]
        {
            assert_eq!(PublicKey::parse(&public).as_ref(), Ok(key.public()));
        }
        for wrong in ["", "RWRK", "onus.pub", &PUBLIC[1..], &PUBLIC.replacen("RW", "AA", 1)] {
            assert_eq!(PublicKey::parse(wrong), Err(KeyProblem::NoPublicKey), "{wrong}");
        }
    }

    #[test]
    fn a_damaged_secret_key_signs_nothing() {
        let damaged = SECRET.replace("Ll0uTK1t", "Ll0uTK1s");
        assert_eq!(SigningKey::read(&damaged, None).err(), Some(KeyProblem::Password));
    }
}
