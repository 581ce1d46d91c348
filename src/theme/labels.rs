//! Labels and marks of the theme: words and letters with what they stand on.

use std::collections::BTreeMap;
use std::str::FromStr;

use onus_core::diagnostic::{Code, quoted};
use onus_core::source::Origin;
use onus_typeset::theme::{Color, LabelColors, MarkColors, MarkShape};

use super::ThemeReader;
use super::colors::{Background, NamedColor};
use super::section::{Sourced, ThemeSection};
use crate::theme::schema::{ColorText, LabelEntry, MarkEntry};

/// Most words with a label, and most marks: each cell of a table is compared with all of them.
const MOST_LABELS: usize = 100;

/// Longest text of a mark, in characters: columns of longer texts are none of marks.
const LONGEST_MARK: usize = 2;

/// The colours of a text and of what it stands on.
#[derive(Clone)]
struct GroundColors {
    text: Sourced<Color>,
    fill: Sourced<Color>,
}

/// Such colours as an entry gives them.
struct GivenColors<'e> {
    text: Option<&'e ColorText>,
    fill: Option<&'e ColorText>,
}

/// A word and its label.
#[derive(Clone)]
struct WordLabel {
    ground: GroundColors,
    outline: Option<Color>,
}

/// A letter and its mark.
#[derive(Clone)]
struct LetterMark {
    ground: GroundColors,
    shape: MarkShape,
}

impl ThemeReader<'_> {
    /// The words that the built-in theme has, with what the workspace changes and adds, by word.
    pub(super) fn labels(
        &mut self,
        section: &ThemeSection<'_, BTreeMap<String, LabelEntry>>,
    ) -> Vec<LabelColors> {
        let mut labels: BTreeMap<&str, WordLabel> = BTreeMap::new();
        // The built-in theme comes last in the layers, and first here: the workspace changes it.
        for (entries, origin) in section.layers().iter().rev() {
            for (word, entry) in *entries {
                let at = origin.key(word.clone());
                let known = labels.get(word.as_str()).cloned();
                let outline = self.given_color(&at, "outline", entry.outline.as_ref());
                let outline = outline.map(|outline| outline.value);
                let outline = outline.or(known.as_ref().and_then(|known| known.outline));
                let given = GivenColors { text: entry.text.as_ref(), fill: entry.fill.as_ref() };
                if let Some(ground) = self.ground(&at, "label", &given, known.map(|known| known.ground)) {
                    labels.insert(word, WordLabel { ground, outline });
                }
            }
        }
        self.at_most(section, labels.len(), "words with labels");
        let mut finished = Vec::new();
        for (word, WordLabel { ground, outline }) in labels {
            self.readable_on_ground(word, "its label", &ground);
            let (text, fill) = (ground.text.value, ground.fill.value);
            finished.push(LabelColors { word: word.to_owned(), text, fill, outline });
        }
        finished
    }

    /// The letters that the built-in theme has, with what the workspace changes and adds, by letter.
    pub(super) fn marks(
        &mut self,
        section: &ThemeSection<'_, BTreeMap<String, MarkEntry>>,
    ) -> Vec<MarkColors> {
        let mut marks: BTreeMap<&str, LetterMark> = BTreeMap::new();
        for (entries, origin) in section.layers().iter().rev() {
            for (letter, entry) in *entries {
                let at = origin.key(letter.clone());
                if letter.chars().count() > LONGEST_MARK {
                    let message = format!("{} is too long for a mark", quoted(letter));
                    let hint = "marks stand for one or two characters".to_owned();
                    self.diagnostics.error(Code::UnknownWord, &at, message).help(hint);
                    continue;
                }
                let known = marks.get(letter.as_str()).cloned();
                let shape = entry.shape.as_deref().and_then(|word| self.shape(&at, word));
                let shape = shape.or(known.as_ref().map(|known| known.shape)).unwrap_or(MarkShape::Square);
                let given = GivenColors { text: entry.text.as_ref(), fill: entry.fill.as_ref() };
                if let Some(ground) = self.ground(&at, "mark", &given, known.map(|known| known.ground)) {
                    marks.insert(letter, LetterMark { ground, shape });
                }
            }
        }
        self.at_most(section, marks.len(), "marks");
        let mut finished = Vec::new();
        for (letter, LetterMark { ground, shape }) in marks {
            self.readable_on_ground(letter, "its mark", &ground);
            let (text, fill) = (ground.text.value, ground.fill.value);
            finished.push(MarkColors { letter: letter.to_owned(), text, fill, shape });
        }
        finished
    }

    fn shape(&mut self, at: &Origin, word: &str) -> Option<MarkShape> {
        let shape = MarkShape::from_str(word).ok();
        if shape.is_none() {
            let words: Vec<&str> = MarkShape::ALL.iter().map(|shape| (*shape).into()).collect();
            let message = format!("{} is not a shape", quoted(word));
            let hint = format!("use one of: {}", words.join(", "));
            self.diagnostics.error(Code::UnknownWord, &at.key("shape"), message).help(hint);
        }
        shape
    }

    /// The colours of an entry, on top of what is known; a new one needs both.
    fn ground(
        &mut self,
        at: &Origin,
        kind: &str,
        given: &GivenColors<'_>,
        known: Option<GroundColors>,
    ) -> Option<GroundColors> {
        if known.is_none() && (given.text.is_none() || given.fill.is_none()) {
            let message = format!("a new {kind} needs both `text` and `fill`");
            self.diagnostics.error(Code::MissingKey, at, message);
            return None;
        }
        let (known_text, known_fill) = known.map(|known| (known.text, known.fill)).unzip();
        let text = self.given_color(at, "text", given.text).or(known_text);
        let fill = self.given_color(at, "fill", given.fill).or(known_fill);
        Some(GroundColors { text: text?, fill: fill? })
    }

    /// A colour of an entry, if it is given here.
    fn given_color(
        &mut self,
        at: &Origin,
        key: &'static str,
        text: Option<&ColorText>,
    ) -> Option<Sourced<Color>> {
        let text = Sourced { value: text?, origin: at.key(key) };
        Some(Sourced { value: self.color(&text)?, origin: text.origin })
    }

    fn at_most<S>(&mut self, section: &ThemeSection<'_, S>, count: usize, what: &str) {
        if let Some((_, origin)) = section.layers().first().filter(|_| count > MOST_LABELS) {
            let message = format!("more than {MOST_LABELS} {what}");
            self.diagnostics.error(Code::BadColor, origin, message);
        }
    }

    /// Reports a text that is badly read on what it stands on.
    fn readable_on_ground(&mut self, text: &str, ground: &str, colors: &GroundColors) {
        let text = NamedColor { name: text, color: colors.text.clone() };
        let fill = NamedColor { name: "fill", color: colors.fill.clone() };
        let background = Background { name: ground.to_owned(), ..(&fill).into() };
        self.readable(&text, &[background]);
    }
}
