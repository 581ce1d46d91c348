//! Typographic quotation marks and apostrophes, by the language of the document. Code, addresses and primes after numbers
//! stay as they are written, and so does the Markdown.

use super::{Inline, InlineKind};

/// The marks of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuoteMarks {
    double: Pair,
    single: Pair,
}

#[derive(Debug, Clone, Copy)]
struct Pair {
    open: &'static str,
    close: &'static str,
}

const APOSTROPHE: &str = "\u{2019}";

/// “ ” and ‘ ’.
const ENGLISH: QuoteMarks = QuoteMarks {
    double: Pair { open: "\u{201c}", close: "\u{201d}" },
    single: Pair { open: "\u{2018}", close: "\u{2019}" },
};

/// „ “ and ‚ ‘.
const GERMAN: QuoteMarks = QuoteMarks {
    double: Pair { open: "\u{201e}", close: "\u{201c}" },
    single: Pair { open: "\u{201a}", close: "\u{2018}" },
};

/// « » with spaces that do not break, and “ ”.
const FRENCH: QuoteMarks = QuoteMarks {
    double: Pair { open: "\u{ab}\u{a0}", close: "\u{a0}\u{bb}" },
    single: Pair { open: "\u{201c}", close: "\u{201d}" },
};

/// « » and “ ”.
const SPANISH: QuoteMarks = QuoteMarks {
    double: Pair { open: "\u{ab}", close: "\u{bb}" },
    single: Pair { open: "\u{201c}", close: "\u{201d}" },
};

/// « » and ‹ ›, as they are set in Switzerland.
const SWISS: QuoteMarks = QuoteMarks {
    double: Pair { open: "\u{ab}", close: "\u{bb}" },
    single: Pair { open: "\u{2039}", close: "\u{203a}" },
};

impl QuoteMarks {
    /// The marks of a language by its tag; those of English for one that is not known here.
    fn of(language: &str) -> Self {
        let tag = language.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let (language, is_swiss) = (parts.next().unwrap_or_default(), parts.any(|part| part == "ch"));
        match language {
            "de" if is_swiss => SWISS,
            "de" => GERMAN,
            "fr" => FRENCH,
            "es" => SPANISH,
            _ => ENGLISH,
        }
    }

    /// The marks for a document; none if there is nothing in it that would be set.
    pub(super) fn for_document(markdown: &str, language: &str) -> Option<Self> {
        // There is no early exit, so that the compiler can compare many bytes at once.
        let found = markdown.bytes().fold(false, |found, byte| found | (byte == b'"') | (byte == b'\''));
        (found || markdown.contains('&')).then(|| Self::of(language))
    }

    /// Sets the marks in a text.
    pub(super) fn set(self, content: &mut [Inline]) {
        let is_marked = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => text.bytes().any(|byte| matches!(byte, b'"' | b'\'')),
            _ => false,
        };
        if !content.iter().any(is_marked) {
            return;
        }
        let said: Vec<char> = content.iter().flat_map(said).collect();
        let mut reader = QuoteReader { marks: self, said: &said, at: 0, in_double: false, in_single: false };
        for inline in content {
            let is_address = is_address(inline);
            match &mut inline.kind {
                InlineKind::Text(text) if !is_address => reader.text(text),
                _ => reader.at += said_length(inline),
            }
        }
    }
}

/// What an inline is to the marks beside it.
fn said(inline: &Inline) -> Vec<char> {
    match &inline.kind {
        InlineKind::Text(text) => text.chars().collect(),
        InlineKind::Code(_) | InlineKind::Picture(_) => vec!['x'],
        InlineKind::LineBreak | InlineKind::Item(_) => vec![' '],
        InlineKind::FootnoteReference(_) => vec!['.'],
    }
}

fn said_length(inline: &Inline) -> usize {
    match &inline.kind {
        InlineKind::Text(text) => text.chars().count(),
        _ => 1,
    }
}

