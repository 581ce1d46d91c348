//! The modules of a crate, and which file a path leads to.
//!
//! A path is followed through re-exports to the file that has the item: a folder's `mod.rs` that only hands on what its
//! files contain is their face and not in between.

use std::collections::{BTreeMap, BTreeSet};

use super::SourceFile;
use super::parsed::parsed;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// Names of modules from the root of the crate downwards.
pub(super) type ModulePath = Vec<String>;

/// A path as it is written in a module.
pub(super) struct WrittenPath {
    pub(super) module: ModulePath,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
}

/// Where a path leads.
enum Target {
    Module(ModulePath),
    /// Something that a file defines.
    Item(String),
}

#[derive(Default)]
struct Module {
    files: Vec<String>,
    children: BTreeSet<String>,
    items: BTreeSet<String>,
    /// What `use` brings in, by the name it has here.
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

/// A crate: everything below a folder `src`.
#[derive(Default)]
pub(super) struct Crate {
    modules: BTreeMap<ModulePath, Module>,
    pub(super) paths: Vec<WrittenPath>,
}

/// Re-exports that are followed, one after the other; more are a circle of `use`.
const DEEPEST: usize = 16;

/// The crates of a repository by their folder `src`.
pub(super) fn crates(sources: &[SourceFile]) -> BTreeMap<String, Crate> {
    let mut crates: BTreeMap<String, Crate> = BTreeMap::new();
    for file in sources {
        let at = file.path.find("src/").expect("it lies below a folder `src`") + "src/".len();
        let (root, below) = file.path.split_at(at);
        crates.entry(root.to_owned()).or_default().add(file, module_of(below));
    }
    crates
}

/// `a/b.rs` and `a/b/mod.rs` are the module `a::b`; `lib.rs` and `main.rs` are both the root.
fn module_of(path: &str) -> ModulePath {
    let mut names: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|last| last == "mod")
        || names.len() == 1 && ["lib", "main"].contains(&names[0].as_str())
    {
        names.pop();
    }
    names
}

impl Crate {
    fn add(&mut self, file: &SourceFile, module: ModulePath) {
        for depth in 0..module.len() {
            let parent = self.modules.entry(module[..depth].to_vec()).or_default();
            parent.children.insert(module[depth].clone());
        }
        self.modules.entry(module.clone()).or_default().files.push(file.path.clone());
        let mut reader = Reader { file: &file.path, module, into: self };
        reader.visit_file(&parsed(file));
    }

    /// The file that a path leads to; none for what another crate, the language or a function's body defines.
    pub(super) fn file_of(&self, path: &WrittenPath) -> Option<String> {
        match self.follow(&path.module, &path.segments, None, 0)? {
            Target::Module(module) => self.modules.get(&module)?.files.first().cloned(),
            Target::Item(file) => Some(file),
        }
    }

    /// `alias` is the name that the path itself gets by `use`, which it cannot start from.
    fn follow(
        &self,
        from: &ModulePath,
        path: &[String],
        alias: Option<&str>,
        depth: usize,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let module = self.modules.get(from)?;
        match first.as_str() {
            "crate" => self.enter(&Vec::new(), rest, depth),
            "self" => self.enter(from, rest, depth),
            "super" => {
                let parent = from[..from.len().checked_sub(1)?].to_vec();
                match rest.first() {
                    Some(next) if next == "super" => self.follow(&parent, rest, None, depth),
                    _ => self.enter(&parent, rest, depth),
                }
            }
            name if Some(name) == alias => {
                module.children.contains(name).then(|| self.enter(from, path, depth)).flatten()
            }
            name if module.knows(name) => self.enter(from, path, depth),
            _ => self.enter_globs(from, path, depth),
        }
    }

    /// What `path` means within a module. What the module does not seem to have, a macro has made there.
    fn enter(&self, at: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else { return Some(Target::Module(at.clone())) };
        let module = self.modules.get(at)?;
        if module.children.contains(first) {
            let child = [at.as_slice(), std::slice::from_ref(first)].concat();
            return self.enter(&child, rest, depth);
        }
        let own = || module.files.first().cloned().map(Target::Item);
        if module.items.contains(first) || depth == DEEPEST {
            return own();
        }
        match module.imports.get(first) {
            Some(import) => match self.follow(at, import, Some(first), depth + 1)? {
                Target::Module(module) => self.enter(&module, rest, depth + 1),
                item @ Target::Item(_) => Some(item),
            },
            None => self.enter_globs(at, path, depth).or_else(own),
        }
    }

