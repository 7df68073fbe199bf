//! Tables inside of tables.

use toml::Spanned;
use toml::de::DeValue;

use super::{Missing, Table, Value, enumerate, wrong_type};
use crate::config::mistake::Complaint;
use crate::config::schema::Asked;

impl<'t> Table<'t> {
    /// A table inside this one. `name` is what it is called in messages; `needs`, the keys without which there must be
    /// none. A table that isn't there can be read like an empty one.
    pub(in crate::config) fn table(
        &mut self,
        key: &'static str,
        name: &'static str,
        about: &'static str,
        needs: &[&str],
    ) -> Table<'t> {
        let table = self.table_if_one(key, name, about);
        if let Some(notes) = self.notes.as_mut().filter(|_| !needs.is_empty()) {
            notes.require(key);
        }
        match self.value(key) {
            Some(value) if value.get_ref().as_table().is_none() => {
                let hint = format!("write it under a header: `{name}`");
                self.complain(key, value, wrong_type(value, "a table").hint(hint));
            }
            None if !needs.is_empty() => {
                let complaint = Complaint::new(format!("there is no `{name}`"));
                let hint = format!("add it, with {}", enumerate(needs));
                self.missing.push(Missing { key, complaint: complaint.hint(hint) });
            }
            _ => {}
        }
        table
    }

    /// A table inside this one where another kind of value may stand as well.
    pub(in crate::config) fn table_if_one(
        &mut self,
        key: &'static str,
        name: &'static str,
        about: &'static str,
    ) -> Table<'t> {
        let notes = self.notes.as_mut().map(|notes| Asked::of(notes.table(key, about, false, false)));
        let value = self.value(key);
        Table {
            entries: value.and_then(|value| value.get_ref().as_table()),
            span: value.map_or(0..0, Spanned::span),
            notes,
            ..Self::none(name, self.found)
        }
    }

    /// The tables of an array of tables. `needed` says, where at least one must be there, what for.
    pub(in crate::config) fn tables(
        &mut self,
        key: &'static str,
        name: &'static str,
        about: &'static str,
        needed: Option<&str>,
    ) -> Vec<Table<'t>> {
        if let Some(notes) = &mut self.notes {
            if needed.is_some() {
                notes.require(key);
            }
            let notes = Some(Asked::of(notes.table(key, about, true, needed.is_some())));
            return vec![Table { notes, ..Self::none(name, self.found) }];
        }
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
                Some(entries) if !single => {
                    Some(Table { entries: Some(entries), span: value.span(), ..Self::none(name, self.found) })
                }
                _ => {
                    let complaint = Complaint::new(format!("`{key}` must be an array of tables"))
                        .hint(format!("write each under its own header, in double brackets: `{name}`"));
                    self.found.report(value.span(), complaint);
                    None
                }
            })
            .collect()
    }
}
