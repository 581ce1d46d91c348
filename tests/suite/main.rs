//! The one integration test binary.

mod bad_input;
mod guide;
mod hostile_files;
mod pdf;
mod render;
mod responsibility;
mod workspace;
