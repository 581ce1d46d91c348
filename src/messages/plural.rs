//! Which form of a text goes with a number: the rules of CLDR 47 for cardinal numbers, as far as whole numbers need them.
//! <https://www.unicode.org/cldr/charts/47/supplemental/language_plural_rules.html>

use serde::Deserialize;

/// A form of a text that says a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PluralCategory {
    /// None, in languages that have a form for it.
    Zero,
    /// One thing.
    One,
    /// Two things, in languages that have a form for it.
    Two,
    /// Few, in Slavic and other languages.
    Few,
    /// Many, in Slavic and other languages.
    Many,
    /// Every other number; the only form that all languages have.
    Other,
}

impl PluralCategory {
    /// The form for a number in a language, given by its primary code. A language that is not listed has one form for 1
    /// and another for all else, as most have.
    pub fn of(language: &str, number: u64) -> Self {
        let (ten, hundred) = (number % 10, number % 100);
        let is_teen = (11..=14).contains(&hundred);
        match language {
            "id" | "ja" | "ko" | "lo" | "ms" | "my" | "th" | "vi" | "zh" => Self::Other,
            "fr" | "hy" | "pt" if number <= 1 => Self::One,
            "be" | "bs" | "hr" | "ru" | "sr" | "uk" if ten == 1 && hundred != 11 => Self::One,
            "be" | "bs" | "hr" | "ru" | "sr" | "uk" if (2..=4).contains(&ten) && !is_teen => Self::Few,
            "be" | "ru" | "uk" => Self::Many,
            "cs" | "sk" if (2..=4).contains(&number) => Self::Few,
            "pl" if number != 1 && (2..=4).contains(&ten) && !is_teen => Self::Few,
            "pl" if number != 1 => Self::Many,
            "lt" if ten == 1 && !(11..=19).contains(&hundred) => Self::One,
            "lt" if ten >= 2 && !(11..=19).contains(&hundred) => Self::Few,
            "lv" if ten == 0 || (11..=19).contains(&hundred) => Self::Zero,
            "lv" if ten == 1 => Self::One,
            "ro" if number != 1 && (number == 0 || (1..=19).contains(&hundred)) => Self::Few,
            "sl" if hundred == 1 => Self::One,
            "sl" if hundred == 2 => Self::Two,
            "sl" if hundred == 3 || hundred == 4 => Self::Few,
            "bs" | "hr" | "lt" | "lv" | "sl" | "sr" => Self::Other,
            "fr" | "hy" | "pt" => Self::Other,
            _ if number == 1 => Self::One,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PluralCategory::{self, Few, Many, One, Other, Two, Zero};

    /// Examples of the CLDR charts.
    #[test]
    fn forms_are_those_of_cldr() {
        for (language, numbers) in [
            ("de", [(0, Other), (1, One), (2, Other), (21, Other)]),
            ("fr", [(0, One), (1, One), (2, Other), (21, Other)]),
            ("ja", [(0, Other), (1, Other), (2, Other), (21, Other)]),
            ("pl", [(0, Many), (1, One), (22, Few), (12, Many)]),
            ("ru", [(21, One), (11, Many), (3, Few), (5, Many)]),
            ("cs", [(1, One), (2, Few), (5, Other), (22, Other)]),
            ("lt", [(1, One), (21, One), (2, Few), (11, Other)]),
            ("lv", [(0, Zero), (21, One), (11, Zero), (2, Other)]),
            ("ro", [(0, Few), (1, One), (119, Few), (20, Other)]),
            ("sl", [(101, One), (102, Two), (4, Few), (5, Other)]),
        ] {
            for (number, form) in numbers {
                assert_eq!(PluralCategory::of(language, number), form, "{number} in {language}");
            }
        }
    }
}
