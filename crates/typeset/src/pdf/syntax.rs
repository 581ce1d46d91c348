//! PDF's syntax where it is written straight into bytes: numbers, strings and object values.

use lopdf::{Dictionary, Object, StringFormat};

/// Writes a number with at most two decimals, which is a hundredth of a point.
pub(super) fn number(out: &mut Vec<u8>, value: f32) {
    hundredths(out, in_hundredths(value));
}

/// The nearest number of hundredths.
pub(super) fn in_hundredths(value: f32) -> i64 {
    let exact = f64::from(value) * 100.0;
    (exact + 0.5_f64.copysign(exact)) as i64
}

/// Writes a number of hundredths.
pub(super) fn hundredths(out: &mut Vec<u8>, hundredths: i64) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    integer(out, whole);
    if rest > 0 {
        out.extend([b'.', b'0' + (rest / 10) as u8]);
        if !rest.is_multiple_of(10) {
            out.push(b'0' + (rest % 10) as u8);
        }
    }
}

/// Writes a whole number.
pub(super) fn integer(out: &mut Vec<u8>, value: u64) {
    if value < 10 {
        return out.push(b'0' + value as u8);
    }
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut left = value;
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Writes bytes inside a literal string. Ends of lines are written so that no reader takes two for one.
pub(super) fn escaped(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            _ => out.push(*byte),
        }
    }
}

/// Writes a reference to an object of generation zero.
pub(super) fn reference(out: &mut Vec<u8>, id: u32) {
    integer(out, id.into());
    out.extend(b" 0 R");
}

/// Writes text as a hexadecimal UTF-16 string with byte order mark (ISO 32000-1, 7.9.2.2).
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    out.extend(b"<FEFF");
    for unit in text.encode_utf16() {
        hexadecimal(out, &unit.to_be_bytes());
    }
    out.push(b'>');
}

/// Writes bytes as hexadecimal digits. By a table, because the purpose of every link and the text of every divided word is
/// written like this, and `{:02X}` takes several times as long.
pub(super) fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

/// Writes the value of an object; for a stream, its dictionary and data.
pub(super) fn object(out: &mut Vec<u8>, value: &Object) {
    match value {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(if *value { &b"true"[..] } else { b"false" }),
        Object::Integer(value) => {
            if *value < 0 {
                out.push(b'-');
            }
            integer(out, value.unsigned_abs());
        }
        Object::Real(value) => out.extend(format!("{value}").bytes()),
        Object::Name(value) => name(out, value),
        Object::String(bytes, StringFormat::Literal) => {
            out.push(b'(');
            escaped(out, bytes);
            out.push(b')');
        }
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            hexadecimal(out, bytes);
            out.push(b'>');
        }
        Object::Array(values) => {
            out.push(b'[');
            for (number, value) in values.iter().enumerate() {
                if number > 0 {
                    out.push(b' ');
                }
                object(out, value);
            }
            out.push(b']');
        }
        Object::Dictionary(values) => dictionary(out, values),
        Object::Stream(stream) => {
            dictionary(out, &stream.dict);
            out.extend(b"\nstream\n");
            out.extend_from_slice(&stream.content);
            out.extend(b"\nendstream");
        }
        Object::Reference((id, generation)) => {
            integer(out, (*id).into());
            out.push(b' ');
            integer(out, (*generation).into());
            out.extend_from_slice(b" R");
        }
    }
}

fn dictionary(out: &mut Vec<u8>, values: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in values {
        name(out, key);
        out.push(b' ');
        object(out, value);
    }
    out.extend(b">>");
}

/// Writes a name.
pub(super) fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for byte in bytes {
        match byte {
            b'!'..=b'~' if !b"()<>[]{}/%#".contains(byte) => out.push(*byte),
            _ => {
                out.push(b'#');
                hexadecimal(out, &[*byte]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_at_most_two_decimals() {
        let written = |value: f32| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).expect("digits")
        };
        assert_eq!(written(503.780_03), "503.78");
        assert_eq!(written(-0.5), "-0.5");
        assert_eq!(written(-0.05), "-0.05");
        assert_eq!(written(12.0), "12");
        assert_eq!(written(-0.001), "0");
    }
}
