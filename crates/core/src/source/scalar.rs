//! Writes a text as a YAML scalar: plain if every reader understands it as that text, otherwise in double quotes.

use super::yaml::reads_as_text;

/// Words that readers of YAML 1.1 understand as booleans, null or not-a-number.
const NOT_WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];

/// The text as a scalar for a place after `key: ` or in a list in brackets.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// True if the text needs no quotes. In doubt it gets them: they do no harm.
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

/// Numbers, dates and times of day, in any spelling that some reader of YAML understands.
fn is_like_a_number(text: &str) -> bool {
    let prefixed = ["0x", "0o", "0b"].iter().any(|prefix| text.to_lowercase().starts_with(prefix));
    let time = |c: char| c.is_ascii_digit() || "_.:+-eEtTzZ ".contains(c);
    prefixed || text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(time)
}

/// The text in double quotes; line breaks and invisible characters are escaped.
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

/// Control characters, Unicode line breaks, marks that change the direction of writing, and what YAML does not allow.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff0}'..='\u{ffff}')
}
