//! Every single bit of an archive turned round, in turn.

use onus::package::{PublicKey, seal};

use crate::package::{PUBLIC, bytes, contents, item, key, report};

#[test]
fn no_bit_of_an_archive_can_be_turned_round_unnoticed() {
    let mut contents = contents();
    contents.files = vec![item("a.txt", "abc"), item("é/empty", "")];
    contents.withheld.clear();
    let archive = bytes(&seal(contents, Some(&key())).expect("good contents"));
    let public = PublicKey::parse(PUBLIC).expect("a key of minisign");
    assert!(report(&archive, Some(&public)).problems.is_empty());
    let halves = [(0, archive.len() / 2), (archive.len() / 2, archive.len())];
    let unnoticed: Vec<(usize, u8)> = std::thread::scope(|scope| {
        let flip = |(from, to): (usize, usize)| {
            let (mut archive, public) = (archive.clone(), public.clone());
            let mut unnoticed = Vec::new();
            for at in from..to {
                for bit in 0..8 {
                    archive[at] ^= 1 << bit;
                    // With and without the key, by turns: either way the flip must be seen.
                    let key = (bit % 2 == 0).then_some(&public);
                    if report(&archive, key).problems.is_empty() {
                        unnoticed.push((at, bit));
                    }
                    archive[at] ^= 1 << bit;
                }
            }
            unnoticed
        };
        let threads = halves.map(|half| scope.spawn(move || flip(half)));
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(unnoticed, []);
}

#[test]
fn an_archive_cut_off_anywhere_is_noticed() {
    let mut contents = contents();
    contents.files = vec![item("a.txt", "abc")];
    let archive = bytes(&seal(contents, None).expect("good contents"));
    for length in 0..archive.len() {
        assert!(!report(&archive[..length], None).problems.is_empty(), "{length} bytes were enough");
    }
    let mut longer = archive.clone();
    longer.push(0);
    assert!(!report(&longer, None).problems.is_empty());
}
