//! The insertion on its own: cases written out, then registers made at random, read back by another reader's eyes.

use onus_core::source::{AppendErrorKind, ItemValue, NewItem, append_item};
use proptest::prelude::*;
use serde_yaml::Value;

fn item() -> NewItem {
    vec![
        ("id", ItemValue::Text("new".to_owned())),
        ("controls", ItemValue::List(vec!["LOG-01".to_owned()])),
        ("collected", ItemValue::Bare("2026-10-01".to_owned())),
    ]
}

#[track_caller]
fn appended(text: &str) -> String {
    append_item(text, "evidence", &item()).unwrap_or_else(|refused| panic!("{refused:?} of\n{text}")).text
}

#[track_caller]
fn refused(text: &str) -> AppendErrorKind {
    match append_item(text, "evidence", &item()) {
        Ok(appended) => panic!("it was taken:\n{}", appended.text),
        Err(refused) => refused.kind,
    }
}

/// Each case is the text with `NEW` where the item is to come, at the indentation that it is to have.
#[track_caller]
fn goes_where_marked(marked: &str) {
    let line = marked.lines().find(|line| line.ends_with("NEW")).expect("a mark");
    let (column, gap) = line.trim_end_matches("NEW").split_once('-').expect("a dash");
    let keys = format!("\n{column} {gap}");
    let written =
        format!("{column}-{gap}id: new{keys}controls: [LOG-01]{keys}collected: 2026-10-01").to_owned();
    let old = marked.replace(&format!("{line}\n"), "");
    assert_eq!(appended(&old), marked.replace(line, &written), "of\n{old}");
}

#[test]
fn the_item_follows_the_last_one_in_its_style() {
    for marked in [
        "schema: s\nevidence:\n  - id: a\n    title: A\n  - NEW\n",
        "schema: s\nevidence:\n- id: a\n- NEW\n",
        "schema: s\nevidence:\n      -   id: a\n          title: A\n      -   NEW\n",
        "schema: s\nevidence:\n  - { id: a }\n  - { id: b,\n      title: B }  # b\n  - NEW\n",
        "evidence:\n  - id: a\n  - NEW\nschema: s\n",
        "---\nschema: s\nevidence:\n  - id: a\n  - NEW\n...\n",
        "schema: s\nevidence:\n  - id: a\n    note: |\n      # no comment\n      two\n  - NEW\n",
        "schema: s\nevidence:\n  - id: a\n    note: >-\n      long\n\n      text\n  - NEW\n# end\n",
        "schema: s\nevidence:\n  - id: a\n    note: plain\n      goes on\n  - NEW\n\n\n# end\n",
        "schema: s\nevidence:\n  - { id: a } # a\n    # of a }\n  - NEW\n  # end\n",
        "schema: s\nevidence:\n  - id: a\n    note:\n  - NEW\n# end\n",
        "schema: s\nevidence:\n  - id: a\n    note: 'it''s ä 日'\n  - NEW\n\n",
        "schema: s\nevidence:\n  - &a\n    id: a\n  - NEW\n",
        "schema: s\nevidence:\n  - &a { id: a }\n  - *a\n  - NEW\n",
        "schema: s\n\"evidence\":\n  - id: a\n  - NEW\n",
    ] {
        goes_where_marked(marked);
    }
}

#[test]
fn comments_stay_with_what_they_are_about() {
    for marked in [
        "# one\nschema: s # two\n# three\nevidence: # four\n  # five\n  - id: a # six\n    # seven\n    title: A # eight\n    # nine\n\n      # ten\n  - NEW\n  # eleven\n# twelve\n",
        "schema: s\nevidence:\n- id: a\n  # about a\n- NEW\n# - id: old\n",
    ] {
        goes_where_marked(marked);
    }
}

