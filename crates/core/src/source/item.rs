//! An item of a list that is still to be written.

/// Keys and values of a new item, in the order in which they are written.
pub type NewItem = Vec<(&'static str, ItemValue)>;

/// A value of a new item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemValue {
    /// Written as it is: an id, a keyword or a date, which needs no quotes.
    Bare(String),
    /// Quoted where YAML would read something else.
    Text(String),
    /// A list of texts, in brackets.
    List(Vec<String>),
}
