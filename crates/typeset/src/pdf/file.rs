//! Objects to bytes. Everything that is not a stream goes into compressed object streams, which make a tagged report
//! less than half as large; the file's id is a digest of its content.

use lopdf::{Dictionary, Object};
use sha2::{Digest, Sha256};

use super::PdfFile;
use super::objects::Objects;
use super::stream::deflated;
use super::syntax::{integer, object};
use super::values::typed;

/// Objects in one object stream: enough to compress well, few enough to open one quickly.
const OBJECTS_PER_STREAM: usize = 250;

/// Where an object is found (ISO 32000-1, 7.5.8.3).
#[derive(Clone, Copy)]
enum XrefEntry {
    Free,
    At(u32),
    Within { stream: u32, index: u16 },
}

struct FileWriter {
    out: Vec<u8>,
    entries: Vec<XrefEntry>,
    /// Numbers and offsets of the objects waiting for their stream, and their bytes.
    waiting: Vec<(u32, usize)>,
    waiting_bytes: Vec<u8>,
    next: u32,
}

/// Writes a document and the objects that are bytes already.
pub(super) fn write(pdf: &lopdf::Document, objects: &Objects) -> PdfFile {
    let mut file = FileWriter {
        out: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        entries: vec![XrefEntry::Free],
        waiting: Vec::new(),
        waiting_bytes: Vec::new(),
        next: objects.next(),
    };
    for ((number, _), value) in &pdf.objects {
        match value {
            Object::Stream(_) => file.indirect(*number, value),
            _ => file.pack(*number, |out| object(out, value)),
        }
    }
    for (number, bytes) in objects.all() {
        file.pack(number, |out| out.extend_from_slice(bytes));
    }
    file.flush();
    file.finish(&pdf.trailer)
}

impl FileWriter {
    fn set(&mut self, number: u32, entry: XrefEntry) {
        let index = number as usize;
        if self.entries.len() <= index {
            self.entries.resize(index + 1, XrefEntry::Free);
        }
        self.entries[index] = entry;
    }

    fn indirect(&mut self, number: u32, value: &Object) {
        self.set(number, XrefEntry::At(self.out.len() as u32));
        integer(&mut self.out, number.into());
        self.out.extend(b" 0 obj\n");
        object(&mut self.out, value);
        self.out.extend(b"\nendobj\n");
    }

    fn pack(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        self.waiting.push((number, self.waiting_bytes.len()));
        write(&mut self.waiting_bytes);
        self.waiting_bytes.push(b'\n');
        if self.waiting.len() >= OBJECTS_PER_STREAM {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut bytes = std::mem::take(&mut self.waiting_bytes);
        let stream = self.next;
        self.next += 1;
        let mut content = Vec::with_capacity(bytes.len() + waiting.len() * 12);
        for (index, (number, offset)) in waiting.iter().enumerate() {
            integer(&mut content, (*number).into());
            content.push(b' ');
            integer(&mut content, *offset as u64);
            content.push(b' ');
            self.set(*number, XrefEntry::Within { stream, index: index as u16 });
        }
        let mut dictionary = typed("ObjStm");
        dictionary.set("N", Object::Integer(waiting.len() as i64));
        dictionary.set("First", Object::Integer(content.len() as i64));
        content.extend_from_slice(&bytes);
        self.indirect(stream, &Object::Stream(deflated(dictionary, &content)));
        // Their room serves the next stream.
        waiting.clear();
        bytes.clear();
        (self.waiting, self.waiting_bytes) = (waiting, bytes);
    }

    fn finish(mut self, trailer: &Dictionary) -> PdfFile {
        let number = self.next;
        let start = self.out.len();
        self.set(number, XrefEntry::At(start as u32));
        let mut table = Vec::with_capacity(self.entries.len() * 7);
        for entry in &self.entries {
            let (kind, place, index) = match *entry {
                XrefEntry::Free => (0, 0, u16::MAX),
                XrefEntry::At(offset) => (1, offset, 0),
                XrefEntry::Within { stream, index } => (2, stream, index),
            };
            table.push(kind);
            table.extend(place.to_be_bytes());
            table.extend(index.to_be_bytes());
        }
        let mut digest = Sha256::new_with_prefix(&self.out);
        let id = digest.clone().finalize()[..16].to_vec();
        let id = Object::String(id, lopdf::StringFormat::Hexadecimal);
        let mut dictionary = typed("XRef");
        dictionary.set("Size", Object::Integer(self.entries.len() as i64));
        dictionary.set("W", Object::Array([1, 4, 2].map(Object::Integer).to_vec()));
        for key in ["Root", "Info"] {
            if let Ok(value) = trailer.get(key.as_bytes()) {
                dictionary.set(key, value.clone());
            }
        }
        dictionary.set("ID", Object::Array(vec![id.clone(), id]));
        self.indirect(number, &Object::Stream(deflated(dictionary, &table)));
        self.out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        digest.update(&self.out[start..]);
        PdfFile { bytes: self.out, sha256: digest.finalize().into() }
    }
}
