//! Mermaid's flowcharts: boxes, frames around them, and what leads from one to another.

use std::collections::BTreeMap;

use super::{ChartError, entities, unquoted};

/// Most boxes, frames and arrows: more are no picture that anybody reads.
const MOST_NODES: usize = 150;
const MOST_FRAMES: usize = 40;
const MOST_EDGES: usize = 300;

/// Longest text of a box, a frame or an arrow, in characters.
const LONGEST_LABEL: usize = 300;

/// How deep frames nest.
const DEEPEST: usize = 2;

/// A flowchart with at least one box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flowchart {
    /// Which way arrows lead.
    pub direction: FlowDirection,
    /// What it is, for those who listen.
    pub title: Option<String>,
    /// What it shows, for those who listen.
    pub description: Option<String>,
    /// The boxes in the order in which they are first named.
    pub nodes: Vec<FlowNode>,
    /// The frames in the order written; what contains another comes before it.
    pub frames: Vec<FlowFrame>,
    /// The arrows in the order written.
    pub edges: Vec<FlowEdge>,
}

/// Which way arrows lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FlowDirection {
    /// Downwards.
    #[default]
    Down,
    /// To the right.
    Right,
}

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowNode {
    /// What it says, line by line.
    pub label: Vec<String>,
    /// Whether its corners are round.
    pub is_round: bool,
    /// The frame that it stands in.
    pub frame: Option<usize>,
}

/// A frame around boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowFrame {
    /// Stands at its upper edge.
    pub title: String,
    /// The frame that it stands in.
    pub parent: Option<usize>,
}

/// An arrow from one box to another.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowEdge {
    /// Number of the box where it starts.
    pub from: usize,
    /// Number of the box where it ends.
    pub to: usize,
    /// What stands beside it.
    pub label: Option<String>,
    /// Whether it has a head.
    pub has_head: bool,
    /// Whether it is drawn in dashes.
    pub is_dashed: bool,
}

/// How boxes are opened and closed, and whether their corners are round; longer marks come first.
const BRACKETS: [(&str, &str, bool); 7] = [
    ("([", "])", true),
    ("[(", ")]", true),
    ("((", "))", true),
    ("{{", "}}", false),
    ("[", "]", false),
    ("(", ")", true),
    ("{", "}", false),
];

/// Arrows: what they look like, and whether they have heads and dashes.
const ARROWS: [(&str, bool, bool); 6] = [
    ("-.->", true, true),
    ("-.-", false, true),
    ("-->", true, false),
    ("---", false, false),
    ("==>", true, false),
    ("===", false, false),
];

/// A chart while it is read.
struct FlowReader {
    chart: Flowchart,
    ids: BTreeMap<String, usize>,
    frame_ids: BTreeMap<String, usize>,
    open: Vec<usize>,
}

impl Flowchart {
    /// Reads the lines after the word `flowchart`, with the rest of the line on which that stands.
    pub(super) fn parse<'s>(
        first: &'s str,
        lines: impl Iterator<Item = &'s str>,
    ) -> Result<Self, ChartError> {
        let direction = match first.trim_end_matches(';').trim() {
            "" | "TB" | "TD" => FlowDirection::Down,
            "LR" => FlowDirection::Right,
            _ => return Err(ChartError::new(first, "a flowchart is `TB` or `LR`")),
        };
        let mut reader = FlowReader {
            chart: Self { direction, ..Self::default() },
            ids: BTreeMap::new(),
            frame_ids: BTreeMap::new(),
            open: Vec::new(),
        };
        for line in lines {
            reader
                .line(line.trim_end_matches(';').trim_end())
                .map_err(|reason| ChartError::new(line, reason))?;
        }
        reader.finish().map_err(|reason| ChartError::new("", reason))
    }
}

