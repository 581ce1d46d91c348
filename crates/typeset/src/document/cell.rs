//! Lists in table cells. Markdown has none, so forges show those that are written in HTML, and so do we.

use super::{ItemLabel, ItemMark};

/// The lists that are open in a cell.
#[derive(Debug, Default)]
pub(super) struct CellLists {
    /// For each list the number of its next item, none for bullets.
    open: Vec<Option<u64>>,
}

/// What an HTML tag does to lists.
enum ListTag {
    Open(Option<u64>),
    Close,
    Item,
    EndOfItem,
}

impl CellLists {
    /// Reads an inline tag. `None` if it does not belong to a list; otherwise what starts after it, if
    /// anything does.
    pub(super) fn take(&mut self, tag: &str) -> Option<Option<ItemMark>> {
        let tag = list_tag(tag)?;
        if self.open.is_empty() && !matches!(tag, ListTag::Open(_)) {
            return None;
        }
        let label = match tag {
            ListTag::Open(number) => {
                self.open.push(number);
                return Some(None);
            }
            ListTag::EndOfItem => return Some(None),
            ListTag::Close => {
                self.open.pop();
                ItemLabel::None
            }
            ListTag::Item => self.next_label(),
        };
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX).min(ItemMark::DEEPEST);
        Some(Some(ItemMark { depth, label }))
    }

    fn next_label(&mut self) -> ItemLabel {
        let Some(Some(next)) = self.open.last_mut() else { return ItemLabel::Bullet };
        let number = *next;
        *next = next.saturating_add(1);
        ItemLabel::Number(number)
    }
}

fn list_tag(tag: &str) -> Option<ListTag> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?.trim();
    let mut words = inner.split_ascii_whitespace();
    let name = words.next()?.to_ascii_lowercase();
    match name.as_str() {
        "ul" => Some(ListTag::Open(None)),
        "ol" => {
            let start = words.find_map(|word| word.strip_prefix("start="));
            let number = start.and_then(|number| number.trim_matches(['"', '\'']).parse().ok());
            Some(ListTag::Open(Some(number.unwrap_or(1))))
        }
        "li" => Some(ListTag::Item),
        "/li" => Some(ListTag::EndOfItem),
        "/ul" | "/ol" => Some(ListTag::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CellLists, ItemLabel};

    #[test]
    fn tags_of_lists_start_items_and_others_are_text() {
        let mut lists = CellLists::default();
        assert_eq!(lists.take("<b>"), None);
        // An item outside of a list is text, so that nothing vanishes.
        assert_eq!(lists.take("<li>"), None);
        let mut depth_and_label = |tag: &str| {
            let mark = lists.take(tag).expect("belongs to a list");
            mark.map(|mark| (mark.depth, mark.label))
        };
        assert_eq!(depth_and_label("<OL start=\"9\">"), None);
        assert_eq!(depth_and_label("<li>"), Some((1, ItemLabel::Number(9))));
        assert_eq!(depth_and_label("<ul>"), None);
        assert_eq!(depth_and_label("<li>"), Some((2, ItemLabel::Bullet)));
        assert_eq!(depth_and_label("</li>"), None);
        assert_eq!(depth_and_label("</ul>"), Some((1, ItemLabel::None)));
        assert_eq!(depth_and_label("<li>"), Some((1, ItemLabel::Number(10))));
        assert_eq!(depth_and_label("</ol>"), Some((0, ItemLabel::None)));
        assert_eq!(lists.take("</ol>"), None);
    }
}
