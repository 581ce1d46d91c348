//! Signatures that the stock `minisign` verifies, with its keys. They are deterministic: what is signed, the key and the
//! trusted comment determine every byte, as in minisign itself.

use std::io::Cursor;

use blake2::{Blake2b512, Digest};
use ct_codecs::{Base64, Decoder, Encoder};
use minisign::{KeyPair, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

/// What a public key starts with: Ed25519.
const PLAIN: &[u8] = b"Ed";

/// What a signature of a digest starts with: Ed25519 over BLAKE2b-512.
const PREHASHED: &[u8] = b"ED";

/// What minisign itself writes above a signature. It is not signed; `verify` compares it all the same.
const UNTRUSTED: &str = "signature from minisign secret key";

/// Where the key number and the key are in the bytes of a secret key.
const NUMBER: std::ops::Range<usize> = 54..62;
const SECRET: std::ops::Range<usize> = 62..126;

/// Where the key derivation is in the bytes of a secret key; two zeros mean that it is not encrypted.
const ENCRYPTION: std::ops::Range<usize> = 2..4;

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is not a minisign public key.
    #[error("it is not a minisign public key")]
    NoPublicKey,
    /// The text is not a minisign secret key.
    #[error("it is not a minisign secret key")]
    NoSecretKey,
    /// The password is wrong, or the key is damaged.
    #[error("the password is wrong, or the key is damaged")]
    Password,
    /// The system provided no random numbers.
    #[error("no new key could be generated: the system provides no random numbers")]
    NoRandomness,
}

/// A public key of minisign.
#[derive(Debug, Clone)]
pub struct PublicKey(minisign::PublicKey);

impl PublicKey {
    /// Reads a key as base64 (56 characters), or a `.pub` file with it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let key = match text.split_once('\n') {
            None => minisign::PublicKey::from_base64(text),
            Some((comment, key)) => {
                let key = format!("{}\n{}\n", comment.trim_end(), key.trim());
                PublicKeyBox::from_string(&key).and_then(PublicKeyBox::into_public_key)
            }
        };
        let key = key.map_err(|_| KeyError::NoPublicKey)?;
        let is_ed25519 = key.to_bytes().starts_with(PLAIN);
        if is_ed25519 { Ok(Self(key)) } else { Err(KeyError::NoPublicKey) }
    }

    /// The key as base64, as `minisign -P` takes it.
    pub fn to_base64(&self) -> String {
        self.0.to_base64()
    }

    /// The content of a `.pub` file, with the key number as minisign prints it.
    pub fn to_file(&self) -> String {
        let number = self.0.keynum().iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("untrusted comment: minisign public key {number:X}\n{}\n", self.to_base64())
    }

    /// Checks that a file is the one that this key's `sign` writes for these bytes and this trusted comment. Minisign
    /// accepts more, such as another untrusted comment; a package has one valid form, down to the last bit.
    pub(super) fn check(&self, signature: &str, signed: &[u8], comment: &str) -> Result<(), SignatureError> {
        if !is_signature(signature) {
            return Err(SignatureError::Unreadable);
        }
        let read = SignatureBox::from_string(signature).map_err(|_| SignatureError::Unreadable)?;
        if read.keynum() != self.0.keynum() {
            return Err(SignatureError::OtherKey);
        }
        minisign::verify(&self.0, &read, Cursor::new(signed), true, false, false)
            .map_err(|_| SignatureError::Wrong)?;
        if read.trusted_comment().ok().as_deref() != Some(comment) {
            return Err(SignatureError::Comment);
        }
        let decoded = |line| Base64::decode_to_vec(line, None).unwrap_or_default();
        let lines: Vec<&str> = signature.split('\n').collect();
        let sealed = written(&decoded(lines[1]), comment, &decoded(lines[3]));
        if sealed == signature { Ok(()) } else { Err(SignatureError::Form) }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_base64() == other.to_base64()
    }
}

impl Eq for PublicKey {}

/// Why a signature is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignatureError {
    /// It is not a minisign signature.
    Unreadable,
    /// It was made with a key that has another number.
    OtherKey,
    /// It is not a valid signature of these bytes by this key.
    Wrong,
    /// It has a different trusted comment.
    Comment,
    /// It is valid, but written differently.
    Form,
}

/// The content of a `.minisig` file.
fn written(numbered: &[u8], comment: &str, global: &[u8]) -> String {
    let encoded = |bytes: &[u8]| Base64::encode_to_string(bytes).expect("a short text");
    let (signature, global) = (encoded(numbered), encoded(global));
    format!("untrusted comment: {UNTRUSTED}\n{signature}\ntrusted comment: {comment}\n{global}\n")
}