impl FlowReader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(title) = line.strip_prefix("accTitle:") {
            self.chart.title = Some(entities(title.trim())).filter(|title| !title.is_empty());
            return Ok(());
        }
        if let Some(text) = line.strip_prefix("accDescr:") {
            self.chart.description = Some(entities(text.trim())).filter(|text| !text.is_empty());
            return Ok(());
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "subgraph" => self.open_frame(rest.trim()),
            "end" if rest.trim().is_empty() => match self.open.pop() {
                Some(_) => Ok(()),
                None => Err("there is no `subgraph` to end".to_owned()),
            },
            "direction" | "style" | "classDef" | "class" | "linkStyle" | "click" => {
                Err(format!("`{word}` is not supported"))
            }
            _ => self.chain(line),
        }
    }

    /// `id["Title"]`, or a title that is its own id.
    fn open_frame(&mut self, text: &str) -> Result<(), String> {
        if self.open.len() == DEEPEST {
            return Err(format!("subgraphs nest at most {DEEPEST} deep"));
        }
        if self.chart.frames.len() == MOST_FRAMES {
            return Err(format!("it has more than {MOST_FRAMES} subgraphs"));
        }
        let (id, title) = match text.split_once('[') {
            Some((id, rest)) => {
                let title = rest.trim_end().strip_suffix(']').ok_or("a `[` is not closed")?;
                (id.trim(), unquoted(title.trim()))
            }
            None => (unquoted(text), unquoted(text)),
        };
        let title = label(title)?.join(" ");
        self.frame_ids.insert(id.to_owned(), self.chart.frames.len());
        self.chart.frames.push(FlowFrame { title, parent: self.open.last().copied() });
        self.open.push(self.chart.frames.len() - 1);
        Ok(())
    }

    /// Boxes with arrows between them.
    fn chain(&mut self, line: &str) -> Result<(), String> {
        let (mut from, mut rest) = self.node(line)?;
        while !rest.is_empty() {
            let arrow = Arrow::read(rest)?;
            let (to, after) = self.node(arrow.rest)?;
            if from == to {
                return Err("an arrow leads from one box to another".to_owned());
            }
            if self.chart.edges.len() == MOST_EDGES {
                return Err(format!("it has more than {MOST_EDGES} arrows"));
            }
            let Arrow { label, has_head, is_dashed, .. } = arrow;
            self.chart.edges.push(FlowEdge { from, to, label, has_head, is_dashed });
            (from, rest) = (to, after);
        }
        Ok(())
    }

    /// A box, which may be named for the first time, and what follows it.
    fn node<'l>(&mut self, text: &'l str) -> Result<(usize, &'l str), String> {
        let text = text.trim_start();
        let end = id_length(text);
        if end == 0 {
            return Err("expected the id of a box".to_owned());
        }
        let (id, rest) = text.split_at(end);
        if self.frame_ids.contains_key(id) {
            return Err(format!("`{id}` is a subgraph; arrows lead from box to box"));
        }
        let written = Written::read(rest)?;
        let rest = written.as_ref().map_or(rest, |written| written.rest).trim_start();
        let number = match self.ids.get(id) {
            Some(number) => *number,
            None => {
                if self.chart.nodes.len() == MOST_NODES {
                    return Err(format!("it has more than {MOST_NODES} boxes"));
                }
                let frame = self.open.last().copied();
                self.ids.insert(id.to_owned(), self.chart.nodes.len());
                self.chart.nodes.push(FlowNode { label: vec![id.to_owned()], is_round: false, frame });
                self.chart.nodes.len() - 1
            }
        };
        if let Some(Written { label, is_round, .. }) = written {
            let node = &mut self.chart.nodes[number];
            (node.label, node.is_round) = (label, is_round);
        }
        Ok((number, rest))
    }

    fn finish(self) -> Result<Flowchart, String> {
        if !self.open.is_empty() {
            return Err("a `subgraph` has no `end`".to_owned());
        }
        if self.chart.nodes.is_empty() {
            return Err("it has no boxes".to_owned());
        }
        Ok(self.chart)
    }
}

/// What is written in a box.
struct Written<'l> {
    label: Vec<String>,
    is_round: bool,
    rest: &'l str,
}

impl<'l> Written<'l> {
    /// Reads what stands behind an id; none if that is no box.
    fn read(text: &'l str) -> Result<Option<Self>, String> {
        let Some((open, close, is_round)) = BRACKETS.iter().find(|(open, _, _)| text.starts_with(open))
        else {
            return Ok(None);
        };
        let inner = &text[open.len()..];
        let missing = || format!("a `{open}` is not closed");
        let (words, rest) = match inner.trim_start().strip_prefix('"') {
            Some(quoted) => {
                let (words, rest) = quoted.split_once('"').ok_or_else(missing)?;
                (words, rest.trim_start().strip_prefix(close).ok_or_else(missing)?)
            }
            None => inner.split_once(close).ok_or_else(missing)?,
        };
        Ok(Some(Self { label: label(words)?, is_round: *is_round, rest }))
    }
}

