//! The tags of templates and what stands in them, cut as the engine cuts them (Tera 2.4, `parsing/lexer.rs`), which keeps its
//! own tokens to itself.

/// A tag with its delimiters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TemplateTag<'t> {
    pub(super) kind: TagKind,
    pub(super) start: usize,
    /// Where its content ends and the delimiter that closes it begins.
    pub(super) close: usize,
    pub(super) end: usize,
    pub(super) tokens: Vec<Token<'t>>,
}

/// The kinds of tag that the engine acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ }}`
    Output,
    /// `{% %}`
    Statement,
}

/// A word or sign in a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// The kinds of token that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or a keyword.
    Word,
    /// A text, a number or a truth value.
    Constant,
    /// Anything else.
    Sign,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Constant && self.text == text
    }
}

impl TemplateTag<'_> {
    /// The word that a statement begins with.
    pub(super) fn keyword(&self) -> &str {
        match self.kind {
            TagKind::Output => "",
            TagKind::Statement => self.tokens.first().map_or("", |token| token.text),
        }
    }

    /// Whether white space after the tag is trimmed.
    pub(super) fn trims_after(&self, text: &str) -> bool {
        text[self.close..self.end].starts_with('-')
    }
}

/// The tags of a template, without comments and raw text. None where the engine would find a mistake.
pub(super) fn tags(text: &str) -> Option<Vec<TemplateTag<'_>>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_opening(text, at) {
        if text[start..].starts_with("{#") {
            at = start + 2 + text[start + 2..].find("#}")? + 2;
        } else if let Some(inner) = after_word(&text[start..], "raw") {
            at = raw_end(text, start + inner)?;
        } else {
            let tag = tag(text, start)?;
            at = tag.end;
            found.push(tag);
        }
    }
    Some(found)
}

fn next_opening(text: &str, from: usize) -> Option<usize> {
    let is_opening = |pair: &[u8]| pair[0] == b'{' && matches!(pair[1], b'{' | b'%' | b'#');
    text.as_bytes()[from..].windows(2).position(is_opening).map(|at| from + at)
}

/// The length of a statement that consists of one word.
fn after_word(text: &str, word: &str) -> Option<usize> {
    let rest = text.strip_prefix("{%")?;
    let rest =
        rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

fn raw_end(text: &str, from: usize) -> Option<usize> {
    let ends = text[from..].match_indices("{%").map(|(at, _)| from + at);
    ends.into_iter().find_map(|at| Some(at + after_word(&text[at..], "endraw")?))
}

fn tag(text: &str, start: usize) -> Option<TemplateTag<'_>> {
    let (kind, closing) = match text[start..].starts_with("{{") {
        true => (TagKind::Output, "}}"),
        false => (TagKind::Statement, "%}"),
    };
    let mut at = start + 2;
    if text[at..].starts_with('-') {
        at += 1;
    }
    let mut tokens = Vec::new();
    loop {
        at = text.len() - text[at..].trim_ascii_start().len();
        let rest = &text[at..];
        let closed = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(closing);
        if let Some(after) = closed {
            return Some(TemplateTag { kind, start, close: at, end: text.len() - after.len(), tokens });
        }
        let (kind, length) = token(rest)?;
        tokens.push(Token { kind, text: &rest[..length], start: at });
        at += length;
    }
}

fn token(rest: &str) -> Option<(TokenKind, usize)> {
    let first = *rest.as_bytes().first()?;
    let sign = |length| Some((TokenKind::Sign, length));
    if rest.starts_with("...") {
        return sign(3);
    }
    if ["//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["].iter().any(|pair| rest.starts_with(pair)) {
        return sign(2);
    }
    match first {
        b'\'' | b'"' | b'`' => Some((TokenKind::Constant, string_length(rest, first)?)),
        b'0'..=b'9' => {
            let mut has_point = false;
            let is_part = |byte: &u8| {
                byte.is_ascii_digit() || (*byte == b'.' && !std::mem::replace(&mut has_point, true))
            };
            Some((TokenKind::Constant, rest.bytes().take_while(is_part).count()))
        }
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
            let length =
                rest.bytes().take_while(|byte| *byte == b'_' || byte.is_ascii_alphanumeric()).count();
            let is_constant =
                ["true", "True", "false", "False", "none", "None", "null"].contains(&&rest[..length]);
            Some((if is_constant { TokenKind::Constant } else { TokenKind::Word }, length))
        }
        _ if b"+-*/%!.,:~|=><()[]{}@".contains(&first) => sign(1),
        _ => None,
    }
}

fn string_length(rest: &str, quote: u8) -> Option<usize> {
    let mut is_escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == quote && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })?;
    Some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_are_cut_as_the_engine_cuts_them() {
        let text =
            "a {{ \"}} \\\" x\" | f(n=1.5) -}} {# {{ b }} #}{% raw -%} {{ c }} {%- endraw %}{%- if d?.e %}";
        let tags = tags(text).expect("it is well-formed");
        let words: Vec<Vec<&str>> =
            tags.iter().map(|tag| tag.tokens.iter().map(|token| token.text).collect()).collect();
        assert_eq!(
            words,
            [vec!["\"}} \\\" x\"", "|", "f", "(", "n", "=", "1.5", ")"], vec!["if", "d", "?.", "e"]]
        );
        assert!(tags[0].trims_after(text) && !tags[1].trims_after(text));
        assert_eq!(&text[tags[1].start..tags[1].end], "{%- if d?.e %}");
    }
}
