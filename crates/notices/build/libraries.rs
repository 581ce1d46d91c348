//! Libraries that come with the compiler or the platform and end up in the program: no package names them.

use std::env;
use std::error::Error;
use std::process::Command;

use crate::Component;
use crate::texts::Notice;

const MIT: &str = include_str!("../texts/MIT.txt");
const APACHE: &str = include_str!("../../../LICENSE-APACHE");
const LGPL: &str = include_str!("../texts/LGPL-2.1.txt");

/// Rust's own library always; the C library only where it is linked into the program, not where it is the system's.
pub(crate) fn collect() -> Result<Vec<Component>, Box<dyn Error>> {
    let rustc = Command::new(env::var("RUSTC")?).arg("--version").output()?;
    let version = String::from_utf8(rustc.stdout)?.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut found = vec![library(
        "Rust standard library",
        &version,
        "MIT OR Apache-2.0",
        vec![
            notice("MIT", &format!("Copyright (c) The Rust Project Contributors\n\n{MIT}")),
            notice("Apache-2.0", APACHE),
        ],
    )];
    let features = env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    match env::var("CARGO_CFG_TARGET_ENV").unwrap_or_default().as_str() {
        "musl" if is_static => {
            let text = format!("Copyright © 2005-2020 Rich Felker, et al.\n\n{MIT}");
            found.push(library("musl libc", "", "MIT", vec![notice("MIT", &text)]));
        }
        "gnu" if is_static && env::var("CARGO_CFG_TARGET_OS")? == "linux" => {
            let text = format!("Copyright (C) Free Software Foundation, Inc.\n\n{LGPL}");
            found.push(library("GNU C Library", "", "LGPL-2.1-or-later", vec![notice("LGPL-2.1", &text)]));
        }
        _ => {}
    }
    Ok(found)
}

fn notice(id: &str, text: &str) -> Notice {
    Notice { origin: format!("standard text of {id}"), content: text.trim_matches('\n').to_owned() }
}

fn library(name: &str, version: &str, license: &str, texts: Vec<Notice>) -> Component {
    Component {
        name: name.to_owned(),
        version: version.to_owned(),
        kind: "Library",
        license: license.to_owned(),
        repository: None,
        checksum: None,
        dependencies: Vec::new(),
        texts,
    }
}
