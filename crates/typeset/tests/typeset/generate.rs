//! Documents at random: Markdown together with what a careful reader expects to find on the pages made of it.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A block of a document.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Heading(u8),
    Paragraph(Vec<Span>),
    Bullets(Vec<(Option<bool>, Vec<Block>)>),
    Numbers(u32, Vec<Vec<Block>>),
    Quote(Option<&'static str>, Vec<Block>),
    Code(Vec<usize>),
    Table(Table),
    Pie(usize),
    Rule,
    /// A comment that asks for a new page.
    Page(&'static str),
}

/// A piece of text.
#[derive(Debug, Clone)]
pub(super) enum Span {
    /// So many words of a form in which `#` stands for a number.
    Words(&'static str, usize),
    /// One word in marks.
    Marked(&'static str),
    Web,
    /// A link to one of the headings.
    To(Index),
    Note(usize),
    LineBreak,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    columns: Vec<&'static str>,
    hint: Option<Vec<u32>>,
    rows: Vec<Vec<Vec<Span>>>,
    /// Words of an additional cell, more than half a page high.
    tall: Option<usize>,
}

/// Forms of words: long and short, with ligatures and accents, of several scripts and directions.
const FORMS: [&str; 14] = [
    "word#",
    "office#",
    "a#",
    "responsibility#matrix",
    "naïve#",
    "least-privilege-#",
    "arn:aws:iam::#:role/a-role-with-a-name-that-goes-on-and-on-and-on/#",
    "example.org/a/long/path/#?with=query&and=more",
    "λόγος#",
    "слово#",
    "שלום#",
    "سلام#",
    "日本語#",
    "✅#",
];

/// What is expected of the pages.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) markdown: String,
    /// All words in reading order.
    pub(super) words: Vec<String>,
    /// Levels and titles.
    pub(super) headings: Vec<(u8, String)>,
    /// Words that are links, and where they lead.
    pub(super) links: Vec<(String, Target)>,
    /// Words of the headers of tables.
    pub(super) tables: Vec<Vec<String>>,
    pub(super) notes: usize,
}

/// Where a link should lead.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    Web(String),
    /// By its number from zero.
    Heading(usize),
    Note(usize),
    /// Back to where a note is referred to.
    Reference(usize),
}

/// Documents of a page or some.
pub(super) fn documents() -> impl Strategy<Value = Vec<Block>> {
    let page = select(vec!["page-break", "landscape", "portrait"]).prop_map(Block::Page);
    let block = prop_oneof![
        6 => nested(),
        2 => (1_u8..=6).prop_map(Block::Heading),
        1 => page,
        1 => table(1..9, 0..60).prop_map(Block::Table),
    ];
    vec(block, 1..12)
}

fn nested() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        6 => spans(1..7).prop_map(Block::Paragraph),
        1 => vec(0_usize..9, 1..20).prop_map(Block::Code),
        2 => table(1..6, 0..6).prop_map(Block::Table),
        1 => select(vec![1_usize, 2, 4, 5, 10]).prop_map(Block::Pie),
        1 => Just(Block::Rule),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        // Items begin with text, so that a marker has something to stand beside.
        let item = (spans(1..4), vec(inner.clone(), 0..3)).prop_map(|(text, mut blocks)| {
            blocks.insert(0, Block::Paragraph(text));
            blocks
        });
        let kind = proptest::option::of(select(vec!["Note", "Tip", "Important", "Warning", "Caution"]));
        prop_oneof![
            vec((proptest::option::of(any::<bool>()), item.clone()), 1..5).prop_map(Block::Bullets),
            (0_u32..2000, vec(item, 1..5)).prop_map(|(start, items)| Block::Numbers(start, items)),
            (kind, vec(inner, 1..4)).prop_map(|(kind, blocks)| Block::Quote(kind, blocks)),
        ]
    })
}

