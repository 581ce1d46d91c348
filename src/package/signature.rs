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

    /// The content of a `.pub` file.
    pub fn to_file(&self) -> String {
        format!("untrusted comment: minisign public key of onus\n{}\n", self.to_base64())
    }

    /// The trusted comment of a signature, if it is this key's signature of these bytes.
    pub(super) fn check(&self, signature: &str, signed: &[u8]) -> Result<String, SignatureProblem> {
        if !is_signature(signature) {
            return Err(SignatureProblem::Unreadable);
        }
        let read = SignatureBox::from_string(signature).map_err(|_| SignatureProblem::Unreadable)?;
        if read.keynum() != self.0.keynum() {
            return Err(SignatureProblem::OtherKey);
        }
        minisign::verify(&self.0, &read, Cursor::new(signed), true, false, false)
            .map_err(|_| SignatureProblem::Wrong)?;
        read.trusted_comment().map_err(|_| SignatureProblem::Unreadable)
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
        let encoded = file.lines().nth(1).ok_or(KeyProblem::NoSecretKey)?;
        let bytes = Base64::decode_to_vec(encoded.trim(), None).map_err(|_| KeyProblem::NoSecretKey)?;
        if bytes.len() != SECRET.end + 32 || !bytes.starts_with(PLAIN) {
            return Err(KeyProblem::NoSecretKey);
        }
        Ok(bytes[ENCRYPTION] != [0, 0])
    }

    /// Reads the content of a key's file; the password is only used when the key asks for one.
    pub fn read(file: &str, password: Option<&str>) -> Result<Self, KeyProblem> {
        let is_encrypted = Self::is_encrypted(file)?;
        let boxed = SecretKeyBox::from_string(file).map_err(|_| KeyProblem::NoSecretKey)?;
        let secret = if is_encrypted {
            let password = password.ok_or(KeyProblem::Password)?;
            boxed.into_secret_key(Some(password.to_owned()))
        } else {
            boxed.into_unencrypted_secret_key()
        };
        let secret = secret.map_err(|_| KeyProblem::Password)?;
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
        let encoded = |bytes: &[u8]| Base64::encode_to_string(bytes).expect("a short text");
        format!(
            "untrusted comment: signature by the secret key of onus\n{}\ntrusted comment: {trusted_comment}\n{}\n",
            encoded(&numbered),
            encoded(global.as_slice())
        )
    }
}
