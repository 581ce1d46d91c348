//! The packages that onus needs at run time, as `cargo tree` tells them. Not `cargo metadata`: that wants the packages
//! of tests as well, which are not there when only the program was built, and it mixes the features of both.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fmt};

/// A package by the two things that tell packages apart here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl fmt::Display for Package {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.name, self.version)
    }
}

/// What the tree says of a package.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) license: String,
    pub(crate) repository: Option<String>,
    pub(crate) dependencies: BTreeSet<Package>,
    is_macro: bool,
    is_ours: bool,
}

/// Other people's packages in the program.
pub(crate) struct Tree {
    pub(crate) packages: BTreeMap<Package, Node>,
    /// Those that onus itself and its own crates ask for.
    pub(crate) direct: BTreeSet<Package>,
}

/// What cargo wrote: every package once, and where to start.
struct Graph {
    nodes: BTreeMap<Package, Node>,
    root: Package,
}

/// Asks cargo, the same one that builds us, and without a network.
pub(crate) fn read(workspace: &Path, target: &str) -> Result<Tree, Box<dyn Error>> {
    let output = Command::new(env::var("CARGO")?)
        .current_dir(workspace)
        .args(["tree", "--package", "onus", "--target", target, "--edges", "normal"])
        .args(["--prefix", "depth", "--format", "|{p}|{l}|{r}", "--locked", "--offline", "--color", "never"])
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(reachable(parse(&String::from_utf8(output.stdout)?)?))
}

/// All lines as a graph, and its root. A package's dependencies follow its first line; later lines of it have a star.
fn parse(text: &str) -> Result<Graph, Box<dyn Error>> {
    let mut nodes: BTreeMap<Package, Node> = BTreeMap::new();
    let mut above: Vec<Package> = Vec::new();
    // The first line is onus, whose folder is the workspace's. It is taken as cargo writes it: on Windows a path has
    // several spellings.
    let workspace = text.lines().next().and_then(|line| line.split(['(', ')']).nth(1)).ok_or("no package")?;
    for line in text.lines() {
        let unknown = || format!("cargo tree wrote a line that is not understood: {line}");
        let [depth, about, license, repository] =
            line.trim_end_matches(" (*)").split('|').collect::<Vec<_>>().try_into().map_err(|_| unknown())?;
        let mut words = about.splitn(3, ' ');
        let name = words.next().ok_or_else(unknown)?;
        let version = words.next().and_then(|word| word.strip_prefix('v')).ok_or_else(unknown)?;
        let marks = words.next().unwrap_or_default();
        let package = Package { name: name.to_owned(), version: version.to_owned() };
        above.truncate(depth.parse().map_err(|_| unknown())?);
        if let Some(parent) = above.last() {
            nodes.entry(parent.clone()).or_default().dependencies.insert(package.clone());
        }
        let node = nodes.entry(package.clone()).or_default();
        // Manifests from before 2020 write `MIT/Apache-2.0`, which means the same and is no SPDX expression.
        node.license = license.replace('/', " OR ");
        node.repository = Some(repository.to_owned()).filter(|address| !address.is_empty());
        node.is_macro = marks.contains("(proc-macro)");
        node.is_ours = marks.contains(workspace);
        above.push(package);
    }
    let root = above.into_iter().next().ok_or("cargo tree wrote nothing")?;
    Ok(Graph { nodes, root })
}

/// Leaves out our own crates, and what is needed only by macros: a macro writes code into the program and so belongs to
/// it, but what it is made with runs in the compiler.
fn reachable(graph: Graph) -> Tree {
    let Graph { mut nodes, root } = graph;
    let mut tree = Tree { packages: BTreeMap::new(), direct: BTreeSet::new() };
    let mut waiting = vec![root];
    while let Some(package) = waiting.pop() {
        let Some(mut node) = nodes.remove(&package) else { continue };
        if node.is_macro {
            node.dependencies.clear();
        }
        waiting.extend(node.dependencies.iter().cloned());
        if node.is_ours {
            tree.direct.extend(node.dependencies);
        } else {
            tree.packages.insert(package, node);
        }
    }
    tree.direct.retain(|package| tree.packages.contains_key(package));
    tree
}
