//! Where links may lead: the web, mail and headings of the document itself. Anybody may have written the document, and a
//! reader of the PDF trusts it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::LinkType;

use super::anchor::Anchors;
use super::picture::decoded;
use super::{Inline, InlineKind, SourceRange};

/// A link that the pages don't carry as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWarning {
    /// Where the text says that it leads.
    pub destination: String,
    /// What is wrong with it.
    pub problem: LinkProblem,
    /// Where it stands in the Markdown.
    pub place: SourceRange,
}

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProblem {
    /// It leads neither to the web nor to a mail address, or does so in an odd way.
    Refused,
    /// It is a mail address with a subject, copies or a text.
    MailHeaders,
    /// It leads to a file beside the text, which is not beside a PDF.
    File,
    /// The document has no such heading.
    NoHeading,
    /// It has no address.
    Empty,
}

impl fmt::Display for LinkWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Links of other people may be as long as a book, such as pictures in `data:` addresses.
        let mut shown: String =
            self.destination.chars().filter(|c| !c.is_control()).take(LONGEST_SHOWN).collect();
        if self.destination.chars().nth(LONGEST_SHOWN).is_some() {
            shown.push('…');
        }
        match self.problem {
            LinkProblem::Refused => write!(formatter, "the link `{shown}` is shown as text"),
            LinkProblem::MailHeaders => {
                write!(
                    formatter,
                    "the link `{shown}` fills in more than an address; only the address is kept"
                )
            }
            LinkProblem::File => write!(formatter, "the link `{shown}` leads to a file and is shown as text"),
            LinkProblem::NoHeading => {
                write!(formatter, "no heading of the document has the anchor `{shown}`")
            }
            LinkProblem::Empty => write!(formatter, "a link has no address"),
        }
    }
}

/// Most characters of an address that a message repeats.
const LONGEST_SHOWN: usize = 120;

/// Where a link leads, and what is wrong with what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckedLink {
    pub(super) target: Option<Arc<str>>,
    pub(super) problem: Option<LinkProblem>,
}

impl CheckedLink {
    fn to(target: &str) -> Self {
        Self { target: Some(Arc::from(target)), problem: None }
    }

    fn none(problem: LinkProblem) -> Self {
        Self { target: None, problem: Some(problem) }
    }
}

/// What is wrong with the links of a document, each destination once.
#[derive(Debug, Default)]
pub(super) struct LinkWarnings {
    found: Vec<LinkWarning>,
    /// Links to headings, which may come later.
    anchors: Vec<(Arc<str>, SourceRange)>,
    noted: BTreeSet<String>,
}

impl LinkWarnings {
    /// Notes a link of the document.
    pub(super) fn note(&mut self, destination: &str, checked: &CheckedLink, place: SourceRange) {
        let anchor = checked.target.as_ref().filter(|target| target.starts_with('#'));
        if (anchor.is_none() && checked.problem.is_none()) || !self.noted.insert(destination.to_owned()) {
            return;
        }
        if let Some(anchor) = anchor {
            self.anchors.push((anchor.clone(), place));
        } else if let Some(problem) = checked.problem {
            self.found.push(LinkWarning { destination: destination.to_owned(), problem, place });
        }
    }

    /// All of them in the order of the text, now that the headings are known.
    pub(super) fn finish(self, headings: &Anchors) -> Vec<LinkWarning> {
        let Self { mut found, anchors, .. } = self;
        let lost = anchors.into_iter().filter(|(anchor, _)| !headings.contains(&anchor[1..]));
        found.extend(lost.map(|(anchor, place)| LinkWarning {
            destination: anchor.to_string(),
            problem: LinkProblem::NoHeading,
            place,
        }));
        found.sort_by_key(|warning| warning.place.start);
        found
    }
}

/// Judges the destination of a link.
pub(super) fn check(kind: LinkType, destination: &str) -> CheckedLink {
    let destination = destination.trim();
    if kind == LinkType::Email {
        return mail(destination);
    }
    if destination.is_empty() {
        return CheckedLink::none(LinkProblem::Empty);
    }
    if destination.contains(char::is_control) {
        return CheckedLink::none(LinkProblem::Refused);
    }
    if let Some(anchor) = destination.strip_prefix('#') {
        // Anchors are made in lower case; code hosts find them in any.
        return CheckedLink::to(&format!("#{}", decoded(anchor).to_lowercase()));
    }
    // `//host` and `\\host` lead to other computers by whatever the reader's program speaks.
    if destination.starts_with("//") || destination.contains('\\') {
        return CheckedLink::none(LinkProblem::Refused);
    }
    match scheme(destination) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto") => mail(rest),
        Some((scheme, rest)) if ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) => {
            let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?', '#']).next();
            let has_host = host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace));
            if has_host { CheckedLink::to(destination) } else { CheckedLink::none(LinkProblem::Refused) }
        }
        Some(_) => CheckedLink::none(LinkProblem::Refused),
        None => CheckedLink::none(LinkProblem::File),
    }
}

/// The scheme of an address and what follows it (RFC 3986, 3.1).
fn scheme(destination: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = destination.split_once(':')?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some((scheme, rest))
}

