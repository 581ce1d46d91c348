//! The look of `matrix.json`, which is that of serde_json's own pretty JSON. Serde_json writes the white space before each
//! value in one piece for each level; a matrix has so many values that this takes a third of its time.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The break before a value, and the white space of more levels than any value of ours has.
const BREAK: &[u8] = b",\n                                                                ";

/// Two spaces a level.
#[derive(Debug, Default)]
pub(super) struct Pretty {
    level: usize,
    has_value: bool,
}

impl Pretty {
    fn open<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.has_value {
            self.start_line(writer, true)?;
        }
        writer.write_all(bracket)
    }

    /// Ends the line before, with a comma unless nothing stands there.
    fn start_line<W: Write + ?Sized>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        let end = (2 + 2 * self.level).min(BREAK.len());
        writer.write_all(&BREAK[usize::from(first)..end])?;
        (end..2 + 2 * self.level).try_for_each(|_| writer.write_all(b" "))
    }
}

impl Formatter for Pretty {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.start_line(writer, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.start_line(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::Serializer;

    use super::Pretty;

    #[test]
    fn it_looks_as_serde_jsons_own_does() {
        let mut deep =
            serde_json::json!({"a": [], "b": {}, "c": [1, "two", null, {"d": [[1.5], []]}], "e": "\n\"ü"});
        for _ in 0..40 {
            deep = serde_json::json!([deep, true]);
        }
        let mut bytes = Vec::new();
        deep.serialize(&mut Serializer::with_formatter(&mut bytes, Pretty::default())).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string_pretty(&deep).unwrap());
    }
}
