//! Documents in the language of their organisation, and the message files that make them so.

#![allow(clippy::disallowed_methods, reason = "a test reads the message files of the repository")]

use std::collections::{BTreeMap, BTreeSet};

use onus::load::load;
use onus::messages::{MessageEntry, Messages, value_names};
use onus::render::Engine;
use onus_core::validate::validate;
use serde_json::Value;

use crate::shared::pdf_reader::Reading;
use crate::workspace::{Workspace, repository};

/// The languages that documents are in without further work, besides English.
const LANGUAGES: [&str; 4] = ["de", "es", "fr", "ja"];

const PROFILE: &str = "profiles/acme/organization.yaml";

const TEMPLATE: &str = "---\ntitle: Contents\nscope: project\n---\n# {{ document.title | translate }}\n\n\
    {{ \"**Hello** {name}, {n} service\" | t(name=project.name, n=services | length, other=\"**Hello** {name}, {n} services\") }}\n\n\
    {{ \"Shared\" | translate }} {{ \"All services except A and B\" | translate }} {{ project.id | translate }}\n";

/// A workspace in a language with one template of its own.
fn workspace(language: &str) -> Workspace {
    Workspace::base()
        .append(PROFILE, &format!("language: {language}\n"))
        .file("templates/own.md", TEMPLATE)
        .replace("profiles/acme/projects/web.yaml", "Web shop", "Web *shop*")
}

fn messages(lines: &str) -> String {
    format!("schema: onus.messages/1\nmessages:\n{lines}")
}

#[track_caller]
fn built(workspace: &Workspace) -> String {
    workspace.run(&["build", "--document", "own", "--deny", "nothing"]).ended_with(0);
    workspace.read("output/acme/web/own.md")
}

/// The diagnostics of a code: place, message and hint.
#[track_caller]
fn diagnostics(workspace: &Workspace, code: &str) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]);
    let found = run.records("diagnostic").into_iter().filter(|found| found["code"] == code);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |found: Value| {
        let label = &found["labels"][0];
        format!(
            "{}:{} {} | {}",
            text(&label["file"]),
            label["line"],
            text(&found["message"]),
            text(&found["hint"])
        )
    };
    found.map(line).collect()
}

#[test]
fn the_language_of_the_profile_chooses_the_words() {
    let english = built(&workspace("en-GB"));
    assert!(english.contains(
        "# Contents\n\n**Hello** Web \\*shop\\*, 3 services\n\nShared All services except A and B web"
    ));
    let german = workspace("de-AT").file(
        "templates/i18n/de.yaml",
        messages("  \"**Hello** {name}, {n} service\": { one: \"{n} Dienst\", other: \"{n} Dienste: **{name}**\" }\n"),
    );
    let text = built(&german);
    assert!(
        text.contains("# Inhalt\n\n3 Dienste: **Web \\*shop\\***\n\nGeteilt Alle Dienste außer A und B web"),
        "{text}"
    );
    let own = german.file("templates/i18n/de-AT.yaml", messages("  Shared: Gemeinsam\n"));
    assert!(built(&own).contains("Gemeinsam Alle Dienste"));
}

#[test]
fn english_words_can_be_others_too() {
    let workspace = workspace("en").file("templates/i18n/en.yaml", messages("  Shared: Joint\n"));
    assert!(built(&workspace).contains("Joint All services"));
    assert_eq!(diagnostics(&workspace, "untranslated"), [""; 0]);
}

#[test]
fn what_stays_english_is_counted() {
    let italian = diagnostics(&workspace("it"), "untranslated");
    let [italian] = italian.as_slice() else { panic!("{italian:?}") };
    assert!(italian.contains("controls have no text in `it` and are shown in English"), "{italian}");
    assert!(
        italian.starts_with(&format!("{PROFILE}:10 "))
            && italian.ends_with("`templates/i18n/it.yaml` can have them")
    );
    let german = diagnostics(&workspace("de"), "untranslated");
    let [german] = german.as_slice() else { panic!("{german:?}") };
    assert!(german.contains(" controls have no text in `de`"), "{german}");
}

#[test]
fn a_translation_of_a_text_that_has_changed_is_reported() {
    let workspace = workspace("de").file(
        "templates/i18n/de.yaml",
        messages("  Complementary user controls: Kontrollen\n  Patch managment: Flicken\n  Qwertz: Uiop\n"),
    );
    let found = diagnostics(&workspace, "unknown-message");
    assert!(found.iter().any(|line| line.contains("did you mean `Patch management`?")), "{found:?}");
    assert!(!found.iter().any(|line| line.contains("de.yaml:5")), "{found:?}");
}

#[test]
fn what_is_filled_in_has_to_be_there() {
    let missing = workspace("en").replace("templates/own.md", "(name=project.name, ", "(");
    let found = diagnostics(&missing, "template-failed");
    assert!(found.iter().any(|line| line.contains("the filter `t` no argument `name`")), "{found:?}");
    let value = workspace("en").append("templates/own.md", "{{ project.name | t }}\n");
    let found = diagnostics(&value, "template-syntax");
    assert!(found.iter().any(|line| line.contains("texts that are written in the template")), "{found:?}");
}

#[test]
fn the_typesetter_speaks_the_language() {
    let report = "---\ntitle: Bericht\nlanguage: de\ncontents: true\norganization: Acme\n---\n# Bericht\n\n## Eins\n\n> [!TIP]\n> Text\n\n\
        | Status |\n| --- |\n| Geteilt |\n";
    let workspace = Workspace::empty().file("report.md", report);
    workspace.run(&["render", "report.md"]).ended_with(0);
    let pdf = Reading::new(&workspace.tree("")["report.pdf"]);
    let texts = pdf.pages.iter().flat_map(|page| &page.texts).map(|text| text.text.as_str());
    let text: String = texts.collect();
    for word in ["Inhalt", "Tipp", "Seite 1 von 1", "Organisation"] {
        assert!(text.contains(word), "no `{word}` in {text}");
    }
}

