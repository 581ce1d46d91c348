//! `onus bundle keygen`: a secret key to sign packages with, and the public one to give out.

use std::path::Path;

use onus_package::SigningKey;
use serde_json::json;

use super::super::ExitStatus;
use super::super::console::Console;
use super::key::{PasswordUse, password};
use crate::cli::KeygenArgs;
use crate::error::Error;
use crate::publish::{NewFile, publish_new_pair};

pub(super) fn run(console: &Console, root: &Path, args: &KeygenArgs) -> Result<ExitStatus, Error> {
    // minisign's own convention, by which its users find the other half.
    let public_path = args.output.with_extension("pub");
    if public_path == args.output {
        let cause = "the extension `.pub` is reserved for the public key".to_owned();
        return Err(Error::Key { path: args.output.clone(), cause });
    }
    let password = if args.no_password {
        None
    } else {
        Some(password("Password for the new key: ", PasswordUse::New, ", or use --no-password")?)
    };
    let failed =
        |error: onus_package::KeyError| Error::Key { path: args.output.clone(), cause: error.to_string() };
    let (key, secret) = SigningKey::generate(password.as_deref()).map_err(failed)?;
    let public = key.public().to_file();
    let secret = NewFile { path: &args.output, text: &secret };
    let public = NewFile { path: &public_path, text: &public };
    publish_new_pair(root, secret, public)?;
    for file in [secret, public] {
        let path = file.path.display().to_string();
        console.record(&json!({ "type": "file", "path": path, "bytes": file.text.len() }));
    }
    let text = key.public().to_base64();
    console.record(&json!({ "type": "key", "public_key": text }));
    let (secret, public) = (args.output.display(), public_path.display());
    console.line(&format!("Wrote {secret} (keep it secret) and {public} (give it out)."));
    console.line(&format!("Public key: {text}"));
    Ok(ExitStatus::Success)
}
