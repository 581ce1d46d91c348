//! The names of output formats on the command line.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::format::OutputFormat;

impl ValueEnum for OutputFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Markdown => PossibleValue::new("markdown").alias("md").help("Text"),
            Self::Pdf => PossibleValue::new("pdf").help("Pages"),
            Self::Json => PossibleValue::new("json").help("Data"),
        })
    }
}
