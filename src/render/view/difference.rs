//! What was and what is, as people read it: of long texts the place where they differ, of lists what was added and
//! removed.

use onus_matrix::compare::{Aspect, ChangeDetail, ChangeSubject, DetailValue};
use serde::Serialize;

use super::text::{listed, quoted};

/// Length in bytes above which texts are shown only where they differ.
const LONG: usize = 120;

/// Words that are shown on both sides of a difference.
const AROUND: usize = 6;

/// What differs in one aspect.
#[derive(Debug, Serialize)]
pub(super) struct DetailView {
    /// The aspect, such as `owner`. Duties that change in the same way are one detail.
    aspect: String,
    before: Option<String>,
    after: Option<String>,
    /// For lists, what was removed and added, in words; none for anything else.
    difference: Option<String>,
}

impl DetailView {
    /// The sides that differ, in their order.
    pub(super) fn all(subject: ChangeSubject, details: &[ChangeDetail]) -> Vec<Self> {
        let alike = |one: &ChangeDetail, other: &ChangeDetail| {
            is_duty(one) && is_duty(other) && (&one.before, &one.after) == (&other.before, &other.after)
        };
        let view = |alike: &[ChangeDetail]| {
            let words: Vec<&str> = alike.iter().map(|detail| detail.aspect.label()).collect();
            Some(Self { aspect: listed(&words), ..Self::new(subject, alike.first()?) })
        };
        details.chunk_by(alike).filter_map(view).collect()
    }

    fn new(subject: ChangeSubject, detail: &ChangeDetail) -> Self {
        let aspect = detail.aspect.label().to_owned();
        let is_message = subject == ChangeSubject::Finding && detail.aspect == Aspect::Text;
        let label = |value: &DetailValue| {
            let label = value.label();
            if is_message { quoted(&label) } else { label.into_owned() }
        };
        let lists = match (&detail.before, &detail.after) {
            (Some(DetailValue::List(before)), Some(DetailValue::List(after))) => {
                Some(difference(before, after))
            }
            _ => None,
        };
        let (before, after) = (detail.before.as_ref().map(label), detail.after.as_ref().map(label));
        match (before, after) {
            (before, after) if lists.is_some() => Self { aspect, before, after, difference: lists },
            (Some(before), Some(after)) if before.len().max(after.len()) > LONG => {
                let (before, after) = excerpts(&before, &after);
                Self { aspect, before: Some(before), after: Some(after), difference: None }
            }
            (before, after) => Self { aspect, before, after, difference: None },
        }
    }
}

fn is_duty(detail: &ChangeDetail) -> bool {
    matches!(detail.aspect, Aspect::Manage | Aspect::Operate | Aspect::Verify)
}

/// `no longer A, B; also C`.
fn difference(before: &[String], after: &[String]) -> String {
    let only = |these: &[String], those: &[String]| {
        let only: Vec<&str> = these.iter().filter(|item| !those.contains(item)).map(String::as_str).collect();
        only.join(", ")
    };
    let (gone, come) = (only(before, after), only(after, before));
    match (gone.is_empty(), come.is_empty()) {
        (true, _) => format!("also {come}"),
        (false, true) => format!("no longer {gone}"),
        (false, false) => format!("no longer {gone}; also {come}"),
    }
}

/// Where two texts differ, with a few words around it.
fn excerpts(before: &str, after: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let alike = |(one, other): &(&&str, &&str)| one == other;
    let start = old.iter().zip(&new).take_while(alike).count();
    let left = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(left).take_while(alike).count();
    let excerpt = |words: &[&str]| {
        let (from, to) = (start.saturating_sub(AROUND), (words.len() - end + AROUND).min(words.len()));
        let opening = if from > 0 { "… " } else { "" };
        let closing = if to < words.len() { " …" } else { "" };
        format!("{opening}{}{closing}", words[from..to].join(" "))
    };
    (excerpt(&old), excerpt(&new))
}

#[cfg(test)]
mod tests {
    use super::{difference, excerpts};

    #[test]
    fn a_name_with_a_comma_is_one_name() {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<String>>();
        let (before, after) = (list(&["Fax, fast", "Mail"]), list(&["Fax, slow", "Mail"]));
        assert_eq!(difference(&before, &after), "no longer Fax, fast; also Fax, slow");
    }

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let text = |days: &str| {
            format!(
                "Every account sends its trail to the log archive, where it is kept for {days} days and then deleted by a rule of the bucket."
            )
        };
        let (before, after) = excerpts(&text("400"), &text("365"));
        assert_eq!(before, "… archive, where it is kept for 400 days and then deleted by a …");
        assert_eq!(after, "… archive, where it is kept for 365 days and then deleted by a …");
    }

    #[test]
    fn words_that_only_come_are_shown_with_their_neighbours() {
        assert_eq!(excerpts("a b", "a b c"), ("a b".to_owned(), "a b c".to_owned()));
        assert_eq!(excerpts("a a", "a a a"), ("a a".to_owned(), "a a a".to_owned()));
    }
}