    fn enter_globs(&self, at: &ModulePath, path: &[String], depth: usize) -> Option<Target> {
        let (first, module) = (path.first()?, self.modules.get(at)?);
        let globs = module.globs.iter().filter(|_| depth < DEEPEST);
        globs.filter_map(|glob| self.follow(at, glob, None, depth + 1)).find_map(|target| match target {
            Target::Module(module) if self.modules.get(&module)?.knows(first) => {
                self.enter(&module, path, depth + 1)
            }
            Target::Module(_) | Target::Item(_) => None,
        })
    }
}

impl Module {
    fn knows(&self, name: &str) -> bool {
        self.children.contains(name) || self.items.contains(name) || self.imports.contains_key(name)
    }
}

/// Reads the items and paths of a file into its crate.
struct Reader<'a> {
    file: &'a str,
    module: ModulePath,
    into: &'a mut Crate,
}

impl Reader<'_> {
    fn here(&mut self) -> &mut Module {
        self.into.modules.entry(self.module.clone()).or_default()
    }

    fn add_path(&mut self, segments: Vec<String>, line: usize) {
        let (module, file) = (self.module.clone(), self.file.to_owned());
        self.into.paths.push(WrittenPath { module, file, line, segments });
    }

    /// The names that a `use` brings in. One that only hands on is no import of its file: that counts where the name is
    /// used.
    fn add_use(&mut self, prefix: &[String], tree: &UseTree, hands_on: bool) {
        let joined = |ident: &syn::Ident| [prefix, &[ident.to_string()]].concat();
        let (alias, path) = match tree {
            UseTree::Path(path) => return self.add_use(&joined(&path.ident), &path.tree, hands_on),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.add_use(prefix, tree, hands_on));
            }
            UseTree::Glob(_) => return self.here().globs.push(prefix.to_vec()),
            UseTree::Name(name) if name.ident == "self" => {
                let Some(last) = prefix.last() else { return };
                (last.clone(), prefix.to_vec())
            }
            UseTree::Name(name) => (name.ident.to_string(), joined(&name.ident)),
            UseTree::Rename(rename) => (rename.rename.to_string(), joined(&rename.ident)),
        };
        if !hands_on {
            self.add_path(path.clone(), line_of(tree));
        }
        self.here().imports.insert(alias, path);
    }

    /// Paths in what a macro is given.
    fn add_paths_in(&mut self, tokens: TokenStream) {
        let (mut segments, mut colons, mut line) = (Vec::new(), 0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.finish(&mut segments, line);
                        line = ident.span().start().line;
                    }
                    segments.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.finish(&mut segments, line);
                    colons = 0;
                    self.add_paths_in(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.finish(&mut segments, line);
                    colons = 0;
                }
            }
        }
        self.finish(&mut segments, line);
    }

    fn finish(&mut self, segments: &mut Vec<String>, line: usize) {
        if !segments.is_empty() {
            self.add_path(std::mem::take(segments), line);
        }
    }
}

fn line_of(tree: &UseTree) -> usize {
    match tree {
        UseTree::Name(name) => name.ident.span().start().line,
        UseTree::Rename(rename) => rename.ident.span().start().line,
        UseTree::Path(path) => path.ident.span().start().line,
        UseTree::Glob(glob) => glob.star_token.span.start().line,
        UseTree::Group(group) => group.brace_token.span.open().start().line,
    }
}

fn name_of(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Macro(item) => item.ident.as_ref(),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Union(item) => Some(&item.ident),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Some(name) = name_of(item) {
            self.here().items.insert(name.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let name = module.ident.to_string();
        self.here().children.insert(name.clone());
        if module.content.is_some() {
            self.module.push(name);
            let file = self.file.to_owned();
            self.here().files.push(file);
            visit::visit_item_mod(self, module);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use(&[], &item.tree, !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        self.add_path(segments, line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.add_paths_in(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}
