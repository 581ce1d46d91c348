//! What maintainers do by hand, as commands: `cargo xtask`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal of a maintainer")]
#![allow(clippy::disallowed_methods, reason = "it packs files, and no document depends on it")]

mod develop;
mod metadata;
mod programs;
mod release;
mod rust_versions;
mod sbom;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "cargo xtask COMMAND

While you work:
  snapshots         write the snapshots of pages in crates/typeset/tests anew
  page PDF [PAGE]   draw a page, or all of them, as PNG beside the PDF (needs pdftoppm)
  bench NAME        run a benchmark of benches/ with the profile of shipped binaries

What CI asks:
  rust-versions     no dependency asks for a newer Rust than Cargo.toml promises

For a release:
  release-check TAG ADDRESS        tag, version, changelog and repository agree
  release-notes                    what the changelog says of this version
  package TARGET PROGRAM FOLDER    an archive with the program, its papers and notices, and an inventory (SBOM)
  sbom PROGRAM                     the inventory alone, as CycloneDX JSON";

/// A command that could not be done, in the words for the terminal.
type Failure = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["snapshots"] => develop::snapshots(),
        ["page", pdf] => develop::page(pdf, None),
        ["page", pdf, page] => develop::page(pdf, Some(page)),
        ["bench", name] => develop::bench(name),
        ["rust-versions"] => rust_versions::check(),
        ["release-check", tag, published_at] => release::check(tag, published_at),
        ["release-notes"] => release::notes(),
        ["package", target, built, folder] => release::package(target, built, folder),
        ["sbom", built] => {
            print!("{}", sbom::of_program(built)?);
            Ok(())
        }
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("`{}` is no command\n\n{USAGE}", arguments.join(" "))),
    }
}
