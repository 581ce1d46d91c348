//! No tuple as a parameter, and none of more than two fields in a result: what belongs together has a name.

use std::collections::BTreeMap;

use super::parsed::{parsed, place};
use super::{Offender, SourceFile};

use syn::visit::{self, Visit};
use syn::{
    FnArg, GenericArgument, ImplItemFn, Item, ItemFn, PathArguments, ReturnType, Signature, TraitItemFn,
    Type, Visibility,
};

/// Functions with a tuple for a parameter (itself, by reference, or as an option; pairs in a list are a list), or with a
/// tuple of more than two fields anywhere in the result. An alias of a tuple is that tuple. What an `impl` of a trait
/// must look like is decided by the trait, so only the trait is looked at; closures take what they are given.
pub(crate) fn tuples_in_signatures(sources: &[SourceFile]) -> Vec<Offender> {
    let files: Vec<_> = sources.iter().map(|file| (file, parsed(file))).collect();
    let aliases = Aliases::of(&files);
    let mut offenders = Vec::new();
    for (file, syntax) in &files {
        let mut finder = Finder { file, scope: aliases.seen_from(&file.path), offenders: Vec::new() };
        finder.visit_file(syntax);
        offenders.append(&mut finder.offenders);
    }
    offenders
}

/// Every alias of a type, by its name; associated types are none.
#[derive(Default)]
struct Aliases<'ast> {
    public: BTreeMap<String, &'ast Type>,
    /// By file: the same name may stand for something else in another.
    private: BTreeMap<&'ast str, BTreeMap<String, &'ast Type>>,
}

impl<'ast> Aliases<'ast> {
    fn of(files: &'ast [(&SourceFile, syn::File)]) -> Self {
        let mut aliases = Self::default();
        for (file, syntax) in files {
            for item in &syntax.items {
                let Item::Type(item) = item else { continue };
                let known = match item.vis {
                    Visibility::Inherited => aliases.private.entry(&file.path).or_default(),
                    _ => &mut aliases.public,
                };
                known.insert(item.ident.to_string(), &item.ty);
            }
        }
        aliases
    }

    fn seen_from(&self, file: &str) -> Scope<'_> {
        Scope { aliases: self, own: self.private.get(file) }
    }
}

/// The aliases that a file can name.
#[derive(Clone, Copy)]
struct Scope<'a> {
    aliases: &'a Aliases<'a>,
    own: Option<&'a BTreeMap<String, &'a Type>>,
}

impl Scope<'_> {
    /// The type that a path is short for.
    fn expand(&self, path: &syn::TypePath) -> Option<&Type> {
        let name = path.path.segments.last()?.ident.to_string();
        let own = self.own.and_then(|own| own.get(&name));
        let expanded = own.or_else(|| self.aliases.public.get(&name)).copied()?;
        // `pub type Error = other::Error` is no step further.
        let same = |inner: &syn::PathSegment| inner.ident == name;
        let is_itself = matches!(expanded, Type::Path(inner) if inner.path.segments.last().is_some_and(same));
        (!is_itself).then_some(expanded)
    }

    /// Whether a type is a tuple, a reference to one or an option of one.
    fn is_tuple(&self, parameter: &Type) -> bool {
        match parameter {
            Type::Tuple(tuple) => !tuple.elems.is_empty(),
            Type::Reference(reference) => self.is_tuple(&reference.elem),
            Type::Paren(inner) => self.is_tuple(&inner.elem),
            Type::Group(inner) => self.is_tuple(&inner.elem),
            Type::Path(path) => {
                let option = path.path.segments.last().filter(|last| last.ident == "Option");
                option.is_some_and(|option| self.has_tuple_argument(&option.arguments))
                    || self.expand(path).is_some_and(|alias| self.is_tuple(alias))
            }
            _ => false,
        }
    }

    fn has_tuple_argument(&self, arguments: &PathArguments) -> bool {
        let PathArguments::AngleBracketed(arguments) = arguments else { return false };
        arguments.args.iter().any(|argument| match argument {
            GenericArgument::Type(argument) => self.is_tuple(argument),
            _ => false,
        })
    }

    /// How many fields the largest tuple in a type has; a tuple in a tuple adds its own.
    fn fields(&self, result: &Type) -> usize {
        let mut widest = Widest { scope: *self, fields: 0 };
        widest.visit_type(result);
        widest.fields
    }

    fn flat_fields(&self, field: &Type) -> usize {
        match field {
            Type::Tuple(tuple) => tuple.elems.iter().map(|field| self.flat_fields(field)).sum(),
            Type::Path(path) => match self.expand(path) {
                Some(alias @ (Type::Tuple(_) | Type::Path(_))) => self.flat_fields(alias),
                _ => 1,
            },
            _ => 1,
        }
    }
}

