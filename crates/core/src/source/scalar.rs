//! How a text is written as a YAML scalar: plain where every reader takes it for that text, else in double quotes.

use super::yaml::reads_as_text;

/// Words that readers of YAML 1.1 take for truth values or nothing.
const NOT_WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];

/// The text as a scalar that stands after `key: ` or in a list in brackets.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// True when the text can stand without quotes. Rather too strict: quotes do no harm.
fn is_plain(text: &str) -> bool {
    let is_plain_character = |c: char| c.is_alphanumeric() || " -_./:+()&;=@%~$^'".contains(c);
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(is_plain_character)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !NOT_WORDS.contains(&text.to_lowercase().as_str())
        && !is_like_a_number(text)
        && reads_as_text(text)
}

/// Numbers, dates and times of day, in any of the ways that some reader of YAML takes.
fn is_like_a_number(text: &str) -> bool {
    let prefixed = ["0x", "0o", "0b"].iter().any(|prefix| text.to_lowercase().starts_with(prefix));
    let time = |c: char| c.is_ascii_digit() || "_.:+-eEtTzZ ".contains(c);
    prefixed || text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(time)
}

/// The text in double quotes, with everything escaped that breaks a line or cannot be seen.
fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            _ if is_unseen(c) => written.push_str(&format!("\\U{:08X}", u32::from(c))),
            _ => written.push(c),
        }
    }
    written.push('"');
    written
}

/// Control characters, line breaks of other scripts, marks that turn the direction of writing, and what YAML does
/// not allow in a text.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff0}'..='\u{ffff}')
}
