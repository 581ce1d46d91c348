//! Streams of compressed bytes.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, CompressionLvlError, Compressor};
use lopdf::{Dictionary, Stream};

use super::values::pdf_name;

/// The lowest level that compresses: the third takes a tenth more time for a whole PDF and saves a twentieth of its bytes.
const LEVEL: Result<CompressionLvl, CompressionLvlError> = CompressionLvl::new(1);

/// What a thread keeps for results at most, in bytes.
const MOST_ROOM: usize = 1 << 20;

thread_local! {
    /// Its tables and its room are larger than most streams, so they are made once and not for each.
    static COMPRESSOR: RefCell<(Compressor, Vec<u8>)> =
        RefCell::new((Compressor::new(LEVEL.expect("libdeflate has levels 0 to 12")), Vec::new()));
}

/// A stream of these bytes, compressed.
pub(super) fn deflated(mut dictionary: Dictionary, bytes: &[u8]) -> Stream {
    dictionary.set("Filter", pdf_name("FlateDecode"));
    Stream::new(dictionary, deflate(bytes)).with_compression(false)
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|(compressor, room)| {
        room.resize(room.len().max(compressor.zlib_compress_bound(bytes.len())), 0);
        let length = compressor.zlib_compress(bytes, room).expect("there is room for the longest result");
        let compressed = room[..length].to_vec();
        if room.len() > MOST_ROOM {
            *room = Vec::new();
        }
        compressed
    })
}