#[test]
fn items_with_empty_lines_between_them_are_kept_apart() {
    let old = "schema: s\nevidence:\n  - id: a\n\n  # about b\n  - id: b\n";
    let new = "\n  - id: new\n    controls: [LOG-01]\n    collected: 2026-10-01\n";
    assert_eq!(appended(old), format!("{old}{new}"));
    assert_eq!(appended(&format!("{old}\n# end\n")), format!("{old}{new}\n# end\n"));
}

#[test]
fn an_empty_or_missing_list_is_begun() {
    let list = "\n  - id: new\n    controls: [LOG-01]\n    collected: 2026-10-01\n";
    for (old, new) in [
        ("schema: s", format!("schema: s\nevidence:{list}")),
        ("schema: s\n# none yet\n", format!("schema: s\n# none yet\nevidence:{list}")),
        ("schema: s\nevidence:", format!("schema: s\nevidence:{list}")),
        ("schema: s\nevidence:\n", format!("schema: s\nevidence:{list}")),
        ("schema: s\nevidence: []\n", format!("schema: s\nevidence:{list}")),
        ("schema: s\nevidence: [ ]", format!("schema: s\nevidence:{list}")),
        ("schema: s\nevidence: [] # none\n", format!("schema: s\nevidence: # none{list}")),
        ("schema: s\nevidence: ~\n# end\n", format!("schema: s\nevidence:{list}# end\n")),
        ("evidence: null\nschema: s\n", format!("evidence:{list}schema: s\n")),
        ("evidence:\nschema: s\n", format!("evidence:{list}schema: s\n")),
        (
            "evidence: # all\n  # of it\n\nschema: s\n",
            format!("evidence: # all\n  # of it{list}\nschema: s\n"),
        ),
        ("schema: s\n...\n", format!("schema: s\nevidence:{list}...\n")),
    ] {
        assert_eq!(appended(old), new, "of\n{old}");
    }
    let indented = "  schema: s\n";
    let new = "  evidence:\n    - id: new\n      controls: [LOG-01]\n      collected: 2026-10-01\n";
    assert_eq!(appended(indented), format!("{indented}{new}"));
}

#[test]
fn line_ends_are_those_of_the_text() {
    for old in ["schema: s\nevidence:\n  - id: a\n    # about a\n", "schema: s", "schema: s\nevidence: []\n"]
    {
        let windows = appended(&old.replace('\n', "\r\n"));
        let expected = match old {
            "schema: s" => appended(old),
            _ => appended(old).replace('\n', "\r\n"),
        };
        assert_eq!(windows, expected);
    }
    let unfinished = appended("schema: s\r\nevidence:\r\n  - id: a");
    assert!(unfinished.contains("  - id: a\r\n  - id: new\r\n"), "{unfinished:?}");
}

#[test]
fn the_line_of_the_item_is_told() {
    let appended = append_item("schema: s\nevidence:\n\n  - id: a\n# end", "evidence", &item());
    let appended = appended.expect("it can be added");
    assert_eq!(appended.line, 5);
    assert_eq!(appended.item, "  - id: new\n    controls: [LOG-01]\n    collected: 2026-10-01");
}

#[test]
fn blank_lines_that_a_text_keeps_stay_in_it() {
    let old = "evidence:\n  - id: a\n    note: |+\n      kept\n\n\nschema: s\n";
    let new = "evidence:\n  - id: a\n    note: |+\n      kept\n\n\n  - id: new\n    controls: [LOG-01]\n    \
               collected: 2026-10-01\nschema: s\n";
    assert_eq!(appended(old), new);
}

