//! Prints a JSON Schema of the guide from the types that write the file: `matrix`, `changes` or `offer`.
//!
//! ```text
//! cargo run -p onus-matrix --features schema --example schema matrix > docs/matrix.schema.json
//! ```

#![allow(clippy::print_stdout, reason = "what it is for")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("matrix") => print!("{}", onus_matrix::matrix_schema_text()),
        Some("offer") => print!("{}", onus_matrix::offer_schema_text()),
        Some("changes") => print!("{}", onus_matrix::changes_schema_text()),
        Some(_) | None => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}
