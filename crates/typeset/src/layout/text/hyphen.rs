//! Where words may be divided: by the rules of the document's language, and only words of running text. Ids, names in
//! mixed case, addresses, numbers and abbreviations are never divided with a hyphen, which would seem to be part of
//! them.

use hypher::{Lang, hyphenate_bounded};

use super::shape::Shaper;
use super::shaped::{ShapedPiece, ShapedText};

/// Fewest letters before and after a hyphen.
const BOUNDS: (usize, usize) = (2, 3);

/// Longer words are not of any language, in bytes.
const LONGEST_WORD: usize = 64;

/// Which words may be divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Division {
    /// None.
    Never,
    /// Those that are wider than their line.
    WideWords(Lang),
    /// Those, too, that would leave much of a line empty.
    Gaps(Lang),
}

impl Division {
    pub(super) fn language(self) -> Option<Lang> {
        match self {
            Self::Never => None,
            Self::WideWords(language) | Self::Gaps(language) => Some(language),
        }
    }
}

/// A word that may be divided.
pub(super) struct Divisible {
    /// All that it looks like.
    pub(super) piece: ShapedPiece,
    /// Where a hyphen may stand, in bytes, in order.
    pub(super) breaks: Vec<usize>,
    /// Its length in bytes.
    pub(super) length: usize,
}

impl Divisible {
    /// Reads a word; none if it must stay whole. It must look the same throughout, and be neither code nor a link,
    /// whose underlines and areas would come between the parts.
    pub(super) fn new(
        text: &ShapedText,
        pieces: &[ShapedPiece],
        shaper: &Shaper<'_>,
        language: Lang,
    ) -> Option<Self> {
        let mut shown = pieces.iter().filter(|piece| !piece.space);
        let piece = *shown.next()?;
        let style = text.style_of(&piece);
        let plain = style.tint.is_none()
            && style.picture.is_none()
            && !style.wanted.mono
            && !style.strikethrough
            && style.rise == 0.0;
        if shown.next().is_some() || !plain || style.link.is_some() || text.mixed {
            return None;
        }
        let word = &shaper.get(piece.segment).text;
        let breaks = breaks(word, language);
        (!breaks.is_empty()).then_some(Self { piece, breaks, length: word.len() })
    }

    /// The segment of a part.
    pub(super) fn part(&self, shaper: &mut Shaper<'_>, part: std::ops::Range<usize>) -> u32 {
        shaper.part(self.piece.segment, part)
    }
}

/// The language of a BCP 47 tag, if its words can be divided.
pub(crate) fn language(tag: &str) -> Option<Lang> {
    let code: [u8; 2] = tag.split(['-', '_']).next()?.to_ascii_lowercase().into_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

/// Places in a word, with the punctuation around it, where a hyphen may stand.
fn breaks(text: &str, language: Lang) -> Vec<usize> {
    let Some((start, core)) = core(text).filter(|(_, core)| core.len() <= LONGEST_WORD) else {
        return Vec::new();
    };
    // Names stay whole; in German every noun has a capital.
    if language != Lang::German && core.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let (before, after) = language.bounds();
    let bounds = (before.max(BOUNDS.0), after.max(BOUNDS.1));
    let mut at = start;
    let mut breaks: Vec<usize> = hyphenate_bounded(core, language, bounds.0, bounds.1)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    breaks.pop();
    breaks
}

/// The letters of a word and where they start; none if it is no ordinary word.
fn core(text: &str) -> Option<(usize, &str)> {
    let opened = text.trim_start_matches(['(', '[', '"', '\'', '\u{201c}', '\u{2018}', '\u{ab}', '\u{201e}']);
    let closing =
        ['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', '\u{2026}'];
    let word = opened.trim_end_matches(closing);
    // The "s" after an apostrophe goes with the end of the word.
    let core = match word.rsplit_once(['\'', '\u{2019}']) {
        Some((owner, suffix)) if suffix.chars().count() <= 2 => owner,
        Some(_) | None => word,
    };
    let ordinary = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}'))
        && core.chars().all(char::is_alphabetic)
        && !core.chars().skip(1).any(char::is_uppercase);
    (ordinary && !core.is_empty()).then_some((text.len() - opened.len(), core))
}

#[cfg(test)]
mod tests {
    use super::{breaks, language};

    fn divided(word: &str, tag: &str) -> String {
        let mut text = word.to_owned();
        let language = language(tag).expect("a language with patterns");
        for at in breaks(word, language).into_iter().rev() {
            text.insert(at, '\u{b7}');
        }
        text
    }

    /// From the lists of divided words in Liang's thesis and in the dictionaries of the languages.
    #[test]
    fn words_are_divided_by_the_rules_of_their_language() {
        assert_eq!(divided("hyphenation", "en"), "hy·phen·ation");
        assert_eq!(divided("(organisation's)", "en-GB"), "(or·gan·i·sa·tion's)");
        assert_eq!(divided("Verantwortung,", "de-CH"), "Ver·ant·wor·tung,");
    }

    #[test]
    fn what_is_no_ordinary_word_stays_whole() {
        for word in [
            "NIST",
            "CloudTrail",
            "Amazon",
            "AWS::EC2",
            "eu-west-1",
            "log_retention",
            "cross-account",
            "sha256sum",
            "example.com",
            "yet",
        ] {
            assert_eq!(divided(word, "en"), word);
        }
        assert_eq!(language("tlh"), None);
        assert_eq!(language(""), None);
    }
}
