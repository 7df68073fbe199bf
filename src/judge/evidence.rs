//! The words that speak for a verdict.

use serde::{Deserialize, Serialize};

use super::Weight;

/// Words in an article that speak for a topic or a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub field: Field,
    /// Byte offset of `quote` in the field's plain text.
    pub at: usize,
    /// The words as printed.
    pub quote: String,
    /// The pattern, as feeds.toml has it, or the rule.
    pub rule: String,
    /// The pattern's; none for a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    Title,
    Lead,
    Body,
}
