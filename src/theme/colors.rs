//! Colours of the theme, and whether text can be read on what it stands on.

use onus_core::diagnostic::{Code, quoted};
use onus_core::source::SourceId;
use onus_typeset::theme::{AlertColors, Color, Colors, LabelColors, MarkColors};

use super::ThemeReader;
use super::section::{Sourced, ThemeSection};
use crate::theme::schema::{AlertsEntry, ColorText, ColorsEntry, ThemeFile};

/// Least contrast of text that everybody can read (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Most colours of charts.
const MOST_CHART_COLORS: usize = 32;

/// A colour with the name that the theme gives it.
pub(super) struct NamedColor<'n> {
    pub(super) name: &'n str,
    pub(super) color: Sourced<Color>,
}

/// What text stands on: a tint of the theme, or the paper, which has no place.
pub(super) struct Background<'n> {
    pub(super) name: String,
    pub(super) color: Color,
    pub(super) tint: Option<&'n NamedColor<'n>>,
}

/// All colours of a theme.
pub(super) struct ThemeColors {
    pub(super) colors: Colors,
    pub(super) labels: Vec<LabelColors>,
    pub(super) marks: Vec<MarkColors>,
    pub(super) chart_colors: Vec<Color>,
}

impl<'n> From<&'n NamedColor<'n>> for Background<'n> {
    fn from(tint: &'n NamedColor<'n>) -> Self {
        Self { name: format!("`{}`", tint.name), color: tint.color.value, tint: Some(tint) }
    }
}

impl Background<'_> {
    pub(super) fn paper() -> Self {
        Self { name: "white paper".to_owned(), color: Color::WHITE, tint: None }
    }
}

