//! Every single bit of an archive turned round, in turn.

use onus::load::open_package;
use onus_package::{PackagePlace, PublicKey, seal, verify_folder};

use crate::package::{PUBLIC, bytes, contents, folder, item, key, problems, report, sealed, unpacked};

#[test]
#[ignore = "opens thousands of packages; run by .ci/run"]
fn no_bit_of_an_archive_can_be_turned_round_unnoticed() {
    let mut contents = contents();
    contents.files = vec![item("a.txt", "abc"), item("é/empty", "")];
    contents.withheld.clear();
    let archive = bytes(&seal(contents, Some(&key())).expect("good contents"));
    let public = PublicKey::parse(PUBLIC).expect("a key of minisign");
    assert!(report(&archive, Some(&public)).problems.is_empty());
    // Of the text for people, which is long and held by its digest alone, one bit of each byte.
    let readme = &unpacked(&archive)["README.md"];
    let start = archive.windows(readme.len()).position(|window| window == readme).expect("it is stored");
    let is_text = |at: usize| (start..start + readme.len()).contains(&at);
    let halves = [(0, archive.len() / 2), (archive.len() / 2, archive.len())];
    let unnoticed: Vec<(usize, u8)> = std::thread::scope(|scope| {
        let flip = |(from, to): (usize, usize)| {
            let (mut archive, public) = (archive.clone(), public.clone());
            let mut unnoticed = Vec::new();
            for at in from..to {
                for bit in (0..8).filter(|bit| !is_text(at) || at % 8 == usize::from(*bit)) {
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
#[ignore = "opens thousands of packages; run by .ci/run"]
#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
fn no_bit_of_the_signature_that_no_list_covers_can_be_turned_round_unnoticed() {
    let files = unpacked(&bytes(&sealed(true)));
    let folder = folder(&files);
    let place = folder.path().join("SHA256SUMS.minisig");
    let PackagePlace::Folder { entries, open } = open_package(folder.path()).expect("a folder") else {
        panic!("a folder is no archive");
    };
    assert_eq!(verify_folder(&entries, open, None).problems, []);
    let mut signature = files["SHA256SUMS.minisig"].clone();
    for at in 0..signature.len() {
        for bit in 0..8 {
            signature[at] ^= 1 << bit;
            std::fs::write(&place, &signature).expect("a file can be written");
            let report = verify_folder(&entries, open, None);
            let found = problems(&report);
            assert_eq!(found, [("signature-wrong", "SHA256SUMS.minisig")], "bit {bit} of byte {at}");
            signature[at] ^= 1 << bit;
        }
    }
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
