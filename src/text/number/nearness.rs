use serde::{Deserialize, Serialize};

use crate::text::Token;

/// How a printed number stands to the true one, by the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nearness {
    /// *khoảng*, *xấp xỉ*, *ước*, *dự kiến*.
    About,
    /// *trên*, *hơn*.
    Gt,
    /// *ít nhất*, *tối thiểu*, *trở lên*.
    Gte,
    /// *gần*, *chưa đến*, *dưới*.
    Lt,
    /// *không quá*, *tối đa*, *trở xuống*.
    Lte,
}

impl Nearness {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
        }
    }

    /// What stands directly before the number at `at`, and the tokens that it takes.
    pub(super) fn before(tokens: &[Token<'_>], at: usize) -> Option<(Self, usize)> {
        let word = |back: usize| at.checked_sub(back).and_then(|index| tokens.get(index)).map(|t| t.folded.as_str());
        let last = word(1)?;
        let two = match (word(2).unwrap_or_default(), last) {
            ("xấp", "xỉ") | ("ước", "đạt" | "khoảng" | "tính") | ("vào", "khoảng") => Some(Self::About),
            ("chưa", "đến" | "tới" | "đầy" | "đạt") | ("gần", "đến" | "tới") => Some(Self::Lt),
            ("không", "quá") | ("tối", "đa") | ("nhiều", "nhất") => Some(Self::Lte),
            ("ít", "nhất") | ("tối", "thiểu") | ("không", "dưới") => Some(Self::Gte),
            _ => None,
        };
        if let Some(two) = two {
            return Some((two, 2));
        }
        let one = match last {
            "khoảng" | "ước" | "chừng" | "độ" => Self::About,
            "trên" | "hơn" => Self::Gt,
            "gần" | "dưới" => Self::Lt,
            _ => return None,
        };
        Some((one, 1))
    }

    /// What stands directly behind a quantity.
    pub fn behind(tokens: &[Token<'_>], at: usize) -> Option<Self> {
        let word = |index: usize| tokens.get(index).map(|token| token.folded.as_str());
        match (word(at), word(at + 1)) {
            (Some("trở"), Some("lên")) => Some(Self::Gte),
            (Some("trở"), Some("xuống")) => Some(Self::Lte),
            _ => None,
        }
    }
}