/// Whether a text has the four lines of a signature, each of its length: the `minisign` crate does not check lengths.
fn is_signature(text: &str) -> bool {
    let length = |line: &str| Base64::decode_to_vec(line, None).map_or(0, |bytes| bytes.len());
    let lines: Vec<&str> = text.split('\n').collect();
    match lines.as_slice() {
        [_, signature, _, global, ""] => length(signature) == 74 && length(global) == 64,
        [..] => false,
    }
}

/// The bytes in the file of a secret key.
fn decoded(file: &str) -> Result<Vec<u8>, KeyError> {
    let encoded = file.lines().nth(1).ok_or(KeyError::NoSecretKey)?;
    let bytes = Base64::decode_to_vec(encoded.trim(), None).map_err(|_| KeyError::NoSecretKey)?;
    let is_key = bytes.len() == SECRET.end + 32 && bytes.starts_with(PLAIN);
    if is_key { Ok(bytes) } else { Err(KeyError::NoSecretKey) }
}

/// A minisign secret key, decrypted.
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
    /// A new key and the content of its file, which is encrypted if there is a password.
    pub fn generate(password: Option<&str>) -> Result<(Self, String), KeyError> {
        let made = match password {
            Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let KeyPair { sk, .. } = made.map_err(|_| KeyError::NoRandomness)?;
        let comment =
            if password.is_some() { "minisign encrypted secret key" } else { "minisign secret key" };
        let file = sk.to_box(Some(comment)).map_err(|_| KeyError::NoRandomness)?.into_string();
        Ok((Self::read(&file, password)?, file))
    }

    /// Whether the key in a file needs a password.
    pub fn is_encrypted(file: &str) -> Result<bool, KeyError> {
        Ok(decoded(file)?[ENCRYPTION] != [0, 0])
    }

    /// Reads the content of a key file; the password is only used if the key needs one.
    pub fn read(file: &str, password: Option<&str>) -> Result<Self, KeyError> {
        let secret = if Self::is_encrypted(file)? {
            let password = password.ok_or(KeyError::Password)?;
            let boxed = SecretKeyBox::from_string(file).map_err(|_| KeyError::NoSecretKey)?;
            boxed.into_secret_key(Some(password.to_owned())).map_err(|_| KeyError::Password)?
        } else {
            // Not with `SecretKeyBox`, which requires a checksum that `minisign -W` does not write.
            SecretKey::from_bytes(&decoded(file)?).map_err(|_| KeyError::NoSecretKey)?
        };
        let pair = ed25519_compact::SecretKey::from_slice(&secret.to_bytes()[SECRET]);
        let pair = pair.map_err(|_| KeyError::NoSecretKey)?;
        if ed25519_compact::KeyPair::from_seed(pair.seed()).sk != pair {
            return Err(KeyError::Password);
        }
        let public = minisign::PublicKey::from_secret_key(&secret).map_err(|_| KeyError::NoSecretKey)?;
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
    use super::{KeyError, PublicKey, SignatureError, SigningKey};

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
        assert_eq!(key.check(SIGNATURE, b"abd", COMMENT), Err(SignatureError::Wrong));
        let later = SIGNATURE.replace("2026-11-24", "2027-11-24");
        assert_eq!(key.check(&later, b"abc", COMMENT), Err(SignatureError::Wrong));
        assert_eq!(key.check(SIGNATURE, b"abc", "onus"), Err(SignatureError::Comment));
        let (other, _) = SigningKey::generate(None).expect("chance");
        assert_eq!(other.public().check(SIGNATURE, b"abc", COMMENT), Err(SignatureError::OtherKey));
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
            assert_eq!(key.check(case, b"abc", COMMENT), Err(SignatureError::Unreadable), "{case:?}");
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
        assert_eq!(key.check(&other, b"abc", COMMENT), Err(SignatureError::Form));
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
        assert_eq!(SigningKey::read(&file, Some("shut")).err(), Some(KeyError::Password));
        assert_eq!(SigningKey::read(&file, None).err(), Some(KeyError::Password));
        assert_eq!(SigningKey::read(PUBLIC, None).err(), Some(KeyError::NoSecretKey));
        for public in
            [key.public().to_base64(), key.public().to_file(), key.public().to_file().replace('\n', "\r\n")]
        {
            assert_eq!(PublicKey::parse(&public).as_ref(), Ok(key.public()));
        }
        for wrong in ["", "RWRK", "onus.pub", &PUBLIC[1..], &PUBLIC.replacen("RW", "AA", 1)] {
            assert_eq!(PublicKey::parse(wrong), Err(KeyError::NoPublicKey), "{wrong}");
        }
    }

    #[test]
    fn a_damaged_secret_key_signs_nothing() {
        let damaged = SECRET.replace("Ll0uTK1t", "Ll0uTK1s");
        assert_eq!(SigningKey::read(&damaged, None).err(), Some(KeyError::Password));
    }
}
