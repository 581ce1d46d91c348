//! Mermaid's charts: the kinds of diagram that reports use and that can be drawn exactly. All others stay the text that
//! they are, and say so.

mod bars;
mod pie;

pub use bars::{BarChart, Series};
pub use pie::{PieChart, PieSlice};

/// A chart from a fenced `mermaid` block.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Parts of a whole.
    Pie(PieChart),
    /// Numbers side by side.
    Bars(BarChart),
}

/// Why a diagram is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undrawn {
    /// The line at fault; empty when it is the whole.
    pub line: String,
    /// What is the matter with it, in one phrase.
    pub reason: String,
}

impl Undrawn {
    fn new(line: &str, reason: impl Into<String>) -> Self {
        Self { line: line.to_owned(), reason: reason.into() }
    }
}

impl Chart {
    /// Reads the text of a fenced `mermaid` block.
    pub(super) fn parse(source: &str) -> Result<Self, Undrawn> {
        let mut lines =
            source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
        let Some(first) = lines.next() else { return Err(Undrawn::new("", "it says nothing")) };
        let (kind, rest) = first.split_once(char::is_whitespace).unwrap_or((first, ""));
        match kind {
            "pie" => PieChart::parse(rest, lines).map(Self::Pie),
            "xychart-beta" | "xychart" => BarChart::parse(rest.trim(), lines).map(Self::Bars),
            _ => Err(Undrawn::new(first, "only `pie` and `xychart-beta` are")),
        }
    }
}

fn title(line: &str) -> Option<String> {
    line.strip_prefix("title ").map(|title| entities(unquoted(title.trim())))
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// Mermaid's way of writing characters that would end a name: `#quot;`, `#35;`.
fn entities(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('#') {
        read.push_str(&rest[..start]);
        let entity =
            rest[start + 1..].split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        rest = match entity {
            Some((character, after)) => {
                read.push(character);
                after
            }
            None => {
                read.push('#');
                &rest[start + 1..]
            }
        };
    }
    read.push_str(rest);
    read
}

fn character(name: &str) -> Option<char> {
    match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => name.parse().ok().and_then(char::from_u32),
    }
}
