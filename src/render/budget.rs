//! How much a template may work and how much memory its values may take, for one document. [`super::guard`] puts calls of what
//! is registered here into templates.

use std::cell::Cell;

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

/// Most steps of a document: bytes of template that are run, and things that are looked at. That is a
/// few seconds of work, and far more than the built-in templates take for the largest projects.
const MOST_STEPS: u64 = 200_000_000;

/// Most bytes that the values of a document may take, those that are dropped again included.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Steps of a round of a loop besides its text.
const ROUND: u64 = 16;

/// Bytes that a value takes besides its text.
const VALUE: u64 = 64;

/// Deepest lists within lists. Deeper ones would need more stack to be dropped than there is.
const DEEPEST: usize = 100;

/// A function: text of the template that is about to run.
pub(super) const STEP: &str = "__onus_step";
/// A function: something was written that is kept.
pub(super) const OUTPUT: &str = "__onus_output";
/// A filter: a list of which each item is a round of a loop.
pub(super) const LOOP: &str = "__onus_loop";
/// A filter: a value that is copied with all that is in it.
pub(super) const WEIGHED: &str = "__onus_value";
/// A filter: a list that is copied, but not what is in it.
pub(super) const SHALLOW: &str = "__onus_list";
/// A filter: a text that is copied.
pub(super) const TEXT: &str = "__onus_text";

/// How a message about too much work begins.
pub(super) const TOO_MUCH: &str = "the template takes more than";

thread_local! {
    // The engine hands nothing of a rendering on to filters that a template could not change; a document is rendered on one
    // thread.
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<u64> = const { Cell::new(0) };
}

/// Starts the budget of a document.
pub(super) fn start() {
    STEPS.set(MOST_STEPS);
    BYTES.set(MOST_BYTES);
}

fn steps(count: u64) -> TeraResult<()> {
    let left = STEPS.get().checked_sub(count);
    let too_much = || Error::message(format!("{TOO_MUCH} {} million steps", MOST_STEPS / 1_000_000));
    STEPS.set(left.ok_or_else(too_much)?);
    Ok(())
}

/// Charges for bytes that are about to be taken.
pub(super) fn bytes(count: usize) -> TeraResult<()> {
    let left = BYTES.get().checked_sub(count as u64);
    let too_much = || Error::message(format!("{TOO_MUCH} {} MiB for its values", MOST_BYTES / 1024 / 1024));
    BYTES.set(left.ok_or_else(too_much)?);
    Ok(())
}

/// Registers what guarded templates call, and filters in place of those of the engine that make much out of little.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, |arguments: Kwargs, _: &State| {
        steps(ROUND + arguments.must_get::<u64>("n")?)?;
        Ok::<_, Error>(Value::safe_string(""))
    });
    tera.register_function(OUTPUT, |arguments: Kwargs, _: &State| {
        weigh(&arguments.must_get::<Value>("v")?, 0)?;
        Ok::<_, Error>(Value::safe_string(""))
    });
    tera.register_filter(LOOP, |value: Value, arguments: Kwargs, _: &State| {
        let rounds = value.len().unwrap_or_default() as u64 + 1;
        steps(rounds.saturating_mul(ROUND + arguments.must_get::<u64>("n")?))?;
        Ok::<_, Error>(value)
    });
    tera.register_filter(WEIGHED, |value: Value, _: Kwargs, _: &State| {
        weigh(&value, 0)?;
        Ok::<_, Error>(value)
    });
    tera.register_filter(SHALLOW, |value: Value, _: Kwargs, _: &State| {
        bytes(value.as_str().map_or_else(|| value.len().unwrap_or_default() * VALUE as usize, str::len))?;
        Ok::<_, Error>(value)
    });
    tera.register_filter(TEXT, |value: Value, _: Kwargs, _: &State| {
        bytes(value.as_str().map_or(0, str::len))?;
        Ok::<_, Error>(value)
    });
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("indent", indent);
    tera.register_filter("unique", unique);
    tera.register_filter("split", split);
}

/// Charges for a value with everything in it.
fn weigh(value: &Value, depth: usize) -> TeraResult<()> {
    if depth > DEEPEST {
        return Err(Error::message(format!("lists are nested more than {DEEPEST} deep")));
    }
    if let Some(text) = value.as_str() {
        return bytes(text.len());
    }
    if let Some(items) = value.as_array() {
        bytes(items.len() * VALUE as usize)?;
        return items.iter().try_for_each(|item| weigh(item, depth + 1));
    }
    if let Some(map) = value.as_map() {
        bytes(map.len() * VALUE as usize)?;
        return map.values().try_for_each(|item| weigh(item, depth + 1));
    }
    Ok(())
}