impl ThemeReader<'_> {
    pub(super) fn colors(&mut self, file: &ThemeSection<'_, ThemeFile>) -> ThemeColors {
        let section = file.part("colors", |file| file.colors.as_ref());
        let alerts = section.part("alerts", |colors| colors.alerts.as_ref());
        let labels = self.labels(&file.part("labels", |file| file.labels.as_ref()));
        let marks = self.marks(&file.part("marks", |file| file.marks.as_ref()));
        let chart_colors = self.chart(&section);
        let mut color = |name: &'static str, of: for<'t> fn(&'t ColorsEntry) -> Option<&'t ColorText>| {
            self.named(name, section.all(name, of))
        };
        let (text, muted) =
            (color("text", |all| all.text.as_ref()), color("muted", |all| all.muted.as_ref()));
        let (accent, link) =
            (color("accent", |all| all.accent.as_ref()), color("link", |all| all.link.as_ref()));
        let header = color("header-tint", |all| all.header_tint.as_ref());
        let code = color("code-tint", |all| all.code_tint.as_ref());
        let inline = color("inline-code-tint", |all| all.inline_code_tint.as_ref());
        let (rule, strong_rule, quote_bar) = (
            color("rule", |all| all.rule.as_ref()).color.value,
            color("strong-rule", |all| all.strong_rule.as_ref()).color.value,
            color("quote-bar", |all| all.quote_bar.as_ref()).color.value,
        );
        let alerts = self.alerts(&alerts);
        // Code within text may stand in any of them, and a link in the header of a table.
        self.readable(&text, &[Background::paper(), (&header).into(), (&code).into(), (&inline).into()]);
        self.readable(&muted, &[Background::paper(), (&inline).into()]);
        self.readable(&accent, &[Background::paper(), (&inline).into()]);
        self.readable(&link, &[Background::paper(), (&header).into(), (&inline).into()]);
        let colors = Colors {
            text: text.color.value,
            muted: muted.color.value,
            accent: accent.color.value,
            link: link.color.value,
            rule,
            strong_rule,
            header_tint: header.color.value,
            code_tint: code.color.value,
            inline_code_tint: inline.color.value,
            quote_bar,
            alerts,
        };
        ThemeColors { colors, labels, marks, chart_colors }
    }

    fn alerts(&mut self, alerts: &ThemeSection<'_, AlertsEntry>) -> AlertColors {
        let mut color = |name: &'static str, of: for<'t> fn(&'t AlertsEntry) -> Option<&'t ColorText>| {
            let named = self.named(name, alerts.all(name, of));
            self.readable(&named, &[Background::paper()]);
            named.color.value
        };
        AlertColors {
            note: color("note", |all| all.note.as_ref()),
            tip: color("tip", |all| all.tip.as_ref()),
            important: color("important", |all| all.important.as_ref()),
            warning: color("warning", |all| all.warning.as_ref()),
            caution: color("caution", |all| all.caution.as_ref()),
        }
    }

    fn chart(&mut self, colors: &ThemeSection<'_, ColorsEntry>) -> Vec<Color> {
        for list in colors.all("chart", |colors| colors.chart.as_ref()) {
            let read: Vec<Color> = list
                .value
                .iter()
                .take(MOST_CHART_COLORS)
                .filter_map(|(position, word)| {
                    self.color(&Sourced { value: word, origin: list.origin.item(position) })
                })
                .collect();
            if !read.is_empty() {
                return read;
            }
            if list.value.is_empty() {
                let message = "a chart needs at least one colour";
                self.diagnostics.error(Code::BadColor, &list.origin, message);
            }
        }
        Vec::new()
    }

    fn named<'n>(&mut self, name: &'n str, words: Vec<Sourced<&ColorText>>) -> NamedColor<'n> {
        let color = words.into_iter().find_map(|word| {
            let value = self.color(&word)?;
            Some(Sourced { value, origin: word.origin })
        });
        NamedColor { name, color: color.expect("the built-in theme has every colour; a test reads it") }
    }

    pub(super) fn color(&mut self, word: &Sourced<&ColorText>) -> Option<Color> {
        let color = Color::parse(&word.value.0);
        if color.is_none() {
            let message = format!("{} is not a colour", quoted(&word.value.0));
            let hint = "colours are a `#` and six hexadecimal digits, such as \"#1b3a57\"".to_owned();
            self.diagnostics.error(Code::BadColor, &word.origin, message).help(hint);
        }
        color
    }

    /// Reports the ground on which a colour of text is read worst, if that is too bad.
    pub(super) fn readable(&mut self, text: &NamedColor<'_>, grounds: &[Background<'_>]) {
        let contrast = |ground: &Background<'_>| text.color.value.contrast(ground.color);
        let worst = grounds.iter().min_by(|one, other| contrast(one).total_cmp(&contrast(other)));
        let Some(ground) = worst.filter(|ground| contrast(ground) < LEAST_CONTRAST) else { return };
        // Rounded down: 4.499 must not be called 4.50.
        let ratio = (contrast(ground) * 100.0).floor() / 100.0;
        let message = format!("`{}` on {} has a contrast of {ratio:.2}:1", text.name, ground.name);
        let source = |named: &NamedColor<'_>| named.color.origin.source;
        // The workspace's colours come after the built-in ones; the mistake is where the workspace speaks.
        let latest: SourceId = ground.tint.map_or(source(text), |tint| source(tint).max(source(text)));
        let at_text = source(text) == latest;
        let origin = if at_text { text } else { ground.tint.unwrap_or(text) }.color.origin.clone();
        let other =
            ground.tint.filter(|tint| at_text && source(tint) == latest && tint.color.origin != origin);
        let span = other.map(|tint| self.diagnostics.sources().span(&tint.color.origin));
        let error = self.diagnostics.error(Code::LowContrast, &origin, message);
        if let Some(span) = span {
            error.also(span, "on this");
        }
        let (place, kept, changed) = if at_text {
            ("on", ground.color, readable_on(text.color.value, ground.color))
        } else {
            ("below", text.color.value, readable_on(ground.color, text.color.value))
        };
        error.help(format!(
            "text needs at least {LEAST_CONTRAST}:1 (WCAG 2.2, 1.4.3); {place} {kept}, {changed} would do"
        ));
    }
}

/// The nearest colour, on its way to black or white, that stands out from another; it works both ways.
fn readable_on(text: Color, ground: Color) -> Color {
    let black = Color(0, 0, 0);
    let end = if black.contrast(ground) >= Color::WHITE.contrast(ground) { black } else { Color::WHITE };
    let mixed = (1..=100).map(|step| text.towards(end, f64::from(step) / 100.0));
    mixed.into_iter().find(|color| color.contrast(ground) >= LEAST_CONTRAST).unwrap_or(end)
}
