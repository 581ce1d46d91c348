//! Worked cases: who holds which duty of a part for one service, each with the page of the provider that says so and what it
//! says, in our words. Duties are in the order manage, operate, verify.

mod aws_compute;
mod aws_data;
mod aws_network;
mod own;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

use crate::workspace::Workspace;

const PROVIDER: &str = "provider provider provider";
const CUSTOMER: &str = "customer customer customer";
const SHARED: &str = "shared shared shared";
/// The customer decides and checks, the provider does it.
const ON_ORDER: &str = "customer provider customer";
/// The customer decides and checks, and both do some of it.
const BOTH_DO: &str = "customer shared customer";
/// The provider decides and acts, and the customer lets it in and looks on.
const LET_IN: &str = "provider shared shared";
/// The provider does it at a time that the customer chooses.
const IN_WINDOW: &str = "shared provider shared";
/// The service has nothing that the part is about.
const NOTHING: &str = "no cell";

/// A case.
struct Case {
    /// The service, by the name under which it is used.
    service: &'static str,
    /// `CONTROL/part`.
    part: &'static str,
    expected: &'static str,
    /// Title of the provider's page.
    page: &'static str,
    /// What it says, in our words.
    says: &'static str,
}

/// A test for each case, by its name.
macro_rules! cases {
    ($matrix:path; $($name:ident: $service:literal $part:literal $expected:ident, $page:literal, $says:literal;)*) => {$(
        #[test]
        fn $name() {
            let case = $crate::worked_cases::Case {
                service: $service,
                part: $part,
                expected: $crate::worked_cases::$expected,
                page: $page,
                says: $says,
            };
            $crate::worked_cases::holds($matrix(), &case);
        }
    )*};
}
use cases;

fn holds(matrix: &Value, case: &Case) {
    let Case { service, part, expected, page, says } = case;
    let found = duties(matrix, part, service);
    assert_eq!(found, *expected, "{part} for {service}: “{page}” says that {says}");
}

/// Who holds the duties of a cell.
fn duties(matrix: &Value, part: &str, service: &str) -> String {
    let (control, part) = part.split_once('/').expect("CONTROL/part");
    let mut controls = matrix["controls"].as_array().expect("a list").iter();
    let control = controls.find(|row| row["id"] == control).unwrap_or_else(|| panic!("no control {control}"));
    let cells = control["cells"].as_array().expect("a list");
    let is_meant = |cell: &&Value| {
        let used_as = cell["as"].as_str().or(cell["service"].as_str());
        cell["part"] == part && used_as.unwrap_or("-") == service
    };
    let Some(cell) = cells.iter().find(is_meant) else { return NOTHING.to_owned() };
    ["manage", "operate", "verify"].map(|duty| cell[duty].as_str().expect("a holder")).join(" ")
}

/// The matrix of a project with these services; each is made once.
fn matrix_of(services: &'static [&'static str]) -> &'static Value {
    static MADE: OnceLock<Mutex<BTreeMap<&'static [&'static str], &'static Value>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().expect("no test panics while it builds");
    made.entry(services).or_insert_with(|| {
        let uses: String = services.iter().map(|service| format!("  - {{ use: {service} }}\n")).collect();
        let project = format!("schema: onus.project/1\nid: web\nname: Web shop\nservices:\n{uses}");
        let workspace = Workspace::base().file("profiles/acme/projects/web.yaml", project);
        Box::leak(Box::new(built(&workspace)))
    })
}

/// The matrix of the project of a workspace.
fn built(workspace: &Workspace) -> Value {
    workspace.run(&["build", "--format", "json", "--deny", "nothing"]).ended_with(0);
    workspace.json("output/acme/web/matrix.json")
}
