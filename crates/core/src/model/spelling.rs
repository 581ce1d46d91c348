//! The spellings of one id. Publishers, OSCAL, spreadsheets and people write `AC-2(1)`, `ac-2.1`, `AC-02(01)` and
//! `AC-2 (1)`, and mean the same requirement.

use unicode_normalization::UnicodeNormalization;

use super::Identifier;

/// A piece of an id: letters, or digits without the zeros before them.
#[derive(Debug, Clone, Copy)]
enum Piece<'t> {
    Letters(&'t str),
    Digits(&'t str),
}

impl PartialEq for Piece<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Piece::Letters(one), Piece::Letters(other)) => one.eq_ignore_ascii_case(other),
            (Piece::Digits(one), Piece::Digits(other)) => one == other,
            (Piece::Letters(_), Piece::Digits(_)) | (Piece::Digits(_), Piece::Letters(_)) => false,
        }
    }
}

/// The pieces of an id in their order; what stands between them only separates.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() || c.is_ascii_digit() != is_digit);
        let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        match (piece.is_empty(), is_digit) {
            (true, _) => None,
            (false, true) => Some(Piece::Digits(piece.trim_start_matches('0'))),
            (false, false) => Some(Piece::Letters(piece)),
        }
    })
}

/// True if two ids differ only in capital letters, zeros before numbers, and how their pieces are separated. An id with
/// characters outside ASCII has one spelling only: what cannot be seen must not be passed over.
fn is_same(one: &str, other: &str) -> bool {
    one.is_ascii() && pieces(one).next().is_some() && pieces(one).eq(pieces(other))
}

/// The id that a text means: itself, otherwise the only one of which it is another spelling.
pub fn find_id<'n, I: Identifier + 'n>(
    written: &str,
    mut known: impl Iterator<Item = &'n I> + Clone,
) -> Option<&'n I> {
    if let Some(found) = known.clone().find(|id| (*id).borrow() == written) {
        return Some(found);
    }
    if !I::HAS_SPELLINGS {
        return None;
    }
    let mut same = known.by_ref().filter(|id| is_same(written, (*id).borrow()));
    let found = same.next()?;
    same.next().is_none().then_some(found)
}

/// The same text for every spelling of an id that has several, otherwise the id itself.
pub(crate) fn spelling_key<I: Identifier>(id: &str) -> String {
    if !I::HAS_SPELLINGS || !id.is_ascii() || pieces(id).next().is_none() {
        return id.to_owned();
    }
    let words = pieces(id).map(|piece| match piece {
        Piece::Letters(letters) => letters.to_ascii_lowercase(),
        Piece::Digits(digits) => format!("0{digits}"),
    });
    words.collect::<Vec<_>>().join("-")
}

/// True if two texts are the same to whoever reads them: `é` is one character or two, by the system that wrote it
/// (Unicode Standard Annex 15).
pub fn is_same_text(one: &str, other: &str) -> bool {
    one == other || (!one.is_ascii() && !other.is_ascii() && one.nfc().eq(other.nfc()))
}

#[cfg(test)]
mod tests {
    use super::super::{Identifier, PartyId, RequirementId};
    use super::{find_id, is_same_text};

    fn meant<'k>(written: &str, known: &'k [RequirementId]) -> Option<&'k str> {
        find_id(written, known.iter()).map(RequirementId::as_str)
    }

    fn ids(texts: &[&str]) -> Vec<RequirementId> {
        texts.iter().map(|text| RequirementId::parse(text).unwrap()).collect()
    }

    #[test]
    fn an_id_is_found_in_every_spelling() {
        let known = ids(&["AC-2", "AC-2(1)", "AC-21", "A.5.1", "164.308(a)(1)(ii)(A)", "PR.AA-01", "1.2.3"]);
        for written in
            ["ac-2.1", "AC-2.1", "AC-02(01)", "AC-2 (1)", "ac-2(1)", "ac-02.01", " AC-2(1) ", "AC2(1)"]
        {
            assert_eq!(meant(written, &known), Some("AC-2(1)"), "{written}");
        }
        for (written, id) in [
            ("a.5.1", "A.5.1"),
            ("164.308 (a) (1) (ii) (a)", "164.308(a)(1)(ii)(A)"),
            ("pr.aa-1", "PR.AA-01"),
            ("01.02.03", "1.2.3"),
            ("ac-021", "AC-21"),
        ] {
            assert_eq!(meant(written, &known), Some(id), "{written}");
        }
        for written in ["AC-2(2)", "AC-2(1)(a)", "5.1", "AC\u{2011}2", "", "-", "AC-211"] {
            assert_eq!(meant(written, &known), None, "{written}");
        }
    }

    #[test]
    fn a_spelling_of_two_ids_means_neither() {
        let known = ids(&["R-1.2", "R-1(2)"]);
        assert_eq!(meant("r-1-2", &known), None);
        assert_eq!(meant("R-1(2)", &known), Some("R-1(2)"));
    }

    #[test]
    fn names_have_one_spelling() {
        let party = [PartyId::parse("platform-1").unwrap()];
        assert_eq!(find_id("Platform-01", party.iter()), None);
    }

    #[test]
    fn a_letter_with_an_accent_is_the_same_in_one_character_and_in_two() {
        assert!(is_same_text("Größe", "Gro\u{308}ße"));
        assert!(!is_same_text("Grosse", "Größe"));
    }
}
