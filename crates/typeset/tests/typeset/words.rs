//! The words of a document: all of them, once, in the order in which they are read.

use onus_typeset::layout::{LayoutWarning, Mark, Shape};
use onus_typeset::pdf;

use crate::shared::pdf_reader::Reading;
use crate::{laid_out, meta, written};

#[test]
fn all_words_stand_in_the_order_of_the_markdown() {
    let markdown = "# Title\n\nOne **two** *three* ~~four~~ `five` [six](https://example.org).\n\n\
        - seven\n  1. eight\n- [x] nine\n\n> ten\n\n| eleven | twelve |\n|---|---|\n| thirteen | fourteen |\n\n\
        ```\nfifteen  sixteen\n```\n\nseventeen[^n]\n\n[^n]: eighteen\n";
    let text = Reading::new(&written(markdown)).all();
    let words = "Title One two three four five six. • seven 1. eight ☑ nine ten eleven twelve thirteen \
        fourteen fifteen sixteen seventeen1 1. eighteen";
    assert_eq!(text, words);
}

#[test]
fn markup_in_names_appears_literally() {
    let markdown =
        "| a\\|b | \\`tick\\` | \\<script> {{ x }} |\n|---|---|---|\n| <b>bold</b> | x<br>y | &lt;i&gt; |\n";
    let text = Reading::new(&written(markdown)).all();
    assert_eq!(text, "a|b `tick` <script> {{ x }} <b>bold</b> x y <i>");
}

#[test]
fn ligatures_accents_and_other_scripts_extract_as_themselves() {
    let markdown = "office affluent Zażółć Ελληνικά Кириллица naïve e\u{301}\n\nemoji 🎉 ✅ 日本\n";
    let pages = laid_out(markdown);
    let offset = markdown.find("emoji").unwrap();
    let missing = ['日', '本'].map(|character| LayoutWarning::MissingCharacter { character, offset });
    assert_eq!(pages.warnings, missing);
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap().bytes).all();
    assert_eq!(text, markdown.split_whitespace().collect::<Vec<_>>().join(" "));
}

#[test]
fn more_characters_than_codes_of_two_bytes_extract_as_themselves() {
    // Ideographs that no face has: each is the same box with another meaning.
    let rare: Vec<char> = ('\u{20000}'..'\u{2a000}').collect();
    let words: Vec<String> = rare.chunks(16).map(|word| word.iter().collect()).collect();
    let text = Reading::new(&written(&words.join(" "))).all();
    let read: Vec<char> = text.chars().filter(|read| !read.is_whitespace()).collect();
    assert!(rare.len() > 40_000 && read == rare, "{} characters, {} read", rare.len(), read.len());
}

#[test]
fn right_to_left_words_are_drawn_in_reading_order_from_the_right() {
    let pages = laid_out("שלום עולם טוב\n");
    let runs: Vec<(f32, String)> = pages.pages[0]
        .items
        .iter()
        .filter(|item| matches!(item.mark, Mark::Content(_)))
        .filter_map(|item| match &item.shape {
            Shape::Text(run) => Some((run.x, pages.segments_of(run).next()?.text.to_string())),
            _ => None,
        })
        .filter(|(_, text)| text != " ")
        .collect();
    let words: Vec<&str> = runs.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(words, ["שלום", "עולם", "טוב"]);
    assert!(runs[0].0 > runs[1].0 && runs[1].0 > runs[2].0, "{runs:?}");
}
