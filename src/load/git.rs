//! The user's own git, asked what a repository holds. Its configuration applies where a revision has to be fetched (such as
//! a partial clone); nothing that lies in the repository decides what is read or runs anything.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Settings that a repository could use to run programs or to show other objects than there are.
const SETTINGS: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "submodule.recurse=false",
    "protocol.ext.allow=never",
];

/// Variables that a git hook or a caller sets to point git at another repository, index or set of objects.
const VARIABLES: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
];

/// Why git did not answer.
#[derive(Debug)]
pub(super) struct GitError {
    /// What is wrong.
    pub(super) cause: String,
    /// What helps.
    pub(super) hint: Option<String>,
}

impl From<String> for GitError {
    fn from(cause: String) -> Self {
        Self { cause, hint: None }
    }
}

/// Git in the folder of a workspace, with English messages, which we interpret.
pub(super) fn git(workspace: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"]);
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.arg("-C").arg(workspace).stdin(Stdio::null());
    for variable in VARIABLES {
        git.env_remove(variable);
    }
    git.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    git
}

pub(super) fn not_started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "git revisions need the program `git`, which was not found".to_owned(),
        _ => format!("cannot start git: {error}"),
    }
}

/// The error message of git, on one line.
pub(super) fn complaint(stderr: &[u8]) -> String {
    let said = String::from_utf8_lossy(stderr);
    let lines = said.lines().map(|line| line.trim_start_matches("fatal: ").trim());
    lines.filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join("; ")
}

/// The id of the commit that a name refers to.
pub(super) fn commit(workspace: &Path, name: &str) -> Result<String, GitError> {
    if name.is_empty() || name.starts_with('-') {
        return Err("it cannot be the name of a git revision".to_owned().into());
    }
    let output = parse(workspace, &format!("{name}^{{commit}}"))?;
    if let Some(id) = id_in(&output) {
        return Ok(id);
    }
    let complaint = complaint(&output.stderr);
    if complaint.contains("not a git repository") {
        let place = workspace.display();
        return Err(format!("the workspace `{place}` is not in a git repository").into());
    }
    let hint = is_shallow(workspace).then(|| {
        "this clone is shallow, so older commits are not in it; fetch them with `git fetch --unshallow` (in CI, check out \
         with more depth, such as `fetch-depth: 0`)"
            .to_owned()
    });
    let cause = match complaint.as_str() {
        "" => "no such git revision".to_owned(),
        _ => format!("git says: {complaint}"),
    };
    Err(GitError { cause, hint })
}

/// The id of the tree that a commit has at the folder of the workspace.
pub(super) fn tree(workspace: &Path, commit: &str) -> Result<String, GitError> {
    let mut git = git(workspace);
    let output = git.args(["rev-parse", "--show-prefix"]).output().map_err(|error| not_started(&error))?;
    let prefix = String::from_utf8(output.stdout)
        .map_err(|_| "the path of the workspace in the repository is not UTF-8".to_owned())?;
    if !output.status.success() {
        return Err(format!("git says: {}", complaint(&output.stderr)).into());
    }
    let prefix = prefix.trim_end_matches('\n').trim_end_matches('/');
    let output = parse(workspace, &format!("{commit}:{prefix}"))?;
    id_in(&output)
        .ok_or_else(|| "the folder of the workspace does not exist in that revision".to_owned().into())
}

fn parse(workspace: &Path, name: &str) -> Result<Output, GitError> {
    let mut git = git(workspace);
    git.args(["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
    git.output().map_err(|error| not_started(&error).into())
}

/// The id of an object, if that is what git said.
fn id_in(output: &Output) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stdout);
    let id = said.lines().last().unwrap_or_default().trim();
    let is_id = id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    (output.status.success() && is_id).then(|| id.to_owned())
}

fn is_shallow(workspace: &Path) -> bool {
    let output = git(workspace).args(["rev-parse", "--is-shallow-repository"]).output();
    output.is_ok_and(|output| output.stdout.starts_with(b"true"))
}
