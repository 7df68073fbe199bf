//! Whether two articles are one, and why.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ArticleWords;
use crate::news::CanonicalUrl;
use crate::read::Article;
use crate::text::Word;

/// What duplicates are recognised by, computed once for each revision of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The article's canonical address; for an entry without one of its own, one made of its source and words.
    pub address: String,
    /// SHA-256 in hex of the body's words as they are spelt (whatever their normal form, case and the place of their tone
    /// marks; white space and punctuation aside); none for a text too short to be anybody's.
    pub text: Option<String>,
}

/// Why an article is in the same story as another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum SameBecause {
    /// A copy: one canonical address.
    SameAddress,
    /// A copy: one text.
    SameText,
    /// A copy: nearly the same text, or a part of it.
    NearText {
        /// Of the shingles of both texts, the share that both have.
        jaccard: f32,
        /// Of the shingles of the shorter text, the share that the longer has.
        containment: f32,
    },
    /// No copy, but about the same event.
    SameEvent {
        /// Of the article to the centre of the story, 0 to 1.
        similarity: f32,
    },
    /// The operator said so.
    Operator,
}

impl SameBecause {
    /// The reason without its figures, as feeds name it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SameAddress => "same-address",
            Self::SameText => "same-text",
            Self::NearText { .. } => "near-text",
            Self::SameEvent { .. } => "same-event",
            Self::Operator => "operator",
        }
    }
}

/// Words below which a body is no text of its own: a caption, "đang cập nhật", a feed's one-line summary.
const SHORTEST: usize = 40;

impl Fingerprint {
    /// `address`: that of the article's own link, used when the page names no canonical one.
    pub fn of(article: &Article, address: &str) -> Self {
        Self::in_words(article, &ArticleWords::of(article), address)
    }

    /// The same of an article whose words are known.
    pub fn in_words(article: &Article, words: &ArticleWords, address: &str) -> Self {
        let address = article
            .canonical
            .as_ref()
            .map_or_else(|| address.to_owned(), |url| CanonicalUrl::of(&url.value).as_str().to_owned());
        Self { address, text: text_digest(words.body()) }
    }

    /// Why an article with this fingerprint is the same as one with the other; none when it is not.
    pub fn same_as(&self, other: &Self) -> Option<SameBecause> {
        if self.address == other.address {
            Some(SameBecause::SameAddress)
        } else if self.text.is_some() && self.text == other.text {
            Some(SameBecause::SameText)
        } else {
            None
        }
    }
}

fn text_digest(words: &[Word]) -> Option<String> {
    if words.len() < SHORTEST {
        return None;
    }
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.spelt.to_le_bytes());
    }
    Some(data_encoding::HEXLOWER.encode(&hash.finalize()))
}
