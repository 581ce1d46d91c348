//! A type name stands for one type in the repository.

use std::collections::BTreeMap;

use super::parsed::{attributes, parsed, place};
use super::{Offender, SourceFile};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item};

/// Every definition of a name that is defined more than once: structs, enums, unions, traits and aliases, wherever they
/// are declared. Variants of one file for different systems (`#[cfg(unix)]`) are one definition.
pub(crate) fn repeated_type_names(sources: &[SourceFile]) -> Vec<Offender> {
    let mut definitions: BTreeMap<String, Vec<Definition>> = BTreeMap::new();
    for file in sources {
        let mut finder = Finder { file, found: Vec::new() };
        finder.visit_file(&parsed(file));
        for definition in finder.found {
            let known = definitions.entry(definition.name.clone()).or_default();
            let is_variant = |other: &Definition| {
                other.file == definition.file && other.is_conditional && definition.is_conditional
            };
            if !known.iter().any(is_variant) {
                known.push(definition);
            }
        }
    }
    let repeated = definitions.into_iter().filter(|(_, definitions)| definitions.len() > 1);
    repeated
        .flat_map(|(name, definitions)| {
            definitions.into_iter().map(move |definition| Offender {
                group: name.clone(),
                place: definition.place,
                what: definition.kind.to_owned(),
            })
        })
        .collect()
}

struct Definition {
    name: String,
    kind: &'static str,
    file: String,
    place: String,
    is_conditional: bool,
}

struct Finder<'a> {
    file: &'a SourceFile,
    found: Vec<Definition>,
}

impl Finder<'_> {
    fn add(&mut self, kind: &'static str, ident: &Ident, attributes: &[Attribute]) {
        self.found.push(Definition {
            name: ident.to_string(),
            kind,
            file: self.file.path.clone(),
            place: place(self.file, ident),
            is_conditional: attributes.iter().any(|attribute| attribute.path().is_ident("cfg")),
        });
    }

    /// Definitions that a macro is given: `codes! { pub enum Code { … } }`.
    fn add_those_in(&mut self, tokens: TokenStream) {
        let mut keyword = None;
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    self.add_those_in(group.stream());
                    keyword = None;
                }
                TokenTree::Ident(ident) => {
                    if let Some(kind) = keyword {
                        self.add(kind, &ident, &[]);
                    }
                    keyword = ["struct", "enum", "union", "trait"].into_iter().find(|word| ident == word);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => keyword = None,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Enum(known) => self.add("enum", &known.ident, attributes(item)),
            Item::Struct(known) => self.add("struct", &known.ident, attributes(item)),
            Item::Trait(known) => self.add("trait", &known.ident, attributes(item)),
            Item::Type(known) => self.add("type", &known.ident, attributes(item)),
            Item::Union(known) => self.add("union", &known.ident, attributes(item)),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.add_those_in(call.tokens.clone());
    }
}

#[test]
fn a_name_of_two_types_is_seen_wherever_they_are() {
    let sources = super::sample(&[
        [
            "src/a.rs",
            "pub struct Entry;\npub struct Once;\nfn f() {\n    enum Target { A }\n}\n\
             #[cfg(unix)]\ntype Handle = i32;\n#[cfg(not(unix))]\ntype Handle = u64;\n\
             #[cfg(test)]\nmod tests {\n    struct Once;\n}",
        ],
        [
            "crates/core/src/b.rs",
            "trait Entry {}\nimpl Iterator for X {\n    type Item = u8;\n}\nimpl Iterator for Y {\n    type Item = u8;\n}\n\
             words! {\n    pub enum Target { A }\n}",
        ],
    ]);
    let found: Vec<String> = repeated_type_names(&sources)
        .into_iter()
        .map(|offender| format!("{} {} {}", offender.group, offender.place, offender.what))
        .collect();
    assert_eq!(
        found,
        [
            "Entry src/a.rs:1 struct",
            "Entry crates/core/src/b.rs:1 trait",
            "Target src/a.rs:4 enum",
            "Target crates/core/src/b.rs:9 enum",
        ]
    );
}
