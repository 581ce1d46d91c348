//! Themes: every size, colour and line of page furniture by its name. All sizes and distances are points.
//!
//! *Furniture* is the trade word for what stands on every page outside the text: running headers and footers.

mod color;
mod defaults;
mod page;
mod words;

pub use color::Color;
pub use page::{Orientation, Paper};
pub use words::FixedWords;

/// How documents look.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Size of sheets for documents that do not choose one. The layout takes it from the metadata of a document.
    pub paper: Paper,
    /// Space around the text area of every page.
    pub margins: Margins,
    /// Running text.
    pub body: TextSize,
    /// Text in tables.
    pub table: TextSize,
    /// Code blocks; inline code takes its size from the text around it.
    pub code: TextSize,
    /// Footnotes.
    pub note: TextSize,
    /// Page headers and footers, the furniture of a page.
    pub furniture: TextSize,
    /// The title: the first heading of level 1.
    pub title: HeadingSize,
    /// Other headings, by level from 1.
    pub headings: [HeadingSize; 6],
    /// Between paragraphs and other blocks.
    pub paragraph_gap: f32,
    /// Between items of a list.
    pub item_gap: f32,
    /// Above and below tables, code blocks, quotes and charts.
    pub block_gap: f32,
    /// How far lists and quotes are set in.
    pub indent: f32,
    /// Measures of tables.
    pub cells: CellSpacing,
    /// Colours.
    pub colors: Colors,
    /// Colours of the parts of charts, in turn; at least one.
    pub chart_colors: Vec<Color>,
    /// Words that stand on a coloured label in tables.
    pub labels: Vec<LabelColors>,
    /// Letters that stand on a coloured mark in grids.
    pub marks: Vec<MarkColors>,
    /// The line at the head of every page.
    pub header: FurnitureLine,
    /// The line at the foot of every page.
    pub footer: FurnitureLine,
    /// Words that documents do not have in their text.
    pub words: FixedWords,
}

/// Space around the text area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// Above; the page header stands in it.
    pub top: f32,
    /// Right.
    pub right: f32,
    /// Below; the page footer stands in it.
    pub bottom: f32,
    /// Left.
    pub left: f32,
    /// From the edge of the sheet to the baseline of the page header.
    pub header: f32,
    /// From the edge of the sheet to the baseline of the page footer.
    pub footer: f32,
}

/// Size of type and distance of lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextSize {
    /// Size of type.
    pub size: f32,
    /// From baseline to baseline.
    pub leading: f32,
}

/// How a heading is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeadingSize {
    /// Size and leading.
    pub text: TextSize,
    /// Space above.
    pub above: f32,
    /// Space below.
    pub below: f32,
}

/// Space in tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellSpacing {
    /// Left and right of a cell's text.
    pub side: f32,
    /// Above and below a cell's text.
    pub edge: f32,
    /// Thickness of the rules between rows.
    pub rule: f32,
}

/// Colours by purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colors {
    /// Text.
    pub text: Color,
    /// Page headers and footers, quoted text, captions.
    pub muted: Color,
    /// Headings and the rule below the title.
    pub accent: Color,
    /// Links.
    pub link: Color,
    /// Rules of tables and thematic breaks.
    pub rule: Color,
    /// The rule below a table's header.
    pub strong_rule: Color,
    /// Behind table headers.
    pub header_tint: Color,
    /// Behind code blocks.
    pub code_tint: Color,
    /// Behind code within text.
    pub inline_code_tint: Color,
    /// Beside quotes.
    pub quote_bar: Color,
    /// Beside alerts, and of their words.
    pub alerts: AlertColors,
}

/// Colours of alerts by their kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertColors {
    /// Worth knowing.
    pub note: Color,
    /// Makes things easier.
    pub tip: Color,
    /// Needed to reach the goal.
    pub important: Color,
    /// Needs attention at once.
    pub warning: Color,
    /// Has bad consequences.
    pub caution: Color,
}

/// A word and the label that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelColors {
    /// The word, or words; compared without regard to case.
    pub word: String,
    /// Colour of the word.
    pub text: Color,
    /// Colour of the label.
    pub fill: Color,
    /// Colour of the line around it, if there is one.
    pub outline: Option<Color>,
}

impl LabelColors {
    /// Whether a text is the word of this label, without regard to case, in every alphabet.
    pub fn is_for(&self, text: &str) -> bool {
        let word = &self.word;
        if word.is_ascii() && text.is_ascii() {
            return text.eq_ignore_ascii_case(word);
        }
        // Apostrophes of texts are typographic.
        let straight = |c: char| if c == '\u{2019}' { '\'' } else { c };
        let lower = |text: &str| text.chars().map(straight).flat_map(char::to_lowercase).collect::<String>();
        text.len() <= word.len() * 2 + 2 && lower(text) == lower(word)
    }
}

/// A letter, or two, and the mark that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkColors {
    /// The letter as cells have it.
    pub letter: String,
    /// Colour of the letter.
    pub text: Color,
    /// Colour of the mark.
    pub fill: Color,
    /// Tells marks apart where colours do not.
    pub shape: MarkShape,
}

/// The shape of a mark in a grid. As text, the word in the theme file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum MarkShape {
    /// With slightly rounded corners.
    Square,
    /// A disc.
    Round,
    /// Standing on a corner.
    Diamond,
    /// Only a line around the letter.
    Outline,
    /// Only the letter.
    None,
}

impl MarkShape {
    /// Every shape.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// The line at the head or foot of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FurnitureLine {
    /// At the left margin.
    pub left: FurnitureText,
    /// In the middle.
    pub middle: FurnitureText,
    /// At the right margin.
    pub right: FurnitureText,
}

/// A text of a page header or footer: parts with separators between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FurnitureText(pub Vec<FurniturePart>);

/// A part of such a text. It is left out, with its separator, if one of its values is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FurniturePart {
    /// What separates it from the part before, with spaces; empty for the first.
    pub separator: String,
    /// What it says.
    pub pieces: Vec<FurniturePiece>,
}

/// Words, or a value to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FurniturePiece {
    /// Words.
    Words(String),
    /// A value.
    Value(Placeholder),
}

/// A value that a page header or footer can show. As text, the word between the braces of the theme file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Placeholder {
    /// The organisation whose document it is.
    Organization,
    /// The project that it is about.
    Project,
    /// Its title.
    Title,
    /// Its title, but not on the first page, where the title itself stands.
    RunningTitle,
    /// The section that the page belongs to.
    Section,
    /// The subsection that goes on or starts at the top of the page.
    Subsection,
    /// How confidential it is.
    Classification,
    /// The as-of date.
    Date,
    /// The id of the document.
    Id,
    /// Its revision.
    Revision,
    /// The number of the page.
    Page,
    /// How many pages there are.
    Pages,
}

impl Placeholder {
    /// Every placeholder.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word between the braces.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl FurnitureText {
    /// The text with its values filled in.
    pub(crate) fn filled(&self, value: impl Fn(Placeholder) -> Option<String>) -> String {
        let mut text = String::new();
        for part in &self.0 {
            let words: Option<Vec<String>> = part
                .pieces
                .iter()
                .map(|piece| match piece {
                    FurniturePiece::Words(words) => Some(words.clone()),
                    FurniturePiece::Value(placeholder) => {
                        value(*placeholder).filter(|value| !value.is_empty())
                    }
                })
                .collect();
            let words = words.map(|words| words.concat()).filter(|words| !words.trim().is_empty());
            if let Some(words) = words {
                if !text.is_empty() {
                    text.push_str(&part.separator);
                }
                text.push_str(&words);
            }
        }
        text
    }
}
