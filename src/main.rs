//! The `onus` program.

fn main() {}
