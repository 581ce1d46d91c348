//! Column widths: no column narrower than its widest word, and the rest of the room where it makes rows lowest, so
//! that a status or an id stays on one line and long texts share what is left.

use crate::layout::text::TextWidths;

/// What the cells of a table need, column by column, in points.
#[derive(Debug)]
pub(super) struct ColumnNeeds {
    /// Widest cell, unbroken.
    widest: Vec<f32>,
    /// Widest word.
    words: Vec<f32>,
    /// The widest part of a word that is never broken, where words may be divided.
    parts: Option<Vec<f32>>,
    /// Widths unbroken of the cells of some rows, evenly spread over the table.
    sample: Vec<Vec<f32>>,
    /// Every how manieth row is in the sample.
    stride: usize,
    rows: usize,
}

/// The part of the room beyond which a single word cannot make its column wider.
const LONGEST_WORD: f32 = 0.25;

/// A column of a table that has room to spare is at least this wide, in points: slivers look like mistakes.
const NARROWEST: f32 = 26.0;

/// A column whose widest entry takes at most this part of the room is a short one.
const SHORT: f32 = 0.16;

/// Short entries up to this many times as wide as most of their column are kept whole, too.
const SIMILAR: f32 = 1.4;

/// A column with text is at least this wide if there is room, in points: about two words a line.
const COMFORTABLE: f32 = 58.0;

/// How much of the room columns may take before it is handed out where it saves most.
const BASE: f32 = 0.7;

/// Rows beyond this number are sampled.
const SAMPLE: usize = 96;

/// Parts in which the room is handed out.
const SHARES: usize = 32;

/// How many shares are looked at together: a column may need several before it needs a line less.
const AHEAD: usize = 6;

/// Width of half a word of running text, in points.
const HALF_WORD: f32 = 10.0;

/// A table that fills at least this share of the text area is stretched to fill all of it.
const STRETCHED_FROM: f32 = 0.6;

