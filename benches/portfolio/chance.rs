//! Chance with a seed, so that the same number of projects is the same bytes each time and everywhere.

/// A sequence of numbers by SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Chance(u64);

impl Chance {
    /// The sequence of a seed; near seeds give unlike sequences.
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 on, below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("counts here are small");
        usize::try_from(self.next() % end).expect("it is below a count")
    }

    /// Whether something happens that does so `of_hundred` times in a hundred.
    pub(crate) fn happens(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of several.
    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// Some of several, `count` at most, in their order.
    pub(crate) fn some<'t, T>(&mut self, of: &'t [T], count: usize) -> Vec<&'t T> {
        let mut left = count.min(of.len());
        let mut taken = Vec::new();
        for (index, item) in of.iter().enumerate() {
            if self.below(of.len() - index) < left {
                taken.push(item);
                left -= 1;
            }
        }
        taken
    }
}
