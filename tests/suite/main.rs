//! The one integration test binary.

mod guide;
mod responsibility;
