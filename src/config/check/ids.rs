//! Ids are given once, and what refers to one refers to something.

use std::collections::HashMap;

use toml::Spanned;

use crate::config::kind;
use crate::config::mistake::{Complaint, Found, Related, Span};
use crate::config::suggest::did_you_mean;
use crate::config::table::Table;

/// The ids of all tables of one kind.
pub(super) struct Ids {
    kind: &'static str,
    given: HashMap<String, Span>,
    in_order: Vec<String>,
}

impl Ids {
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, given: HashMap::new(), in_order: Vec::new() }
    }

    /// The `id` of a table. An id that is wrong in form counts as given all the same, so that what refers to it isn't
    /// called dangling besides.
    pub(super) fn give(&mut self, table: &mut Table<'_>) -> Option<Spanned<String>> {
        const ABOUT: &str = "Permanent; lower-case letters, digits, hyphens. It stands in addresses.";
        let id = table.required("id", "\"…\"", ABOUT, kind::ID);
        let typed = table.value("id")?;
        let text = typed.get_ref().as_str()?;
        if let Some(first) = self.given.get(text) {
            let complaint = Complaint::new(format!("the id `{text}` is given to two {}s", self.kind));
            let related = Related { span: first.clone(), label: "first given here".to_owned() };
            table.found().report_with(
                typed.span(),
                complaint.hint("ids are permanent: change the newer one"),
                vec![related],
            );
        } else {
            self.given.insert(text.to_owned(), typed.span());
            self.in_order.push(text.to_owned());
        }
        id
    }

    /// Notes a reference to an id that nothing has.
    pub(super) fn resolve(&self, reference: &Spanned<String>, found: &Found) {
        let typed = reference.get_ref();
        if self.given.contains_key(typed) {
            return;
        }
        let hint = did_you_mean(typed, self.in_order.iter().map(String::as_str))
            .unwrap_or_else(|| format!("a `[[{}]]` with this id must be in this file", self.kind));
        found.report(reference.span(), Complaint::new(format!("there is no {} `{typed}`", self.kind)).hint(hint));
    }
}
