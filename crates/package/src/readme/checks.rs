//! The part of `README.md` that says how to check a package, first with programs that everybody can get, and what each
//! step proves.

use crate::contents::Contents;
use crate::lists::SUMS;
use crate::seal::SUMS_SIGNATURE;

/// Where the program's source is; empty when its package does not say.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What sealing adds and `SHA256SUMS` lists: this text, two logs and the manifest.
const LISTED: usize = 4;

pub(super) fn checks(contents: &Contents, key: Option<&str>) -> String {
    let listed = contents.files.len() + LISTED + usize::from(key.is_some());
    let count = listed + if key.is_some() { 2 } else { 1 };
    let mut text = String::from(
        "\n## How to check it\n\nUnpack the archive into a new folder and check it there, before you rely on anything in \
         it. Programs that everybody can get are enough:\n\n",
    );
    text.push_str(&match key {
        Some(key) => signature(contents, key),
        None => format!(
            "1. The package is not signed, so nothing proves whose it is. The steps below show accidents, not what \
             somebody changed on purpose together with `{SUMS}`.\n\n"
        ),
    });
    text.push_str(&digests(key.is_some()));
    text.push_str(&added(listed, count));
    text.push_str(&windows(count, key.is_some()));
    text.push_str(&program(key));
    text
}

fn signature(contents: &Contents, key: &str) -> String {
    let about = &contents.about;
    let name = about.name();
    format!(
        "1. Whose the list of digests is, with [minisign](https://jedisct1.github.io/minisign/):\n\n   ```\n   \
         minisign -Vm {SUMS} -P {key}\n   ```\n\n   It must say `Signature and comment signature verified` and \
         `{name}`. This proves that the list is the one that the owner of the key signed.\n\n   A key that you know \
         only from this file proves nothing about who made the package: whoever replaced everything in it could \
         have replaced the key. Compare it with one that came to you another way, such as from a page or a contract \
         of the organisation.\n\n"
    )
}

fn digests(is_signed: bool) -> String {
    let proves = if is_signed {
        "Together with step 1, this proves that each of these files is as it was signed; alone, it only shows accidents."
    } else {
        "This shows that each of these files is as the list says."
    };
    format!(
        "2. Every file that the list names, on Linux:\n\n   ```\n   sha256sum -c {SUMS}\n   ```\n\n   On macOS it is \
         `shasum -a 256 -c {SUMS}`. Every line must end with `OK`. {proves}\n\n"
    )
}

fn added(listed: usize, count: usize) -> String {
    let others = if count == listed + 1 {
        format!("`{SUMS}` itself")
    } else {
        format!("`{SUMS}` and `{SUMS_SIGNATURE}`, which the list does not name")
    };
    format!(
        "3. Files that were added, which the steps before do not notice:\n\n   ```\n   find . ! -type d | wc -l\n   wc -l \
         < {SUMS}\n   ```\n\n   The first must say {count} and the second {listed}: those in the list, and {others}. \
         Together with step 2, this proves that nothing lies in the folder that is not in the list.\n\n"
    )
}

fn windows(count: usize, is_signed: bool) -> String {
    let same = if is_signed { "minisign takes the same line there. " } else { "" };
    format!(
        "### On Windows\n\n{same}In PowerShell, these lines print each file that is not as the list says, and then how \
         many files there are, which must be {count}:\n\n```\n\
         Get-Content {SUMS} -Encoding UTF8 | ForEach-Object {{\n  $sum, $path = $_ -split '  ', 2\n  \
         if ((Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash -ne $sum) {{ $path }}\n}}\n\
         (Get-ChildItem -Recurse -File -Force).Count\n```\n\n"
    )
}

fn program(key: Option<&str>) -> String {
    let whence = match REPOSITORY {
        "" => "the program `onus`".to_owned(),
        place => format!("the program `onus` (crate `{}`, source at <{place}>)", env!("CARGO_PKG_NAME")),
    };
    let given = key.map(|key| format!(" --public-key {key}")).unwrap_or_default();
    format!(
        "### With onus\n\nAll of it in one step, and whether the lists agree with each other, offline and on the archive \
         or this folder, with {whence}:\n\n```\nonus verify PACKAGE{given}\n```\n"
    )
}
