//! The oldest Rust that Cargo.toml promises must be enough for every dependency. Cargo itself looks only at the packages
//! that it compiles, with the compiler that it has; this looks at all that say what they need, with any compiler.

use serde_json::Value;

use crate::Failure;
use crate::metadata::{named_onus, packages, text};

/// A version of Rust by its numbers, such as 1.89 or 1.88.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RustVersion([u32; 3]);

impl RustVersion {
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = [0; 3];
        let mut parts = text.split('.');
        for number in &mut numbers {
            let Some(part) = parts.next() else { break };
            *number = part.parse().ok()?;
        }
        parts.next().is_none().then_some(Self(numbers))
    }
}

/// Fails with the names of the dependencies that need more.
pub(crate) fn check() -> Result<(), Failure> {
    let packages = packages()?;
    let onus = named_onus(packages.clone())?;
    let promised = rust_version(&onus)?.ok_or("Cargo.toml has no `rust-version`")?;
    let counted = judge(&packages, promised)?;
    println!(
        "{} of {} packages say which Rust they need: {} is enough",
        counted,
        packages.len(),
        text(&onus, "rust_version")
    );
    Ok(())
}

/// How many packages say what they need, if the promised version is enough for all of them.
fn judge(packages: &[Value], promised: RustVersion) -> Result<usize, Failure> {
    let mut counted = 0;
    let mut newer = Vec::new();
    for package in packages {
        if let Some(needed) = rust_version(package)? {
            counted += 1;
            if needed > promised {
                let [name, version, needed] =
                    ["name", "version", "rust_version"].map(|key| text(package, key));
                newer.push(format!("\n  {name} {version} needs Rust {needed}"));
            }
        }
    }
    if newer.is_empty() {
        Ok(counted)
    } else {
        Err(format!("Cargo.toml promises an older Rust:{}", newer.concat()))
    }
}

fn rust_version(package: &Value) -> Result<Option<RustVersion>, Failure> {
    let Some(said) = package["rust_version"].as_str() else { return Ok(None) };
    match RustVersion::parse(said) {
        Some(version) => Ok(Some(version)),
        None => Err(format!("{} has the rust-version `{said}`", text(package, "name"))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, needed: Option<&str>) -> Value {
        json!({ "name": name, "version": "1.0.0", "rust_version": needed })
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let parse = |text| RustVersion::parse(text).expect("a version");
        assert!(parse("1.9") < parse("1.89"));
        assert!(parse("1.89.1") > parse("1.89"));
        assert_eq!(parse("1.89"), parse("1.89.0"));
        assert_eq!(RustVersion::parse("1.89.0.1"), None);
        assert_eq!(RustVersion::parse("stable"), None);
    }

    #[test]
    fn a_dependency_that_needs_more_is_named() {
        let promised = RustVersion([1, 89, 0]);
        let enough = [package("a", Some("1.89.0")), package("b", Some("1.9")), package("c", None)];
        assert_eq!(judge(&enough, promised), Ok(2));
        let failure =
            judge(&[package("a", Some("1.89.1")), package("b", None)], promised).expect_err("too new");
        assert_eq!(failure, "Cargo.toml promises an older Rust:\n  a 1.0.0 needs Rust 1.89.1");
    }
}
