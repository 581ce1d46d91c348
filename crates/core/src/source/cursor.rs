//! Bytes of a text, for a parser that counts characters.

/// Turns the parser's character counts into byte offsets. It walks from the last answer, so that all of them together
/// take one pass over the text, however long its lines are.
pub(super) struct Cursor<'a> {
    text: &'a str,
    characters: usize,
    bytes: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, characters: 0, bytes: 0 }
    }

    pub(super) fn offset(&mut self, characters: usize) -> usize {
        while self.characters < characters {
            let Some(next) = self.text[self.bytes..].chars().next() else {
                break;
            };
            self.bytes += next.len_utf8();
            self.characters += 1;
        }
        while self.characters > characters {
            let Some(previous) = self.text[..self.bytes].chars().next_back() else {
                break;
            };
            self.bytes -= previous.len_utf8();
            self.characters -= 1;
        }
        self.bytes
    }
}
