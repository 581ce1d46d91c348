//! Colours, and their contrast.

use std::fmt;

/// An sRGB colour, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// The colour of paper.
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);

    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        // `from_str_radix` takes a sign, too.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// Contrast ratio from 1 to 21 (WCAG 2.2, "contrast ratio"); the order of the two does not matter.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Relative luminance from 0 to 1 (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// A mixture of two colours: this one at 0, the other at 1.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        let mix =
            |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn contrast_is_that_of_published_pairs() {
        // WebAIM's contrast checker: #777777 on white is 4.48:1, #767676 is 4.54:1, black is 21:1.
        let ratio = |text: &str| {
            let contrast = Color::parse(text).unwrap().contrast(Color::WHITE);
            (contrast * 100.0).round() / 100.0
        };
        assert_eq!([ratio("#777777"), ratio("#767676"), ratio("#000000")], [4.48, 4.54, 21.0]);
    }

    #[test]
    fn only_one_way_to_write_a_colour_is_read() {
        assert_eq!(Color::parse("#1b3A57"), Some(Color(0x1b, 0x3a, 0x57)));
        for text in ["1b3a57", "#1b3a5", "#1b3a577", "#+b3a57", "#1b3ä5", "red", "#fff", ""] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
