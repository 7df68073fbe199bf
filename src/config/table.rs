//! A table of feeds.toml, read key by key: it notes what is missing, what has the wrong type, and what nobody asked for.

mod nested;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::kind::{Kind, Shown};
use super::mistake::{Complaint, Found, Span};
use super::schema::Asked;
use super::suggest;

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

pub(super) struct Table<'t> {
    /// None: it isn't there, and what may be missing from it has its defaults.
    entries: Option<&'t DeTable<'t>>,
    /// Its header, or its braces.
    span: Span,
    /// As an operator would call it: `[site]`.
    name: &'static str,
    asked: Vec<&'static str>,
    missing: Vec<Missing>,
    found: &'t Found,
    /// Only where a schema is made.
    notes: Option<Asked>,
}

struct Missing {
    key: &'static str,
    complaint: Complaint,
}

impl<'t> Table<'t> {
    /// The document.
    pub(super) fn root(entries: &'t DeTable<'t>, found: &'t Found) -> Self {
        let notes = found.notes().map(|_| Asked::of(String::new()));
        Self { entries: Some(entries), notes, ..Self::none("feeds.toml", found) }
    }

    /// One that isn't there.
    fn none(name: &'static str, found: &'t Found) -> Self {
        Self { entries: None, span: 0..0, name, asked: Vec::new(), missing: Vec::new(), found, notes: None }
    }

    pub(super) fn found(&self) -> &'t Found {
        self.found
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The value of a key, as it was typed.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries?.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.is_some_and(|entries| entries.contains_key(key))
    }

    /// A key that must be there. `about` says what it is, to operators; `example` is a value. None: it isn't, or it is wrong,
    /// and that is noted.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        example: &str,
        about: &'static str,
        kind: Kind<impl Fn(&Value<'_>) -> Result<T, Complaint>, impl Fn() -> Json>,
    ) -> Option<T> {
        if let Some(notes) = &mut self.notes {
            notes.value(key, about, (kind.schema)(), None);
            notes.require(key);
        }
        let Some(value) = self.value(key) else {
            // A whole table that is missing is mentioned once, by the table that should hold it.
            if self.entries.is_some() {
                let complaint = Complaint::new(format!("`{key}` is missing from `{}`", self.name));
                self.missing.push(Missing { key, complaint: complaint.hint(format!("add `{key} = {example}`")) });
            }
            return None;
        };
        self.read(key, value, kind.read)
    }

    /// A key that may be there. None: it isn't, or it is wrong, and that is noted.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        about: &'static str,
        kind: Kind<impl Fn(&Value<'_>) -> Result<T, Complaint>, impl Fn() -> Json>,
    ) -> Option<T> {
        if let Some(notes) = &mut self.notes {
            notes.value(key, about, (kind.schema)(), None);
        }
        let value = self.value(key)?;
        self.read(key, value, kind.read)
    }

    /// A key without which there is a default; also where it is wrong, which is noted.
    pub(super) fn or<T: Shown>(
        &mut self,
        key: &'static str,
        default: T,
        about: &'static str,
        kind: Kind<impl Fn(&Value<'_>) -> Result<T, Complaint>, impl Fn() -> Json>,
    ) -> T {
        if let Some(notes) = &mut self.notes {
            notes.value(key, about, (kind.schema)(), Some(default.shown()));
        }
        self.value(key).and_then(|value| self.read(key, value, kind.read)).unwrap_or(default)
    }

    /// The elements of an array that may be there; each wrong one is noted.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        about: &'static str,
        kind: Kind<impl Fn(&Value<'_>) -> Result<T, Complaint>, impl Fn() -> Json>,
    ) -> Vec<T> {
        let Kind { read, schema } = kind;
        if let Some(notes) = &mut self.notes {
            notes.value(key, about, json!({ "type": "array", "items": schema() }), None);
        }
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.complain(key, value, wrong_type(value, "an array").hint("put it in brackets: `[…]`"));
            return Vec::new();
        };
        array.iter().filter_map(|element| self.read(key, element, &read)).collect()
    }

    /// What several keys say together, as a schema of the table.
    pub(super) fn law(&mut self, law: impl Fn() -> Json) {
        if let Some(notes) = &mut self.notes {
            notes.law(law());
        }
    }

    /// Notes a mistake about the whole table.
    pub(super) fn report(&self, complaint: Complaint) {
        self.found.report(self.span(), complaint);
    }

    /// Notes the keys that nobody asked for, and those that are missing. A key that is missing because another was
    /// mistyped is mentioned once.
    pub(super) fn finish(mut self) {
        if let Some((asked, notes)) = self.notes.take().zip(self.found.notes()) {
            asked.end(notes);
        }
        for (key, _) in self.entries.into_iter().flatten() {
            let typed: &str = key.get_ref();
            if self.asked.contains(&typed) {
                continue;
            }
            let meant = suggest::nearest(typed, self.asked.iter().copied().filter(|asked| !self.has(asked)))
                .or_else(|| suggest::nearest(typed, self.asked.iter().copied()));
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{} knows {}", self.name, enumerate(&self.asked)),
            };
            self.missing.retain(|missing| Some(missing.key) != meant);
            self.found
                .report(key.span(), Complaint::new(format!("unknown key `{typed}` in `{}`", self.name)).hint(hint));
        }
        for missing in self.missing {
            self.found.report(self.span.clone(), missing.complaint);
        }
    }

    fn read<T>(&self, key: &str, value: &Value<'_>, read: impl Fn(&Value<'_>) -> Result<T, Complaint>) -> Option<T> {
        read(value).map_err(|complaint| self.complain(key, value, complaint)).ok()
    }

    fn complain(&self, key: &str, value: &Value<'_>, complaint: Complaint) {
        let message = format!("`{key}` {}", complaint.message);
        self.found.report(value.span(), Complaint { message, ..complaint });
    }
}

/// "must be a string, not an integer".
pub(super) fn wrong_type(value: &Value<'_>, wanted: &str) -> Complaint {
    let given = match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    };
    Complaint::new(format!("must be {wanted}, not {given}"))
}

/// `a`, `b` and `c`.
pub(super) fn enumerate(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