/// The engine's `replace`, charged before the text is made.
fn replace(value: StringInput<'_>, arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let from = arguments.must_get::<&str>("from")?;
    let to = arguments.must_get::<StringInput<'_>>("to")?;
    let replaced = |text: &str, to: &str| {
        bytes(text.len())?;
        bytes(text.matches(from).count().saturating_mul(to.len()))?;
        Ok::<_, Error>(text.replace(from, to))
    };
    if state.autoescaping_enabled() && (value.is_safe() || to.is_safe()) {
        Ok(Value::safe_string(&replaced(&value.rendered(state)?, &to.rendered(state)?)?))
    } else {
        Ok(Value::from(replaced(value.as_str(), to.as_str())?))
    }
}

/// The engine's `join`, charged before the text is made.
fn join(values: &[Value], arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let separator = arguments.get::<StringInput<'_>>("sep")?;
    let is_safe = state.autoescaping_enabled()
        && (values.iter().any(|value| value.is_string() && value.is_safe())
            || separator.as_ref().is_some_and(StringInput::is_safe));
    let between = match &separator {
        Some(separator) if is_safe => separator.rendered(state)?,
        Some(separator) => separator.as_str().into(),
        None => "".into(),
    };
    bytes(values.len().saturating_mul(between.len()))?;
    let mut parts = Vec::with_capacity(values.len());
    for value in values {
        weigh(value, 0)?;
        parts.push(match value {
            value if !is_safe => value.to_string(),
            value if value.is_undefined() => String::new(),
            value => state.escape_if_needed(value)?,
        });
    }
    let text = parts.join(&between);
    Ok(if is_safe { Value::safe_string(&text) } else { Value::from(text) })
}

/// Widest indentation, as in the engine.
const WIDEST: usize = 1_000;

/// The engine's `indent`, charged before the text is made.
fn indent(value: StringInput<'_>, arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let width = arguments.get::<usize>("width")?.unwrap_or(4).min(WIDEST);
    let unit = arguments.get::<StringInput<'_>>("indentation")?;
    let first = arguments.get::<bool>("first")?.unwrap_or(false);
    let blank = arguments.get::<bool>("blank")?.unwrap_or(false);
    if unit.as_ref().is_some_and(|unit| unit.as_str().chars().count() != 1) {
        return Err(Error::message("the `indentation` argument must contain exactly one character"));
    }
    let is_safe =
        state.autoescaping_enabled() && (value.is_safe() || unit.as_ref().is_some_and(StringInput::is_safe));
    let text = if is_safe { value.rendered(state)? } else { value.as_str().into() };
    let unit = match &unit {
        Some(unit) if is_safe => unit.rendered(state)?,
        Some(unit) => unit.as_str().into(),
        None => " ".into(),
    };
    bytes(text.len())?;
    bytes(text.lines().count().saturating_mul(width * unit.len()))?;
    let indentation = unit.repeat(width);
    let mut indented = String::with_capacity(text.len() * 2);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            indented.push('\n');
        }
        if if number == 0 { first } else { !line.is_empty() || blank } {
            indented.push_str(&indentation);
        }
        indented.push_str(line);
    }
    if text.ends_with('\n') {
        indented.push('\n');
    }
    Ok(if is_safe { Value::safe_string(&indented) } else { Value::from(indented) })
}

/// The engine's `unique`, which compares each item with all before it.
fn unique(values: &[Value], _: Kwargs, _: &State) -> TeraResult<Vec<Value>> {
    let mut found: Vec<Value> = Vec::new();
    for value in values {
        let each = 1 + value.as_str().map_or(0, str::len) as u64 / 64;
        steps((found.len() as u64).saturating_mul(each))?;
        if !found.contains(value) {
            found.push(value.clone());
        }
    }
    Ok(found)
}

/// The engine's `split`, charged for each part: an empty separator makes one of every character.
fn split(value: &str, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let separator = arguments.must_get::<&str>("pat")?;
    bytes((value.matches(separator).count() + 1).saturating_mul(VALUE as usize))?;
    Ok(Value::from(value.split(separator).map(Value::from).collect::<Vec<Value>>()))
}