/// A mail address without the headers that may follow it (RFC 6068): a link of somebody else must not send copies to
/// others or write what the reader did not.
fn mail(address: &str) -> CheckedLink {
    let (bare, headers) = address.split_once('?').map_or((address, false), |(bare, _)| (bare, true));
    let plain = decoded(bare);
    let (local, domain) = plain.split_once('@').unwrap_or_default();
    let is_one = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_control() || c.is_whitespace() || ",;:@?&<>".contains(c))
    };
    if !is_one(local) || !is_one(domain) {
        return CheckedLink::none(LinkProblem::Refused);
    }
    CheckedLink {
        target: Some(Arc::from(format!("mailto:{bare}"))),
        problem: headers.then_some(LinkProblem::MailHeaders),
    }
}

/// Text with its bare addresses as links, as on code hosts (GitHub Flavored Markdown, 6.9).
pub(super) fn link_bare_addresses(content: Vec<Inline>) -> Vec<Inline> {
    if !content.iter().any(may_have_address) {
        return content;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    // Those without a scheme are looked for because of `www.`; other words with points in them are none.
    finder.url_must_have_scheme(false);
    let mut linked = Vec::with_capacity(content.len() + 2);
    let mut inlines = content.into_iter().peekable();
    while let Some(mut inline) = inlines.next() {
        if inline.link.is_none()
            && let InlineKind::Text(text) = &mut inline.kind
        {
            // The parser ends a text at each character that could be markup.
            let goes_on = |next: &Inline| {
                next.link.is_none() && next.style == inline.style && matches!(next.kind, InlineKind::Text(_))
            };
            while let Some(next) = inlines.next_if(goes_on) {
                inline.place.end = next.place.end;
                if let InlineKind::Text(more) = next.kind {
                    text.push_str(&more);
                }
            }
            split_at_addresses(&finder, &inline, &mut linked);
        } else {
            linked.push(inline);
        }
    }
    linked
}

/// A quick test: addresses have one of these.
fn may_have_address(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) if inline.link.is_none() => {
            text.contains("://") || text.contains('@') || text.contains("www.")
        }
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::LineBreak
        | InlineKind::Item(_)
        | InlineKind::FootnoteReference(_)
        | InlineKind::Picture(_) => false,
    }
}

fn split_at_addresses(finder: &LinkFinder, inline: &Inline, linked: &mut Vec<Inline>) {
    let InlineKind::Text(text) = &inline.kind else { return };
    let piece = |text: &str, link: Option<Arc<str>>| Inline {
        kind: InlineKind::Text(text.to_owned()),
        link,
        ..inline.clone()
    };
    let mut done = 0;
    for found in finder.links(text) {
        let address = match (found.kind(), found.as_str()) {
            (LinkKind::Email, address) => check(LinkType::Email, address),
            (_, address) if address.starts_with("www.") => {
                check(LinkType::Autolink, &format!("http://{address}"))
            }
            (_, address) if address.starts_with("http://") || address.starts_with("https://") => {
                check(LinkType::Autolink, address)
            }
            (_, _) => continue,
        };
        let Some(target) = address.target else { continue };
        if found.start() > done {
            linked.push(piece(&text[done..found.start()], None));
        }
        linked.push(piece(found.as_str(), Some(target)));
        done = found.end();
    }
    if done < text.len() {
        linked.push(piece(&text[done..], None));
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::LinkType;

    use super::{LinkProblem, check};

    #[test]
    fn only_the_web_mail_and_anchors_are_targets() {
        let target = |destination: &str| check(LinkType::Inline, destination).target;
        for kept in ["https://acme.example/a?b#c", "HTTP://acme.example", "mailto:a.b@acme.example"] {
            assert_eq!(target(kept).as_deref(), Some(kept));
        }
        assert_eq!(target("#Gr%C3%B6%C3%9Fe").as_deref(), Some("#größe"));
        for refused in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "//host/share",
            "\\\\host\\share",
            "https:\\\\host",
            "http:relative",
            "https:///path",
            "data:text/html,x",
            "mailto:",
            "mailto:nobody",
            "mailto:a@b.example,c@d.example",
            "mailto:a@b.example%0Abcc:c@d.example",
            "smb://host/share",
            "C:/windows",
        ] {
            assert_eq!(check(LinkType::Inline, refused).problem, Some(LinkProblem::Refused), "{refused}");
            assert_eq!(target(refused), None, "{refused}");
        }
        for file in ["other.md", "../other.md#a", "/etc/passwd", "./a/b.pdf", "?query"] {
            assert_eq!(check(LinkType::Inline, file).problem, Some(LinkProblem::File), "{file}");
        }
    }

    #[test]
    fn mail_addresses_lose_their_headers() {
        let checked = check(LinkType::Inline, "mailto:a@b.example?subject=x&bcc=c@d.example");
        assert_eq!(checked.target.as_deref(), Some("mailto:a@b.example"));
        assert_eq!(checked.problem, Some(LinkProblem::MailHeaders));
        assert_eq!(check(LinkType::Email, "a.b@c.example").target.as_deref(), Some("mailto:a.b@c.example"));
    }
}
