//! Secret keys and their passwords, from the environment or asked for at the terminal.

use std::io::IsTerminal;
use std::path::Path;

use onus_core::printable::printable;
use onus_package::SigningKey;

use crate::error::Error;
use crate::load::read_text;

/// The environment variable with the password of a key.
const PASSWORD: &str = "ONUS_KEY_PASSWORD";

/// Reads the key that signs a package, and its password if it has one.
pub(super) fn signing_key(path: &Path) -> Result<SigningKey, Error> {
    let failed =
        |error: onus_package::KeyError| Error::Key { path: path.to_owned(), cause: error.to_string() };
    let text = read_text(path)?;
    let password = if SigningKey::is_encrypted(&text).map_err(failed)? {
        Some(password(&printable(&format!("Password for {}: ", path.display())), PasswordUse::Existing, "")?)
    } else {
        None
    };
    SigningKey::read(&text, password.as_deref()).map_err(failed)
}

/// What a password is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PasswordUse {
    /// For a key that has it; a wrong one is noticed.
    Existing,
    /// For a new key; it is asked for twice, since a mistyped one would lock the key.
    New,
}

/// The password of a key. `hint` continues the hint that an error without a terminal has.
pub(super) fn password(prompt: &str, purpose: PasswordUse, hint: &'static str) -> Result<String, Error> {
    // The environment first: where it is set, nobody sits at the terminal to be asked.
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Error::NoPassword { hint });
    }
    let ask = |prompt: &str| rpassword::prompt_password(prompt).map_err(|_| Error::NoPassword { hint });
    let password = ask(prompt)?;
    match purpose {
        PasswordUse::Existing => Ok(password),
        PasswordUse::New if ask("Repeat the password: ")? == password => Ok(password),
        PasswordUse::New => Err(Error::PasswordMismatch),
    }
}
