//! `templates/theme.yaml`.

use std::collections::BTreeMap;
use std::fmt;

use onus_core::source::YamlList;
use onus_typeset::theme::Paper;
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

/// `onus.theme/1`: what PDFs look like. A workspace's theme changes what it names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ThemeFile {
    /// `onus.theme/1`.
    #[expect(
        dead_code,
        reason = "a key that every file has; it was compared before the file was read as a theme"
    )]
    pub(super) schema: String,
    /// Size of sheets.
    #[serde(default, deserialize_with = "given")]
    pub(super) paper: Option<Paper>,
    /// Space around the text.
    #[serde(default, deserialize_with = "given")]
    pub(super) margins: Option<MarginsEntry>,
    /// Faces.
    #[serde(default, deserialize_with = "given")]
    pub(super) fonts: Option<FontsEntry>,
    /// A picture for the title block.
    #[serde(default, deserialize_with = "given")]
    pub(super) logo: Option<String>,
    /// Sizes of text.
    #[serde(default, deserialize_with = "given")]
    pub(super) text: Option<TextEntry>,
    /// Sizes of headings.
    #[serde(default, deserialize_with = "given")]
    pub(super) headings: Option<HeadingsEntry>,
    /// Space between blocks.
    #[serde(default, deserialize_with = "given")]
    pub(super) gaps: Option<GapsEntry>,
    /// Space in tables.
    #[serde(default, deserialize_with = "given")]
    pub(super) cells: Option<CellsEntry>,
    /// Colours.
    #[serde(default, deserialize_with = "given")]
    pub(super) colors: Option<ColorsEntry>,
    /// Labels by the words that stand on them.
    #[serde(default, deserialize_with = "given")]
    pub(super) labels: Option<BTreeMap<String, LabelEntry>>,
    /// Marks in grids by their letters.
    #[serde(default, deserialize_with = "given")]
    pub(super) marks: Option<BTreeMap<String, MarkEntry>>,
    /// The line at the head of a page.
    #[serde(default, deserialize_with = "given")]
    pub(super) header: Option<LineEntry>,
    /// The line at the foot of a page.
    #[serde(default, deserialize_with = "given")]
    pub(super) footer: Option<LineEntry>,
}

/// A value that may be left out, but not be left empty: `text: #333333` without quotes is nothing to YAML.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A colour as it is written.
#[derive(Debug, Clone)]
pub(super) struct ColorText(pub(super) String);

impl<'de> Deserialize<'de> for ColorText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ColorVisitor;

        impl Visitor<'_> for ColorVisitor {
            type Value = ColorText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a colour in quotes such as \"#1b3a57\"")
            }

            fn visit_str<E>(self, word: &str) -> Result<ColorText, E> {
                Ok(ColorText(word.to_owned()))
            }
        }

        deserializer.deserialize_str(ColorVisitor)
    }
}

macro_rules! entries {
    ($($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $key:ident: $type:ty,)* })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Deserialize)]
            #[serde(deny_unknown_fields, rename_all = "kebab-case")]
            pub(super) struct $name {
                $(
                    $(#[$meaning])*
                    #[serde(default, deserialize_with = "given")]
                    pub(super) $key: Option<$type>,
                )*
            }
        )*
    };
}

entries! {
    /// Space around the text, in points.
    MarginsEntry {
        /// Above.
        top: f32,
        /// Right.
        right: f32,
        /// Below.
        bottom: f32,
        /// Left.
        left: f32,
        /// From the edge of the sheet to the baseline of the page header.
        header: f32,
        /// From the edge of the sheet to the baseline of the page footer.
        footer: f32,
    }

    /// Font files by what they are for.
    FontsEntry {
        /// Text.
        regular: String,
        /// Bold text.
        bold: String,
        /// Italic text.
        italic: String,
        /// Bold italic text.
        bold_italic: String,
        /// Code.
        mono: String,
        /// Bold code.
        mono_bold: String,
        /// For what the others lack.
        fallback: YamlList<String>,
    }

    /// Sizes of text by where it stands.
    TextEntry {
        /// Running text.
        body: SizeEntry,
        /// In tables.
        table: SizeEntry,
        /// In blocks of code.
        code: SizeEntry,
        /// In footnotes.
        note: SizeEntry,
        /// In page headers and footers.
        furniture: SizeEntry,
    }

    /// A size of text, in points.
    SizeEntry {
        /// Size of type.
        size: f32,
        /// From baseline to baseline.
        leading: f32,
    }

    /// Headings by their level.
    HeadingsEntry {
        /// The first heading of level 1.
        title: HeadingEntry,
        /// Other headings of level 1.
        level_1: HeadingEntry,
        /// Level 2.
        level_2: HeadingEntry,
        /// Level 3.
        level_3: HeadingEntry,
        /// Level 4.
        level_4: HeadingEntry,
        /// Level 5.
        level_5: HeadingEntry,
        /// Level 6.
        level_6: HeadingEntry,
    }

    /// A heading, in points.
    HeadingEntry {
        /// Size of type.
        size: f32,
        /// From baseline to baseline.
        leading: f32,
        /// Space above.
        above: f32,
        /// Space below.
        below: f32,
    }

    /// Space between blocks, in points.
    GapsEntry {
        /// Between paragraphs.
        paragraph: f32,
        /// Between the items of a list.
        item: f32,
        /// Around tables, code, quotes and charts.
        block: f32,
        /// How far lists and quotes are set in.
        indent: f32,
    }

    /// Space in tables, in points.
    CellsEntry {
        /// Left and right of a cell's text.
        side: f32,
        /// Above and below a cell's text.
        edge: f32,
        /// Thickness of the rules between rows.
        rule: f32,
    }

    /// Colours by purpose.
    ColorsEntry {
        /// Text.
        text: ColorText,
        /// Page headers and footers, quoted text.
        muted: ColorText,
        /// Headings.
        accent: ColorText,
        /// Links.
        link: ColorText,
        /// Between the rows of tables.
        rule: ColorText,
        /// Below the header of a table.
        strong_rule: ColorText,
        /// Behind the header of a table.
        header_tint: ColorText,
        /// Behind blocks of code.
        code_tint: ColorText,
        /// Behind code within text.
        inline_code_tint: ColorText,
        /// Beside quotes.
        quote_bar: ColorText,
        /// Alerts.
        alerts: AlertsEntry,
        /// The parts of charts in turn.
        chart: YamlList<ColorText>,
    }

    /// Colours of alerts by their kind.
    AlertsEntry {
        /// Worth knowing.
        note: ColorText,
        /// Makes things easier.
        tip: ColorText,
        /// Needed to reach the goal.
        important: ColorText,
        /// Needs attention at once.
        warning: ColorText,
        /// Has bad consequences.
        caution: ColorText,
    }

    /// Colours of a label.
    LabelEntry {
        /// The word.
        text: ColorText,
        /// What it stands on.
        fill: ColorText,
        /// The line around it.
        outline: ColorText,
    }

    /// A mark in grids.
    MarkEntry {
        /// Colour of the letter.
        text: ColorText,
        /// Colour of the mark.
        fill: ColorText,
        /// What it looks like where there are no colours.
        shape: String,
    }

    /// A line at the head or foot of a page.
    LineEntry {
        /// At the left margin.
        left: String,
        /// In the middle.
        middle: String,
        /// At the right margin.
        right: String,
    }
}
