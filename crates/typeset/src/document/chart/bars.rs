//! Mermaid's bar charts (`xychart-beta`): one number, or a few, for each name.

use super::{ChartError, entities, title, unquoted};

/// Most names on the axis: more would be a table.
const MOST_NAMES: usize = 500;

/// Most bars for one name.
const MOST_SERIES: usize = 7;

/// The numbers at the ends of an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisRange {
    /// Where bars start.
    pub from: f64,
    /// Greater than where they start.
    pub to: f64,
}

/// A bar chart with at least one name and one number for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarChart {
    /// Stands above the chart.
    pub title: Option<String>,
    /// Whether bars must lie; otherwise they stand if their names fit below them.
    pub horizontal: bool,
    /// What the names are.
    pub names_title: Option<String>,
    /// The names, in the order written.
    pub names: Vec<String>,
    /// What the numbers are.
    pub numbers_title: Option<String>,
    /// The numbers at either end of the axis; where they are not given, zero and the highest bar.
    pub range: Option<AxisRange>,
    /// The numbers, as many in each as there are names.
    pub series: Vec<Series>,
}

/// One number for each name.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the numbers are, beside those of other series.
    pub title: Option<String>,
    /// Not negative; in whatever unit the chart counts.
    pub numbers: Vec<f64>,
}

impl BarChart {
    /// Reads the lines after the word `xychart-beta`, with the rest of the line on which that stands.
    pub(super) fn parse<'s>(
        first: &'s str,
        lines: impl Iterator<Item = &'s str>,
    ) -> Result<Self, ChartError> {
        let mut chart = Self::default();
        match first {
            "horizontal" => chart.horizontal = true,
            "" | "vertical" => {}
            _ => return Err(ChartError::new(first, "a chart is `horizontal` or `vertical`")),
        }
        for line in lines {
            chart.take(line).map_err(|reason| ChartError::new(line, reason))?;
        }
        chart.checked().map_err(|reason| ChartError::new("", reason))
    }

    fn take(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "title" => self.title = title(line),
            "x-axis" => (self.names_title, self.names) = names_axis(rest)?,
            "y-axis" => (self.numbers_title, self.range) = numbers_axis(rest)?,
            "bar" => {
                let (title, list) = titled_list(rest)?;
                let numbers: Option<Vec<f64>> = list.iter().map(|text| number(text)).collect();
                let numbers = numbers.ok_or("values are numbers of at least zero")?;
                self.series.push(Series { title, numbers });
            }
            "line" => return Err("lines are not supported, only bars".to_owned()),
            // Descriptions for screen readers: the PDF has all names and numbers as alternative text anyway.
            "accTitle:" | "accDescr:" => {}
            _ => return Err(format!("`{word}` is not supported")),
        }
        Ok(())
    }

    fn checked(mut self) -> Result<Self, String> {
        let Some(first) = self.series.first() else { return Err("it has no `bar`".to_owned()) };
        if self.series.len() > MOST_SERIES {
            return Err(format!("it has more than {MOST_SERIES} series"));
        }
        if self.names.is_empty() {
            self.names = (1..=first.numbers.len()).map(|number| number.to_string()).collect();
        }
        let names = self.names.len();
        if names == 0 || names > MOST_NAMES {
            return Err(format!("it has {names} names; 1 to {MOST_NAMES} are supported"));
        }
        match self.series.iter().find(|series| series.numbers.len() != names) {
            Some(series) => Err(format!("it has {} numbers for {names} names", series.numbers.len())),
            None => Ok(self),
        }
    }
}

/// `"title" [a, "b c"]`; either may be missing.
fn names_axis(text: &str) -> Result<(Option<String>, Vec<String>), String> {
    if text.contains("-->") {
        return Err("the x-axis has names, not a range".to_owned());
    }
    if !text.contains('[') {
        return Ok((Some(entities(unquoted(text))).filter(|title| !title.is_empty()), Vec::new()));
    }
    let (title, list) = titled_list(text)?;
    Ok((title, list.iter().map(|name| entities(unquoted(name))).collect()))
}

/// `"title" 0 --> 100`; either may be missing.
fn numbers_axis(text: &str) -> Result<(Option<String>, Option<AxisRange>), String> {
    let Some((before, last)) = text.rsplit_once("-->") else {
        return Ok((Some(entities(unquoted(text))).filter(|title| !title.is_empty()), None));
    };
    let before = before.trim_end();
    let (title, first) = before.rsplit_once(|c: char| c.is_whitespace() || c == '"').unwrap_or(("", before));
    let title = title.trim().trim_matches('"');
    let range = number(first).zip(number(last)).map(|(from, to)| AxisRange { from, to });
    let range = range
        .filter(|range| range.from < range.to)
        .ok_or("a range is two numbers of at least zero, the smaller first: `0 --> 100`")?;
    Ok((Some(entities(title)).filter(|title| !title.is_empty()), Some(range)))
}

