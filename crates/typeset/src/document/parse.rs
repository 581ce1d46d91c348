//! Markdown to blocks. The parser's flat events are built into a tree whose depth is bounded here, once, so that
//! everything after it may recurse safely.

use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::anchor::Anchors;
use super::block_hints::BlockHints;
use super::cell::CellLists;
use super::chart::{Chart, DiagramWarning};
use super::convert::{alert, alignment};
use super::hint::{self, Hint, HintWarning, HtmlPart};
use super::link::{self, LinkWarnings};
use super::open_block::{Container, Leaf, OpenContainer};
use super::picture::{self, OpenPicture, PictureReference};
use super::quotes::QuoteMarks;
use super::spans;
use super::torn_row::TornRows;
use super::{
    Block, BlockKind, Cell, Document, Extent, Footnote, Heading, Inline, InlineKind, InlineStyle, List,
    ListItem, Meta, Row, SourceRange, Table, plain_text,
};
use crate::picture::Pictures;

/// How deep quotes, lists and items may nest; what is nested deeper is kept, but set at this depth.
const MAX_NESTING: usize = 32;

/// Parses the body of a document. The caller has split off front matter. Never fails: what is not markup is text.
pub fn parse(markdown: &str, meta: Meta) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut builder = BlockBuilder {
        quotes: QuoteMarks::for_document(markdown, &meta.language),
        ..BlockBuilder::default()
    };
    for (event, place) in Parser::new_ext(markdown, options).into_offset_iter() {
        builder.take(event, place);
    }
    builder.flush_paragraph();
    let link_warnings = builder.link_warnings.finish(&builder.anchors);
    Document {
        meta,
        blocks: builder.body,
        footnotes: builder.footnotes,
        picture_references: builder.picture_references,
        pictures: Pictures::new(),
        diagram_warnings: builder.diagram_warnings,
        hint_warnings: builder.hint_warnings,
        link_warnings,
        torn_rows: builder.torn_rows.found,
    }
}

#[derive(Default)]
struct BlockBuilder {
    body: Vec<Block>,
    footnotes: Vec<Footnote>,
    open: Vec<OpenContainer>,
    quotes: Option<QuoteMarks>,
    /// Open containers beyond the greatest depth; their blocks go into the last one that is within it.
    flattened: usize,
    leaf: Option<Leaf>,
    table: Option<Table>,
    hints: BlockHints,
    content: Vec<Inline>,
    content_place: SourceRange,
    strong: usize,
    emphasis: usize,
    strikethrough: usize,
    links: Vec<Option<Arc<str>>>,
    anchors: Anchors,
    cell_lists: CellLists,
    picture: Option<OpenPicture>,
    picture_references: Vec<PictureReference>,
    diagram_warnings: Vec<DiagramWarning>,
    hint_warnings: Vec<HintWarning>,
    link_warnings: LinkWarnings,
    torn_rows: TornRows,
}

