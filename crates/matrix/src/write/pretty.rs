//! The layout of `matrix.json`: serde_json's pretty JSON, but with each cell, requirement or other deep value on one line, so that
//! people and line-based tools see it as the row that it is.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

/// What precedes a value: a comma, a line break and the indentation of the deepest level that has lines of its own.
const BREAK: &[u8] = b",\n        ";

/// Objects and lists below this level are written on one line: those in the lists of a control or framework.
const DEEPEST: usize = 4;

/// Indents by two spaces per level.
#[derive(Debug, Default)]
pub(super) struct Pretty {
    level: usize,
    has_value: bool,
}

/// A value as it is written within the line of a cell or requirement.
pub(super) fn one_line(value: &impl Serialize) -> Box<RawValue> {
    let mut bytes = Vec::new();
    let formatter = Pretty { level: DEEPEST, has_value: false };
    value
        .serialize(&mut Serializer::with_formatter(&mut bytes, formatter))
        .expect("plain data without maps keyed by anything but text");
    let text = String::from_utf8(bytes).expect("JSON is UTF-8");
    RawValue::from_string(text).expect("a serializer writes JSON")
}

impl Pretty {
    fn open<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.has_value && self.level <= DEEPEST {
            self.level -= 1;
            self.start_line(writer, true)?;
        } else {
            self.level -= 1;
        }
        writer.write_all(bracket)
    }

    /// Ends the line before, with a comma unless nothing stands there.
    fn start_line<W: Write + ?Sized>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        match (self.level > DEEPEST, first) {
            (true, true) => Ok(()),
            (true, false) => writer.write_all(b", "),
            (false, _) => writer.write_all(&BREAK[usize::from(first)..2 + 2 * self.level]),
        }
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

    use super::{Pretty, one_line};

    fn written(value: &serde_json::Value) -> String {
        let mut bytes = Vec::new();
        value.serialize(&mut Serializer::with_formatter(&mut bytes, Pretty::default())).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn it_looks_as_serde_jsons_own_does() {
        let flat = serde_json::json!({"a": [], "b": {}, "c": [1, "two", null, {"d": [1.5]}], "e": "\n\"ü"});
        assert_eq!(written(&flat), serde_json::to_string_pretty(&flat).unwrap());
    }

    #[test]
    fn what_lies_deep_stands_on_one_line() {
        let mut deep = serde_json::json!({"a": {}, "b": [1, "two"], "c": {"d": [[], null]}});
        for _ in 0..4 {
            deep = serde_json::json!([deep, true]);
        }
        let text = written(&deep);
        assert!(
            text.contains("\n        {\"a\": {}, \"b\": [1, \"two\"], \"c\": {\"d\": [[], null]}},\n"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), deep);
    }

    #[test]
    fn what_is_written_apart_looks_as_it_does_in_its_line() {
        let value = serde_json::json!([{"a": ["one", "two"], "b": []}, {}]);
        let apart = one_line(&value);
        assert_eq!(apart.get(), r#"[{"a": ["one", "two"], "b": []}, {}]"#);
        let mut deep = value;
        for _ in 0..4 {
            deep = serde_json::json!([deep]);
        }
        assert!(written(&deep).contains(apart.get()), "{}", written(&deep));
    }
}
