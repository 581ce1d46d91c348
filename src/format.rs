//! The formats that documents are written in.

/// A form in which something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputFormat {
    /// The text of a document.
    Markdown,
    /// The pages of a document.
    Pdf,
    /// The matrix of a project as data.
    Json,
}

impl OutputFormat {
    /// All of them.
    pub const ALL: [OutputFormat; 3] = [Self::Markdown, Self::Pdf, Self::Json];

    /// The ending of file names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }
}
