//! Templates as the engine runs them: with calls of the filters of [`super::budget`] put in wherever a template could make the
//! engine work long or take much memory. The engine has no limits of its own, and other people write templates.
//!
//! What is charged: each round of a loop, each use of a template, component or block by the length of its text; every operand
//! that is joined or compared, every list and map that is made, by its size; everything that is written where the text is kept
//! in memory before it reaches the document.

use std::collections::BTreeSet;

use super::budget::{LOOP, OUTPUT, SHALLOW, STEP, TEXT, WEIGHED};
use super::lexer::{TagKind, TemplateTag, Token, TokenKind, tags};
use super::operands::{ends_operand, has_colon, in_component, is_subscript, makes_value, operand_end};

/// A template with what was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GuardedTemplate {
    pub(super) text: String,
    /// What was put in: where in the original, and how many bytes. In the order of the text.
    insertions: Vec<(usize, usize)>,
}

impl GuardedTemplate {
    /// The place in the original of a place in the guarded text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let mut added = 0;
        for (place, length) in &self.insertions {
            if place + added >= offset {
                break;
            }
            if place + added + length > offset {
                return *place;
            }
            added += length;
        }
        offset - added
    }
}

/// Puts the calls in. `is_included` says that other templates include this one, perhaps where its text is kept in memory.
/// None for what the engine cannot read either.
pub(super) fn guarded(text: &str, is_included: bool) -> Option<GuardedTemplate> {
    let tags = tags(text)?;
    let mut guard = Guard { text, insertions: Vec::new(), open: Vec::new(), kept: usize::from(is_included) };
    if is_included && !tags.iter().any(|tag| tag.keyword() == "extends") {
        guard.put(0, format!("{{{{ {STEP}(n={}) }}}}", text.len()));
    }
    let lengths = body_lengths(&tags);
    for (tag, length) in tags.iter().zip(lengths) {
        guard.tag(tag, length);
    }
    let mut insertions = guard.insertions;
    insertions.sort_by_key(|(place, _)| *place);
    let mut guarded = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (place, added) in &insertions {
        guarded.push_str(&text[done..*place]);
        guarded.push_str(added);
        done = *place;
    }
    guarded.push_str(&text[done..]);
    let insertions = insertions.into_iter().map(|(place, added)| (place, added.len())).collect();
    Some(GuardedTemplate { text: guarded, insertions })
}

/// For each tag that opens a body, the length of the body without the bodies of loops in it.
fn body_lengths(tags: &[TemplateTag<'_>]) -> Vec<usize> {
    let mut lengths = vec![0; tags.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        match tag.keyword() {
            "for" | "component" | "block" => open.push(index),
            "endfor" | "endcomponent" | "endblock" => {
                if let Some(opening) = open.pop() {
                    let length = tag.start.saturating_sub(tags[opening].end);
                    // What loops within it have charged is in its own length already as negative debt.
                    lengths[opening] = length.saturating_sub(lengths[opening]);
                    if let Some(outer) = open.last() {
                        lengths[*outer] += length;
                    }
                }
            }
            _ => {}
        }
    }
    lengths
}

struct Guard<'t> {
    text: &'t str,
    insertions: Vec<(usize, String)>,
    /// Open bodies: whether their text is kept in memory.
    open: Vec<bool>,
    /// How many of them are, and whether the template is as a whole.
    kept: usize,
}

