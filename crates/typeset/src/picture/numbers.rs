//! Numbers in SVG files that no drawing needs: with lengths that the drawing library cannot hold, some outlines take it
//! minutes, or without end.

use resvg::usvg::roxmltree::{Document, Node};

use super::PictureError;

/// Largest number in an attribute or style sheet. Maps in metres reach 20 million.
const LARGEST_NUMBER: u32 = 1_000_000_000;

/// Refuses numbers that are too large, wherever they could be a length or a factor.
pub(super) fn check(document: &Document<'_>) -> Result<(), PictureError> {
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let drawn = attributes.filter(|attribute| {
        // Names, and what editors keep for themselves.
        let name = attribute.name();
        attribute.namespace().is_none()
            && !matches!(name, "id" | "class" | "href")
            && !name.starts_with("data-")
    });
    let values = drawn.map(|attribute| attribute.value());
    let sheets = document.descendants().filter(|node| node.has_tag_name("style"));
    if values.chain(sheets.filter_map(|sheet: Node<'_, '_>| sheet.text())).any(has_too_large_number) {
        let message = "has numbers above 1,000,000,000";
        return Err(PictureError::too_large(message, "scale the drawing down, or save it as PNG"));
    }
    Ok(())
}

fn has_too_large_number(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c == '#') {
        let token = &rest[start..];
        let length = match token.strip_prefix('#') {
            // A colour or a name, in which digits are no number.
            Some(name) => 1 + name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len()),
            None => number_length(token),
        };
        if token[..length].parse::<f64>().is_ok_and(|number| number > f64::from(LARGEST_NUMBER)) {
            return true;
        }
        rest = &token[length..];
    }
    false
}

/// The length of the number that a text begins with: digits, a fraction, an exponent.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| from + text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if text[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let last = digits(end + 1 + sign);
        // Without digits it is no exponent: `1em`.
        if last > end + 1 + sign {
            end = last;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::has_too_large_number;

    #[test]
    fn numbers_are_found_as_paths_and_styles_write_them() {
        for text in
            ["M0 0L1e39 1", "scale(1e300)", "stroke-width:2000000000", "0.5-3e+10", "1E10", "M1.5e10.5"]
        {
            assert!(has_too_large_number(text), "{text}");
        }
        for text in [
            "M0 0L1e3-1e-39",
            "#1e9999",
            "url(#a1e99)",
            "1000000000",
            "1em",
            "12.5.5",
            "0e",
            "#12e400;2px",
            "",
        ] {
            assert!(!has_too_large_number(text), "{text}");
        }
    }
}
