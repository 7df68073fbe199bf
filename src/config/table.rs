//! A table of feeds.toml, read key by key: it notes what is missing, what has the wrong type, and what nobody asked for.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Complaint, Found, Span};
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
}

struct Missing {
    key: &'static str,
    complaint: Complaint,
}

impl<'t> Table<'t> {
    pub(super) fn new(entries: &'t DeTable<'t>, span: Span, name: &'static str, found: &'t Found) -> Self {
        Self { entries: Some(entries), span, name, asked: Vec::new(), missing: Vec::new(), found }
    }

    pub(super) fn found(&self) -> &'t Found {
        self.found
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The value of a key, as it was typed.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        self.asked.push(key);
        self.entries?.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.is_some_and(|entries| entries.contains_key(key))
    }

    /// A key that must be there. None: it isn't, or it is wrong, and that is noted.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl Fn(&Value<'_>) -> Result<T, Complaint>,
    ) -> Option<T> {
        let Some(value) = self.value(key) else {
            // A whole table that is missing is mentioned once, by the table that should hold it.
            if self.entries.is_some() {
                let complaint = Complaint::new(format!("`{key}` is missing from `{}`", self.name));
                self.missing.push(Missing { key, complaint: complaint.hint(format!("add `{key} = {example}`")) });
            }
            return None;
        };
        self.read(key, value, read)
    }

    /// A key that may be there. None: it isn't, or it is wrong, and that is noted.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&Value<'_>) -> Result<T, Complaint>,
    ) -> Option<T> {
        let value = self.value(key)?;
        self.read(key, value, read)
    }

    /// The elements of an array that may be there; each wrong one is noted.
    pub(super) fn list<T>(&mut self, key: &'static str, read: impl Fn(&Value<'_>) -> Result<T, Complaint>) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.complain(key, value, wrong_type(value, "an array").hint("put it in brackets: `[…]`"));
            return Vec::new();
        };
        array.iter().filter_map(|element| self.read(key, element, &read)).collect()
    }

    /// A table inside this one. `name` is what it is called in messages; `needs`, the keys without which there must be
    /// none. A table that isn't there can be read like an empty one.
    pub(super) fn table(&mut self, key: &'static str, name: &'static str, needs: &[&str]) -> Table<'t> {
        let mut table =
            Table { entries: None, span: 0..0, name, asked: Vec::new(), missing: Vec::new(), found: self.found };
        match self.value(key) {
            Some(value) => {
                table.span = value.span();
                table.entries = value.get_ref().as_table();
                if table.entries.is_none() {
                    let hint = format!("write it under a header: `{name}`");
                    self.complain(key, value, wrong_type(value, "a table").hint(hint));
                }
            }
            None if needs.is_empty() => {}
            None => {
                let complaint = Complaint::new(format!("there is no `{name}`"));
                let hint = format!("add it, with {}", enumerate(needs));
                self.missing.push(Missing { key, complaint: complaint.hint(hint) });
            }
        }
        table
    }

    /// The tables of an array of tables. `needed` says, where at least one must be there, what for.
    pub(super) fn tables(&mut self, key: &'static str, name: &'static str, needed: Option<&str>) -> Vec<Table<'t>> {
        let Some(value) = self.value(key) else {
            if let Some(hint) = needed {
                let complaint = Complaint::new(format!("there is no `{name}`")).hint(hint);
                self.missing.push(Missing { key, complaint });
            }
            return Vec::new();
        };
        let tables: &[Value<'t>] = match value.get_ref() {
            DeValue::Array(array) => array,
            _ => std::slice::from_ref(value),
        };
        let single = value.get_ref().is_table();
        if let Some(hint) = needed.filter(|_| tables.is_empty()) {
            self.found.report(value.span(), Complaint::new(format!("there is no `{name}`")).hint(hint));
        }
        tables
            .iter()
            .filter_map(|value| match value.get_ref().as_table() {
                Some(entries) if !single => Some(Table::new(entries, value.span(), name, self.found)),
                _ => {
                    let complaint = Complaint::new(format!("`{key}` must be an array of tables"))
                        .hint(format!("write each under its own header, in double brackets: `{name}`"));
                    self.found.report(value.span(), complaint);
                    None
                }
            })
            .collect()
    }

    /// Notes a mistake about the whole table.
    pub(super) fn report(&self, complaint: Complaint) {
        self.found.report(self.span(), complaint);
    }

    /// Notes the keys that nobody asked for, and those that are missing. A key that is missing because another was
    /// mistyped is mentioned once.
    pub(super) fn finish(mut self) {
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
