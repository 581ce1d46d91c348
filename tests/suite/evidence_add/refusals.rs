//! What is not entered: the workspace stays as it was, to the byte.

use std::fs;
use std::path::Path;

use super::{REGISTER, add, with_north, with_trail};
use crate::workspace::{Run, Workspace};

/// Runs `onus evidence add`, which must refuse and change nothing.
#[track_caller]
fn refuse(workspace: &Workspace, arguments: &[&str]) -> Run {
    let before = workspace.tree("");
    let run = add(workspace, arguments).ended_with(2);
    assert_eq!(workspace.tree(""), before, "{arguments:?}");
    assert_eq!(run.stdout, "", "{arguments:?}");
    run
}

/// The message and the hint of the only diagnostic.
#[track_caller]
fn complaint(workspace: &Workspace, arguments: &[&str]) -> (String, String, String) {
    let before = workspace.tree("");
    let run = add(workspace, &[arguments, &["--message-format", "json"]].concat()).ended_with(2);
    assert_eq!(workspace.tree(""), before, "{arguments:?}");
    let records = run.records("diagnostic");
    assert_eq!(records.len(), 1, "{}", run.stdout);
    let text = |key: &str| records[0][key].as_str().unwrap_or_default().to_owned();
    (text("code"), text("message"), text("hint"))
}

const TICKET: [&str; 3] = ["SEC-9", "--kind", "ticket"];

/// Each case is arguments, the message and the hint.
#[track_caller]
fn complains(workspace: &Workspace, cases: &[(&[&str], &str, &str)]) {
    for (arguments, message, hint) in cases {
        let (_, said, hinted) = complaint(workspace, &[&TICKET, *arguments].concat());
        assert_eq!((said.as_str(), hinted.as_str()), (*message, *hint), "{arguments:?}");
    }
}

#[test]
fn names_that_are_not_there_are_refused_with_the_nearest() {
    let acme: &[&str] = &["--control", "LOG-01"];
    let cases: [(&[&str], &str, &str); 8] = [
        (&["--control", "LGO-01"], "unknown control `LGO-01`", "did you mean `LOG-01`?"),
        (&["--control", "nonsense"], "unknown control `nonsense`", "`onus list controls` shows all controls"),
        (&["--control", "LOG-02/retentoin"], "unknown part `retentoin`", "did you mean `retention`?"),
        (&[acme, &["--service", "aws.s4"]].concat(), "unknown service `aws.s4`", "did you mean `aws.s3`?"),
        (
            &[acme, &["--provided-by", "plattform"]].concat(),
            "unknown party `plattform`",
            "did you mean `platform`?",
        ),
        (
            &[acme, &["--id", "Scan"]].concat(),
            "the id `Scan` may only contain lower-case letters, digits, `-`, `_` and `.`",
            "",
        ),
        (
            &[acme, &["--id", "scan"]].concat(),
            "evidence `scan` already exists",
            "choose another `--id`, or leave it out",
        ),
        (
            &[acme, &["--collected", "2026-10-02", "--valid-until", "2026-10-01"]].concat(),
            "the last valid day, 2026-10-01, is before the day on which it was collected, 2026-10-02",
            "",
        ),
    ];
    complains(&Workspace::base(), &cases);
}

#[test]
fn organisations_and_projects_must_be_there_and_clear() {
    let cases: [(&[&str], &str, &str); 4] = [
        (
            &["--control", "LOG-01"],
            "several organisations have registers",
            "choose one of `acme`, `north` with `--organization`",
        ),
        (
            &["--control", "LOG-01", "--project", "web"],
            "several organisations have a project `web`",
            "choose one of `acme/web`, `north/web` with `--project`",
        ),
        (
            &["--control", "LOG-01", "--project", "wbe"],
            "there is no project `wbe`",
            "did you mean `acme/web`?",
        ),
        (
            &["--control", "LOG-01", "--organization", "acm"],
            "there is no organisation `acm`",
            "did you mean `acme`?",
        ),
    ];
    complains(&with_north(Workspace::base()), &cases);
}

#[test]
fn everything_wrong_on_the_command_line_is_told_at_once() {
    let arguments = [
        "--control",
        "LGO-01",
        "--control",
        "LOG-02/x",
        "--service",
        "s3x",
        "--provided-by",
        "me",
        "--id",
        "A",
    ];
    let run = refuse(&Workspace::base(), &[&TICKET[..], &arguments].concat());
    assert!(run.stderr.contains("5 errors in the input; nothing was done"), "{}", run.stderr);
}

