//! Where statements are written and what they are about: files, narrowed statements, owners.

use super::{IMPLEMENTED, PROJECT, cells, control, house, messages, requirement, status};

#[test]
fn a_narrowed_statement_gives_a_status_to_its_cells_alone() {
    let narrowed = "  - { control: HSE-01, service: aws.s3, status: planned, owner: platform, due: 2027-01-01, text: Later. }\n";
    let matrix = house(&format!("{IMPLEMENTED}{narrowed}")).matrix();
    // EC2 stores nothing by itself; the halls are the provider's.
    assert_eq!(cells(&matrix, "HSE-01"), ["rules -: implemented", "stores aws.s3: planned"]);
    let control = control(&matrix, "HSE-01");
    assert_eq!(control["status"], "planned", "the worst of its cells");
    assert_eq!(control["statement"]["status"], "implemented", "of the control as a whole");
    assert_eq!(control["statements"][0]["service"], "aws.s3");
    assert_eq!(control["statements"][0]["statement"]["text"], "Later.");
    assert_eq!(status(&matrix, "R-1"), "implemented derived");
    assert_eq!(status(&matrix, "R-9"), "planned derived: control HSE-01 is planned");
}

#[test]
fn a_control_about_some_of_whose_cells_nothing_is_stated_is_not_implemented() {
    let narrowed = "  - { control: hse-1, part: rules, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";
    let workspace = house(narrowed);
    let matrix = workspace.matrix();
    assert_eq!(control(&matrix, "HSE-01")["status"], "partial");
    assert_eq!(status(&matrix, "R-1"), "implemented derived", "the part is");
    assert_eq!(status(&matrix, "R-9"), "not-documented derived: control HSE-01 has no statement");
    let missing = messages(&workspace, "statement-missing");
    assert!(
        missing.contains(&"no implementation statement for 1 of 2 cells of House accounts".to_owned()),
        "{missing:?}"
    );
}

#[test]
fn the_most_specific_statement_holds_and_of_equal_ones_that_of_the_project() {
    let line = |keys: &str, word: &str| {
        format!("  - {{ control: HSE-01, {keys}status: {word}, due: 2027-01-01, text: So. }}\n")
    };
    let common = format!(
        "{}{}{}",
        line("", "implemented"),
        line("service: aws.s3, ", "planned"),
        line("part: stores, ", "partial")
    );
    let stores = |project: &str| {
        let list = if project.is_empty() { String::new() } else { format!("statements:\n{project}") };
        let matrix = house(&common).append(PROJECT, &list).matrix();
        cells(&matrix, "HSE-01").into_iter().find(|cell| cell.starts_with("stores aws.s3")).expect("a cell")
    };
    assert_eq!(stores(""), "stores aws.s3: partial", "a part outweighs a service");
    assert_eq!(
        stores(&line("", "alternative")),
        "stores aws.s3: partial",
        "a whole control outweighs neither"
    );
    assert_eq!(stores(&line("part: stores, ", "implemented")), "stores aws.s3: implemented");
    assert_eq!(stores(&line("part: stores, service: aws.s3, ", "planned")), "stores aws.s3: planned");
}

#[test]
fn a_narrowed_not_applicable_statement_takes_out_its_cells_alone() {
    let out = "  - { control: HSE-01, part: stores, status: not-applicable, text: Nothing is stored. }\n";
    let matrix = house(&format!("{IMPLEMENTED}{out}")).matrix();
    let left = control(&matrix, "HSE-01");
    let parts: Vec<&str> =
        left["cells"].as_array().expect("a list").iter().filter_map(|cell| cell["part"].as_str()).collect();
    assert!(parts.contains(&"rules") && parts.contains(&"halls") && !parts.contains(&"stores"), "{parts:?}");
    assert_eq!(left["status"], "implemented");
    assert_eq!(status(&matrix, "R-9"), "not-applicable derived");
    assert_eq!(requirement(&matrix, "R-9")["not_applicable_because"][0], "Nothing is stored.");
}

#[test]
fn statements_are_read_from_files_of_the_organisation_and_of_the_project() {
    let file = |statements: &str| format!("schema: onus.statements/1\nstatements:\n{statements}");
    let of_project = "  - { control: HSE-02, status: planned, owner: platform, due: 2027-01-01, text: Here. }\n\
        \u{20} - { control: HSE-01, service: aws.rds, status: planned, due: 2027-01-01, text: Unused. }\n";
    let everywhere = "  - { control: HSE-02, status: implemented, owner: platform, text: Everywhere. }\n";
    let workspace = house("")
        .file("profiles/acme/statements/house.yaml", file(IMPLEMENTED))
        .file("profiles/acme/statements/keys.yaml", file(everywhere))
        .file("profiles/acme/projects/web/statements/own.yaml", file(of_project));
    let matrix = workspace.matrix();
    assert_eq!(control(&matrix, "HSE-01")["statement"]["file"], "profiles/acme/statements/house.yaml");
    let keys = control(&matrix, "HSE-02");
    assert_eq!(keys["statement"]["text"], "Here.", "the project's replaces the organisation's");
    assert_eq!(keys["statement"]["file"], "profiles/acme/projects/web/statements/own.yaml");
    assert_eq!(
        messages(&workspace, "without-effect"),
        ["this narrowed statement holds for no cell of the project"],
        "the file is the project's own"
    );
}

#[test]
fn a_build_is_made_anew_when_a_file_with_statements_changes() {
    let path = "profiles/acme/projects/web/statements/own.yaml";
    let file = |word: &str| {
        format!(
            "schema: onus.statements/1\nstatements:\n  - {{ control: HSE-02, status: {word}, text: So. }}\n"
        )
    };
    let workspace = house("").file(path, file("planned"));
    assert_eq!(control(&workspace.matrix(), "HSE-02")["status"], "planned");
    let workspace = workspace.file(path, file("partial"));
    assert_eq!(control(&workspace.matrix(), "HSE-02")["status"], "partial");
}

#[test]
fn an_owner_who_holds_no_duty_in_what_the_statement_is_about_is_a_finding() {
    let other =
        "parties:\n  - { id: shop, name: Shop Team }\ndelegations:\n  - { control: HSE-02, to: shop }\n";
    let owned = |about: &str, owner: &str| {
        let line = format!(
            "statements:\n  - {{ {about}, status: implemented, owner: {owner}, text: Done., evidence: [scan] }}\n"
        );
        messages(&house("").append(PROJECT, &format!("{other}{line}")), "owner-without-duty")
    };
    let message = "the owner is Shop Team, who holds no duty there; the duties are those of Platform Team";
    assert_eq!(owned("control: HSE-01", "shop"), [message]);
    assert_eq!(owned("control: HSE-01, part: stores", "shop"), [message]);
    assert_eq!(owned("requirement: house/R-1", "shop"), [message]);
    assert!(owned("control: HSE-02", "shop").is_empty());
    assert!(owned("requirement: house/R-3", "shop").is_empty(), "HSE-02 serves it, too");
    assert!(owned("requirement: house/R-6", "shop").is_empty(), "nobody holds a duty there");
}

#[test]
fn statements_in_folders_below_the_folder_of_statements_are_read() {
    let statements = "schema: onus.statements/1\nstatements:\n  - { control: HSE-02, status: planned, owner: platform, due: 2999-01-01, text: Later. }\n";
    for path in
        ["profiles/acme/statements/2026/keys.yaml", "profiles/acme/projects/web/statements/a/b/keys.yml"]
    {
        let matrix = house("").file(path, statements).matrix();
        assert_eq!(control(&matrix, "HSE-02")["statement"]["status"], "planned", "{path}");
    }
}