/// The message files of this repository: by language and file.
fn built_in() -> BTreeMap<&'static str, Messages> {
    LANGUAGES.into_iter().map(|language| (language, Messages::builtin(language))).collect()
}

#[test]
fn every_text_of_a_built_in_template_is_translated() {
    let workspace = load(Workspace::base().path("").as_path()).expect("it can be read");
    let engine = Engine::new(&workspace).expect("the built-in templates compile");
    let texts: BTreeSet<&str> = engine.texts_to_translate().iter().map(|found| found.text.as_str()).collect();
    for (language, messages) in built_in() {
        let missing: Vec<&&str> = texts.iter().filter(|text| !messages.has(text)).collect();
        assert!(missing.is_empty(), "not in templates/i18n/{language}.yaml: {missing:#?}");
    }
}

/// The entries of a message file.
fn entries(path: &str) -> BTreeMap<String, MessageEntry> {
    let text = std::fs::read_to_string(repository().join(path)).expect("the file is there");
    let mut file: BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(&text).expect("it is YAML");
    let sections = ["messages", "sentences"].into_iter().filter_map(|section| file.remove(section));
    let texts =
        sections.map(|texts| serde_yaml::from_value::<BTreeMap<_, _>>(texts).expect("they are texts"));
    texts.flatten().collect()
}

#[test]
fn languages_have_the_same_texts_with_the_same_values() {
    let german = entries("templates/i18n/de.yaml");
    for language in LANGUAGES {
        let own = entries(&format!("templates/i18n/{language}.yaml"));
        let (own_keys, known) = (own.keys().collect::<BTreeSet<_>>(), german.keys().collect::<BTreeSet<_>>());
        let differing: Vec<_> = own_keys.symmetric_difference(&known).collect();
        assert!(differing.is_empty(), "{language}: {differing:#?}");
        for (english, entry) in &own {
            let wanted: BTreeSet<&str> = value_names(english).into_iter().collect();
            for form in entry.forms() {
                let found: BTreeSet<&str> = value_names(form).into_iter().collect();
                assert_eq!(found, wanted, "{language}: {english}");
            }
        }
    }
}

#[test]
fn every_translation_of_the_catalog_is_of_a_text_that_it_has() {
    let workspace = load(Workspace::base().path("").as_path()).expect("it can be read");
    let catalog = validate(&workspace.texts).catalog;
    let known: BTreeSet<&str> = catalog.document_texts().into_iter().collect();
    for (path, _) in crate::workspace::tree(&repository().join("catalog/i18n")) {
        let stale: Vec<String> = entries(&format!("catalog/i18n/{path}"))
            .into_keys()
            .filter(|text| !known.contains(text.as_str()))
            .collect();
        assert!(stale.is_empty(), "catalog/i18n/{path} has texts that the catalog does not: {stale:#?}");
    }
}

/// The text of a template without its front matter, tags, comments, code and marks of Markdown and HTML.
fn outside_of_tags(template: &str) -> String {
    let body =
        template.splitn(3, "---\n").nth(2).filter(|_| template.starts_with("---\n")).unwrap_or(template);
    let mut text = body.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->"), ("<", ">"), ("`", "`")] {
        while let Some(start) = text.find(open) {
            let from = start + open.len();
            let end = text[from..].find(close).map_or(text.len(), |end| from + end + close.len());
            text.replace_range(start..end, " ");
        }
    }
    text
}

#[test]
fn built_in_templates_have_no_words_that_cannot_be_translated() {
    // Letters of marks are the same in all languages, and files have one name.
    const KEPT: [&str; 2] = ["ISC", "matrix.json"];
    for (path, bytes) in crate::workspace::tree(&repository().join("templates")) {
        if !path.ends_with(".md") {
            continue;
        }
        let text = outside_of_tags(&String::from_utf8(bytes).expect("it is text"));
        let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(is_word)
            .filter(|word| !KEPT.iter().any(|kept| word.contains(kept)))
            .collect();
        assert!(words.is_empty(), "templates/{path}: put these through the filter `t`: {words:?}");
    }
}

#[test]
fn documents_in_another_language_have_no_fixed_words_in_english() {
    let workspace =
        Workspace::base().append(PROFILE, "language: de\nframeworks: [nist-800-53-r5/low]\n").file(
            "profiles/acme/projects/shop.yaml",
            "schema: onus.project/1\nid: shop\nname: Shop\nservices: [{ use: aws.rds }]\n",
        );
    workspace.run(&["build", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    let german = entries("templates/i18n/de.yaml");
    let translated = |(english, entry): (String, MessageEntry)| {
        let is_other = entry.forms().first().is_some_and(|form| *form != english);
        (is_other && english.contains(' ') && !english.contains('{')).then_some(english)
    };
    let english: BTreeSet<String> = german.into_iter().filter_map(translated).collect();
    let documents = workspace.tree("output").into_iter().filter(|(path, _)| path.ends_with(".md"));
    let mut found = BTreeSet::new();
    for (path, bytes) in documents {
        let text = String::from_utf8(bytes).expect("it is text");
        for piece in text.lines().flat_map(|line| line.trim_start_matches(['#', ' ', '-']).split('|')) {
            let piece = piece.trim().trim_matches('*');
            found.extend(english.contains(piece).then(|| format!("{path}: {piece}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
