//! A source as feeds.toml has it.

use std::fmt::{self, Write as _};

use url::Url;

use crate::read::ListingSelectors;

/// A source to be written down. What it doesn't say has its default.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSource {
    /// Lines to stand above it as comments.
    pub remarks: Vec<String>,
    pub id: String,
    pub name: String,
    pub url: Url,
    pub kind: NewKind,
    /// BCP 47, where it is not the site's.
    pub language: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NewKind {
    Feed,
    Sitemap,
    Listing(ListingSelectors),
}

/// How far the lines of a file's sources are indented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indents {
    /// `[[source]]`
    pub(super) header: String,
    /// Its keys.
    pub(super) key: String,
    /// `[source.page]` and the like.
    pub(super) part: String,
    pub(super) part_key: String,
}

impl Default for Indents {
    /// As the feeds.toml that comes with bantin.
    fn default() -> Self {
        let (none, some) = (String::new(), "  ".to_owned());
        Self { header: none.clone(), key: none, part: some.clone(), part_key: some }
    }
}

impl NewSource {
    /// Its lines, the last one ended as well.
    pub(super) fn block(&self, indents: &Indents) -> String {
        let Indents { header, key, .. } = indents;
        let mut block = String::new();
        for remark in &self.remarks {
            // Writing to a String cannot fail.
            let _ = writeln!(block, "{header}{}", comment(remark));
        }
        let _ = writeln!(block, "{header}[[source]]");
        let kind = match &self.kind {
            NewKind::Feed => None,
            NewKind::Sitemap => Some("sitemap"),
            NewKind::Listing(_) => Some("listing"),
        };
        // A name of several lines would be a string of several lines, which a comment can't hold.
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = [("id", Some(self.id.as_str())), ("name", Some(&name)), ("url", Some(self.url.as_str()))];
        for (name, value) in said.into_iter().chain([("kind", kind), ("language", self.language.as_deref())]) {
            if let Some(value) = value {
                let _ = writeln!(block, "{key}{name} = {}", quoted(value));
            }
        }
        if let NewKind::Listing(selectors) = &self.kind {
            block.push('\n');
            block.push_str(&listing_block(selectors, indents));
        }
        block
    }
}

impl fmt::Display for NewSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.block(&Indents::default()).trim_end())
    }
}

/// `[source.listing]` with its selectors.
pub(crate) fn listing(selectors: &ListingSelectors) -> String {
    listing_block(selectors, &Indents::default())
}

fn listing_block(selectors: &ListingSelectors, Indents { part, part_key, .. }: &Indents) -> String {
    let ListingSelectors { item, link, title, date, summary, image } = selectors;
    let parts = [("link", link), ("title", title), ("date", date), ("summary", summary), ("image", image)];
    let parts = parts.into_iter().filter_map(|(key, css)| Some((key, css.as_ref()?)));
    let mut block = format!("{part}[source.listing]\n");
    for (key, css) in std::iter::once(("item", item)).chain(parts) {
        let _ = writeln!(block, "{part_key}{key} = {}", quoted(css.as_str()));
    }
    block
}

/// A string as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A comment. Whatever a site calls itself, it stays on its line.
pub(crate) fn comment(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("# {text}")
}
