//! The one integration test binary.

mod guide;
mod pdf;
mod responsibility;
