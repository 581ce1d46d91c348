//! Markdown and a theme to pages and PDF. The modules stand in the order in which a document passes through them.

pub mod geometry;

pub mod theme;

pub mod font;

pub mod picture;

pub mod document;

pub mod layout;

pub mod pdf;
