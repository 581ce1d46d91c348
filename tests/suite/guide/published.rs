//! A JSON Schema of the guide, held against an example of what it describes: each key and word is tried in both directions.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;

use crate::workspace::repository;

/// A schema of the guide.
pub(crate) struct PublishedSchema {
    pub(crate) text: String,
    value: Value,
    pub(crate) validator: Validator,
}

/// What an example has of a schema: for each of its objects and lists of words, where the example has them.
#[derive(Default)]
pub(crate) struct Examples {
    /// By the definition, or the place of a schema within one.
    pub(crate) objects: BTreeMap<String, ObjectExample>,
    pub(crate) words: BTreeMap<String, WordExample>,
}

/// An object of a schema and of an example.
pub(crate) struct ObjectExample {
    /// The first of them in the example.
    pub(crate) pointer: String,
    /// Keys of any of them in the example.
    pub(crate) found: BTreeSet<String>,
    pub(crate) known: BTreeSet<String>,
    pub(crate) required: BTreeSet<String>,
}

/// A list of words of a schema, and a value of an example that is one of them.
pub(crate) struct WordExample {
    pub(crate) pointer: String,
    pub(crate) words: Vec<String>,
}

impl PublishedSchema {
    /// Reads `docs/NAME.schema.json`.
    #[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
    pub(crate) fn read(name: &str) -> Self {
        let path = repository().join(format!("docs/{name}.schema.json"));
        let text = std::fs::read_to_string(path).expect("the guide has the schema");
        let value: Value = serde_json::from_str(&text).expect("the schema is JSON");
        jsonschema::draft202012::meta::validate(&value).expect("the schema follows its own standard");
        let validator = jsonschema::draft202012::new(&value).expect("the schema can be compiled");
        Self { text, value, validator }
    }

    /// What is wrong with an instance.
    pub(crate) fn errors(&self, instance: &Value) -> Vec<String> {
        let errors = self.validator.iter_errors(instance);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// The objects and words of an example that follows the schema.
    pub(crate) fn examples(&self, instance: &Value) -> Examples {
        let mut examples = Examples::default();
        self.walk(&self.value, "", instance, "", &mut examples);
        examples
    }

    /// Names of the definitions that are objects or lists of words: what an example should have.
    pub(crate) fn definitions(&self) -> BTreeSet<&str> {
        let definitions = self.value["$defs"].as_object().expect("an object").iter();
        let counts = |schema: &Value| schema["properties"].is_object() || words(schema).is_some();
        definitions.filter(|(_, schema)| counts(schema)).map(|(name, _)| name.as_str()).collect()
    }

    /// Every word that the schema allows somewhere.
    pub(crate) fn all_words(&self) -> BTreeSet<String> {
        fn collect(schema: &Value, found: &mut BTreeSet<String>) {
            found.extend(words(schema).into_iter().flatten());
            let inner: Vec<&Value> = match schema {
                Value::Object(entries) => entries.values().collect(),
                Value::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            };
            inner.into_iter().for_each(|schema| collect(schema, found));
        }
        let mut found = BTreeSet::new();
        collect(&self.value, &mut found);
        found
    }

    fn walk(&self, schema: &Value, name: &str, instance: &Value, pointer: &str, examples: &mut Examples) {
        if instance.is_null() {
            return;
        }
        if let Some(definition) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            // Beside a reference, only what narrows it: `enum` or `not`.
            return self.walk(&self.value["$defs"][definition], definition, instance, pointer, examples);
        }
        if let Some(words) = words(schema) {
            examples
                .words
                .entry(name.to_owned())
                .or_insert_with(|| WordExample { pointer: pointer.to_owned(), words });
        }
        for schema in schema["anyOf"].as_array().into_iter().flatten() {
            self.walk(schema, name, instance, pointer, examples);
        }
        for (index, item) in instance.as_array().into_iter().flatten().enumerate() {
            self.walk(&schema["items"], &format!("{name}[]"), item, &format!("{pointer}/{index}"), examples);
        }
        let Some(entries) = instance.as_object() else { return };
        if let Some(properties) = schema["properties"].as_object() {
            let required = schema["required"].as_array().into_iter().flatten();
            let example = examples.objects.entry(name.to_owned()).or_insert_with(|| ObjectExample {
                pointer: pointer.to_owned(),
                found: BTreeSet::new(),
                known: properties.keys().cloned().collect(),
                required: required.filter_map(Value::as_str).map(str::to_owned).collect(),
            });
            example.found.extend(entries.keys().cloned());
        }
        for (key, value) in entries {
            let inner = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
            self.walk(inner, &format!("{name}.{key}"), value, &format!("{pointer}/{key}"), examples);
        }
    }
}

/// The words of a schema that allows nothing else.
fn words(schema: &Value) -> Option<Vec<String>> {
    let texts = |values: &Vec<Value>, text: fn(&Value) -> &Value| {
        values.iter().map(|value| text(value).as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    match (schema["oneOf"].as_array(), schema["enum"].as_array()) {
        (Some(choices), _) => texts(choices, |choice| &choice["const"]),
        (None, Some(values)) => texts(values, |value| value),
        (None, None) => None,
    }
}

/// An instance with another value at a place; `None` takes the key away.
pub(crate) fn with(instance: &Value, pointer: &str, key: &str, value: Option<Value>) -> Value {
    let mut changed = instance.clone();
    let object = changed.pointer_mut(pointer).and_then(Value::as_object_mut);
    let object = object.unwrap_or_else(|| panic!("there is no object {pointer}"));
    match value {
        Some(value) => object.insert(key.to_owned(), value),
        None => object.shift_remove(key),
    };
    changed
}

/// An instance with another value at a place.
pub(crate) fn replaced(instance: &Value, pointer: &str, value: Value) -> Value {
    let mut changed = instance.clone();
    *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("there is no {pointer}")) = value;
    changed
}

/// Checks that the schema and a reader know exactly the keys and words that each other knows: a key that is required is
/// missed, one that is not known is refused, and so is a word.
pub(crate) fn holds_exactly(schema: &PublishedSchema, example: &Value) {
    let examples = schema.examples(example);
    let mut shown: BTreeSet<&str> = examples.objects.keys().map(String::as_str).collect();
    shown.extend(examples.words.keys().map(String::as_str));
    let missing: Vec<&str> = schema.definitions().into_iter().filter(|name| !shown.contains(name)).collect();
    assert!(missing.is_empty(), "the example has no {missing:?}");
    for (name, object) in &examples.objects {
        assert_eq!(
            object.found, object.known,
            "keys of `{name}` that the example has, and that the schema has"
        );
        for key in &object.required {
            let lacking = with(example, &object.pointer, key, None);
            assert!(!schema.validator.is_valid(&lacking), "`{name}` without `{key}` was taken");
        }
        let more = with(example, &object.pointer, "rumour", Some(1.into()));
        assert!(!schema.validator.is_valid(&more), "`{name}` with an unknown key was taken");
    }
    for (name, WordExample { pointer, words }) in &examples.words {
        let is_known = example
            .pointer(pointer)
            .and_then(Value::as_str)
            .is_some_and(|word| words.iter().any(|known| known == word));
        assert!(is_known, "{pointer} is no word of `{name}`");
        let other = replaced(example, pointer, "rumour".into());
        assert!(!schema.validator.is_valid(&other), "an unknown word of `{name}` was taken");
    }
}
