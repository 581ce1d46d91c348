//! What a PDF carries in itself: the matrix of its project, as data.

use std::collections::BTreeMap;
use std::process::Command;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};

use crate::shared::pdf_reader::text_string;
use crate::workspace::Workspace;

/// The files that a PDF declares to be associated with it, with their relationship, media type and content.
fn associated(bytes: &[u8]) -> Vec<(String, String, String, Vec<u8>)> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let Some(files) = catalog.get::<Array<'_>>("AF") else { return Vec::new() };
    let named = named(&catalog);
    let read = |file: Dict<'_>| {
        let name = text_string(&file.get::<Bytes<'_>>("UF").unwrap());
        assert_eq!(named.get(&name), file.obj_id().map(|id| id.obj_number).as_ref());
        let stream = file.get::<Dict<'_>>("EF").unwrap().get::<Stream<'_>>("F").unwrap();
        let of_stream = |key: &str| stream.dict().get::<Name<'_>>(key).unwrap().as_str().to_owned();
        let content = stream.decoded().unwrap().to_vec();
        let size = stream.dict().get::<Dict<'_>>("Params").unwrap().get::<i32>("Size").unwrap();
        assert_eq!(size as usize, content.len());
        let relationship = file.get::<Name<'_>>("AFRelationship").unwrap().as_str().to_owned();
        (name, relationship, of_stream("Subtype"), content)
    };
    files.iter::<Dict<'_>>().map(read).collect()
}

/// The files that viewers list: object numbers by name.
fn named(catalog: &Dict<'_>) -> BTreeMap<String, i32> {
    let names = catalog.get::<Dict<'_>>("Names").unwrap();
    let files = names.get::<Dict<'_>>("EmbeddedFiles").unwrap().get::<Array<'_>>("Names").unwrap();
    let names = files.iter::<Object<'_>>().step_by(2).map(|name| text_string(&name.into_string().unwrap()));
    let numbers = files.raw_iter().skip(1).step_by(2).map(|file| file.as_obj_ref().unwrap().obj_number);
    names.zip(numbers).collect()
}

/// Built-in documents with `attachments: [matrix]`.
const CARRYING: [&str; 2] = ["auditor-handout", "responsibility-matrix"];

#[test]
fn documents_that_show_the_matrix_carry_it_byte_for_byte() {
    let workspace = Workspace::base();
    workspace.run(&["build"]).ended_with(0);
    let files = workspace.tree("output");
    let matrix = &files["acme/web/matrix.json"];
    let (mut with, mut without) = (0, 0);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let found = associated(bytes);
        if CARRYING.iter().any(|document| path == &format!("acme/web/{document}.pdf")) {
            let [(name, relationship, media_type, content)] = &found[..] else {
                panic!("{path}: {}", found.len())
            };
            assert_eq!(
                (name.as_str(), relationship.as_str(), media_type.as_str()),
                ("matrix.json", "Data", "application/json"),
            );
            assert!(content == matrix, "{path}");
            with += 1;
        } else {
            assert!(found.is_empty(), "{path} does not show it");
            without += 1;
        }
    }
    assert!(with == CARRYING.len() && without > 0);
}

#[test]
fn a_pdf_carries_the_matrix_even_when_only_pdfs_are_asked_for() {
    let workspace = Workspace::base();
    workspace.run(&["build", "--format", "pdf"]).ended_with(0);
    let files = workspace.tree("output");
    let pdf =
        files.iter().find(|(path, _)| path.starts_with("acme/web/") && path.ends_with(".pdf")).unwrap().1;
    let content = &associated(pdf)[0].3;
    let matrix: serde_json::Value = serde_json::from_slice(content).unwrap();
    assert_eq!(matrix["project"]["id"], "web");
}

#[test]
#[ignore = "needs poppler-utils; .ci/run runs it where they are installed"]
#[allow(clippy::disallowed_methods, reason = "another program writes the file")]
fn pdfdetach_takes_out_the_matrix_that_build_wrote() {
    let workspace = Workspace::base();
    workspace.run(&["build"]).ended_with(0);
    let files = workspace.tree("output/acme/web");
    let pdf = files.keys().find(|path| path.ends_with(".pdf")).expect("a document of the project");
    let pdf = workspace.path("output/acme/web").join(pdf);
    let taken = workspace.path("taken.json");
    let run = Command::new("pdfdetach").args(["-save", "1", "-o"]).args([&taken, &pdf]).output();
    let output = run.unwrap_or_else(|error| panic!("`pdfdetach` does not run: {error}"));
    assert!(output.status.success(), "{output:?}");
    assert!(std::fs::read(taken).unwrap() == files["matrix.json"]);
}
