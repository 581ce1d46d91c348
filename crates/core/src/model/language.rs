//! The language of documents, as readers of PDFs and screen readers want it named.

use oxilangtag::LanguageTag;

/// The languages with a code of two letters (ISO 639-1).
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne \
ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su \
sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What people write instead of a code, and the code: names, codes of countries, and codes of three letters where there
/// is one of two, which is then the only right one (RFC 5646, section 2.2.1).
const NAMES: [(&str, &str); 53] = [
    ("c", "en"),
    ("posix", "en"),
    ("english", "en"),
    ("eng", "en"),
    ("uk english", "en-GB"),
    ("british english", "en-GB"),
    ("american english", "en-US"),
    ("german", "de"),
    ("deutsch", "de"),
    ("ger", "de"),
    ("deu", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("spa", "es"),
    ("italian", "it"),
    ("italiano", "it"),
    ("ita", "it"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("por", "pt"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("nld", "nl"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("pol", "pl"),
    ("swedish", "sv"),
    ("svenska", "sv"),
    ("swe", "sv"),
    ("danish", "da"),
    ("dk", "da"),
    ("finnish", "fi"),
    ("norwegian", "no"),
    ("czech", "cs"),
    ("cz", "cs"),
    ("greek", "el"),
    ("gr", "el"),
    ("japanese", "ja"),
    ("jp", "ja"),
    ("jpn", "ja"),
    ("chinese", "zh"),
    ("cn", "zh"),
    ("zho", "zh"),
    ("korean", "ko"),
    ("russian", "ru"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// A language as a tag of BCP 47 (RFC 5646), such as `en` or `de-CH`, in the usual spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// English.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Reads a tag of a language that exists.
    pub fn parse(text: &str) -> Option<Self> {
        let tag = LanguageTag::parse_and_normalize(text).ok()?;
        let code = tag.primary_language();
        let exists = match code.len() {
            2 => CODES.split(' ').any(|known| known == code),
            3 => NAMES.iter().all(|(name, _)| *name != code),
            _ => false,
        };
        exists.then(|| Self(tag.into_inner()))
    }

    /// The language that a text means that is not a tag, if that is clear: `de-DE` for `de_DE.UTF-8`.
    pub fn nearest(text: &str) -> Option<Self> {
        let locale = text.split(['.', '@']).next().unwrap_or_default().trim().replace('_', "-");
        let name =
            |text: &str| NAMES.iter().find(|(name, _)| *name == text.to_lowercase()).map(|(_, code)| *code);
        let by_first_part = || {
            let (first, rest) = locale.split_once('-')?;
            Self::parse(&format!("{}-{rest}", name(first)?))
        };
        Self::parse(&locale).or_else(|| Self::parse(name(&locale)?)).or_else(by_first_part)
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn tags_are_kept_in_their_usual_spelling() {
        for (written, tag) in [
            ("en", "en"),
            ("DE-ch", "de-CH"),
            ("zh-hant-TW", "zh-Hant-TW"),
            ("gsw", "gsw"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(Language::parse(written).as_ref().map(Language::as_str), Some(tag));
        }
    }

    #[test]
    fn what_is_no_tag_is_answered_with_the_tag_that_is_meant() {
        for (written, tag) in [
            ("de_DE", Some("de-DE")),
            ("zh_CN", Some("zh-CN")),
            ("fr_FR.UTF-8", Some("fr-FR")),
            ("ca_ES@valencia", Some("ca-ES")),
            ("german", Some("de")),
            ("Deutsch", Some("de")),
            ("eng", Some("en")),
            ("eng-US", Some("en-US")),
            ("jp", Some("ja")),
            ("C.UTF-8", Some("en")),
            ("", None),
            ("xx", None),
            ("klingon", None),
            ("de DE", None),
            ("x-mine", None),
        ] {
            assert_eq!(Language::parse(written), None, "{written}");
            assert_eq!(Language::nearest(written).as_ref().map(Language::as_str), tag, "{written}");
        }
    }
}