#[test]
fn what_cannot_be_added_to_without_a_change_is_refused() {
    assert_eq!(refused("schema: s\nevidence: [ { id: a } ]\n"), AppendErrorKind::InBrackets);
    assert_eq!(refused("schema: s\nevidence: [\n    # none\n  ]\n"), AppendErrorKind::InBrackets);
    assert_eq!(refused("{ schema: s, evidence: [] }\n"), AppendErrorKind::InBraces);
    assert_eq!(refused("schema: s\nevidence: { id: a }\n"), AppendErrorKind::NoList);
    assert_eq!(refused("schema: s\nevidence: one\n"), AppendErrorKind::NoList);
    assert_eq!(refused("schema: s\nanchor: &a [ { id: a } ]\nevidence: *a\n"), AppendErrorKind::NoList);
    assert_eq!(refused("- a\n"), AppendErrorKind::Unsafe);
    assert_eq!(refused("evidence:\n  - id: a\n    note: |\n      ends here"), AppendErrorKind::Unsafe);
    for broken in ["", "# nothing\n", "a: [", "a: b\n---\nc: d\n"] {
        assert!(matches!(refused(broken), AppendErrorKind::Structure(_)), "{broken:?}");
    }
    let full = format!("evidence:\n{}", "  - a\n".repeat(20_000));
    assert_eq!(refused(&full), AppendErrorKind::TooMany(20_000));
}

/// A text as it is written in an entry.
fn written(text: &str) -> String {
    let item = vec![("title", ItemValue::Text(text.to_owned()))];
    let appended = append_item("schema: s\n", "evidence", &item).expect("it can be added").text;
    appended.split_once("title: ").expect("it is written").1.trim_end_matches('\n').to_owned()
}

#[test]
fn texts_stand_without_quotes_where_yaml_reads_just_that() {
    let texts = "trail-config-2026q4|Trail settings of all accounts|3 months|Prüfung 2026|日本|SEC-1|a|2026-10-01-scan|\
                 https://grc.acme.example/evidence/x|ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for text in texts.split('|') {
        assert_eq!(written(text), text);
    }
}

#[test]
fn texts_are_quoted_where_yaml_would_read_something_else() {
    // Numbers, days and times; words of YAML 1.1; signs that mean something; what is lost at the ends.
    let texts = "2026-10-01\n12\n1_000\n0x1F\n1e3\n12:30:45\n-1\n.5\n.inf\nyes\nNo\non\nnull\n~\n\n- a\na: b\na #b\n#a\na:\n\
                 [a]\n{a}\n&a\n*a\n!a\n|\n> a\n'a'\n%a\n@a\n`a`\na, b\n a\na \n../a\n?\n=\n<<";
    for text in texts.split('\n') {
        assert_eq!(written(text), format!("\"{text}\""));
    }
    assert_eq!(written("say \"a\" \\ b"), r#""say \"a\" \\ b""#);
    assert_eq!(written("two\nlines\tand\rmore\u{7}"), r#""two\nlines\tand\rmore\U00000007""#);
    assert_eq!(written("a\u{85}b\u{2028}c\u{202e}d"), r#""a\U00000085b\U00002028c\U0000202Ed""#);
}

/// A register with comments, blank lines and indentation of all sorts, and its items as they were meant.
#[derive(Debug, Clone)]
struct Register {
    text: String,
    ids: Vec<String>,
}

fn scalar_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("plain words".to_owned()),
        Just("'single ''quoted'''".to_owned()),
        Just("\"double # \\\" quoted\"".to_owned()),
        Just("|\n            block # text\n\n            more".to_owned()),
        Just(">-\n            folded\n            text".to_owned()),
        Just("ends on\n            the next line".to_owned()),
        Just("[a, b]".to_owned()),
        Just("".to_owned()),
    ]
}

fn comment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        1 => Just("\n".to_owned()),
        1 => (0_usize..9).prop_map(|column| format!("{}# - id: comment\n", " ".repeat(column))),
        1 => Just("    # ä 日: [\n\n".to_owned()),
    ]
}

