//! What many cells say, said once: texts and claims under names that follow from what they say, so that a matrix in which
//! one of them changed differs in few lines.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use onus_core::resolve::{Claim, Rank};
use onus_core::source::{BorrowedPlace, Places};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Eight hexadecimal digits, of the digest of what is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name([u8; 8]);

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&self.0).expect("hexadecimal digits are ASCII"))
    }
}

/// Names for values of one kind, in the order of their first use.
struct Names<V> {
    taken: BTreeMap<Name, usize>,
    named: Vec<(Name, V)>,
}

impl<V> Default for Names<V> {
    fn default() -> Self {
        Self { taken: BTreeMap::new(), named: Vec::new() }
    }
}

impl<V: PartialEq> Names<V> {
    /// Names a value by these bytes of it. Two values hardly ever have digests that begin alike; then the second takes
    /// another one.
    fn add(&mut self, bytes: &[u8], value: V) -> Name {
        let mut digest = Sha256::digest(bytes);
        loop {
            let mut digits = digest[..4].iter().flat_map(|byte| [byte >> 4, byte & 15]);
            let digit = |digit| b"0123456789abcdef"[usize::from(digit)];
            let name = Name([(); 8].map(|()| digit(digits.next().expect("two of each of four bytes"))));
            match self.taken.get(&name) {
                None => {
                    self.taken.insert(name, self.named.len());
                    self.named.push((name, value));
                    return name;
                }
                Some(place) if self.named[*place].1 == value => return name,
                Some(_) => digest = Sha256::digest(digest),
            }
        }
    }
}

/// The texts and claims that the cells of a matrix name.
pub(super) struct Named<'m, 'p> {
    places: &'p Places<'m>,
    texts: RefCell<Known<TextKey, &'m str>>,
    claims: RefCell<Known<ClaimKey<'m>, ClaimRecord<'m>>>,
}

/// Names by what values are recognised by, and the values.
type Known<K, V> = (HashMap<K, Name>, Names<V>);

/// Where a text lies in memory.
type TextKey = (*const u8, usize);

/// Claims of one place differ where the classes in use do.
type ClaimKey<'m> = (Rank, usize, &'m str);

#[derive(PartialEq, Serialize)]
pub(super) struct ClaimRecord<'m> {
    rank: Rank,
    file: &'m str,
    line: usize,
    column: usize,
    reason: &'m str,
}

impl<'m, 'p> Named<'m, 'p> {
    pub(super) fn new(places: &'p Places<'m>) -> Self {
        Self { places, texts: RefCell::default(), claims: RefCell::default() }
    }

    /// The name of a text.
    pub(super) fn text(&self, text: &'m str) -> Name {
        let (known, names) = &mut *self.texts.borrow_mut();
        // All of them live as long as the matrix, so that one address is one text.
        *known.entry((text.as_ptr(), text.len())).or_insert_with(|| names.add(text.as_bytes(), text))
    }

    /// The name of a claim.
    pub(super) fn claim(&self, claim: &'m Claim<'_>) -> Name {
        let (known, names) = &mut *self.claims.borrow_mut();
        let key = (claim.rank, claim.origin.pointer.address(), claim.reason.as_ref());
        *known.entry(key).or_insert_with(|| {
            let BorrowedPlace { file, line, column } = self.places.of(&claim.origin);
            let record = ClaimRecord { rank: claim.rank, file, line, column, reason: &claim.reason };
            let bytes = format!("{}\n{file}\n{line}\n{column}\n{}", claim.rank.word(), claim.reason);
            names.add(bytes.as_bytes(), record)
        })
    }

    /// All texts and all claims that have been named.
    pub(super) fn finish(self) -> (InOrder<&'m str>, InOrder<ClaimRecord<'m>>) {
        (InOrder(self.texts.into_inner().1.named), InOrder(self.claims.into_inner().1.named))
    }
}

/// Values by their names.
pub(super) struct InOrder<V>(Vec<(Name, V)>);

impl<V: Serialize> Serialize for InOrder<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_follow_from_what_is_said_and_are_never_shared() {
        let mut names = Names::default();
        let first = names.add(b"", 1);
        // What `sha256sum` says of nothing begins with this.
        assert_eq!(first.0, *b"e3b0c442");
        let second = names.add(b"", 2);
        assert_ne!(first, second);
        assert_eq!([names.add(b"", 2), names.add(b"", 1)], [second, first]);
        assert_eq!(names.named.len(), 2);
    }
}
