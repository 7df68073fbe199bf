//! Which addresses of a sitemap without dates have been there before.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use url::Url;

use crate::news::CanonicalUrl;

/// The addresses, four bytes of a digest each: beside 50,000 others, one new address in 86,000 is taken for a known one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(BTreeSet<[u8; 4]>);

/// Twice as many as are read of one sitemap.
const MOST: usize = 200_000;

impl Seen {
    pub(super) fn add(&mut self, url: &Url) {
        self.0.insert(mark(url));
    }

    /// Those that were there longest can't be told; when there are too many, all but the new ones are forgotten.
    pub(super) fn add_all(&mut self, new: Self) {
        if self.0.len() + new.0.len() > MOST {
            self.0.clear();
        }
        self.0.extend(new.0);
    }

    pub(super) fn has(&self, url: &Url) -> bool {
        self.0.contains(&mark(url))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As text, for the store.
    pub fn to_text(&self) -> String {
        BASE64.encode(&self.0.iter().flatten().copied().collect::<Vec<u8>>())
    }

    /// Nothing, where `text` is not of [`Seen::to_text`].
    pub fn from_text(text: &str) -> Self {
        let bytes = BASE64.decode(text.as_bytes()).unwrap_or_default();
        Self(bytes.as_chunks::<4>().0.iter().copied().collect())
    }
}

fn mark(url: &Url) -> [u8; 4] {
    let digest = Sha256::digest(CanonicalUrl::of(url).as_str().as_bytes());
    [digest[0], digest[1], digest[2], digest[3]]
}
