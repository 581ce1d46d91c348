//! Mermaid's pie charts: the one kind of diagram that reports use and that can be drawn exactly.

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
    /// Reads the text of a fenced `mermaid` block; none if it is another diagram or not well formed.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let mut lines =
            source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
        let first = lines.next()?.strip_prefix("pie")?;
        if first.starts_with(|character: char| !character.is_whitespace()) {
            return None;
        }
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
        (chart.total() > 0.0).then_some(chart)
    }

    /// The sum of all slices.
    pub fn total(&self) -> f64 {
        self.slices.iter().map(|slice| slice.value).sum()
    }
}

impl PieSlice {
    fn parse(line: &str) -> Option<Self> {
        let (label, value) = line.strip_prefix('"')?.rsplit_once("\"")?;
        let value: f64 = value.trim().strip_prefix(':')?.trim().parse().ok()?;
        let sensible = value.is_finite() && (0.0..1e12).contains(&value);
        sensible.then(|| Self { label: label.to_owned(), value })
    }
}

fn title(line: &str) -> Option<String> {
    line.strip_prefix("title ").map(|title| title.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::PieChart;

    #[test]
    fn a_pie_is_read_with_title_and_slices() {
        let chart =
            PieChart::parse("pie showData title Who acts\n  \"Inherited\" : 12\n  \"Ours: all\" : 3.5\n")
                .expect("well formed");
        assert_eq!(chart.title.as_deref(), Some("Who acts"));
        assert_eq!(chart.slices[1].label, "Ours: all");
        assert!((chart.total() - 15.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_a_pie_is_left_alone() {
        assert_eq!(PieChart::parse("graph TD\n a --> b"), None);
        assert_eq!(PieChart::parse("pie\n \"x\" : NaN"), None);
        assert_eq!(PieChart::parse("pie\n \"x\" : 0"), None);
        assert_eq!(PieChart::parse("pier\n \"x\" : 1"), None);
    }
}