impl ColumnNeeds {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            widest: vec![0.0; columns],
            words: vec![0.0; columns],
            parts: None,
            sample: Vec::new(),
            stride: 1,
            rows: 0,
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, cells: impl Iterator<Item = TextWidths>) {
        let mut row = Vec::with_capacity(self.widest.len());
        for (column, cell) in cells.enumerate() {
            self.widest[column] = self.widest[column].max(cell.unbroken);
            self.words[column] = self.words[column].max(cell.word);
            row.push(cell.unbroken);
        }
        if self.rows.is_multiple_of(self.stride) {
            self.sample.push(row);
        }
        if self.sample.len() > SAMPLE {
            let mut number = 0;
            self.sample.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.stride *= 2;
        }
        self.rows += 1;
    }

    /// Adds what a row needs when its words are divided.
    pub(super) fn add_parts(&mut self, cells: impl Iterator<Item = f32>) {
        let parts = self.parts.get_or_insert_with(|| vec![0.0; self.widest.len()]);
        for (part, cell) in parts.iter_mut().zip(cells) {
            *part = part.max(cell);
        }
    }

    /// What the columns need at least, as far as that has been found out.
    pub(super) fn least(&self) -> &[f32] {
        self.parts.as_deref().unwrap_or(&self.words)
    }

    /// What the table needs at least, without the space at the sides of its cells.
    pub(super) fn total(&self) -> f32 {
        self.least().iter().sum()
    }

    /// What the columns would take if nothing was broken.
    pub(super) fn widest(&self) -> f32 {
        self.widest.iter().sum()
    }

    /// Widths that sum up to at most `room`, by the hint if there is one.
    pub(super) fn distribute(&self, room: f32, hint: Option<&[f32]>) -> Vec<f32> {
        let room = room.max(self.widest.len() as f32);
        let least = self.affordable_least(room);
        if let Some(hint) = hint {
            let total: f32 = hint.iter().sum();
            let wanted = hint.iter().map(|share| room * share / total).collect();
            return at_least(wanted, &least, room);
        }
        let natural: Vec<f32> = self.widest.iter().map(|width| width.max(NARROWEST)).collect();
        let all: f32 = natural.iter().sum();
        if all <= room {
            let extra = if all >= room * STRETCHED_FROM { room - all } else { 0.0 };
            return natural.iter().map(|width| width + extra * width / all).collect();
        }
        self.shares(self.comfortable(self.whole_short_columns(least, room), room), room)
    }

    /// The widest words, cut down from the top where they do not fit side by side, but first only as far as words can
    /// be divided. A word that would take more than its column's part of the table (a long resource name) does not
    /// count in full: it will be broken.
    fn affordable_least(&self, room: f32) -> Vec<f32> {
        let limit = (room * LONGEST_WORD).max(room / self.words.len().max(1) as f32);
        let least: Vec<f32> = self.words.iter().map(|width| width.min(limit)).collect();
        if least.iter().sum::<f32>() <= room {
            return least;
        }
        let parts = self.parts.iter().flatten().zip(&least).map(|(part, width)| part.min(*width));
        let parts: Vec<f32> = parts.collect();
        if parts.len() == least.len() && parts.iter().sum::<f32>() <= room {
            return capped(&least, &parts, room);
        }
        let cut = if parts.len() == least.len() { &parts } else { &least };
        capped(cut, &vec![0.0; cut.len()], room)
    }

    /// Columns of short entries keep them on one line, as long as enough is left for the others. Where only a few
    /// entries are longer than most, those few are broken.
    fn whole_short_columns(&self, least: Vec<f32>, room: f32) -> Vec<f32> {
        let whole: Vec<f32> = (0..least.len())
            .map(|column| {
                let (widest, most) = (self.widest[column], self.most(column));
                if most > room * SHORT {
                    least[column]
                } else if widest <= room * SHORT && widest <= most * SIMILAR {
                    widest
                } else {
                    most.max(least[column])
                }
            })
            .collect();
        if whole.iter().sum::<f32>() <= room * 0.75 { whole } else { least }
    }

    /// The width that three quarters of a column's cells do not exceed.
    fn most(&self, column: usize) -> f32 {
        let mut widths: Vec<f32> = self.sample.iter().map(|row| row[column]).collect();
        widths.sort_by(f32::total_cmp);
        widths.get(widths.len() * 3 / 4).or(widths.last()).copied().unwrap_or(0.0)
    }

    /// No slivers, as long as enough is left for the others.
    fn comfortable(&self, widths: Vec<f32>, room: f32) -> Vec<f32> {
        let comfortable: Vec<f32> = widths
            .iter()
            .zip(&self.widest)
            .map(|(width, widest)| widest.min(COMFORTABLE).max(*width))
            .collect();
        if comfortable.iter().sum::<f32>() <= room * BASE { comfortable } else { widths }
    }

    /// Hands out the room above the least in small shares, each few to the column where they save most height.
    fn shares(&self, least: Vec<f32>, room: f32) -> Vec<f32> {
        let mut widths = least;
        let share = (room - widths.iter().sum::<f32>()) / SHARES as f32;
        if share <= 0.0 {
            return widths;
        }
        let mut left = SHARES;
        while left > 0 {
            let offers = (0..widths.len()).flat_map(|column| {
                let width = widths[column];
                (1..=AHEAD.min(left)).map(move |count| {
                    let gain = self.gain(column, width, share * count as f32);
                    WidthOffer { gain: gain / count as f32, count, column }
                })
            });
            let Some(best) = best(offers).filter(|best| best.gain > 0.0) else { break };
            widths[best.column] += share * best.count as f32;
            left -= best.count;
        }
        let extra = (room - widths.iter().sum::<f32>()).max(0.0) / widths.len() as f32;
        widths.iter().map(|width| width + extra).collect()
    }

    /// What is saved when a column gets more room. The cube of its lines stands for what a cell costs: the tall
    /// cells of a row decide its height, and where several are tall, each must get its share before it is lower.
    fn gain(&self, column: usize, width: f32, more: f32) -> f32 {
        let cost = |unbroken, width| lines(unbroken, width).powi(3);
        let gain = self.sample.iter().map(|row| cost(row[column], width) - cost(row[column], width + more));
        gain.sum()
    }
}

