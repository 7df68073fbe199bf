//! The JSON Schema of feeds.toml (draft 2020-12), for editors: what its readers ask for, taken down while they ask an empty
//! file. So it names no key that isn't read, and leaves out none.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use toml::de::DeTable;

use super::check;
use super::mistake::Found;

/// The schema of feeds.toml.
pub fn schema() -> Json {
    let found = Found::noting();
    check::document(&DeTable::new(), String::new(), "".as_ref(), &found);
    let mut root = found.notes().and_then(|notes| notes.tables.borrow_mut().remove("")).unwrap_or_default();
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_owned(), json!("feeds.toml"));
        root.insert(
            "description".to_owned(),
            json!("The configuration of bantin. `bantin check` says more about mistakes."),
        );
    }
    root
}

/// A law: who writes `key` writes `other` as well. `dependentRequired` says so, which the validators of editors don't know.
pub(super) fn needs(key: &str, other: &str) -> Json {
    json!({ "if": { "required": [key] }, "then": { "required": [other] } })
}

/// What was asked of all tables: their schemas by their paths, `source.page`; the document's is empty.
#[derive(Debug, Default)]
pub(super) struct Notes {
    tables: RefCell<BTreeMap<String, Json>>,
}

/// What is asked of one table.
#[derive(Debug)]
pub(super) struct Asked {
    path: String,
    properties: BTreeMap<&'static str, Vec<Property>>,
    required: Vec<&'static str>,
    laws: Vec<Json>,
}

#[derive(Debug)]
enum Property {
    Value(Json),
    /// Its own schema is among the notes.
    Table {
        about: &'static str,
        many: bool,
        needed: bool,
    },
}

impl Asked {
    pub(super) fn of(path: String) -> Self {
        Self { path, properties: BTreeMap::new(), required: Vec::new(), laws: Vec::new() }
    }

    pub(super) fn value(&mut self, key: &'static str, about: &str, schema: Json, default: Option<Json>) {
        let mut schema = schema;
        if let Some(schema) = schema.as_object_mut() {
            let more = schema.get("description").and_then(Json::as_str).map(|more| format!(" {more}"));
            schema.insert("description".to_owned(), json!(format!("{about}{}", more.unwrap_or_default())));
            schema.extend(default.map(|default| ("default".to_owned(), default)));
        }
        self.properties.entry(key).or_default().push(Property::Value(schema));
    }

    /// The path of the table.
    pub(super) fn table(&mut self, key: &'static str, about: &'static str, many: bool, needed: bool) -> String {
        self.properties.entry(key).or_default().push(Property::Table { about, many, needed });
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn require(&mut self, key: &'static str) {
        self.required.push(key);
    }

    /// A schema of the whole table.
    pub(super) fn law(&mut self, law: Json) {
        self.laws.push(law);
    }

    /// Its tables have ended before.
    pub(super) fn end(self, notes: &Notes) {
        let Self { path, properties, required, laws } = self;
        let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let mut tables = notes.tables.borrow_mut();
        let mut described = Map::new();
        for (key, asked) in properties {
            let mut schemas: Vec<Json> = Vec::new();
            for property in asked {
                schemas.push(match property {
                    Property::Value(schema) => schema,
                    Property::Table { about, many, needed } => {
                        let mut table = tables.remove(&inner(key)).unwrap_or_default();
                        if many {
                            table = json!({ "type": "array", "items": table });
                            if needed {
                                table["minItems"] = json!(1);
                            }
                        }
                        table["description"] = json!(about);
                        table
                    }
                });
            }
            let schema = match schemas.len() {
                1 => schemas.remove(0),
                _ => json!({ "anyOf": schemas, "description": schemas[0]["description"] }),
            };
            described.insert(key.to_owned(), schema);
        }
        let mut schema = json!({ "type": "object", "properties": described, "additionalProperties": false });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if !laws.is_empty() {
            schema["allOf"] = json!(laws);
        }
        tables.insert(path, schema);
    }
}