impl Guard<'_> {
    fn put(&mut self, place: usize, text: impl Into<String>) {
        self.insertions.push((place, text.into()));
    }

    fn tag(&mut self, tag: &TemplateTag<'_>, length: usize) {
        if tag.kind == TagKind::Output {
            self.expression(&tag.tokens);
            return self.output(tag);
        }
        match tag.keyword() {
            "for" => {
                self.loop_over(tag, length);
                self.open(false);
            }
            "component" | "block" => {
                self.open(true);
                let trim = if tag.trims_after(self.text) { "-" } else { "" };
                self.put(tag.end, format!("{{{{ {STEP}(n={length}) {trim}}}}}"));
            }
            "set" | "set_global" => match tag.tokens.get(2) {
                Some(sign) if sign.is("=") => self.expression(&tag.tokens[3..]),
                Some(_) | None => {
                    self.expression(tag.tokens.get(2..).unwrap_or_default());
                    self.open(true);
                }
            },
            "filter" => {
                self.expression(&tag.tokens[1..]);
                self.open(true);
            }
            "<" => {
                self.expression(&tag.tokens);
                self.open(true);
            }
            "if" | "elif" => self.expression(&tag.tokens[1..]),
            "endfor" | "endcomponent" | "endblock" | "endset" | "endfilter" | "</" => self.close(),
            _ => {}
        }
    }

    fn open(&mut self, is_kept: bool) {
        self.open.push(is_kept);
        self.kept += usize::from(is_kept);
    }

    fn close(&mut self) {
        self.kept -= usize::from(self.open.pop() == Some(true));
    }

    fn loop_over(&mut self, tag: &TemplateTag<'_>, length: usize) {
        let Some(of) = tag.tokens.iter().position(|token| token.is("in")) else { return };
        self.expression(&tag.tokens[of + 1..]);
        self.put(tag.tokens[of].end(), " (");
        self.put(tag.close, format!(") | {LOOP}(n={length}) "));
    }

    /// What is written where it is kept in memory. A name is charged after it was written, so that the engine's message about
    /// one that does not exist stays as good as it is.
    fn output(&mut self, tag: &TemplateTag<'_>) {
        let (Some(first), Some(last)) = (tag.tokens.first(), tag.tokens.last()) else { return };
        let is_component = first.is("<");
        let is_constant = tag.tokens.len() == 1 && first.kind == TokenKind::Constant;
        if self.kept == 0 || is_component || is_constant {
            return;
        }
        let is_path = first.kind == TokenKind::Word && operand_end(&tag.tokens, 0) == tag.tokens.len();
        let is_path = is_path && !tag.tokens.iter().any(|token| token.is("|") || token.is("("));
        if is_path {
            let trim = if tag.trims_after(self.text) { "-" } else { "" };
            let path = &self.text[first.start..last.end()];
            self.put(tag.end, format!("{{{{ {OUTPUT}(v={path}) {trim}}}}}"));
        } else {
            self.put(first.start, "(");
            self.put(last.end(), format!(") | {WEIGHED}"));
        }
    }

    /// Guards what an expression works on.
    fn expression(&mut self, tokens: &[Token<'_>]) {
        let loops = self.comprehensions(tokens);
        let mut guarded = BTreeSet::new();
        for index in 0..tokens.len() {
            for Operand { end, filter } in operands(tokens, index, &loops) {
                if guarded.insert(end) {
                    self.put(end, format!(" | {filter}"));
                }
            }
        }
        // After what was put in at the same places: that belongs between the parentheses.
        for Comprehension { position, end, length } in loops {
            self.put(tokens[position].end(), " (");
            self.put(end, format!(") | {LOOP}(n={length})"));
        }
    }

    /// Lists that are made from others, item by item.
    fn comprehensions(&self, tokens: &[Token<'_>]) -> Vec<Comprehension> {
        let mut found = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            if !token.is("for") {
                continue;
            }
            let Some(of) = tokens[index..].iter().position(|token| token.is("in")).map(|at| index + at)
            else {
                continue;
            };
            let (mut depth, mut end) = (0_i32, of + 1);
            while let Some(token) = tokens.get(end) {
                match token.text {
                    _ if token.kind == TokenKind::Constant => {}
                    "(" | "[" | "{" | "?[" => depth += 1,
                    "]" | "if" if depth == 0 => break,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
                end += 1;
            }
            let length = token.start - tokens[0].start;
            found.extend(tokens.get(end - 1).map(|last| Comprehension {
                position: of,
                end: last.end(),
                length,
            }));
        }
        found
    }
}

/// A value that an expression works on.
struct Operand {
    /// Where it ends.
    end: usize,
    /// The filter that charges for the work.
    filter: &'static str,
}

impl Operand {
    fn weighed(end: usize) -> Self {
        Self { end, filter: WEIGHED }
    }
}

/// The values that the token at an index works on, as far as that can be much work.
fn operands(tokens: &[Token<'_>], index: usize, loops: &[Comprehension]) -> Vec<Operand> {
    let token = &tokens[index];
    if token.kind == TokenKind::Constant {
        return Vec::new();
    }
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    let found = match token.text {
        "]" | "}" if makes_value(tokens, index) => Some(Operand::weighed(token.end())),
        "~" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in"
            if !loops.iter().any(|of| of.position == index) && !in_component(tokens, index) =>
        {
            return compared(tokens, index);
        }
        "is" => {
            let test = tokens[index + 1..].iter().find(|token| !token.is("not"));
            let reads_text =
                test.is_some_and(|test| ["containing", "starting_with", "ending_with"].contains(&test.text));
            before.filter(|_| reads_text).map(|before| Operand::weighed(before.end()))
        }
        "|" => {
            let filter = tokens.get(index + 1).and_then(|name| cost_of(name.text));
            before.zip(filter).map(|(before, filter)| Operand { end: before.end(), filter })
        }
        "__tera_context" => Some(Operand::weighed(token.end())),
        "[" | "?[" => {
            let is_slice = is_subscript(before) && has_colon(tokens, index);
            before.filter(|_| is_slice).map(|before| Operand { end: before.end(), filter: SHALLOW })
        }
        _ => None,
    };
    found.into_iter().collect()
}

/// The sides of an operator that compares or joins them. Comparing with a constant ends where the constant does.
fn compared(tokens: &[Token<'_>], index: usize) -> Vec<Operand> {
    let is_constant = |token: &Token<'_>| token.kind == TokenKind::Constant;
    let is_negated = index.checked_sub(1).is_some_and(|before| tokens[before].is("not"));
    let left = index.checked_sub(if is_negated { 2 } else { 1 }).and_then(|left| tokens.get(left));
    let end = operand_end(tokens, index + 1);
    let right = tokens.get(end.wrapping_sub(1));
    let left = left.filter(|left| ends_operand(left) || left.is(">"));
    let Some((left, right)) = left.zip(right) else { return Vec::new() };
    let right_is_constant = tokens[index + 1..end].iter().all(|token| token.kind != TokenKind::Word);
    let compares = !matches!(tokens[index].text, "~" | "in");
    if compares && (is_constant(left) || right_is_constant) {
        return Vec::new();
    }
    let left = (!is_constant(left)).then(|| Operand::weighed(left.end()));
    let right = (!right_is_constant).then(|| Operand::weighed(right.end()));
    left.into_iter().chain(right).collect()
}

/// A list that is made from another.
struct Comprehension {
    /// The position of its `in`.
    position: usize,
    /// Where the list ends that it is made from.
    end: usize,
    /// Bytes of the expression that makes an item.
    length: usize,
}

/// What a filter is charged for, before it runs; those that enlarge a text charge for themselves.
fn cost_of(filter: &str) -> Option<&'static str> {
    match filter {
        "upper" | "lower" | "wordcount" | "escape" | "escape_html" | "escape_xml" | "newlines_to_br"
        | "trim" | "trim_start" | "trim_end" | "capitalize" | "title" | "truncate" | "split" | "length"
        | "safe" | "int" | "float" | "code" | "link" | "label" | "anchor" | "sentence" => Some(TEXT),
        "reverse" | "values" | "keys" | "pairs" | "group_by" => Some(SHALLOW),
        "str" | "sort" | "unique" => Some(WEIGHED),
        _ => None,
    }
}
