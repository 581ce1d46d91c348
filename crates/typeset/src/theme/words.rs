//! The words that the typesetter adds to documents.

/// The words that stand in documents without being in their text, in the language of the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedWords {
    /// Above the table of contents.
    pub contents: String,
    /// Behind the caption of what goes on from the page before.
    pub continued: String,
    /// Above an alert that is worth knowing.
    pub note: String,
    /// Above one that makes things easier.
    pub tip: String,
    /// Above one that is needed to reach the goal.
    pub important: String,
    /// Above one that needs attention at once.
    pub warning: String,
    /// Above one about bad consequences.
    pub caution: String,
    /// In the title block: whose document it is.
    pub organization: String,
    /// In the title block: what it is about.
    pub project: String,
    /// In the title block: who may see it.
    pub classification: String,
    /// In the title block: its date.
    pub as_of: String,
    /// In the title block: its id.
    pub document: String,
    /// In the title block: its revision.
    pub revision: String,
    /// A bar chart without a title.
    pub bar_chart: String,
    /// A pie chart without a title.
    pub pie_chart: String,
    /// A series of bars without a title, beside others.
    pub untitled: String,
    /// Where an axis starts that does not start at zero, with `{from}` in place of the number.
    pub bars_start_at: String,
}

impl Default for FixedWords {
    /// English.
    fn default() -> Self {
        Self {
            contents: "Contents".to_owned(),
            continued: "(continued)".to_owned(),
            note: "Note".to_owned(),
            tip: "Tip".to_owned(),
            important: "Important".to_owned(),
            warning: "Warning".to_owned(),
            caution: "Caution".to_owned(),
            organization: "Organisation".to_owned(),
            project: "Project".to_owned(),
            classification: "Classification".to_owned(),
            as_of: "As of".to_owned(),
            document: "Document".to_owned(),
            revision: "Revision".to_owned(),
            bar_chart: "Bar chart".to_owned(),
            pie_chart: "Pie chart".to_owned(),
            untitled: "Without a title".to_owned(),
            bars_start_at: "Bars start at {from}".to_owned(),
        }
    }
}

impl FixedWords {
    /// Each of them as another text.
    #[must_use]
    pub fn map(self, word: impl Fn(&str) -> String) -> Self {
        Self {
            contents: word(&self.contents),
            continued: word(&self.continued),
            note: word(&self.note),
            tip: word(&self.tip),
            important: word(&self.important),
            warning: word(&self.warning),
            caution: word(&self.caution),
            organization: word(&self.organization),
            project: word(&self.project),
            classification: word(&self.classification),
            as_of: word(&self.as_of),
            document: word(&self.document),
            revision: word(&self.revision),
            bar_chart: word(&self.bar_chart),
            pie_chart: word(&self.pie_chart),
            untitled: word(&self.untitled),
            bars_start_at: word(&self.bars_start_at),
        }
    }
}