fn register() -> impl Strategy<Value = Register> {
    let items = proptest::collection::vec((0_u8..3, scalar_text(), comment(), comment()), 0..6);
    let shape = (0_usize..5, 1_usize..4, any::<bool>(), any::<bool>(), any::<bool>());
    (items, shape, comment(), comment()).prop_map(|(items, shape, before, after)| {
        let (column, gap, windows, unfinished, schema_first) = shape;
        let dash = format!("{}-{}", " ".repeat(column), " ".repeat(gap));
        let keys = " ".repeat(dash.len());
        let schema = format!("{before}schema: onus.evidence/1 # kind\n");
        let mut list = format!("evidence:{}\n", if items.is_empty() { " []" } else { " # all" });
        let mut ids = Vec::new();
        for (position, (style, text, within, behind)) in items.into_iter().enumerate() {
            let id = format!("item-{position}");
            list += &match style {
                0 => format!("{dash}{{ id: {id}, title: \"a, b\" }} # {id}\n"),
                1 => format!("{dash}id: {id}\n{within}{keys}title: {text}\n{behind}"),
                _ => format!("{dash}title: {text}\n{keys}id: {id}\n{behind}"),
            };
            ids.push(id);
        }
        let mut text = if schema_first { schema + &list + &after } else { list + &schema + &after };
        // The last line of a block text says another thing when a line break comes behind it.
        if unfinished && !text.trim_end().ends_with("more") && !text.trim_end().ends_with("text") {
            text.truncate(text.trim_end().len());
        }
        Register { text: if windows { text.replace('\n', "\r\n") } else { text }, ids }
    })
}

fn new_item() -> impl Strategy<Value = NewItem> {
    let text = || prop_oneof![any::<String>(), "[-a-z0-9:#, \"'\\\\]{0,12}", "[0-9.:eE_+-]{1,10}"];
    (text(), text(), proptest::collection::vec(text(), 1..4)).prop_map(|(id, title, controls)| {
        vec![
            ("id", ItemValue::Text(id)),
            ("title", ItemValue::Text(title)),
            ("controls", ItemValue::List(controls)),
        ]
    })
}

fn texts(value: &ItemValue) -> Value {
    match value {
        ItemValue::Bare(text) | ItemValue::Text(text) => Value::from(text.as_str()),
        ItemValue::List(texts) => texts.iter().map(|text| Value::from(text.as_str())).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_added_the_register_says_the_old_and_the_new(register in register(), item in new_item()) {
        let old: Value = serde_yaml::from_str(&register.text).expect("a good register");
        let result = append_item(&register.text, "evidence", &item);
        let appended = result.unwrap_or_else(|refused| panic!("{refused:?} of\n{}", register.text));
        let new: Value = serde_yaml::from_str(&appended.text).expect("a good register");
        prop_assert_eq!(&new["schema"], &old["schema"]);
        let (old, new) = (old["evidence"].as_sequence().expect("a list"), new["evidence"].as_sequence().expect("a list"));
        prop_assert_eq!(new.len(), register.ids.len() + 1);
        prop_assert_eq!(&new[..old.len()], old.as_slice());
        for (key, value) in &item {
            prop_assert_eq!(&new[old.len()][*key], &texts(value));
        }
        let mut rest = appended.text.lines();
        for line in register.text.lines().filter(|line| !line.ends_with("[]")) {
            prop_assert!(rest.any(|present| present == line), "`{line}` is gone");
        }
        let breaks = register.text.matches('\n').count();
        if breaks > 0 {
            let windows = register.text.contains("\r\n");
            prop_assert_eq!(appended.text.matches("\r\n").count(), if windows { appended.text.matches('\n').count() } else { 0 });
        }
        let line = appended.text.lines().nth(appended.line - 1).expect("the line is there");
        prop_assert!(line.trim_start().starts_with("- "), "{}: {line}", appended.line);
    }

    #[test]
    fn any_text_is_added_to_or_refused(text in "[-a-z:#\\[\\]{}|>&*!? \"'\r\n\t\u{feff}ä]{0,60}", item in new_item()) {
        if let Ok(appended) = append_item(&text, "evidence", &item) {
            // A mark at the start is no part of the text.
            let text = appended.text.trim_start_matches('\u{feff}');
            let new: Value = serde_yaml::from_str(text).expect("it is YAML");
            let added = new["evidence"].as_sequence().and_then(|list| list.last()).cloned();
            prop_assert_eq!(added.expect("an item")["id"].clone(), texts(&item[0].1));
        }
    }
}