/// What a column saves with some shares more.
struct WidthOffer {
    /// For each share.
    gain: f32,
    count: usize,
    column: usize,
}

/// The offer with the highest gain, the first of equal ones.
fn best(offers: impl Iterator<Item = WidthOffer>) -> Option<WidthOffer> {
    offers.reduce(|best, offer| if offer.gain > best.gain { offer } else { best })
}

/// Widths cut down from the top, but never below their floors, until they fit into the room.
fn capped(widths: &[f32], floors: &[f32], room: f32) -> Vec<f32> {
    let at = |cap: f32| widths.iter().zip(floors).map(move |(width, floor)| width.min(cap).max(*floor));
    let (mut low, mut high) = (0.0_f32, widths.iter().copied().fold(0.0, f32::max));
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if at(middle).sum::<f32>() <= room { low = middle } else { high = middle }
    }
    at(low).collect()
}

/// About how many lines a cell takes: broken text wastes about half a word at the end of each line.
fn lines(unbroken: f32, width: f32) -> f32 {
    if unbroken <= width { 1.0 } else { (unbroken / (width - HALF_WORD).max(1.0)).max(1.6) }
}

/// Raises widths to their least, at the cost of those that have more than theirs.
fn at_least(mut wanted: Vec<f32>, least: &[f32], room: f32) -> Vec<f32> {
    for _ in 0..wanted.len() {
        for (width, least) in wanted.iter_mut().zip(least) {
            *width = width.max(*least);
        }
        let over = wanted.iter().sum::<f32>() - room;
        let spare: f32 = wanted.iter().zip(least).map(|(width, least)| width - least).sum();
        if over <= 0.01 || spare <= 0.01 {
            break;
        }
        for (width, least) in wanted.iter_mut().zip(least) {
            *width -= (over * (*width - least) / spare).min(*width - least);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::{ColumnNeeds, TextWidths};

    /// Cells by their widths: unbroken, and of the widest word.
    fn cells<const N: usize>(widths: [(f32, f32); N]) -> impl Iterator<Item = TextWidths> {
        widths.into_iter().map(|(unbroken, word)| TextWidths { unbroken, word })
    }

    fn sum(widths: &[f32]) -> f32 {
        widths.iter().sum()
    }

    #[test]
    fn short_columns_keep_their_text_on_one_line() {
        let mut needs = ColumnNeeds::new(3);
        needs.add(cells([(40.0, 40.0), (60.0, 30.0), (2000.0, 70.0)]));
        let widths = needs.distribute(480.0, None);
        assert!(widths[0] >= 40.0 && widths[1] >= 60.0, "{widths:?}");
        assert!((sum(&widths) - 480.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn a_hint_is_followed_but_no_word_is_broken_for_it() {
        let mut needs = ColumnNeeds::new(2);
        needs.add(cells([(300.0, 100.0), (300.0, 50.0)]));
        let widths = needs.distribute(400.0, Some(&[1.0, 9.0]));
        assert!((widths[0] - 100.0).abs() < 0.1 && (widths[1] - 300.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn columns_never_exceed_the_room() {
        let mut needs = ColumnNeeds::new(4);
        needs.add(cells([(900.0, 900.0), (20.0, 20.0), (800.0, 600.0), (10.0, 10.0)]));
        let widths = needs.distribute(300.0, None);
        assert!(sum(&widths) <= 300.1, "{widths:?}");
        assert!(widths[1] >= 19.9 && widths[3] >= 9.9, "{widths:?}");
    }
}
