//! The one integration test binary: everything through the front door, or about the shape of the source itself.

mod bad_input;
mod guide;
mod hostile_files;
mod pdf;
mod responsibility;
mod workspace;
