//! Arbitrary bytes and damaged packages: verify always comes to an end, and never says that they are whole.

use std::sync::OnceLock;

use proptest::prelude::*;

use crate::package::{bytes, report, sealed};

fn archive() -> &'static [u8] {
    static ARCHIVE: OnceLock<Vec<u8>> = OnceLock::new();
    ARCHIVE.get_or_init(|| bytes(&sealed(true)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_no_package(mut content in prop::collection::vec(any::<u8>(), 0..600), end in any::<bool>()) {
        if end {
            content.extend_from_slice(&archive()[archive().len() - 22..]);
        }
        prop_assert!(!report(&content, None).problems.is_empty());
    }

    #[test]
    fn damaged_packages_are_not_whole(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        near_end in any::<bool>(),
    ) {
        let mut damaged = archive().to_vec();
        let from = if near_end { damaged.len().saturating_sub(900) } else { 0 };
        for (at, byte) in changes {
            let at = from + at.index(damaged.len() - from);
            damaged[at] = byte;
        }
        prop_assert_eq!(report(&damaged, None).problems.is_empty(), damaged == archive());
    }

    #[test]
    fn packages_with_a_piece_moved_are_not_whole(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1_usize..400,
    ) {
        let mut damaged = archive().to_vec();
        let from = from.index(damaged.len());
        let piece: Vec<u8> = damaged.drain(from..(from + length).min(archive().len())).collect();
        let to = to.index(damaged.len() + 1);
        damaged.splice(to..to, piece);
        prop_assert_eq!(report(&damaged, None).problems.is_empty(), damaged == archive());
    }
}
