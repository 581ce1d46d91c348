//! How documents look: one careful default, every measure of it named. All sizes and distances are points.

use super::display::Color;

/// Sizes, distances and colours of a document.
#[derive(Debug, Clone)]
pub struct Theme {
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
    /// Page headers and footers.
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
}

/// Space around the text area.
#[derive(Debug, Clone, Copy)]
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
#[derive(Debug, Clone, Copy)]
pub struct TextSize {
    /// Size of type.
    pub size: f32,
    /// From baseline to baseline.
    pub leading: f32,
}

/// How a heading is set.
#[derive(Debug, Clone, Copy)]
pub struct HeadingSize {
    /// Size and leading.
    pub text: TextSize,
    /// Space above.
    pub above: f32,
    /// Space below.
    pub below: f32,
}

/// Space in tables.
#[derive(Debug, Clone, Copy)]
pub struct CellSpacing {
    /// Left and right of a cell's text.
    pub side: f32,
    /// Above and below a cell's text.
    pub edge: f32,
    /// Thickness of the rules between rows.
    pub rule: f32,
}

/// Colours by purpose.
#[derive(Debug, Clone, Copy)]
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
    /// Behind code.
    pub code_tint: Color,
    /// Beside quotes.
    pub quote_bar: Color,
}

impl Default for Theme {
    fn default() -> Self {
        let heading = |size, above, below| HeadingSize {
            text: TextSize { size, leading: (size * 1.3_f32).round() },
            above,
            below,
        };
        Self {
            margins: Margins { top: 66.0, right: 56.0, bottom: 62.0, left: 56.0, header: 38.0, footer: 34.0 },
            body: TextSize { size: 9.6, leading: 14.0 },
            table: TextSize { size: 8.4, leading: 11.6 },
            code: TextSize { size: 7.8, leading: 11.4 },
            note: TextSize { size: 8.2, leading: 11.6 },
            furniture: TextSize { size: 7.6, leading: 10.0 },
            title: heading(21.0, 0.0, 14.0),
            headings: [
                heading(17.0, 24.0, 8.0),
                heading(13.5, 22.0, 6.0),
                heading(11.2, 16.0, 4.0),
                heading(10.0, 13.0, 3.0),
                heading(9.6, 11.0, 2.0),
                heading(9.6, 11.0, 2.0),
            ],
            paragraph_gap: 7.0,
            item_gap: 3.0,
            block_gap: 10.0,
            indent: 16.0,
            cells: CellSpacing { side: 5.5, edge: 4.2, rule: 0.5 },
            colors: Colors::default(),
        }
    }
}

impl Default for Colors {
    fn default() -> Self {
        Self {
            text: Color(0x1c, 0x20, 0x26),
            muted: Color(0x5a, 0x63, 0x6e),
            accent: Color(0x1b, 0x3a, 0x57),
            link: Color(0x1a, 0x56, 0x8c),
            rule: Color(0xd6, 0xdb, 0xe1),
            strong_rule: Color(0x8a, 0x97, 0xa5),
            header_tint: Color(0xf0, 0xf3, 0xf6),
            code_tint: Color(0xf4, 0xf5, 0xf7),
            quote_bar: Color(0xc3, 0xcb, 0xd4),
        }
    }
}