/// A title, if there is one, and the items between brackets; quotes stay around names that have them.
fn titled_list(text: &str) -> Result<(Option<String>, Vec<String>), String> {
    let missing = || "expected a list in `[` and `]`".to_owned();
    let (title, list) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').ok_or_else(missing)?,
        None => text.split_at(text.find('[').ok_or_else(missing)?),
    };
    let list = list.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']')).ok_or_else(missing)?;
    let mut items = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, character) in list.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                items.push(list[start..at].trim().to_owned());
                start = at + 1;
            }
            _ => {}
        }
    }
    if quoted {
        return Err("a quoted name is not closed".to_owned());
    }
    items.push(list[start..].trim().to_owned());
    if items.iter().any(String::is_empty) {
        return Err("a list has an empty item".to_owned());
    }
    Ok((Some(entities(title.trim())).filter(|title| !title.is_empty()), items))
}

fn number(text: &str) -> Option<f64> {
    let value: f64 = text.trim().parse().ok()?;
    (value.is_finite() && (0.0..1e12).contains(&value)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::super::{AxisRange, BarChart, Chart, ChartError};

    fn bars(source: &str) -> Result<BarChart, ChartError> {
        match Chart::parse(source)? {
            Chart::Bars(chart) => Ok(chart),
            Chart::Pie(_) | Chart::Flow(_) => panic!("it is a bar chart"),
        }
    }

    #[test]
    fn a_bar_chart_is_read_with_axes_and_names() {
        let chart = bars(
            "xychart-beta horizontal\n title \"Open points\"\n x-axis \"Project\" [a, \"b, #quot;c#quot;\"]\n \
             y-axis \"Findings\" 0 --> 40\n bar \"Errors\" [1, 2.5]\n bar [3, 4]\n",
        )
        .expect("well formed");
        assert!(chart.horizontal);
        assert_eq!(chart.title.as_deref(), Some("Open points"));
        assert_eq!(chart.names_title.as_deref(), Some("Project"));
        assert_eq!(chart.names, ["a", "b, \"c\""]);
        assert_eq!(
            (chart.numbers_title.as_deref(), chart.range),
            (Some("Findings"), Some(AxisRange { from: 0.0, to: 40.0 }))
        );
        assert_eq!(chart.series[0].title.as_deref(), Some("Errors"));
        assert_eq!(chart.series[1].numbers, [3.0, 4.0]);
    }

    #[test]
    fn everything_but_bars_is_optional() {
        let chart = bars("xychart\nbar [7, 8]").expect("well formed");
        assert_eq!(chart.names, ["1", "2"]);
        assert_eq!((chart.title, chart.range, chart.horizontal), (None, None, false));
        let chart = bars("xychart-beta\ny-axis Count\nbar [7]").expect("well formed");
        assert_eq!(chart.numbers_title.as_deref(), Some("Count"));
        let chart = bars("xychart-beta\ny-axis 5 --> 9\nbar [7]").expect("well formed");
        assert_eq!((chart.numbers_title, chart.range), (None, Some(AxisRange { from: 5.0, to: 9.0 })));
    }

    #[test]
    fn what_cannot_be_drawn_says_which_line_and_why() {
        for (source, line) in [
            ("xychart-beta\nbar [1]\nline [1]", "line [1]"),
            ("xychart-beta\nbar [NaN]", "bar [NaN]"),
            ("xychart-beta\nbar [-1]", "bar [-1]"),
            ("xychart-beta\nbar [1e999]", "bar [1e999]"),
            ("xychart-beta\nbar [1,]", "bar [1,]"),
            ("xychart-beta\nbar 1, 2", "bar 1, 2"),
            ("xychart-beta\nx-axis [\"a]\nbar [1]", "x-axis [\"a]"),
            ("xychart-beta\nx-axis 0 --> 4\nbar [1]", "x-axis 0 --> 4"),
            ("xychart-beta\ny-axis 4 --> 4\nbar [1]", "y-axis 4 --> 4"),
            ("xychart-beta sideways\nbar [1]", "sideways"),
            ("xychart-beta\nx-axis [a, b]\nbar [1]", ""),
            ("xychart-beta\n", ""),
            ("sequenceDiagram\n a ->> b", "sequenceDiagram"),
        ] {
            assert_eq!(bars(source).expect_err(source).line, line, "{source}");
        }
    }
}
