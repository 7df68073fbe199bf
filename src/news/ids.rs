//! Newtypes for ids, so that a story's id is never passed where a topic's belongs.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id!(
    /// A `[[source]]`'s `id` in feeds.toml.
    SourceId
);
text_id!(
    /// A `[[topic]]`'s `id` in feeds.toml.
    TopicId
);
text_id!(
    /// A `[[feed]]`'s `id` in feeds.toml.
    FeedId
);
text_id!(
    /// A story's permanent public id: thirteen characters of lower-case base32.
    StoryId
);
text_id!(
    /// Of a series of articles from one template, in the form of a story's.
    SeriesId
);
row_id!(
    /// An entry's row in the store.
    EntryId
);
row_id!(
    /// An article's row in the store.
    ArticleId
);

impl StoryId {
    /// The id of the story that an article founds. It follows from the article's address and not from a counter, so
    /// that a pass that was killed and run again arrives at the same ids.
    pub fn founded_by(address: &str) -> Self {
        Self(id_of(address))
    }
}

impl SeriesId {
    /// The id of the series that is first seen to be one by an article at `address`.
    pub fn founded_by(address: &str) -> Self {
        Self(id_of(address))
    }
}

fn id_of(address: &str) -> String {
    let digest = Sha256::digest(address.as_bytes());
    data_encoding::BASE32_NOPAD.encode(&digest[..8]).to_ascii_lowercase()
}
