//! The words of documents in the language of their organisation.
//!
//! A text is looked up by the English one, as gettext does it: templates stay readable, English needs no file, and a
//! translation whose English text has changed is no longer found instead of saying something else. The same files have the
//! texts of templates, of the program and of the catalog. Fluent was looked at: its ids would stand in templates in place
//! of sentences, its formatter brings some twenty crates and puts invisible marks around values, and of all that it can do
//! we need plural forms.

mod file;
mod pattern;
mod plural;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::model::Language;
use onus_core::source::{Origin, Sources};

use crate::load::{MessageText, builtin_messages};

use file::MessageTexts;
use pattern::pieces;

pub use file::MessageEntry;
pub use pattern::{fill, value_names};
pub use plural::PluralCategory;

/// A value of this name is a list: `a, b and c`.
const LIST: &str = "names";

/// A value of this name is a number, which chooses the form of a text.
const NUMBER: &str = "n";

/// The English text between the last two items of a list, with its values.
const LAST_TWO: &str = "{names} and {last}";

/// The texts of a language.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    /// Primary code, such as `de`; empty for English without any file.
    language: String,
    /// By the English text.
    texts: MessageTexts,
    /// The patterns of sentences, those with more words first, so that the most particular one wins.
    patterns: Vec<String>,
}

impl Messages {
    fn new(language: &str, texts: MessageTexts) -> Self {
        let words =
            |text: &str| text.len() - value_names(text).iter().map(|name| name.len() + 2).sum::<usize>();
        let mut patterns: Vec<String> = texts.sentences.keys().cloned().collect();
        patterns.sort_by_key(|text| (std::cmp::Reverse(words(text)), text.clone()));
        Self { language: language.to_owned(), texts, patterns }
    }

    fn entry(&self, english: &str) -> Option<&MessageEntry> {
        self.texts.messages.get(english).or_else(|| self.texts.sentences.get(english))
    }

    /// The built-in texts of a language alone.
    pub fn builtin(language: &str) -> Self {
        Self::new(language, builtin_texts(language))
    }

    /// Every English text that has a translation.
    pub fn english_texts(&self) -> impl Iterator<Item = &str> {
        self.texts.messages.keys().chain(self.texts.sentences.keys()).map(String::as_str)
    }

    /// True if there is a translation of an English text.
    pub fn has(&self, english: &str) -> bool {
        self.entry(english).is_some()
    }

    /// The translation of an English text, or the text itself.
    pub fn text<'t>(&'t self, english: &'t str) -> &'t str {
        self.entry(english).and_then(|entry| entry.form(PluralCategory::Other)).unwrap_or(english)
    }

    /// The form of a text for a number. `other` is the English form for numbers other than one.
    pub fn form<'t>(&'t self, english: &'t str, other: Option<&'t str>, number: u64) -> &'t str {
        let category = PluralCategory::of(&self.language, number);
        match self.entry(english).and_then(|entry| entry.form(category)) {
            Some(text) => text,
            None if number == 1 => english,
            None => other.unwrap_or(english),
        }
    }

    /// The translation of a text that the program made: of the whole text, or by the pattern that it was made from.
    pub fn translated<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        if self.texts.messages.is_empty() && self.texts.sentences.is_empty() {
            return Cow::Borrowed(text);
        }
        if self.has(text) {
            return Cow::Borrowed(self.text(text));
        }
        let made = self.patterns.iter().find_map(|pattern| self.by_pattern(pattern, text));
        made.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// The translation of a text that a pattern gives.
    fn by_pattern(&self, pattern: &str, text: &str) -> Option<String> {
        let pattern_pieces = pieces(pattern);
        let values = pattern::values(&pattern_pieces, text)?;
        let number = values.iter().find(|value| value.name == NUMBER).map(|value| value.value.parse::<u64>());
        let number = number.transpose().ok()?;
        let translation = match number {
            Some(number) => self.form(pattern, None, number),
            None => self.text(pattern),
        };
        let value = |name: &str| {
            let found = values.iter().find(|value| value.name == name).map_or("", |value| value.value);
            let value = if name == LIST { self.list(found) } else { self.translated(found).into_owned() };
            Ok::<_, std::convert::Infallible>(value)
        };
        fill(translation, value).ok().map(Cow::into_owned)
    }

    /// A list of names with the language's word between the last two.
    fn list(&self, names: &str) -> String {
        let item = |name: &str| self.text(name).to_owned();
        let all = |names: &str| names.split(", ").map(item).collect::<Vec<_>>().join(", ");
        match names.rsplit_once(" and ") {
            Some((before, last)) => {
                let joined = self.text(LAST_TWO);
                joined.replace("{names}", &all(before)).replace("{last}", &item(last))
            }
            None => all(names),
        }
    }
}

