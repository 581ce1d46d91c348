//! The responsibility matrix as a document: its grid says what `matrix.json` of the same build says, its groups hide nothing,
//! and it is short enough to be handed over.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use serde_json::Value;

use crate::workspace::{Workspace, fixtures, repository, tree};

/// A project with forty services of six providers and three frameworks.
fn forty_services() -> Workspace {
    Workspace::empty().overlay(&fixtures().join("forty-services"))
}

/// The sample organisations of this repository.
fn samples() -> Workspace {
    let files = tree(&repository().join("profiles")).into_iter();
    files.fold(Workspace::empty(), |workspace, (path, bytes)| {
        workspace.file(&format!("profiles/{path}"), bytes)
    })
}

/// The document on a project and the matrix of the same build.
struct Built {
    document: String,
    matrix: Value,
    pages: usize,
}

impl Built {
    fn new(workspace: &Workspace, project: &str) -> Self {
        for document in ["matrix", "responsibility-matrix"] {
            let arguments = ["build", "--project", project, "--document", document, "--deny", "nothing"];
            workspace.run(&arguments).ended_with(0);
        }
        let folder = format!("output/{project}");
        let pdf = workspace.tree(&folder)["responsibility-matrix.pdf"].clone();
        Self {
            document: workspace.read(&format!("{folder}/responsibility-matrix.md")),
            matrix: workspace.json(&format!("{folder}/matrix.json")),
            pages: Pdf::new(pdf).expect("a PDF").pages().len(),
        }
    }

    /// The rows of the table in a section, cell by cell, without its head.
    fn rows(&self, section: &str) -> Vec<Vec<&str>> {
        let start = self.document.find(&format!("\n## {section}\n")).expect("the section is there");
        let section = &self.document[start + 4..];
        let section = &section[..section.find("\n## ").unwrap_or(section.len())];
        let rows = section.lines().filter(|line| line.starts_with("| "));
        let rows = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect());
        rows.skip(2).collect()
    }

    /// The ids of the services of each group, by its number.
    fn groups(&self) -> Vec<Vec<&str>> {
        let id = |name: &str| {
            let services = list(&self.matrix["services"]);
            let found = services.iter().find(|service| service["name"] == name);
            found.unwrap_or_else(|| panic!("`{name}` is no service"))["id"].as_str().expect("an id")
        };
        let rows = self.rows("Service groups").into_iter();
        rows.map(|row| row[1].split(", ").map(id).collect()).collect()
    }

    /// The letters of each control in the grid.
    fn grid(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut grid = BTreeMap::new();
        for row in self.rows("Overview") {
            // Rows of several controls have their ids, those of one its id and title.
            for id in
                row[0].split(", ").filter_map(|words| words.split(' ').next()).filter(|word| is_id(word))
            {
                assert!(grid.insert(id, row[1..].to_vec()).is_none(), "{id} is there twice");
            }
        }
        grid
    }

    /// What the cells of a control amount to for some services, or for what applies once (`organization`, `project`).
    fn folded(&self, control: &Value, services: &[&str], per: &str) -> &'static str {
        let cells = list(&control["cells"]).iter().filter(|cell| match cell["service"].as_str() {
            Some(service) => services.contains(&service),
            None => cell["per"] == per,
        });
        let mut words: Vec<&str> =
            cells.map(|cell| cell["responsibility"].as_str().expect("a word")).collect();
        words.sort_unstable();
        words.dedup();
        match words.as_slice() {
            [] => "–",
            ["inherited"] => "I",
            ["customer"] => "C",
            _ => "S",
        }
    }
}

fn is_id(word: &str) -> bool {
    word.len() == 6 && word.is_ascii() && word.as_bytes()[3] == b'-'
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

#[test]
fn every_letter_of_the_grid_is_what_the_cells_of_its_services_amount_to() {
    let samples = samples();
    for built in [
        Built::new(&samples, "acme/payments"),
        Built::new(&samples, "northwind/intranet"),
        Built::new(&forty_services(), "tailspin/records"),
    ] {
        let (groups, grid) = (built.groups(), built.grid());
        assert!(groups.len() <= 12);
        let controls = list(&built.matrix["controls"]).iter();
        let applying: Vec<&Value> = controls.filter(|control| !list(&control["cells"]).is_empty()).collect();
        assert_eq!(grid.len(), applying.len());
        for control in applying {
            let id = control["id"].as_str().expect("an id");
            let of_groups = groups.iter().map(|services| built.folded(control, services, ""));
            let once = ["organization", "project"].map(|per| built.folded(control, &[], per));
            let expected: Vec<&str> = of_groups.chain(once).collect();
            assert_eq!(grid[id], expected, "{id}");
        }
    }
}

#[test]
fn groups_contain_each_service_once() {
    let built = Built::new(&forty_services(), "tailspin/records");
    let mut grouped: Vec<&str> = built.groups().concat();
    grouped.sort_unstable();
    let services =
        list(&built.matrix["services"]).iter().map(|service| service["id"].as_str().expect("an id"));
    let mut services: Vec<&str> = services.collect();
    services.sort_unstable();
    assert_eq!((grouped.len(), grouped), (40, services));
}

#[test]
fn a_service_that_differs_from_its_group_is_named_in_the_line_of_the_control() {
    let built = Built::new(&forty_services(), "tailspin/records");
    let (groups, lines) = (built.groups(), built.rows("Control by control"));
    let mut differing = 0;
    for control in list(&built.matrix["controls"]) {
        let id = control["id"].as_str().expect("an id");
        for (group, services) in groups.iter().enumerate() {
            let mut letters: Vec<&str> =
                services.iter().map(|service| built.folded(control, &[*service], "")).collect();
            letters.retain(|letter| *letter != "–");
            letters.sort_unstable();
            letters.dedup();
            let line = lines.iter().find(|line| line[0].starts_with(id));
            let said = line.is_some_and(|line| line[0].contains(&format!(". In {}: ", group + 1)));
            assert_eq!(said, letters.len() > 1, "{id} in group {}", group + 1);
            differing += usize::from(said);
        }
    }
    assert!(differing > 10, "only {differing}: the fixture shows nothing");
}

#[test]
fn no_side_has_a_text_where_it_has_no_duty() {
    let built = Built::new(&samples(), "acme/payments");
    let lines = built.rows("Control by control");
    for control in list(&built.matrix["controls"]) {
        let id = control["id"].as_str().expect("an id");
        let Some(line) = lines.iter().find(|line| line[0].starts_with(id)) else { continue };
        let holds = |side: &str| {
            let duties = |cell: &Value| ["manage", "operate", "verify"].map(|duty| cell[duty].clone());
            list(&control["cells"])
                .iter()
                .any(|cell| duties(cell).iter().any(|held| held == side || held == "shared"))
        };
        assert_eq!(line[3] != "–", holds("provider"), "{id}: {}", line[3]);
        assert_eq!(line[4] != "–", holds("customer"), "{id}: {}", line[4]);
    }
}

#[test]
fn the_document_is_short_enough_to_be_handed_over() {
    let samples = samples();
    for (workspace, project, most) in [
        (&samples, "acme/payments", 35),
        (&samples, "northwind/intranet", 35),
        (&forty_services(), "tailspin/records", 45),
    ] {
        let pages = Built::new(workspace, project).pages;
        assert!(pages <= most, "{project} has {pages} pages");
    }
}
