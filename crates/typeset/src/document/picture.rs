//! Pictures as the text names them. What they look like comes from elsewhere: this stage reads no files.

use std::sync::Arc;

use super::{Inline, InlineKind, SourceRange};

/// A picture that the text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureReference {
    /// Its path, with percent signs decoded; the key in [`Document::pictures`](super::Document::pictures).
    pub path: Arc<str>,
    /// What it shows, in words.
    pub alternative: String,
    /// Its caption.
    pub title: Option<String>,
    /// Where it stands in the text.
    pub place: SourceRange,
}

impl PictureReference {
    /// What stands for the picture for those who cannot see it. Without a description the file's name has to do.
    pub(crate) fn spoken(&self) -> String {
        let alternative = self.alternative.trim();
        let title = self.title.as_deref().unwrap_or_default().trim();
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let words = [alternative, title].into_iter().find(|words| !words.is_empty());
        words.map_or_else(|| format!("Picture {name}"), str::to_owned)
    }

    /// Where the picture is, if it is on the web: whoever reads its description in its place can look there.
    pub(crate) fn address(&self) -> Option<Arc<str>> {
        is_web(&self.path).then(|| self.path.clone())
    }
}

/// A picture that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which one.
    pub reference: PictureReference,
    /// Where it leads.
    pub link: Option<Arc<str>>,
}

/// The pictures of a paragraph in which there is nothing else.
pub(super) fn figures(content: &[Inline]) -> Option<Vec<Figure>> {
    let mut found = Vec::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Picture(reference) => {
                found.push(Figure { reference: (**reference).clone(), link: inline.link.clone() });
            }
            InlineKind::Text(text) if text.trim().is_empty() => {}
            InlineKind::LineBreak => {}
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Item(_)
            | InlineKind::FootnoteReference(_) => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The path of a picture: without percent signs, without `./` at its beginning, and without what code hosts want to know
/// behind a question mark, as in `plan.png?raw=true`. Addresses stay as they are.
pub(super) fn path(destination: &str) -> String {
    if is_web(destination) {
        return destination.to_owned();
    }
    let file = destination.split(['?', '#']).next().unwrap_or_default();
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let is_picture = ["png", "jpg", "jpeg", "svg", "gif", "webp"].contains(&ending.as_str());
    let path = decoded(if is_picture { file } else { destination });
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}

fn is_web(destination: &str) -> bool {
    ["http://", "https://"].iter().any(|web| destination.starts_with(web))
}

/// A text without percent signs that stand for other characters (RFC 3986, 2.1).
pub(super) fn decoded(destination: &str) -> String {
    let bytes = destination.as_bytes();
    let mut path = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = destination.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                path.push(byte);
                at += 3;
            }
            None => {
                path.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(path).unwrap_or_else(|_| destination.to_owned())
}

/// A picture whose alternative text is being read.
pub(super) struct OpenPicture {
    pub(super) reference: PictureReference,
    /// Pictures within that text, of which only the text counts.
    pub(super) inner: usize,
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_those_of_files_and_addresses_stay() {
        assert_eq!(path("a%20b/%C3%A4.png"), "a b/ä.png");
        assert_eq!(path("./100%.png"), "100%.png");
        assert_eq!(path("%ff%zz.png"), "%ff%zz.png");
        assert_eq!(path("%2e%2E/x.png"), "../x.png");
        assert_eq!(path("a.png?raw=true#x"), "a.png");
        assert_eq!(path("https://a.example/b%20c.png?d"), "https://a.example/b%20c.png?d");
    }
}
