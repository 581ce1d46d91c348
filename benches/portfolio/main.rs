//! Writes a workspace of one organisation with as many projects as wanted, for measurements of size and speed:
//! `cargo run --release --example portfolio -- DIR 1000`. The same number gives the same bytes each time.

#![allow(clippy::disallowed_methods, reason = "an example makes its own workspace")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it says what it wrote, or how it is called")]

mod archetype;
mod chance;
mod names;
mod organization;
mod project;
mod register;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use onus::load::load;
use onus_core::validate::validate;

const USAGE: &str = "usage: cargo run --release --example portfolio -- DIR PROJECTS

Writes a workspace with one organisation and PROJECTS projects (1 to 10000) into DIR,
which must be empty or not there.";

/// A file to write: path below the workspace, text.
type NewFile = (String, String);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, count) = match arguments.as_slice() {
        [folder, count] => (Path::new(folder), count.parse().unwrap_or(0)),
        _ => (Path::new(""), 0),
    };
    if !(1..=names::MOST).contains(&count) {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    match write(folder, count) {
        Ok(files) => {
            println!("Wrote {files} files of {count} projects to {}.", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes the workspace; returns the number of its files.
fn write(folder: &Path, count: usize) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        return Err(io::Error::other("the folder is not empty; name one that is, or one that is not there"));
    }
    fs::create_dir_all(folder.join(organization::FOLDER))?;
    // The catalog says which controls there are to make statements on.
    let workspace = load(folder).map_err(|error| io::Error::other(error.to_string()))?;
    let catalog = validate(&workspace.texts).catalog;
    let mut written = 0;
    for file in organization::files(&catalog) {
        write_file(folder, &file)?;
        written += 1;
    }
    for index in 0..count {
        for file in project::files(&catalog, index) {
            write_file(folder, &file)?;
            written += 1;
        }
    }
    Ok(written)
}

fn write_file(folder: &Path, (path, text): &NewFile) -> io::Result<()> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}
