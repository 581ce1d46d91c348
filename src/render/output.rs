//! What a template writes: limited in size, and without the blank lines that its tags leave behind.

use std::io::{self, Write};

/// Largest document in bytes, a hundred times the longest of the samples. A template that loops must not fill the
/// memory.
pub(super) const LARGEST: usize = 64 * 1024 * 1024;

/// Collects what a template writes, up to [`LARGEST`] bytes.
#[derive(Debug, Default)]
pub(super) struct LimitedOutput(Vec<u8>);

impl LimitedOutput {
    /// What was written.
    pub(super) fn into_text(self) -> String {
        // The engine writes whole strings, so that nothing is lost; the lossy way only avoids a panic.
        String::from_utf8(self.0)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

impl Write for LimitedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The text with one blank line in place of several and none at its ends. Code blocks stay as they are.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    let mut blank = false;
    for line in text.lines() {
        let content = line.trim();
        match fence {
            Some(mark) if content.starts_with(mark) && content.trim_start_matches(&mark[..1]).is_empty() => {
                fence = None
            }
            Some(_) => {}
            None if content.is_empty() => {
                blank = true;
                continue;
            }
            None => fence = opened_fence(content),
        }
        if blank && !tidied.is_empty() {
            tidied.push('\n');
        }
        blank = false;
        tidied.push_str(line);
        tidied.push('\n');
    }
    tidied
}

/// The mark that opens a fenced code block (CommonMark 0.31, section 4.5), if the line does.
fn opened_fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    (length >= 3 && !(mark == '`' && line[length..].contains('`'))).then(|| &line[..length])
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn blank_lines_are_single_except_in_code() {
        assert_eq!(
            tidy("\n \na\n\n  \n\nb\n```\nx\n\n\ny\n```\n\n\nc\n\n"),
            "a\n\nb\n```\nx\n\n\ny\n```\n\nc\n"
        );
    }
}
