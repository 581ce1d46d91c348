//! The part of `README.md` on how to verify a package, and what each step proves. Standard programs come first: a reader
//! who trusts only ours would trust whoever made the package.

use chrono::SecondsFormat;

use super::plain;
use crate::contents::{PackageContents, PackageMetadata, PackageSigner, SignerSource};
use crate::names::{SUMS, SUMS_SIGNATURE};

/// Where the source of the program is; empty if `Cargo.toml` does not say.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The files that sealing adds and `SHA256SUMS` lists: this text, two logs and the manifest.
const LISTED: usize = 4;

pub(super) fn checks(contents: &PackageContents, key: Option<&str>) -> String {
    let listed = contents.files.len() + LISTED + usize::from(key.is_some());
    let count = listed + if key.is_some() { 2 } else { 1 };
    let mut text = String::from(
        "\n## How to verify the package\n\nUnpack the archive into a new folder and verify it there before you rely on \
         anything in it. Standard programs are enough:\n\n",
    );
    text.push_str(&match key {
        Some(key) => signature(contents, key),
        None => format!(
            "1. The package is not signed, so nothing proves who made it. The steps below detect accidental changes, \
             not deliberate ones that include `{SUMS}`.\n\n"
        ),
    });
    text.push_str(&digests(key.is_some()));
    text.push_str(&added(listed, count));
    text.push_str(&windows(count, key.is_some()));
    text.push_str(&program(key));
    text
}

fn signature(contents: &PackageContents, key: &str) -> String {
    let about = &contents.about;
    let name = about.name();
    format!(
        "1. Who signed the list of digests, with [minisign](https://jedisct1.github.io/minisign/):\n\n   ```\n   \
         minisign -Vm {SUMS} -P {key}\n   ```\n\n   It must print `Signature and comment signature verified` and \
         `{name}`. This proves that the owner of the key signed this list{}.\n\n   A key that you know \
         only from this file proves nothing about who made the package: whoever replaces all files can replace the \
         key as well. Compare it with a copy that you received in another way, such as from the website of the \
         organisation or a contract.\n\n",
        signed_for(about)
    )
}

/// For whom and when, as far as somebody says so: the key itself says neither.
fn signed_for(about: &PackageMetadata) -> String {
    let mut text = String::new();
    if let Some(PackageSigner { name, role, stated_by }) = &about.signer {
        let role = role.as_ref().map(|role| format!(", {}", plain(role))).unwrap_or_default();
        let source = match stated_by {
            SignerSource::CommandLine => "",
            SignerSource::Profile => ", who approved the documents according to the profile",
        };
        text.push_str(&format!(", for {}{role}{source}", plain(name)));
    }
    if let Some(at) = &about.signed_at {
        text.push_str(&format!(
            ", at {} by their own account",
            at.to_rfc3339_opts(SecondsFormat::Secs, true)
        ));
    }
    text
}

fn digests(is_signed: bool) -> String {
    let proves = if is_signed {
        "Together with step 1, this proves that each of these files is as it was signed; alone, it detects only accidental changes."
    } else {
        "This shows that each of these files is as listed."
    };
    format!(
        "2. That no listed file was changed, on Linux:\n\n   ```\n   sha256sum -c {SUMS}\n   ```\n\n   On macOS, use \
         `shasum -a 256 -c {SUMS}`. Every line must end with `OK`. {proves}\n\n"
    )
}

fn added(listed: usize, count: usize) -> String {
    let others = if count == listed + 1 {
        format!("`{SUMS}` itself")
    } else {
        format!("`{SUMS}` and `{SUMS_SIGNATURE}`, which are not listed")
    };
    format!(
        "3. That no file was added, which the steps above do not detect:\n\n   ```\n   find . ! -type d | wc -l\n   wc -l \
         < {SUMS}\n   ```\n\n   The first command must print {count} and the second {listed}: the listed files, and {others}. \
         Together with step 2, this proves that the folder contains nothing else.\n\n"
    )
}

fn windows(count: usize, is_signed: bool) -> String {
    let same = if is_signed { "minisign is used in the same way. " } else { "" };
    format!(
        "### On Windows\n\n{same}In PowerShell, these lines print each file that differs from the list, and then the \
         number of files, which must be {count}:\n\n```\n\
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
        "### With onus\n\nAll of this in one step, and whether the lists agree with each other, offline, on the archive \
         or on this folder, with {whence}:\n\n```\nonus verify PACKAGE{given}\n```\n"
    )
}
