//! The one integration test binary.

mod pdf;
mod render;
