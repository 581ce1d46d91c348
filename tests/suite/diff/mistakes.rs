//! What users get wrong, and files of other people.

use super::built;
use crate::workspace::{Run, Workspace};

/// A workspace with its matrices in `old`.
fn with_old() -> Workspace {
    let workspace = Workspace::base();
    built(&workspace, "old");
    workspace
}

#[track_caller]
fn refused(workspace: &Workspace, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["diff"].iter().chain(arguments).copied().collect();
    let Run { stdout, stderr, .. } = workspace.run(&all).ended_with(2);
    assert_eq!(stdout, "");
    stderr
}

#[test]
fn the_same_twice_is_no_change() {
    let workspace = with_old();
    let run = workspace.run(&["diff", "old", "old", "--fail-on", "any"]).ended_with(0);
    assert_eq!(run.stdout, "Nothing changed between `old` and `old`.\n");
    workspace.run(&["diff", "old", "old", "--output", "c.pdf"]).ended_with(0);
    workspace.run(&["diff", "old", "old", "--output", "c.md"]).ended_with(0);
    assert!(workspace.read("c.md").ends_with("\nNothing changed.\n"), "{}", workspace.read("c.md"));
}

#[test]
fn a_path_that_is_not_there_outside_of_a_repository() {
    let error = refused(&with_old(), &["old", "output"]);
    let expected = "error: cannot compare `output`: no such file or folder; the workspace `.` is not in a git repository\n";
    assert_eq!(error, expected);
}

#[test]
fn a_revision_that_is_not_there() {
    let workspace = with_old();
    let git = std::process::Command::new("git")
        .arg("-C")
        .arg(workspace.path(""))
        .args(["init", "--quiet"])
        .status();
    assert!(git.expect("the tests of revisions need git").success());
    let error = refused(&workspace, &["HEAD~3", "old"]);
    let expected = "cannot compare `HEAD~3`: no such file or folder; no such git revision";
    assert!(error.contains(expected), "{error}");
    let error = refused(&workspace, &["git:--help", "old"]);
    assert!(error.contains("cannot compare `--help`: it cannot be the name of a git revision"), "{error}");
}

