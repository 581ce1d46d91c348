//! Source parsed, without what is only compiled for tests.

use super::SourceFile;

use syn::{Attribute, Ident, Item};

/// The syntax of a file. A file that cannot be parsed cannot be compiled either, so it ends the test.
pub(super) fn parsed(file: &SourceFile) -> syn::File {
    let mut syntax = syn::parse_file(&file.text)
        .unwrap_or_else(|error| panic!("{}:{}: {error}", file.path, error.span().start().line));
    remove_tests(&mut syntax.items);
    syntax
}

fn remove_tests(items: &mut Vec<Item>) {
    items.retain(|item| !attributes(item).iter().any(is_for_tests));
    for item in items {
        if let Item::Mod(module) = item
            && let Some((_, items)) = &mut module.content
        {
            remove_tests(items);
        }
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<Ident>().is_ok_and(|condition| condition == "test")
}

/// The attributes of the kinds of items that tests consist of.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Where an identifier is, as `src/file.rs:12`.
pub(super) fn place(file: &SourceFile, ident: &Ident) -> String {
    format!("{}:{}", file.path, ident.span().start().line)
}