#[test]
fn an_id_that_is_taken_is_shown_where_it_is_given() {
    let run = refuse(&Workspace::base(), &[&TICKET[..], &["--control", "LOG-01", "--id", "scan"]].concat());
    insta::assert_snapshot!(run.stderr.trim_end(), @r"
    error[duplicate-id]: evidence `scan` already exists
     --> profiles/acme/evidence/register.yaml:3:11
      |
    3 |   - { id: scan, title: Scan of the web shop, kind: ticket, location: SEC-1, collected: 2026-10-01 }
      |           ^^^^ defined here
      |
      = help: choose another `--id`, or leave it out
    ");
}

#[test]
fn words_and_days_that_mean_nothing_are_refused() {
    let workspace = Workspace::base();
    for arguments in [
        ["--valid-for", "3 mouths"].as_slice(),
        &["--valid-for", "3"],
        &["--valid-for", "0 days"],
        &["--valid-for", "-1 day"],
        &["--valid-for", "3  months"],
        &["--valid-for", "99999 years"],
        &["--valid-until", "2026-13-01"],
        &["--valid-until", "2026-1-5"],
        &["--collected", "yesterday"],
        &["--collected", "2026-02-30"],
        &["--valid-for", "1 day", "--valid-until", "2027-01-01"],
        &["--cadence", "sometimes"],
        &["--classification", "secret"],
        &["--kind", "book"],
        &["--title", ""],
        &["--title", "two\nlines"],
        &["--title", "\u{1b}[31m"],
        &["--note", " "],
        &["--note", "\u{1b}[31m"],
        &["--register", REGISTER, "--project", "web"],
    ] {
        refuse(&workspace, &[&["SEC-9", "--control", "LOG-01"], arguments].concat());
    }
    refuse(&workspace, &TICKET);
    for time in ["1 day", "2 weeks", "12 months", "1 year"] {
        add(&Workspace::base(), &[&TICKET[..], &["--control", "LOG-01", "--valid-for", time]].concat())
            .ended_with(0);
    }
}

#[test]
fn what_is_no_address_or_ticket_is_refused() {
    let workspace = Workspace::base();
    let said =
        |what: &str, kind: &str| complaint(&workspace, &[what, "--kind", kind, "--control", "LOG-01"]).1;
    assert_eq!(said("grc.example", "url"), "`grc.example` is not an address");
    assert_eq!(said("https://a b", "url"), "`https://a b` is not an address");
    assert_eq!(said("SEC\n9", "ticket"), "unusable location of a ticket");
    assert_eq!(said(" ", "ticket"), "unusable location of a ticket");
}

#[test]
fn mistakes_of_the_workspace_come_first() {
    let workspace = with_trail().replace("profiles/acme/projects/web.yaml", "aws.s3", "aws.s4");
    let run = refuse(&workspace, &["profiles/acme/evidence/trail.txt", "--control", "LOG-99"]);
    let checked = workspace.run(&["check"]).ended_with(2);
    assert_eq!(run.stderr, checked.stderr);
}

#[test]
fn a_register_in_brackets_is_shown_with_what_to_do() {
    let register = "schema: onus.evidence/1\nevidence: [\n  { id: a, title: A, kind: ticket, location: S, collected: 2026-10-01 } ]\n";
    let workspace = with_trail().file(REGISTER, register);
    let (code, message, hint) =
        complaint(&workspace, &["profiles/acme/evidence/trail.txt", "--control", "LOG-01"]);
    assert_eq!(code, "entry-not-added");
    assert_eq!(message, "cannot add an entry to `profiles/acme/evidence/register.yaml`");
    assert_eq!(hint, "write each entry on a line of its own that starts with `- `");
}

#[test]
fn places_where_no_register_is_read_are_refused() {
    let workspace = Workspace::base();
    for place in [
        "register.yaml",
        "profiles/register.yaml",
        "profiles/acme/register.yaml",
        "profiles/acme/evidence/register.txt",
        "profiles/acme/evidence/.register.yaml",
        "profiles/acme/evidence/sub/register.yaml",
        "profiles/acme/projects/shop/evidence/register.yaml",
        "profiles/contoso/evidence/register.yaml",
    ] {
        let arguments = [&TICKET[..], &["--control", "LOG-01", "--register", place]].concat();
        let (code, message, _) = complaint(&workspace, &arguments);
        assert_eq!(
            (code.as_str(), message),
            ("unexpected-file", format!("`{place}` is not read as a register"))
        );
    }
    let run =
        refuse(&workspace, &[&TICKET[..], &["--control", "LOG-01", "--register", "../x.yaml"]].concat());
    assert!(run.stderr.contains("it is not in the workspace"), "{}", run.stderr);
}

#[test]
fn files_that_are_missing_or_folders_or_registers_are_refused() {
    let workspace = Workspace::base();
    let says = |what: &str, why: &str| {
        let run = refuse(&workspace, &[what, "--control", "LOG-01"]);
        assert!(
            run.stderr.starts_with("error: cannot ") && run.stderr.contains(why),
            "{what}: {}",
            run.stderr
        );
    };
    says(
        "SEC-1988",
        "cannot read `SEC-1988`: no such file; if it is not a file, give its kind, such as `--kind ticket`",
    );
    refuse(&workspace, &["", "--control", "LOG-01"]);
    says("profiles", "it is a folder");
    says("profiles/acme/evidence/..", "it is a folder");
    says(REGISTER, "it is the register itself");
    let elsewhere = Workspace::empty().file("scan.YAML", "a: b\n");
    says(
        elsewhere.path("scan.YAML").to_str().expect("UTF-8"),
        "in this folder it would be read as a register",
    );
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn refuse_path(workspace: &Workspace, path: &Path, why: &str) {
        let before = workspace.tree("");
        let mut command = workspace.command(&["evidence", "add", "--control", "LOG-01"]);
        command.arg(path);
        let run = Run::of(command).ended_with(2);
        assert!(run.stderr.contains(why), "{path:?}: {}", run.stderr);
        assert!(!run.stderr.contains('\u{1b}'), "{path:?}: {:?}", run.stderr);
        assert_eq!(workspace.tree(""), before, "{path:?}");
    }

    #[test]
    fn names_that_no_register_can_hold_are_refused() {
        for name in [b"caf\xe9.txt".as_slice(), b"a\nb.txt", b"a\x1b[31mb.txt", b"a\\b.txt", b"a\x7f"] {
            let why = if name.contains(&0xe9) { "not UTF-8" } else { "a control character or a backslash" };
            for folder in ["profiles/acme/evidence", "exports"] {
                let workspace = Workspace::base();
                let place = workspace.path(folder).join(OsStr::from_bytes(name));
                fs::create_dir_all(workspace.path(folder)).expect("a folder");
                fs::write(&place, "abc").expect("a file");
                refuse_path(&workspace, &place, why);
            }
            let elsewhere = Workspace::empty().file("x", "");
            let place = elsewhere.path("").join(OsStr::from_bytes(name));
            fs::write(&place, "abc").expect("a file");
            refuse_path(&Workspace::base(), &place, why);
        }
    }

    #[test]
    fn pipes_and_devices_are_never_opened() {
        let workspace = Workspace::base();
        let pipe = workspace.path("profiles/acme/evidence/pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
        let run = add(&workspace, &["profiles/acme/evidence/pipe", "--control", "LOG-01"]).ended_with(2);
        assert!(run.stderr.contains("it is not a plain file"), "{}", run.stderr);
        refuse_path(&Workspace::base(), Path::new("/dev/zero"), "it is not a plain file");
        let elsewhere = Workspace::empty().file("pipe", "abc");
        let copy = elsewhere.path("pipe");
        let run = add(&workspace, &[copy.to_str().expect("UTF-8"), "--control", "LOG-01"]).ended_with(2);
        assert!(run.stderr.contains("it is not a plain file"), "a pipe has its place: {}", run.stderr);
    }

    #[test]
    fn links_may_not_lead_out_of_the_workspace() {
        let elsewhere = Workspace::empty().file("trail.txt", "abc").file("folder/trail.txt", "abc");
        let workspace = Workspace::base();
        let why = "a link leads out of the workspace";
        symlink(elsewhere.path("trail.txt"), workspace.path("profiles/acme/evidence/link.txt"))
            .expect("a link");
        refuse_path(&workspace, Path::new("profiles/acme/evidence/link.txt"), why);
        symlink(elsewhere.path("folder"), workspace.path("exports")).expect("a link");
        refuse_path(&workspace, Path::new("exports/trail.txt"), why);
        refuse_path(&workspace, &workspace.path("exports/trail.txt"), why);
        // A link of the name that a copy would have is not written through.
        symlink(elsewhere.path("new.txt"), workspace.path("profiles/acme/evidence/trail.txt"))
            .expect("a link");
        let run =
            add(&workspace, &[elsewhere.path("trail.txt").to_str().expect("UTF-8"), "--control", "LOG-01"]);
        run.ended_with(2);
        assert!(!elsewhere.path("new.txt").exists());
        fs::remove_file(workspace.path("profiles/acme/evidence/trail.txt")).expect("it is there");
        // A link into the workspace is the file that it leads to.
        symlink(workspace.path(REGISTER), elsewhere.path("inward.yaml")).expect("a link");
        refuse_path(&workspace, &elsewhere.path("inward.yaml"), "it is the register itself");
    }
}