#[test]
fn git_that_is_not_installed() {
    let workspace = with_old();
    let mut command = workspace.command(&["diff", "HEAD", "old"]);
    command.env("PATH", workspace.path("nowhere"));
    let run = Run::of(command).ended_with(2);
    assert!(
        run.stderr.contains("git revisions need the program `git`, which was not found"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_without_matrices_says_what_is_meant() {
    let workspace = with_old().file("empty/notes.txt", "");
    let error = refused(&workspace, &["old", "empty"]);
    assert!(
        error.contains("cannot compare `empty`: there is no matrix.json in this folder\n  hint: "),
        "{error}"
    );
}

#[test]
fn a_package_that_is_damaged_or_was_changed() {
    let workspace = with_old();
    let arguments = ["bundle", "acme/web", "--as-of", "2026-11-15", "--deny", "nothing", "--output", "p.zip"];
    workspace.run(&arguments).ended_with(0);
    let whole = workspace.tree("").remove("p.zip").expect("it was packed");
    let workspace = workspace.file("p.zip", &whole[..whole.len() - 7]);
    let error = refused(&workspace, &["old", "p.zip"]);
    assert!(error.contains("cannot compare `p.zip`: the package is refused: "), "{error}");
    let mut files = crate::package::unpacked(&whole);
    let matrix = files.get_mut("matrix.json").expect("packages have it");
    *matrix = String::from_utf8(matrix.clone())
        .expect("text")
        .replace("Platform Team", "Platform Gang")
        .into_bytes();
    let workspace = workspace.file("p.zip", crate::package::packed_elsewhere(&files));
    let error = refused(&workspace, &["old", "p.zip"]);
    assert!(error.contains("its `matrix.json` is not the one that was sealed"), "{error}");
}

#[test]
fn a_cell_that_names_a_text_that_is_not_there() {
    let workspace = with_old();
    let matrix = workspace.json("old/acme/web/matrix.json");
    for list in ["texts", "claims"] {
        let mut lacking = matrix.clone();
        let named = lacking[list].as_object_mut().expect("an object");
        let name = named.keys().next().expect("there is one").clone();
        named.remove(&name);
        let workspace = with_old().file("m.json", lacking.to_string());
        let error = refused(&workspace, &["old", "m.json"]);
        let noun = list.trim_end_matches('s');
        let expected =
            format!("cannot compare `m.json`: a cell names the {noun} `{name}`, which is not in `{list}`\n");
        assert!(error.ends_with(&expected), "{error}");
    }
}

#[test]
fn matrices_of_another_version_are_not_guessed_at() {
    let workspace = with_old();
    let matrix = workspace.read("old/acme/web/matrix.json");
    for version in ["onus.matrix/2", "onus.matrix/9"] {
        let other = matrix.replace("onus.matrix/3", version);
        // What an older version wrote lacks keys, too; that its schema is another says more.
        let older = other.replace("\"parties\":", "\"people\":");
        for text in [other, older] {
            let workspace = with_old().file("m.json", text);
            let error = refused(&workspace, &["old", "m.json"]);
            let expected = format!(
                "cannot compare `m.json`: its schema is \"{version}\", and this version of onus reads \"onus.matrix/3\"\n  \
                 hint: build both sides with the same version of onus, or name a git revision, which `onus diff` builds itself\n"
            );
            assert!(error.ends_with(&expected), "{error}");
        }
    }
    let workspace = workspace.file(
        "new/acme/web/matrix.json",
        workspace_matrix(&matrix, "\"findings\": [", "\"findings\": 3, \"other\": ["),
    );
    let error = refused(&workspace, &["old", "new"]);
    assert!(error.contains("matrix.json`: not a valid matrix.json: invalid type"), "{error}");
}

#[track_caller]
fn workspace_matrix(matrix: &str, from: &str, to: &str) -> String {
    assert!(matrix.contains(from), "there is no {from}");
    matrix.replacen(from, to, 1)
}

#[test]
fn a_matrix_in_the_folder_of_another_project() {
    let workspace = with_old();
    let matrix = workspace.read("old/acme/web/matrix.json").replace("\"id\": \"web\"", "\"id\": \"shop\"");
    let workspace = workspace.file("new/acme/web/matrix.json", matrix);
    let error = refused(&workspace, &["old", "new"]);
    assert!(error.contains("it is the matrix of acme/shop, but in the folder of another project"), "{error}");
}

#[test]
fn files_that_are_cut_off_or_no_matrices_are_refused_and_nothing_breaks() {
    let workspace = with_old();
    let matrix = workspace.read("old/acme/web/matrix.json");
    let cuts = (0..20).map(|step| matrix.len() * step / 20);
    let cut: Vec<String> = cuts.map(|length| matrix[..length].to_owned()).collect();
    let odd = ["[]", "null", "{}", "{\"schema\": 1}", "PK", "\u{0}", "{\"schema\": \"onus.matrix/3\"}"];
    let deep = "[".repeat(100_000);
    for text in cut.iter().map(String::as_str).chain(odd).chain([deep.as_str()]) {
        let workspace = Workspace::base().file("old/acme/web/matrix.json", &matrix).file("m.json", text);
        let error = refused(&workspace, &["old", "m.json"]);
        assert!(error.starts_with("error: cannot compare `m.json`: "), "{error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

#[test]
fn ids_that_could_harm_are_refused() {
    let workspace = with_old();
    let matrix = workspace.read("old/acme/web/matrix.json");
    for id in ["../../up", "a b", "x\\u001b[2J"] {
        let workspace = Workspace::base()
            .file("old/acme/web/matrix.json", &matrix)
            .file("m.json", matrix.replace("\"id\": \"web\"", &format!("\"id\": \"{id}\"")));
        let error = refused(&workspace, &["old", "m.json"]);
        assert!(error.contains("the id ") && !error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn pages_need_a_file() {
    let error = refused(&with_old(), &["old", "old", "--format", "pdf"]);
    assert_eq!(
        error,
        "error: a PDF cannot be written to the terminal\n  hint: name a file with --output, such as `--output changes.pdf`\n"
    );
}

#[test]
fn a_revision_with_mistakes_shows_them() {
    let workspace = with_old().replace("profiles/acme/projects/web.yaml", "aws.s3", "aws.s33");
    let git = |arguments: &[&str]| {
        let identity =
            ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(workspace.path("")).args(identity).args(arguments);
        assert!(git.status().expect("the tests of revisions need git").success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "first"]);
    let error = refused(&workspace, &["HEAD", "old"]);
    assert!(
        error.starts_with("error: cannot compare `HEAD`: the workspace of that revision has 1 error"),
        "{error}"
    );
    assert!(error.contains("profiles/acme/projects/web.yaml:6:12") && error.contains("aws.s33"), "{error}");
}

#[test]
fn a_matrix_that_git_could_not_merge() {
    let workspace = with_old();
    built(&workspace, "new");
    let text = workspace.read("old/acme/web/matrix.json");
    let (first, rest) = text.split_once("\n  ").expect("several lines");
    let workspace = workspace.file(
        "old/acme/web/matrix.json",
        format!("{first}\n<<<<<<< ours\n  {rest}=======\n{{}}\n>>>>>>> theirs\n"),
    );
    let expected = "git left marks of a conflict in it, the first in line 2";
    for side in ["old", "old/acme/web/matrix.json"] {
        let error = refused(&workspace, &[side, "new"]);
        assert!(error.contains(expected) && !error.contains("column"), "{error}");
    }
}
