//! SharedNames for the texts and claims of cells. Thousands of cells share them, so each is looked up by where it lies in memory and
//! digested once.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};
use onus_core::resolve::{Claim, Rank};
use onus_core::source::Places;

use crate::file::{ClaimRecord, PlaceRecord, SharedTable, ShortDigest};

/// Tables of texts and claims that are being filled.
pub(super) struct SharedNames<'m, 'p> {
    pub(super) places: &'p Places<'m>,
    pub(super) texts: SharedTable<Cow<'m, str>>,
    pub(super) claims: SharedTable<ClaimRecord<'m>>,
    known_texts: HashMap<TextAddress, ShortDigest>,
    known_claims: HashMap<ClaimAddress<'m>, ShortDigest>,
}

/// Where a text lies in memory: all texts live as long as the matrix, so that one address is one text.
#[derive(PartialEq, Eq, Hash)]
struct TextAddress {
    start: *const u8,
    length: usize,
}

/// A claim by where it is written. One place makes several claims where it speaks of several classes; their reasons
/// differ.
#[derive(PartialEq, Eq, Hash)]
struct ClaimAddress<'m> {
    rank: Rank,
    pointer: usize,
    reason: &'m str,
}

impl<'m, 'p> SharedNames<'m, 'p> {
    pub(super) fn new(places: &'p Places<'m>) -> Self {
        Self {
            places,
            texts: SharedTable::default(),
            claims: SharedTable::default(),
            known_texts: HashMap::new(),
            known_claims: HashMap::new(),
        }
    }

    pub(super) fn of_text(&mut self, text: &'m str) -> ShortDigest {
        let address = TextAddress { start: text.as_ptr(), length: text.len() };
        *self.known_texts.entry(address).or_insert_with(|| self.texts.add(text.as_bytes(), text.into()))
    }

    pub(super) fn of_claim(&mut self, claim: &'m Claim<'_>) -> ShortDigest {
        let Claim { rank, origin, reason, .. } = claim;
        let address = ClaimAddress { rank: *rank, pointer: origin.pointer.address(), reason };
        *self.known_claims.entry(address).or_insert_with(|| {
            let place = PlaceRecord::of(origin, self.places);
            let PlaceRecord { file, line, column } = &place;
            let bytes = format!("{}\n{file}\n{line}\n{column}\n{reason}", rank.word());
            self.claims
                .add(bytes.as_bytes(), ClaimRecord { rank: *rank, place, reason: reason.as_ref().into() })
        })
    }
}
