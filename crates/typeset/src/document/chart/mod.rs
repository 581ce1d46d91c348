//! Mermaid charts: the kinds of diagram that reports use and that can be drawn exactly. Others stay text, with a warning.

mod bars;
mod flow;
mod pie;

use std::fmt;

use super::SourceRange;

pub use bars::{AxisRange, BarChart, Series};
pub use flow::{FlowDirection, FlowEdge, FlowFrame, FlowNode, Flowchart};
pub use pie::{PieChart, PieSlice};

/// A chart from a fenced `mermaid` block.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Parts of a whole.
    Pie(PieChart),
    /// Numbers side by side.
    Bars(BarChart),
    /// Boxes and arrows.
    Flow(Flowchart),
}

/// A diagram that is shown as its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramWarning {
    /// The line at fault; empty if it is the diagram as a whole.
    pub line: String,
    /// What is wrong with it, in one phrase.
    pub reason: String,
    /// Where the diagram stands in the Markdown.
    pub place: SourceRange,
}

/// Why a diagram cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChartError {
    /// The line at fault; empty if it is the diagram as a whole.
    line: String,
    /// What is wrong with it, in one phrase.
    reason: String,
}

impl ChartError {
    fn new(line: &str, reason: impl Into<String>) -> Self {
        Self { line: line.to_owned(), reason: reason.into() }
    }

    /// The warning about a diagram that stands at a place.
    pub(super) fn at(self, place: SourceRange) -> DiagramWarning {
        DiagramWarning { line: self.line, reason: self.reason, place }
    }
}

impl fmt::Display for DiagramWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the diagram is not drawn: {}", self.reason)
    }
}

impl Chart {
    /// Reads the text of a fenced `mermaid` block.
    pub(super) fn parse(source: &str) -> Result<Self, ChartError> {
        let mut lines =
            source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
        let Some(first) = lines.next() else { return Err(ChartError::new("", "it is empty")) };
        let (kind, rest) = first.split_once(char::is_whitespace).unwrap_or((first, ""));
        match kind {
            "pie" => PieChart::parse(rest, lines).map(Self::Pie),
            "xychart-beta" | "xychart" => BarChart::parse(rest.trim(), lines).map(Self::Bars),
            "flowchart" | "graph" => Flowchart::parse(rest.trim(), lines).map(Self::Flow),
            _ => Err(ChartError::new(first, "only `pie`, `xychart-beta` and `flowchart` are supported")),
        }
    }
}

fn title(line: &str) -> Option<String> {
    line.strip_prefix("title ").map(|title| entities(unquoted(title.trim())))
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// Decodes the entities by which Mermaid writes characters that would end a name: `#quot;`, `#35;`.
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
