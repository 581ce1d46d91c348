//! Longer texts of profiles, such as statements: paragraphs and lists as people write them in Markdown. Only these two
//! are taken from a text; whatever else could be markup shows itself, so that no text can break a document apart.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::escape::escape;

/// How deep lists may be in each other; below that, their text is kept and not their form.
const DEEPEST: usize = 4;

/// A paragraph or a list of a text.
#[derive(Debug, PartialEq, Eq)]
enum ProseBlock {
    /// As it is written, line breaks included.
    Paragraph(String),
    List(ProseList),
}

#[derive(Debug, PartialEq, Eq)]
struct ProseList {
    /// The number of the first item; none for bullets.
    first: Option<u64>,
    items: Vec<Vec<ProseBlock>>,
}

/// Whether a text has more than one paragraph, or a list.
pub(super) fn has_several_blocks(text: &str) -> bool {
    // Most texts are a single line.
    text.trim().contains('\n') && !matches!(blocks(text).as_slice(), [] | [ProseBlock::Paragraph(_)])
}

/// The text as Markdown of paragraphs and lists, each line but the first after so many spaces. It starts within a line.
pub(super) fn paragraphs(text: &str, indent: usize) -> String {
    let mut markdown = String::with_capacity(text.len() + 16);
    write_blocks(&blocks(text), indent, ListStart::NewLine, &mut markdown);
    markdown
}

/// The text on one line, for cells of tables: items begin with a bullet or their number. It is not escaped.
pub(super) fn one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    write_line(&blocks(text), &mut line);
    line
}

/// Where a list starts that is the first block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListStart {
    /// Below the line that the text starts in.
    NewLine,
    /// Behind the mark of an item: an item with a blank line after its mark would be empty.
    Item,
}

fn write_blocks(blocks: &[ProseBlock], indent: usize, start: ListStart, markdown: &mut String) {
    let margin = " ".repeat(indent);
    for (position, block) in blocks.iter().enumerate() {
        match block {
            ProseBlock::Paragraph(text) => {
                if position > 0 {
                    markdown.push_str("\n\n");
                    markdown.push_str(&margin);
                }
                markdown.push_str(escape(text.trim()).trim());
            }
            ProseBlock::List(list) => {
                let behind_mark = position == 0 && start == ListStart::Item;
                if !behind_mark {
                    markdown.push('\n');
                }
                for (number, item) in list.items.iter().enumerate() {
                    let mark = list.mark(number, "-");
                    if number > 0 || !behind_mark {
                        markdown.push_str(&format!("\n{margin}"));
                    }
                    markdown.push_str(&format!("{mark} "));
                    write_blocks(item, indent + mark.len() + 1, ListStart::Item, markdown);
                }
            }
        }
    }
}

fn write_line(blocks: &[ProseBlock], line: &mut String) {
    for block in blocks {
        match block {
            ProseBlock::Paragraph(text) => {
                separate(line);
                line.push_str(text.trim());
            }
            ProseBlock::List(list) => {
                for (number, item) in list.items.iter().enumerate() {
                    if !line.is_empty() {
                        line.push(' ');
                    }
                    line.push_str(&list.mark(number, "•"));
                    write_line(item, line);
                }
            }
        }
    }
}

/// Separates a paragraph from what is before it: a mark of an item, a sentence, or words without an end.
fn separate(line: &mut String) {
    match line.chars().next_back() {
        None => {}
        Some(c) if c.is_alphanumeric() || c == ')' => line.push_str("; "),
        Some(_) => line.push(' '),
    }
}

impl ProseList {
    /// What an item begins with.
    fn mark(&self, position: usize, bullet: &str) -> String {
        match self.first {
            Some(first) => format!("{}.", first.saturating_add(position as u64)),
            None => bullet.to_owned(),
        }
    }
}

/// The length of the bullet or number that an item begins with.
fn mark_length(item: &str) -> usize {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    digits + 1
}

/// Reads a text: the parser says where paragraphs and lists are, and their words are taken as they are written.
fn blocks(text: &str) -> Vec<ProseBlock> {
    // Definitions of links (CommonMark 0.31, section 4.7) are not among the events, and nothing may get lost.
    if text.contains("]:") {
        let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
        return paragraphs.map(|text| ProseBlock::Paragraph(text.to_owned())).collect();
    }
    let mut reader =
        BlockReader { text, root: Vec::new(), lists: Vec::new(), words: None, end: 0, from: 0, skipped: 0 };
    for (event, range) in Parser::new(text).into_offset_iter() {
        reader.take(&event, range);
    }
    reader.end_words();
    reader.root
}

struct BlockReader<'t> {
    text: &'t str,
    root: Vec<ProseBlock>,
    /// The lists that are open, each in the last item of the one before it.
    lists: Vec<ProseList>,
    /// The bytes of the words since the last block.
    words: Option<Range<usize>>,
    /// Where the last words ended.
    end: usize,
    /// Where words may begin: the parser leaves out backslashes and marks before them.
    from: usize,
    /// How many tags are open in a block that is taken as words.
    skipped: usize,
}