fn spans(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Span>> + Clone {
    let span = prop_oneof![
        8 => (select(FORMS.to_vec()), 1_usize..12).prop_map(|(form, count)| Span::Words(form, count)),
        2 => select(vec!["**", "*", "***", "~~", "`"]).prop_map(Span::Marked),
        1 => Just(Span::Web),
        1 => any::<Index>().prop_map(Span::To),
        1 => (1_usize..20).prop_map(Span::Note),
        1 => Just(Span::LineBreak),
    ];
    let first = (select(FORMS.to_vec()), 1_usize..5).prop_map(|(form, count)| Span::Words(form, count));
    (first, vec(span, count)).prop_map(|(first, mut spans)| {
        spans.insert(0, first);
        spans
    })
}

fn table(columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> impl Strategy<Value = Table> {
    let alignment = select(vec!["---", ":---", "---:", ":---:"]);
    let cell = prop_oneof![
        3 => spans(0..2),
        1 => Just(Vec::new()),
        1 => Just(vec![Span::Words("Shared", 1)]),
        1 => Just(vec![Span::Words("Not applicable", 1)]),
    ];
    let hint = proptest::option::of(vec(1_u32..9, 1..9));
    let tall = prop_oneof![9 => Just(None), 1 => (400_usize..900).prop_map(Some)];
    (vec(alignment, columns), hint, tall, rows)
        .prop_flat_map(move |(columns, hint, tall, rows)| {
            let row = vec(cell.clone(), 1..=columns.len());
            (Just(columns), Just(hint), vec(row, rows), Just(tall))
        })
        .prop_map(|(columns, hint, rows, tall)| Table { columns, hint, rows, tall })
}

/// Writes a document and notes what is expected of it.
pub(super) fn report(blocks: &[Block]) -> Report {
    let mut writer = Writer { headings: headings(blocks), ..Writer::default() };
    let (mut lines, mut definitions) = (Vec::new(), Vec::new());
    for block in blocks {
        lines.extend(writer.separated(block));
        // Notes are read behind the block that refers to them.
        for number in writer.report.notes..writer.notes.len() {
            writer.report.words.push(format!("{}.", number + 1));
            writer.report.links.push((format!("{}.", number + 1), Target::Reference(number)));
            let text = writer.words("word#", writer.notes[number]);
            definitions.extend([String::new(), format!("[^n{number}]: {text}")]);
            writer.report.notes += 1;
        }
    }
    let mut lines = lines.split_off(lines.len().min(3));
    lines.extend(definitions);
    writer.report.markdown = lines.join("\n") + "\n";
    writer.report
}

fn headings(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| matches!(block, Block::Heading(_))).count()
}

#[derive(Default)]
struct Writer {
    report: Report,
    counter: usize,
    headings: usize,
    /// Words of each note, in the order of the references.
    notes: Vec<usize>,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            lines.extend(self.separated(block));
        }
        lines.split_off(3)
    }

    /// The comment keeps neighbouring lists apart.
    fn separated(&mut self, block: &Block) -> Vec<String> {
        let mut lines = vec![String::new(), "<!-- next -->".to_owned(), String::new()];
        lines.extend(self.block(block));
        lines
    }

    fn block(&mut self, block: &Block) -> Vec<String> {
        match block {
            Block::Heading(level) => {
                let number = self.report.headings.len();
                let title = format!("Heading{number} title{number}");
                self.report.words.extend(title.split(' ').map(str::to_owned));
                self.report.headings.push((*level, title.clone()));
                vec![format!("{} {title}", "#".repeat((*level).into()))]
            }
            Block::Paragraph(spans) => vec![self.spans(spans)],
            Block::Bullets(items) => {
                let mut lines = Vec::new();
                for (task, blocks) in items {
                    let (label, mark) = match task {
                        None => ("•", "- "),
                        Some(true) => ("☑", "- [x] "),
                        Some(false) => ("☐", "- [ ] "),
                    };
                    self.report.words.push(label.to_owned());
                    lines.extend(indented(self.blocks(blocks), (mark, "  ")));
                }
                lines
            }
            Block::Numbers(start, items) => {
                let mut lines = Vec::new();
                for (number, blocks) in (*start..).zip(items) {
                    self.report.words.push(format!("{number}."));
                    let mark = format!("{number}. ");
                    lines.extend(indented(self.blocks(blocks), (&mark, &" ".repeat(mark.len()))));
                }
                lines
            }
            Block::Quote(kind, blocks) => {
                let mut lines = Vec::new();
                if let Some(kind) = kind {
                    self.report.words.push((*kind).to_owned());
                    // The empty line lets lists that start above one begin a block of their own.
                    lines.extend([format!("> [!{}]", kind.to_uppercase()), ">".to_owned()]);
                }
                lines.extend(indented(self.blocks(blocks), ("> ", "> ")));
                lines
            }
            Block::Code(widths) => {
                let texts: Vec<String> = widths.iter().map(|count| self.words("word#", *count)).collect();
                let body = texts.iter().map(|text| text.replace(' ', "  "));
                std::iter::once("```".to_owned()).chain(body).chain(["```".to_owned()]).collect()
            }
            Block::Table(table) => self.table(table),
            Block::Pie(slices) => self.pie(*slices),
            Block::Rule => vec!["---".to_owned()],
            Block::Page(hint) => vec![format!("<!-- {hint} -->")],
        }
    }

    fn pie(&mut self, slices: usize) -> Vec<String> {
        let title = self.words("word#", 2);
        let mut lines = vec!["```mermaid".to_owned(), format!("pie title {title}")];
        for _ in 0..slices {
            let label = self.number("label#");
            lines.push(format!("  \"{label}\" : 5"));
            let share = 100 / slices;
            self.report.words.extend([
                format!("{label}:"),
                "5".to_owned(),
                format!("({share}"),
                "%)".to_owned(),
            ]);
        }
        lines.push("```".to_owned());
        lines
    }

    fn table(&mut self, table: &Table) -> Vec<String> {
        let header: Vec<String> = table.columns.iter().map(|_| self.words("c#", 1)).collect();
        let mut lines = Vec::new();
        if let Some(hint) = &table.hint {
            let widths: Vec<String> = hint.iter().map(u32::to_string).collect();
            lines.extend([format!("<!-- columns: {} -->", widths.join(" ")), String::new()]);
        }
        lines.push(format!("| {} |", header.join(" | ")));
        lines.push(format!("| {} |", table.columns.join(" | ")));
        self.report.tables.push(header);
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| self.spans(cell)).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        if let Some(words) = table.tall {
            lines.push(format!("| {} |", self.words("word#", words)));
        }
        lines
    }

    fn spans(&mut self, spans: &[Span]) -> String {
        let mut text = String::new();
        for span in spans {
            if !text.is_empty() {
                text.push(' ');
            }
            let _ = match span {
                Span::Words(form, count) => write!(text, "{}", self.words(form, *count)),
                Span::Marked(mark) => write!(text, "{mark}{}{mark}", self.words("word#", 1)),
                Span::Web => {
                    let (word, address) =
                        (self.words("web#", 1), format!("https://example.org/{}", self.counter));
                    self.report.links.push((word.clone(), Target::Web(address.clone())));
                    write!(text, "[{word}]({address})")
                }
                Span::To(_) if self.headings == 0 => write!(text, "{}", self.words("word#", 1)),
                Span::To(index) => {
                    let (word, number) = (self.words("link#", 1), index.index(self.headings));
                    self.report.links.push((word.clone(), Target::Heading(number)));
                    write!(text, "[{word}](#heading{number}-title{number})")
                }
                Span::Note(words) => {
                    self.notes.push(*words);
                    let number = self.notes.len();
                    self.report.words.push(number.to_string());
                    self.report.links.push((number.to_string(), Target::Note(number - 1)));
                    write!(text, "[^n{}]", number - 1)
                }
                Span::LineBreak => write!(text, "<br>"),
            };
        }
        text
    }

    /// Words that no other place of the document has, unless the form has no number in it.
    fn words(&mut self, form: &str, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.number(form)).collect();
        let text = words.join(" ");
        self.report.words.extend(text.split_whitespace().map(str::to_owned));
        text
    }

    fn number(&mut self, form: &str) -> String {
        self.counter += 1;
        form.replace('#', &self.counter.to_string())
    }
}

/// Sets lines in: the first behind a mark, the others behind another.
fn indented<'m>(lines: Vec<String>, (first, others): (&'m str, &'m str)) -> Vec<String> {
    let with = |(number, line): (usize, String)| {
        format!("{}{line}", if number == 0 { first } else { others }).trim_end().to_owned()
    };
    lines.into_iter().enumerate().map(with).collect()
}
