use serde::{Deserialize, Serialize};
use url::Url;

/// A picture at its publisher's address; bantin links to it and never copies it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub url: Url,
    pub caption: Option<String>,
    /// What it shows, for those who don't see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

impl Image {
    /// A picture of which nothing is said.
    pub fn at(url: Url) -> Self {
        Self { url, caption: None, alt: None }
    }
}
