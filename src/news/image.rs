use serde::{Deserialize, Serialize};
use url::Url;

/// A picture at its publisher's address; bantin links to it and never copies it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub url: Url,
    pub caption: Option<String>,
}
