//! The formats that documents are written in, one folder or file each.

pub mod pdf;
