//! Sets a Markdown file, with the pictures that lie beside it, as PDF:
//!
//! ```console
//! $ cargo run -p onus-typeset --example markdown_to_pdf -- README.md readme.pdf
//! ```

#![allow(clippy::disallowed_methods, reason = "an example is a whole program: it reads and writes its files")]
#![allow(clippy::print_stderr, reason = "and it says what is wrong")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use onus_typeset::document::{Document, Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use onus_typeset::picture::Picture;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: markdown_to_pdf IN.md OUT.pdf");
        return ExitCode::FAILURE;
    };
    match run(input, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(input: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let markdown = std::fs::read_to_string(input)?;
    let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Untitled");
    let mut document = parse(&markdown, Meta::titled(title.trim()));
    load_pictures(&mut document, input.parent().unwrap_or(Path::new("")));

    let pages = lay_out(&document, &Look::default());
    for warning in &document.diagram_warnings {
        eprintln!("{}: {warning}", place(&markdown, warning.place.start));
    }
    for warning in &document.hint_warnings {
        eprintln!("{}: {warning}", place(&markdown, warning.place.start));
    }
    for warning in &pages.warnings {
        eprintln!("{}: {warning}", place(&markdown, warning.offset()));
    }

    let file = pdf::write(&pages, &document.meta, &[])?;
    std::fs::write(output, file.bytes)?;
    Ok(())
}

/// Gives the document the pictures that its text asks for. One that cannot be shown stays its alternative text.
fn load_pictures(document: &mut Document, folder: &Path) {
    for reference in &document.picture_references {
        let path = &*reference.path;
        let loaded = std::fs::read(folder.join(path)).map_err(|error| error.to_string());
        match loaded.and_then(|bytes| Picture::read(&bytes).map_err(|error| error.to_string())) {
            Ok(picture) => {
                document.pictures.insert(path.to_owned(), Arc::new(picture));
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}

/// The line in which an offset falls.
fn place(markdown: &str, offset: usize) -> String {
    format!("line {}", markdown[..offset].matches('\n').count() + 1)
}
