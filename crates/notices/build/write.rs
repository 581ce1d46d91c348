//! The components as Rust that the library includes, so that nothing is parsed at run time. Texts that several components
//! have, such as Apache's, are there once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::Component;
use crate::tree::Package;

/// Writes `COMPONENTS` and `DIRECT`.
pub(crate) fn as_rust(mut components: Vec<Component>, direct: &BTreeSet<Package>) -> String {
    components.sort_by_cached_key(|component| {
        (component.name.to_lowercase(), component.kind, component.version.clone())
    });
    let crates = components.iter().enumerate().filter(|(_, component)| component.kind == "Crate");
    let places: BTreeMap<Package, usize> = crates
        .map(|(place, component)| {
            (Package { name: component.name.clone(), version: component.version.clone() }, place)
        })
        .collect();
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in components.iter().flat_map(|component| &component.texts) {
        let number = texts.len();
        texts.entry(&notice.content).or_insert(number);
    }
    let mut rust = String::new();
    for (text, number) in &texts {
        rust += &format!("const TEXT_{number}: &str = {text:?};\n");
    }
    rust += "/// What onus is compiled from, by name.\npub static COMPONENTS: &[Component] = &[\n";
    for component in &components {
        let Component { name, version, kind, license, repository, checksum, .. } = component;
        let dependencies = numbers(&component.dependencies, &places);
        let notices = component.texts.iter().map(|notice| {
            format!(
                "LicenceText {{ origin: {:?}, content: TEXT_{} }}",
                notice.origin,
                texts[notice.content.as_str()]
            )
        });
        let _ = writeln!(
            rust,
            "    Component {{ name: {name:?}, version: {version:?}, kind: Kind::{kind}, license: {license:?}, \
             repository: {repository:?}, checksum: {checksum:?}, dependencies: &{dependencies:?}, \
             texts: &[{}] }},",
            notices.collect::<Vec<_>>().join(", ")
        );
    }
    let direct = numbers(direct, &places);
    rust + &format!(
        "];\n\n/// What onus itself asks for, as places in [`COMPONENTS`].\npub static DIRECT: &[usize] = &{direct:?};\n"
    )
}

/// The places of packages that are components: what only a macro is made with is none.
fn numbers<'p>(
    packages: impl IntoIterator<Item = &'p Package>,
    places: &BTreeMap<Package, usize>,
) -> Vec<usize> {
    packages.into_iter().filter_map(|package| places.get(package).copied()).collect()
}
