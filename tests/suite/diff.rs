//! `onus diff`: what changed between two states of the projects, for every kind of change and of source, and what users
//! get wrong.

mod kinds;
mod mistakes;
mod progress;
mod report;
mod repositories;
mod schema;
mod sources;

use serde_json::Value;

use crate::workspace::Workspace;

/// Builds the matrices of a workspace into a folder of it.
#[track_caller]
pub(crate) fn built(workspace: &Workspace, output: &str) {
    built_as_of(workspace, output, "2026-11-15");
}

#[track_caller]
pub(crate) fn built_as_of(workspace: &Workspace, output: &str, day: &str) {
    let arguments =
        ["build", "--document", "matrix", "--deny", "nothing", "--output", output, "--as-of", day];
    workspace.run(&arguments).ended_with(0);
}

/// The report as data on what was built into `old` and `new`.
#[track_caller]
pub(crate) fn told(workspace: &Workspace) -> Value {
    let run = workspace.run(&["diff", "old", "new", "--format", "json"]).ended_with(0);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

/// The report on a workspace before and after a change of it.
#[track_caller]
pub(crate) fn changed(before: Workspace, change: impl FnOnce(Workspace) -> Workspace) -> Value {
    built(&before, "old");
    let after = change(before);
    built(&after, "new");
    told(&after)
}

/// The changes about one kind of thing, a line for each: effect, action, what it is about, what differs, and the lines
/// at which it was and is written.
pub(crate) fn lines(report: &Value, subject: &str) -> Vec<String> {
    let groups = report["groups"].as_array().expect("a list").iter();
    let changes = groups.flat_map(|group| group["changes"].as_array().expect("a list"));
    changes.filter(|change| change["subject"] == subject).map(line).collect()
}

fn line(change: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let list = |value: &Value, show: &dyn Fn(&Value) -> String| {
        value.as_array().expect("a list").iter().map(show).collect::<Vec<_>>()
    };
    let thing = |thing: &Value| {
        let mut shown = word(&thing["id"]);
        for (mark, key) in [("/", "part"), (" of ", "control")] {
            shown += &thing[key].as_str().map(|text| format!("{mark}{text}")).unwrap_or_default();
        }
        let services = list(&thing["services"], &word);
        if services.is_empty() { shown } else { format!("{shown} for {}", services.join("+")) }
    };
    let detail = |detail: &Value| {
        format!("{}: {} > {}", word(&detail["aspect"]), word(&detail["before"]), word(&detail["after"]))
    };
    let place = |place: &Value| {
        let file = place["file"].as_str().map(|file| file.rsplit('/').next().unwrap_or_default().to_owned());
        file.map_or("-".to_owned(), |file| format!("{file}:{}", place["line"]))
    };
    format!(
        "{} {} {} | {} | {} {}",
        word(&change["effect"]),
        word(&change["action"]),
        list(&change["things"], &thing).join(", "),
        list(&change["details"], &detail).join("; "),
        place(&change["before"]),
        place(&change["after"]),
    )
}
