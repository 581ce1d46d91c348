//! Column widths. Short columns get what they need, so that a status or an id stays on one line; long ones share
//! the rest by how much text they hold, so that rows come out low.

/// What the cells of a table need, column by column, in points.
#[derive(Debug)]
pub(super) struct Measure {
    widest: Vec<f32>,
    least: Vec<f32>,
    sum: Vec<f32>,
    rows: usize,
}

/// A table that fills at least this share of the text area is stretched to fill all of it.
const STRETCHED_FROM: f32 = 0.6;

impl Measure {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            widest: vec![0.0; columns],
            least: vec![0.0; columns],
            sum: vec![0.0; columns],
            rows: 0,
        }
    }

    /// Adds a row: of each cell the width unbroken and the width of its widest word.
    pub(super) fn add(&mut self, cells: impl Iterator<Item = (f32, f32)>) {
        self.rows += 1;
        for (column, (unbroken, word)) in cells.enumerate() {
            self.widest[column] = self.widest[column].max(unbroken);
            self.least[column] = self.least[column].max(word);
            self.sum[column] += unbroken;
        }
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
        let all: f32 = self.widest.iter().sum();
        if all <= room {
            let extra = if all >= room * STRETCHED_FROM {
                room - all
            } else {
                0.0
            };
            return self
                .widest
                .iter()
                .map(|width| width + extra * width / all.max(1.0))
                .collect();
        }
        at_least(self.shares(room), &least, room)
    }

    /// The widest words, cut down from the top where they do not fit side by side.
    fn affordable_least(&self, room: f32) -> Vec<f32> {
        let fits = |cap: f32| self.least.iter().map(|width| width.min(cap)).sum::<f32>() <= room;
        if fits(f32::MAX) {
            return self.least.clone();
        }
        let (mut low, mut high) = (0.0_f32, room);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if fits(middle) { low = middle } else { high = middle }
        }
        self.least.iter().map(|width| width.min(low)).collect()
    }

    /// Columns that need less than an even share get all they need; the others share what is left by the amount of
    /// their text, dampened by a square root so that one long column does not starve the rest.
    fn shares(&self, room: f32) -> Vec<f32> {
        let mut widths = self.widest.clone();
        let mut open: Vec<usize> = (0..widths.len()).collect();
        let mut left = room;
        loop {
            let even = left / open.len().max(1) as f32;
            let (short, long): (Vec<_>, Vec<_>) =
                open.iter().partition(|column| self.widest[**column] <= even);
            left -= short.iter().map(|column| self.widest[*column]).sum::<f32>();
            open = long;
            if short.is_empty() || open.is_empty() {
                break;
            }
        }
        let weight = |column: &usize| (self.sum[*column] / self.rows.max(1) as f32).sqrt().max(1.0);
        let total: f32 = open.iter().map(weight).sum();
        for column in &open {
            widths[*column] = left * weight(column) / total;
        }
        widths
    }
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
    use super::Measure;

    fn sum(widths: &[f32]) -> f32 {
        widths.iter().sum()
    }

    #[test]
    fn short_columns_keep_their_text_on_one_line() {
        let mut measure = Measure::new(3);
        measure.add([(40.0, 40.0), (60.0, 30.0), (2000.0, 70.0)].into_iter());
        let widths = measure.distribute(480.0, None);
        assert!(widths[0] >= 40.0 && widths[1] >= 60.0, "{widths:?}");
        assert!((sum(&widths) - 480.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn a_hint_is_followed_but_no_word_is_broken_for_it() {
        let mut measure = Measure::new(2);
        measure.add([(300.0, 100.0), (300.0, 50.0)].into_iter());
        let widths = measure.distribute(400.0, Some(&[1.0, 9.0]));
        assert!(
            (widths[0] - 100.0).abs() < 0.1 && (widths[1] - 300.0).abs() < 0.1,
            "{widths:?}"
        );
    }

    #[test]
    fn columns_never_exceed_the_room() {
        let mut measure = Measure::new(4);
        measure.add([(900.0, 900.0), (20.0, 20.0), (800.0, 600.0), (10.0, 10.0)].into_iter());
        let widths = measure.distribute(300.0, None);
        assert!(sum(&widths) <= 300.1, "{widths:?}");
        assert!(widths[1] >= 19.9 && widths[3] >= 9.9, "{widths:?}");
    }
}
