//! Message files: the texts of templates, of the program and of the catalog in another language, by the English text.

use std::collections::BTreeMap;

use onus_core::diagnostic::{Code, Diagnostic, did_you_mean, quoted};
use onus_core::source::{Origin, SourceId, Sources};
use onus_core::validate::read_file;
use serde::Deserialize;

use super::PluralCategory;
use super::pattern::value_names;

const SCHEMA: &str = "onus.messages/1";

/// The key of texts.
pub(super) const MESSAGES: &str = "messages";

/// The key of sentences by their pattern.
const SENTENCES: &str = "sentences";

/// A text in a language: in one form, or in one for each category of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum MessageEntry {
    /// One form for all numbers, and for texts without any.
    Text(String),
    /// Forms by category; `other` is used where a category has none.
    Forms(BTreeMap<PluralCategory, String>),
}

impl MessageEntry {
    /// The form for a number.
    pub(super) fn form(&self, category: PluralCategory) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Forms(forms) => {
                forms.get(&category).or_else(|| forms.get(&PluralCategory::Other)).map(String::as_str)
            }
        }
    }

    /// Every form that it has.
    pub fn forms(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::Forms(forms) => forms.values().map(String::as_str).collect(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageFile {
    #[expect(dead_code, reason = "checked before the file is read as this")]
    schema: String,
    #[serde(default)]
    messages: BTreeMap<String, MessageEntry>,
    #[serde(default)]
    sentences: BTreeMap<String, MessageEntry>,
}

/// The texts of a language, or of a file.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct MessageTexts {
    /// Texts of templates, words of the program, texts of the catalog.
    #[serde(default)]
    pub(super) messages: BTreeMap<String, MessageEntry>,
    /// Sentences that the program makes with values, by their pattern.
    #[serde(default)]
    pub(super) sentences: BTreeMap<String, MessageEntry>,
}

impl MessageTexts {
    /// Adds texts, which win over those that are there.
    pub(super) fn extend(&mut self, other: Self) {
        self.messages.extend(other.messages);
        self.sentences.extend(other.sentences);
    }
}

/// Reads a file of a workspace. What is wrong with a text is an error at its key, and the text is left out.
pub(super) fn read(sources: &Sources, id: SourceId) -> (MessageTexts, Vec<Diagnostic>) {
    let (file, mut mistakes) = read_file::<MessageFile>(sources, id, SCHEMA);
    let mut texts = file
        .map(|MessageFile { messages, sentences, .. }| MessageTexts { messages, sentences })
        .unwrap_or_default();
    for (section, entries) in [(MESSAGES, &mut texts.messages), (SENTENCES, &mut texts.sentences)] {
        entries.retain(|english, entry| {
            let found = fault(english, entry);
            let is_sound = found.is_none();
            let span = || sources.span(&Origin::root(id).key(section).key(english.to_owned()));
            mistakes.extend(found.map(|mistake| mistake.at(span(), "")));
            is_sound
        });
    }
    (texts, mistakes)
}

/// What is wrong with a text: no form for all numbers, or a value that the English text does not have.
fn fault(english: &str, entry: &MessageEntry) -> Option<Diagnostic> {
    if entry.form(PluralCategory::Other).is_none() {
        let message = format!("the forms of {} lack `other`", quoted(english));
        let hint = "add `other`, which is used for all numbers without a form of their own";
        return Some(Diagnostic::error(Code::MissingKey, message).hint(hint.to_owned()));
    }
    let known = value_names(english);
    let unknown = entry.forms().into_iter().flat_map(value_names).find(|name| !known.contains(name))?;
    let message = format!("the English text has no `{{{unknown}}}`");
    let hint = did_you_mean(unknown, known.iter().copied());
    Some(Diagnostic::error(Code::BadPlaceholder, message).hint(hint))
}
