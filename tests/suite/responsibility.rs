//! Whose job is it? The answers of the program against hand-written ones: AWS's shared responsibility model, AWS's
//! documentation by service, and the rules of the design.

mod aws;
mod catalog;
mod demarcation;
mod model;
mod own_catalog;
mod premises;
mod profiles;
mod selectors;

use std::fs;

use chrono::NaiveDate;
use onus::build::{Build, BuildEnv, BuildRequest, build};
use onus::format::OutputFormat;
use onus::open::{EvidenceReading, OpenWorkspace, Selection};
use onus::publish::{MemorySink, OutputFile};
use serde_json::Value;
use tempfile::TempDir;

const PROVIDER: &str = "provider provider provider";
const CUSTOMER: &str = "customer customer customer";
const SHARED: &str = "shared shared shared";

/// An organisation that says nothing but its name.
const ORGANIZATION: &str = "schema: onus.organization/1\nid: acme\nname: Acme\n";

/// A small workspace: one organisation, one project.
struct World {
    folder: TempDir,
}

impl World {
    /// An organisation and a project with these lines after their names.
    fn new(organization: &str, project: &str) -> Self {
        let world = Self { folder: TempDir::new().expect("the system gives out temporary folders") };
        world
            .file("organization.yaml", &format!("{ORGANIZATION}{organization}"))
            .file("projects/app.yaml", &format!("schema: onus.project/1\nid: app\nname: App\n{project}"))
    }

    /// A project that uses exactly these services.
    fn using(services: &[&str]) -> Self {
        Self::new("", &uses(services))
    }

    /// Writes a file below the organisation's folder.
    #[allow(clippy::disallowed_methods, reason = "a test makes its own workspace")]
    fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join("profiles/acme").join(path);
        fs::create_dir_all(path.parent().expect("below the workspace")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
        self
    }

    /// Everything that the program makes of it.
    fn make(&self) -> (Build, Vec<OutputFile>) {
        let as_of = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day of the calendar");
        let open =
            OpenWorkspace::open(self.folder.path(), Selection::default(), as_of, EvidenceReading::All(None))
                .expect("the workspace is there");
        let request = BuildRequest { documents: None, formats: vec![OutputFormat::Json] };
        let shelf = MemorySink::default();
        let made = build(&open, &request, &BuildEnv::isolated(&shelf));
        (made.expect("templates and fonts are built in"), shelf.files())
    }

    /// Codes of the mistakes in it.
    fn mistakes(&self) -> Vec<String> {
        self.make().0.mistakes.iter().map(|mistake| mistake.code.as_str().to_owned()).collect()
    }

    /// Messages of the findings of one kind on its project.
    fn findings(&self, code: &str) -> Vec<String> {
        let matrix = self.matrix();
        let all = matrix.0["findings"].as_array().expect("a list");
        let found = all.iter().filter(|finding| finding["code"] == code);
        found.map(|finding| finding["message"].as_str().expect("a text").to_owned()).collect()
    }

    /// The matrix of its project, from a workspace without mistakes.
    fn matrix(&self) -> Matrix {
        let (made, files) = self.make();
        let mistakes: Vec<&str> = made.mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
        assert_eq!(mistakes, Vec::<&str>::new());
        let file = files.iter().find(|file| file.path == "acme/app/matrix.json").expect("a matrix is made");
        Matrix(serde_json::from_slice(&file.bytes).expect("the matrix is JSON"))
    }
}

/// The lines of a project that uses services.
fn uses(services: &[&str]) -> String {
    let lines: String = services.iter().map(|service| format!("  - {{ use: {service} }}\n")).collect();
    format!("services:\n{lines}")
}

/// A `matrix.json`.
struct Matrix(Value);

impl Matrix {
    #[track_caller]
    fn control(&self, id: &str) -> &Value {
        find(&self.0["controls"], "id", id).unwrap_or_else(|| panic!("the matrix has no control {id}"))
    }

    /// What a control amounts to.
    #[track_caller]
    fn responsibility(&self, control: &str) -> &str {
        self.control(control)["responsibility"].as_str().expect("a word")
    }

    /// What a requirement amounts to.
    #[track_caller]
    fn requirement(&self, framework: &str, id: &str) -> &Value {
        let framework = find(&self.0["frameworks"], "id", framework).expect("the framework is shown");
        find(&framework["requirements"], "id", id).unwrap_or_else(|| panic!("there is no requirement {id}"))
    }

    /// The cell of `CONTROL/part` for a service, or for the organisation where it is `-`.
    fn find_cell(&self, part: &str, service: &str) -> Option<&Value> {
        let (control, part) = part.split_once('/').expect("CONTROL/part");
        let cells = self.control(control)["cells"].as_array().expect("a list");
        cells.iter().find(|cell| cell["part"] == part && cell["service"].as_str().unwrap_or("-") == service)
    }

    #[track_caller]
    fn cell(&self, part: &str, service: &str) -> &Value {
        self.find_cell(part, service).unwrap_or_else(|| panic!("there is no cell {part} for {service}"))
    }

    /// Who manages, operates and verifies a cell.
    #[track_caller]
    fn duties(&self, part: &str, service: &str) -> String {
        let cell = self.cell(part, service);
        ["manage", "operate", "verify"].map(|duty| cell[duty].as_str().expect("a holder")).join(" ")
    }

    /// True when the part has a cell for the service.
    fn applies(&self, part: &str, service: &str) -> bool {
        self.find_cell(part, service).is_some()
    }

    /// All claims about a cell, the winner first.
    #[track_caller]
    fn claims(&self, part: &str, service: &str) -> Vec<&Value> {
        let names = self.cell(part, service)["claims"].as_array().expect("a list");
        names.iter().map(|name| &self.0["claims"][name.as_str().expect("a name")]).collect()
    }

    /// Their ranks.
    #[track_caller]
    fn ranks(&self, part: &str, service: &str) -> Vec<&str> {
        let claims = self.claims(part, service);
        claims.iter().map(|claim| claim["rank"].as_str().expect("a word")).collect()
    }
}

fn find<'v>(list: &'v Value, key: &str, word: &str) -> Option<&'v Value> {
    list.as_array().expect("a list").iter().find(|item| item[key] == word)
}