impl BlockBuilder {
    fn take(&mut self, event: Event<'_>, place: SourceRange) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(text) => self.text(&text, place),
            Event::Code(code) => self.inline(InlineKind::Code(code.into_string()), place),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, place),
            Event::Html(html) => match &mut self.leaf {
                Some(Leaf::Html(all)) => all.push_str(&html),
                _ => self.text(&html, place),
            },
            Event::InlineHtml(tag) => self.inline_html(&tag, place),
            Event::FootnoteReference(label) => {
                self.inline(InlineKind::FootnoteReference(label.into_string()), place);
            }
            Event::SoftBreak => self.text(" ", place),
            Event::HardBreak => self.inline(InlineKind::LineBreak, place),
            Event::Rule => self.block(BlockKind::Rule, place),
            Event::TaskListMarker(done) => {
                if let Some(OpenContainer { container: Container::Item(task), .. }) = self.open.last_mut() {
                    *task = Some(done);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: SourceRange) {
        match tag {
            Tag::BlockQuote(kind) => self.open(Container::Quote(kind.map(alert)), place),
            Tag::List(start) => self.open(Container::List(start, Vec::new()), place),
            Tag::Item => self.open(Container::Item(None), place),
            Tag::FootnoteDefinition(label) => self.open(Container::Footnote(label.into_string()), place),
            Tag::Paragraph => self.flush_paragraph(),
            Tag::Heading { level, .. } => self.start_leaf(Leaf::Heading(level as u8)),
            Tag::CodeBlock(kind) => {
                self.torn_rows.is_indented = matches!(kind, CodeBlockKind::Indented);
                let language = match kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_owned(),
                };
                self.start_leaf(Leaf::Code { language, text: String::new() });
            }
            Tag::HtmlBlock => self.start_leaf(Leaf::Html(String::new())),
            Tag::Table(alignments) => {
                self.flush_paragraph();
                let alignments: Vec<_> = alignments.into_iter().map(alignment).collect();
                let widths = self.hints.widths_of(alignments.len(), &place, &mut self.hint_warnings);
                let (is_grid, head) = (self.hints.is_grid, Row::default());
                self.table = Some(Table { alignments, widths, is_grid, head, rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableCell => {}
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    let cells = Vec::with_capacity(table.alignments.len());
                    table.rows.push(Row { cells, is_group: false, place });
                }
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Image { dest_url, title, .. } => self.open_picture(&dest_url, &title, place),
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.strikethrough += 1,
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, place),
            Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd, place: SourceRange) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close()
            }
            TagEnd::Paragraph => self.flush_paragraph(),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.end_leaf(place),
            TagEnd::Table => {
                if let Some(mut table) = self.table.take() {
                    spans::settle(&mut table, self.hints.has_spans);
                    self.block(BlockKind::Table(table), place);
                }
            }
            TagEnd::TableCell => {
                self.cell_lists = CellLists::default();
                let content = self.taken();
                if let Some(table) = &mut self.table {
                    let row = table.rows.last_mut().unwrap_or(&mut table.head);
                    row.cells.push(Cell { content, extent: Extent::default(), place });
                }
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Image => self.close_picture(),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.strikethrough = self.strikethrough.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    fn open(&mut self, container: Container, place: SourceRange) {
        self.flush_paragraph();
        let inside_list =
            matches!(self.open.last(), Some(OpenContainer { container: Container::List(..), .. }));
        // A list within the limit has its items, too.
        if self.flattened > 0 || (self.open.len() >= MAX_NESTING && !inside_list) {
            self.flattened += 1;
            return;
        }
        self.torn_rows.enter();
        let is_kept = std::mem::take(&mut self.hints.is_kept);
        self.open.push(OpenContainer { container, blocks: Vec::new(), is_kept, place });
    }

    fn close(&mut self) {
        self.flush_paragraph();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        let Some(OpenContainer { container, blocks, is_kept, place }) = self.open.pop() else {
            return;
        };
        self.hints.is_kept = is_kept;
        match container {
            Container::Quote(None) => self.block(BlockKind::Quote(blocks), place),
            Container::Quote(Some(kind)) => self.block(BlockKind::Alert(kind, blocks), place),
            Container::List(start, items) => self.block(BlockKind::List(List { start, items }), place),
            Container::Footnote(label) => self.footnotes.push(Footnote { label, blocks, place }),
            Container::Item(task) => {
                if let Some(OpenContainer { container: Container::List(_, items), .. }) = self.open.last_mut()
                {
                    items.push(ListItem { task, blocks, place });
                }
            }
        }
    }

    fn start_leaf(&mut self, leaf: Leaf) {
        self.flush_paragraph();
        self.leaf = Some(leaf);
    }

    fn end_leaf(&mut self, place: SourceRange) {
        match self.leaf.take() {
            Some(Leaf::Heading(level)) => {
                let content = self.taken();
                let anchor = self.anchors.name(&plain_text(&content));
                self.block(BlockKind::Heading(Heading { level, content, anchor }), place);
            }
            Some(Leaf::Code { language, text }) => {
                self.code(&language, text, place);
            }
            Some(Leaf::Html(html)) => self.html_block(&html, place),
            None => {}
        }
    }

    fn code(&mut self, language: &str, text: String, place: SourceRange) {
        let kind = match language {
            "mermaid" => match Chart::parse(&text) {
                Ok(chart) => BlockKind::Chart(chart),
                Err(error) => {
                    self.diagram_warnings.push(error.at(place.clone()));
                    BlockKind::Code(text)
                }
            },
            _ => BlockKind::Code(text),
        };
        self.block(kind, place);
    }

    fn open_picture(&mut self, destination: &str, title: &str, place: SourceRange) {
        match &mut self.picture {
            Some(open) => open.inner += 1,
            None => {
                let title = Some(title.to_owned()).filter(|title| !title.trim().is_empty());
                let path = picture::path(destination).into();
                let reference = PictureReference { path, alternative: String::new(), title, place };
                self.picture = Some(OpenPicture { reference, inner: 0 });
            }
        }
    }

    fn close_picture(&mut self) {
        match self.picture.take() {
            Some(mut open) if open.inner > 0 => {
                open.inner -= 1;
                self.picture = Some(open);
            }
            Some(OpenPicture { reference, .. }) => {
                self.picture_references.push(reference.clone());
                let place = reference.place.clone();
                self.inline(InlineKind::Picture(Box::new(reference)), place);
            }
            None => {}
        }
    }

    fn html_block(&mut self, html: &str, place: SourceRange) {
        for part in hint::parts(html) {
            match part {
                HtmlPart::Hint(Hint::Columns(widths)) => self.hints.widths = Some(widths),
                HtmlPart::Hint(Hint::Grid) => self.hints.is_grid = true,
                HtmlPart::Hint(Hint::Spans) => self.hints.has_spans = true,
                HtmlPart::Hint(Hint::Keep) => self.hints.is_kept = true,
                HtmlPart::Hint(Hint::PageBreak) => self.block(BlockKind::PageBreak, place.clone()),
                HtmlPart::Hint(Hint::Turn(orientation)) => {
                    self.block(BlockKind::Turn(orientation), place.clone());
                }
                HtmlPart::Mistaken(error) => self.hint_warnings.push(error.at(place.clone())),
                HtmlPart::Text(text) => {
                    self.text(text, place.clone());
                    self.flush_paragraph();
                }
            }
        }
    }

    fn inline_html(&mut self, tag: &str, place: SourceRange) {
        if hint::is_line_break(tag) {
            self.inline(InlineKind::LineBreak, place);
        } else if let Some(mark) = self.table.as_ref().and_then(|_| self.cell_lists.take(tag)) {
            if let Some(mark) = mark {
                self.inline(InlineKind::Item(mark), place);
            }
        } else if !tag.starts_with("<!--") {
            self.text(tag, place);
        }
    }

    fn text(&mut self, text: &str, place: SourceRange) {
        match &mut self.leaf {
            Some(Leaf::Code { text: all, .. } | Leaf::Html(all)) => all.push_str(text),
            Some(Leaf::Heading(_)) | None => self.inline(InlineKind::Text(text.to_owned()), place),
        }
    }

    fn inline(&mut self, kind: InlineKind, place: SourceRange) {
        if let Some(open) = &mut self.picture {
            match kind {
                InlineKind::Text(text) | InlineKind::Code(text) => open.reference.alternative.push_str(&text),
                InlineKind::LineBreak | InlineKind::Item(_) => open.reference.alternative.push(' '),
                InlineKind::FootnoteReference(_) | InlineKind::Picture(_) => {}
            }
            return;
        }
        if self.content.is_empty() {
            self.content_place = place.clone();
        }
        let style = InlineStyle {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            strikethrough: self.strikethrough > 0,
        };
        let link = self.links.last().cloned().flatten();
        self.content_place.end = place.end;
        self.content.push(Inline { kind, style, link, place });
    }

    /// The inline content so far, in no more room than it needs: a report has one for each of its cells.
    fn taken(&mut self) -> Vec<Inline> {
        let mut content = link::link_bare_addresses(self.content.drain(..).collect());
        if let Some(quotes) = self.quotes {
            quotes.set(&mut content);
        }
        content
    }

    fn link(&mut self, kind: LinkType, destination: &str, place: SourceRange) {
        let checked = link::check(kind, destination);
        self.link_warnings.note(destination, &checked, place);
        self.links.push(checked.target);
    }

    /// Text outside a heading or cell is a paragraph, with or without its tags (a tight list has none).
    fn flush_paragraph(&mut self) {
        if self.table.is_none() && !self.content.is_empty() {
            let content = self.taken();
            let place = self.content_place.clone();
            match picture::figures(&content) {
                Some(figures) => {
                    for figure in figures {
                        self.block(BlockKind::Figure(figure), place.clone());
                    }
                }
                None => self.block(BlockKind::Paragraph(content), place),
            }
        }
    }

    fn block(&mut self, kind: BlockKind, place: SourceRange) {
        let BlockHints { is_kept, .. } = std::mem::take(&mut self.hints);
        self.torn_rows.look(&kind, &place);
        let blocks = self.open.last_mut().map_or(&mut self.body, |open| &mut open.blocks);
        blocks.push(Block { kind, is_kept, place });
    }
}