impl BlockReader<'_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(_) if self.skipped > 0 => self.skipped += 1,
            Event::End(_) if self.skipped > 1 => self.skipped -= 1,
            Event::End(_) if self.skipped == 1 => {
                self.skipped = 0;
                self.end_words();
                self.from = range.end;
            }
            _ if self.skipped > 0 => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Rule => {
                self.end_words();
                self.from = range.end;
                self.words = Some(range);
                self.end_words();
            }
            _ => self.add_words(range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => self.add_words(range),
            Tag::List(first) if self.lists.len() < DEEPEST => {
                self.end_words();
                self.lists.push(ProseList { first: *first, items: Vec::new() });
            }
            Tag::Item => {
                self.from = range.start + mark_length(&self.text[range]);
                if let Some(list) = self.lists.last_mut() {
                    list.items.push(Vec::new());
                }
            }
            Tag::Paragraph => {
                self.end_words();
                self.from = self.from.max(range.start);
            }
            // Headings, quotations, code, HTML and whatever else there is.
            _ => {
                self.end_words();
                self.words = Some(range);
                self.skipped = 1;
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) {
            return;
        }
        self.end_words();
        self.from = range.end;
        if matches!(tag, TagEnd::List(_))
            && let Some(list) = self.lists.pop()
        {
            self.push(ProseBlock::List(list));
        }
    }

    fn add_words(&mut self, range: Range<usize>) {
        let (start, end) = match &self.words {
            Some(words) => (words.start, words.end.max(range.end)),
            None => (self.from.min(range.start), range.end),
        };
        self.words = Some(start..end);
    }

    /// Ends the words of a paragraph. Only an empty line or an item begins another one: what is markup to the parser and
    /// none here, such as a heading, belongs to the lines around it.
    fn end_words(&mut self) {
        let Some(words) = self.words.take() else { return };
        let (start, text) = (words.start, self.text[words].trim_end());
        if text.trim().is_empty() {
            return;
        }
        let between = self.text.get(self.end..start).unwrap_or_default();
        self.end = start + text.len();
        let is_joined = between.matches('\n').count() < 2;
        match self.target().last_mut() {
            Some(ProseBlock::Paragraph(paragraph)) if is_joined => {
                paragraph.push('\n');
                paragraph.push_str(text.trim());
            }
            _ => self.target().push(ProseBlock::Paragraph(text.trim().to_owned())),
        }
    }

    fn push(&mut self, block: ProseBlock) {
        self.target().push(block);
    }

    /// The blocks of the item that is open, or of the text.
    fn target(&mut self) -> &mut Vec<ProseBlock> {
        let item = self.lists.last_mut().and_then(|list| list.items.last_mut());
        item.unwrap_or(&mut self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::{has_several_blocks, one_line, paragraphs};

    const TEXT: &str = "The team records every call.\n\n- trails in all\n  accounts\n- a bucket\n  * kept for a year\n\n\
                        1. The trail is checked.\n2. The check is recorded.\n\nSee *the* runbook";

    #[test]
    fn paragraphs_and_lists_are_kept() {
        let markdown = "The team records every call.\n\n  - trails in all accounts\n  - a bucket\n\n    - kept for a \
                        year\n\n  1. The trail is checked.\n  2. The check is recorded.\n\n  See \\*the\\* runbook";
        assert_eq!(paragraphs(TEXT, 2), markdown);
        assert!(has_several_blocks(TEXT));
        assert!(!has_several_blocks("one line\nand the next"));
    }

    #[test]
    fn on_one_line_items_keep_their_marks() {
        let line = "The team records every call. • trails in all\n  accounts • a bucket • kept for a year 1. The trail \
                    is checked. 2. The check is recorded. See *the* runbook";
        assert_eq!(one_line(TEXT), line);
        assert_eq!(one_line("Name\n\nPlace"), "Name; Place");
        assert_eq!(one_line(" a single line "), "a single line");
    }

    #[test]
    fn what_only_looks_like_markup_begins_no_paragraph() {
        assert_eq!(paragraphs("Before\n# no heading\nafter", 0), "Before # no heading after");
        assert!(!has_several_blocks("Before\n> quoted"));
        assert!(has_several_blocks("Before\n\n# no heading"));
    }

    #[test]
    fn other_markup_shows_itself() {
        for text in [
            "# Heading",
            "| a | b |\n| --- | --- |\n| c | d |",
            "<div>\n\n</div>",
            "![x](y.png)",
            "> quoted",
            "```\ncode",
            "***\n\n---",
            "[a]: https://x.example\n\n[a]",
            "- - - - - - - - a\n\n\\* b",
            "Heading\n=======\n\n    code",
        ] {
            let markdown = paragraphs(text, 0);
            let seen: String = markdown.chars().filter(|c| !matches!(c, '\\' | '\n' | ' ')).collect();
            let written: String = text.chars().filter(|c| !matches!(c, '\\' | '\n' | ' ')).collect();
            assert_eq!(seen, written, "{markdown}");
            let events = pulldown_cmark::Parser::new_ext(&markdown, pulldown_cmark::Options::all());
            for event in events {
                use pulldown_cmark::{Event, Tag};
                let is_plain = match &event {
                    Event::Start(tag) => matches!(tag, Tag::Paragraph | Tag::List(_) | Tag::Item),
                    Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::Rule => false,
                    _ => true,
                };
                assert!(is_plain, "{event:?} in {markdown}");
            }
        }
    }
}
