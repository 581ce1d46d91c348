//! The PDFs that the program writes, read back.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

mod attachments;
mod same_bytes;
mod samples;
