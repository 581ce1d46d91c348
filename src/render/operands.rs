//! Where the operands in the expressions of templates begin and end.

use super::lexer::{Token, TokenKind};

const KEYWORDS: [&str; 13] =
    ["in", "and", "or", "not", "is", "if", "else", "elif", "for", "set", "set_global", "filter", "component"];

/// Whether an operand may end with a token.
pub(super) fn ends_operand(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Constant => true,
        TokenKind::Word => !KEYWORDS.contains(&token.text),
        TokenKind::Sign => matches!(token.text, ")" | "]" | "}"),
    }
}

/// Whether a bracket after a token picks something out of a value.
pub(super) fn is_subscript(before: Option<&Token<'_>>) -> bool {
    before.is_some_and(ends_operand)
}

/// The position after the bracket that closes the one at a position.
fn after_closing(tokens: &[Token<'_>], opening: usize) -> usize {
    let mut depth = 0_i32;
    for (index, token) in tokens.iter().enumerate().skip(opening) {
        match token.text {
            _ if token.kind == TokenKind::Constant => {}
            "(" | "[" | "{" | "?[" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// The position of the bracket that opens what a bracket closes.
fn opening(tokens: &[Token<'_>], closing: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (index, token) in tokens.iter().enumerate().take(closing + 1).rev() {
        match token.text {
            _ if token.kind == TokenKind::Constant => {}
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" | "?[" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// Whether a bracket closes a list or a map that is made of other values. Those of constants are made once, when the template
/// is read.
pub(super) fn makes_value(tokens: &[Token<'_>], closing: usize) -> bool {
    let Some(opening) = opening(tokens, closing) else { return false };
    let before = opening.checked_sub(1).and_then(|before| tokens.get(before));
    let is_list = tokens[opening].is("[") && !is_subscript(before);
    // Arguments of components stand between braces, too: `<name to={value} {...others} />`.
    let is_argument =
        before.is_some_and(|before| before.is("=") || ends_operand(before)) && in_component(tokens, opening);
    let is_map = tokens[opening].is("{") && !is_argument;
    let inner = &tokens[opening + 1..closing];
    (is_list || is_map) && inner.iter().any(|token| token.kind == TokenKind::Word)
}

/// Whether a position is among the arguments of a component.
pub(super) fn in_component(tokens: &[Token<'_>], position: usize) -> bool {
    let (mut depth, mut index) = (0_i32, position);
    while let Some(before) = index.checked_sub(1) {
        index = before;
        let token = &tokens[index];
        match token.text {
            _ if token.kind == TokenKind::Constant => {}
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" | "?[" if depth == 0 => return false,
            "(" | "[" | "{" | "?[" => depth -= 1,
            // The end of another one, before.
            ">" if depth == 0 && index > 0 && tokens[index - 1].is("/") => return false,
            "<" if depth == 0 => {
                let before = index.checked_sub(1).and_then(|before| tokens.get(before));
                return !before.is_some_and(ends_operand);
            }
            _ => {}
        }
    }
    false
}

/// Whether a subscript is a slice.
pub(super) fn has_colon(tokens: &[Token<'_>], opening: usize) -> bool {
    let end = after_closing(tokens, opening);
    let mut depth = 0_i32;
    tokens[opening..end].iter().any(|token| {
        match token.text {
            _ if token.kind == TokenKind::Constant => {}
            "(" | "[" | "{" | "?[" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        depth == 1 && token.is(":")
    })
}

/// The position after the operand that starts at a position, with the filters after it.
pub(super) fn operand_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut at = start;
    while tokens.get(at).is_some_and(|token| token.is("-") || token.is("not")) {
        at += 1;
    }
    let Some(first) = tokens.get(at) else { return tokens.len() };
    at = match first.text {
        _ if first.kind != TokenKind::Sign => at + 1,
        "(" | "[" | "{" => after_closing(tokens, at),
        "<" => after_component(tokens, at),
        _ => at + 1,
    };
    while let Some(token) = tokens.get(at) {
        at = match token.text {
            _ if token.kind == TokenKind::Constant => return at,
            "." | "?." | "|" => at + 2,
            "(" | "[" | "?[" => after_closing(tokens, at),
            _ => return at,
        };
    }
    at.min(tokens.len())
}

/// The position after the component that is called at a position.
fn after_component(tokens: &[Token<'_>], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(token) = tokens.get(at) {
        at = match token.text {
            _ if token.kind == TokenKind::Constant => at + 1,
            "(" | "[" | "{" | "?[" => after_closing(tokens, at),
            ">" => return at + 1,
            _ => at + 1,
        };
    }
    tokens.len()
}
