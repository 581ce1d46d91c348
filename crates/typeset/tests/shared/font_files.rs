//! Fonts that tests set text in.

/// The font of shapes; `fonts/README.md` says what it has.
pub(crate) fn shapes() -> Vec<u8> {
    include_bytes!("fonts/shapes.otf").to_vec()
}

/// A font with another `fsType` (OpenType 1.9.1, OS/2: at byte 8).
pub(crate) fn with_rights(mut font: Vec<u8>, rights: u16) -> Vec<u8> {
    let at = font.windows(4).position(|tag| tag == b"OS/2").expect("a font has this table");
    let offset = u32::from_be_bytes(font[at + 8..at + 12].try_into().expect("four bytes")) as usize;
    font[offset + 8..offset + 10].copy_from_slice(&rights.to_be_bytes());
    font
}
