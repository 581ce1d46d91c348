//! The responsibility matrix of a project as data: `matrix.json` written and read by one set of types, what changed between two
//! of them, and the attestations that a project relies on.

mod attestations;
mod changes;
mod file;
mod write;

pub mod compare;

pub use attestations::{attestations_in_use, write_attestations};
#[cfg(feature = "schema")]
pub use changes::changes_schema_text;
pub use changes::write_changes;
pub use file::{MATRIX_SCHEMA, MatrixFile, ProjectKey, other_version_hint, read_key, read_matrix};
#[cfg(feature = "schema")]
pub use file::{matrix_schema_text, offer_schema_text};
pub use write::{MatrixInput, write_matrix};
