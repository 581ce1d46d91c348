//! What documents are made of.
