//! Pictures that a camera took lying or upside down, put the right way up.

use super::pixels::Samples;

/// Turns and mirrors dots as an EXIF orientation asks (EXIF 2.3, 4.6.4): 1 leaves them, 3 turns them half, 6 and 8 a
/// quarter; the others mirror as well.
pub(super) fn turned(samples: &Samples, orientation: u8) -> Samples {
    let Samples { values, channels, .. } = samples;
    let (width, height) = (samples.width as usize, samples.height as usize);
    // Where in the file the dot of column x and line y of the upright picture stands.
    let source = |x: usize, y: usize| match orientation {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    };
    let lies = (5..=8).contains(&orientation);
    let (upright_width, upright_height) =
        if lies { (samples.height, samples.width) } else { (samples.width, samples.height) };
    let mut upright = Vec::with_capacity(values.len());
    for y in 0..upright_height as usize {
        for x in 0..upright_width as usize {
            let (column, line) = source(x, y);
            let start = (line * width + column) * channels;
            upright.extend_from_slice(&values[start..start + channels]);
        }
    }
    Samples { width: upright_width, height: upright_height, channels: *channels, values: upright }
}

#[cfg(test)]
mod tests {
    use super::{Samples, turned};

    #[test]
    fn every_orientation_is_put_upright() {
        // The upright picture is 1 2 3 over 4 5 6; each row is how a camera of that orientation stores it.
        let stored: [(u8, (u32, u32), [u8; 6]); 8] = [
            (1, (3, 2), [1, 2, 3, 4, 5, 6]),
            (2, (3, 2), [3, 2, 1, 6, 5, 4]),
            (3, (3, 2), [6, 5, 4, 3, 2, 1]),
            (4, (3, 2), [4, 5, 6, 1, 2, 3]),
            (5, (2, 3), [1, 4, 2, 5, 3, 6]),
            (6, (2, 3), [3, 6, 2, 5, 1, 4]),
            (7, (2, 3), [6, 3, 5, 2, 4, 1]),
            (8, (2, 3), [4, 1, 5, 2, 6, 3]),
        ];
        for (orientation, (width, height), dots) in stored {
            let upright = turned(&Samples { width, height, channels: 1, values: dots.to_vec() }, orientation);
            assert_eq!((upright.width, upright.height), (3, 2), "{orientation}");
            assert_eq!(upright.values, [1, 2, 3, 4, 5, 6], "{orientation}");
        }
    }
}
