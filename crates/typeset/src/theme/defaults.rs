//! The default theme.

use super::{
    AlertColors, CellSpacing, Color, Colors, FixedWords, FurnitureLine, FurniturePart, FurniturePiece,
    FurnitureText, HeadingSize, Margins, Paper, Placeholder, TextSize, Theme,
};

impl Default for Theme {
    /// A4 with room for a page header and footer, dark text on white, no labels, no marks.
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            margins: Margins { top: 66.0, right: 56.0, bottom: 62.0, left: 56.0, header: 38.0, footer: 34.0 },
            body: TextSize { size: 9.6, leading: 14.0 },
            table: TextSize { size: 8.4, leading: 11.6 },
            code: TextSize { size: 7.8, leading: 11.4 },
            note: TextSize { size: 8.2, leading: 11.6 },
            furniture: TextSize { size: 7.6, leading: 10.0 },
            title: heading(TextSize { size: 21.0, leading: 27.0 }, 0.0, 14.0),
            headings: [
                heading(TextSize { size: 17.0, leading: 22.0 }, 24.0, 8.0),
                heading(TextSize { size: 13.5, leading: 18.0 }, 22.0, 6.0),
                heading(TextSize { size: 11.2, leading: 15.0 }, 16.0, 4.0),
                heading(TextSize { size: 10.0, leading: 13.0 }, 13.0, 3.0),
                heading(TextSize { size: 9.6, leading: 12.0 }, 11.0, 2.0),
                heading(TextSize { size: 9.6, leading: 12.0 }, 11.0, 2.0),
            ],
            paragraph_gap: 7.0,
            item_gap: 3.0,
            block_gap: 10.0,
            indent: 16.0,
            cells: CellSpacing { side: 5.5, edge: 4.2, rule: 0.5 },
            colors: colors(),
            chart_colors: vec![
                Color(0x2f, 0x5d, 0x8a),
                Color(0xe0, 0xa4, 0x3b),
                Color(0x7b, 0x6b, 0xb0),
                Color(0x5f, 0xa0, 0x7a),
                Color(0xb5, 0x5a, 0x4a),
                Color(0x9a, 0xa7, 0xb4),
                Color(0x3f, 0x8f, 0xa0),
            ],
            labels: Vec::new(),
            marks: Vec::new(),
            header: FurnitureLine {
                left: parts(&[Placeholder::Organization, Placeholder::RunningTitle]),
                middle: FurnitureText::default(),
                right: parts(&[Placeholder::Section, Placeholder::Subsection]),
            },
            footer: FurnitureLine {
                left: parts(&[Placeholder::Classification]),
                middle: parts(&[Placeholder::Date]),
                right: page_of_pages(),
            },
            words: FixedWords::default(),
        }
    }
}

fn heading(text: TextSize, above: f32, below: f32) -> HeadingSize {
    HeadingSize { text, above, below }
}

/// Text colours have a contrast of at least 4.5:1 on what they stand on (WCAG 2.2, success criterion 1.4.3).
fn colors() -> Colors {
    Colors {
        text: Color(0x1c, 0x20, 0x26),
        muted: Color(0x5a, 0x63, 0x6e),
        accent: Color(0x1b, 0x3a, 0x57),
        link: Color(0x1a, 0x56, 0x8c),
        rule: Color(0xd6, 0xdb, 0xe1),
        strong_rule: Color(0x8a, 0x97, 0xa5),
        header_tint: Color(0xf0, 0xf3, 0xf6),
        code_tint: Color(0xf4, 0xf5, 0xf7),
        inline_code_tint: Color(0xf1, 0xf2, 0xf5),
        quote_bar: Color(0xc3, 0xcb, 0xd4),
        alerts: AlertColors {
            note: Color(0x1f, 0x5a, 0x96),
            tip: Color(0x1f, 0x6f, 0x43),
            important: Color(0x63, 0x45, 0x9e),
            warning: Color(0x8a, 0x5a, 0x00),
            caution: Color(0xa3, 0x2a, 0x22),
        },
    }
}

/// Values with a middle dot between them.
fn parts(values: &[Placeholder]) -> FurnitureText {
    let part = |(number, value): (usize, &Placeholder)| FurniturePart {
        separator: if number == 0 { String::new() } else { " · ".to_owned() },
        pieces: vec![FurniturePiece::Value(*value)],
    };
    FurnitureText(values.iter().enumerate().map(part).collect())
}

/// `Page 3 of 12`.
fn page_of_pages() -> FurnitureText {
    let words = |text: &str| FurniturePiece::Words(text.to_owned());
    let value = FurniturePiece::Value;
    let pieces = vec![words("Page "), value(Placeholder::Page), words(" of "), value(Placeholder::Pages)];
    FurnitureText(vec![FurniturePart { separator: String::new(), pieces }])
}
