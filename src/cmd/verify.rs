//! `onus verify`: whether a package is as it was sealed, and what its signature shows.

use std::path::Path;

use onus_core::diagnostic::Count;
use onus_package::{ProblemCode, PublicKey, SignatureState, VerificationProblem, VerificationReport, verify};
use serde_json::{Value, json};

use super::ExitStatus;
use super::console::Console;
use crate::cli::VerifyArgs;
use crate::error::Error;
use crate::load::{open_package, read_text};

/// The last line about a package without a signature.
const NOT_SIGNED: &str = "NOT SIGNED: this detects accidental changes, not deliberate ones.";

/// Nobody reads more than this; a package with another's manifest has a problem per file.
const MOST_SHOWN: usize = 1000;

pub(super) fn run(console: &Console, args: &VerifyArgs) -> Result<ExitStatus, Error> {
    let key = args.public_key.as_deref().map(public_key).transpose()?;
    let place = open_package(&args.package)?;
    let mut report =
        verify(place, key.as_ref()).map_err(|cause| Error::Read { path: args.package.clone(), cause })?;
    require_signature(console, args, &mut report);
    for problem in report.problems.iter().take(MOST_SHOWN) {
        show(console, problem);
    }
    let total = report.problems.len();
    if total > MOST_SHOWN {
        console.record(&json!({ "type": "more", "shown": MOST_SHOWN, "total": total }));
    }
    summarize(console, args, &report);
    Ok(exit_status(&report.problems))
}

/// A package without a signature is a problem where one is required. `--quiet` requires one, since nobody would read the
/// line that says so.
fn require_signature(console: &Console, args: &VerifyArgs, report: &mut VerificationReport) {
    let is_required = args.require_signature || console.is_quiet();
    let is_known = report.problems.iter().any(|problem| problem.code == ProblemCode::Unsigned);
    if is_required && !is_known && report.signature == SignatureState::None {
        let message = "the package is not signed".to_owned();
        report.problems.push(VerificationProblem { code: ProblemCode::Unsigned, path: None, message });
    }
}

fn exit_status(problems: &[VerificationProblem]) -> ExitStatus {
    if problems.is_empty() {
        ExitStatus::Success
    } else if problems.iter().any(|problem| problem.code == ProblemCode::Unreadable) {
        ExitStatus::Failed
    } else {
        ExitStatus::Denied
    }
}

/// A key, given as base64 or as a file.
fn public_key(text: &str) -> Result<PublicKey, Error> {
    if let Ok(key) = PublicKey::parse(text) {
        return Ok(key);
    }
    let path = Path::new(text);
    let failed = |cause: String| Error::Key { path: path.to_owned(), cause };
    let content = read_text(path)
        .map_err(|_| failed("it is neither a public key nor a file that contains one".to_owned()))?;
    PublicKey::parse(&content).map_err(|problem| failed(problem.to_string()))
}

fn show(console: &Console, problem: &VerificationProblem) {
    let (code, message) = (problem.code.as_str(), &problem.message);
    console.record(&json!({ "type": "problem", "code": code, "path": problem.path, "message": message }));
    if !console.is_json() {
        let about = problem.path.as_deref().map(|path| format!("`{path}`: ")).unwrap_or_default();
        console.message(&format!("error[{code}]: {about}{message}"));
    }
}

fn summarize(console: &Console, args: &VerifyArgs, report: &VerificationReport) {
    console.record(&record(report));
    if console.is_json() {
        return;
    }
    if let Some(identity) = &report.identity {
        console.line(&format!(
            "{}/{} ({}, {}) as of {}, written by onus {}: {}, {} bytes, {} withheld.",
            identity.organization.id,
            identity.project.id,
            identity.organization.name,
            identity.project.name,
            identity.as_of,
            identity.tool_version,
            Count(report.files, "file"),
            report.bytes,
            identity.withheld
        ));
    }
    let package = args.package.display();
    match report.problems.len() {
        0 => {
            console.line(&format!("{package} is as it was sealed."));
            signature(&report.signature).iter().for_each(|line| console.line(line));
        }
        count => {
            let shown = if count > MOST_SHOWN {
                format!(", of which the first {MOST_SHOWN} are shown")
            } else {
                String::new()
            };
            console
                .message(&format!("{package} is not as it was sealed: {}{shown}", Count(count, "problem")));
            if report.signature == SignatureState::None && report.identity.is_some() {
                console.message(NOT_SIGNED);
            }
        }
    }
}

/// What the signature shows, and what it does not. These are the last lines, and nothing in the package can end like them.
fn signature(state: &SignatureState) -> Vec<String> {
    match state {
        SignatureState::None => vec![NOT_SIGNED.to_owned()],
        SignatureState::Whole { key } => vec![
            "Compare the key with the signer's public key, or give that with --public-key.".to_owned(),
            format!(
                "SIGNER NOT CHECKED: it is signed with the key that it names itself, which shows that it is complete, \
                 not who signed it: {key}"
            ),
        ],
        SignatureState::Confirmed { key } => vec![format!("Signed with the given key: {key}")],
        SignatureState::Broken => Vec::new(),
    }
}

fn record(report: &VerificationReport) -> Value {
    let (word, key) = match &report.signature {
        SignatureState::None => ("none", None),
        SignatureState::Whole { key } => ("whole", Some(key)),
        SignatureState::Confirmed { key } => ("confirmed", Some(key)),
        SignatureState::Broken => ("broken", None),
    };
    let identity = report.identity.as_ref();
    json!({
        "type": "package",
        "organization": identity.map(|identity| &identity.organization),
        "project": identity.map(|identity| &identity.project),
        "as_of": identity.map(|identity| identity.as_of),
        "tool_version": identity.map(|identity| &identity.tool_version),
        "files": report.files,
        "bytes": report.bytes,
        "withheld": identity.map(|identity| identity.withheld),
        "signature": word,
        "public_key": key,
        "problems": report.problems.len(),
    })
}
