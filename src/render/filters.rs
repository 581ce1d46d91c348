//! The filters and functions of onus for templates, besides those of the engine. docs/templates.md describes each.

use std::collections::HashMap;

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, StringInput, Tera, TeraResult, Value};

use super::budget::bytes;
use super::escape::{code, label, link};
use super::prose::paragraphs;
use super::translate;
use super::visible::visible;

/// The longest list that `range` makes. The engine's own limit is so high that three nested loops would run for hours.
const LONGEST_RANGE: u64 = 1_000;

/// The deepest indentation of paragraphs in spaces: more than lists of any document need.
const DEEPEST_INDENT: usize = 32;

/// Every filter, those of the engine included, for "did you mean". The engine has no list of them; a test keeps this
/// one.
pub(super) const NAMES: [&str; 45] = [
    "abs",
    "anchor",
    "capitalize",
    "code",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "label",
    "last",
    "length",
    "link",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "paragraphs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sentence",
    "sort",
    "split",
    "str",
    "t",
    "title",
    "translate",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Adds the filters and functions of onus.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("group_by", group_by);
    tera.register_filter("code", |value: &str, _: Kwargs, _: &State| Value::safe_string(&code(value)));
    tera.register_filter("link", |value: &str, _: Kwargs, _: &State| Value::safe_string(&link(value)));
    tera.register_filter("label", |value: &str, _: Kwargs, _: &State| Value::safe_string(&label(value)));
    tera.register_filter("anchor", |value: &str, _: Kwargs, _: &State| Value::safe_string(&anchor(value)));
    tera.register_filter("paragraphs", |value: &str, arguments: Kwargs, _: &State| {
        let indent = arguments.get::<usize>("indent")?.unwrap_or_default().min(DEEPEST_INDENT);
        TeraResult::Ok(Value::safe_string(&paragraphs(value, indent)))
    });
    tera.register_filter("sentence", |value: StringInput<'_>, _: Kwargs, _: &State| {
        value.inherit_safety(sentence(value.as_str()))
    });
    translate::register(tera);
    tera.register_function("range", |arguments: Kwargs, _: &State| range(&arguments));
}

/// The engine's `group_by`, with the groups in the order in which their keys appear first: the engine's own order is
/// another one in every run.
fn group_by(values: &[Value], arguments: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut places: HashMap<Key<'static>, usize> = HashMap::new();
    let mut groups: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    for (number, value) in values.iter().enumerate() {
        let Some(found) = value.get_from_path(attribute) else {
            return Err(Error::message(format!("value {} of the list has no `{attribute}`", number + 1)));
        };
        if found.is_none() {
            continue;
        }
        let key = group_key(found, attribute)?;
        let place = *places.entry(key.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[place].1.push(value.clone());
    }
    Ok(groups.into_iter().map(|(key, group)| (key, group.into())).collect())
}

fn group_key(value: &Value, attribute: &str) -> TeraResult<Key<'static>> {
    if let Some(text) = value.as_str() {
        return Ok(Key::from(text.to_owned()));
    }
    if let Some(answer) = value.as_bool() {
        return Ok(Key::Bool(answer));
    }
    let number = value.as_i128().map(Key::from);
    number.ok_or_else(|| {
        Error::message(format!(
            "values are grouped by text, whole number, `true` or `false`, and `{attribute}` is none of these"
        ))
    })
}

/// The anchor that code hosts give a heading: lower case, spaces as hyphens, without punctuation.
pub(super) fn anchor(heading: &str) -> String {
    let heading = visible(heading);
    let heading = heading.trim();
    let mut anchor = String::with_capacity(heading.len());
    for c in heading.chars() {
        match c {
            ' ' => anchor.push('-'),
            '-' | '_' => anchor.push(c),
            _ if c.is_ascii_alphanumeric() => anchor.push(c.to_ascii_lowercase()),
            _ if c.is_ascii() => {}
            _ => anchor.extend(c.to_lowercase().filter(|c| c.is_alphanumeric())),
        }
    }
    anchor
}

/// A phrase as a sentence: with a capital letter and a full stop.
fn sentence(phrase: &str) -> String {
    let phrase = phrase.trim();
    let mut chars = phrase.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let stop = if phrase.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    first.to_uppercase().chain(chars.as_str().chars()).chain(stop.chars()).collect()
}

/// Whole numbers from `start` (0 unless given) up to, not including, `end`.
fn range(arguments: &Kwargs) -> TeraResult<Vec<u64>> {
    let start = arguments.get::<u64>("start")?.unwrap_or_default();
    let end = arguments.must_get::<u64>("end")?;
    let step = arguments.get::<usize>("step_by")?.unwrap_or(1).max(1);
    if end.saturating_sub(start) > LONGEST_RANGE {
        return Err(Error::message(format!("`range` is limited to {LONGEST_RANGE} numbers")));
    }
    let numbers: Vec<u64> = (start..end).step_by(step).collect();
    bytes(numbers.len() * size_of::<u64>())?;
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_become_sentences() {
        assert_eq!(sentence("nobody is named"), "Nobody is named.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence("éclair"), "Éclair.");
        assert_eq!(sentence("  "), "");
    }

    #[test]
    fn groups_come_in_the_order_in_which_their_keys_appear_first() {
        let template = "{% for key, group in of | group_by(attribute=\"k\") %}{{ key }}{{ group | length }} {% endfor %}";
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("t", template).expect("the template is sound");
        let of = |key: String| HashMap::from([("k", key)]);
        let keys: Vec<String> = (0..30).rev().map(|number| format!("k{number}-")).collect();
        let values: Vec<_> = keys.iter().chain(&keys[..10]).cloned().map(of).collect();
        let mut context = tera::Context::new();
        context.insert("of", &values);
        let count = |at: usize| if at < 10 { 2 } else { 1 };
        let wanted: String =
            keys.iter().enumerate().map(|(at, key)| format!("{key}{} ", count(at))).collect();
        assert_eq!(tera.render("t", &context).expect("it renders"), wanted);
    }

    #[test]
    fn every_name_is_a_filter_of_the_engine() {
        let mut tera = Tera::default();
        register(&mut tera);
        for name in NAMES {
            let template = format!("{{{{ x | {name} }}}}");
            assert!(tera.add_raw_template("t", &template).is_ok(), "{name}");
        }
    }
}