struct Widest<'a> {
    scope: Scope<'a>,
    fields: usize,
}

impl<'ast> Visit<'ast> for Widest<'_> {
    fn visit_type_tuple(&mut self, tuple: &'ast syn::TypeTuple) {
        self.fields = self.fields.max(tuple.elems.iter().map(|field| self.scope.flat_fields(field)).sum());
        visit::visit_type_tuple(self, tuple);
    }

    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        if let Some(alias) = self.scope.expand(path) {
            self.fields = self.fields.max(self.scope.fields(alias));
        }
        visit::visit_type_path(self, path);
    }
}

struct Finder<'a> {
    file: &'a SourceFile,
    scope: Scope<'a>,
    offenders: Vec<Offender>,
}

impl Finder<'_> {
    fn look_at(&mut self, signature: &Signature) {
        for parameter in &signature.inputs {
            if let FnArg::Typed(parameter) = parameter
                && self.scope.is_tuple(&parameter.ty)
            {
                self.add("parameter", signature);
            }
        }
        if let ReturnType::Type(_, result) = &signature.output
            && self.scope.fields(result) > 2
        {
            self.add("result", signature);
        }
    }

    fn add(&mut self, what: &str, signature: &Signature) {
        self.offenders.push(Offender {
            group: self.file.path.clone(),
            place: place(self.file, &signature.ident),
            what: format!("{what} of `{}`", signature.ident),
        });
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.look_at(&item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.trait_.is_none() {
            for function in item.items.iter().filter_map(associated_function) {
                self.look_at(&function.sig);
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.look_at(&item.sig);
        visit::visit_trait_item_fn(self, item);
    }
}

fn associated_function(item: &syn::ImplItem) -> Option<&ImplItemFn> {
    match item {
        syn::ImplItem::Fn(function) => Some(function),
        _ => None,
    }
}

#[test]
fn tuples_are_seen_in_parameters_and_wide_ones_in_results() {
    let sources = super::sample(&[[
        "src/a.rs",
        "type Pair = (u8, u8);\ntype Nested = Vec<(Pair, u8)>;\n\
         fn by_value((a, b): (u8, u8)) {}\nfn by_reference(pair: &Option<(u8, u8)>) {}\nfn by_alias(pair: Pair) {}\n\
         fn list(pairs: &[(u8, u8)], unit: ()) {}\nfn pair() -> Option<(u8, u8)> {}\n\
         fn three() -> Result<Vec<(u8, u8, u8)>, String> {}\nfn nested() -> Nested {}\n\
         impl Visitor for X {\n    fn visit(&self, pair: (u8, u8)) {}\n}\n\
         impl X {\n    fn method(&self, pair: (u8, u8)) {\n        fn inner(pair: (u8, u8)) {}\n    }\n}\n\
         trait Y {\n    fn asked(&self, pair: (u8, u8));\n}",
    ]]);
    let found: Vec<String> =
        tuples_in_signatures(&sources).into_iter().map(|offender| offender.what).collect();
    assert_eq!(
        found,
        [
            "parameter of `by_value`",
            "parameter of `by_reference`",
            "parameter of `by_alias`",
            "result of `three`",
            "result of `nested`",
            "parameter of `method`",
            "parameter of `inner`",
            "parameter of `asked`",
        ]
    );
}