/// The texts of every language that the organisations of a workspace use.
#[derive(Debug, Default)]
pub struct MessageBook {
    /// By tag.
    languages: BTreeMap<String, Arc<Messages>>,
    /// The texts of the workspace's own files.
    own: Vec<OwnMessage>,
}

/// A text of a message file of the workspace.
#[derive(Debug)]
pub struct OwnMessage {
    /// Tag of its language.
    pub language: String,
    /// The English text.
    pub english: String,
    /// Its entry.
    pub origin: Origin,
}

impl MessageBook {
    /// Reads the built-in texts of these languages and the workspace's own, which win, with every mistake in these.
    pub fn read<'l>(
        sources: &Sources,
        own: &[MessageText],
        languages: impl IntoIterator<Item = &'l Language>,
    ) -> (Self, Vec<Diagnostic>) {
        let (mut book, mut mistakes) = (Self::default(), Vec::new());
        let mut own_texts: BTreeMap<&str, MessageTexts> = BTreeMap::new();
        for file in own {
            let (texts, found) = file::read(sources, file.source);
            mistakes.extend(found);
            book.own.extend(texts.messages.keys().map(|english| OwnMessage {
                language: file.language.clone(),
                english: english.clone(),
                origin: Origin::root(file.source).key(file::MESSAGES).key(english.clone()),
            }));
            own_texts.entry(&file.language).or_default().extend(texts);
        }
        for language in languages {
            let tag = language.as_str();
            if book.languages.contains_key(tag) {
                continue;
            }
            let mut texts = MessageTexts::default();
            // What is said for `de-CH` wins over what is said for `de`.
            for part in [primary(tag), tag] {
                texts.extend(builtin_texts(part));
                texts.extend(own_texts.get(part).cloned().unwrap_or_default());
            }
            book.languages.insert(tag.to_owned(), Arc::new(Messages::new(primary(tag), texts)));
        }
        (book, mistakes)
    }

    /// The texts of a language; those of a language that was not asked for are English.
    pub fn of(&self, language: &str) -> Arc<Messages> {
        self.languages.get(language).cloned().unwrap_or_default()
    }

    /// The texts of the workspace's own files.
    pub fn own(&self) -> &[OwnMessage] {
        &self.own
    }

    /// Every language, by its tag.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Arc<Messages>)> {
        self.languages.iter().map(|(tag, messages)| (tag.as_str(), messages))
    }
}

fn builtin_texts(language: &str) -> MessageTexts {
    let read = builtin_messages(language).map(serde_json::from_str);
    read.map(|read| read.expect("the built-in texts are well formed")).unwrap_or_default()
}

/// The primary code of a tag: `de` of `de-CH`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(texts: &[(&str, &str)]) -> BTreeMap<String, MessageEntry> {
        let entry =
            |(english, text): &(&str, &str)| ((*english).to_owned(), MessageEntry::Text((*text).to_owned()));
        texts.iter().map(entry).collect()
    }

    #[test]
    fn texts_of_the_program_are_translated_by_their_pattern() {
        let messages = entries(&[
            ("{names} and {last}", "{names} und {last}"),
            ("All services", "Alle Dienste"),
            ("Planned", "Geplant"),
            ("to {name}", "an {name}"),
        ]);
        let sentences = entries(&[
            ("All services except {names}", "Alle Dienste außer {names}"),
            ("{title} is {status}", "{title}: {status}"),
        ]);
        let german = Messages::new("de", MessageTexts { messages, sentences });
        assert_eq!(german.translated("All services"), "Alle Dienste");
        assert_eq!(
            german.translated("All services except S3, RDS and EKS"),
            "Alle Dienste außer S3, RDS und EKS"
        );
        assert_eq!(german.translated("Backup is Planned"), "Backup: Geplant");
        assert_eq!(german.translated("Sand and stone"), "Sand and stone");
        assert_eq!(german.translated("to Berlin"), "to Berlin", "only sentences are patterns");
    }

    #[test]
    fn numbers_choose_their_form() {
        let forms = [(PluralCategory::One, "{n} Dienst"), (PluralCategory::Other, "{n} Dienste")];
        let forms = forms.map(|(category, text)| (category, text.to_owned())).into_iter().collect();
        let messages = [("{n} service".to_owned(), MessageEntry::Forms(forms))].into_iter().collect();
        let german = Messages::new("de", MessageTexts { messages, ..MessageTexts::default() });
        assert_eq!(german.form("{n} service", Some("{n} services"), 1), "{n} Dienst");
        assert_eq!(german.form("{n} service", Some("{n} services"), 2), "{n} Dienste");
        let english = Messages::default();
        assert_eq!(english.form("{n} service", Some("{n} services"), 2), "{n} services");
        assert_eq!(english.form("{n} service", Some("{n} services"), 1), "{n} service");
    }
}
