//! No import circle: what a file needs does not need the file.

use std::collections::{BTreeMap, BTreeSet};

use super::modules::{Crate, crates};
use super::{Offender, SourceFile};

/// Imports between nodes of a graph, each with the places where they are.
type Graph = BTreeMap<String, BTreeMap<String, Import>>;

#[derive(Clone)]
struct Import {
    place: String,
    names: BTreeSet<String>,
}

/// The imports that make circles. There are two kinds:
///
/// - files of a crate that need each other, directly or through others;
/// - where no files do, neighbours in a folder that need each other, each with everything below it.
///
/// A module and what is inside it are one thing and make no circle by themselves: `mod.rs` is the face of its folder,
/// which calls the files in it and declares what they share. An item that it only hands on is the business of the file
/// that has it.
pub(crate) fn import_circles(sources: &[SourceFile]) -> Vec<Offender> {
    let mut offenders = Vec::new();
    for (root, known) in crates(sources) {
        let graph = graph_of(&known);
        let circles = circles_of(&graph);
        for circle in &circles {
            let group = format!("circle of {} files in {root}: {}", circle.len(), names_below(&root, circle));
            offenders.extend(offenders_of(&graph, &group, |from, to| {
                circle.contains(from) && circle.contains(to)
            }));
        }
        let straight = without_circles(&graph, &circles);
        for folder in folders(&root, &graph) {
            offenders.extend(circles_in_folder(&straight, &folder));
        }
    }
    offenders
}

fn graph_of(known: &Crate) -> Graph {
    let mut graph = Graph::new();
    for path in &known.paths {
        let Some(to) = known.file_of(path) else { continue };
        if is_inside(&to, &path.file) || is_inside(&path.file, &to) {
            continue;
        }
        let new = || Import { place: format!("{}:{}", path.file, path.line), names: BTreeSet::new() };
        let import = graph.entry(path.file.clone()).or_default().entry(to).or_insert_with(new);
        import.names.insert(path.segments.join("::"));
    }
    graph
}

/// Whether a file is the module of another file or below it: `a/one.rs` is inside `a/mod.rs` and `a.rs`.
fn is_inside(file: &str, module: &str) -> bool {
    let stem = module.trim_end_matches(".rs");
    let face = ["/mod", "/lib", "/main"].iter().find_map(|face| stem.strip_suffix(face));
    file == module || file.strip_prefix(face.unwrap_or(stem)).is_some_and(|rest| rest.starts_with('/'))
}

/// Nodes that reach each other, as groups of at least two.
fn circles_of(graph: &Graph) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        graph.keys().map(|node| (node, reachable(graph, node))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (node, others) in &reached {
        if !others.contains(*node) || circles.iter().any(|circle| circle.contains(*node)) {
            continue;
        }
        let back = |other: &&&String| reached.get(**other).is_some_and(|reached| reached.contains(*node));
        circles.push(others.iter().filter(back).map(|other| (*other).clone()).collect());
    }
    circles
}

fn reachable<'g>(graph: &'g Graph, node: &'g String) -> BTreeSet<&'g String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        for next in graph.get(node).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}

fn without_circles(graph: &Graph, circles: &[BTreeSet<String>]) -> Graph {
    let mut rest = graph.clone();
    for (from, imports) in &mut rest {
        imports.retain(|to, _| !circles.iter().any(|circle| circle.contains(from) && circle.contains(to)));
    }
    rest
}

/// Every folder that files of the graph are in, with a slash at its end, down from `root`.
fn folders(root: &str, graph: &Graph) -> BTreeSet<String> {
    let files = graph.iter().flat_map(|(from, imports)| std::iter::once(from).chain(imports.keys()));
    let below = files.filter_map(|file| file.strip_prefix(root));
    let inner =
        below.flat_map(|file| file.match_indices('/').map(|(at, _)| format!("{root}{}", &file[..=at])));
    inner.chain([root.to_owned()]).collect()
}

/// Circles of neighbours: each file of the folder, and each folder in it with all that is below.
fn circles_in_folder(graph: &Graph, folder: &str) -> Vec<Offender> {
    let neighbour = |file: &str| {
        let name = file.strip_prefix(folder)?.split('/').next()?;
        Some(name.trim_end_matches(".rs").to_owned())
    };
    let mut lifted = Graph::new();
    for (from, imports) in graph {
        for (to, import) in imports {
            if let (Some(from), Some(to)) = (neighbour(from), neighbour(to))
                && from != to
            {
                lifted.entry(from).or_default().insert(to, import.clone());
            }
        }
    }
    let circles = circles_of(&lifted);
    let group_of =
        |circle: &BTreeSet<String>| format!("circle of neighbours in {folder}: {}", names_below("", circle));
    let inside =
        |circle: &BTreeSet<String>, file: &str| neighbour(file).is_some_and(|name| circle.contains(&name));
    let offenders = circles.iter().flat_map(|circle| {
        offenders_of(graph, &group_of(circle), |from, to| {
            inside(circle, from) && inside(circle, to) && neighbour(from) != neighbour(to)
        })
    });
    offenders.collect()
}

