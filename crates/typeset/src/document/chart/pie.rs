//! Mermaid's pie charts: the parts of a whole.

use super::{ChartError, entities, title};

/// A pie chart with at least one slice and a total above zero.
#[derive(Debug, Clone, PartialEq)]
pub struct PieChart {
    /// Stands above the chart.
    pub title: Option<String>,
    /// In the order written.
    pub slices: Vec<PieSlice>,
}

/// One slice of a pie chart.
#[derive(Debug, Clone, PartialEq)]
pub struct PieSlice {
    /// Stands in the legend.
    pub label: String,
    /// Not negative; in whatever unit the chart counts.
    pub value: f64,
}

impl PieChart {
    /// Reads the lines after the word `pie`, with the rest of the line on which that stands.
    pub(super) fn parse<'s>(
        first: &'s str,
        lines: impl Iterator<Item = &'s str>,
    ) -> Result<Self, ChartError> {
        let first = first.trim();
        let mut chart =
            Self { title: title(first.strip_prefix("showData").unwrap_or(first).trim()), slices: Vec::new() };
        for line in lines {
            match title(line) {
                Some(found) => chart.title = Some(found),
                None if line == "showData" => {}
                None => chart.slices.push(PieSlice::parse(line)?),
            }
        }
        let is_whole = chart.total() > 0.0;
        is_whole.then_some(chart).ok_or_else(|| ChartError::new("", "a pie chart needs a value above zero"))
    }

    /// The sum of all slices.
    pub(crate) fn total(&self) -> f64 {
        self.slices.iter().map(|slice| slice.value).sum()
    }
}

impl PieSlice {
    fn parse(line: &str) -> Result<Self, ChartError> {
        let parts = || {
            let (label, value) = line.strip_prefix('"')?.rsplit_once('"')?;
            let value: f64 = value.trim().strip_prefix(':')?.trim().parse().ok()?;
            let sensible = value.is_finite() && (0.0..1e12).contains(&value);
            sensible.then(|| Self { label: entities(label), value })
        };
        parts().ok_or_else(|| ChartError::new(line, "expected a name in quotes, a colon and a number"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Chart, PieChart};

    fn pie(source: &str) -> Option<PieChart> {
        match Chart::parse(source) {
            Ok(Chart::Pie(chart)) => Some(chart),
            Ok(Chart::Bars(_) | Chart::Flow(_)) | Err(_) => None,
        }
    }

    #[test]
    fn a_pie_is_read_with_title_and_slices() {
        let chart = pie("pie showData title Who acts\n  \"Inherited\" : 12\n  \"Ours: all\" : 3.5\n")
            .expect("well formed");
        assert_eq!(chart.title.as_deref(), Some("Who acts"));
        assert_eq!(chart.slices[1].label, "Ours: all");
        assert!((chart.total() - 15.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_a_pie_is_left_alone() {
        assert_eq!(pie("sequenceDiagram\n a ->> b"), None);
        assert_eq!(pie("pie\n \"x\" : NaN"), None);
        assert_eq!(pie("pie\n \"x\" : 0"), None);
        assert_eq!(pie("pier\n \"x\" : 1"), None);
    }
}