/// An arrow and what follows it.
struct Arrow<'l> {
    label: Option<String>,
    has_head: bool,
    is_dashed: bool,
    rest: &'l str,
}

impl<'l> Arrow<'l> {
    fn read(text: &'l str) -> Result<Self, String> {
        let found = ARROWS.iter().find_map(|(mark, has_head, is_dashed)| {
            Some(Self {
                label: None,
                has_head: *has_head,
                is_dashed: *is_dashed,
                rest: text.strip_prefix(mark)?,
            })
        });
        let Some(arrow) = found else {
            // `-- words -->`
            let words = text.strip_prefix("--").and_then(|rest| rest.split_once("-->"));
            let (words, rest) = words.ok_or("expected an arrow such as `-->`")?;
            let label = one_line(words)?;
            return Ok(Self { label, has_head: true, is_dashed: false, rest });
        };
        let Some(words) = arrow.rest.trim_start().strip_prefix('|') else { return Ok(arrow) };
        let (words, rest) = words.split_once('|').ok_or("a `|` is not closed")?;
        Ok(Self { label: one_line(words)?, rest, ..arrow })
    }
}

/// The length of an id in bytes. A hyphen belongs to it only between letters and digits: `a-b`, but `a-->b`.
fn id_length(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let joins = matches!(character, '-' | '.') && at > 0;
        let before_word = characters.peek().is_some_and(|(_, next)| is_word(*next));
        if !(is_word(character) || (joins && before_word)) {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

fn one_line(text: &str) -> Result<Option<String>, String> {
    let text = label(unquoted(text.trim()))?.join(" ");
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// The lines of a label.
fn label(text: &str) -> Result<Vec<String>, String> {
    if text.chars().count() > LONGEST_LABEL {
        return Err(format!("a text is longer than {LONGEST_LABEL} characters"));
    }
    let breaks = ["<br/>", "<br />", "\\n"];
    let text = breaks.iter().fold(text.to_owned(), |text, mark| text.replace(mark, "<br>"));
    Ok(text.split("<br>").map(|line| entities(line.trim())).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{Chart, ChartError};
    use super::{FlowDirection, Flowchart};

    fn flow(source: &str) -> Result<Flowchart, ChartError> {
        match Chart::parse(source)? {
            Chart::Flow(chart) => Ok(chart),
            Chart::Pie(_) | Chart::Bars(_) => panic!("it is a flowchart"),
        }
    }

    #[test]
    fn boxes_frames_and_arrows_are_read() {
        let chart = flow(
            "flowchart LR\n accTitle: Who is there\n accDescr: All of them\n us[\"Acme #quot;A#quot;\"]\n \
             subgraph p[\"AWS\"]\n a(\"two<br>lines\")\n end\n us -->|reads| a --> c-1\n us -.-> a\n",
        )
        .expect("well formed");
        assert_eq!(chart.direction, FlowDirection::Right);
        assert_eq!(chart.title.as_deref(), Some("Who is there"));
        let labels: Vec<String> = chart.nodes.iter().map(|node| node.label.join("/")).collect();
        assert_eq!(labels, ["Acme \"A\"", "two/lines", "c-1"]);
        assert_eq!((chart.nodes[0].frame, chart.nodes[1].frame), (None, Some(0)));
        let edges: Vec<(usize, usize)> = chart.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        assert_eq!(edges, [(0, 1), (1, 2), (0, 1)]);
        assert_eq!(chart.edges[0].label.as_deref(), Some("reads"));
        assert!(chart.edges[2].is_dashed);
    }

    #[test]
    fn what_cannot_be_drawn_says_which_line_and_why() {
        for (source, line) in [
            ("flowchart RL\na", "RL"),
            ("flowchart\n", ""),
            ("flowchart\na --> a", "a --> a"),
            ("flowchart\na[\"x", "a[\"x"),
            ("flowchart\na => b", "a => b"),
            ("flowchart\nsubgraph x\na", ""),
            ("flowchart\nend", "end"),
            ("flowchart\nsubgraph x\nend\na --> x", "a --> x"),
            ("flowchart\nstyle a fill:red", "style a fill:red"),
            ("flowchart\na & b --> c", "a & b --> c"),
        ] {
            assert_eq!(flow(source).expect_err(source).line, line, "{source}");
        }
        let many: String = (0..200).map(|number| format!("n{number}\n")).collect();
        assert!(flow(&format!("flowchart\n{many}")).is_err());
    }
}
