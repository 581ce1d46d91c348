//! How switches of a service are set when it begins to be used, and what the organisation has to do about each.

use onus_core::model::Setting;
use onus_core::resolve::{ControlRow, Matrix, MatrixCell};
use serde::Serialize;

use super::ViewContext;
use super::link::ControlLink;
use super::text::{Text, shortened};

/// So many words of what has to be done are shown.
const MOST_WORDS: usize = 25;

/// A switch of a service.
#[derive(Debug, Serialize)]
pub(super) struct ServiceSettingView<'a> {
    control: ControlLink<'a>,
    part: Text<'a>,
    /// `default`, `opt-in` or `none`.
    setting: &'static str,
    /// At most 25 words, or none when the catalog does not say.
    text: Option<String>,
}

impl<'a> ServiceSettingView<'a> {
    /// Those of parts in which the organisation holds a duty: what it has to set first, then what the service does not
    /// offer, then what is on from the beginning.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let mut found: Vec<(Setting, Self)> = Vec::new();
        for row in &matrix.controls {
            for cell in row.cells.iter().filter(|cell| cell.concerns_customer()) {
                let Some((setting, view)) = Self::new(context, row, cell) else { continue };
                // Cells come part by part: uses of the service under several names are side by side.
                let is_known = found.last().is_some_and(|(known, last)| {
                    *known == setting && last.control.id == view.control.id && last.part == view.part
                });
                if !is_known {
                    found.push((setting, view));
                }
            }
        }
        found.sort_by_key(|(setting, _)| match setting {
            Setting::OptIn => 0,
            Setting::None => 1,
            Setting::Default => 2,
        });
        found.into_iter().map(|(_, view)| view).collect()
    }

    fn new(
        context: ViewContext<'_>,
        row: &'a ControlRow<'a>,
        cell: &'a MatrixCell<'a>,
    ) -> Option<(Setting, Self)> {
        let setting = cell.setting(row.control)?;
        let view = Self {
            control: ControlLink::new(row.control),
            part: Text(&cell.part.title),
            setting: setting.word(),
            text: cell
                .customer_text()
                .map(|text| shortened(&context.messages.translated(text.trim()), MOST_WORDS)),
        };
        Some((setting, view))
    }
}