/// Whether a text is the address that it leads to.
fn is_address(inline: &Inline) -> bool {
    match (&inline.link, &inline.kind) {
        (Some(link), InlineKind::Text(text)) => link.ends_with(text.as_str()),
        _ => false,
    }
}

/// How far a text has been read.
struct QuoteReader<'s> {
    marks: QuoteMarks,
    /// All of the text.
    said: &'s [char],
    at: usize,
    in_double: bool,
    in_single: bool,
}

impl QuoteReader<'_> {
    fn text(&mut self, text: &mut String) {
        let mut set = String::with_capacity(text.len() + 8);
        for character in text.chars() {
            match character {
                '"' => set.push_str(self.double()),
                '\'' => set.push_str(self.single()),
                _ => set.push(character),
            }
            self.at += 1;
        }
        *text = set;
    }

    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).and_then(|before| self.said.get(before)).copied()
    }

    fn after(&self) -> Option<char> {
        self.said.get(self.at + 1).copied()
    }

    /// Whether a mark here has nothing before it and a word behind.
    fn opens(&self) -> bool {
        let is_free = |before: char| before.is_whitespace() || "([{<\u{2013}\u{2014}/|=:\"'".contains(before);
        self.before().is_none_or(is_free) && self.after().is_some_and(|after| !after.is_whitespace())
    }

    fn follows_digit(&self) -> bool {
        self.before().is_some_and(|before| before.is_ascii_digit())
    }

    fn double(&mut self) -> &'static str {
        if !self.in_double && self.opens() {
            self.in_double = true;
            return self.marks.double.open;
        }
        if !self.in_double && self.follows_digit() {
            return "\"";
        }
        self.in_double = false;
        self.marks.double.close
    }

    fn single(&mut self) -> &'static str {
        let is_word = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
        let (before, after) = (is_word(self.before()), is_word(self.after()));
        if before && after && !self.follows_digit() {
            return APOSTROPHE;
        }
        if !self.in_single && self.opens() {
            let rest = &self.said[self.at + 1..];
            let is_year = rest.first().is_some_and(char::is_ascii_digit);
            if is_year || !rest.contains(&'\'') {
                return APOSTROPHE;
            }
            self.in_single = true;
            return self.marks.single.open;
        }
        if self.in_single && !after {
            self.in_single = false;
            return self.marks.single.close;
        }
        if self.follows_digit() && !after { "'" } else { APOSTROPHE }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, Meta, parse, plain_text};

    fn set(language: &str, markdown: &str) -> String {
        let meta = Meta { language: language.to_owned(), ..Meta::titled("") };
        match &parse(markdown, meta).blocks[0].kind {
            BlockKind::Paragraph(content) => plain_text(content),
            found => panic!("{found:?}"),
        }
    }

    #[test]
    fn each_language_has_its_own_marks() {
        let text = "He said \"it's 'fine' now\".";
        assert_eq!(set("en", text), "He said “it’s ‘fine’ now”.");
        assert_eq!(set("de", text), "He said „it’s ‚fine‘ now“.");
        assert_eq!(set("de-CH", text), "He said «it’s ‹fine› now».");
        assert_eq!(set("fr-FR", text), "He said «\u{a0}it’s “fine” now\u{a0}».");
        assert_eq!(set("es", text), "He said «it’s “fine” now».");
        assert_eq!(set("pl", text), "He said “it’s ‘fine’ now”.");
    }

    #[test]
    fn marks_are_told_from_primes_and_apostrophes() {
        assert_eq!(set("en", "A 19\" rack, 6' high"), "A 19\" rack, 6' high");
        assert_eq!(set("en", "the \"5\" and the customers' keys"), "the “5” and the customers’ keys");
        assert_eq!(set("en", "in the '90s, the 1990's"), "in the ’90s, the 1990’s");
        assert_eq!(set("en", "(\"a\") \"**b**\" c\"d\""), "(“a”) “b” c”d”");
    }

    #[test]
    fn code_and_addresses_keep_theirs() {
        assert_eq!(set("en", "`it's` \"`a`\" https://a.example/it's"), "it's “a” https://a.example/it's");
    }
}
