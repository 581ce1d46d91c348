//! The theme: what a workspace says about looks on top of what is built in. Measures that leave no page, and text that
//! would not be read, are mistakes.

mod assets;
mod colors;
mod files;
mod front_matter;
mod furniture;
mod labels;
mod measures;
mod schema;
mod section;

use onus_core::diagnostic::{Diagnostic, Diagnostics};
use onus_core::source::{Origin, Sources, read_yaml};
use onus_core::validate::read_file;
use onus_typeset::theme::{FixedWords, FurnitureLine, LabelColors, Theme};

use crate::load::ThemeTexts;
use crate::messages::Messages;

use colors::ThemeColors;
use schema::{LineEntry, ThemeFile};
use section::ThemeSection;

pub use assets::{AssetPath, FontFile, FontFiles, ThemeFiles};
pub use front_matter::{SplitFile, read_front_matter, unread_front_matter};

const SCHEMA: &str = "onus.theme/1";

/// What a workspace's theme says.
#[derive(Debug, Clone)]
pub struct WorkspaceTheme {
    /// Sizes, distances and colours.
    pub theme: Theme,
    /// The fonts and the logo that it names.
    pub files: ThemeFiles,
    /// Every mistake in it. What is mistaken looks as it is built in.
    pub mistakes: Vec<Diagnostic>,
}

/// The theme of a workspace: its own values on top of the built-in ones, its words in the language of the messages.
pub fn theme(sources: &Sources, texts: ThemeTexts, messages: &Messages) -> WorkspaceTheme {
    let mut diagnostics = Diagnostics::new(sources);
    let own = texts.own.and_then(|id| {
        let (file, mistakes) = read_file::<ThemeFile>(sources, id, SCHEMA);
        for mistake in mistakes {
            diagnostics.push(mistake);
        }
        Some((file?, Origin::root(id)))
    });
    let builtin =
        read_yaml::<ThemeFile>(sources, texts.builtin).value.expect("the built-in theme is well formed");
    let layers = own.iter().map(|(file, origin)| (file, origin.clone()));
    let section = ThemeSection::new(layers.chain([(&builtin, Origin::root(texts.builtin))]).collect());
    let mut reader = ThemeReader { diagnostics, messages };
    let theme = read(&mut reader, &section);
    let fonts = reader.fonts(&section.part("fonts", |file| file.fonts.as_ref()));
    let files = ThemeFiles { fonts, logo: reader.logo(&section) };
    WorkspaceTheme { theme, files, mistakes: reader.diagnostics.finish() }
}

/// Reads values out of sections and notes their mistakes.
struct ThemeReader<'s> {
    diagnostics: Diagnostics<'s>,
    messages: &'s Messages,
}

fn read(reader: &mut ThemeReader<'_>, file: &ThemeSection<'_, ThemeFile>) -> Theme {
    let text = file.part("text", |file| file.text.as_ref());
    let headings = file.part("headings", |file| file.headings.as_ref());
    let gaps = file.part("gaps", |file| file.gaps.as_ref());
    let ThemeColors { colors, mut labels, marks, chart_colors } = reader.colors(file);
    let translated = labels.iter().filter_map(|label| in_language(label, reader.messages));
    labels.extend(translated.collect::<Vec<_>>());
    Theme {
        paper: file.first("paper", |file| file.paper).value,
        margins: reader.margins(&file.part("margins", |file| file.margins.as_ref())),
        body: reader.size(&text.part("body", |text| text.body.as_ref())),
        table: reader.size(&text.part("table", |text| text.table.as_ref())),
        code: reader.size(&text.part("code", |text| text.code.as_ref())),
        note: reader.size(&text.part("note", |text| text.note.as_ref())),
        furniture: reader.size(&text.part("furniture", |text| text.furniture.as_ref())),
        title: reader.heading(&headings.part("title", |all| all.title.as_ref())),
        headings: [
            reader.heading(&headings.part("level-1", |all| all.level_1.as_ref())),
            reader.heading(&headings.part("level-2", |all| all.level_2.as_ref())),
            reader.heading(&headings.part("level-3", |all| all.level_3.as_ref())),
            reader.heading(&headings.part("level-4", |all| all.level_4.as_ref())),
            reader.heading(&headings.part("level-5", |all| all.level_5.as_ref())),
            reader.heading(&headings.part("level-6", |all| all.level_6.as_ref())),
        ],
        paragraph_gap: reader.gap(gaps.all("paragraph", |gaps| gaps.paragraph)),
        item_gap: reader.gap(gaps.all("item", |gaps| gaps.item)),
        block_gap: reader.gap(gaps.all("block", |gaps| gaps.block)),
        indent: reader.gap(gaps.all("indent", |gaps| gaps.indent)),
        cells: reader.cells(&file.part("cells", |file| file.cells.as_ref())),
        colors,
        chart_colors,
        labels,
        marks,
        header: reader.line(&file.part("header", |file| file.header.as_ref())),
        footer: reader.line(&file.part("footer", |file| file.footer.as_ref())),
        words: FixedWords::default().map(|word| reader.messages.text(word).to_owned()),
    }
}

/// The label of a word for its translation, if that is another word.
fn in_language(label: &LabelColors, messages: &Messages) -> Option<LabelColors> {
    let mut rest = label.word.chars();
    let first = rest.next()?;
    let english: String = first.to_uppercase().chain(rest).collect();
    let word = messages.has(&english).then(|| messages.text(&english).to_owned())?;
    Some(LabelColors { word, ..label.clone() })
}

impl ThemeReader<'_> {
    fn line(&mut self, line: &ThemeSection<'_, LineEntry>) -> FurnitureLine {
        FurnitureLine {
            left: self.furniture(&line.first("left", |line| line.left.as_deref())),
            middle: self.furniture(&line.first("middle", |line| line.middle.as_deref())),
            right: self.furniture(&line.first("right", |line| line.right.as_deref())),
        }
    }
}

#[cfg(test)]
mod tests {
    use onus_core::source::Sources;
    use onus_typeset::theme::Theme;

    use super::theme;
    use crate::load::{ThemeTexts, builtin_theme};
    use crate::messages::Messages;

    /// Whoever uses the typesetter alone gets the same pages but for labels and marks, whose words are those of our reports.
    #[test]
    fn the_built_in_theme_is_that_of_the_typesetter_with_labels_and_marks() {
        let mut sources = Sources::default();
        let builtin = builtin_theme(&mut sources);
        let read = theme(&sources, ThemeTexts { builtin, own: None }, &Messages::default());
        assert_eq!(read.mistakes, []);
        assert!(!read.theme.labels.is_empty());
        assert!(!read.theme.marks.is_empty());
        assert_eq!(Theme { labels: Vec::new(), marks: Vec::new(), ..read.theme }, Theme::default());
    }
}