fn offenders_of(graph: &Graph, group: &str, belongs: impl Fn(&str, &str) -> bool) -> Vec<Offender> {
    let mut offenders = Vec::new();
    for (from, imports) in graph {
        for (to, import) in imports.iter().filter(|(to, _)| belongs(from, to)) {
            let names: Vec<&str> = import.names.iter().map(String::as_str).collect();
            let what = format!("-> {to}  ({})", names.join(", "));
            offenders.push(Offender { group: group.to_owned(), place: import.place.clone(), what });
        }
    }
    offenders
}

fn names_below(root: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.strip_prefix(root).unwrap_or(name)).collect();
    names.join(", ")
}

#[cfg(test)]
fn found(files: &[[&str; 2]]) -> Vec<String> {
    let line = |offender: Offender| format!("{}; {} {}", offender.group, offender.place, offender.what);
    import_circles(&super::sample(files)).into_iter().map(line).collect()
}

#[test]
fn files_that_need_each_other_are_seen() {
    let found = found(&[
        ["src/lib.rs", "pub mod a;"],
        ["src/a/mod.rs", "mod one;\nmod two;\nmod three;\npub use one::One;\npub use three::Three;"],
        ["src/a/one.rs", "use super::two::{self, Two};\npub struct One;\nfn f() { two::g(); }"],
        ["src/a/two.rs", "pub struct Two(crate::a::Three);"],
        ["src/a/three.rs", "pub struct Three;\nfn f() { println!(\"{:?}\", super::One::new()); }"],
    ]);
    assert_eq!(
        found,
        [
            "circle of 3 files in src/: a/one.rs, a/three.rs, a/two.rs; src/a/one.rs:1 -> src/a/two.rs  \
             (super::two, super::two::Two, two::g)",
            "circle of 3 files in src/: a/one.rs, a/three.rs, a/two.rs; src/a/three.rs:2 -> src/a/one.rs  \
             (super::One::new)",
            "circle of 3 files in src/: a/one.rs, a/three.rs, a/two.rs; src/a/two.rs:1 -> src/a/three.rs  \
             (crate::a::Three)",
        ]
    );
}

#[test]
fn a_face_and_its_files_make_no_circle_but_it_takes_part_in_those_with_others() {
    let face =
        ["src/a/mod.rs", "mod one;\nmod two;\npub use one::*;\nuse two::Two;\npub struct Shared(Two);"];
    let one = ["src/a/one.rs", "use super::{Shared, two};\npub struct One(Shared, two::Two);"];
    let two = ["src/a/two.rs", "pub struct Two;\n#[cfg(test)]\nmod tests {\n    use super::super::One;\n}"];
    let other = ["src/a/three.rs", "use crate::b::{One, Two};"];
    assert!(found(&[face, one, two, other]).is_empty());

    let two = ["src/a/two.rs", "pub struct Two(crate::b::Two);"];
    let user = ["src/b.rs", "pub struct Two(crate::a::Shared);"];
    assert_eq!(
        found(&[face, one, two, user]),
        [
            "circle of neighbours in src/: a, b; src/a/two.rs:1 -> src/b.rs  (crate::b::Two)",
            "circle of neighbours in src/: a, b; src/b.rs:1 -> src/a/mod.rs  (crate::a::Shared)",
        ]
    );
}

#[test]
fn folders_that_need_each_other_are_seen_where_no_two_files_do() {
    let found = found(&[
        ["src/a/low.rs", "pub struct Low;"],
        ["src/a/high.rs", "use crate::b::Middle;"],
        ["src/b/mod.rs", "use crate::a::low::Low;\npub struct Middle(Low);"],
    ]);
    assert_eq!(
        found,
        [
            "circle of neighbours in src/: a, b; src/a/high.rs:1 -> src/b/mod.rs  (crate::b::Middle)",
            "circle of neighbours in src/: a, b; src/b/mod.rs:1 -> src/a/low.rs  (Low, crate::a::low::Low)",
        ]
    );
}
