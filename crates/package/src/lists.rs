//! The lists of digests that stock programs read: `SHA256SUMS` for `sha256sum -c`, and the two logs of the CMMC hashing
//! guide, with the columns of PowerShell's `Get-FileHash`. Paths are relative to the package; the tool of the guide writes
//! those of the machine that it runs on.

use std::collections::BTreeMap;
use std::fmt::Write;

use onus_core::digest::{Meter, Sha256Digest};

use super::names::ARTIFACTS_LOG;

/// Digests by path.
pub(super) type Digests<'p> = BTreeMap<&'p str, Sha256Digest>;

/// `SHA256SUMS` over some files.
pub(super) fn sums(files: &Digests<'_>) -> String {
    let mut text = String::new();
    for (path, digest) in files {
        let _ = writeln!(text, "{digest}  {path}");
    }
    text
}

/// The digests in a `SHA256SUMS`; other lines are skipped, since the text is compared as a whole as well.
pub(super) fn parse_sums(text: &str) -> Digests<'_> {
    let digest = |line| {
        let (digest, path) = str::split_once(line, "  ")?;
        Some((path, Sha256Digest::parse(digest)?))
    };
    text.lines().filter_map(digest).collect()
}

/// The two logs over some files: of the files, and of that log.
pub(super) fn logs(files: &Digests<'_>) -> (String, String) {
    let artifacts = table(files);
    let own = Digests::from([(ARTIFACTS_LOG, Meter::of(artifacts.as_bytes()).sha256)]);
    (artifacts, table(&own))
}

/// A table of three columns, of which the first two are 15 and 70 characters wide, between empty lines.
fn table(files: &Digests<'_>) -> String {
    let mut text = String::from("\n");
    let mut row = |algorithm: &str, digest: &str, path: &str| {
        let _ = writeln!(text, "{algorithm:<15} {digest:<70} {path}");
    };
    row("Algorithm", "Hash", "Path");
    row("---------", "----", "----");
    for (path, digest) in files {
        row("SHA256", &digest.to_string().to_uppercase(), path);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use onus_core::digest::Sha256Digest;

    use super::{Digests, logs, parse_sums, sums};

    #[test]
    fn lists_are_laid_out_as_stock_programs_lay_them_out() {
        // printf abc | sha256sum
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let digest = Sha256Digest::parse(abc).expect("64 digits");
        let files = Digests::from([("a/b c.txt", digest)]);
        assert_eq!(sums(&files), format!("{abc}  a/b c.txt\n"));
        assert_eq!(parse_sums(&sums(&files)), files);
        let (artifacts, hash) = logs(&files);
        let expected = format!(
            "\nAlgorithm       Hash{}Path\n---------       ----{}----\nSHA256          {}       a/b c.txt\n\n",
            " ".repeat(67),
            " ".repeat(67),
            abc.to_uppercase()
        );
        assert_eq!(artifacts, expected);
        assert!(hash.ends_with("       CMMCAssessmentArtifacts.log\n\n"), "{hash}");
    }
}
