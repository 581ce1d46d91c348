//! Secret keys and their passwords: from the environment, or from whoever sits at the terminal.

use std::io::IsTerminal;
use std::path::Path;

use onus_package::SigningKey;

use crate::error::Error;
use crate::load::read_text;

/// The environment variable with the password of a key.
const PASSWORD: &str = "ONUS_KEY_PASSWORD";

/// Reads the key that a package is signed with; its password is asked for if it has one.
pub(super) fn signing_key(path: &Path) -> Result<SigningKey, Error> {
    let failed =
        |problem: onus_package::KeyProblem| Error::Key { path: path.to_owned(), cause: problem.to_string() };
    let text = read_text(path)?;
    let password = if SigningKey::is_encrypted(&text).map_err(failed)? {
        Some(password(&format!("Password of {}: ", path.display()), Times::Once, "")?)
    } else {
        None
    };
    SigningKey::read(&text, password.as_deref()).map_err(failed)
}

/// How often a password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// It only has to fit.
    Once,
    /// It is new, and must not be mistyped.
    Twice,
}

/// The password of a key. The hint says what else can be done when there is nobody to ask.
pub(super) fn password(prompt: &str, times: Times, hint: &'static str) -> Result<String, Error> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Error::Password { hint });
    }
    let ask = |prompt: &str| rpassword::prompt_password(prompt).map_err(|_| Error::Password { hint });
    let password = ask(prompt)?;
    match times {
        Times::Once => Ok(password),
        Times::Twice if ask("The same again: ")? == password => Ok(password),
        Times::Twice => Err(Error::Passwords),
    }
}
