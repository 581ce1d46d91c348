//! Controls and parts as `CONTROL` and `CONTROL/part`: the form that profiles and registers use, too.

use std::borrow::Cow;
use std::fmt;

use onus_core::model::{ControlId, Identifier, PartId};
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// A part of a control, as `CONTROL/part`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartReference<'m> {
    pub(crate) control: Cow<'m, ControlId>,
    pub(crate) part: Cow<'m, PartId>,
}

/// A control, or a part as `CONTROL/part`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TargetReference<'m> {
    pub(crate) control: Cow<'m, ControlId>,
    pub(crate) part: Option<Cow<'m, PartId>>,
}

impl fmt::Display for PartReference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.control, self.part)
    }
}

impl fmt::Display for TargetReference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{}/{part}", self.control),
            None => write!(f, "{}", self.control),
        }
    }
}

impl Serialize for PartReference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for TargetReference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TargetReference<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (control, part) = match text.split_once('/') {
            Some((control, part)) => (control, Some(part)),
            None => (text.as_str(), None),
        };
        let control = ControlId::parse(control).map_err(|problem| wrong_id(control, problem))?;
        let parse = |part: &str| PartId::parse(part).map_err(|problem| wrong_id(part, problem));
        let part = part.map(parse).transpose()?;
        Ok(Self { control: Cow::Owned(control), part: part.map(Cow::Owned) })
    }
}

fn wrong_id<E: Error>(id: &str, problem: &str) -> E {
    E::custom(format!("the id {id:?} {problem}"))
}

impl<'de> Deserialize<'de> for PartReference<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let TargetReference { control, part } = TargetReference::deserialize(deserializer)?;
        let part = part.ok_or_else(|| D::Error::custom(format!("{:?} names no part", control.as_str())))?;
        Ok(Self { control, part })
    }
}

#[cfg(feature = "schema")]
mod schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    impl JsonSchema for super::PartReference<'_> {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Part".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A part of a control, as `CONTROL/part`.",
                "type": "string",
                "maxLength": 129,
                "pattern": "^[^/]+/[^/]+$",
            })
        }
    }

    impl JsonSchema for super::TargetReference<'_> {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Target".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A control, or a part of one as `CONTROL/part`.",
                "type": "string",
                "maxLength": 129,
                "pattern": "^[^/]+(/[^/]+)?$",
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PartReference, TargetReference};

    #[test]
    fn references_are_read_as_they_are_written() {
        for text in ["\"LOG-01/data\"", "\"LOG-01\""] {
            let target: TargetReference<'_> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&target).unwrap(), text);
        }
        let part: PartReference<'_> = serde_json::from_str("\"LOG-01/data\"").unwrap();
        assert_eq!(serde_json::to_string(&part).unwrap(), "\"LOG-01/data\"");
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in ["\"\"", "\"/data\"", "\"LOG-01/\"", "\"LOG-01/data/more\"", "\"LOG-01/Data\"", "1"] {
            assert!(serde_json::from_str::<TargetReference<'_>>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<PartReference<'_>>("\"LOG-01\"").is_err());
    }
}
