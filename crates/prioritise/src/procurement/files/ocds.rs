//! The Open Contracting Data Standard 1.1: a release package, a record package, or a single release
//! (standard.open-contracting.org/1.1). Only what our fact needs is looked at.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Place, Read, release};

pub use super::package::write;

/// A value with the path at which it stands.
#[derive(Clone)]
pub(super) struct Node<'v> {
    pub value: &'v Value,
    pub path: String,
}

impl<'v> Node<'v> {
    /// What stands under `key`, unless that is null.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(Self { value, path: self.below(key) })
    }

    /// What stands at a path of keys.
    pub fn at(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |node, key| node.get(key))
    }

    /// The path of `key`, whether something stands there or not.
    pub fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The members of a list under `key`; none when there is no list.
    pub fn list(&self, key: &str) -> Vec<Self> {
        let Some(list) = self.get(key) else { return Vec::new() };
        let members =
            list.value.as_array().map(Vec::as_slice).unwrap_or_default().iter().enumerate();
        members.map(|(at, value)| Self { value, path: format!("{}[{at}]", list.path) }).collect()
    }

    /// Words, or a number as it is written.
    pub fn text(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The words under `key`.
    pub fn word(&self, key: &str) -> Option<String> {
        self.get(key)?.text()
    }
}

/// Reads OCDS JSON.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let place = Place::Cell(error.line() as u64, error.column().to_string());
            read.wrong(place, "procurement-file-json", "");
            return read;
        }
    };
    let root = Node { value: &value, path: String::new() };
    let mut seen = BTreeMap::new();
    if root.get("records").is_some() {
        for record in root.list("records") {
            of_record(&record, &mut seen, &mut read);
        }
    } else if root.get("releases").is_some() {
        for one in root.list("releases") {
            release::read(&one, &mut seen, &mut read);
        }
    } else if root.get("ocid").is_some() {
        release::read(&root, &mut seen, &mut read);
    } else {
        read.wrong(Place::Path(String::new()), "procurement-file-not-ocds", "");
    }
    if read.contracts.is_empty() && read.mistakes.is_empty() && read.waiting == 0 {
        read.wrong(Place::Path(String::new()), "procurement-file-empty", "");
    }
    read
}

/// The compiled release of a record; without one its releases, laid over each other in the order of their
/// dates.
fn of_record(record: &Node<'_>, seen: &mut BTreeMap<String, usize>, read: &mut Read) {
    if let Some(compiled) = record.get("compiledRelease") {
        return release::read(&compiled, seen, read);
    }
    let mut releases = record.list("releases");
    releases.sort_by_key(|one| one.word("date").unwrap_or_default());
    let mut whole = Map::new();
    for one in releases.iter().filter_map(|one| one.value.as_object()) {
        for (key, value) in one.iter().filter(|(_, value)| !value.is_null()) {
            lay(whole.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
    // Links alone (`{"url": ...}`) say nothing of a contract.
    if !whole.contains_key("ocid") {
        return read.wrong(Place::Path(record.below("releases")), "procurement-file-links", "");
    }
    let whole = Value::Object(whole);
    release::read(&Node { value: &whole, path: record.path.clone() }, seen, read);
}

/// A later release over an earlier one: objects are merged by key and lists by id, anything else is replaced,
/// as the standard's merging says.
fn lay(below: &mut Value, above: &Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (key, value) in above {
                lay(below.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (Value::Array(below), Value::Array(above))
            if above.iter().all(|one| one.get("id").is_some()) =>
        {
            for value in above {
                match below.iter_mut().find(|one| one.get("id") == value.get("id")) {
                    Some(known) => lay(known, value),
                    None => below.push(value.clone()),
                }
            }
        }
        (below, above) => *below = above.clone(),
    }
}
