//! Secret keys in DER (X.690), without the armour of PEM: told by how their first values are laid out.

/// The kind of a secret key that a file of this length is, by its first bytes.
pub(super) fn secret_key(start: &[u8], length: u64) -> Option<&'static str> {
    let whole = Value::first(start)?;
    // A file that merely begins like a key has more or fewer bytes than the key says.
    if whole.tag != SEQUENCE || whole.end().is_some_and(|end| end as u64 != length) {
        return None;
    }
    let first = Value::first(whole.content)?;
    let second = Value::first(first.behind()?);
    let version = (first.tag == INTEGER).then(|| first.content.first().copied()).flatten();
    let is = |value: &Option<Value<'_>>, tag| value.as_ref().is_some_and(|value| value.tag == tag);
    match version.filter(|_| first.length == Some(1)) {
        // RFC 7292, section 4: version 3, and content that is data or signed data.
        Some(3) => second.and_then(|info| begins_with(info, &PKCS7)).map(|()| "a PKCS#12 key store"),
        // RFC 5958, section 2, and RFC 8017, appendix A.1.2: an algorithm, or the modulus of more than 64 bytes.
        Some(0 | 1) if is(&second, SEQUENCE) => {
            second.and_then(|algorithm| begins_with(algorithm, &[])).map(|()| KEY)
        }
        Some(0) if is(&second, INTEGER) => second.filter(|modulus| modulus.is_longer_than(63)).map(|_| KEY),
        // RFC 5915, section 3: the key itself, of 16 to 66 bytes, and then the curve or the public key.
        Some(1) if is(&second, OCTETS) => {
            let key = second.filter(|key| key.length.is_some_and(|length| (16..=66).contains(&length)))?;
            let next = key.behind().and_then(Value::first);
            next.is_none_or(|next| matches!(next.tag, 0xa0 | 0xa1)).then_some(KEY)
        }
        Some(_) => None,
        // RFC 5958, section 3: encrypted by a password, as PKCS#5 or PKCS#12 does.
        None if first.tag == SEQUENCE && is(&second, OCTETS) => {
            let by = [&PKCS5[..], &PKCS12[..]];
            by.into_iter().find_map(|by| begins_with(first, by)).map(|()| KEY)
        }
        None => None,
    }
}

const KEY: &str = "a private key";

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;

/// 1.2.840.113549.1.7, how the content types of PKCS#7 begin.
const PKCS7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
/// 1.2.840.113549.1.5, encryption by passwords.
const PKCS5: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
/// 1.2.840.113549.1.12.1, the same in the way of PKCS#12.
const PKCS12: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

/// Something if the first value in a sequence is an object identifier that begins with these bytes.
fn begins_with(sequence: Value<'_>, arc: &[u8]) -> Option<()> {
    let object = Value::first(sequence.content).filter(|_| sequence.tag == SEQUENCE)?;
    (object.tag == OBJECT && object.content.starts_with(arc)).then_some(())
}

/// A value: its tag, its length, and as much of its content as is there.
#[derive(Clone, Copy)]
struct Value<'b> {
    tag: u8,
    /// None where the content ends with a mark of its own, which BER allows and PKCS#12 uses.
    length: Option<usize>,
    /// Bytes of tag and length.
    header: usize,
    /// To the end of what there is, where that is less than the length or the length is not known.
    content: &'b [u8],
    whole: &'b [u8],
}

impl<'b> Value<'b> {
    /// The value that some bytes begin with.
    fn first(bytes: &'b [u8]) -> Option<Self> {
        let (&tag, &size) = (bytes.first()?, bytes.get(1)?);
        let count = usize::from(size & 0x7f);
        let (length, header) = match size {
            0x80 => (None, 2),
            0..0x80 => (Some(count), 2),
            // Longer lengths than of four bytes are of no file.
            _ if count > 4 => return None,
            _ => {
                let digits = bytes.get(2..2 + count)?;
                (Some(digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit))), 2 + count)
            }
        };
        let rest = bytes.get(header..)?;
        let content = length.map_or(rest, |length| &rest[..length.min(rest.len())]);
        Some(Self { tag, length, header, content, whole: bytes })
    }

    /// Where it ends.
    fn end(&self) -> Option<usize> {
        Some(self.header + self.length?)
    }

    /// The bytes behind it; none where it ends with a mark, or beyond what there is.
    fn behind(&self) -> Option<&'b [u8]> {
        self.whole.get(self.end()?..)
    }

    fn is_longer_than(&self, bytes: usize) -> bool {
        self.length.is_some_and(|length| length > bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::secret_key;

    /// A value in DER.
    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let mut bytes = vec![tag];
        match length {
            0..0x80 => bytes.push(u8::try_from(length).unwrap()),
            _ => {
                bytes.extend([0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()])
            }
        }
        bytes.extend(content);
        bytes
    }

    fn sequence(values: &[Vec<u8>]) -> Vec<u8> {
        value(0x30, &values.concat())
    }

    fn kind(bytes: &[u8]) -> Option<&'static str> {
        secret_key(&bytes[..bytes.len().min(1025)], bytes.len() as u64)
    }

    const RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    const PBES2: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
    const DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];

    #[test]
    fn secret_keys_are_known_without_armour() {
        let (modulus, key) = (value(0x02, &[0x55; 256]), value(0x04, &[0x55; 1200]));
        let algorithm = sequence(&[value(0x06, &RSA), value(0x05, &[])]);
        let number = |number| value(0x02, &[number]);
        let curve = value(0xa0, &value(0x06, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]));
        for bytes in [
            sequence(&[number(0), algorithm.clone(), key.clone()]),
            sequence(&[number(0), modulus.clone(), number(3)]),
            sequence(&[number(1), value(0x04, &[0x55; 32]), curve]),
            sequence(&[sequence(&[value(0x06, &PBES2), sequence(&[])]), key.clone()]),
        ] {
            assert_eq!(kind(&bytes), Some("a private key"), "{bytes:x?}");
            assert_eq!(kind(&[bytes.as_slice(), b"more"].concat()), None, "it only begins like one");
        }
        let content = sequence(&[value(0x06, &DATA), value(0xa0, &key)]);
        let store = sequence(&[number(3), content.clone()]);
        assert_eq!(kind(&store), Some("a PKCS#12 key store"));
        let endless =
            [vec![0x30, 0x80], number(3), vec![0x30, 0x80], content[4..].to_vec(), vec![0; 4]].concat();
        assert_eq!(kind(&endless), Some("a PKCS#12 key store"), "its lengths are not given");
        // A public key, a certificate or request, signed data, and text.
        for bytes in [
            sequence(&[algorithm.clone(), value(0x03, &[0; 270])]),
            sequence(&[modulus.clone(), number(3)]),
            sequence(&[sequence(&[number(0), sequence(&[])]), algorithm.clone(), value(0x03, &[0; 256])]),
            content,
            b"0123456789".to_vec(),
            Vec::new(),
            vec![0x30],
        ] {
            assert_eq!(kind(&bytes), None, "{bytes:x?}");
        }
    }
}
