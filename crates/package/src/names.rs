//! The files that sealing adds to a package. They have fixed names, so that readers and stock programs find them.

/// The list of every file of a package, with what each of them is.
pub(super) const MANIFEST: &str = "manifest.json";

/// The signature of the manifest.
pub(super) const SIGNATURE: &str = "manifest.json.minisig";

/// The list of digests for `sha256sum -c`.
pub(super) const SUMS: &str = "SHA256SUMS";

/// The signature of `SHA256SUMS`: with it, stock programs can check who signed the digests that they compare.
pub(super) const SUMS_SIGNATURE: &str = "SHA256SUMS.minisig";

/// What an auditor reads first.
pub(super) const README: &str = "README.md";

/// The log of the CMMC hashing guide with the digest of every artifact.
pub(super) const ARTIFACTS_LOG: &str = "CMMCAssessmentArtifacts.log";

/// The log of the CMMC hashing guide with the digest of that log.
pub(super) const HASH_LOG: &str = "CMMCAssessmentLogHash.log";

/// The responsibility matrix as data.
pub(super) const MATRIX: &str = "matrix.json";
